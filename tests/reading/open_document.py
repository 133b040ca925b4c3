"""A spreadsheet in OpenDocument's format, as small as it may be."""

import io
import zipfile
from collections.abc import Iterable
from html import escape

_NAMES = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
_TABLE = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
_TEXT = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
_MANIFEST = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def spreadsheet(rows: Iterable[Iterable[str]]) -> bytes:
    """One sheet of texts."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        f"<table:table-row>{''.join(cell.format(escape(each)) for each in row)}</table:table-row>" for row in rows
    )
    body = f'<office:spreadsheet><table:table table:name="Sheet">{lines}</table:table></office:spreadsheet>'
    content = f"<office:body>{body}</office:body>"
    document = f"<office:document-content {_NAMES} {_TABLE} {_TEXT}>{content}</office:document-content>"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("mimetype", _KIND)
        file.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{document}')
        file.writestr("META-INF/manifest.xml", f"<manifest:manifest {_MANIFEST}>{entry}</manifest:manifest>")
    return data.getvalue()
