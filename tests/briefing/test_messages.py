"""Messages: three at most, each held to raw answers that are counted anew, and each planted truth found."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from diagnostic.analysis import BySide, Finding, Report
from diagnostic.analysis.report import LevelVerdict, MovedKind, SideVerdict
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Part, Text, need, pick_all
from diagnostic.briefing.document.counted import Sayer
from diagnostic.briefing.editions import edition
from diagnostic.briefing.messages import Counted, Message, MessageRules, People, messages
from diagnostic.briefing.messages.counted import apart, camps_of, together
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from diagnostic.content import content_folder
from diagnostic.demo.planted import Plan
from diagnostic.demo.simulation import Form
from diagnostic.errors import InvalidContent
from diagnostic.questionnaire import Rating
from diagnostic.questionnaire.words import SIDES, Side
from tests.briefing.conftest import PROTECTED, answers, statement, typical_report
from tests.briefing.said import said
from tests.briefing.simulated import simulated
from tests.briefing.test_moved import judged, pulse, quiet
from tests.briefing.walked import with_theme
from tests.simulation import messages as planted

__all__ = ["pulse"]
SIZES = ((5, 5), (8, 7), (12, 12), (25, 22))
RULES = MessageRules.load()
QUESTIONNAIRE = planted.QUESTIONNAIRE


def parts_of(report: Report, language: str = "en") -> tuple[Part, ...]:
    return pick_all(document(report, Wording(report, language)).parts, Part, "message")


def counts_of(message: Message) -> tuple[Counted, ...]:
    """Everything counted in it, in the order it is said."""
    own = (message.point.counted, *(rider.counted for rider in (*message.joined, *message.also)))
    return (*(one for one in own if one), *message.topics)


def texts_of(part: Part) -> list[str]:
    return [sentence.text for block in part.blocks if isinstance(block, Text) for sentence in block.sentences]


def subjects_of(part: Part) -> list[str]:
    return [sentence.subject for block in part.blocks if isinstance(block, Text) for sentence in block.sentences]


def answered(form: Form, side: Side, what: str, subject: str) -> bool | None:
    """Whether somebody's raw form says what is counted; None where it says nothing of it at all."""
    if what == "pick":
        return subject in form["workshop_topics"] if "workshop_topics" in form else None
    if what in ("own", "not_own"):
        raw = form.get(f"responsibilities.{subject}:now")
        return None if raw is None else raw[0] in (("us",) if what == "own" else ("them", "nobody"))
    for field, item in QUESTIONNAIRE.fields().items():
        key = item.key(field, side)
        if isinstance(item, Rating) and key == (subject if what != "expect" else f"{subject}:predicted"):
            raw = form.get(field)
            if not raw or raw[0] == "-":
                return None
            half = item.points // 2
            return int(raw[0]) <= half if what == "disagree" else int(raw[0]) > item.points - half
    raise AssertionError((what, subject))


@pytest.mark.parametrize("sizes", SIZES)
def test_every_count_is_that_of_the_raw_answers(sizes: tuple[int, int]) -> None:
    for seed in (2, 3):
        forms, people, groups = planted.forms_of(QUESTIONNAIRE, seed, sizes)
        told = messages(planted.briefing(seed, sizes), RULES)
        assert told
        for message in told:
            assert message.point.counted, "of one wave every message counts people"
            for counted in counts_of(message):
                if counted.what == "shares":
                    continue
                for one in counted.people:
                    what = counted.what
                    if what == "expect" and one is counted.people[1]:
                        what = "agree"
                    said = [
                        answered(form, person.side, what, counted.subject)
                        for form, person, group in zip(forms, people, groups, strict=True)
                        if person.side == one.side and counted.group in ("", group)
                    ]
                    assert one.of == sum(each is not None for each in said)
                    assert one.count == sum(each is True for each in said)
                if counted.group:
                    rest = [
                        answered(form, person.side, counted.what, counted.subject)
                        for form, person, group in zip(forms, people, groups, strict=True)
                        if group != counted.group
                    ]
                    assert counted.elsewhere == (sum(e is True for e in rest), sum(e is not None for e in rest))


@pytest.mark.parametrize(("sizes", "truths"), [((8, 7), ("gap", "weakness")), ((25, 22), planted.TRUTHS)])
def test_page_one_names_what_was_planted(sizes: tuple[int, int], truths: tuple[str, ...]) -> None:
    """Four times in five; of 200 briefings 95 in 100 or more named each of these (docs/simulation.md)."""
    found_in = [planted.now(messages(planted.briefing(seed, sizes), RULES)) for seed in range(5)]
    for truth in truths:
        assert sum(truth in each for each in found_in) >= 4, truth


@pytest.mark.parametrize("lower", ["Medical", "Sales"])
def test_of_two_functions_the_less_favourable_one_is_named(lower: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each stands apart from the other, and the question is for the people who see a weakness."""
    monkeypatch.setattr(planted, "_LOWER", lower)
    told = [message for seed in range(4) for message in messages(planted.briefing(seed, (25, 22)), RULES)]
    named = [
        planted.is_lower(one.point.counted, lower) for one in told if one.point.kind == "function" and one.point.counted
    ]
    assert len(named) >= 3, "of four briefings"
    assert all(named)


def test_what_one_company_does_not_expect_to_hear_of_itself_is_no_part_of_what_is_said_of_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both are critical of trust in b, and a expects worse of itself than b says: a message each."""
    means = {
        one.id: 6 - mean if one.reversed else mean
        for one in QUESTIONNAIRE.statements()
        for mean in [2.3 if one.scale == "trust@b" else 3.6]
    }

    def plan(*_: object, **__: object) -> Plan:
        return Plan(means={one: (mean, mean) for one, mean in means.items()}, predicted={"trust.bad_news@a": 2.2})

    monkeypatch.setattr(planted, "_plan", plan)
    told = messages(planted.briefing(1, (25, 22)), RULES)
    first = {(message.point.kind, message.point.theme) for message in told}
    assert {("weakness", "trust@b"), ("surprise", "trust@a")} <= first


@pytest.mark.parametrize("people", [5, 8, 12, 25])
def test_both_languages_say_the_same_of_the_same(people: int) -> None:
    report = simulated(people)
    english, german = parts_of(report), parts_of(report, "de")
    assert [part.subject for part in english] == [part.subject for part in german]
    assert 1 <= len(english) <= 3
    for one, other in zip(english, german, strict=True):
        numbers = [[re.findall(r"\d+", text) for text in texts_of(each)[:-2]] for each in (one, other)]
        assert [sorted(each) for each in numbers[0]] == [sorted(each) for each in numbers[1]]
        assert subjects_of(one) == subjects_of(other)


@pytest.mark.parametrize("people", [6, 12, 25])
def test_each_has_what_to_say_to_ask_not_to_say_and_where_it_comes_from(people: int) -> None:
    report = simulated(people)
    for part, message in zip(parts_of(report), messages(report, RULES), strict=True):
        keys = [block.key for block in part.blocks if isinstance(block, Text)]
        parts = [f"message.{key}" for key in ("say", "ask", "do_not_say", "from")]
        assert [key for key in keys if key not in {"message.more", "message.behind"}] == parts
        assert message.rule.name in need(part.blocks, Text, "message.from").text
        assert part.subject == message.rule.name
        certainty = need(part.blocks, Text, "message.say").sentences[1]
        assert certainty.key == f"messages.{message.point.certainty}"


@pytest.mark.parametrize("people", [5, 8, 12, 25])
def test_each_link_leads_to_something_on_the_page(people: int) -> None:
    report = with_theme(simulated(people))
    page = RENDERERS["html"](report).decode()
    blocks = [block for part in parts_of(report) for block in pick_all(part.blocks, Text)]
    links = [one.link for block in blocks for one in block.sentences if one.key != "message.rule" and one.link]
    assert len(links) >= len(parts_of(report)), "what is said leads somewhere"
    assert [link for link in links if page.count(f'id="{link}"') != 1] == []


def test_of_so_few_people_nothing_is_told_as_shown() -> None:
    for sizes in ((5, 5), (7, 7)):
        for seed in range(3):
            told = messages(planted.briefing(seed, sizes), RULES)
            assert {each.point.certainty for each in told} <= {"answered", "strength"}
            assert all(each.rule.finding[0].startswith(("said_", "picked", "shared_strength")) for each in told)


def test_what_is_certain_stands_before_what_people_merely_said() -> None:
    order = ("certain", "likely", "answered", "strength")
    for sizes in SIZES:
        for seed in range(3):
            told = [order.index(each.point.certainty) for each in messages(planted.briefing(seed, sizes), RULES)]
            assert told == sorted(told)
            assert len(told) <= 3


def test_nothing_is_told_twice() -> None:
    for people in (5, 8, 12, 25):
        told = messages(simulated(people), RULES)
        families = [each.point.family for each in told]
        assert len(families) == len(set(families))
        topics = [topic.subject for each in told for topic in each.topics]
        assert len(topics) == len(set(topics))


def test_what_is_told_with_a_message_as_shown_is_not_told_again_as_what_people_said() -> None:
    """Of two scales that differ one is told and the other with it; neither is told again by what people said."""
    one, other = (statement(f"{name}.x", "alliance", 4.2, 2.5) for name in ("commitment", "value"))
    gaps = tuple(Finding(kind="gap", subject=each.id, side=None, rank=1, verdict="gap") for each in (one, other))
    report = typical_report(
        statements=(one, other), findings=gaps, scales=(), responsibilities=(), priorities=(), cuts=()
    )
    low = msgspec.structs.replace(RULES, rules=tuple(msgspec.structs.replace(r, at_least=0.0) for r in RULES.rules))
    (message,) = messages(report, low)
    assert [rider.point.subject for rider in message.also] == [other.id]


def test_what_both_companies_read_has_no_messages() -> None:
    report = edition(simulated(25), "participants")
    page = document(report, Wording(report))
    assert not messages(report, RULES)
    assert not pick_all(page.parts, Part, "message")


def test_what_is_withheld_is_counted_nowhere() -> None:
    report = typical_report()
    hidden = msgspec.structs.replace(
        report,
        statements=tuple(
            msgspec.structs.replace(
                s,
                sides=BySide(*(msgspec.structs.replace(s.sides[side], counts=PROTECTED) for side in SIDES)),
            )
            for s in report.statements
        ),
    )
    assert rated(report)
    assert not rated(hidden)


def rated(report: Report) -> list[Counted]:
    """What is counted from ratings; how many cannot say stands apart from them."""
    ratings = ("agree", "disagree", "expect", "divided")
    return [one for each in messages(report, RULES) for one in counts_of(each) if one.what in ratings]


def test_camps_of_five_and_seven_points_leave_out_the_middle_and_turn_reversed_statements() -> None:
    five = camps_of((6, 8, 4, 2, 1), "b")
    assert (five.disagree, five.agree, five.of) == (14, 3, 21)
    seven = camps_of((1, 2, 3, 10, 4, 5, 6), "a", is_reversed=True)
    assert (seven.disagree, seven.agree, seven.of) == (6, 15, 31)
    assert (seven.against, seven.in_favour) == (15, 6)


def test_the_camp_that_shows_the_difference_is_counted_and_who_has_more_of_it_is_named_first() -> None:
    # 5 of 25 and 14 of 21 disagree: 47 in 100 apart; 15 of 25 and 3 of 21 agree: 46.
    told = apart(statement("trust.candour", "a", 4.2, 2.5), "b")
    assert told is not None
    share, counted = told
    assert share == pytest.approx(14 / 21 - 5 / 25)
    assert counted == Counted(
        what="disagree", subject="trust.candour@a", people=(People("b", 14, 21), People("a", 5, 25))
    )
    # Whoever agrees to a reversed one is the critical one.
    turned = apart(statement("value.zero_sum", "b", 2.0, 3.1, reversed=True), "a")
    assert turned is not None
    assert turned[1].what == "disagree"
    assert turned[1].people[0] == People("b", 14, 21)


def test_a_shared_weakness_is_told_by_who_is_critical_or_by_the_few_who_are_not() -> None:
    low = BySide(answers(2.0, (8, 9, 3, 4, 1)), answers(2.1, (6, 8, 4, 2, 1)))
    told = together(statement("decisions.stick", "alliance", 2.0, 2.1, sides=low), low=True)
    assert told is not None
    assert told[1].what == "disagree"
    assert {one.count for one in told[1].people} == {17, 14}
    lukewarm = BySide(answers(2.6, (2, 6, 14, 3, 0)), answers(2.6, (2, 5, 12, 2, 0)))
    told = together(statement("decisions.stick", "alliance", 2.6, 2.6, sides=lukewarm), low=True)
    assert told is not None
    assert told[1].what == "agree"
    assert told[0] == pytest.approx(1 - 3 / 25)


COUNTS = (0, 1, 7, 22)
ENGLISH = {
    0: "nobody at Novara disagrees",
    1: "1 of 22 at Novara disagrees",
    7: "7 of 22 at Novara disagree",
    22: "all 22 at Novara disagree",
}
THEN = {0: "nobody at Helix does", 1: "1 of 22 at Helix does", 7: "7 of 22 at Helix do", 22: "all 22 at Helix do"}
GERMAN = {
    0: "Dem widerspricht bei Novara niemand",
    1: "Dem widerspricht bei Novara 1 von 22",
    7: "Dem widersprechen bei Novara 7 von 22",
    22: "Dem widersprechen bei Novara alle 22",
}
DANN = {0: "bei Helix niemand", 1: "bei Helix 1 von 22", 7: "bei Helix 7 von 22", 22: "bei Helix alle 22"}


@pytest.mark.parametrize("first", COUNTS)
@pytest.mark.parametrize("second", COUNTS)
def test_people_are_counted_in_words_that_are_right_at_nobody_one_some_and_all(first: int, second: int) -> None:
    report = simulated(12)
    counted = Counted(
        what="disagree", subject="trust.candour@a", people=(People("a", first, 22), People("b", second, 22))
    )
    said = Sayer(Wording(report)).sentence(counted)
    assert said == f"“Novara tells Helix bad news early”: {ENGLISH[first]}, {THEN[second]}."
    sagt = Sayer(Wording(report, "de")).sentence(counted)
    assert sagt == f"„Novara teilt Helix schlechte Nachrichten früh mit“: {GERMAN[first]}, {DANN[second]}."


MOVED: dict[MovedKind, tuple[str, str]] = {
    "both_rose": ("both-companies-up", "Both companies rate “Trust” (Novara) better than in"),
    "both_fell": ("both-companies-down", "Both companies rate “Trust” (Novara) worse than in"),
    "level_rose": ("level-up", "Taken together, the two companies rate “Trust” (Novara) better than in"),
    "one_side_fell": ("one-company-down", "Helix rates “Trust” (Novara) worse than in"),
}


@pytest.mark.parametrize("level", MOVED)
def test_a_pulse_says_first_which_level_moved_and_a_first_wave_of_one_nothing(level: MovedKind, pulse: Report) -> None:
    report = level_moved(pulse, level)
    rule, begins = MOVED[level]
    (message,) = messages(report, RULES)
    assert (message.rule.name, counts_of(message)) == (rule, ())
    (part,) = parts_of(report)
    assert need(part.blocks, Text, "message.say").text.startswith(begins)
    moved = document(report, Wording(report)).parts[0]
    assert [block.key for block in moved.blocks[:4]] == ["moved.headline", "moved.beside", "summary.messages", "moved"]
    assert RENDERERS["pdf"](report)


def test_what_each_company_did_is_told_though_it_is_about_the_same_scale(pulse: Report) -> None:
    """Trust in the one company and in the other are two things: that one rose does not hide that the other fell."""
    trends = {trend.scale: trend for trend in quiet(pulse.trend)}
    for scale, level in (("trust@a", "both_rose"), ("trust@b", "both_fell")):
        trends[scale] = judged(trends[scale], "cannot_tell", "cannot_tell", level)
    told = messages(msgspec.structs.replace(pulse, trend=tuple(trends.values()), findings=()), RULES)
    assert [(one.rule.name, one.point.subject) for one in told] == [
        ("both-companies-up", "trust@a"),
        ("both-companies-down", "trust@b"),
    ]


def test_that_companies_moved_opposite_ways_is_one_message_about_both(pulse: Report) -> None:
    report = level_moved(pulse, "opposite")
    (message,) = messages(report, RULES)
    assert message.rule.name == "opposite-ways"
    (part,) = parts_of(report)
    said = need(part.blocks, Text, "message.say").sentences[0].text
    assert said.endswith("Novara rates it worse, Helix better.")
    assert "no change is shown" not in said


def test_a_level_that_rose_on_both_sides_is_a_success_though_no_gap_moved(pulse: Report) -> None:
    (part,) = parts_of(level_moved(pulse, "both_rose"))
    assert (
        "a success for both, whether or not the gap between them moved" in need(part.blocks, Text, "message.say").text
    )


def level_moved(pulse: Report, level: LevelVerdict) -> Report:
    """One scale's level moved since the first wave, of one company's where of one, and nothing else did."""
    trends = quiet(pulse.trend)
    place = next(n for n, each in enumerate(trends) if each.scale == "trust@a")
    moved = judged(trends[place], "cannot_tell", "cannot_tell", level)
    assert moved.since_first
    words: tuple[SideVerdict, SideVerdict] = ("fell", "rose") if level == "opposite" else ("cannot_tell", "rose")
    sides = moved.since_first.sides
    a, b = (msgspec.structs.replace(sides[side], verdict=word) for side, word in zip(SIDES, words, strict=True))
    since_first = msgspec.structs.replace(moved.since_first, sides=BySide(a, b))
    moved = msgspec.structs.replace(moved, since_first=since_first)
    return msgspec.structs.replace(pulse, trend=(*trends[:place], moved, *trends[place + 1 :]), findings=())


@pytest.mark.parametrize("form", ["html", "md", "docx", "pptx", "pdf"])
def test_no_participants_file_and_every_consultants_file_has_them(form: str) -> None:
    report = simulated(12)
    say = need(parts_of(report)[0].blocks, Text, "message.say").text

    def told(report: Report) -> str:
        lines = " ".join(said(RENDERERS[form](report)))
        return "".join(lines.replace("\x02", "").replace("\\", "").split())

    assert "".join(say.split()) in told(report)
    assert "".join(say.split()) not in told(edition(report, "participants"))


def edited(folder: Path, change: Callable[[str], str]) -> Path:
    (folder / "reports").mkdir()
    text = (content_folder() / "reports" / "messages.toml").read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    (folder / "reports" / "messages.toml").write_text(changed, encoding="utf-8")
    return folder


FAULTS: dict[str, tuple[Callable[[str], str], str, str]] = {
    "an unknown finding": (
        lambda t: t.replace('["overclaim"]', '["overclaimed"]'),
        "Invalid enum value 'overclaimed'",
        'finding = ["overclaimed"]',
    ),
    "a name given twice": (
        lambda t: t.replace('"cannot-say"', '"divided-inside" # 2'),
        "another rule is called 'divided-inside' already",
        'name = "divided-inside" # 2',
    ),
    "no English": (
        lambda t: t.replace('say.en = "{company} is of two', 'say.fr = "{company} is of two'),
        "there is no English text",
        '[[rules]]\nname = "divided-inside"',
    ),
    "nothing fills it": (
        lambda t: t.replace("{company} is of two minds", "{who} is of two minds"),
        "nothing fills {who}",
        "{who} is of two minds",
    ),
    "a group where there is none": (
        lambda t: t.replace("{company} is of two minds", "{group} is of two minds"),
        "nothing fills {group}",
        "{group} is of two minds",
    ),
    "nobody counted": (
        lambda t: t.replace('say.en = "{company} is of two minds. {counts}"', 'say.en = "{company} is of two minds."'),
        "a message says how many say so: put {counts} into it",
        "{company} is of two minds.",
    ),
    "a question missing in one language": (
        lambda t: t.replace("ask.en = [", 'ask.de = "Warum?"\nask.en = [', 1),
        "English has another number of questions: 3",
        'ask.de = "Warum?"',
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_rules_is_told_with_its_line(fault: str, tmp_path: Path) -> None:
    change, what, at = FAULTS[fault]
    own = edited(tmp_path, change)
    text = (own / "reports" / "messages.toml").read_text(encoding="utf-8")
    with pytest.raises(InvalidContent) as raised:
        MessageRules.load(own)
    assert what in str(raised.value)
    assert text.count(at) == 1
    line = text[: text.index(at)].count("\n") + 1
    assert f"messages.toml, line {line}" in str(raised.value)


def test_a_folder_older_than_messages_has_the_products(tmp_path: Path) -> None:
    shutil.copytree(content_folder() / "reports", tmp_path / "reports")
    (tmp_path / "reports" / "messages.toml").unlink()
    assert MessageRules.load(tmp_path) == RULES


def test_every_text_is_there_in_every_language() -> None:
    for rule in RULES.rules:
        assert set(rule.say) == set(rule.ask) == set(rule.do_not_say) >= {"en", "de"}
