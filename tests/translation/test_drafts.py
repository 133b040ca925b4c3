"""Which languages are drafts: of waves, of briefings, of questionnaires that consultants made; and who is told."""

from pathlib import Path

import msgspec
import pytest

from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.library import Library
from diagnostic.translation.drafts import Drafts

SIGNED = '[translation]\nstatus = "signed"\nsigned = [{ name = "J. Weber", on = 2026-12-01, role = "reviewer" }]\n'
PARTS = {
    "frame": "questionnaires/frame",
    "side_effects": "questionnaires/side_effects",
    "alliance-health": "questionnaires/alliance-health",
    "words": "reports/words",
    "messages": "reports/messages",
    "playbook": "reports/playbook",
}


def signing(folder: Path, *parts: str) -> Path:
    """A content folder of one's own that signs German parts of the product's and says nothing else."""
    for part in parts:
        (folder / PARTS[part]).mkdir(parents=True)
        product = Path(__file__).parents[2] / PARTS[part] / "de.toml"
        # Lists of words are whole files; all else says what differs.
        text = product.read_text(encoding="utf-8").partition("[translation]")[0] if part == "side_effects" else ""
        (folder / PARTS[part] / "de.toml").write_text(text + SIGNED, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


@pytest.fixture(scope="module")
def health(library: Library) -> Questionnaire:
    return library.questionnaires["alliance-health"]


def drafts(library: Library, content: Path | None = None) -> Drafts:
    return Drafts.load(content, library.questionnaires)


def test_what_nobody_has_signed_is_a_draft_and_english_never_is(library: Library, health: Questionnaire) -> None:
    found = drafts(library)
    for languages in (found.of(health), found.in_wave(health), found.in_briefing(health)):
        assert languages >= {"de"}
        assert "en" not in languages


def test_a_firm_signs_for_itself_part_by_part(library: Library, health: Questionnaire, tmp_path: Path) -> None:
    asked = signing(tmp_path / "asked", "frame", "side_effects", "alliance-health")
    found = drafts(Library.load(asked), asked)
    assert "de" not in found.in_wave(health)
    assert "de" in found.in_briefing(health)
    told = signing(tmp_path / "told", "words", "messages", "playbook", "alliance-health")
    found = drafts(Library.load(told), told)
    assert "de" in found.in_wave(health)
    assert "de" not in found.in_briefing(health)


def test_a_pulse_is_a_draft_where_what_it_takes_over_is(library: Library, tmp_path: Path) -> None:
    pulse = library.questionnaires["alliance-pulse"]
    assert "de" in drafts(library, signing(tmp_path, "alliance-health")).of(pulse), "its own words are one"


def test_of_ones_own_questionnaire_a_language_is_a_draft_until_somebody_worded_it(
    library: Library, health: Questionnaire
) -> None:
    own = msgspec.structs.replace(health, id="ours-1f2e")
    assert drafts(library).of(own) >= {"de"}
    key = next(key for key in own.texts["de"] if key.startswith("items."))
    worded = {**own.texts, "de": {**own.texts["de"], key: "In unseren eigenen Worten."}}
    assert "de" not in drafts(library).of(msgspec.structs.replace(own, texts=worded))


def test_a_language_of_a_country_is_what_its_language_is_where_it_does_not_say(
    library: Library, health: Questionnaire, tmp_path: Path
) -> None:
    swiss = msgspec.structs.replace(health, texts={"de-CH": health.texts["de"]})
    assert drafts(library).in_wave(swiss) == {"de-CH"}
    signed = signing(tmp_path, "frame", "side_effects", "alliance-health")
    assert drafts(library, signed).in_wave(swiss) == frozenset()
    (signed / PARTS["frame"] / "de-CH.toml").write_text('[translation]\nstatus = "draft"\n', encoding="utf-8")
    assert drafts(library, signed).in_wave(swiss) == {"de-CH"}
