"""The documents say what the code does."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostic.cli import COMMANDS
from diagnostic.settings import SETTINGS

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TEXTS = {".py", ".md", ".toml", ".yml", ".html", ".css", ".js", ".json", ".typ", ".sh", ".txt", ".csv", ""}
WRITTEN_HERE = ("diagnostic", "questionnaires", "reports", "tests", "docs", ".ci")


def settings_table() -> list[str]:
    rows = []
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else ("" if setting.field != "secret" else "none: give one")
        rows.append(f"| `{setting.name}` | {default} | {setting.help} |")
    return rows


def test_the_readmes_settings_are_those_of_the_code() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("<!-- settings")[2].partition("<!-- end of settings -->")[0]
    assert table.splitlines()[3:] == settings_table(), "the table should read:\n" + "\n".join(settings_table())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    for target in targets:
        if re.match(r"https?://|mailto:", target):
            continue
        path, _, heading = target.partition("#")
        file = document.parent / path if path else document
        assert file.exists(), f"{document.name} links to {target}"
        if heading:
            assert heading in _headings(file), f"{document.name} links to {target}, which has no such heading"


def _headings(file: Path) -> set[str]:
    lines = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line).strip().lower().replace(" ", "-") for line in lines}


def _written_here() -> Iterator[Path]:
    # Less what tools write: the lock file, what coverage has measured, where git keeps the folder of a work tree.
    files = (path for path in ROOT.iterdir() if path.is_file() and path.name not in ("uv.lock", ".git"))
    yield from (path for path in files if not path.name.startswith(".coverage"))
    for folder in WRITTEN_HERE:
        yield from (p for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def test_no_file_names_a_path_of_one_machine() -> None:
    machine = re.compile(r"(?<![\w.~)}])/(work|root|home|Users)/\w+")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in _written_here()
        if path.suffix in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if machine.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_document_names_exists(document: Path) -> None:
    named = re.findall(
        r"(?:^|`|exec app |uv run )diagnostic ([a-z]+)", document.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(named) <= set(COMMANDS)
