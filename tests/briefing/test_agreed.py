"""Every agreed action has a verdict on what it is to move, or says why there is none and what it would take."""

import datetime as dt
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from diagnostic.analysis import BySide, Report
from diagnostic.analysis.report import LevelVerdict, StatementLevels
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Item, List, need
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import PROTECTED
from diagnostic.questionnaire.library import Library
from tests.briefing.test_carried_told import change
from tests.briefing.test_moved import AGREED, levels_alone, programme, pulse, quiet

__all__ = ["pulse"]
CANDOUR, STICK = "trust.candour@a", "decisions.stick@alliance"


def told(report: Report, statement: str | None = CANDOUR) -> tuple[str, str]:
    """The verdict on the only action, and all that is said of it."""
    report = replace(report, actions=(replace(AGREED, statement=statement),))
    (item,) = need(document(report, Wording(report)).parts, List, "moved.agreed").items
    return verdict_of(item), " ".join(sentence.text for sentence in item.sentences)


def verdict_of(item: Item) -> str:
    assert item.label
    assert item.label.badge
    return item.label.badge.text


def with_levels(report: Report, change_one: Callable[[StatementLevels], StatementLevels], id: str = CANDOUR) -> Report:
    """What is known of one statement over the waves, changed."""
    return replace(report, levels=tuple(change_one(one) if one.id == id else one for one in report.levels))


def judged(report: Report, level: LevelVerdict, id: str = CANDOUR) -> Report:
    """One statement with a verdict of its own, and of a side Helix's."""

    def change_one(one: StatementLevels) -> StatementLevels:
        assert one.since_first
        a, b = one.since_first.sides.a, one.since_first.sides.b
        sides = BySide(replace(a, verdict="cannot_tell"), replace(b, verdict="rose"))
        return replace(one, since_first=replace(one.since_first, level=level, sides=sides))

    return with_levels(report, change_one, id)


WORDS: dict[LevelVerdict, str] = {
    "both_rose": "Both rose",
    "both_fell": "Both fell",
    "opposite": "One rose, one fell",
    "one_side_rose": "Helix rose",
    "level_fell": "Fell, both together",
    "steady": "Steady",
    "cannot_tell": "Cannot tell",
    "too_few": "Too few to judge",
}


@pytest.mark.parametrize("level", WORDS)
def test_the_verdict_has_the_words_that_scales_have_and_both_averages(level: LevelVerdict, pulse: Report) -> None:
    report = judged(replace(pulse, trend=quiet(pulse.trend)), level)
    verdict, said = told(report)
    then, *_, now = next(one for one in report.levels if one.id == CANDOUR).series
    a, b = (tuple(Wording(report).figure(wave.sides[side]) for wave in (then, now)) for side in ("a", "b"))
    assert verdict == WORDS[level]
    assert f"Since 3 Mar: {WORDS[level]}. “Novara tells Helix bad news early”: Novara from" in said
    assert f"Novara from {a[0]} to {a[1]} and Helix from {b[0]} to {b[1]}." in said
    assert ("takes 8 answers of each company" in said) == (level == "too_few")
    assert ("takes more answers, or a larger change" in said) == (level == "cannot_tell")


def without(report: Report, id: str) -> Report:
    """As if the wave had not asked it."""
    keep = tuple(one for one in report.statements if one.id != id)
    return replace(report, statements=keep, levels=tuple(one for one in report.levels if one.id != id))


def protected(report: Report) -> Report:
    """As if this wave might not show it."""
    hidden = dict.fromkeys(("n", "mean", "sd", "counts", "interval"), PROTECTED)
    found = []
    for one in report.statements:
        sides = (
            BySide(replace(one.sides.a, **hidden), replace(one.sides.b, **hidden)) if one.id == CANDOUR else one.sides
        )
        found.append(replace(one, sides=sides))
    return with_levels(replace(report, statements=tuple(found)), lambda one: replace(one, since_first=None))


OPEN: dict[str, tuple[Callable[[Report], Report], str | None, str, str]] = {
    "no statement": (lambda report: report, None, "No statement named", "Once one is named in the log"),
    "never asked": (lambda report: report, "trust.goodwill@a", "Not asked", "The next one that asks it tells"),
    "not asked this time": (lambda r: without(r, CANDOUR), CANDOUR, "Not asked", "The next one that asks it tells"),
    "asked for the first time": (
        lambda r: replace(r, levels=tuple(one for one in r.levels if one.id != CANDOUR)),
        CANDOUR,
        "First asked",
        "The next wave that asks it is compared with this one",
    ),
    "not shown this time": (protected, CANDOUR, "Not shown", "It takes 5 answers of each company, not nearly all"),
    "shown for the first time": (
        lambda r: with_levels(r, lambda one: replace(one, since_first=None)),
        CANDOUR,
        "Not shown",
        "The next one is compared with this one",
    ),
}


@pytest.mark.parametrize("why", OPEN)
def test_where_nothing_can_be_judged_it_says_why_and_what_it_would_take(why: str, pulse: Report) -> None:
    make, statement, word, takes = OPEN[why]
    verdict, said = told(make(pulse), statement)
    assert verdict == word
    assert takes in said


def test_where_few_joined_or_left_it_says_from_how_many_on_a_wave_tells_again(library: Library) -> None:
    verdict, said = told(levels_alone(library))
    assert verdict == "Not shown"
    assert "once 5 or more of a company have joined or left, or nobody has" in said


def test_what_its_scale_of_one_statement_surely_did_is_its_verdict(pulse: Report) -> None:
    """The same answers are tested twice, among scales and among statements; what one shows, the other does not deny."""
    (scale,) = [trend for trend in pulse.trend if trend.statements == (STICK,)]
    assert scale.since_first
    rose = replace(scale, since_first=replace(scale.since_first, level="both_rose", verdict="closing"))
    trend = tuple(rose if one is scale else one for one in pulse.trend)
    verdict, said = told(judged(replace(pulse, trend=trend), "cannot_tell", STICK), STICK)
    assert verdict == "Both rose, the gap closing"
    assert "Cannot tell" not in said


def test_what_its_scale_of_several_statements_surely_did_is_said_beside_it(pulse: Report) -> None:
    (scale,) = [trend for trend in pulse.trend if trend.scale == "trust@a"]
    assert len(scale.statements) == 2
    assert scale.since_first
    fell = replace(scale, since_first=replace(scale.since_first, level="both_fell", verdict="cannot_tell"))
    trend = tuple(fell if one is scale else one for one in pulse.trend)
    verdict, said = told(judged(replace(pulse, trend=trend), "cannot_tell"))
    assert verdict == "Cannot tell"
    assert "Its scale “Trust: Novara” since 3 Mar: Both fell." in said


def test_what_people_carried_comes_first_where_it_is_about_that_statement(pulse: Report) -> None:
    still = judged(replace(pulse, trend=quiet(pulse.trend)), "cannot_tell")
    own = replace(still, carried=(change("closing", target=CANDOUR),))
    of_scale = replace(still, carried=(change("closing", target="trust@a"),))
    few = replace(still, carried=(change("too_few", target=CANDOUR),))
    assert told(own)[0] == "Closing"
    assert "own changes, “Novara tells Helix bad news early” since 3 Mar: Closing." in told(own)[1]
    assert told(of_scale)[0] == "Cannot tell"
    assert "own changes, “Trust: Novara” since 3 Mar: Closing." in told(of_scale)[1]
    assert told(few)[0] == "Cannot tell"


@pytest.mark.parametrize("people", [(5, 5), (8, 8), (20, 20)])
def test_whatever_an_action_is_to_move_it_has_a_verdict_and_no_id_is_read(
    people: tuple[int, int], library: Library
) -> None:
    statements = [one.id for one in library.questionnaires["alliance-health"].statements()]
    report = programme(people, library, waves=3)
    actions = tuple(replace(AGREED, statement=id, agreed=dt.date(2026, 3, 12)) for id in (*statements, None))
    for language in ("en", "de"):
        shown = replace(report, actions=actions)
        items = need(document(shown, Wording(shown, language)).parts, List, "moved.agreed").items
        assert len(items) == len(statements) + 1
        for item in items:
            assert verdict_of(item) not in ("", "Not tested", "Nicht geprüft")
            assert len(item.sentences) >= 2
            assert "@" not in " ".join(sentence.text for sentence in item.sentences)
