"""The files of a briefing: what is offered, what a download is called, and what one sees while it is being made."""

import asyncio
import dataclasses
import re
import shutil
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import Message as Headers
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from litestar import Litestar

from diagnostic.analysis import SCHEMA, Report, from_json
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.content import content_folder
from diagnostic.firm_content.folders import FirmContent
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Rendering, RenderingState, StoredReport, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.renderings import STALE
from diagnostic.survey.reports import publish
from diagnostic.web.app import create_app
from diagnostic.web.consultant import files
from diagnostic.web.renderings import RenderingRequest, Renderings
from tests.answering import after_the_end, answer_all
from tests.conftest import SECRET
from tests.web.consultant_desk import Desk, app_for_all, settings_for

on_one_engine = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TYPES = {
    "briefing.pdf": "application/pdf",
    "appendix.pdf": "application/pdf",
    "sponsors.pdf": "application/pdf",
    "briefing.pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "briefing.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "briefing.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "briefing.md": "text/markdown; charset=utf-8",
    "charts.zip": "application/zip",
    "briefing.json": "application/json",
}


@pytest.fixture
async def wave(open_wave: Wave) -> Wave:
    await answer_all(open_wave, text=lambda side, n: f"Person {n} of {side} wants less.")
    await close(open_wave, SECRET, after_the_end(open_wave))
    await publish(open_wave)
    await open_wave.refresh_from_db()
    return open_wave


@pytest.fixture
def app(database: str) -> Litestar:
    return app_for_all()


@pytest.fixture
async def desk(app: Litestar, wave: Wave) -> Desk:
    desk = Desk(app)
    await desk.sign_in()
    return desk


def day_of(wave: Wave) -> str:
    assert wave.closed_at is not None
    return f"{wave.closed_at.astimezone(ZoneInfo('Europe/Berlin')):%Y-%m-%d}"


def name_of(headers: Mapping[str, str]) -> tuple[str, str]:
    """What a download is called, for old programs and for others, as the standard library reads it."""
    read = Headers()
    read["Content-Disposition"] = re.sub(r"; filename\*=.*", "", headers["Content-Disposition"])
    full = Headers()
    full["Content-Disposition"] = headers["Content-Disposition"].replace(f'filename="{read.get_filename()}"; ', "")
    return str(read.get_filename()), str(full.get_filename())


def _offers(edition: str) -> list[files.Offer]:
    """The page for the sponsors is the consultant's to give."""
    return [offer for offer in files.OFFERS if edition == "consultant" or offer.file != "sponsors.pdf"]


async def test_everything_that_can_be_rendered_is_offered_in_every_language_and_edition(desk: Desk, wave: Wave) -> None:
    await desk.get(f"/waves/{wave.id}")
    there = {link.get("href") for link in desk.page.all("a") if "edition=" in link.get("href")}
    for edition in ("consultant", "participants"):
        for offer in (files.READ, *_offers(edition)):
            for language in ("en", "de") if offer.speaks else ("en",):
                there.remove(files.address(wave, edition, language, offer.file))
    assert there == set()
    assert {offer.format for offer in files.OFFERS} == RENDERERS.keys() - {"html"}
    assert "Participants’ edition For both companies at the same time" in desk.words


async def test_every_file_arrives_with_its_type_and_a_name_that_says_what_it_is(desk: Desk, wave: Wave) -> None:
    day = day_of(wave)
    for offer in files.OFFERS:
        edition = "participants" if offer in _offers("participants") else "consultant"
        answer = await desk.made(f"/waves/{wave.id}/briefing/{offer.file}?edition={edition}&language=de")
        assert answer.status_code == 200, offer.file
        assert answer.headers["Content-Type"] == TYPES[offer.file]
        stem, ending = offer.file.split(".")
        more = {"briefing": ""}.get(stem, f"-{stem}")
        language = "" if ending == "json" else "-de"
        plain, full = name_of(answer.headers)
        assert plain == full == f"Cardiva-pulse{more}-{day}-{edition}{language}.{ending}"
        assert answer.headers["Cache-Control"] == "no-store"


async def test_the_page_for_the_sponsors_is_of_the_consultants_edition_alone(desk: Desk, wave: Wave) -> None:
    assert (await desk.get(f"/waves/{wave.id}/briefing/sponsors.pdf?edition=participants")).status_code == 404


async def test_each_edition_is_its_own(desk: Desk, wave: Wave) -> None:
    path = f"/waves/{wave.id}/briefing/briefing.json"
    mine = from_json((await desk.get(path)).content)
    theirs = from_json((await desk.get(f"{path}?edition=participants")).content)
    assert (mine.edition, len(mine.comments)) == ("consultant", 16)
    assert (theirs.edition, len(theirs.comments)) == ("participants", 0)
    assert (await desk.get(f"/waves/{wave.id}/report.json")).content == (await desk.get(path)).content
    page = await desk.made(f"/waves/{wave.id}/briefing?edition=participants&language=de")
    assert '<html lang="de" dir="ltr">' in page.text
    assert "wants less" not in page.text
    assert "wants less" in (await desk.made(f"/waves/{wave.id}/briefing")).text


@pytest.mark.part("proofs")
@on_one_engine
async def test_a_page_leads_to_its_files_in_its_own_language(desk: Desk, wave: Wave) -> None:
    page = f"/waves/{wave.id}/briefing"
    for language, names in (("en", "English Slides Workbook Charts"), ("de", "Deutsch Folien Arbeitsmappe Diagramme")):
        await desk.made(f"{page}?language={language}")
        own, *named = names.split()
        links = {link.words: link.get("href") for link in desk.page.all("a")}
        assert own not in links
        assert set(named) <= links.keys()
        for offer in files.OFFERS:
            assert f"{page}/{offer.file}?edition=consultant&language={language}" in links.values()


@pytest.mark.part("proofs")
@on_one_engine
async def test_a_report_that_an_earlier_version_stored_is_shown_and_given_out(desk: Desk, wave: Wave) -> None:
    old = Path(__file__).parent.parent / "analysis" / "stored" / "schema-1.json"
    await StoredReport.create(wave=wave, number=2, body=old.read_text(encoding="utf-8"))
    given = (await desk.get(f"/waves/{wave.id}/briefing/briefing.json")).json()
    assert (given["schema"], given["alliance"]["name"]) == (SCHEMA, "Velora")
    assert "Joint value" in (await desk.made(f"/waves/{wave.id}/briefing")).text


@on_one_engine
async def test_an_alliance_of_any_name_makes_a_name_that_every_system_takes(desk: Desk, wave: Wave) -> None:
    path = f"/waves/{wave.id}/briefing/briefing.json"
    day = day_of(wave)
    for brand, plain, full in (
        ("Größe & Maß", "Grosse-Mass", "Größe-&-Maß"),
        ('../"x"\r\n; a=b', "x-a-b", "x-;-a=b"),
        ("卡迪瓦", "", "卡迪瓦"),
        ("\u202etxt.fdp", "txt.fdp", "txt.fdp"),
        ("- Cardiva -- B. -", "Cardiva-B.", "Cardiva-B."),
        ("é" * 120, "e" * 80, "é" * 80),
    ):
        await Alliance.filter(id=wave.alliance_id).update(brand=brand)
        answer = await desk.get(path)
        names = name_of(answer.headers)
        rest = f"pulse-{day}-consultant.json"
        assert names == ("-".join(filter(None, (plain, rest))), f"{full}-{rest}"), brand


@pytest.mark.part("proofs")
@on_one_engine
async def test_what_nobody_offers_is_not_there(desk: Desk, wave: Wave) -> None:
    for address in (
        "briefing?edition=both",
        "briefing?language=fr",
        "briefing?edition=",
        "briefing/briefing.odt",
        "briefing/briefing.html",
        "briefing/page",
        "briefing/briefing.json?edition=CONSULTANT",
        "briefing/briefing.json?language=",
        "briefing/briefing.odt/progress",
        "briefing/charts/nothing.svg",
        "briefing/charts/participation.png",
        "briefing/charts/participation",
        "briefing/charts/participation.json?edition=x",
    ):
        answer = await desk.get(f"/waves/{wave.id}/{address}")
        assert answer.status_code == 404, address
        assert "There is nothing here" in desk.words, address


@on_one_engine
async def test_before_the_close_there_is_no_file(desk: Desk, wave: Wave) -> None:
    other = await Wave.create(
        alliance_id=wave.alliance_id,
        kind="pulse",
        questionnaire=wave.questionnaire,
        languages=["en"],
        closes_on=wave.closes_on,
        invitation_texts={},
    )
    for address in ("briefing", "briefing/briefing.json", "briefing/charts.zip", "briefing/charts/participation.svg"):
        assert (await desk.get(f"/waves/{other.id}/{address}")).status_code == 404, address
    assert not await Rendering.exists()


async def test_a_file_is_made_once_and_then_taken_from_where_it_is_kept(desk: Desk, wave: Wave) -> None:
    path = f"/waves/{wave.id}/briefing/charts.zip"
    answers = await asyncio.gather(*(desk.http.get(path) for _ in range(5)))
    assert {answer.status_code for answer in answers} <= {200, 202}
    first = (await desk.made(path)).content
    (row,) = await Rendering.all()
    assert (row.format, row.edition, row.language, row.state) == ("svg", "consultant", "en", RenderingState.READY)
    assert row.body == first
    await Rendering.filter(id=row.id).update(body=b"as it is kept")
    assert (await desk.get(path)).content == b"as it is kept"


async def test_a_decision_about_a_comment_shows_at_once_in_every_file(desk: Desk, wave: Wave) -> None:
    path = f"/waves/{wave.id}/briefing"
    # A briefing quotes some of them alone.
    shown = (await desk.made(path)).text
    quoted = next(text for n in range(8) for side in "ab" if (text := f"Person {n} of {side} wants less.") in shown)
    await desk.get(f"/waves/{wave.id}/comments")
    form = next(form for form in desk.page.all("form") if quoted.removesuffix(" wants less.") in form.words)
    await desk.post(form.get("action"), decision="out", text=quoted)
    assert not await Rendering.exists()
    assert quoted not in (await desk.made(path)).text


async def elsewhere(desk: Desk, wave: Wave, path: str) -> Rendering:
    """A file that another server has just begun."""
    await desk.made(path)
    await Rendering.all().update(state=RenderingState.IN_WORK, body=None, heartbeat_at=datetime.now(UTC))
    return await Rendering.get(wave=wave)


@pytest.mark.part("proofs")
@on_one_engine
async def test_what_takes_long_says_so_and_ends_in_the_file(desk: Desk, wave: Wave) -> None:
    path = f"/waves/{wave.id}/briefing/charts.zip?edition=participants&language=de"
    row = await elsewhere(desk, wave, path)
    answer = await desk.get(path)
    assert answer.status_code == 202
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Your charts are being made" in desk.words
    assert desk.page.all("progress")
    (refresh,) = desk.page.all("meta", **{"http-equiv": "refresh"})
    assert refresh.get("content") == f"2; url={path}"
    assert refresh.parents[-1].tag == "noscript"
    assert desk.page.all("a", href=f"/waves/{wave.id}")
    assert not desk.page.all("input", name="_csrf_token"), "the page may be sent compressed"
    (box,) = [each for each in desk.page.elements if each.get("data-progress")]
    far = await desk.http.get(box.get("data-progress"))
    assert far.json() == {"words": "This takes a few seconds.", "finished": False}

    await Rendering.filter(id=row.id).update(state=RenderingState.READY, body=b"PK")
    far = await desk.http.get(box.get("data-progress"))
    assert (far.json()["finished"], far.json()["words"]) == (True, "It is ready, and the download begins.")
    assert (await desk.get(path)).content == b"PK"


@pytest.mark.part("proofs")
@on_one_engine
async def test_what_another_server_left_unfinished_is_made_here(desk: Desk, wave: Wave) -> None:
    path = f"/waves/{wave.id}/briefing/charts.zip"
    row = await elsewhere(desk, wave, path)
    await Rendering.all().update(heartbeat_at=row.heartbeat_at - 2 * STALE)
    assert (await desk.made(path)).status_code == 200
    assert (await Rendering.get()).claim != row.claim


@pytest.mark.part("proofs")
async def test_what_fails_is_said_in_words_and_made_once_it_is_mended(
    database: str, wave: Wave, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "content"
    shutil.copytree(content_folder() / "reports", content / "reports")
    shutil.copytree(content_folder() / "questionnaires", content / "questionnaires")
    words = content / "reports" / "words" / "en.toml"
    whole = words.read_text(encoding="utf-8")
    desk = Desk(create_app(dataclasses.replace(settings_for(database), content=content)))
    words.write_text("title = 'and no end", encoding="utf-8")
    await desk.sign_in()
    path = f"/waves/{wave.id}/briefing/charts.zip"
    assert (await desk.made(path)).status_code == 500
    assert "Your charts could not be made" in desk.words
    assert "Traceback" not in desk.response.text
    assert "rendering_failed" in capsys.readouterr().out

    words.write_text(whole, encoding="utf-8")
    assert (await desk.get(path)).status_code == 500, "asking once more does not begin anew"
    (again,) = [link for link in desk.page.all("a") if link.words == "Try again"]
    assert (await desk.made(again.get("href"))).status_code == 200


@pytest.mark.part("proofs")
@on_one_engine
async def test_what_failed_is_logged_without_its_words(
    wave: Wave, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(report: Report, *, content: Path | None) -> bytes:
        raise ValueError(report.comments[0].text)

    own = Renderings(FirmContent(None), "", library.side_effects)
    found = await own.ask(wave, RenderingRequest("pdf", "consultant", "en"), broken)
    await own.close()
    assert found is not None
    assert found.state is RenderingState.FAILED
    said = capsys.readouterr().out
    assert "ValueError" in said
    assert "test_files.py" in said
    assert "wants less" not in said


@pytest.mark.part("proofs")
@on_one_engine
async def test_a_chart_is_there_as_a_drawing_and_as_what_draws_it(desk: Desk, wave: Wave) -> None:
    page = (await desk.made(f"/waves/{wave.id}/briefing?edition=participants&language=de")).text
    charts = re.findall(r'data-spec="([^"]+)"', page)
    assert len(charts) == page.count("<picture") > 3
    address = charts[0].replace("&amp;", "&")
    assert address.endswith("?edition=participants&language=de")
    wide, narrow = [(await desk.get(f"{address}&width={width}")).json() for width in ("wide", "narrow")]
    assert {"layer", "config"} <= wide.keys()
    assert wide != narrow
    answer = await desk.get(address.replace(".json", ".svg"))
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert name_of(answer.headers)[0].endswith("-participants-de.svg")
    assert answer.text.startswith("<svg ")
    assert "<title>" in answer.text


@pytest.mark.part("proofs")
@on_one_engine
async def test_the_script_that_draws_is_our_own_and_kept_by_browsers(desk: Desk, wave: Wave) -> None:
    page = (await desk.made(f"/waves/{wave.id}/briefing")).text
    (script,) = re.findall(r'data-vega="([^"]+)"', page)
    answer = await desk.get(script)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.content) > 500_000
    assert "http" not in script


@pytest.mark.part("proofs")
async def test_a_server_that_stops_leaves_what_it_has_not_finished(wave: Wave, library: Library) -> None:
    go_on = threading.Event()

    def slow(report: Report, *, content: Path | None) -> bytes:
        go_on.wait(20)
        return b"too late"

    own = Renderings(FirmContent(None), "", library.side_effects)
    found = await own.ask(wave, RenderingRequest("pdf", "consultant", "en"), slow)
    assert found is not None
    assert found.state is RenderingState.IN_WORK
    await own.close()
    go_on.set()
    assert not await Rendering.exists()
