"""Small files that hold a great deal, as somebody who means harm makes them."""

import io
import struct
import zipfile

_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" '
    'r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def workbook(rows: str) -> bytes:
    """An Excel file with these rows as its one sheet has them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, text)
        sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        archive.writestr("xl/worksheets/sheet1.xml", f"{sheet}{rows}</sheetData></worksheet>")
    return file.getvalue()


def row(number: int, *cells: str) -> str:
    texts = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{texts}</row>'


HEAD = row(1, "email", "company")


def one_long_string(length: int = 100_000_000) -> bytes:
    return workbook(HEAD + row(2, "x" * length, "Novara"))


def many_rows(count: int = 300_000) -> bytes:
    return workbook(HEAD + "".join(row(number, "a", "b") for number in range(2, count)))


def far_corner() -> bytes:
    """Two cells, as far apart as a sheet has room."""
    return workbook(HEAD + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>')


def larger_than_it_says(length: int = 100_000_000) -> bytes:
    """A workbook whose sheet is said, in the file's directory, to have a hundred bytes."""
    data = bytearray(one_long_string(length))
    place = data.index(b"PK\x01\x02", data.index(b"xl/worksheets/sheet1.xml") + 1)
    while data[place + 46 : place + 46 + 24] != b"xl/worksheets/sheet1.xml":
        place = data.index(b"PK\x01\x02", place + 1)
    struct.pack_into("<I", data, place + 24, 100)
    return bytes(data)


def honest(people: int = 20_000) -> bytes:
    """A salesforce, as CSV."""
    lines = [
        f"person{n}@{side.lower()}.example,{side},Person {n},Sales"
        for side in ("Novara", "Helix")
        for n in range(people // 2)
    ]
    return "\n".join(["email,company,name,function", *lines]).encode()


def faulty(rows: int = 20_000) -> bytes:
    return ("email,company\n" + "".join(f"broken{row},Nobody\n" for row in range(rows))).encode()
