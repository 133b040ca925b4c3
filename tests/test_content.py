"""A deployment's own content lies over what was installed: a file of its own counts, and the rest is the product's."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from diagnostic.briefing.languages import check_words
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.content import content_file, content_files, content_folder
from diagnostic.errors import DiagnosticError
from diagnostic.questionnaire.library import SIDE_EFFECTS, Library
from diagnostic.reading.instruments.supplied import IMPORTED, SuppliedWords
from diagnostic.web.renderings import made_by
from tests.briefing.conftest import typical_report

FILES = [
    f"{folder}/{name}"
    for folder in ("questionnaires", "reports")
    for name, path in content_files(None, folder).items()
    # A font that cannot be read is as one that is not there, and then the next folder's is taken.
    if path.suffix in {".toml", ".html", ".typ", ".css", ".pptx"}
]
DAMAGED = b"\xef\xbb\xbf= {% damaged #damaged( ["


def own(folder: Path, name: str, data: bytes) -> Path:
    """A content folder with this file and nothing else."""
    file = folder / name
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    return folder


def reports_readers(content: Path | None) -> list[Callable[[], object]]:
    report = typical_report()
    german = typical_report(texts={**report.texts, "de": report.texts["en"]})
    forms = ("html", "pdf", "pptx", "sponsors")
    return [
        *(lambda form=form: RENDERERS[form](report, content=content) for form in forms),
        lambda: RENDERERS["md"](german, "de", content=content),
        lambda: check_words(content),
    ]


def questionnaires_readers(content: Path | None) -> list[Callable[[], object]]:
    layers = [folder / "questionnaires" / IMPORTED for folder in (content, content_folder()) if folder]
    return [lambda: Library.load(content), lambda: SuppliedWords.load(*layers)]


def read(reader: Callable[[], object]) -> object:
    try:
        return reader()
    except (DiagnosticError, RuntimeError) as error:
        return type(error)


@pytest.mark.parametrize("name", FILES)
def test_each_file_counts_that_lies_alone_in_a_folder_of_ones_own(tmp_path: Path, name: str) -> None:
    content = own(tmp_path, name, DAMAGED)
    readers = questionnaires_readers if name.startswith("questionnaires") else reports_readers
    pairs = zip(readers(content), readers(None), strict=True)
    assert any(read(mine) != read(products) for mine, products in pairs), f"nobody reads {name} of one's own"


@pytest.mark.parametrize(
    "name", [name for name in FILES if name.startswith(("reports/", "questionnaires/side_effects"))]
)
def test_what_shapes_a_file_makes_kept_files_anew(tmp_path: Path, name: str) -> None:
    content = own(tmp_path, name, DAMAGED)
    assert made_by(content, "") != made_by(None, "")


def test_what_is_not_there_is_the_products(tmp_path: Path) -> None:
    content = own(tmp_path, "reports/brand.toml", b'name = "Ask & Listen"\n')
    page = RENDERERS["html"](typical_report(), content=content).decode()
    above, foot, below = re.split(r'(<footer class="imprint">.*?</footer>\n)', page)
    assert "Ask &amp; Listen" in foot
    assert above + below == RENDERERS["html"](typical_report()).decode()
    assert Library.load(content) == Library.load()
    assert content_file(content, "reports", "playbook.toml") == content_folder() / "reports" / "playbook.toml"


class TestWordings:
    def test_a_language_of_a_questionnaire_says_what_differs(self, tmp_path: Path) -> None:
        said = b'[items.trust.reliability]\nwe = "We keep our word to {them}."\n'
        content = own(tmp_path, "questionnaires/alliance-health/en.toml", said)
        mine, products = Library.load(content), Library.load()
        key = "items.trust.reliability.we"
        # The pulse takes this statement from there, and so its wording.
        for name in ("alliance-health", "alliance-pulse"):
            changed = {**products.questionnaires[name].texts["en"], key: "We keep our word to {them}."}
            assert mine.questionnaires[name].texts == {**products.questionnaires[name].texts, "en": changed}

    def test_a_questionnaire_of_ones_own_has_no_language_of_the_products(self, tmp_path: Path) -> None:
        folder = content_folder() / "questionnaires/alliance-health"
        content = own(tmp_path, "questionnaires/alliance-health/en.toml", (folder / "en.toml").read_bytes())
        (tmp_path / "questionnaires/alliance-health/questionnaire.toml").write_bytes(
            (folder / "questionnaire.toml").read_bytes()
        )
        library = Library.load(content)
        assert library.questionnaires["alliance-health"].languages == ("en",)
        assert "alliance-pulse" not in library.questionnaires, "it would ask in German what is there in English alone"

    def test_the_words_of_the_form_that_the_product_no_longer_has_are_passed_over(self, tmp_path: Path) -> None:
        content = own(tmp_path, "questionnaires/frame/en.toml", b'locale = "en_GB"\n[consent]\nolder = "No more."\n')
        assert Library.load(content).frame == Library.load().frame

    def test_a_statement_may_be_taken_from_a_questionnaire_of_the_product(self, tmp_path: Path) -> None:
        structure = (
            b'version = "1"\nsections = [{ id = "only" }]\nscales = [{ id = "trust" }]\n'
            b'[[items]]\nuses = "alliance-health:trust.candour"\nsection = "only"\n'
        )
        content = own(tmp_path, "questionnaires/short/questionnaire.toml", structure)
        words = b'language = "English"\ntitle = "Short"\nintroduction = "Short."\n[sections]\nonly.title = "Only"\n'
        (tmp_path / "questionnaires/short/en.toml").write_bytes(words)
        assert [item.id for item in Library.load(content).questionnaires["short"].items] == ["trust.candour"]


def test_words_that_hold_a_comment_back_are_ones_own_in_one_language_alone(tmp_path: Path) -> None:
    file = content_folder() / "questionnaires" / SIDE_EFFECTS / "en.toml"
    text = file.read_text(encoding="utf-8").replace("nothing = [", 'nothing = [\n    "zilch",', 1)
    mine = Library.load(own(tmp_path, f"questionnaires/{SIDE_EFFECTS}/en.toml", text.encode())).side_effects
    assert mine.says_nothing("Zilch!")
    assert not Library.load().side_effects.says_nothing("Zilch!")
    assert mine.says_nothing("nichts") == Library.load().side_effects.says_nothing("nichts")
