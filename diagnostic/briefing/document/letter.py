"""The letter to everybody who was asked: what they told us in counts of people, what nobody can see, what happens next.

Both companies are told of alike: side a is named before side b everywhere, and what is chosen would be the same the
other way round.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from diagnostic.analysis.report import SAID_GAPS, BySide, Report, Responsibility, Statement, leading
from diagnostic.briefing.brand import Brand
from diagnostic.briefing.document.blocks import Block, Cell, Item, List, Part, Sentence, Text
from diagnostic.briefing.document.counted import Sayer
from diagnostic.briefing.document.participation import withheld_things
from diagnostic.briefing.document.saying import Rows, alone, counted, listed, paragraph, said
from diagnostic.briefing.figures import is_shown, within_language
from diagnostic.briefing.messages.counted import Camps, Counted, People, both
from diagnostic.briefing.messages.owners import picked
from diagnostic.briefing.owners import DISPUTED, State, shares_of, state_of
from diagnostic.briefing.unseen import clean
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.waves import date
from diagnostic.briefing.wording import Wording
from diagnostic.disclosure import JOINT
from diagnostic.questionnaire.words import SIDES, Owner, Side, other

MOST = 5
"""So many statements stand in a table; one more where it is the other half of the last."""
ABOUT_EACH = 2
"""Of these so many about each company at most, where a list says how both see it."""
HALF = 0.5
_FIGURES_ELSEWHERE = frozenset({"scales", "predictions"})
"""Kinds of figures that no letter would have."""
_OPEN: tuple[State, ...] = ("contested", "orphaned", "unclear", "withheld")


class _Told(Struct, frozen=True):
    """A statement of which both companies' answers are shown."""

    statement: Statement
    camps: BySide[Camps]

    def shares(self, camp: Callable[[Camps], int]) -> list[float]:
        return [camp(self.camps[side]) / self.camps[side].of for side in SIDES]

    @property
    def tells_on_everybody(self) -> bool:
        """Whether all of a company are on the same side, so that everybody knows what everybody thinks."""
        sides = (self.camps[side] for side in SIDES)
        return any(one.of in (one.agree, one.disagree) for one in sides)

    @property
    def in_favour(self) -> list[float]:
        return self.shares(lambda camps: camps.in_favour)

    @property
    def critical(self) -> bool:
        """Whether more people of each company see it critically than favourably."""
        return all(self.camps[side].against > self.camps[side].in_favour for side in SIDES)

    @property
    def apart(self) -> float:
        """How far apart the companies are, as a share of people: in agreeing or in disagreeing, whichever is more."""
        found = (self.shares(lambda camps: camps.agree), self.shares(lambda camps: camps.disagree))
        return max(abs(a - b) for a, b in found)

    @property
    def opposite(self) -> bool:
        """Whether more than half of one company agree, and more than half of the other disagree."""
        agree, disagree = self.shares(lambda camps: camps.agree), self.shares(lambda camps: camps.disagree)
        return min(agree[0], disagree[1]) > HALF or min(agree[1], disagree[0]) > HALF


def letter(report: Report, wording: Wording) -> Part:
    """The participants' edition in two pages of plain words, made of nothing that is not in it.

    Raises
    ------
    InvalidContent
        Where the brand's file has faults.
    """
    blocks = (
        paragraph(wording, "letter.dear", "strong"),
        Text(key="letter.thanks", sentences=tuple(_opening(report, wording))),
        *(() if report.levels_alone else _answers(report, wording)),
        *_more(report, wording),
        _part("hidden", wording, listed("letter.hidden", _hidden(report, wording))),
        _part("next", wording, listed("letter.next", _next(report, wording))),
        _part("whom", wording, *_whom(wording)),
    )
    return Part(key="letter", title=wording.say("letter.title"), blocks=blocks)


def _part(key: str, wording: Wording, *blocks: Block) -> Part:
    return Part(key=f"letter.{key}", title=wording.say(f"letter.titles.{key}"), blocks=blocks)


def _opening(report: Report, wording: Wording) -> Iterator[Sentence]:
    took = report.participation
    answered = {f"n_{side}": took[side].answered for side in SIDES}
    if all(took[side].invited for side in SIDES):
        yield said(wording, "letter.thanks_invited", **answered, **{f"of_{side}": took[side].invited for side in SIDES})
    else:
        yield said(wording, "letter.thanks", **answered)
    yield said(wording, "letter.both")
    if report.levels_alone:
        yield said(wording, "letter.levels_alone", k=report.release.k)
    if report.trend:
        yield said(wording, "letter.moved")


def _answers(report: Report, wording: Wording) -> Iterator[Block]:
    """What both rate high, what both rate low, and where they differ: each statement once."""
    told = [one for one in _told(report) if not one.tells_on_everybody]
    if not told:
        yield paragraph(wording, "letter.nothing")
        return
    judged = size_of("statements", report) > 0
    differ = [one for one in told if (one.statement.gap.verdict in SAID_GAPS if judged else one.opposite)]
    others = [one for one in told if one not in differ]
    high = [one for one in others if min(one.in_favour) > HALF]
    low = [one for one in others if one.critical]
    scales = [*_scales_apart(report, wording), *_language(report, wording)] if judged else []
    lists = (
        _list("high", high, lambda one: (min(one.in_favour), sum(one.in_favour)), wording, shown=len(told)),
        _list("low", low, lambda one: (-max(one.in_favour), -sum(one.in_favour)), wording, shown=len(told)),
        _list(
            "differ" if judged else "opposite",
            differ,
            lambda one: (one.apart, 0.0),
            wording,
            *scales,
            shown=len(told),
        ),
    )
    yield paragraph(wording, f"letter.counted{_any(wording)}")
    yield from lists


def _told(report: Report) -> list[_Told]:
    return [_Told(each, camps) for each in report.statements if (camps := both(each))]


def _list(
    key: str,
    found: Sequence[_Told],
    clearest: Callable[[_Told], tuple[float, float]],
    wording: Wording,
    *more: Sentence,
    shown: int,
) -> Part:
    """What a list is of, and its statements with how many agree and disagree at each company."""
    title = wording.say(f"letter.titles.{'differ' if key == 'opposite' else key}")
    chosen = _clearest(found if key == "differ" else _even(found, clearest), clearest)
    opposite = _any(wording) if key == "opposite" else ""
    lead = said(wording, f"letter.{key}{opposite}" if found else f"letter.{key}_none{opposite}", joint=JOINT)
    many = said(wording, "letter.all" if chosen == found else "letter.clearest", total=len(found), shown=shown)
    text = Text(key=f"letter.{key}.lead", sentences=(lead, many, *more) if found else (lead, *more))
    rows = Rows(wording, {one.statement.id: one for one in chosen})
    rows.add("statement", "letter.statement", lambda one: Cell(text=wording.statement(one.statement.id)))
    rows.add_sides(lambda one, side: _camps(one.camps[side], wording), "text")
    table = (rows.table(f"letter.{key}", wording.say(f"letter.yes_no{_any(wording)}")),) if found else ()
    return Part(key=f"letter.{key}", title=title, blocks=(text, *table))


def _even(found: Sequence[_Told], clearest: Callable[[_Told], tuple[float, float]]) -> list[_Told]:
    """All about the alliance, and the two clearest about each company: a list is of neither company alone."""
    ranked = sorted(found, key=clearest, reverse=True)
    kept = [one for side in SIDES for one in [each for each in ranked if each.statement.target == side][:ABOUT_EACH]]
    return [one for one in found if one.statement.target == "alliance" or one in kept]


def _clearest(found: Sequence[_Told], clearest: Callable[[_Told], tuple[float, float]]) -> list[_Told]:
    """The clearest few, in the questionnaire's order.

    What is said of one company, and as clearly of the other, comes in with it: neither is chosen before the other.
    """
    items = list(dict.fromkeys(one.statement.item for one in found))

    def place(one: _Told) -> tuple[float, float, int]:
        first, second = clearest(one)
        return -first, -second, items.index(one.statement.item)

    ranked = sorted(found, key=place)
    many = MOST + (len(ranked) > MOST and place(ranked[MOST - 1]) == place(ranked[MOST]))
    chosen = ranked[:many]
    return [one for one in found if one in chosen]


def _camps(camps: Camps, wording: Wording) -> Cell:
    counts = {"agree": camps.agree, "disagree": camps.disagree, "n": camps.of}
    return Cell(text=wording.say(f"letter.camps{_any(wording)}", **counts))


def _any(wording: Wording) -> str:
    """Which words count people: *yes* and *no* fit only where all that is asked is how far people agree."""
    return "" if wording.agreement_alone else "_any"


def _scales_apart(report: Report, wording: Wording) -> Iterator[Sentence]:
    """The topics on which the companies differ as a whole."""
    found = [one for one in report.scales if leading(one.gap).verdict == "gap" and len(one.statements) > 1]
    if found:
        names = wording.listed([wording.quoted(wording.text(f"scale:{scale.id}")) for scale in found])
        yield said(wording, "letter.scales", topics=names)


def _language(report: Report, wording: Wording) -> Iterator[Sentence]:
    """That some of it could be the languages."""
    if within_language(report):
        yield said(wording, "letter.languages")


def _more(report: Report, wording: Wording) -> Iterator[Part]:
    """Who owns what, what people picked, and what the comments are about."""
    now = [asked for asked in report.responsibilities if asked.question == "now"]
    if now and not report.levels_alone:
        yield _part("owners", wording, listed("letter.owners", _owners(now, wording)))
    if report.priorities and not report.levels_alone:
        yield _part("topics", wording, *_topics(report, wording))
    if report.themes:
        items = tuple(
            Item(
                (Sentence(key="theme", text=clean(theme.text)),),
                Sentence(key="letter.theme", text=clean(theme.name)),
            )
            for theme in report.themes
        )
        yield _part("themes", wording, paragraph(wording, "letter.themes"), List(key="letter.themes", items=items))


def _topics(report: Report, wording: Wording) -> Iterator[Block]:
    """How many of each company picked a topic, of those who picked any."""
    topics = [(topic, asked) for asked in report.priorities for topic in asked.topics]
    shown = {topic.id: counts for topic, asked in topics if (counts := picked(topic, asked))}
    if not shown:
        yield paragraph(wording, "letter.topics_none")
        return
    left = [counted(wording, "letter.topics_left", more)] if (more := len(topics) - len(shown)) else []
    yield Text(key="letter.topics", sentences=(said(wording, "letter.topics"),))
    rows = Rows(wording, shown)
    rows.add("topic", "priorities.topic", lambda topic: Cell(text=wording.text(f"topic:{topic.subject}")))
    rows.add_sides(lambda topic, side: _so_many(topic, side, wording), "text")
    yield rows.table("letter.topics", wording.say("letter.picked"))
    yield from (alone(one, "fine") for one in left)


def _so_many(topic: Counted, side: Side, wording: Wording) -> Cell:
    people = next(people for people in topic.people if people.side == side)
    return Cell(text=wording.say("letter.so_many", count=people.count, n=people.of), value=people.count)


def _owners(now: Sequence[Responsibility], wording: Wording) -> Iterator[Sentence]:
    """Activity by activity whom more than half of each company name: what was said, and no more."""
    if all(state_of(asked) == "withheld" for asked in now):
        yield said(wording, "letter.owners.none")
        return
    agreed: dict[Owner, list[str]] = {}
    for asked in now:
        if state_of(asked) == "agreed" and is_shown(asked.owner) and asked.owner:
            agreed.setdefault(asked.owner, []).append(_activity(asked, wording))
    for owner, activities in agreed.items():
        yield said(wording, "letter.owners.agreed", by=wording.owner(owner), activities=wording.listed(activities))
    for state in _OPEN:
        if found := [asked for asked in now if state_of(asked) == state]:
            names = wording.listed([_counted(asked, state, wording) for asked in found])
            yield said(wording, f"letter.owners.{state}", activities=names)


def _activity(asked: Responsibility, wording: Wording) -> str:
    return wording.quoted(wording.text(f"activity:{asked.activity}"))


def _counted(asked: Responsibility, state: State, wording: Wording) -> str:
    """An activity, and how many of each company name themselves; of what is orphaned, the other company or nobody."""
    people = tuple(one for side in SIDES if (one := _name_so(asked, side, state)))
    if state not in DISPUTED or len(people) < len(SIDES) or any(one.count == one.of for one in people):
        return _activity(asked, wording)
    by = Sayer(wording).bare(Counted(what="own", subject=asked.activity, people=people))
    return wording.say("letter.owned", activity=_activity(asked, wording), by=by)


def _name_so(asked: Responsibility, side: Side, state: State) -> People | None:
    """How many of a side name themselves; of what is orphaned, the other company or nobody."""
    n, shares = asked.sides[side].n, shares_of(asked, side)
    if not is_shown(n) or shares is None:
        return None
    named: tuple[Owner, ...] = (side,) if state == "contested" else (other(side), "nobody")
    return People(side, round(sum(shares[owner] for owner in named) * n), n)


def _hidden(report: Report, wording: Wording) -> Iterator[Sentence]:
    """How anonymity was kept, what was left out for it, and what the consultant has besides."""
    yield said(wording, "letter.hidden.totals", k=report.release.k)
    things = withheld_things(report, wording, but=_FIGURES_ELSEWHERE)
    if many := 0 if report.levels_alone else sum(one.tells_on_everybody for one in _told(report)):
        yield counted(wording, f"letter.hidden.everybody{_any(wording)}", many)
    if report.levels_alone:
        pass
    elif things:
        yield said(wording, "letter.hidden.left_out", things=wording.listed(things))
    elif not many:
        yield said(wording, "letter.hidden.nothing")
    if report.comments:
        yield said(wording, "letter.hidden.comments")
    yield said(wording, "letter.hidden.same")
    yield said(wording, "letter.hidden.consultant")
    yield said(wording, "letter.hidden.ask")


def _next(report: Report, wording: Wording) -> Iterator[Sentence]:
    """What is planned, with days where these are known; where they are not, who will say them."""
    yield said(wording, "letter.next.workshop")
    if days := [date(day, wording) for day in report.planned]:
        yield said(wording, "letter.next.planned", days=wording.listed(days))
    else:
        yield said(wording, "letter.next.unplanned")
    yield said(wording, "letter.next.figures")


def _whom(wording: Wording) -> Iterator[Text]:
    """The consultancy as its brand has it; where that has nothing, the consultant whom people know."""
    brand = Brand.load(wording.content)
    name, contact = clean(brand.name).strip(), clean(brand.contact).strip()
    reached = wording.strung(filter(None, (name, contact)))
    ask = said(wording, f"letter.whom.{'reached' if reached else 'consultant'}", reached=reached)
    yield Text(key="letter.whom", sentences=(ask, said(wording, "letter.whom.recognised")))
    yield alone(said(wording, "letter.whom.signed" if name else "letter.whom.signed_consultant", name=name))
