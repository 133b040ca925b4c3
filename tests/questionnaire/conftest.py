"""One small instrument with every type of question, written out as the files a methodologist writes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from diagnostic.questionnaire import Questionnaire, load

STRUCTURE = """
version = "1.0"
scales = [{ id = "trust" }, { id = "value" }]
sections = [{ id = "first" }, { id = "second" }]

[[items]]
id = "trust.candour"
type = "rating"
scale = "trust"
section = "first"
asked = ["we", "they", "they_of_us"]

[[items]]
id = "value.zero_sum"
type = "rating"
scale = "value"
section = "first"
asked = ["we", "they"]
reversed = true

[[items]]
id = "value.credit"
type = "rating"
scale = "value"
section = "first"
asked = ["alliance"]

[[items]]
id = "owners"
type = "responsibility"
section = "second"
activities = ["pricing", "training"]

[[items]]
id = "effort"
type = "number"
section = "second"
minimum = 0
maximum = 100
share = true

[[items]]
id = "topics"
type = "choice"
section = "second"
options = ["trust", "roles", "value"]
at_most = 2

[[items]]
id = "remark"
type = "text"
section = "second"
longest = 20
"""

ENGLISH = """
language = "English"
title = "Small check"
introduction = "About {us} and {them}."

[labels]
agreement = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]

[scales]
trust.title = "Trust"
value.title = "Value"

[sections]
first.title = "Us and {them}"
second.title = "The rest"
second.introduction = "About {brand}."

[items.trust.candour]
we = "We tell {them} bad news early."
they = "{them} tells us bad news early."
they_of_us = "{them} would say that we tell bad news early."
statement = "{company} tells {partner} bad news early."

[items.value.zero_sum]
we = "A gain for us is a loss for {them}."
they = "A gain for {them} is a loss for us."
statement = "A gain for {company} is a loss for {partner}."

[items.value.credit]
alliance = "Credit is shared fairly."

[items.owners]
now = "Who owns it now?"
better = "Who is better placed?"
activities.pricing = "Pricing"
activities.training = "Training"

[items.effort]
text = "How much of the effort does {us} carry?"
unit = "%"
short = "Own share of the effort"

[items.topics]
text = "Which topics?"
options.trust = "Trust"
options.roles = "Roles"
options.value = "Value"

[items.remark]
text = "Anything else?"
short = "Remarks"
"""

GERMAN = (
    ENGLISH.replace('"English"', '"Deutsch"')
    .replace("{them} tells us bad news early.", "{them} teilt uns schlechte Nachrichten früh mit.")
    .replace("Small check", "Kleiner Fragebogen")
)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write an instrument's folder; each edit is (file, what stands there, what shall stand there)."""

    def write_folder(*edits: tuple[str, str, str], name: str = "small", **files: str) -> Path:
        texts = {"questionnaire": STRUCTURE, "en": ENGLISH, "de": GERMAN, **files}
        for file, before, after in edits:
            assert before in texts[file], f"{before!r} does not stand in {file}"
            texts[file] = texts[file].replace(before, after)
        folder = tmp_path / name
        folder.mkdir()
        for file, text in texts.items():
            (folder / f"{file}.toml").write_text(text, encoding="utf-8")
        return folder

    return write_folder


@pytest.fixture
def small(write: Write) -> Questionnaire:
    return load(write())
