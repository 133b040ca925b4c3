"""Sentences nobody should have to explain away: walked through the forms, both editions and both languages."""

import re
from collections.abc import Callable, Iterator
from string import Formatter

import pytest
from msgspec.structs import replace

from diagnostic.analysis.report import Report, WithheldComments, to_json
from diagnostic.briefing.document import document
from diagnostic.briefing.editions import edition
from diagnostic.briefing.messages import MessageRules
from diagnostic.briefing.owners import shares_of
from diagnostic.briefing.wording import Wording
from diagnostic.briefing.words import read_words
from diagnostic.content import content_folder
from diagnostic.questionnaire.words import SIDES
from tests.briefing.conftest import FEW, PROTECTED, SALES_APART, topic, typical_report
from tests.briefing.forms import EDITIONS, FULL_STOPS, LANGUAGES, TEAMS, lines, report_of, sentences
from tests.briefing.simulated import simulated


def _in_full() -> Report:
    """A Report in which nothing at all is withheld."""
    report = typical_report()
    comments = tuple(replace(comment, side="a") for comment in report.comments)
    return replace(report, statements=report.statements[:-1], comments=comments)


HIDDEN: dict[str, Callable[[Report], Report]] = {
    "a group below the least number": lambda whole: replace(whole, no_groups="small_groups"),
    "a cut": lambda whole: replace(
        whole, cuts=(replace(SALES_APART, between_groups=PROTECTED, between_sides=PROTECTED),)
    ),
    "whom a comment is from": lambda whole: replace(whole, comments=(replace(whole.comments[0], side=None),)),
    "a comment": lambda whole: replace(whole, comments_left_out=1),
    "the overall difference": lambda whole: replace(whole, offset=replace(whole.offset, interval=FEW)),
    "what people picked alike": lambda whole: replace(
        whole, priorities=(replace(whole.priorities[0], overlap=PROTECTED),)
    ),
    "a topic": lambda whole: replace(
        whole, priorities=(replace(whole.priorities[0], topics=(topic("trust", PROTECTED, PROTECTED),)),)
    ),
    "comments on a question": lambda whole: replace(
        whole, withheld_comments=(WithheldComments(question="other", withheld="few_comments"),)
    ),
}


def _said_shown(report: Report) -> list[str]:
    """The keys of what is said of everything being shown, in the summary and in the section."""
    told = document(report, Wording(report, "en")).parts
    keys = (sentence.key for sentence in sentences(told))
    return [key for key in keys if key.startswith("participation.") and key.endswith("_shown")]


def test_nothing_is_said_to_be_withheld_where_nothing_is() -> None:
    whole = _in_full()
    assert b'"withheld":' not in to_json(replace(whole, withheld_comments=()))
    assert _said_shown(whole) == ["participation.all_shown"] * 2


@pytest.mark.parametrize("what", HIDDEN)
def test_nothing_is_withheld_is_not_said_where_anything_is(what: str) -> None:
    assert "participation.all_shown" not in _said_shown(HIDDEN[what](_in_full()))
    assert "participation.all_shown" not in _said_shown(edition(_in_full(), "participants"))


TESTED = (
    "deck.expectations.none",
    "deck.overview.no_gap",
    "gaps.all_aligned",
    "gaps.lead_none",
    "grid.alt_none",
    "headline.all_aligned",
    "headline.alt_gaps",
    "headline.no_offset",
    "headline.none_clear",
    "inside.nothing",
    "levels.high_none",
    "pdf.none_better",
    "pdf.none_worse",
)
"""What is said of a test that found nothing, or counts what tests found."""


def _pattern(wording: str) -> re.Pattern[str]:
    """A wording as it stands in a form, whatever fills it."""
    return re.compile(
        "".join(re.escape(text) + (".+" if name else "") for text, name, _, _ in Formatter().parse(wording))
    )


@pytest.mark.part("proofs")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_test_is_said_to_have_found_nothing_where_none_was_made(language: str) -> None:
    words = read_words(content_folder() / "reports" / "words" / f"{language}.toml")
    patterns = {key: _pattern(words[key]) for key in TESTED}

    def said_in(team: str) -> set[str]:
        told = [line for which in EDITIONS for _, line in lines(team, which, language)]
        return {key for key, pattern in patterns.items() if any(pattern.search(line) for line in told)}

    assert said_in("5+5") == said_in("8+7") == set()
    assert {"headline.alt_gaps", "headline.no_offset"} <= said_in(FULL_STOPS)


@pytest.mark.part("proofs")
def test_what_is_said_of_a_majority_is_more_than_half() -> None:
    """Contested, orphaned and agreed are told by what each side's majority says."""
    told = 0
    for asked in (one for team in TEAMS for one in report_of(team, "consultant").responsibilities):
        shares = {side: shares_of(asked, side) for side in SIDES}
        named: dict[object, tuple[tuple[object, ...], ...]] = {
            "contested": (("a",), ("b",)),
            "orphaned": (("b", "nobody"), ("a", "nobody")),
            "agreed": ((asked.owner,), (asked.owner,)),
        }
        for side, owners in zip(SIDES, named.get(asked.ownership, ()), strict=False):
            assert max(share for owner, share in (shares[side] or {}).items() if owner in owners) > 0.5
            told += 1
    assert told > 20


QUANTITIES = {
    "en": r"\bmost people\b|\bmost of (its|their|a|those)\b|\bmajorit|\bmostly\b|\bnearly all\b"
    r"|(?<![Mm]iddle )\b[Hh]alf of\b|than half\b|\bhardly any",
    "de": r"\bdie meisten\b|\b[Mm]ehrheit|\bmehrheitlich\b|\bfast alle\b"
    r"|(?<!ittlere )\bHälfte (der|jede)|als die Hälfte|\bkaum jemand",
}
OPPOSITE = ("opposite", "opposite_none", "opposite_any", "opposite_none_any")
HELD = {
    "messages.shares": "half of a side lies at its median or above",
    **dict.fromkeys(
        (f"moved.perceived_{word}" for word in ("better", "worse", "same", "mixed")),
        "more than half: tests/analysis/test_carried_words.py",
    ),
    "messages.toml: people-of-both-claim-it": "contested, by what each side's majority says: the test above",
    "messages.toml: people-of-neither-claim-it": "orphaned, by the same",
    "ownership.means.contested": "a majority is more than half: the test above",
    "ownership.means.orphaned": "the same",
    "ownership.means.unclear": "the same",
    "ownership.means.agreed": "the same",
    "criteria.now_unclear": "the same",
    **dict.fromkeys(("letter.owners.agreed", "letter.owners.contested", "letter.owners.orphaned"), "the same"),
    **dict.fromkeys(("sponsors.say.said_contested", "sponsors.say.said_orphaned"), "the same"),
    **dict.fromkeys(
        (f"letter.{which}" for which in ("high", "high_none", *OPPOSITE)),
        "more, or fewer, than half of those who answered: tests/briefing/test_letter.py",
    ),
    "workbook.meaning.ownership": "the same",
    "participation.low": "twice those who answered are fewer than those invited: `participation.cautions`",
    "workbook.meaning.median": "the median",
    "moved.headline_carried_steady": "steady: both intervals lie within the margin",
    "withheld.protected": "one of two reasons, and which of them stays open",
    "letter.nothing": "the same",
    "moved.open_protected": "the rule of disclosure: not all answers but one alike",
    "method.protected": "the rule of disclosure",
}
"""Why a word that says how many may be said: what it is said of has a share with a rule."""


def _quantified(language: str) -> Iterator[str]:
    words = read_words(content_folder() / "reports" / "words" / f"{language}.toml")
    yield from (key for key, text in words.items() if re.search(QUANTITIES[language], text))
    playbook = (content_folder() / "reports" / "playbook.toml").read_text(encoding="utf-8")
    yield from (line for line in playbook.splitlines() if re.search(QUANTITIES[language], line))
    for rule in MessageRules.load().rules:
        texts = (rule.say[language], *rule.questions(language), rule.do_not_say[language])
        if re.search(QUANTITIES[language], " ".join(texts)):
            yield f"messages.toml: {rule.name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_says_how_many_without_a_rule(language: str) -> None:
    """Whoever is named most often by 36 in 100 is not whom most people name."""
    assert sorted(set(_quantified(language)) - set(HELD)) == []
    assert set(HELD) <= {one for each in LANGUAGES for one in _quantified(each)}, "a rule for words that are gone"


@pytest.mark.part("proofs")
def test_who_can_t_say_is_told_only_where_the_shares_lie_apart() -> None:
    """15 points at least: 3% against 0% is no finding, however surely."""
    report = simulated(150)  # of fewer simulated people nothing of the kind is found
    told = [one for one in sentences(document(report, Wording(report, "en")).parts) if one.key.endswith("cant_say")]
    apart = [abs(a - b) for one in told for a, b in [map(int, re.findall(r"(\d+)%", one.text)[-2:])]]
    assert apart
    assert min(apart) >= 15
