"""An outlook in words, the same on the page and on the command line."""

from collections.abc import Iterator, Mapping

from diagnostic.planning.groups import Groups
from diagnostic.planning.model import Outlook
from diagnostic.planning.scales import ScaleOutlook
from diagnostic.questionnaire.words import SIDES, Side
from diagnostic.statistics import ENOUGH_ANSWERED, FEWEST

_RARE, _OFTEN = 0.02, 0.5


def sentences(found: Outlook, companies: Mapping[Side, str], k: int) -> Iterator[str]:
    """What may be expected, most important first."""
    if found.below_k >= _RARE:
        yield (
            f"In about {_percent(found.below_k)} of such waves a company would end with fewer than {k} answers,"
            " and nothing could be opened."
        )
    if found.below_fewest >= _RARE:
        yield (
            f"In about {_percent(found.below_fewest)} of such waves a company would have fewer than {FEWEST} answers:"
            " figures, but no verdicts and no scales."
        )
    if found.smallest_gap is None or found.smallest_delta is None:
        yield f"No difference would be called a gap four times in five: {_few(found, companies)}."
    else:
        yield (
            f"A difference of about {found.smallest_gap:.1f} scale points (delta {found.smallest_delta:.2f}) would be"
            f" called a gap four times in five, with {found.statements} statements judged together."
        )
    yield _alignment(found.alignment)
    if found.withheld >= 0.5:
        yield (
            f"To protect answers, about {found.withheld:.0f} of {found.statements} statements would be withheld;"
            " more where people of a company answer much alike."
        )
    else:
        yield f"Of {found.statements} statements hardly any would be withheld to protect answers."


def scale_sentences(found: ScaleOutlook | None) -> Iterator[str]:
    """What may be expected of scales, for the people invited first."""
    if found is None:
        return
    several = f"{found.statements} statements" if found.statements > 1 else "one statement"
    usual = f"With {found.scales} scales judged together, usually of {several},"
    if found.these_people is None:
        yield (
            f"{usual} a gap of about {found.like_them:.1f} scale points would be found four times in five. Fewer than"
            f" {ENOUGH_ANSWERED:.0%} of a company are expected to answer, so nothing could be said of all who are"
            " invited."
        )
    else:
        yield (
            f"{usual} a gap of about {found.these_people:.1f} scale points between the people invited would be found"
            f" four times in five; between people like them in general, of about {found.like_them:.1f} points."
        )


def change_sentence(smallest: tuple[float, float] | None) -> str:
    """What change a pulse could find."""
    if smallest is None:
        return f"What moved would not be judged: that takes {FEWEST} answers of each company."
    surest, least = (f"{points:.1f}" for points in smallest)
    return (
        f"A gap that changed by about {surest} scale points or more would be found four times in five"
        f"{f', on scales of fewer statements from about {least} points' if surest != least else ''}; a smaller change"
        " would often be left at “cannot tell”."
    )


def _few(found: Outlook, companies: Mapping[Side, str]) -> str:
    a, b = found.answered
    return f"{a} answers from {companies['a']} and {b} from {companies['b']} are too few"


def _alignment(chance: float) -> str:
    if chance < _RARE:
        return "Agreement could not be shown: where both companies see a statement alike, the answers could not tell."
    how = "often" if chance >= _OFTEN else "rarely" if chance < 0.2 else "sometimes"
    return (
        f"Agreement could be shown {how}: where both companies see a statement exactly alike, the chance that it is"
        f" called aligned is about {_percent(chance)}."
    )


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"


def fates(found: Mapping[Side, Groups], companies: Mapping[Side, str], k: int) -> Iterator[str]:
    """What would become of the attribute's groups, company by company."""
    for side in SIDES:
        of_side = found[side]
        if of_side.dropped:
            yield f"{companies[side]}: no group would reach {k} answers, so none would be kept."
        elif of_side.merge:
            yield (
                f"{companies[side]}: {_listed(of_side.stand)} would stand alone;"
                f" {_listed(of_side.merge)} would merge into “other”."
            )
        else:
            yield f"{companies[side]}: every group would stand alone."
    if any(found[side].dropped for side in SIDES):
        yield "Groups are compared only where both companies keep some."


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
