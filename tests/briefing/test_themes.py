"""Themes instead of a dump of comments: counted as what they are, quoted sparingly, and after the plan."""

import msgspec
import pytest

from diagnostic.analysis import BySide, Comment, Report, Theme, Withheld
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Table, Text, need, pick_all
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from tests.briefing.conftest import typical_report
from tests.briefing.opened_workbook import book_of, rows_of
from tests.briefing.reopened import reopen

DECIDES = Theme(name="Who decides what", text="Nobody is sure who may decide.", n=7, sides=BySide(a=5, b=2))
EARLY = Theme(
    name="Told too late", text="Both hear of changes when it is done.", n=4, sides=BySide(a=0, b=4), released=True
)


def written(number: int, **more: object) -> tuple[Comment, ...]:
    return tuple(
        msgspec.structs.replace(Comment(question="would_help", side="a", text=f"Said by number {n}."), **more)
        for n in range(number)
    )


def with_themes(*themes: Theme, comments: tuple[Comment, ...] = written(9)) -> Report:
    return typical_report(comments=comments, themes=themes)


def keys(report: Report) -> list[str]:
    return [part.key for part in document(report, Wording(report)).parts]


def test_themes_come_before_the_plan_and_comments_after_it() -> None:
    found = keys(with_themes(DECIDES, EARLY))
    assert found.index("themes") < found.index("plan") < found.index("comments") < found.index("numbers")
    assert "themes" not in keys(with_themes())


def test_a_theme_says_how_many_comments_of_each_company_are_about_it_and_that_these_are_not_people() -> None:
    report = with_themes(DECIDES, EARLY)
    part = document(report, Wording(report)).part("themes")
    assert part is not None
    table = need(part.blocks, Table, "themes")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Who decides what", "5", "2", "Nobody is sure who may decide."],
        ["Told too late", "0", "4", "Both hear of changes when it is done."],
    ]
    said = " ".join(text.text for text in pick_all(part.blocks, Text, ""))
    assert "comments and not people" in said
    assert "More comments are about “Who decides what” than about any other theme: 7." in said
    # Of two with as many none has the most.
    tied = with_themes(DECIDES, msgspec.structs.replace(EARLY, n=7))
    assert "than about any other theme" not in reopen("md", RENDERERS["md"](tied, "en")).text


def test_where_comments_carry_no_company_themes_carry_none_either() -> None:
    report = with_themes(msgspec.structs.replace(DECIDES, sides=None))
    part = document(report, Wording(report)).part("themes")
    assert part is not None
    table = need(part.blocks, Table, "themes")
    assert [column.key for column in table.columns] == ["theme", "n", "said"]
    assert [cell.text for cell in table.rows[0].cells][1] == "7"


@pytest.mark.part("proofs")
def test_both_companies_get_name_and_text_of_what_was_released_and_no_number() -> None:
    report = edition(
        with_themes(DECIDES, EARLY, comments=written(3, themes=("Told too late",), released=True)), "participants"
    )
    assert report.themes == (msgspec.structs.replace(EARLY, n=Withheld("edition"), sides=None),)
    assert {comment.themes for comment in report.comments} == {()}
    for name in ("html", "md", "pdf", "docx", "xlsx", "pptx"):
        text = " ".join(reopen(name, RENDERERS[name](report, "en")).text.split())
        assert "Told too late" in text, name
        assert "Who decides what" not in text, name
        assert "any other theme" not in text, name


@pytest.mark.parametrize("name", ["html", "md", "pdf", pytest.param("docx", marks=pytest.mark.part("proofs")), "pptx"])
def test_every_form_but_the_workbook_quotes_five_comments_a_question_at_most(name: str) -> None:
    report = with_themes(DECIDES, comments=written(9))
    text = " ".join(reopen(name, RENDERERS[name](report, "en")).text.split())
    shown = [n for n in range(9) if f"Said by number {n}." in text]
    assert len(shown) == (0 if name == "pptx" else 5)
    assert ("4 more stand in the workbook" in text) is (name != "pptx")


def test_those_about_a_theme_are_quoted_first_and_in_their_shuffled_order() -> None:
    comments = (*written(7), *written(2, themes=("Who decides what",)), *written(1, released=True))
    report = with_themes(
        DECIDES, comments=tuple(msgspec.structs.replace(one, text=f"{n}") for n, one in enumerate(comments))
    )
    part = document(report, Wording(report)).part("comments")
    assert part is not None
    assert [text.text for text in pick_all(part.blocks, Text, "comment")] == ["0", "1", "7", "8", "9"]


def test_the_workbook_has_every_comment_with_its_themes_and_its_translation() -> None:
    comments = (
        Comment(question="would_help", side="a", text="Zu spät.", translation="Too late.", themes=("A", "B")),
        *written(8),
    )
    book = book_of(with_themes(DECIDES, comments=comments))
    rows = rows_of(book, "Comments")
    assert len(rows) == 9
    assert (rows[0]["Comment"], rows[0]["Translation"], rows[0]["Themes"]) == ("Zu spät.", "Too late.", "A; B")
    (theme,) = rows_of(book, "Themes")
    assert (theme["Theme"], theme["Comments"], theme["Comments, Novara"], theme["Comments, Helix"]) == (
        "Who decides what", 7, 5, 2,
    )  # fmt: skip


@pytest.mark.part("proofs")
def test_a_translation_is_shown_with_the_comment_and_says_that_it_is_one() -> None:
    comment = Comment(question="would_help", side="b", text="Zu spät.", translation="Too late.", released=True)
    for which in ("consultant", "participants"):
        report = edition(with_themes(comments=(comment,)), which)
        for name in ("html", "md", "pdf", "docx"):
            text = " ".join(reopen(name, RENDERERS[name](report, "en")).text.split())
            assert "Zu spät." in text, name
            assert "From Helix. The consultant’s translation: Too late." in text, name
