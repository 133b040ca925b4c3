"""A questionnaire of one's own, made page by page without JavaScript."""

import csv
import io
import re

import openpyxl
import pytest

from diagnostic.questionnaire import Choice, Questionnaire, Rating
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Consultant, Instrument, Wave
from diagnostic.survey.instruments import newest, of_version
from diagnostic.survey.plans import frozen_questionnaire
from tests.web.consultant_desk import Desk

Fields = dict[str, str | list[str]]
HOSTILE = [
    "<script>alert(1)</script>",
    "{us.__class__}",
    "{",
    "}{",
    "{0}",
    "{us!r:>99999}",
    "%s",
    "\u202eback",
    "x" * 601,
]
STATEMENT = {"about": "each", "scale": "", "labels": "agreement", "section": "companies", "step": "save"}


@pytest.fixture
async def desk(database: str, alice: Consultant) -> Desk:
    desk = Desk()
    await desk.sign_in()
    return desk


@pytest.fixture
async def made(desk: Desk) -> Instrument:
    """One made of the pulse."""
    await desk.get("/questionnaires/new?made_from=alliance-pulse")
    await desk.post("/questionnaires/new", made_from="alliance-pulse", title="Cardiva check")
    return await Instrument.all().get()


async def now(instrument: Instrument) -> Questionnaire:
    return of_version(await newest(instrument))


def rating(questionnaire: Questionnaire, item: str) -> Rating:
    return next(one for one in questionnaire.ratings() if one.id == item)


async def test_a_statement_is_worded_once_and_for_all_sides(desk: Desk, made: Instrument) -> None:
    where = f"/questionnaires/{made.id}/items/new/statement"
    await desk.get(f"{where}?section=companies")
    worded = {"en.statement": "{company} tells {partner} early.", "de.statement": "{company} sagt es {partner} früh."}
    await desk.post(where, **{**STATEMENT, "about": "guessed", "step": "fill"}, **worded)
    shown = {area.get("name"): area.text for area in desk.page.all("textarea")}
    assert shown["en.we"] == "{us} tells {them} early."
    assert shown["en.they"] == "{them} tells {us} early."
    assert shown["de.they_of_us"] == "{them} würde sagen: {us} sagt es {them} früh."
    assert len((await now(made)).items) == len(Library.load().named("alliance-pulse").items), "nothing is stored yet"
    await desk.post(where, **{**STATEMENT, "about": "guessed"}, **{name: text for name, text in shown.items() if text})
    assert "Stored." in desk.words
    item = rating(await now(made), "own.tells_early")
    assert item.asked == ("we", "they", "they_of_us")
    await desk.get(f"/questionnaires/{made.id}/form?language=de&side=b")
    assert "Helix sagt es Novara früh." in desk.words
    assert "Novara würde sagen: Helix sagt es Novara früh." in desk.words


async def test_answers_of_ones_own_make_a_list_of_labels(desk: Desk, made: Instrument) -> None:
    where = f"/questionnaires/{made.id}/items/new/statement"
    await desk.get(where)
    alone = {"about": "alliance", "en.alliance": "Calls have an agenda.", "de.alliance": "Es gibt eine Tagesordnung."}
    labels = {"labels": "new", "en.labels": "Never\nOften\nAlways", "de.labels": "Nie\nOft"}
    await desk.post(where, **{**STATEMENT, **alone, **labels})
    assert "There are 3 answers in one language and 2 in Deutsch." in desk.words
    assert desk.page.all("textarea", name="en.labels")[0].text == "Never\nOften\nAlways", "nothing typed is lost"
    await desk.post(where, **{**STATEMENT, **alone, **labels, "de.labels": "Nie\nOft\nImmer"})
    questionnaire = await now(made)
    item = rating(questionnaire, "own.calls_have_an_agenda")
    assert (item.points, questionnaire.labels("de", item)) == (3, ("Nie", "Oft", "Immer"))


async def test_rows_are_added_put_in_order_and_left_out(desk: Desk, made: Instrument) -> None:
    where = f"/questionnaires/{made.id}/items/new/choice"
    await desk.get(f"{where}?section=comments")
    asked: Fields = {
        "section": "comments",
        "at_most": "1",
        "en.text": "How often?",
        "de.text": "Wie oft?",
        "other": "yes",
    }
    rows: Fields = {"row": ["new_1", "new_2", "new_3"], "place.new_1": "2", "place.new_2": "1", "place.new_3": "3"}
    words = {
        "en.row.new_1": "Monthly",
        "en.row.new_2": "Weekly",
        "de.row.new_1": "Monatlich",
        "de.row.new_2": "Jede Woche",
    }
    await desk.post(where, **asked, **rows, **words, **{"en.short": "Meetings", "de.short": "Treffen"})
    item = next(one for one in (await now(made)).items if isinstance(one, Choice))
    assert (item.options, item.other, item.at_most) == (("weekly", "monthly"), True, 1)
    assert (await now(made)).text("de", f"items.{item.id}.options.weekly") == "Jede Woche"
    await desk.get(f"/questionnaires/{made.id}/items/{item.id}")
    assert "Still missing" not in desk.words
    kept: Fields = {
        "row": ["weekly", "monthly"],
        "en.row.weekly": "Weekly",
        "de.row.weekly": "Jede Woche",
        "remove": "monthly",
    }
    await desk.post(f"/questionnaires/{made.id}/items/{item.id}", **{**asked, **kept, "en.row.monthly": "Monthly"})
    assert next(one for one in (await now(made)).items if isinstance(one, Choice)).options == ("weekly",)


async def test_what_is_typed_is_checked_beside_before_it_is_stored(desk: Desk, made: Instrument) -> None:
    where = f"/questionnaires/{made.id}/items/trust.candour"
    await desk.get(where)
    shown = {area.get("name"): area.text for area in desk.page.all("textarea")}
    shown |= {"en.we": "We hide nothing from {nobody}.", "de.they": ""}
    await desk.post(where, **{**STATEMENT, "scale": "trust", "step": "check"}, **shown)
    for words in (
        "“To people of that company” says {nobody}",
        "Deutsch: “To people of the partner” is not worded",
        "Another question than before",
    ):
        assert words in desk.response.text
    assert "<html" not in desk.response.text
    assert (await newest(made)).number == 1, "nothing is stored"


async def test_a_reworded_statement_of_the_product_is_another_one_and_says_so(desk: Desk, made: Instrument) -> None:
    where = f"/questionnaires/{made.id}/items/trust.candour"
    await desk.get(where)
    shown = {area.get("name"): area.text for area in desk.page.all("textarea") if area.text}
    await desk.post(where, **{**STATEMENT, "scale": "trust", **shown, "en.we": "We hide nothing."})
    assert "is another question from now on" in desk.words
    ids = {item.id for item in (await now(made)).items}
    assert "trust.candour" not in ids
    assert "trust.candour_2" in ids


async def test_what_says_nothing_or_names_nobody_is_not_stored(desk: Desk, made: Instrument) -> None:
    where = f"/questionnaires/{made.id}/items/new"
    for kind in ("statement", "activities", "number", "choice", "question"):
        await desk.get(f"{where}/{kind}")
        await desk.post(f"{where}/{kind}", **STATEMENT, minimum="0", maximum="5", at_most="1", longest="500")
        assert "Word it, in one language at least." in desk.words, kind
    await desk.get(f"{where}/number")
    await desk.post(f"{where}/number", **{**STATEMENT, "en.text": "How many?", "minimum": "0", "maximum": "inf"})
    assert "Give a number." in desk.words
    await desk.get(f"{where}/statement")
    for step in ("fill", "save"):
        await desk.post(f"{where}/statement", **{**STATEMENT, "step": step, "en.statement": "We answer at once."})
        assert "Write {company} where it names the company" in desk.words, step
        assert desk.page.all("textarea", name="en.statement")[0].text == "We answer at once."
    rows: Fields = {"row": ["new_1", "new_2"], "en.row.new_1": "Weekly", "en.row.new_2": "Weekly"}
    await desk.get(f"{where}/choice")
    await desk.post(f"{where}/choice", section="companies", at_most="1", **{"en.text": "How often?"}, **rows)
    assert "“Weekly” stands there twice." in desk.words
    assert (await newest(made)).number == 1


async def test_what_is_saved_in_two_tabs_is_lost_in_neither(desk: Desk, made: Instrument) -> None:
    base, where = f"/questionnaires/{made.id}", f"/questionnaires/{made.id}/items/trust.candour"
    await desk.get(where)
    opened = {area.get("name"): area.text for area in desk.page.all("textarea") if area.text}
    opened |= {**STATEMENT, "scale": "trust", "seen": "1", "kind": "statement"}
    await desk.post(where, **{**opened, "en.we": "We hide nothing."})
    await desk.get(base)
    await desk.post(where, **{**opened, "en.we": "We say all there is."})
    assert "This was changed after you opened it: Alice Arden stored version 2." in desk.words
    assert desk.page.all("textarea", name="en.we")[0].text == "We say all there is."
    sent = desk.page.all("form", method="post")[-1].get("action") or ""
    await desk.post(sent, **{**opened, "seen": "2", "en.we": "We say all there is."})
    assert (await now(made)).text("en", "items.trust.candour_2.we") == "We say all there is."
    await desk.post(f"{base}/drop", item="trust.candour_2")
    await desk.post(f"{base}/drop", item="trust.candour_2")
    assert desk.response.status_code == 200, "pressed twice"
    await desk.post(where, **{**opened, "en.we": "We hide little."})
    assert "This was left out meanwhile." in desk.words
    assert desk.page.all("textarea", name="en.we")[0].text == "We hide little."
    sent = f"{base}/items/new/statement"
    for _ in ("once", "sent again"):
        await desk.post(sent, **{**opened, "en.we": "We hide little."})
    asked = [item.id for item in (await now(made)).items]
    assert [item for item in asked if item.startswith("trust.") and "tells" in item] == ["trust.tells_bad_news_early"]


async def test_a_section_worded_in_two_tabs_is_lost_in_neither(desk: Desk, made: Instrument) -> None:
    where = f"/questionnaires/{made.id}/sections/companies"
    await desk.get(where)
    for title, seen in (("One another", "1"), ("Both of us", "1")):
        await desk.post(where, seen=seen, **{"en.title": title, "de.title": "Wir"})
        await desk.get(f"/questionnaires/{made.id}") if title == "One another" else None
    assert "This was changed after you opened it" in desk.words
    assert desk.page.all("input", name="en.title")[0].get("value") == "Both of us"
    assert (await now(made)).text("en", "sections.companies.title") == "One another"


async def test_a_language_taken_up_again_comes_translated_as_far_as_ours_are(desk: Desk, made: Instrument) -> None:
    where = f"/questionnaires/{made.id}/texts"
    await desk.get(where)
    await desk.post(where, **{"en.title": "Cardiva check", "en.introduction": "Say it.", "give_up": "de"})
    await desk.get(f"/questionnaires/{made.id}/sections/companies")
    await desk.post(f"/questionnaires/{made.id}/sections/companies", **{"en.title": "One another"})
    await desk.get(where)
    await desk.post(where, add="de")
    assert "Deutsch: The title of the section “One another” is not worded yet." in desk.words
    questionnaire = await now(made)
    assert questionnaire.text("de", "labels.agreement.1") == "Stimme überhaupt nicht zu"
    assert questionnaire.text("en", "title") == "Cardiva check", "what a form does not hold stays"
    await desk.get(where)
    await desk.post(where, **{"de.scales.trust.title": "Verlass"})
    assert (await now(made)).text("de", "scales.trust.title") == "Verlass"


async def test_where_all_is_left_out_the_first_statement_is_answered_by_agreement(desk: Desk, made: Instrument) -> None:
    await desk.get(f"/questionnaires/{made.id}")
    for item in (await now(made)).items:
        await desk.post(f"/questionnaires/{made.id}/drop", item=item.id)
    assert "Nothing is asked yet." in desk.words
    where = f"/questionnaires/{made.id}/items/new/statement"
    await desk.get(where)
    alone = {"about": "alliance", "en.alliance": "Calls end on time.", "de.alliance": "Wir enden pünktlich."}
    await desk.post(where, **{**STATEMENT, **alone, "section": "new", "section_title": "Calls"})
    questionnaire = await now(made)
    (item,) = questionnaire.ratings()
    assert questionnaire.labels("de", item)[0] == "Stimme überhaupt nicht zu"
    await desk.get(f"/questionnaires/{made.id}/items/new/question")
    await desk.post(
        f"/questionnaires/{made.id}/items/new/question",
        **{"section": "calls", "longest": "500", "en.text": "What else?", "de.text": "Was noch?"},
    )
    questionnaire = await now(made)
    assert questionnaire.text("de", "items.what_else.short") == "Was noch?"
    assert "side effects" in questionnaire.text("en", "sections.calls.introduction", us="", them="", brand="")


async def test_a_wave_asks_what_is_whole_and_keeps_it(
    desk: Desk, made: Instrument, roster: Alliance, alice: Consultant, library: Library
) -> None:
    name = (await now(made)).id
    await desk.get(f"/questionnaires/{made.id}/texts")
    texts = {
        "en.title": "Cardiva check",
        "en.introduction": "Say it.",
        "de.title": "",
        "de.introduction": "Sagen Sie es.",
    }
    await desk.post(f"/questionnaires/{made.id}/texts", **texts)
    assert "1 thing missing" in desk.words
    await desk.get(f"/alliances/{roster.id}/waves/new?questionnaire={name}")
    assert [box.get("value") for box in desk.page.all("input", name="languages")] == ["en"]
    page = desk.page
    fields = {box.get("name"): box.get("value") for box in page.all("input") if box.get("type") in ("date", "number")}
    scales = [box.get("value") for box in page.all("input", name="scales")]
    await desk.post(f"/alliances/{roster.id}/waves/new", questionnaire=name, languages="en", scales=scales, **fields)
    wave = await Wave.get(alliance=roster)
    assert frozen_questionnaire(wave).texts["en"]["introduction"] == "Say it."
    await desk.get(f"/questionnaires/{made.id}")
    await desk.post(f"/questionnaires/{made.id}/drop", item="trust.candour")
    assert "trust.candour" in {item.id for item in frozen_questionnaire(await Wave.get(id=wave.id)).items}
    await desk.get(f"/waves/{wave.id}")
    assert "was changed since" in desk.words
    await desk.post(f"/waves/{wave.id}/take-over")
    assert "trust.candour" not in {item.id for item in frozen_questionnaire(await Wave.get(id=wave.id)).items}
    assert "was changed since" not in desk.words


async def test_a_spreadsheet_goes_out_and_comes_back_with_every_difference_shown_first(
    desk: Desk, made: Instrument
) -> None:
    table = f"/questionnaires/{made.id}/table"
    book = openpyxl.load_workbook(io.BytesIO((await desk.get(f"{table}.xlsx")).content))
    sheet = book.active
    assert sheet is not None
    title = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Cardiva check")
    title.value = "Cardiva, corrected"
    corrected = io.BytesIO()
    book.save(corrected)
    await desk.get(table)
    await desk.upload(table, "corrected.xlsx", corrected.getvalue(), "table")
    assert "1 difference" in desk.words
    assert "“Cardiva check” → “Cardiva, corrected”" in desk.words
    assert (await newest(made)).number == 1
    await desk.post(desk.path)
    assert "Cardiva, corrected" in {texts["title"] for texts in (await now(made)).texts.values()}
    await desk.get(table)
    await desk.upload(table, "nothing.xlsx", b"PK\x03\x04 no workbook", "table")
    assert desk.response.status_code == 422
    assert "Traceback" not in desk.words


async def test_an_instrument_from_a_file_is_there_with_all_that_was_assumed(desk: Desk) -> None:
    rows = [["Statement", "Scale"], ["Meetings end on time.", "Meetings"], ["Meetings have an agenda.", "Meetings"]]
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    await desk.get("/questionnaires/from-file")
    await desk.upload(
        "/questionnaires/from-file",
        "own.csv",
        file.getvalue().encode(),
        "instrument",
        title="Our meetings",
        language="de",
    )
    assert "It is a questionnaire now" in desk.words
    assert desk.path.startswith("/questionnaires/"), "reloading it makes no other"
    assert "taken as about the alliance together" in desk.words
    made = await Instrument.all().get()
    assert len((await now(made)).ratings()) == 2
    assert (await now(made)).languages == ("de",)
    item = (await now(made)).ratings()[0].id
    await desk.get(f"/questionnaires/{made.id}/items/{item}")
    await desk.post(
        f"/questionnaires/{made.id}/items/{item}",
        **{**STATEMENT, "step": "fill", "about": "each", "de.alliance": "Meetings end on time."},
    )
    assert desk.page.all("textarea", name="de.statement")[0].text == "Meetings end on time.", "taken along"
    await desk.get("/questionnaires/from-file")
    await desk.upload("/questionnaires/from-file", "own.csv", b"\x00\x01", "instrument", title="Nothing")
    assert desk.response.status_code in (422, 404)
    assert await Instrument.all().count() == 1


async def test_what_an_instruments_letters_are_can_be_said(desk: Desk) -> None:
    data = "Statement (ru)\nМы держим слово.\n".encode("windows-1251")
    await desk.get("/questionnaires/from-file")
    said = {"title": "Ours", "encoding": "windows-1251"}
    await desk.upload("/questionnaires/from-file", "own.csv", data, "instrument", **said)
    made = await Instrument.all().get()
    assert "Мы держим слово." in (await now(made)).texts["ru"].values()


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_are_shown_as_they_are_and_break_nothing(desk: Desk, made: Instrument, text: str) -> None:
    where = f"/questionnaires/{made.id}/items/new/statement"
    await desk.get(where)
    everywhere = {f"{code}.{part}": text for code in ("en", "de") for part in ("we", "they", "statement")}
    for step in ("fill", "check", "save"):
        await desk.post(
            where, **{**STATEMENT, "step": step, "section": "new", "section_title": text[:80]}, **everywhere
        )
        assert desk.response.status_code in (200, 422), step
        assert "<script>alert" not in desk.response.text
        await desk.get(where)
    for path in ("", "/versions", "/look", "/form", "/texts", "/table"):
        answer = await desk.get(f"/questionnaires/{made.id}{path}")
        assert answer.status_code == 200, path
        assert "<script>alert" not in answer.text


async def test_what_is_not_there_is_not_there(desk: Desk, made: Instrument) -> None:
    base = f"/questionnaires/{made.id}"
    await desk.get(base)
    for path in ("/items/nothing", "/items/new/nothing", "/sections/nothing", "/items/more.trust.x"):
        assert (await desk.get(base + path)).status_code == 404, path
    await desk.get(base)
    for form, fields in (("/drop", {"item": "nothing"}), ("/move", {"item": "nothing", "by": "up"})):
        assert (await desk.post(base + form, **fields)).status_code == 200, "somebody may have left it out meanwhile"
    assert (await newest(made)).number == 1
    await desk.post(f"{base}/versions", number="99")
    assert "not kept" in desk.words


async def test_a_preview_may_be_framed_by_our_own_pages_and_by_nobody_elses(desk: Desk, made: Instrument) -> None:
    policy = (await desk.get(f"/questionnaires/{made.id}/form")).headers["Content-Security-Policy"]
    assert re.search(r"frame-ancestors 'self'(;|$)", policy)
    assert "form-action 'self'" in policy
