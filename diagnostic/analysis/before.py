"""Who owned what, and what was expected, when it was asked first: from Reports alone, so nothing new is told."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from diagnostic.analysis.followed import answered_in
from diagnostic.analysis.report import (
    BySide,
    Expectation,
    ExpectationBefore,
    OwnershipBefore,
    Report,
    Responsibility,
    Withheld,
)


def with_before(report: Report, earlier: Sequence[Report]) -> Report:
    """The Report of a wave with what the first earlier one shows of the same activities and expectations.

    Nothing is tested: of what a majority names, and of medians, both are told side by side.
    """
    return replace(
        report,
        responsibilities=tuple(_owned(each, report, earlier) for each in report.responsibilities),
        expectations=tuple(_expected(each, report, earlier) for each in report.expectations),
    )


def _owned(now: Responsibility, report: Report, earlier: Sequence[Report]) -> Responsibility:
    if isinstance(now.ownership, Withheld):
        return now
    for wave, reference in _asked_alike(f"activity:{now.activity}", now.question, report, earlier):
        for then in wave.responsibilities:
            if (then.activity, then.question) == (now.activity, now.question):
                match then.ownership, then.owner:
                    case str(ownership), (str() | None) as owner:
                        before = OwnershipBefore(
                            ownership=ownership, owner=owner, holds=then.holds, certain=then.certain, **reference
                        )
                        return replace(now, before=before)
    return now


def _expected(now: Expectation, report: Report, earlier: Sequence[Report]) -> Expectation:
    if isinstance(now.sides.a.quartiles, Withheld):
        return now
    for wave, reference in _asked_alike(f"expectation:{now.id}", now.id, report, earlier):
        for then in wave.expectations:
            if (then.id, then.minimum, then.maximum) == (now.id, now.minimum, now.maximum):
                match then.sides.a.quartiles, then.sides.b.quartiles:
                    case (_, float(a), _), (_, float(b), _):
                        total = then.sum_of_medians if isinstance(then.sum_of_medians, float) else None
                        before = ExpectationBefore(medians=BySide(a, b), sum_of_medians=total, **reference)
                        return replace(now, before=before)
    return now


def _asked_alike(
    called: str, question: str, report: Report, earlier: Sequence[Report]
) -> Iterator[tuple[Report, dict[str, Any]]]:
    """The earlier waves that call something the same, and put the same question of it, in every language in which both
    could be answered; each with its reference."""
    for number, wave in enumerate(earlier, start=1):
        both = answered_in(wave) & answered_in(report)
        if both and all(_alike(called, question, wave.texts[tongue], report.texts[tongue]) for tongue in both):
            yield wave, {"wave": number, "kind": wave.wave.kind, "closed": wave.wave.closed}


def _alike(called: str, question: str, then: Mapping[str, str], now: Mapping[str, str]) -> bool:
    put = (key for key in then.keys() & now.keys() if key.startswith("asked:") and f":{question}@" in key)
    return then.get(called) == now.get(called) and all(then[key] == now[key] for key in put)
