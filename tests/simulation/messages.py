"""Whole briefings with four planted truths: whether page one names them, by its messages and by its headline alone."""

import numpy as np

from diagnostic.analysis import Alliance, BySide, Release, Report, Wave, analyse
from diagnostic.briefing.document.headline import headline_sentences
from diagnostic.briefing.messages import Counted, Message, MessageRules, messages
from diagnostic.briefing.wording import Wording
from diagnostic.demo.planted import Plan
from diagnostic.demo.simulation import Form, Respondent, simulate
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.model import Questionnaire
from diagnostic.questionnaire.responses import tabulate

Shares = tuple[list[float], list[float]]
SIZES = ((5, 5), (8, 7), (12, 12), (25, 22), (400, 380))
TRUTHS = ("gap", "weakness", "function", "owners")
GAP, LOW, SPLIT = "communication@a", "decisions@alliance", "collaboration@alliance"
CONTESTED = ("pricing", "medical_affairs")
_USUAL, _BELOW = 3.8, 2.5
"""Means in points of five: people answer 4 more often than anything else, and on what is weak they do not."""
_GROUPS = ("Medical", "Sales")
_LOWER = "Medical"
QUESTIONNAIRE = Library.load().questionnaires["alliance-health-2"]
REVERSED = {statement.id for statement in QUESTIONNAIRE.statements() if statement.reversed}
_FEWEST = 10
"""People of a side from whom on two groups are both large enough to be kept."""


def named(random: np.random.Generator, many: int, *, sizes: tuple[int, int]) -> Shares:
    """How often page one names each truth, before (by its headline) and now (by its messages); and all it says.

    Last: the share of all messages that are about anything planted; and in how many briefings one that is told as
    certain or very likely is about nothing planted. Of a handful of people no group is kept: then none can be named.
    """
    happened, of = np.zeros(2 * len(TRUTHS) + 2), np.full(2 * len(TRUTHS) + 2, float(many))
    of[-2] = 0
    for _ in range(many):
        report = briefing(int(random.integers(2**31)), sizes)
        told = messages(report, MessageRules.load())
        happened[: 2 * len(TRUTHS) : 2] += [truth in before(report) for truth in TRUTHS]
        happened[1 : 2 * len(TRUTHS) : 2] += [truth in now(told) for truth in TRUTHS]
        happened[-2:] += sum(bool(truths(each)) for each in told), any(claims_falsely(each) for each in told)
        of[-2] += len(told)
    return happened.tolist(), of.tolist()


def before(report: Report) -> set[str]:
    """What page one said without messages: the headline, the shared concerns beside it, the groups below it."""
    first = headline_sentences(report, Wording(report))[0]
    concerns = {each.subject for each in report.findings if each.kind == "shared_concern"}
    groups = [each.subject for each in report.findings if each.kind == "group_difference" and each.group == _LOWER]
    scales = {each.id: each.scale for each in report.statements}
    found = {
        "gap": GAP in (first.subject, scales.get(first.subject)) and first.key != "headline.none_clear",
        "weakness": LOW in concerns,
        "function": any(scales[subject] == SPLIT for subject in groups),
    }
    return {truth for truth, named in found.items() if named}


def now(told: tuple[Message, ...]) -> set[str]:
    return set().union(*map(truths, told))


def truths(message: Message) -> set[str]:
    """Which of the planted truths a message says."""
    found = set()
    for point in message.points:
        low = point.occasion in ("shared_concern", "said_low")
        if point.theme == GAP and point.kind == "difference" and point.company == "b":
            found.add("gap")
        if point.theme == LOW and low:
            found.add("weakness")
        if point.theme == f"group:{SPLIT}" and point.counted and is_lower(point.counted, _LOWER):
            found.add("function")
        if point.occasion in ("contested", "said_contested") and point.subject in CONTESTED:
            found.add("owners")
    return found


def is_lower(counted: Counted, group: str) -> bool:
    """Whether a group's people are told to be unfavourable more often than everybody else, or favourable less often."""
    count, of = counted.elsewhere
    more = all(one.share > count / of for one in counted.people)
    fewer = all(one.share < count / of for one in counted.people)
    unfavourable = (counted.what == "disagree") != (counted.subject in REVERSED)
    return counted.group == group and (more if unfavourable else fewer)


def claims_falsely(message: Message) -> bool:
    """Whether it tells as certain or very likely what was not planted; that Medical is low makes the scale low, too."""
    sure = message.point.certainty in ("certain", "likely")
    excused = message.point.scale == SPLIT.partition("@")[0] and message.point.kind != "function"
    return sure and not truths(message) and not excused


def briefing(seed: int, sizes: tuple[int, int], questionnaire: Questionnaire = QUESTIONNAIRE) -> Report:
    """Everybody on the roster answers; half of each company are of each function, where so many are there."""
    forms, people, groups = forms_of(questionnaire, seed, sizes)
    answers = [questionnaire.validate(form, person.side) for form, person in zip(forms, people, strict=True)]
    return analyse(
        tabulate(questionnaire, list(zip(answers, groups, strict=True))),
        [],
        questionnaire,
        Release(attribute="function") if any(groups) else Release(),
        alliance=Alliance("Orvelane", BySide("Novara", "Helix")),
        wave=Wave("baseline", None),
        invited=BySide(*sizes),
        simulated=True,
    )


def forms_of(
    questionnaire: Questionnaire, seed: int, sizes: tuple[int, int]
) -> tuple[list[Form], list[Respondent], list[str | None]]:
    """What everybody answered, who they are, and their functions. Medical is lower on one scale in both companies."""
    people = [Respondent("a")] * sizes[0] + [Respondent("b")] * sizes[1]
    kept = min(sizes) >= _FEWEST
    groups = [_GROUPS[n % 2] if kept else None for n in range(len(people))]
    usual = simulate(questionnaire, people, _plan(questionnaire), seed)
    lower = simulate(questionnaire, people, _plan(questionnaire, lower=SPLIT), seed)
    fields = [field for field in usual[0] | lower[0] if field.startswith(SPLIT.partition("@")[0])]
    for own, instead, group in zip(usual, lower, groups, strict=True):
        if group == _LOWER:
            own |= {field: instead[field] for field in fields if field in instead}
    return usual, people, groups


def _plan(questionnaire: Questionnaire, lower: str = "") -> Plan:
    means = {}
    for statement in questionnaire.statements():
        below = {GAP: (_USUAL, _BELOW), LOW: (_BELOW, _BELOW), lower: (_BELOW, _BELOW)}
        a, b = (
            1 + (mean - 1) * (statement.points - 1) / 4 for mean in below.get(statement.scale or "", (_USUAL, _USUAL))
        )
        means[statement.id] = (6 - a, 6 - b) if statement.reversed else (a, b)
    return Plan(
        means=means,
        owners={f"{activity}:now": ("a", "b") for activity in CONTESTED},
        topics={"a": ("decisions",), "b": ("decisions",)},
    )
