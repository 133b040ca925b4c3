"""A deployment's own `reports/`, older than the product or damaged: it works, or is told what to mend."""

import shutil
from pathlib import Path

import pytest

from diagnostic.analysis import Report
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.content import content_folder
from diagnostic.errors import InvalidContent


@pytest.fixture
def own(tmp_path: Path) -> Path:
    shutil.copytree(content_folder() / "reports", tmp_path / "reports")
    return tmp_path


def test_wordings_that_an_older_file_lacks_are_said_in_the_products_words(own: Path, typical: Report) -> None:
    words = own / "reports" / "words" / "en.toml"
    text = words.read_text(encoding="utf-8").replace('gaps = "The gaps that matter"', 'gaps = "What stands apart"')
    older = "\n".join(line for line in text.splitlines() if not line.startswith("summary = "))
    assert older.count("\n") < text.count("\n")
    words.write_text(older, encoding="utf-8")
    page = RENDERERS["html"](typical, content=own).decode()
    assert "What stands apart" in page
    assert "In five minutes" in page


def test_wordings_that_are_no_toml_are_named_with_their_line(own: Path, typical: Report) -> None:
    words = own / "reports" / "words" / "en.toml"
    words.write_text('title = "Gap briefing\n', encoding="utf-8")
    with pytest.raises(InvalidContent, match=r"en\.toml.*line 1"):
        RENDERERS["html"](typical, content=own)


def test_a_template_of_slides_that_is_damaged_is_named(own: Path, typical: Report) -> None:
    deck = own / "reports" / "deck.pptx"
    data = bytearray(deck.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 4000] = bytes(4000)
    deck.write_bytes(bytes(data))
    with pytest.raises(InvalidContent, match=r"deck\.pptx: cannot be read as a PowerPoint presentation"):
        RENDERERS["pptx"](typical, content=own)
