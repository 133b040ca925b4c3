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
eva@helix.example,Helix,,nl,
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


async def test_rows_at_fault_are_corrected_or_left_out_on_the_page(desk: Desk, alliance: Alliance) -> None:
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.csv", FAULTY.encode())
    assert "1 question first" in desk.words
    assert [legend.words for legend in desk.page.all("legend") if legend.words.startswith("Row ")] == [
        "Row 3", "Row 5", "Row 6",
    ]  # fmt: skip
    assert "“broken” is no mail address" in desk.words
    assert "There is no email address" in desk.words
    assert "nora@novara.example stands in row 2 too, with other details" in desk.words
    assert "“Hexil” 1 row" in desk.words
    assert "“nl” 1 row" in desk.words
    assert not desk.page.all("button", value="store")
    assert await Participant.all().count() == 0

    changes: dict[str, str | list[str]] = {"row-3-email": "otto@novara.example", "out": ["5", "6"]}
    changes |= {"company-0": "b", "language-0": "de"}
    await desk.post(desk.path, do="look", **changes)

    assert "No problems in 4 lines: 2 of Novara, 2 of Helix. Nothing is stored yet." in desk.words
    assert "2 rows left out" in desk.words
    assert await Participant.all().count() == 0
    await desk.post(desk.path, do="store")
    assert await Participant.all().order_by("email").values_list("email", "side", "language") == [
        ("eva@helix.example", "b", "de"),
        ("hans@helix.example", "b", "en"),
        ("nora@novara.example", "a", "en"),
        ("otto@novara.example", "a", "en"),
    ]


async def test_rows_that_were_left_out_are_taken_back(desk: Desk, alliance: Alliance) -> None:
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.csv", FAULTY.encode())
    await desk.post(desk.path, do="leave_out", **{"company-0": "b"})
    assert "No problems in 3 lines" in desk.words
    await desk.post(desk.path, do="back")
    assert "3 rows to correct" in desk.words


async def test_what_is_stored_was_shown(desk: Desk, alliance: Alliance) -> None:
    """A change that comes with the press to store is shown first."""
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.csv", GOOD.encode())
    check = desk.path
    await desk.post(check, do="store", **{"column-2": ""})
    assert desk.path == check
    assert await Participant.all().count() == 0
    await desk.post(check, do="store")
    assert set(await Participant.all().values_list("name", flat=True)) == {None}


async def test_what_is_hidden_in_a_workbook_is_left_out_until_somebody_wants_it(desk: Desk, alliance: Alliance) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Verteiler",),
        ("email", "company"),
        ("nora@novara.example", "Novara"),
        ("left@novara.example", "Novara"),
    ):
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("lists").append(["Novara"])
    book["lists"].sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.xlsx", data.getvalue())
    assert "No problems in 1 line" in desk.words
    assert "row 1 stands above the headings: “Verteiler”" in desk.words
    assert "row 4 is hidden in the file" in desk.words
    assert "lists (hidden), 1 row" in desk.words
    await desk.post(desk.path, do="look", **{"hidden-asked": "yes", "hidden": "yes"})
    assert "No problems in 2 lines" in desk.words


async def test_letters_that_were_guessed_wrong_are_said_on_the_page(desk: Desk, alliance: Alliance) -> None:
    data = "email,company,name\nnora@novara.example,Novara,Жанна\n".encode("windows-1251")
    await desk.upload(f"/alliances/{alliance.id}/roster", "hr.csv", data)
    assert "Do letters look wrong? Windows-1252 (western Europe) reads" in desk.words
    await desk.post(desk.path, do="look", encoding="windows-1251")
    assert "as Windows-1251 (Cyrillic): check the letters Ж а н" in desk.words
    await desk.post(desk.path, do="store")
    assert (await Participant.get()).name == "Жанна"


async def test_addresses_are_pasted_from_a_mail(desk: Desk, alliance: Alliance) -> None:
    pasted = "Nora North <nora@novara.example>; 'Held, Hans' <mailto:hans@helix.example>; eva@helix.example"
    await desk.post(f"/alliances/{alliance.id}/roster", pasted=pasted)
    await desk.post(desk.path, do="store")
    assert await Participant.all().order_by("email").values_list("email", "side", "name") == [
        ("eva@helix.example", "b", None),
        ("hans@helix.example", "b", "Hans Held"),
        ("nora@novara.example", "a", "Nora North"),
    ]


async def test_a_column_that_may_be_the_attribute_is_asked_about(desk: Desk, alliance: Alliance) -> None:
    rows = "E-Mail,Company Name,First name,Last name,Department\nnora@novara.example,Novara GmbH,Nora,North,Sales\n"
    await desk.upload(f"/alliances/{alliance.id}/roster", "hr.csv", rows.encode())
    assert "Which column is “function”, if any?" in desk.words
    assert not desk.page.all("button", value="store")
    await desk.post(desk.path, do="look", attribute="4")
    await desk.post(desk.path, do="store")
    person = await Participant.get()
    assert (person.name, person.side, person.attribute) == ("Nora North", "a", "Sales")


async def test_a_file_of_one_company_says_nothing_of_the_other(desk: Desk, alliance: Alliance) -> None:
    roster = f"/alliances/{alliance.id}/roster"
    await desk.upload(roster, "roster.csv", GOOD.encode())
    await desk.post(desk.path, do="store")
    await desk.get(roster)
    await desk.upload(roster, "helix.csv", b"email,company\nnew@helix.example,Helix\n")
    assert "2 people are on the roster and not in this file" in desk.words
    await desk.post(desk.path, do="store", missing="remove")
    assert [person.email for person in await Participant.all().order_by("email")] == [
        "info@novara.example", "new@helix.example", "nora@novara.example",
    ]  # fmt: skip


async def test_a_file_that_cannot_be_read_says_why_and_stores_nothing(desk: Desk, alliance: Alliance) -> None:
    await desk.upload(f"/alliances/{alliance.id}/roster", "roster.csv", b"")
    assert "Nothing was stored: 1 problem in roster.csv" in desk.words
    assert "roster.csv is empty" in desk.words
    assert not await StoredValue.filter(key__startswith="roster:").exists()


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
    await desk.post(check, do="store")

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
    await desk.post(desk.path, do="store")
    changed = "email,company,function\nnora@novara.example,Novara,Medical\nnew@helix.example,Helix,Sales\n"
    await desk.get(roster)
    await desk.upload(roster, "roster.csv", changed.encode())
    assert "1 added 1 changed 0 as before 3 no longer in the file" in desk.words
    assert [item.words for item in desk.page.all("li") if "→" in item.text] == [
        "name: Nora → none",
        "function: Marketing → Medical",
    ]

    await desk.post(desk.path, do="store", missing="remove")

    people = await Participant.all().order_by("email").values_list("email", "attribute")
    assert people == [("new@helix.example", "Sales"), ("nora@novara.example", "Medical")]


async def test_those_missing_from_a_file_stay_unless_said_otherwise(desk: Desk, alliance: Alliance) -> None:
    roster = f"/alliances/{alliance.id}/roster"
    await desk.upload(roster, "roster.csv", GOOD.encode())
    await desk.post(desk.path, do="store")
    await desk.get(roster)
    await desk.upload(roster, "roster.csv", b"email,company\nnew@helix.example,Helix\n")
    await desk.post(desk.path, do="store", missing="keep")
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
    assert "choose the file that holds the roster" in desk.words


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
    await desk.post(desk.path, do="store")
    assert "A wave is open, and its roster is fixed." in desk.words
    assert await Participant.all().count() == 16


async def test_one_person_is_added_changed_and_removed_by_hand(desk: Desk, alliance: Alliance) -> None:
    people = f"/alliances/{alliance.id}/people"
    await desk.get(f"{people}/new")
    await desk.post(f"{people}/new", email="Ada@Novara.example", company="a", name="Ada Ost", language="de")
    ada = await Participant.get()
    assert (ada.email, ada.side, ada.name, ada.language) == ("ada@novara.example", "a", "Ada Ost", "de")

    await desk.get(f"{people}/{ada.id}")
    details = {"company": "a", "name": "Ada West", "attribute": "Sales", "language": "en"}
    await desk.post(f"{people}/{ada.id}", email=ada.email, **details)
    again = await Participant.get()
    assert (again.id, again.name, again.attribute) == (ada.id, "Ada West", "Sales")

    # Somebody else at the same place is somebody who joins: whoever compares waves must be able to count them.
    await desk.get(f"{people}/{ada.id}")
    await desk.post(f"{people}/{ada.id}", email="eva@novara.example", **details)
    eva = await Participant.get()
    assert (eva.email, eva.id == ada.id) == ("eva@novara.example", False)

    await desk.get(f"{people}/{eva.id}")
    await desk.post(f"{people}/{eva.id}/remove")
    assert desk.path == f"/alliances/{alliance.id}/roster"
    assert await Participant.all().count() == 0


async def test_what_is_wrong_with_one_person_is_said_beside_the_form(desk: Desk, roster: Alliance) -> None:
    path = f"/alliances/{roster.id}/people/new"
    await desk.get(path)
    await desk.post(path, email="nobody", company="", language="en")
    assert desk.response.status_code == 422
    assert "“nobody” is no mail address" in desk.words
    assert "There is no company" in desk.words
    await desk.post(path, email="person0@novara.example", company="a", language="en")
    assert "person0@novara.example stands on the roster already" in desk.words
    assert await Participant.all().count() == 16


async def test_who_asked_not_to_be_written_to_stays_to_be_remembered(desk: Desk, roster: Alliance) -> None:
    person = await Participant.get(email="person0@novara.example")
    await Participant.filter(id=person.id).update(do_not_contact=True)
    await desk.get(f"/alliances/{roster.id}/people/{person.id}")
    await desk.post(f"/alliances/{roster.id}/people/{person.id}/remove")
    assert "asked not to be written to" in desk.words
    assert await Participant.filter(id=person.id).exists()


async def test_nobody_is_changed_while_a_wave_is_open(desk: Desk, open_wave: Wave) -> None:
    person = await Participant.get(email="person0@novara.example")
    path = f"/alliances/{open_wave.alliance_id}/people"
    await desk.get(f"{path}/{person.id}")
    for form in (f"{path}/new", f"{path}/{person.id}", f"{path}/{person.id}/remove"):
        await desk.post(form, email="new@novara.example", company="a", language="en")
        assert "A wave is open, and its roster is fixed" in desk.words
        await desk.get(f"{path}/{person.id}")
    assert await Participant.all().count() == 16


async def test_a_column_without_anything_moves_no_question_to_its_neighbour(desk: Desk, alliance: Alliance) -> None:
    rows = "email,,company,Department,Floor\nnora@novara.example,,Novara,Sales,2\n"
    await desk.upload(f"/alliances/{alliance.id}/roster", "hr.csv", rows.encode())
    offered = [choice.get("value") for choice in desk.page.all("input", type="radio", name="attribute")]
    assert offered == ["3", "none"]


async def test_rows_at_fault_are_shown_however_many_wait_for_a_company(desk: Desk, alliance: Alliance) -> None:
    people = "".join(f"person{n}@x.example,Acme\n" for n in range(60))
    await desk.upload(f"/alliances/{alliance.id}/roster", "r.csv", f"email,company\n{people}broken,Novara\n".encode())
    assert "1 row to correct Row 62" in desk.words
    await desk.post(desk.path, do="look", **{"row-62-email": "otto@novara.example", "company-0": "b"})
    assert "No problems in 61 lines: 1 of Novara, 60 of Helix." in desk.words
