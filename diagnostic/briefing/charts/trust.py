"""The trust grid: how each company sees itself, how the partner sees it, and how it expects to be seen."""

from collections.abc import Callable, Sequence
from functools import partial

from diagnostic.analysis.report import OnPoints, Predicted, Report, Statement, VerdictName
from diagnostic.briefing.charts.layout import FAINT, INK, Layout
from diagnostic.briefing.charts.sheet import Axis, Block, Drawing, Shape, Sheet, beside, marks, space, stack
from diagnostic.briefing.charts.tips import expected_tip, mean_tip, surprise_tip
from diagnostic.briefing.figures import ShownGap, has_means, is_shown, reason_of, shown_gap, shown_mean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side, other

_TRACK = 22
"""How high the line of what a company says of itself is, and the one of what it expects and hears."""
_END = 26
"""Room for the number beside a mark at either end of the scale."""
_WORDS: dict[VerdictName, str] = {
    "aligned": "grid.as_expected",
    "undetermined": "grid.cannot_tell",
    "too_few": "grid.too_few",
}


def asks_predictions(report: Report) -> bool:
    """Whether there is a trust grid to draw."""
    return any(statement.predicted for statement in report.statements)


def is_better(statement: Statement, gap: ShownGap) -> bool:
    """Whether a difference speaks for the company: it agrees with a good thing, or disagrees with a bad one."""
    return (gap.delta > 0) is not statement.reversed


def trust_grid(report: Report, wording: Wording, layout: Layout, sides: Sequence[Side] = SIDES) -> Drawing:
    """A block a company, a row a statement about it.

    The upper line of a row has what the company says of itself; the lower one leads from what it expects
    the partner to say to what the partner says: in bold, with a word, where that is a surprise.
    """
    sheet = Sheet(layout, wording)
    about = {side: [s for s in report.statements if s.predicted and s.predicted.by == side] for side in sides}
    return sheet.drawing(*(_company(sheet, side, asked) for side, asked in about.items() if asked), between=26)


def _company(sheet: Sheet, side: Side, about: Sequence[Statement]) -> Block:
    names = {"company": sheet.wording.company(side), "other": sheet.wording.company(other(side))}
    key = [
        (partial(sheet.side_mark, side), sheet.say("grid.own", **names)),
        (partial(sheet.hollow_mark, side), sheet.say("grid.expects", **names)),
        (partial(sheet.side_mark, other(side)), sheet.say("grid.partner", **names)),
    ]
    # The tip of an arrow points either way, and means the same.
    shapes = {shape for s in about if (shape := _tip_of(s))}
    key += [(partial(_tip, sheet, shape), sheet.say("grid.surprise")) for shape in sorted(shapes)]
    blocks = [sheet.text(0, sheet.say("grid.title", **names), "strong"), space(2), sheet.key(key), space(6)]
    kept = about if sheet.layout.whole else [s for s in about if has_means(s)]
    for span in dict.fromkeys(s.span for s in kept):
        same = [s for s in kept if s.span == span]
        blocks += [_head(sheet, same[0]), *(_row(sheet, statement, side) for statement in same)]
    return stack(*blocks, sheet.rest(len(kept), len(about)))


def _axis(sheet: Sheet, on: OnPoints) -> Axis:
    left, right = (316, 648) if sheet.wide else (31, 173)
    return Axis(on.lowest, on.highest, left, right)


def _words_from(sheet: Sheet) -> float:
    """Where what comes of a prediction stands, in words."""
    return 700 if sheet.wide else 206


def _head(sheet: Sheet, example: Statement) -> Block:
    """The numbers of the scale, and what its ends are called."""
    x = _axis(sheet, example)
    room = (x.right - x.left) / 2 - 12 + _END
    lowest, highest = (sheet.wording.label(example.item, point) for point in (1, example.points))
    low = sheet.text(x.left - _END, lowest, "note", room, most=2)
    high = sheet.text(x.right + _END, highest, "note", room, "right", most=2)
    return stack(beside(low, high), sheet.numbers(x, {n: str(n) for n in example.numbers}), space(2))


def _row(sheet: Sheet, statement: Statement, side: Side) -> Block:
    until = _axis(sheet, statement).left - _END
    label = sheet.label(sheet.wording.statement(statement.id), until)
    row = sheet.row(label, _track(sheet, statement, side), _words(sheet, statement), between=4)
    return stack(sheet.rule(), space(6), row, space(6)) if sheet.wide else stack(space(4), row, space(4))


def _track(sheet: Sheet, statement: Statement, side: Side) -> Block:
    """Above what the company says of itself, below what it expects and what the partner says; or why none is said."""
    wording, x, partner = sheet.wording, _axis(sheet, statement), other(side)
    own, said = shown_mean(statement.sides[side]), shown_mean(statement.sides[partner])
    expected = statement.predicted.mean if statement.predicted and is_shown(statement.predicted.mean) else None
    leftwards = expected is not None and said is not None and said < expected

    def lane(*means: tuple[float | None, float, Callable[..., None], str]) -> Block:
        """Marks on the scale, each with its number so far beside it."""

        def draw(y: float) -> None:
            sheet.guides(x, statement.numbers, y - _TRACK / 2, y + _TRACK / 2)
            for mean, by, mark, tip in means:
                if mean is not None:
                    sheet.write_beside(x(mean), y, wording.number(mean), by)
                    mark(x(mean), y, tip=tip)

        return marks(_TRACK, draw)

    hollow, full = partial(sheet.hollow_mark, side), partial(sheet.side_mark, partner)
    upper = lane((own, 10, partial(sheet.side_mark, side), mean_tip(statement, side, wording)))
    lower = lane(
        (expected, 13 if leftwards else -13, hollow, expected_tip(statement, wording)),
        (said, -10 if leftwards else 10, full, mean_tip(statement, partner, wording)),
    )
    if expected is not None and said is not None:
        lower = beside(lower, marks(0, partial(_arrow, sheet, statement, x(expected), x(said))))
    if own is None and said is None:
        reason = wording.reason_short(reason_of(statement.sides.a.mean, statement.sides.b.mean) or "protected")
        views = wording.say("grid.views", reason=reason)
        upper = sheet.text(x.left, views, "note", _words_from(sheet) - x.left - 8, most=2)
        lower = space(0) if expected is None else lower
    return beside(space(2 * _TRACK), stack(upper, lower))


def _arrow(sheet: Sheet, statement: Statement, start: float, end: float, y: float) -> None:
    """From what is expected to what is said."""
    surprise, tip = _surprise(statement), surprise_tip(statement, sheet.wording)
    sheet.line(start, y, end, y, stroke=INK if surprise else FAINT, width=4 if surprise else 2, tip=tip)
    if surprise and abs(end - start) > 28:
        _tip(sheet, "triangle-right" if end > start else "triangle-left", end + (-11 if end > start else 11), y)


def _tip(sheet: Sheet, shape: Shape, x: float, y: float) -> None:
    sheet.mark(x, y, shape=shape, fill=INK, size=130)


def _tip_of(statement: Statement) -> Shape | None:
    """The tip of a surprise's arrow."""
    surprise = _surprise(statement)
    return None if surprise is None else "triangle-right" if surprise.difference > 0 else "triangle-left"


def _surprise(statement: Statement) -> ShownGap | None:
    gap = shown_gap(statement.predicted.against_partner) if statement.predicted else None
    return gap if gap and gap.verdict == "gap" else None


def _words(sheet: Sheet, statement: Statement) -> Block:
    """What comes of a prediction: in bold a surprise, with its size; in small print anything else."""
    left, predicted, wording = _words_from(sheet), statement.predicted, sheet.wording
    if surprise := _surprise(statement):
        word = wording.say("grid.better" if is_better(statement, surprise) else "grid.worse")
        difference, interval = wording.signed(surprise.difference), wording.gap_interval(surprise.interval)
        size = wording.say("grid.size", difference=difference, interval=interval)
        return stack(sheet.text(left, word, "strong" if sheet.wide else "small strong"), sheet.text(left, size, "note"))
    # Where the partner's figure is withheld, that stands in its place.
    verdict = predicted.against_partner.verdict if predicted else "withheld"
    words = wording.say(_WORDS[verdict]) if verdict in _WORDS else ""
    if predicted and (reason := reason_of(predicted.mean)):
        words = wording.say("grid.not_shown", reason=wording.reason_short(reason))
    return sheet.text(left, words, "note")


def trust_grid_alt(report: Report, wording: Wording, sides: Sequence[Side] = SIDES) -> str:
    """What the trust grid shows, in sentences: every surprise, or that there is none."""
    asked = [(s, s.predicted) for s in report.statements if s.predicted and s.predicted.by in sides]
    surprises = [_sentence(s, predicted, gap, wording) for s, predicted in asked if (gap := _surprise(s))]
    shown = sum(shown_gap(predicted.against_partner) is not None for _, predicted in asked)
    judged = any(predicted.against_partner.verdict not in ("too_few", "withheld") for _, predicted in asked)
    none = "none" if judged else "untested" if shown else "withheld"
    finding = " ".join(surprises) or wording.say(f"grid.alt_{none}")
    names = {"companies": wording.listed([wording.company(side) for side in sides]), "finding": finding}
    return wording.count("grid.alt", len(asked), shown=shown, **names)


def _sentence(statement: Statement, predicted: Predicted, gap: ShownGap, wording: Wording) -> str:
    return wording.say(
        f"predictions.rated_{'better' if is_better(statement, gap) else 'worse'}_than_expected",
        by=wording.company(predicted.by),
        other=wording.company(other(predicted.by)),
        statement=wording.statement(statement.id),
        expected=wording.figure(predicted.mean),
        said=wording.figure(statement.sides[other(predicted.by)].mean),
    )
