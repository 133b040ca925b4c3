"""What a table of answers comes to."""

from collections.abc import Mapping

import msgspec

from diagnostic.errors import Fault
from diagnostic.questionnaire import Answers, Questionnaire, Rating, Side, Text


class Meaning(msgspec.Struct, frozen=True):
    """A text of the table, how often it is there, and what it is taken for; None where nobody knows."""

    text: str
    times: int
    meant: str | None


class Collected(msgspec.Struct, frozen=True):
    """People's answers, collected elsewhere."""

    people: list[tuple[Answers, str | None]]
    """Each with the attribute's value; None where the cell is empty, or no attribute is kept."""
    attribute: str | None
    """What the attribute is called, if one is kept."""
    absent: tuple[str, ...]
    """The fields that have no column: they were not asked."""

    def asked(self, questionnaire: Questionnaire) -> Questionnaire:
        """The questionnaire less the questions that have no column, and the scales left without any."""
        absent = frozenset(self.absent)
        missing = [item.id for item in questionnaire.items if absent.issuperset(item.fields())]
        left = {item.scale for item in questionnaire.items if isinstance(item, Rating) and item.id not in missing}
        scales = [scale.id for scale in questionnaire.scales if scale.id not in left]
        return questionnaire.without(scales=scales, items=missing) if missing else questionnaire

    def comments(self, questionnaire: Questionnaire) -> list[tuple[str, Side, str]]:
        """Question, side and text of whatever was written."""
        written = [key for key, item in questionnaire.keys().items() if isinstance(item, Text)]
        return [
            (key, answers.side, str(answers.values[key]))
            for answers, _ in self.people
            for key in written
            if key in answers.values
        ]


class AnswersReading(msgspec.Struct, frozen=True):
    """What a mapping makes of a table. Each row below its heading is taken, faulty or left out."""

    sides: Mapping[str, int]
    """How many rows are taken of each side."""
    faulty: Mapping[int, tuple[Fault, ...]]
    """Rows that cannot be taken as they are, with everything that is wrong with them."""
    left_out: tuple[Fault, ...]
    """Rows that do not count, each with the reason."""
    columns_left_out: tuple[str, ...]
    """Headings of the columns that are not read."""
    absent: tuple[str, ...]
    """Fields that have no column."""
    companies: tuple[Meaning, ...]
    """Texts of the company's column, and the side they mean."""
    meanings: Mapping[str, tuple[Meaning, ...]]
    """By kind of question, the texts that stand in its columns, and the answers they are taken for."""
    questions: tuple[Fault, ...]
    """What has to be said before anything can be taken, by the name of its field."""
    notes: tuple[Fault, ...]
    """What is worth a look."""
    examples: tuple[Mapping[str, str], ...]
    """Some of the people as they are taken: by field, and by SIDE and ATTRIBUTE."""

    @property
    def settled(self) -> bool:
        """Whether everything that is read can be taken."""
        return not self.faulty and not self.questions
