"""The page for the two sponsors: never more than one, neutral, and nothing on it that participants must not hear."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from string import Formatter
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from diagnostic.analysis import Report
from diagnostic.analysis.few_changed import levels_only
from diagnostic.briefing.document import Document, document
from diagnostic.briefing.document.blocks import Part, Table, need, pick
from diagnostic.briefing.document.sponsors import ALIKE, KEPT_BACK, sponsors
from diagnostic.briefing.editions import edition
from diagnostic.briefing.messages import MessageRules, messages
from diagnostic.briefing.occasions import Occasion
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from diagnostic.briefing.words import read_words
from diagnostic.content import content_folder
from diagnostic.errors import NotPossible
from diagnostic.questionnaire.library import Library
from tests.briefing.conftest import REPORTS, typical_report
from tests.briefing.forms import LANGUAGES, sentences
from tests.briefing.mirrored import mirrored
from tests.briefing.reading_pdf import line, texts
from tests.briefing.test_letter import LONG, SIZES, team, unbroken
from tests.briefing.test_moved import programme
from tests.simulation.messages import briefing as planted

NO_MESSAGES = frozenset({"blind_spot", "hidden_strength", "a_only_concern", "b_only_concern", "fault_line"})
"""Findings that say more of a gap, or of all answers: a message is about the gap itself."""


def page_of(report: Report, language: str = "en") -> Document:
    wording = Wording(report, language)
    return sponsors(document(report, wording), report, wording)


def told(report: Report, language: str = "en") -> str:
    return " ".join(one.text for one in sentences(page_of(report, language).parts))


@pytest.mark.part("proofs")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("names", [("Novara", "Helix"), LONG], ids=["short", "long"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_it_is_one_page_with_all_that_it_has_to_say(
    size: tuple[int, int], names: tuple[str, str], language: str, thorough: bool
) -> None:
    report = team(size, thorough=thorough, names=names)
    pages = texts(RENDERERS["sponsors"](report, language))
    assert len(pages) == 1
    there, page = unbroken(pages[0]), page_of(report, language)
    # How the picture is read is the first to go, where there is no room for it.
    wanted = [one for one in sentences(page.parts) if not one.key.startswith("overview.")]
    assert len(wanted) > 8
    assert [one.text for one in wanted if unbroken(line(one.text)) not in there] == []


@pytest.mark.parametrize("name", REPORTS)
def test_it_is_one_page_whatever_people_are_called(name: str) -> None:
    assert len(texts(RENDERERS["sponsors"](REPORTS[name]()))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pulse_has_what_moved_in_place_of_gaps(language: str, library: Library) -> None:
    report = programme((20, 20), library)
    assert len(texts(RENDERERS["sponsors"](report, language))) == 1
    table = need(page_of(report, language).parts, Table, "scales_at_a_glance")
    assert [column.key for column in table.columns] == ["scale", "mean_a", "mean_b", "by", "moved"]


def test_where_levels_alone_are_shown_it_has_levels_and_says_why() -> None:
    report = levels_only(team((25, 22), thorough=False))
    assert len(texts(RENDERERS["sponsors"](report))) == 1
    table = need(page_of(report).parts, Table, "scales_at_a_glance")
    assert [column.key for column in table.columns] == ["scale", "mean_a", "mean_b"]
    assert "Few people joined or left" in told(report)


def test_without_messages_it_claims_nothing() -> None:
    report = REPORTS["smallest"]()
    assert messages(report, MessageRules.load()) == ()
    assert "No one difference and no one weakness stands out" in told(report)


def test_its_message_is_the_first_that_the_consultant_reads_of_those_that_both_may_hear() -> None:
    report = team((25, 22), thorough=False)
    chosen = [one for one in messages(report, MessageRules.load()) if one.point.occasion not in KEPT_BACK]
    first = need(page_of(report).parts, Part, "sponsors.message")
    said = [one for one in sentences((first,)) if one.key == "sponsors.say"]
    assert [one.subject for one in said] == [one.point.subject for one in chosen]
    sure = [one.key for one in sentences((first,)) if one.key.startswith("sponsors.sure.")]
    # Of those that follow it is said where it is another.
    certainties = [one.point.certainty for one in chosen]
    wanted = [certainties[0], *(one for one in certainties[1:] if one != certainties[0])]
    assert sure == [f"sponsors.sure.{one}" for one in wanted]


def test_whatever_a_message_may_be_about_is_told_or_kept_back() -> None:
    occasions: set[str] = set(_values(Occasion))
    alike: dict[str, str] = {str(occasion): key for occasion, key in ALIKE.items()}
    assert len(occasions) > 25
    words = read_words(content_folder() / "reports" / "words" / "en.toml")
    missing = [one for one in occasions - KEPT_BACK - NO_MESSAGES if f"sponsors.say.{alike.get(one, one)}" not in words]
    assert missing == []
    assert set(ALIKE) | KEPT_BACK | NO_MESSAGES <= occasions


def _values(kind: Any) -> Iterator[str]:
    """The values of literals, however deep they lie in each other."""
    for one in get_args(kind):
        yield from [one] if isinstance(one, str) else _values(one)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_of_a_message_can_name_one_of_the_companies(language: str) -> None:
    words = read_words(content_folder() / "reports" / "words" / f"{language}.toml")
    said = {key: text for key, text in words.items() if key.startswith("sponsors.say.")}
    assert len(said) > 10
    for key, text in said.items():
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= {"subject", "since"}, key


@pytest.mark.parametrize(("language", "of_people"), [("en", r"answer|people"), ("de", r"[Aa]ntwort|Menschen")])
def test_what_people_merely_said_is_told_of_answers_and_not_as_what_a_company_sees(
    language: str, of_people: str
) -> None:
    """The consultant reads with it: do not say "both companies think"."""
    words = read_words(content_folder() / "reports" / "words" / f"{language}.toml")
    merely_said = {str(one) for one in _values(Occasion) if one.startswith("said_") or one == "picked"} - KEPT_BACK
    assert {"said_low", "said_apart", "said_contested", "said_orphaned", "picked"} == merely_said
    assert not merely_said & {*map(str, ALIKE)}
    assert [one for one in merely_said if not re.search(of_people, words[f"sponsors.say.{one}"])] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "size", [SIZES[0], *(pytest.param(size, marks=pytest.mark.part("proofs")) for size in SIZES[1:4])], ids=str
)
def test_exchanging_the_companies_changes_nothing_that_is_said(size: tuple[int, int], language: str) -> None:
    """But for the order in which the two are named."""
    report = team(size, thorough=False)

    def said(one: Report) -> list[tuple[str, Counter[str]]]:
        parts = page_of(one, language).parts
        kept = [each for each in sentences(parts) if not each.key.startswith("participation.")]
        return [(each.key, Counter(re.findall(r"\w+", each.text))) for each in kept]

    assert said(mirrored(report)) == said(report)


@pytest.mark.part("proofs")
def test_what_runs_inside_a_company_and_what_it_expects_to_hear_is_not_on_it() -> None:
    report = typical_report()
    kept_back = [one for one in messages(report, MessageRules.load()) if one.point.occasion in KEPT_BACK]
    grouped = team((25, 22), thorough=False)
    for one in (report, grouped):
        subjects = {each.subject for each in sentences(page_of(one).parts) if each.key == "sponsors.say"}
        assert not subjects & {each.point.subject for each in kept_back}
    assert pick(page_of(report).parts, Part, "inside") is None
    # A tool may be called for by what one function says; the page names the tool, and not whom it is for.
    split = planted(1234, (25, 22))
    assert "“Working together” (Medical)" in " ".join(
        each.text for each in sentences(document(split, Wording(split)).parts)
    )
    assert "(Medical)" not in told(split)


def test_it_asks_for_protection_time_and_the_decisions_that_are_disputed() -> None:
    asked = [one.key for one in sentences((need(page_of(typical_report()).parts, Part, "sponsors.ask"),))]
    assert asked[:4] == [
        "sponsors.ask.protect",
        "sponsors.ask.open_with",
        "sponsors.ask.contested",
        "sponsors.ask.orphaned",
    ]


def test_it_says_when_people_are_asked_again_where_that_is_planned() -> None:
    report = replace(typical_report(), planned=(dt.date(2027, 2, 9),))
    assert "By today’s plan that is from: 9 February 2027." in told(report)
    assert "By today’s plan" not in told(typical_report())


def test_there_is_none_of_the_participants_edition() -> None:
    with pytest.raises(NotPossible, match="of the consultant’s edition"):
        RENDERERS["sponsors"](edition(typical_report(), "participants"))
