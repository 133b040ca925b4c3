"""What holds of page one whatever was found: walked over Reports of every kind, in every language."""

import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from diagnostic.analysis import BySide, Comment, Report, Statement, Theme
from diagnostic.briefing.document.blocks import List, Part, Sentence, Text, need, pick, pick_all
from diagnostic.briefing.document.messages import told_of
from diagnostic.briefing.messages import Message, MessageRules, messages
from diagnostic.briefing.owners import SETTLED
from diagnostic.briefing.playbook import MOST_TOOLS, Playbook
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import SIDES, Side
from tests.briefing.conftest import topic, typical_report
from tests.briefing.reading_pdf import line, texts
from tests.briefing.simulated import simulated
from tests.briefing.test_letter import LONG, unbroken
from tests.briefing.test_messages import parts_of, texts_of
from tests.briefing.walked import reports, told

RULES, PLAYBOOK = MessageRules.load(), Playbook.load()
LANGUAGES = ("en", "de")


def walked() -> Iterator[tuple[str, Report, tuple[Message, ...]]]:
    return ((name, report, messages(report, RULES)) for name, report in reports())


def said(name: str, language: str) -> tuple[Part, ...]:
    """The messages of one of them."""
    return pick_all(told(name, language).parts, Part, "message")


def sentences(part: Part, key: str) -> list[Sentence]:
    return [one for block in part.blocks if isinstance(block, Text) for one in block.sentences if one.key == key]


@pytest.mark.part("proofs")
def test_every_rule_tells_something_of_some_report() -> None:
    told = {message.rule.name for _, _, found in walked() for message in found}
    assert {rule.name for rule in RULES.rules} - told == set()


@pytest.mark.part("proofs")
def test_no_two_messages_of_a_page_ask_the_same() -> None:
    for name, _ in reports():
        for language in LANGUAGES:
            asked = [need(part.blocks, Text, "message.ask").text for part in said(name, language)]
            assert len(asked) == len(set(asked)), (name, asked)


@pytest.mark.part("proofs")
@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_told_with_a_message_says_how_many(language: str) -> None:
    nobody = {"en": "nobody", "de": "niemand"}[language]
    seen = set()
    for name, _ in reports():
        for part in said(name, language):
            for block in (*pick_all(part.blocks, Text, "message.more"), *pick_all(part.blocks, Text, "message.behind")):
                for one in block.sentences:
                    seen.add(one.key)
                    assert re.search(rf"\d+|{nobody}", one.text), (name, one.text)
    assert seen == {"message.joined", "message.also", "message.picked", "message.written"}


@pytest.mark.part("proofs")
def test_no_more_than_three_sentences_are_said_with_a_message_and_the_rest_stands_behind() -> None:
    """Six in a row is nothing that anybody reads out."""
    rest = 0
    for name, _ in reports():
        for part in said(name, "en"):
            more, others = (pick_all(part.blocks, Text, f"message.{key}") for key in ("more", "behind"))
            aloud = [len(block.sentences) for block in more]
            assert all(many <= 3 for many in aloud), name
            assert not others or aloud == [3], name
            rest += len(others)
    assert rest, "none of these has more than three"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("names", [("Novara", "Helix"), LONG], ids=["short", "long"])
@pytest.mark.parametrize("people", [5, *(pytest.param(people, marks=pytest.mark.part("proofs")) for people in (8, 25))])
def test_what_is_to_be_said_aloud_stands_whole_on_page_one(people: int, names: tuple[str, str], language: str) -> None:
    report = simulated(people, *names)
    first = unbroken(texts(RENDERERS["pdf"](report, language))[0])
    aloud = [need(part.blocks, Text, "message.say").text for part in parts_of(report, language)]
    assert aloud
    assert [text for text in aloud if unbroken(line(text)) not in first] == []


@pytest.mark.part("proofs")
def test_what_might_be_otherwise_is_told_as_what_people_said() -> None:
    """An owner is shown to be contested only where four of five sets of answers drawn anew say the same."""
    seen = set()
    for name, report, found in walked():
        holds = {f"{one.activity}:{one.question}": one.holds for one in report.responsibilities}
        for point in (point for message in found for point in message.points if point.kind == "owner"):
            share = holds[f"{point.subject}:{point.asked}"]
            seen.add(point.certainty)
            assert isinstance(share, float)
            assert point.certainty == "answered" or share >= SETTLED, name
    assert seen == {"certain", "answered"}


@pytest.mark.part("proofs")
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_to_be_perhaps_so(language: str) -> None:
    for name, _ in reports():
        for part in said(name, language):
            assert not re.search(r"(?i)\b(perhaps|vielleicht)\b", " ".join(texts_of(part))), name


LEVELS = {
    "en": {r"same weak spot|rate .* low\.": "low", "few answers are favourable": "few", "same strength": "high"},
    "de": {
        "dieselbe Schwachstelle|bewerten .* niedrig": "low",
        "nur wenige Antworten günstig": "few",
        "dieselbe Stärke": "high",
    },
}
LIMITS = {"low": (0.0, 0.5), "few": (0.0, 0.3), "high": (0.5, 1.0)}
"""How many of each company's people are favourable, where that is said."""


def favourable(statement: Statement, side: Side) -> float:
    """The share of a company's people who see a statement favourably."""
    counts = statement.sides[side].counts
    assert isinstance(counts, tuple)
    half = len(counts) // 2
    return sum(counts[:half] if statement.reversed else counts[-half:]) / sum(counts)


def leveled(part: Part, message: Message) -> Iterator[tuple[str, str]]:
    """What is said of a message's things, each with the statement that is counted for it."""
    say = need(part.blocks, Text, "message.say").sentences[0].text
    counted = (message.point.counted, *(rider.counted for rider in message.also))
    yield from ((say, one.subject) for one in counted if one)
    joined = zip(sentences(part, "message.joined"), message.joined, strict=True)
    yield from ((one.text, rider.counted.subject) for one, rider in joined)


@pytest.mark.part("proofs")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_for_a_level_is_carried_by_how_many_are_favourable_at_each_company(language: str) -> None:
    seen = set()
    for name, report, found in walked():
        statements = {one.id: one for one in report.statements}
        for part, message in zip(said(name, language), found, strict=True):
            for text, subject in leveled(part, message):
                for level in (level for words, level in LEVELS[language].items() if re.search(words, text)):
                    seen.add(level)
                    least, most = LIMITS[level]
                    shares = [favourable(statements[subject], side) for side in SIDES]
                    assert least <= min(shares) <= max(shares) <= most, (name, text)
    assert seen == set(LIMITS)


def served(name: str, report: Report, language: str) -> tuple[list[str], dict[str, list[str]], str]:
    """What each message is about; the tools that were chosen, with what they serve; and what is left out."""
    abouts = [page.about for page in told_of(report, Wording(report, language)).on_page() if page.turn[0] == 0]
    plan = told(name, language).part("plan")
    assert plan is not None
    tools = [tool for stage in pick_all(plan.blocks, Part, "stage.") for tool in pick_all(stage.blocks, Part, "tool")]
    purposes = {tool.title: need(tool.blocks, Text, "tool.purpose").text for tool in tools}
    left = pick(plan.blocks, Text, "plan.left_out")
    return (
        abouts,
        {name: [a for a in abouts if a in text] for name, text in purposes.items()},
        left.text if left else "",
    )


@pytest.mark.part("proofs")
def test_the_plan_follows_the_messages() -> None:
    """Each is served by a tool that was chosen; or another stands in the last place, and the plan says what would."""
    for name, report, _ in walked():
        for language in LANGUAGES:
            abouts, tools, left = served(name, report, language)
            assert 1 <= len(tools) <= MOST_TOOLS, name
            chosen = {about for each in tools.values() for about in each}
            for about in abouts:
                assert about in chosen or (len(tools) == MOST_TOOLS and about in left), (name, about, tools)


@pytest.mark.part("proofs")
def test_the_tool_of_a_message_opens_with_it() -> None:
    for name, _, found in walked():
        plan = told(name, "en").part("plan")
        assert plan is not None
        because = [pick(tool.blocks, List, "tool.because") for tool in pick_all(plan.blocks, Part, "tool")]
        openings = {each.items[0].sentences[0].subject for each in because if each}
        for point in (message.point for message in found[:1]):
            assert {point.subject, f"{point.subject}:{point.asked}"} & openings, name


def test_what_was_told_as_said_is_no_claim_in_the_plan() -> None:
    rules = {rule.name: rule for rule in PLAYBOOK.rules}
    for occasion in ("said_low", "said_apart", "said_contested", "said_orphaned", "likely_gap"):
        for scale in ("trust", "communication", "role_clarity", "decisions", "joint_value", "other"):
            rule = PLAYBOOK.rule_for(occasion, scale=scale, asked="now")
            assert rule is not None
            assert not re.search(r"see this differently|Both companies rate|point to", rules[rule.name].question["en"])


EARLY = Theme(name="Told too late", text="Both hear of it when it is done.", n=3, sides=BySide(1, 2))


def wrote(*themes: tuple[str, ...], question: str = "more.trust") -> Report:
    comments = tuple(Comment(question=question, side="a", text=f"{n}", themes=each) for n, each in enumerate(themes))
    report = typical_report(comments=comments, themes=(EARLY, replace(EARLY, name="Who decides")))
    texts = report.texts["en"] | {f"question:{question}": "Trust"}
    return replace(report, texts={"en": texts, "de": texts})


def written(report: Report, language: str = "en") -> list[str]:
    return [one.text for part in parts_of(report, language) for one in sentences(part, "message.written")]


def test_a_theme_of_comments_on_the_same_topic_joins_a_message_and_none_elsewhere() -> None:
    early = ("Told too late",)
    report = wrote(early, early, (), ("Who decides",))
    assert written(report) == ["2 of 4 comments on it are about “Told too late”."]
    assert written(report, "de") == ["Von 4 Kommentaren dazu handeln 2 von „Told too late“."]
    for other in (
        wrote(early, early, question="more.value"),  # no message is about that
        wrote(early, early, question="would_help"),  # nor is it known what this is about
        wrote(early, ()),  # one comment is no theme
        wrote(early, early, ("Who decides",), ("Who decides",)),  # of two with as many none is the one
    ):
        assert written(other) == []


def picks(*topics: tuple[str, float, float]) -> list[str]:
    report = typical_report()
    asked = replace(report.priorities[0], topics=tuple(topic(*each) for each in topics))
    texts = report.texts["en"] | {f"topic:{name}": name for name, *_ in topics}
    report = replace(report, priorities=(asked,), texts={"en": texts})
    return [one.text for part in parts_of(report) for one in sentences(part, "message.picked")]


def test_a_topic_that_is_one_of_several_is_named_as_one_of_several() -> None:
    one = "12 of 20 at Helix picked “trust” for the workshop, 4 of 20 at Novara."
    among = one.replace("“trust”", "“trust” (among others)")
    assert picks(("trust", 0.2, 0.6), ("roles", 0.1, 0.5)) == [one]
    assert picks(("trust", 0.2, 0.6), ("roles", 0.1, 0.6)) == [among]
    assert picks(("trust", 0.2, 0.6), ("roles", 0.6, 0.2)) == [among]
