"""What calls for the tools of the workshop: findings, what page one says, and trust that is too low."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from diagnostic.analysis.report import Finding, Report
from diagnostic.briefing import occasions
from diagnostic.briefing.document.blocks import Sentence
from diagnostic.briefing.document.findings import Findings
from diagnostic.briefing.document.messages import OnPage, Told
from diagnostic.briefing.document.saying import said
from diagnostic.briefing.figures import MEANINGS, is_shown
from diagnostic.briefing.playbook import Occasion, Playbook, Rule, Texts, Tool, filled, in_language
from diagnostic.briefing.verdicts import size_of
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import Side, other

_GATE = "trust.enough_from"
_LAST = (9, 9)


class Called(Struct, frozen=True, kw_only=True):
    """What made a rule fire: a finding, what a message says, or trust that is too low."""

    kind: Occasion
    subject: str
    company: Side
    name: str
    """What it is about, as it stands in a question."""
    tell: Callable[[], Sentence]
    on_page: OnPage | None = None
    """Where page one says it."""

    @property
    def turn(self) -> tuple[int, int]:
        """When page one says it; last, what it does not say."""
        return self.on_page.turn if self.on_page else _LAST


class Fired(Struct, frozen=True):
    """A rule with the tool it names and all that made it fire, first what page one says first."""

    rule: Rule
    tool: Tool
    called: tuple[Called, ...]
    wording: Wording

    @property
    def first(self) -> Called | None:
        return self.called[0] if self.called else None

    @property
    def on_page(self) -> OnPage | None:
        """What page one says of it, first."""
        return self.first.on_page if self.first else None

    @property
    def turn(self) -> tuple[int, int]:
        return self.first.turn if self.first else _LAST

    def sentence(self, key: str, texts: Texts, called: Called | None) -> Sentence:
        """A text of the playbook, filled in for what made it fire."""
        text = self._filled(in_language(texts, self.wording.language), called)
        return Sentence(key=key, text=text, subject=called.subject if called else "")

    def each(self, key: str, texts: Mapping[str, tuple[str, ...]]) -> list[Sentence]:
        """Some texts of the playbook, filled in for the first that made it fire."""
        lines = in_language(texts, self.wording.language)
        return [Sentence(key=key, text=self._filled(line, self.first)) for line in lines]

    def evidence(self, called: Called) -> Sentence:
        """What made it fire, with what to ask about it."""
        return replace(called.tell(), key=called.kind, ask=self.sentence("ask", self.rule.question, called).text)

    def _filled(self, text: str, called: Called | None) -> str:
        if called is None:
            return filled(text, "a", self.wording)
        return filled(text, called.company, self.wording, subject=called.name)


def fired(report: Report, wording: Wording, playbook: Playbook, told: Told | None = None) -> tuple[Fired, ...]:
    """The rules that fired for what was found and for what page one says, in the playbook's order.

    Where nothing calls for anything that could begin at once, the one for that.
    """
    found: dict[str, list[Called]] = {}
    waiting = waits(report, wording, playbook) is not None
    begins = False
    for rule, called in _calls(report, wording, playbook, told):
        found.setdefault(rule.name, []).append(called)
        begins = begins or not waiting or playbook.tools[rule.tool].stage != "renegotiation"
    nothing: Occasion = "nothing_clear" if size_of("statements", report) else "not_judged"
    if not begins and (for_nothing := playbook.rule_for(nothing)):
        found[for_nothing.name] = []
    return tuple(
        Fired(rule, playbook.tools[rule.tool], tuple(sorted(found[rule.name], key=lambda each: each.turn)), wording)
        for rule in playbook.rules
        if rule.name in found
    )


def _calls(report: Report, wording: Wording, playbook: Playbook, told: Told | None) -> Iterator[tuple[Rule, Called]]:
    """Findings, of what a gap means and the gap the one to ask for; what page one says besides; and trust."""
    findings = Findings(report, wording)
    means_more = {f.subject for f in report.findings if f.kind in MEANINGS}
    pages = {(page.point.occasion, page.identifier): page for page in told.on_page()} if told else {}
    for finding in report.findings:
        if finding.kind == "gap" and finding.subject in means_more:
            continue
        kind, about = _occasion(finding), findings.about(finding)
        if rule := playbook.rule_for(kind, **about.place) or playbook.rule_for(finding.kind, **about.place):
            yield (
                rule,
                Called(
                    kind=kind,
                    subject=finding.subject,
                    company=findings.company(finding),
                    name=about.name,
                    tell=partial(findings.sentence, finding),
                    on_page=pages.pop(("gap" if kind in MEANINGS else kind, finding.subject), None),
                ),
            )
    items = {statement.id: statement.item for statement in report.statements}
    for page in pages.values():
        point = page.point
        place = {"scale": point.scale, "item": items.get(point.subject), "asked": point.asked}
        if rule := playbook.rule_for(point.occasion, **place):
            yield (
                rule,
                Called(
                    kind=point.occasion,
                    subject=point.subject,
                    company=point.company,
                    name=page.name,
                    tell=page.tell,
                    on_page=page,
                ),
            )
    if (low := trust_is_low(report, wording, playbook)) and (rule := playbook.rule_for("trust_low")):
        scale = playbook.trust.scale
        name = wording.text(f"scale:{scale}")
        yield rule, Called(kind="trust_low", subject=scale, company="a", name=name, tell=lambda: low)


def _occasion(finding: Finding) -> occasions.Occasion:
    """A difference that is very likely calls for what it may be called, as in a message."""
    may_be_likely = finding.kind in ("scale_gap", "gap", "worth_asking")
    return "likely_gap" if may_be_likely and finding.verdict == "very_likely" else finding.kind


def waits(report: Report, wording: Wording, playbook: Playbook) -> Sentence | None:
    """Why renegotiation waits: how each company rates the other on the scale the playbook names."""
    ratings, below, hidden = _ratings(report, wording, playbook)
    enough = _enough(report, playbook)
    told = {"ratings": wording.listed(ratings), "enough": wording.number(enough), "rule": _GATE}
    if below:
        # What a single rating's interval leaves open is said beside it.
        return said(wording, "plan.not_yet" if min(below) < enough else "plan.not_yet_close", **told)
    # As little is known where the scale was not asked, or the playbook names one that there is not.
    return said(wording, "plan.not_known", **told) if hidden or not ratings else None


def trust_is_low(report: Report, wording: Wording, playbook: Playbook) -> Sentence | None:
    """How each company rates the other, where one of them rates it too low."""
    ratings, below, _ = _ratings(report, wording, playbook)
    enough = wording.number(_enough(report, playbook))
    return said(wording, "plan.trust_low", ratings=wording.listed(ratings), enough=enough) if below else None


def _enough(report: Report, playbook: Playbook) -> float:
    """What each company is to rate the other at least, in points of the scale that the playbook names."""
    gate = playbook.trust
    return next((gate.enough(scale) for scale in report.scales if scale.scale == gate.scale), gate.enough_from)


def _ratings(report: Report, wording: Wording, playbook: Playbook) -> tuple[list[str], list[float], bool]:
    """How each company rates the other; of those that are too low the upper limits; whether any is hidden."""
    gate = playbook.trust
    ratings, below, hidden = [], [], False
    for scale in report.scales:
        if scale.scale != gate.scale or scale.target == "alliance":
            continue
        rater = other(scale.target)
        side = scale.sides[rater]
        if is_shown(side.mean) and is_shown(side.interval):
            names = {"rater": wording.company(rater), "target": wording.company(scale.target)}
            figures = {"mean": wording.number(side.mean), "interval": wording.interval(side.interval)}
            ratings.append(wording.say("plan.rating", **names, **figures))
            below += [side.interval[1]] if side.mean < gate.enough(scale) else []
        else:
            hidden = True
    return ratings, below, hidden
