"""A small instrument with every type of question, and the Report of a list of rows."""

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from diagnostic.analysis import Alliance, BySide, MainLanguage, Release, Report, Wave, analyse
from diagnostic.analysis.carried import Carried
from diagnostic.questionnaire import Questionnaire, Rating, Side
from diagnostic.questionnaire.responses import tabulate

Row = Mapping[str, str]
"""A form or a row of an answers file: field to value."""

Analyse = Callable[..., Report]

STRUCTURE = """
version = "1.0"
scales = [{ id = "trust" }, { id = "value" }]
sections = [{ id = "all" }]

[[items]]
id = "trust.candour"
type = "rating"
scale = "trust"
section = "all"
asked = ["we", "they", "they_of_us"]

[[items]]
id = "trust.reliability"
type = "rating"
scale = "trust"
section = "all"
asked = ["we", "they"]

[[items]]
id = "value.fixed"
type = "rating"
scale = "value"
section = "all"
asked = ["alliance"]
reversed = true

[[items]]
id = "value.credit"
type = "rating"
scale = "value"
section = "all"
asked = ["alliance"]

[[items]]
id = "owners"
type = "responsibility"
section = "all"
activities = ["pricing", "training"]

[[items]]
id = "effort"
type = "number"
section = "all"
minimum = 0
maximum = 100
share = true

[[items]]
id = "months"
type = "number"
section = "all"
minimum = 0
maximum = 60

[[items]]
id = "topics"
type = "choice"
section = "all"
options = ["roles", "speed", "money", "people", "plans"]
at_most = 3

[[items]]
id = "unseen"
type = "text"
section = "all"

[[items]]
id = "help"
type = "text"
section = "all"
"""

ENGLISH = """
language = "English"
title = "A small check"
introduction = "About {us}, {them} and {brand}."

[labels]
agreement = ["No", "Rather no", "Neither", "Rather yes", "Yes"]

[scales]
trust.title = "Trust"
value.title = "Joint value"

[sections]
all.title = "Everything"

[items.trust.candour]
we = "We tell {them} bad news early."
they = "{them} tells us bad news early."
they_of_us = "{them} would say: {us} tells bad news early."
statement = "{company} tells {partner} bad news early."

[items.trust.reliability]
we = "We keep our word."
they = "{them} keeps its word."
statement = "{company} keeps its word."

[items.value]
fixed.alliance = "There is only so much to share in {brand}."
credit.alliance = "Credit is shared fairly."

[items.owners]
now = "Who does it now, {us} or {them}?"
better = "Who would be better placed?"
activities.pricing = "Setting prices"
activities.training = "Training on {brand}"

[items.effort]
text = "Which share of the effort does {us} carry?"
unit = "%"
short = "Share of the effort"

[items.months]
text = "How many months until {brand} runs well?"
unit = "months"
short = "Months until it runs well"

[items.topics]
text = "What must be talked about with {them}?"
options.roles = "Roles"
options.speed = "Speed"
options.money = "Money"
options.people = "People"
options.plans = "Plans"

[items.unseen]
text = "What does {them} not see?"
short = "What the partner does not see"

[items.help]
text = "What would help?"
short = "What would help most"
"""


AGAIN = ("value.fixed@alliance", "value.credit@alliance", "trust.candour@a")
"""Some statements of two scales of the `longer` instrument, for pulses to ask again."""


def longer(small: Questionnaire) -> Questionnaire:
    """The small instrument with two more statements about joint value, four in all."""
    credit = next(item for item in small.items if item.id == "value.credit")
    assert isinstance(credit, Rating)
    more = {"value.plan": "One plan serves both.", "value.growth": "Both grow with it."}
    words = {f"items.{item}.alliance": text for item, text in more.items()}
    return replace(
        small,
        items=(*small.items, *(replace(credit, id=item) for item in more)),
        texts={"en": {**small.texts["en"], **words}},
    )


ALLIANCE = Alliance("Velora", BySide("Novara", "Helix"))


def report_of(  # noqa: PLR0917 (a Report in a line of a test)
    questionnaire: Questionnaire,
    a: Sequence[Row],
    b: Sequence[Row],
    comments: Sequence[tuple[str, Side, str]] = (),
    release: Release | None = None,
    invited: tuple[int | None, int | None] = (20, None),
    *,
    earlier: Sequence[Report] = (),
    carried: Sequence[Carried] = (),
    languages: BySide[MainLanguage] | None = None,
) -> Report:
    """The Report of two sides' rows, in which topics are joined by ``;`` and blanks are skipped.

    A row's ``group`` is the attribute's value.
    """
    sides: tuple[tuple[Side, Sequence[Row]], ...] = (("a", a), ("b", b))
    people = [
        (questionnaire.validate({field: [value] for field, value in row.items()}, side), row.get("group"))
        for side, rows in sides
        for row in rows
    ]
    return analyse(
        tabulate(questionnaire, people),
        comments,
        questionnaire,
        release or Release(),
        alliance=ALLIANCE,
        wave=Wave("baseline", None),
        invited=BySide(*invited),
        languages=languages,
        earlier=earlier,
        carried=carried,
    )
