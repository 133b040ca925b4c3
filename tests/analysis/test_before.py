"""Who owned what and what was expected when it was asked first: what that wave's own Report says, and nothing else."""

from msgspec.structs import replace

from diagnostic.analysis import Report, Withheld
from diagnostic.analysis.few_changed import levels_only
from diagnostic.analysis.report import OwnershipBefore
from diagnostic.analysis.trend import with_trend
from diagnostic.questionnaire.library import Library
from tests.briefing.test_asked_again import OTHERS, RATED, first_of, pulse, without_then
from tests.briefing.test_moved import CLOSED


def test_what_was_asked_first_is_what_its_own_report_says(library: Library) -> None:
    first, now = first_of(library), pulse(library, [*RATED, *OTHERS])
    then = {(each.activity, each.question): each for each in first.responsibilities}
    for each in now.responsibilities:
        own = then[each.activity, each.question]
        if isinstance(own.ownership, Withheld) or isinstance(own.owner, Withheld):
            assert each.before is None
            continue
        assert each.before == OwnershipBefore(
            wave=1, kind="baseline", closed=CLOSED[0], ownership=own.ownership, owner=own.owner, holds=own.holds,
            certain=own.certain,
        )  # fmt: skip
    shares = {each.id: each for each in first.expectations}
    for asked in now.expectations:
        assert asked.before
        assert (asked.before.wave, asked.before.closed) == (1, CLOSED[0])
        assert asked.before.sum_of_medians == shares[asked.id].sum_of_medians
        for side in ("a", "b"):
            middle = shares[asked.id].sides[side].quartiles
            assert not isinstance(middle, Withheld)
            assert asked.before.medians[side] == middle[1]


def test_what_is_called_otherwise_or_was_not_shown_has_no_then(library: Library) -> None:
    first, now = first_of(library), pulse(library, [*RATED, *OTHERS])
    bare = without_then(now)
    renamed = {language: {**words, "activity:pricing": "Prices"} for language, words in first.texts.items()}
    again = with_trend(bare, [replace(first, texts=renamed)])
    assert {each.activity for each in again.responsibilities if each.before} == {"market_access"}
    hidden = with_trend(bare, [levels_only(first)])
    assert not any(thens(hidden))
    later = with_trend(levels_only(bare), [first])
    assert not any(thens(later))


def thens(report: Report) -> list[object]:
    return [*(each.before for each in report.responsibilities), *(each.before for each in report.expectations)]
