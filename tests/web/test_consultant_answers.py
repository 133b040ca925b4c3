"""Answers from a file: looked through on a page, stored only when confirmed, and read alike the next time."""

import csv
import io
import re
from collections.abc import Sequence

import pytest

from diagnostic.storage import connection
from diagnostic.storage.models import Alliance, Response, StoredMapping, StoredValue, Wave, WaveState
from diagnostic.survey.reports import as_computed, publish
from tests.web.consultant_desk import Desk

CODES = ["lfdn", "dispcode", "Bereich", "c_0001", *(f"v_{n}" for n in range(1, 10))]
"""Of another tool: no heading says which question it is."""


def points(person: int) -> list[int]:
    return [(person + place) % 5 + 1 for place in range(9)]


def table(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([CODES, *rows])
    return text.getvalue().encode()


def people(count: int = 7) -> list[list[object]]:
    """So many of each company, of two functions; the fourth column is 1 for Novara."""
    return [[n, 31, ["Sales", "Medical"][n // 2 % 2], n % 2 + 1, *points(n)] for n in range(2 * count)]


@pytest.fixture
async def desk(database: str, alliance: Alliance) -> Desk:
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/alliances/{alliance.id}/answers")
    return desk


async def bring(desk: Desk, alliance: Alliance, data: bytes) -> None:
    await desk.upload(f"/alliances/{alliance.id}/answers", "panel.csv", data, "answers", questionnaire="alliance-pulse")


async def test_what_a_file_does_not_say_is_asked_once_and_then_it_becomes_a_briefing(
    desk: Desk, alliance: Alliance
) -> None:
    await bring(desk, alliance, table([*people(), [99, 22, "Sales", 1, *points(3)]]))
    assert "as Unipark writes it" in desk.words
    assert "10 columns are taken for what is likely by wording or by place" in desk.words
    assert "row 16 does not count: dispcode is “22”" in desk.words
    assert not desk.page.all("button", value="store")

    await desk.post(desk.path, do="right")
    await desk.post(desk.path, do="look", **{"company-0": "a", "company-1": "b", "codes": "high_first"})
    attribute = next(
        choice.get("value")
        for choice in desk.page.all("input", name="attribute")
        if "Bereich" in choice.parents[-1].words
    )
    await desk.post(desk.path, do="look", attribute=attribute)
    assert "14 people are read: 7 of Novara, 7 of Helix. Nothing is stored yet." in desk.words
    assert not await Wave.exists()

    await desk.post(
        desk.path, do="store", closed_on="2026-10-02", invited_a="9", k="5", comment_k="8", retention_days="30"
    )
    wave = await Wave.get(alliance=alliance)
    assert (wave.state, wave.imported, wave.attribute) == (
        WaveState.CLOSED,
        {"tool": "Unipark", "invited": {"a": 9, "b": None}},
        "Bereich",
    )
    first = sorted(row.values["trust.reliability@a"] for row in await Response.filter(wave=wave, side="a"))
    assert first == sorted(6 - points(n)[0] for n in range(0, 14, 2)), "1 was the highest answer"
    await publish(wave)
    await desk.get(f"/waves/{wave.id}")
    assert "Answers collected elsewhere, with Unipark, until 2 October 2026." in desk.words
    assert "how many were asked is not known" in desk.words
    await desk.get(f"/waves/{wave.id}/briefing")
    report = await as_computed(wave)
    assert report is not None
    assert report.imported == "Unipark"


async def test_a_file_of_the_same_kind_is_read_as_was_said_before(desk: Desk, alliance: Alliance) -> None:
    await bring(desk, alliance, table(people()))
    await desk.post(desk.path, do="right")
    said = {"company-0": "a", "company-1": "b", "codes": "low_first", "attribute": "none"}
    await desk.post(desk.path, do="look", **said)
    fields = {"closed_on": "2026-10-02", "k": "5", "comment_k": "8", "retention_days": "30"}
    await desk.post(desk.path, do="store", mapping="Pulse of the panel", **fields)
    await publish(await Wave.get(alliance=alliance))
    mapping = await StoredMapping.get()
    assert mapping.name == "Pulse of the panel"
    assert "Sales" not in str(mapping.body), "of what stands in the rows nothing is kept"

    await desk.get(f"/alliances/{alliance.id}/answers")
    await bring(desk, alliance, table(people(8)))
    assert "read by what you kept as “Pulse of the panel”" in desk.words
    assert "16 people are read: 8 of Novara, 8 of Helix" in desk.words
    assert desk.page.all("button", value="store")

    await desk.get(f"/alliances/{alliance.id}/answers")
    await desk.post(f"/alliances/{alliance.id}/answers/forget-mapping", mapping="Pulse of the panel")
    assert "How files were read as “Pulse of the panel” is forgotten" in desk.words
    assert not await StoredMapping.exists()


async def test_a_row_at_fault_is_corrected_or_its_text_is_given_a_meaning(desk: Desk, alliance: Alliance) -> None:
    head = "side,decisions.stick,commitment.outlook\n"
    rows = [f"{'ab'[n % 2]},{n % 5 + 1},{'?' if n < 2 else 3}" for n in range(12)]
    await bring(desk, alliance, (head + "\n".join([*rows, "c,4,4"]) + "\n").encode())
    assert "3 rows to correct" in desk.words
    place = next(each.get("name") for each in desk.page.all("input") if re.fullmatch(r"row-14-\d+", each.get("name")))
    texts = [each for each in desk.page.all("select") if each.get("name").startswith("value-")]
    value = next(each.get("name") for each in texts if "not known" in each.words)
    await desk.post(desk.path, do="look", **{place: "b", value: "nothing"})
    assert "13 people are read: 6 of Novara, 7 of Helix" in desk.words
    assert desk.page.all("button", value="store")


async def test_what_is_wrong_with_the_plan_is_said_beside_its_field_and_nothing_is_stored(
    desk: Desk, alliance: Alliance
) -> None:
    rows = "".join(f"{'ab'[n % 2]},{n % 5 + 1}\n" for n in range(12))
    await bring(desk, alliance, f"side,decisions.stick\n{rows}".encode())
    fields = {"closed_on": "2999-01-01", "invited_b": "3", "k": "5", "comment_k": "8", "retention_days": "30"}
    await desk.post(desk.path, do="store", **fields)
    assert desk.response.status_code == 422
    assert "Give the last day on which answers were given" in desk.words
    assert "6 people answered, so at least as many were asked" in desk.words
    assert not await Wave.exists()


async def test_what_waits_to_be_looked_through_is_in_no_byte_of_the_database(desk: Desk, alliance: Alliance) -> None:
    await bring(desk, alliance, b"side,decisions.stick,Kommentar\na,4,Geheimnis\nb,2,Geheimnis\n")
    assert await StoredValue.filter(key__startswith="answers:").count() == 1
    rows = await connection().execute_query_dict("SELECT key, value FROM stored_value")
    upload = desk.path.rpartition("/")[2]
    assert not any(b"Geheimnis" in bytes(row["value"]) or upload in row["key"] for row in rows)
    await desk.get(desk.path)
    assert "Kommentar" in desk.words


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0old"])
async def test_a_file_that_cannot_be_read_is_refused_in_words(desk: Desk, alliance: Alliance, data: bytes) -> None:
    await bring(desk, alliance, data)
    assert desk.response.status_code == 422
    assert "Nothing was stored: 1 problem in panel.csv" in desk.words


async def test_letters_said_once_are_read_so_in_the_next_file_of_the_kind(desk: Desk, alliance: Alliance) -> None:
    data = table(people()).decode().replace("Bereich", "Отдел").encode("windows-1251")
    await bring(desk, alliance, data)
    assert "Do letters look wrong?" in desk.words
    await desk.post(desk.path, do="look", encoding="windows-1251")
    assert "as Windows-1251 (Cyrillic)" in desk.words
    await desk.post(desk.path, do="right")
    said = {"company-0": "a", "company-1": "b", "codes": "low_first"}
    said["attribute"] = next(
        choice.get("value")
        for choice in desk.page.all("input", name="attribute")
        if "Отдел" in choice.parents[-1].words
    )
    await desk.post(desk.path, do="look", **said)
    plan = {"closed_on": "2026-10-02", "k": "5", "comment_k": "8", "retention_days": "30", "mapping": "Panel"}
    await desk.post(desk.path, do="store", **plan)
    await desk.get(f"/alliances/{alliance.id}/answers")
    await bring(desk, alliance, data)
    assert "as Windows-1251 (Cyrillic)" in desk.words
    assert "read by what you kept as “Panel”" in desk.words
