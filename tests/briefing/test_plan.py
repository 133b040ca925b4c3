"""What to do: the rules that fire for a Report, the guide for interviews, and the draft of Collaboration Criteria."""

import datetime as dt
import re
from itertools import pairwise
from typing import Any, get_args

import msgspec
import pytest

from diagnostic.analysis import (
    BySide,
    Change,
    Participation,
    Report,
    Responsibility,
    Scale,
    SideChange,
    Trend,
    TrendPoint,
    TrendSide,
)
from diagnostic.analysis.report import MOVED_KINDS, FindingKind, LevelVerdict
from diagnostic.briefing.document import document, plan
from diagnostic.briefing.document.blocks import Callout, List, Part, Row, Sentence, Table, Text, need, pick, pick_all
from diagnostic.briefing.document.called import fired
from diagnostic.briefing.document.findings import Findings
from diagnostic.briefing.playbook import Playbook
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import Side
from tests.briefing.conftest import FEW, SALES_APART, found, owned, scale, smallest_report, typical_report

SUBJECTS: dict[FindingKind, str] = {
    "contested": "pricing:now",
    "orphaned": "training:now",
    "overclaim": "effort_share",
    "fault_line": "function",
    "group_difference": "trust.candour@a",
    "divided_side": "decisions.stick@alliance",
    "cant_say": "decisions.fair@alliance",
    "shared_strength": "decisions.fair@alliance",
    "shared_concern": "decisions.stick@alliance",
    "a_only_concern": "trust.goodwill@a",
    "b_only_concern": "trust.goodwill@a",
    **dict.fromkeys(("scale_gap", *MOVED_KINDS), "trust@a"),
}
WHOSE: dict[FindingKind, Side] = {
    "divided_side": "b",
    "cant_say": "b",
    "rated_better_than_expected": "a",
    "rated_worse_than_expected": "a",
}


def of_kind(kind: FindingKind) -> Report:
    """A Report with one finding."""
    finding = found(kind, SUBJECTS.get(kind, "trust.candour@a"), 1, None, side=WHOSE.get(kind))
    if kind == "group_difference":
        finding = msgspec.structs.replace(finding, group="Sales")
    return typical_report(findings=(finding,), cuts=(SALES_APART,), trend=(moved(kind),) if kind in MOVED_KINDS else ())


def moved(kind: FindingKind) -> Trend:
    """A scale whose levels moved so."""
    up = SideChange(change=0.5, interval=(0.1, 0.9), p=0.001, p_adjusted=0.01, verdict="rose")
    step = Change(
        since=1,
        sides=BySide(up, up),
        both=up,
        level=msgspec.convert(kind, LevelVerdict),
        **dict.fromkeys(("change", "p", "p_adjusted", "detectable"), 0.1),
        interval=(-0.1, 0.3),
        interval_90=(-0.1, 0.3),
        verdict="cannot_tell",
        reason="interval_too_wide",
        could_show_steadiness=False,
    )
    side = TrendSide(n=9, mean=3.5, interval=(3.0, 4.0))
    figures: dict[str, Any] = {"sides": BySide(side, side), "gap": 0.0, "gap_interval": (-0.5, 0.5)}
    figures["participation"] = BySide(Participation(12, 9), Participation(12, 9))
    points = [TrendPoint(wave=n, kind="baseline", closed=dt.date(2026, n, 1), exact=True, **figures) for n in (1, 2)]
    return Trend(
        scale="trust@a",
        target="a",
        points=5,
        statements=("trust.candour@a",),
        series=tuple(points),
        since_previous=step,
        since_first=None,
        slope=None,
    )


def part_of(report: Report, key: str, language: str = "en") -> Part:
    part = document(report, Wording(report, language)).part(key)
    assert part is not None
    return part


def by_findings(report: Report, language: str = "en") -> Part:
    """The plan by what was found alone, whatever page one says."""
    wording, playbook = Wording(report, language), Playbook.load()
    return plan.plan(fired(report, wording, playbook), report, wording, playbook)


def stages_of(report: Report, language: str = "en") -> tuple[Part, ...]:
    return pick_all(by_findings(report, language).blocks, Part, "stage.")


def tools_of(report: Report, language: str = "en") -> list[Part]:
    return [tool for stage in stages_of(report, language) for tool in pick_all(stage.blocks, Part, "tool")]


def rules_of(report: Report, language: str = "en") -> list[str]:
    """The tools that were chosen, with the rules that called for them."""
    found = need(by_findings(report, language).blocks, Text, "plan.rules").sentences
    return [sentence.text for sentence in found if sentence.key == "plan.rules_of"]


def because(tool: Part) -> list[Sentence]:
    found = pick(tool.blocks, List, "tool.because")
    return [sentence for item in found.items for sentence in item.sentences] if found else []


def said(tool: Part, key: str) -> str:
    return need(tool.blocks, Text, key).text


def listed(part: Part, key: str) -> list[str]:
    return [sentence.text for item in need(part.blocks, List, key).items for sentence in item.sentences]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", get_args(FindingKind))
def test_every_finding_is_told_with_where_it_comes_from_and_the_rule_that_it_made_fire(
    kind: FindingKind, language: str
) -> None:
    report = of_kind(kind)
    report = msgspec.structs.replace(report, texts={**report.texts, "de": report.texts["en"]})
    [tool] = [tool for tool in tools_of(report, language) if because(tool)]
    [evidence] = because(tool)
    assert (evidence.key, evidence.subject) == (kind, report.findings[0].subject)
    words = [*(said(tool, key) for key in ("tool.question", "tool.purpose")), *rules_of(report, language)]
    assert any(rule.startswith(f"{tool.title}: ") for rule in words)
    for text in (evidence.text, evidence.source, evidence.ask, *listed(tool, "tool.probes"), tool.title, *words):
        assert text.strip()
        assert not re.search(r"[{}]|\bNone\b|\bnan\b", text), text
    told = Findings(report, Wording(report, language))
    assert told.about(report.findings[0]).name in evidence.text or kind in ("fault_line", "overclaim")


@pytest.mark.part("proofs")
@pytest.mark.parametrize("kind", get_args(FindingKind))
def test_a_finding_leads_to_where_its_figures_stand(kind: FindingKind) -> None:
    report = of_kind(kind)
    links = [evidence.link for tool in tools_of(report) for evidence in because(tool)]
    text = RENDERERS["html"](report).decode()
    assert links
    for link in links:
        assert text.count(f'id="{link}"') == 1, link


def test_a_gap_that_means_more_fires_the_rule_of_what_it_means_and_no_other() -> None:
    report = typical_report(
        findings=(found("gap", "trust.candour@a", 1, "gap"), found("blind_spot", "trust.candour@a", 1, "gap"))
    )
    assert rules_of(report) == ["Judgment vs. Curiosity: trust-blind-spot."]


def test_the_order_is_trust_then_renegotiation_then_support() -> None:
    titles = [stage.title for stage in stages_of(typical_report(scales=trusting(3.0, 3.0)))]
    assert titles == ["Repair trust", "Renegotiate", "Support"]


@pytest.mark.parametrize(
    ("rated", "title", "says"),
    [
        (3.0, "Repair trust", "Before anything is negotiated"),
        (4.0, "Understand one another first", "Trust itself is not low here."),
        (FEW, "Understand one another first", "Whether trust is low cannot be told here."),
    ],
)
def test_trust_is_to_be_repaired_only_where_it_is_low(rated: object, title: str, says: str) -> None:
    stage, *_ = stages_of(typical_report(scales=trusting(rated, rated)))
    assert stage.title == title
    assert need(stage.blocks, Text, "plan.trust_lead").text.startswith(says)


def test_no_stage_is_chosen_without_anything_that_calls_for_it() -> None:
    assert [stage.key for stage in stages_of(of_kinds("contested", "overclaim"))] == ["stage.renegotiation"]


@pytest.mark.parametrize("rated", [3.0, FEW])
def test_while_renegotiation_waits_something_can_be_done_before_it(rated: object) -> None:
    report = msgspec.structs.replace(of_kinds("contested", "overclaim"), scales=trusting(rated, rated))
    first, renegotiation = stages_of(report)
    assert (first.key, renegotiation.key) == ("stage.trust", "stage.renegotiation")
    assert pick_all(renegotiation.blocks, Callout)


def trusting(rated_a: object, rated_b: object, reach: float = 0.05) -> tuple[Scale, ...]:
    """Trust in a, as b rates it, and in b, as a rates it, known to ± ``reach``; each company rates itself 4.9."""

    def of(target: str, rater: str, mean: object) -> Scale:
        made = scale(f"trust@{target}", ())
        interval = (mean - reach, mean + reach) if isinstance(mean, float) else mean
        own = msgspec.structs.replace(made.sides.a, mean=4.9)
        theirs = msgspec.structs.replace(made.sides.a, mean=mean, interval=interval)
        return msgspec.structs.replace(made, sides=BySide(theirs, own) if rater == "a" else BySide(own, theirs))

    return of("a", "b", rated_a), of("b", "a", rated_b)


LOW = "does not hold: Helix rates Novara 3.4 on trust (3.4 to 3.5) and Novara rates Helix 3.6 on trust (3.6 to 3.7)"


@pytest.mark.parametrize(
    ("rated_a", "rated_b", "reach", "says"),
    [
        (3.5, 3.6, 0.05, None),
        (3.4, 3.6, 0.05, LOW),
        (3.4, 3.6, 0.2, "It is close: Helix rates Novara 3.4 on trust (3.2 to 3.6) and Novara"),
        # One of them is clearly too low, whatever the other is.
        (3.4, 2.0, 0.2, "does not hold: Helix rates Novara 3.4"),
        (4.0, FEW, 0.2, "until you know whether there is trust enough"),
        (3.2, FEW, 0.2, "does not hold: Helix rates Novara 3.2 on trust (3.0 to 3.4), 95% intervals"),
    ],
)  # fmt: skip
def test_renegotiation_waits_while_a_company_trusts_the_other_too_little(
    rated_a: object, rated_b: object, reach: float, says: str | None
) -> None:
    stages = stages_of(typical_report(scales=trusting(rated_a, rated_b, reach)))
    waits = {stage.key: [c.sentences[0].text for c in pick_all(stage.blocks, Callout)] for stage in stages}
    assert waits["stage.trust"] == []
    assert waits["stage.support"] == []
    if says is None:
        assert waits["stage.renegotiation"] == []
    else:
        assert says in waits["stage.renegotiation"][0]


def test_an_interview_asks_both_companies_alike_and_tells_no_result() -> None:
    report = typical_report()
    topics = pick_all(part_of(report, "interviews").blocks, Part, "topic")
    asked = [question for topic in topics for question in listed(topic, "topic.questions")]
    assert len(asked) >= 2 * len(topics) > 4
    # Whoever hears a question must not learn who was found to rate whom how.
    told = ("Novara", "Helix", "rates", "higher", "lower", "gap", "differently", "better than", "worse than")
    statements = [Wording(report).statement(s.id).partition(" (agreement")[0] for s in report.statements]
    for question in asked:
        without = question
        for statement in statements:
            without = without.replace(statement, "")
        assert [word for word in told if word in without] == [], question


def test_where_nothing_is_shown_for_certain_the_plan_asks_instead_of_claiming() -> None:
    report = smallest_report()
    [tool] = tools_of(report)
    assert rules_of(report) == [f"{tool.title}: few-answers."], "no statement of it is judged"
    assert because(tool) == []
    topics = pick_all(part_of(report, "interviews").blocks, Part, "topic")
    assert [topic.title for topic in topics] == ["What matters most", "What else is worth asking, of every role group"]
    assert len(listed(topics[1], "topic.questions")) >= 2


def test_more_findings_of_one_rule_are_counted_not_listed() -> None:
    subjects = ["decisions.stick@alliance", "decisions.fair@alliance", "value.pie@alliance", "trust.goodwill@a"]
    report = typical_report(findings=tuple(found("shared_strength", s, n, None) for n, s in enumerate(subjects, 1)))
    [tool] = [tool for tool in tools_of(report) if because(tool)]
    assert len(because(tool)) == 3
    assert said(tool, "tool.more") == "1 more finding calls for it."


def of_kinds(*kinds: FindingKind, many: int = 1) -> Report:
    """A Report with so many findings of each kind, all of them about one thing."""
    findings = (of_kind(kind).findings[0] for kind in kinds for _ in range(many))
    report = typical_report(findings=tuple(findings), cuts=(SALES_APART,), scales=trusting(4.0, 4.0))
    return msgspec.structs.replace(report, texts={**report.texts, "de": report.texts["en"]})


def test_three_tools_are_chosen_at_most_from_every_stage_the_one_that_most_findings_call_for() -> None:
    # Two tools of trust, three of renegotiation, one of support; of renegotiation's the last has one more finding.
    kinds: list[FindingKind] = ["rated_better_than_expected", "rated_worse_than_expected", "gap", "contested"]
    kinds += ["overclaim", "overclaim", "fault_line"]
    report = of_kinds(*kinds)
    assert [tool.title for tool in tools_of(report)] == [
        "Reality Check", "Mutual Outcomes", "Follow-up coaching by role group"
    ]  # fmt: skip
    part = by_findings(report)
    assert need(part.blocks, Text, "plan.left_out").text == (
        "Called for, too, and left out for want of time: Judgment vs. Curiosity and Collaboration Criteria."
    )
    (others,) = pick_all(part.blocks, Part, "plan.others")
    assert not others.stands_on("paper")
    assert not others.stands_on("screen"), "the cards of others are not laid out"


def test_what_is_only_worth_asking_weighs_less_than_what_was_found() -> None:
    report = of_kinds("worth_asking", "worth_asking", "gap", "contested", "fault_line")
    assert tools_of(report)[0].title == "Reality Check"


def test_where_a_stage_calls_for_nothing_its_place_goes_to_the_first_stages() -> None:
    report = of_kinds("rated_better_than_expected", "gap", "contested", "overclaim")
    assert [tool.title for tool in tools_of(report)] == [
        "Judgment vs. Curiosity", "Reality Check", "Collaboration Criteria"
    ]  # fmt: skip


def test_a_tool_has_one_card_with_a_finding_of_every_rule_that_called_for_it() -> None:
    (tool,) = tools_of(of_kinds("hidden_strength", "rated_better_than_expected", many=2))
    assert [finding.key for finding in because(tool)] == [
        "rated_better_than_expected", "hidden_strength", "rated_better_than_expected"
    ]  # fmt: skip
    assert said(tool, "tool.more") == "1 more finding calls for it."
    assert "What made Novara expect less?" in said(tool, "tool.question"), "the rule that stands first opens"


def agenda_by_findings(report: Report, language: str = "en") -> Part:
    wording, playbook = Wording(report, language), Playbook.load()
    part = plan.agenda(fired(report, wording, playbook), report, wording, playbook)
    assert part is not None
    return part


def agenda_of(report: Report, key: str, language: str = "en") -> list[list[str]]:
    table = need(agenda_by_findings(report, language).blocks, Table, f"agenda.{key}")
    return [[cell.line for cell in row.cells] for row in table.rows]


def test_the_agenda_is_timed_and_says_who_sees_what_and_holds_which_sheet() -> None:
    report = of_kinds("gap", "contested")
    # 20 + 30 minutes after nine; then 70, a break of 15, and 50.
    assert [row[:2] + row[3:] for row in agenda_of(report, "1.1")[1:5]] == [
        ["09:20 What you told us", "30", "The headline", ""],
        ["09:50 Reality Check", "70", "The gaps that matter", "The tool’s questions"],
        ["11:00 Break", "15", "", ""],
        ["11:15 Collaboration Criteria", "50", "Who owns what", "Draft of Collaboration Criteria"],
    ]
    assert [row[0][:5] for row in agenda_of(report, "1.1")[-2:]] == ["12:05", "12:35"]
    days = pick_all(agenda_by_findings(report).blocks, Part, "agenda.3.")
    assert [day.title for day in days] == ["Two days, day 1", "Two days, day 2"]
    assert agenda_of(report, "3.1")[0][0][:5] == agenda_of(report, "3.2")[0][0][:5] == "09:00"


@pytest.mark.parametrize("kinds", [("gap",), ("gap", "contested")])
def test_where_fewer_tools_are_chosen_their_time_is_for_what_else_matters_and_none_is_drawn_out(
    kinds: tuple[FindingKind, ...],
) -> None:
    spare = "What else matters to you, in your own words"
    for agenda in ("1.1", "2.1"):
        rows = [row[0][6:] for row in agenda_of(of_kinds(*kinds), agenda)]
        tools = [name for name in rows if name in ("Reality Check", "Collaboration Criteria")]
        assert len(tools) == len(kinds) == len(set(tools))
        assert rows.count(spare) == (0 if agenda == "1.1" and len(kinds) == 2 else 1)
        assert [(one, then) for one, then in pairwise(rows) if one == then] == [], "no break after a break"


def test_what_waits_for_trust_waits_on_the_agenda_too() -> None:
    report = msgspec.structs.replace(of_kinds("gap", "contested"), scales=trusting(3.0, 3.0))
    rows = [row[0] for language in ("en", "de") for row in agenda_of(report, "1.1", language) if "Criteria" in row[0]]
    assert rows == [
        "11:15 Collaboration Criteria (only if there is trust enough)",
        "11:15 Collaboration Criteria (nur bei genügend Vertrauen)",
    ]
    assert pick(agenda_by_findings(report).blocks, Text, "agenda.waits")
    assert not pick(agenda_by_findings(of_kinds("gap", "contested")).blocks, Text, "agenda.waits")


def criterion(*asked: Responsibility) -> tuple[Row, Row]:
    """The one activity of a draft, on the page and on the sheet to hand out."""
    blocks = part_of(typical_report(responsibilities=asked, findings=()), "criteria").blocks
    [page], [sheet] = (need(blocks, Table, key).rows for key in ("criteria", "criteria.sheet"))
    return page, sheet


def test_an_owner_is_filled_in_where_both_surely_name_the_same() -> None:
    page, sheet = criterion(owned("marketing", "agreed", b="a"))
    assert [cell.text for cell in page.cells] == ["Marketing", "Novara", "Both companies name “Novara” now."]
    assert [cell.text for cell in sheet.cells] == ["Marketing", "Novara", "", "", ""]


@pytest.mark.parametrize(
    "asked",
    [
        (owned("pricing", "contested"),),
        (owned("pricing", "orphaned", a="b", b="a"),),
        (owned("pricing", "unclear", a="joint"),),
        # Agreed, and as likely as not by luck.
        (msgspec.structs.replace(owned("pricing", "agreed", b="a"), holds=0.6),),
        # Agreed now, and agreed that the other would be better placed.
        (owned("pricing", "agreed", b="a"), owned("pricing", "agreed", question="better", a="b", b="b")),
        smallest_report().responsibilities,
    ],
    ids=["contested", "orphaned", "unclear", "unsure", "moving", "withheld"],
)
def test_an_owner_stays_blank_wherever_it_is_still_to_be_agreed(asked: tuple[Responsibility, ...]) -> None:
    page, sheet = criterion(*asked)
    assert page.cells[1].text == "to be agreed"
    assert page.cells[2].text
    assert sheet.cells[1].text == "", "both companies read the sheet"
