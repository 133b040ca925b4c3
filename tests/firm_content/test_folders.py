"""Whose content counts: the product's, over it the deployment's, over that the firm's."""

from pathlib import Path

import msgspec
import pytest

from diagnostic.briefing.brand import Brand
from diagnostic.briefing.playbook import Playbook
from diagnostic.content import content_files, content_folder
from diagnostic.errors import InvalidContent
from diagnostic.firm_content.folders import FirmContent, files_of
from diagnostic.firm_content.logo import drawn_anew
from diagnostic.firm_content.rules import NewRule, own_rules, with_rule, without_rule
from diagnostic.storage.models import Consultant, Firm
from diagnostic.survey.firms import changing
from tests.firm_content.pictures import logo, saved

LOGO = drawn_anew(saved(logo()))
RULE = NewRule(
    name="our-own",
    finding="gap",
    tool="coaching",
    question={"en": "Why “{subject}”, {a}?", "de": ""},
    probes={"en": ['Who "says" so?', "Since when?"]},
    interview={"en": ["What helps?"], "de": ["Was hilft?"]},
)


@pytest.fixture
def deployment(tmp_path: Path) -> Path:
    """A folder with a brand, a logo, a wording and a playbook of its own."""
    reports = tmp_path / "deployment" / "reports"
    (reports / "words").mkdir(parents=True)
    (reports / "brand.toml").write_text(
        'name = "The host"\ncontact = "host@example.org"\nlogo = "logo.png"\n[colours]\naccent = "#102030"\n'
    )
    (reports / "logo.png").write_bytes(drawn_anew(saved(logo("black"))))
    (reports / "words" / "en.toml").write_text('[title]\nbaseline = "Hosted"\n')
    (reports / "playbook.toml").write_text(shipped_playbook().replace('name = "hidden-strength"', 'name = "hosted"'))
    return tmp_path / "deployment"


def shipped_playbook() -> str:
    return (content_folder() / "reports" / "playbook.toml").read_text(encoding="utf-8")


async def test_a_firms_parts_count_before_the_deployments_and_these_before_the_products(
    alice: Consultant, mallory: Consultant, deployment: Path
) -> None:
    async with changing(alice, "tried") as firm:
        firm.name, firm.accent, firm.wash, firm.playbook = (
            "Arden",
            "#7a1f3d",
            "#f7e6ec",
            with_rule(shipped_playbook(), RULE),
        )
    with FirmContent(deployment) as firms:
        own, hosted = await firms.of(alice.id), await firms.of(mallory.id)
        assert hosted == (deployment, ""), "who has nothing has the deployment's"
        mine = Brand.load(own.folder)
        assert (mine.name, mine.colours.accent, mine.colours.wash) == ("Arden", "#7a1f3d", "#f7e6ec")
        assert Playbook.load(own.folder).rules[0].name == "our-own"
        assert "hosted" in {rule.name for rule in Playbook.load(deployment).rules}
        # What the firm has not is the deployment's, and what that has not the product's.
        files = content_files(own.folder, "reports")
        assert files["words/en.toml"].read_text() == '[title]\nbaseline = "Hosted"\n'
        assert files["messages.toml"].parent == content_folder() / "reports"


async def test_a_firms_playbook_has_no_translation_of_other_words(alice: Consultant, deployment: Path) -> None:
    side = deployment / "reports" / "playbook" / "nl.toml"
    side.parent.mkdir()
    side.write_text('[tools.coaching]\npurpose = "Ons eigen doel."\n', encoding="utf-8")
    assert Playbook.load(deployment).tools["coaching"].purpose["nl"] == "Ons eigen doel."
    async with changing(alice, "tried") as firm:
        firm.playbook = shipped_playbook()
    with FirmContent(deployment) as firms:
        assert "nl" not in Playbook.load((await firms.of(alice.id)).folder).tools["coaching"].purpose


def test_a_language_that_was_added_since_makes_no_rule_of_a_firms_another_one() -> None:
    older, newer = Playbook.read(shipped_playbook()), Playbook.load()
    assert set(newer.rules[0].question) > set(older.rules[0].question)
    assert own_rules(older, newer) == []


async def test_a_firms_name_never_stands_beside_somebody_elses_logo_or_telephone(
    alice: Consultant, deployment: Path
) -> None:
    async with changing(alice, "tried") as firm:
        firm.name = "Arden"
    with FirmContent(deployment) as firms:
        folder = (await firms.of(alice.id)).folder
        brand = Brand.load(folder)
        assert (brand.name, brand.contact, brand.picture(folder)) == ("Arden", "", None)
        assert brand.colours.accent == "#102030", "it has no colours of its own"
        async with changing(alice, "tried") as firm:
            firm.name, firm.accent, firm.wash = "", "#7a1f3d", "#f7e6ec"
        folder = (await firms.of(alice.id)).folder
        brand = Brand.load(folder)
        assert (brand.name, brand.contact) == ("The host", "host@example.org")
        assert brand.picture(folder) == (deployment / "reports" / "logo.png").read_bytes()


async def test_a_folder_says_by_its_name_what_is_in_it_and_is_gone_afterwards(alice: Consultant) -> None:
    with FirmContent(None) as firms, FirmContent(None) as elsewhere:
        assert await firms.of(alice.id) == (None, "")
        async with changing(alice, "tried") as firm:
            firm.logo = LOGO
        first = await firms.of(alice.id)
        assert first.folder is not None
        assert first == await firms.of(alice.id)
        assert first.digest == (await elsewhere.of(alice.id)).digest, "on every server the same"
        async with changing(alice, "tried") as firm:
            firm.contact = "+44 1"
        second = await firms.of(alice.id)
        assert second.digest != first.digest
        assert Brand.load(first.folder).contact == "", "whoever is at it still has what it began with"
        assert Brand.load(second.folder).picture(second.folder) == LOGO
    assert not first.folder.exists()


def test_names_that_toml_would_take_for_its_own_come_through(tmp_path: Path) -> None:
    for name in ('"]\n[colours]\naccent = "#000000"', "a\\b", "'''", "Ä“€”", "\x7f#"):
        (tmp_path / "reports").mkdir(exist_ok=True)
        (tmp_path / "reports" / "brand.toml").write_bytes(files_of(Firm(name=name), None)["brand.toml"])
        assert Brand.load(tmp_path).name == name


def test_a_rule_that_is_added_fires_first_and_leaves_every_other_line_as_it_was() -> None:
    before = shipped_playbook()
    text = with_rule(before, RULE)
    added, *others = Playbook.read(text).rules
    assert tuple(others) == Playbook.read(before).rules
    assert (added.finding, added.question, added.probes["en"]) == (
        ("gap",), {"en": "Why “{subject}”, {a}?"}, ("Who \"says\" so?", "Since when?"),
    )  # fmt: skip
    assert [*added.probes] == ["en"], "what is empty is said in English"
    assert own_rules(Playbook.read(text), Playbook.read(before)) == [added]
    lines = iter(text.splitlines())
    assert all(line in lines for line in before.splitlines()), "comments, too, and in their order"
    assert without_rule(text, "our-own") == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "hidden-strength"}, "another rule is called 'hidden-strength' already"),
        ({"name": " "}, "is no name"),
        ({"tool": "none"}, "there is no tool 'none'"),
        ({"finding": "none"}, "Invalid enum value 'none'"),
        ({"question": {"de": "Nur deutsch?"}}, "there is no English text"),
        ({"probes": {"en": ["{a.__class__}"]}}, "nothing fills {a.__class__}"),
        ({"probes": {"en": ["{a:>999999999999}"]}}, "a placeholder is a name in curly brackets and nothing else"),
        ({"probes": {"en": ["{a!r}"]}}, "a placeholder is a name in curly brackets and nothing else"),
        ({"probes": {"en": ["{"]}}, "cannot be filled in"),
        ({"probes": {"en": ["\x01"]}}, "a character in it that cannot be printed, U+0001"),
    ],
)  # fmt: skip
def test_a_rule_with_a_fault_is_refused_with_the_reason(change: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidContent) as told:
        with_rule(shipped_playbook(), msgspec.structs.replace(RULE, **change))
    assert says in str(told.value)
