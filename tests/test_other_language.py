"""A language added as data: what it lacks is named before anybody is asked anything; with all of it, all works."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import msgspec
import pytest
from babel.dates import format_date
from click.testing import CliRunner

from diagnostic.briefing.brand import Brand
from diagnostic.briefing.languages import check_words
from diagnostic.briefing.playbook import Playbook
from diagnostic.cli import main
from diagnostic.content import content_folder
from diagnostic.errors import InvalidContent, InvalidQuestionnaire
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Wave
from diagnostic.survey.closing import close
from diagnostic.survey.plans import WavePlan, draft_wave
from diagnostic.survey.reports import publish, stored_report
from diagnostic.survey.roster import apply_roster, read_roster
from diagnostic.survey.waves import launch
from diagnostic.web.app import create_app
from diagnostic.worker import run
from tests.answering import after_the_end, send, tokens
from tests.conftest import SECRET
from tests.mail.test_messages import OCCASION, invitation, part
from tests.other_language import SIDE_EFFECTS, add_language
from tests.web.consultant_desk import Desk, settings_for

GRAVE = "ernstige bijwerking"
NO_WORDS = (
    "side_effects/nl.toml: there is no such file, so nobody would notice a comment that reports a side effect in this "
    "language; write it, as in side_effects/en.toml"
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is looked at is the same on either engine."""
    return sqlite_url


@pytest.fixture
def dutch(tmp_path: Path) -> Path:
    return add_language(tmp_path / "content", "nl", "nl_NL", "Nederlands", side_effects=SIDE_EFFECTS)


def without(dutch: Path, part: str) -> Path:
    (dutch / part).unlink()
    return dutch


def renamed(dutch: Path) -> Path:
    for folder in ("frame", "kort", "side_effects"):
        (dutch / "questionnaires" / folder / "nl.toml").rename(dutch / "questionnaires" / folder / "nl-belgium.toml")
    return dutch


def without_locale(dutch: Path) -> Path:
    frame = dutch / "questionnaires" / "frame" / "nl.toml"
    frame.write_text(frame.read_text(encoding="utf-8").replace('"nl_NL"', '"nederlands"'), encoding="utf-8")
    return dutch


LACKING: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no words for side effects": (lambda dutch: without(dutch, "questionnaires/side_effects/nl.toml"), NO_WORDS),
    "no frame": (
        lambda dutch: without(dutch, "questionnaires/frame/nl.toml"),
        "kort/nl.toml: no words around these questions; write frame/nl.toml, as in frame/en.toml",
    ),
    "no code of a language": (
        renamed,
        "nl-belgium.toml: name it by the code of its language, such as pt; where it matters with its country or script",
    ),
    "no locale": (without_locale, "frame/nl.toml: key locale: must name a locale for dates and numbers, such as en_GB"),
}


def without_words(dutch: Path, key: str) -> Path:
    words = dutch / "reports" / "words" / "nl.toml"
    text = words.read_text(encoding="utf-8")
    assert key in text
    words.write_text(text.replace(key, ""), encoding="utf-8")
    return dutch


@pytest.mark.part("proofs")
@pytest.mark.parametrize(
    ("key", "said"),
    [
        (
            'title_pulse = "‹Pulse briefing›"\n',
            "words/nl.toml: key title_pulse: no wording; en.toml says “Pulse briefing”",
        ),
        ('locale = "nl_NL"\n', "words/nl.toml: key locale: must name a locale for days and plurals, such as en_GB"),
        ("{low}", "words/nl.toml: key numbers.interval: its placeholders are {high}, in en.toml {high}, {low}"),
    ],
)
def test_words_of_a_briefing_that_are_not_all_there_start_no_site_and_are_named(
    dutch: Path, key: str, said: str, database_url: str
) -> None:
    settings = replace(settings_for(database_url), content=without_words(dutch, key))
    with pytest.raises(InvalidContent, match=re.escape(said)):
        create_app(settings)
    checked = CliRunner().invoke(main, ["questionnaire", "check", str(dutch)])
    assert checked.exit_code == 1
    assert said in checked.output


def test_a_language_needs_the_forms_of_the_plural_that_it_has(dutch: Path) -> None:
    """Polish says one, few and many, and uses the fourth for parts of one alone."""
    words = dutch / "reports" / "words" / "nl.toml"
    text = words.read_text(encoding="utf-8").replace('"nl_NL"', '"pl_PL"')
    words.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidContent) as refused:
        check_words(dutch)
    named = {str(fault.where).rpartition(".")[2] for fault in refused.value.faults}
    assert named == {"few", "many"}


@pytest.mark.parametrize("what", LACKING)
def test_a_language_that_lacks_a_part_starts_nothing_and_is_told_what(
    dutch: Path, what: str, database_url: str
) -> None:
    spoil, said = LACKING[what]
    settings = replace(settings_for(database_url), content=spoil(dutch))
    with pytest.raises(InvalidQuestionnaire, match=re.escape(said)):
        create_app(settings)
    with pytest.raises(InvalidQuestionnaire, match=re.escape(said)):
        asyncio.run(run(settings, asyncio.Event()))
    checked = CliRunner().invoke(main, ["questionnaire", "check", str(dutch)])
    assert checked.exit_code == 1
    assert said in checked.output


def test_a_language_with_all_its_parts_is_summed_up(dutch: Path) -> None:
    checked = CliRunner().invoke(main, ["questionnaire", "check", str(dutch)])
    assert checked.exit_code == 0, checked.output
    installed = {path.stem for path in (content_folder() / "questionnaires" / "frame").glob("*.toml")}
    known = " ".join(sorted({*installed, "nl"}))
    assert checked.output.splitlines()[:3] == [
        "kort 1.0: 3 items, 4 answers, nl: no problems found",
        f"frame: {known}: no problems found",
        f"side_effects: {known}: no problems found",
    ]
    assert "nl: Playbook lacks" not in checked.output, "it says nothing of it, and that is English"


def test_a_byte_order_mark_before_any_file_is_no_fault(dutch: Path, database_url: str) -> None:
    """Windows editors write one."""
    files = sorted(dutch.rglob("*.toml"))
    assert {file.name for file in files} >= {"nl.toml", "questionnaire.toml", "playbook.toml", "brand.toml"}
    for file in files:
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    checked = CliRunner().invoke(main, ["questionnaire", "check", str(dutch)])
    assert checked.exit_code == 0, checked.output
    create_app(replace(settings_for(database_url), content=dutch))
    Playbook.load(dutch)
    Brand.load(dutch)


async def opened(alliance: Alliance, library: Library, language: str) -> Wave:
    """A wave in one language, open for eight people a side."""
    lines = ["email,company"]
    for company in ("Novara", "Helix"):
        lines += [f"person{n}@{company.lower()}.example,{company}" for n in range(8)]
    await apply_roster(alliance, read_roster("\n".join(lines).encode(), "roster.csv", alliance, (language,)))
    closes_on = (datetime.now(UTC) + timedelta(days=14)).date()
    wave = await draft_wave(
        alliance, WavePlan(questionnaire="kort", languages=[language], closes_on=closes_on), library
    )
    await launch(wave, SECRET)
    return wave


async def answered(wave: Wave, said: list[str]) -> None:
    """Everybody answers, the first with what is said; then the wave closes and its Report is computed."""
    links = [link for side in "ab" for link in await tokens(wave, side)]
    for number, link in enumerate(links):
        fields = {"trust.candour:we": ["4"], "trust.candour:they": ["2"], "trust.stick": [str(1 + number % 5)]}
        fields["remark"] = said[number : number + 1]
        await send(link, fields)
    await close(wave, SECRET, after_the_end(wave))
    await publish(wave)
    await wave.refresh_from_db()


def english_in(page: str, library: Library) -> list[str]:
    """The English wordings of the frame that a page says as they are, without the marks of another language."""
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())
    texts = library.frame.texts["en"].values()
    # Those that stand within another one are found with it.
    fixed = [text for text in texts if "{" not in text and len(text) > 12 and sum(text in one for one in texts) == 1]
    return [text for text in fixed if words.count(text) > words.count(f"‹{text}›")]


@pytest.mark.part("proofs")
async def test_dutch_works_from_the_first_page_to_the_comment_that_is_held(alliance: Alliance, dutch: Path) -> None:
    library = Library.load(dutch)
    desk = Desk(create_app(replace(settings_for("sqlite:///none"), content=dutch)))
    wave = await opened(alliance, library, "nl")
    (link, *_) = await tokens(wave, "a")

    page = (await desk.get(f"/a/{link}")).text
    assert '<html lang="nl" dir="ltr">' in page
    assert "Wij vertellen Helix slecht nieuws vroeg." in desk.words
    assert format_date(wave.closes_on, "d MMMM y", locale="nl") in desk.words
    assert english_in(page, library) == []
    assert english_in((await desk.get(f"/stop/{link}")).text, library) == []
    assert english_in((await desk.get("/lost?language=nl")).text, library) == []

    fine = "Minder vergaderingen en meer vertrouwen."
    await answered(
        wave, [GRAVE, fine, "Een patiënt werd duizelig.", "They told us of a side effect.", "ciddi yan etki"]
    )
    shown = await stored_report(wave, library.side_effects)
    assert shown is not None
    assert [comment.text for comment in shown.comments] == [fine]
    assert shown.comments_left_out == 4

    await desk.sign_in()
    await desk.get(f"/waves/{wave.id}")
    assert "3 comments may report a side effect, and are left out until you have decided." in desk.words
    assert "1 comment could not be checked for side effects, and is left out" in desk.words
    await desk.get(f"/waves/{wave.id}/comments")
    assert "Known: Dutch, English, " in desk.words
    briefing = (await desk.made(f"/waves/{wave.id}/briefing?language=nl")).text
    assert fine in briefing
    assert GRAVE not in briefing
    assert "‹" in briefing


async def test_where_a_languages_words_are_gone_after_the_launch_every_comment_is_held(
    alliance: Alliance, dutch: Path, tmp_path: Path
) -> None:
    """As on a server whose content folder no longer has the language: its frozen questions stay readable."""
    wave = await opened(alliance, Library.load(dutch), "nl")
    said = [GRAVE, "Minder vergaderingen en meer vertrouwen.", "Fewer meetings, please.", "Das ist gut so."]
    await answered(wave, said)
    shown = await stored_report(wave, Library.load().side_effects)
    assert shown is not None
    assert shown.comments == ()
    assert shown.comments_left_out == 4
    desk = Desk()
    await desk.sign_in()
    await desk.get(f"/waves/{wave.id}/comments")
    assert "4 comments could not be checked for side effects" in desk.words
    assert "This wave was offered in Dutch, whose words for side effects are not known here" in desk.words


@pytest.mark.part("proofs")
async def test_a_language_from_right_to_left_is_set_so_everywhere(alliance: Alliance, tmp_path: Path) -> None:
    # The instrument and the words stay Dutch: what is tried is the direction.
    hebrew = add_language(tmp_path / "content", "he", "he_IL", "עברית", side_effects=SIDE_EFFECTS)
    library = Library.load(hebrew)
    desk = Desk(create_app(replace(settings_for("sqlite:///none"), content=hebrew)))
    wave = await opened(alliance, library, "he")
    (link, *_) = await tokens(wave, "b")
    for path in (f"/a/{link}", f"/stop/{link}", "/lost?language=he", "/a/unknown?language=he"):
        assert '<html lang="he" dir="rtl">' in (await desk.get(path)).text, path
    occasion = msgspec.structs.replace(OCCASION, language="he")
    html = part(invitation(library, occasion), "html")
    assert html.count('dir="rtl"') >= 2
    assert html.count('dir="ltr"') == 1, "the address written in clear"
    await answered(wave, [])
    await desk.sign_in()
    assert '<html lang="he" dir="rtl">' in (await desk.made(f"/waves/{wave.id}/briefing?language=he")).text
