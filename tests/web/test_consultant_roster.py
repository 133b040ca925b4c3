"""The roster: looked through in full, and stored only when confirmed."""

import csv
import io

import openpyxl
import pytest

from diagnostic.storage.models import Alliance, Participant, StoredValue, Wave
from tests.web.consultant_desk import Desk

FAULTY = """email,company,name,language,function
nora@novara.example,Novara,Nora,en,Marketing
broken,Novara,,,
hans@helix.example,Hexil,,,
,Helix,,,
nora@novara.example,Helix,Nora,en,Sales
eva@helix.example,Helix,,fr,
"""
GOOD = """email;company;name;function
nora@novara.example;Novara;Nora;Marketing
info@novara.example;a;;Marketing
hans@helix.example;Helix;<b>Hans</b>;Sales
ext@agency.example;b;;Sales
"""


@pytest.fixture
async def desk(database: str, alliance: Alliance) -> Desk:
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/alliances/{alliance.id}/roster")
    return desk


async def test_every_fault_is_shown_by_row_and_nothing_is_stored(desk: Desk, alliance: Alliance) -> None:
    answer = await desk.upload(f"/alliances/{alliance.id}/roster", "roster.csv", FAULTY.encode())
    assert answer.status_code == 422
    for row in (3, 4, 5, 6, 7):
        assert f"row {row} " in desk.words
    assert "Nothing was stored: 5 problems in roster.csv" in desk.words
    assert await Participant.all().count() == 0
    assert not await StoredValue.filter(key__startswith="roster:").exists()


async def test_equal_faults_of_many_rows_are_one_line_and_a_file_is_called_by_its_name(
    desk: Desk, alliance: Alliance
) -> None:
    path = f"/alliances/{alliance.id}/roster"
    people = "".join(f"person{n}@novara.example,Acme\n" for n in range(200))
    await desk.upload(path, "roster.csv", f"email,company\n{people}nora@novara.example,\n".encode())
    assert "Nothing was stored: 201 problems in roster.csv Correct them" in desk.words
    assert "rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 190 more “Acme” is neither company" in desk.words
    assert "row 202 There is no company" in desk.words
    await desk.get(path)
    await desk.upload(path, "roster.csv", b"")
    assert "Nothing was stored: 1 problem in roster.csv Correct it in the file" in desk.words
    assert "What roster.csv is empty" in desk.words


async def test_while_a_wave_is_open_a_refused_address_is_corrected_on_its_page(desk: Desk, open_wave: Wave) -> None:
    await Participant.filter(email="person1@helix.example").update(refused="550 no such user")
    await desk.get(f"/alliances/{open_wave.alliance_id}/roster")
    assert "A mail to it was refused or came back. Correct it on the page of the open wave" in desk.words
    assert desk.page.all("a", href=f"/waves/{open_wave.id}#sending")


async def test_nothing_is_stored_before_it_is_confirmed(desk: Desk, alliance: Alliance) -> None:
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.csv", GOOD.encode())
    assert "No problems in 4 lines: 2 of Novara, 2 of Helix. Nothing is stored yet." in desk.words
    assert "info@novara.example looks like an address that several people read" in desk.words
    assert "ext@agency.example is outside Helix's domains" in desk.words
    assert await Participant.all().count() == 0

    check = desk.path
    await desk.post(check)

    assert desk.path == f"/alliances/{alliance.id}"
    assert await Participant.filter(side="a").count() == await Participant.filter(side="b").count() == 2
    assert "1 from outside its mail domains" in desk.words
    assert (await desk.get(check)).status_code == 404, "a roster is confirmed once"


async def test_names_from_a_file_are_text(desk: Desk, alliance: Alliance) -> None:
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.csv", GOOD.encode())
    assert "<b>Hans" not in desk.response.text
    assert "<b>Hans</b>" in desk.words


async def test_an_upload_again_shows_what_would_change(desk: Desk, alliance: Alliance) -> None:
    roster = f"/alliances/{alliance.id}/roster"
    await desk.upload(roster, "roster.csv", GOOD.encode())
    await desk.post(desk.path)
    changed = "email,company,function\nnora@novara.example,Novara,Medical\nnew@helix.example,Helix,Sales\n"
    await desk.get(roster)
    await desk.upload(roster, "roster.csv", changed.encode())
    assert "1 added 1 changed 0 as before 3 no longer in the file" in desk.words
    assert [item.words for item in desk.page.all("li") if "→" in item.text] == [
        "name: Nora → none",
        "function: Marketing → Medical",
    ]

    await desk.post(desk.path, missing="remove")

    people = await Participant.all().order_by("email").values_list("email", "attribute")
    assert people == [("new@helix.example", "Sales"), ("nora@novara.example", "Medical")]


async def test_those_missing_from_a_file_stay_unless_said_otherwise(desk: Desk, alliance: Alliance) -> None:
    roster = f"/alliances/{alliance.id}/roster"
    await desk.upload(roster, "roster.csv", GOOD.encode())
    await desk.post(desk.path)
    await desk.get(roster)
    await desk.upload(roster, "roster.csv", b"email,company\nnew@helix.example,Helix\n")
    await desk.post(desk.path, missing="keep")
    assert await Participant.all().count() == 5


async def test_a_workbook_is_read_too(desk: Desk, alliance: Alliance) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("email", "company"), ("nora@novara.example", "Novara")):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.xlsx", data.getvalue())
    assert "No problems in 1 line" in desk.words


async def test_the_template_passes_when_it_is_uploaded_as_it_is(desk: Desk, alliance: Alliance) -> None:
    template = await desk.http.get(f"/alliances/{alliance.id}/roster/template.csv")
    assert template.headers["Content-Disposition"] == 'attachment; filename="roster.csv"'
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.csv", template.content)
    assert "No problems in 2 lines: 1 of Novara, 1 of Helix." in desk.words


async def test_no_cell_of_the_template_is_reckoned_and_it_still_passes_as_it_is(desk: Desk, alliance: Alliance) -> None:
    alliance.company_a, alliance.company_b = "=cmd|' /C calc'!A0", "@SUM(1)"
    alliance.attribute = "+Function"
    await alliance.save()
    template = await desk.http.get(f"/alliances/{alliance.id}/roster/template.csv")
    rows = list(csv.reader(io.StringIO(template.content.decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["company", "'=cmd|' /C calc'!A0", "'@SUM(1)"]
    assert rows[0][4] == "'+function"
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.csv", template.content)
    assert "No problems in 2 lines" in desk.words


async def test_no_file_is_a_fault_in_words(desk: Desk, alliance: Alliance) -> None:
    answer = await desk.post(f"/alliances/{alliance.id}/roster")
    assert answer.status_code == 422
    assert "choose the CSV or XLSX file" in desk.words


async def test_another_ones_upload_cannot_be_confirmed_here(desk: Desk, alliance: Alliance) -> None:
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.csv", GOOD.encode())
    upload = desk.path.rpartition("/")[2]
    await alliance.refresh_from_db()
    second = await Alliance.create(**{f: getattr(alliance, f) for f in FIELDS}, consultant_id=alliance.consultant_id)
    assert (await desk.get(f"/alliances/{second.id}/roster/{upload}")).status_code == 404


FIELDS = ("brand", "company_a", "company_b", "domains_a", "domains_b", "timezone", "controller", "contact", "attribute")


async def test_the_roster_is_fixed_while_a_wave_is_open(database: str, open_wave: Wave, roster: Alliance) -> None:
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/alliances/{roster.id}/roster")
    assert "A wave is open, and its roster is fixed" in desk.words
    await desk.upload(f"/alliances/{roster.id}/roster", "roster.csv", GOOD.encode())
    await desk.post(desk.path)
    assert "A wave is open, and its roster is fixed." in desk.words
    assert await Participant.all().count() == 16
