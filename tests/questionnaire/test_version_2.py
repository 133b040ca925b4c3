"""Version 2 of the instruments: the rules of survey methodology that it was made by, and what it shares with 1.0."""

import re
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from diagnostic.content import content_folder
from diagnostic.questionnaire import CANT_SAY, Answers, Choice, Number, Questionnaire, Rating, load
from diagnostic.questionnaire.identity import told_apart
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.model import ORDERS
from diagnostic.questionnaire.words import CANT_SAY_NUMBER
from diagnostic.reading.instruments.supplied import SuppliedWords

ROOT = Path(__file__).parents[2]
FOLDER = content_folder() / "questionnaires"
BEFORE = load(FOLDER / "alliance-health")
HEALTH = load(FOLDER / "alliance-health-2")
PULSE = load(FOLDER / "alliance-pulse-2")
LANGUAGES = pytest.mark.parametrize("language", HEALTH.languages)


def fields(questionnaire: Questionnaire) -> list[Rating]:
    """The item of every rating that is asked for, once for each way in which it is asked."""
    return [item for item in questionnaire.fields().values() if isinstance(item, Rating)]


def test_about_a_third_of_the_ratings_is_keyed_the_other_way() -> None:
    """In 1.0 it is 2 of 37."""
    turned = Counter(item.reversed for item in fields(HEALTH))
    assert (turned[True], turned.total()) == (17, 49)
    before = Counter(item.reversed for item in fields(BEFORE))
    assert (before[True], before.total()) == (2, 37)


def test_every_scale_has_one_that_is_keyed_the_other_way() -> None:
    assert {item.scale for item in HEALTH.ratings() if item.reversed} == {scale.id for scale in HEALTH.scales}


def test_every_scale_has_three_statements_or_more_about_each_target() -> None:
    counted = Counter(statement.scale for statement in HEALTH.statements() if statement.scale)
    assert min(counted.values()) >= 3, counted


def test_agreement_is_asked_of_views_alone() -> None:
    """What happened is in the past tense and answered by how often it did; a view is of today."""
    past = re.compile(r"\b(was|were|had|could|\w+ed|kept|met|put|told|led|won|stood|came|went|gave|made|heard|did)\b")
    for item in HEALTH.ratings():
        said = HEALTH.texts["en"][f"items.{item.id}.{item.asked[0]}"]
        if item.labels == "frequency":
            assert past.search(said), said
        else:
            assert re.match(
                r"It is clear|The two companies disagree|So far|Credit|What one|Working together costs|This alliance"
                r"|In 12 months|It would be better|When will",
                said,
            ), said


def test_it_begins_with_work_and_comes_to_trust_when_people_are_at_home_in_it() -> None:
    for order in range(ORDERS):
        read = [section.id for section in HEALTH.as_read(order).sections]
        assert read[0] == "working_together"
        assert read.index("trust") >= 2
        assert read[-2:] == ["priorities", "comments"]
    (first,) = {item.asked for item in HEALTH.ratings() if item.section == "working_together"}
    assert first == ("alliance",)


def test_sections_and_companies_are_read_in_either_order_and_answered_alike() -> None:
    orders = [HEALTH.as_read(order) for order in range(ORDERS)]
    assert len({(one.sections, one.items) for one in orders}) == ORDERS
    turning = [section.id for section in HEALTH.sections if section.rotates]
    read = [[section.id for section in one.sections if section.id in turning] for one in orders]
    assert read == [turning, turning, turning[::-1], turning[::-1]]
    topics = [next(item for item in one.items if isinstance(item, Choice)).shown for one in orders]
    assert topics[2] == topics[3] == (*topics[0][-3::-1], "other", "none")
    form = {"trust.bad_news:we": ["4"], "trust.bad_news:they": ["-"], "effort_share": ["60"]}
    answers = Answers("b", {"trust.bad_news@b": 4, "trust.bad_news@a": CANT_SAY, "effort_share": 60.0})
    for one in orders:
        assert one.fields().keys() == HEALTH.fields().keys()
        assert one.validate(form, "b") == answers


def test_version_1_is_read_as_it_always_was() -> None:
    assert all(BEFORE.as_read(order) == BEFORE for order in range(ORDERS))


@LANGUAGES
def test_a_list_of_labels_has_as_many_points_in_every_language(language: str) -> None:
    for item in HEALTH.ratings():
        labels = HEALTH.labels(language, item)
        assert len(set(labels)) == item.points
        assert all(labels)


@LANGUAGES
def test_agreement_is_what_translators_are_told_in_instruments_from_elsewhere_too(language: str) -> None:
    item = next(item for item in HEALTH.ratings() if item.labels == "agreement")
    labels = HEALTH.labels(language, item)
    assert f"| {' | '.join(labels)} |" in (ROOT / "docs/translating.md").read_text(encoding="utf-8")
    assert SuppliedWords.load(FOLDER / "imported").of(language).agreement == labels


def test_numbers_have_cant_say_which_is_no_number() -> None:
    numbers = [item for item in HEALTH.items if isinstance(item, Number)]
    assert numbers
    assert all(item.cant_say for item in numbers)
    taken = HEALTH.validate({"effort_share": ["-"], "return_share": ["40", "-"], "sales_plan": ["", "-"]}, "a")
    assert taken.values == {"effort_share": CANT_SAY_NUMBER, "return_share": 40.0, "sales_plan": CANT_SAY_NUMBER}
    below = replace(numbers[0], minimum=-10)
    assert below.problems() == ["can be below 0, so nobody can say “can’t say”; begin at 0, or leave cant_say out"]


def test_topics_have_something_else_and_none_of_these_which_is_no_topic() -> None:
    (topics,) = (item for item in HEALTH.items if isinstance(item, Choice))
    assert topics.shown == (*topics.options, "other", "none")
    assert "none" not in topics.offered
    assert topics.accept("", ["none"], "a") == ("none",)
    assert topics.accept("", ["none", "trust"], "a") == ("trust",), "a topic says more"
    assert {scale.id for scale in HEALTH.scales} <= set(topics.options)


def test_a_short_baseline_asks_the_core_alone() -> None:
    core = HEALTH.core()
    assert [section.id for section in core.sections] == [
        "working_together", "communication", "roles", "trust", "decisions", "future", "priorities", "comments",
    ]  # fmt: skip
    assert [scale.id for scale in core.scales] == [
        "trust", "communication", "role_clarity", "decisions", "collaboration", "commitment",
    ]  # fmt: skip
    assert not BEFORE.modules()


def test_what_it_shares_with_version_1_is_worded_alike_in_english() -> None:
    """The five statements by which a trend of English answers goes on; whatever else is asked has another id."""
    shared = {item.id for item in HEALTH.ratings()} & {item.id for item in BEFORE.ratings()}
    assert shared == {
        "role_clarity.handoffs",
        "role_clarity.decision_rights",
        "joint_value.credit",
        "commitment.again",
        "commitment.outlook",
    }
    mapping = (ROOT / "docs/version-2.md").read_text(encoding="utf-8")
    for name in shared:
        assert f"`{name}`" in mapping
        key = f"items.{name}.alliance"
        assert HEALTH.texts["en"][key] == BEFORE.texts["en"][key]
    labels = [f"labels.agreement.{point}" for point in range(1, 6)]
    assert [HEALTH.texts["en"][key] for key in labels] == [BEFORE.texts["en"][key] for key in labels]
    assert [HEALTH.texts["de"][key] for key in labels] != [BEFORE.texts["de"][key] for key in labels]


def test_the_newer_version_is_offered_first_and_each_has_its_own_pulse() -> None:
    library = Library.load()
    assert list(library.questionnaires) == [
        "alliance-health-2",
        "alliance-pulse-2",
        "alliance-health",
        "alliance-pulse",
    ]
    for baseline, pulse in (("alliance-health", "alliance-pulse"), ("alliance-health-2", "alliance-pulse-2")):
        asked = library.pulse_of(library.named(baseline))
        assert asked is not None
        assert asked.id == pulse
        assert set(library.asked_again(library.named(baseline))) == {each.id for each in asked.statements()}
    assert library.pulse_of(None) == library.named("alliance-pulse-2")


@pytest.mark.parametrize("name", ["alliance-health", "alliance-health-2"])
def test_a_copy_of_either_version_keeps_its_ids(name: str) -> None:
    """Though both have statements of one id whose labels differ in German."""
    library = Library.load()
    copy = replace(library.named(name), id="own", version="1")
    same, renamed = told_apart(copy, [*library.questionnaires.values()])
    assert (same, renamed) == (copy, {})
    texts = {**copy.texts["en"], "items.commitment.again.alliance": "We would do it again."}
    _, renamed = told_apart(replace(copy, texts={**copy.texts, "en": texts}), [*library.questionnaires.values()])
    assert list(renamed.values()) == ["commitment.again"]
