"""What people wrote: what it is about, in the consultant's words; and after the plan a few of their own."""

from diagnostic.analysis.report import Comment, Report, Theme
from diagnostic.briefing.document.blocks import Block, Callout, Cell, Part, Sentence, Text
from diagnostic.briefing.document.saying import Rows, alone, counted, reasons_in_short, said, section, withheld
from diagnostic.briefing.figures import is_shown
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import Side

_QUOTED, _IN_ALL = 5, 12
"""So many comments on a question, and on all, stand in the consultant's briefing: all of them, in the workbook."""


def themes(report: Report, wording: Wording) -> Part | None:
    """What several comments are about, those of most first; in the participants' edition what was released of it."""
    if not report.themes:
        return None
    blocks: list[Block] = []
    if report.edition == "consultant":
        if most := _most(report.themes, wording):
            blocks.append(alone(most, "strong"))
        blocks.append(alone(said(wording, "themes.lead"), "lead"))
    else:
        blocks.append(alone(said(wording, "themes.lead_released"), "lead"))
    rows = Rows(wording, {f"theme-{number}": theme for number, theme in enumerate(report.themes)})
    rows.add("theme", "themes.theme", lambda theme: Cell(text=clean(theme.name), strong=True))
    if report.edition == "consultant":
        if any(theme.sides for theme in report.themes):
            rows.add_sides(_comments_of, "count")
        else:
            rows.add("n", "themes.comments", lambda theme: _number(theme.n), "count")
    rows.add("said", "themes.said", lambda theme: Cell(text=clean(theme.text)))
    return section(wording, "themes", *blocks, rows.table("themes", wording.say("themes.caption")))


def _most(found: tuple[Theme, ...], wording: Wording) -> Sentence | None:
    """The theme of most comments, where it has more than any other."""
    numbers = sorted((theme.n for theme in found if is_shown(theme.n)), reverse=True)
    if not numbers or numbers.count(numbers[0]) > 1:
        return None
    name = next(theme.name for theme in found if theme.n == numbers[0])
    return said(wording, "themes.most", theme=clean(name), count=numbers[0])


def _comments_of(theme: Theme, side: Side) -> Cell:
    return _number(theme.sides[side] if theme.sides else 0)


def _number(n: object) -> Cell:
    return Cell(text=str(n), value=float(n)) if isinstance(n, int) else Cell()


def comments(report: Report, wording: Wording) -> Part | None:
    """Question by question, or why they are withheld; none where nobody was asked for any."""
    asked = dict.fromkeys([c.question for c in report.comments] + [c.question for c in report.withheld_comments])
    left_out = report.comments_left_out
    if not asked and not left_out:
        return None
    lead = said(wording, "comments.lead_released" if report.edition == "participants" else "comments.lead")
    blocks: list[Block] = [Callout(key=lead.key, sentences=(lead,))]
    quoted = _quoted(report)
    if left_out:
        blocks.append(alone(counted(wording, "comments.left_out", left_out)))
    reasons = {c.question: c.withheld for c in report.withheld_comments}
    for question in asked:
        why = [withheld(wording, reasons[question])] if question in reasons else []
        of_it = [
            *(Text(key="comments.withheld", sentences=(reason,)) for reason in why),
            *(_quote(comment, wording) for comment in quoted if comment.question == question),
        ]
        title = wording.text(f"question:{question}")
        blocks.append(Part(key="comments.question", title=title, subject=question, blocks=tuple(of_it)))
    if more := len(report.comments) - len(quoted):
        blocks.append(alone(counted(wording, "comments.more", more), "fine"))
    nothing = () if quoted else reasons_in_short(wording, reasons.values())
    return section(wording, "comments", *blocks, nothing=nothing)


def _quoted(report: Report) -> list[Comment]:
    """The comments that are quoted: all that both companies read, and a few of each question's others.

    First those about a theme: they stand for others.
    """
    if report.edition == "participants":
        return list(report.comments)
    chosen: dict[str, list[int]] = {}
    ranked = sorted(enumerate(report.comments), key=lambda one: (not one[1].released, not one[1].themes))
    for at, comment in ranked:
        of_it = chosen.setdefault(comment.question, [])
        if len(of_it) < _QUOTED and sum(map(len, chosen.values())) < _IN_ALL:
            of_it.append(at)
    return [report.comments[at] for at in sorted(at for of_it in chosen.values() for at in of_it)]


def _quote(comment: Comment, wording: Wording) -> Text:
    company = wording.company(comment.side) if comment.side else ""
    source = wording.say("comments.from", company=company) if company else wording.say("comments.either")
    if translation := clean(comment.translation).strip():
        source = wording.say("comments.translated", source=source, translation=translation)
    text = clean(comment.text).strip()
    quote = Sentence(key="comment", text=text, subject=comment.question, source=source)
    return Text(key="comment", sentences=(quote,), role="quote")
