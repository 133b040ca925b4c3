"""The columns of an answers file: one row a person, one column a question, as a template has them."""

from diagnostic.questionnaire.model import Questionnaire

SIDE = "side"


def header(questionnaire: Questionnaire, attribute: str | None = None) -> list[str]:
    """The columns of an answers file, in order.

    ``side`` (``a`` or ``b``), the attribute kept with an answer if there is one (such as ``function``), and a column
    for each field of the form. An empty cell is a question skipped, ``-`` is "can't say"; a question without a column
    was not asked.
    """
    return [SIDE, *([attribute] if attribute else []), *questionnaire.fields()]
