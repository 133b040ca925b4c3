"""What people and servers do every day with the project: its recipes, hooks and workflows name what exists."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from diagnostic.cli import COMMANDS

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TOOLS = Path(sys.executable).parent
OF_OTHER_GROUPS = {"mkdocs", "cyclonedx-py"}
"""In dependency groups of their own, which are not installed beside the tests."""


def lines_of_recipes() -> list[tuple[str, str]]:
    just = subprocess.run(
        [TOOLS / "just", "--dump", "--dump-format", "json"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    recipes: dict[str, Any] = json.loads(just.stdout)["recipes"]
    assert {"install", "demo", "test", "test-fast", "check"} <= set(recipes)
    return [(name, "".join(line)) for name, recipe in recipes.items() for line in recipe["body"]]


def steps(workflow: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def must_exist(command: str) -> None:
    """Fail unless a command's program, the one that `uv run` starts, and a script of the project are there."""
    for script in re.findall(r"(?<!\S)\.ci/\w+", command):
        assert (ROOT / script).is_file(), command
        assert (ROOT / script).stat().st_mode & 0o111, f"{script} cannot be run"
    for words in re.findall(r"\buv run ([^\n|&]+)", command):
        program, *arguments = re.sub(r"--(only-)?group \S+|--locked|--isolated", "", words).split()
        assert program in OF_OTHER_GROUPS or (TOOLS / program).exists(), command
        if program == "diagnostic":
            assert arguments[0] in COMMANDS, command


def test_every_recipe_runs_what_exists() -> None:
    for name, line in lines_of_recipes():
        if name == "default":
            continue
        assert line.startswith(("uv ", ".ci/")), f"{name}: {line}"
        must_exist(line)


def test_every_hook_runs_a_tool_that_uv_lock_names() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repo["repo"] for repo in config["repos"]} == {"local"}, (
        "a remote hook has a version that uv.lock does not know"
    )
    for repo in config["repos"]:
        for hook in repo["hooks"]:
            assert hook["entry"].startswith(("uv run --locked ", "uv lock ")), hook["id"]
            must_exist(hook["entry"])


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_what_exists_with_pinned_actions_and_says_what_it_may(workflow: Path) -> None:
    assert "permissions" in yaml.safe_load(workflow.read_text(encoding="utf-8"))
    for step in steps(workflow):
        must_exist(step.get("run", ""))
        if "uses" in step:
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]), step["uses"]


@pytest.mark.parametrize("form", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda path: path.name)
def test_everything_for_the_forge_can_be_read(form: Path) -> None:
    assert isinstance(yaml.safe_load(form.read_text(encoding="utf-8")), dict)


def test_the_changes_begin_with_the_version_that_is_built() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (version,) = re.findall(r'^version = "(.+)"$', project, re.MULTILINE)
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changes, re.MULTILINE)[0] == version


def test_uv_says_that_the_lock_fits_the_project() -> None:
    uv = shutil.which("uv")
    assert uv is not None
    assert subprocess.run([uv, "lock", "--check", "--offline", "--quiet"], cwd=ROOT, check=False).returncode == 0
