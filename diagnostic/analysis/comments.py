"""Comments: shuffled, never beside a rating."""

from collections.abc import Sequence
from random import SystemRandom

from diagnostic.analysis.report import BySide, Comment, Release, WithheldComments
from diagnostic.disclosure import FEW_COMMENTS, how_to_show_comments
from diagnostic.questionnaire import Questionnaire, Side, Text


def comments(
    given: Sequence[tuple[str, Side, str]],
    questionnaire: Questionnaire,
    respondents: BySide[int],
    release: Release,
) -> tuple[tuple[Comment, ...], tuple[WithheldComments, ...]]:
    """The comments to show, question by question, and the questions whose comments are withheld."""
    questions = [item.id for item in questionnaire.items if isinstance(item, Text)]
    how = how_to_show_comments((respondents.a, respondents.b), release.k, release.comment_k)
    if how == "withheld":
        # Why stands beside the open questions, and not beside every line at the end of a section.
        asked = questionnaire.open_questions()
        return (), tuple(WithheldComments(question=one.id, withheld=FEW_COMMENTS.withheld) for one in asked)
    shown = [
        Comment(question=question, side=side if how == "with_side" else None, text=text)
        for question, side, text in given
        if question in questions
    ]
    # Not to be repeated by anybody: from a seed the order of the answers could be found again.
    SystemRandom().shuffle(shown)
    return tuple(sorted(shown, key=lambda comment: questions.index(comment.question))), ()
