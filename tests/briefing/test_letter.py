"""The letter that opens the participants' edition: two pages of plain words, alike for both companies."""

import datetime as dt
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from diagnostic.analysis import BySide, Comment, Participation, Report, Withheld
from diagnostic.analysis.few_changed import levels_only
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Part, Row, Table, need, pick, pick_all
from diagnostic.briefing.editions import edition
from diagnostic.briefing.figures import shown_counts
from diagnostic.briefing.renderers import RENDERERS
from diagnostic.briefing.wording import Wording
from diagnostic.content import content_folder
from diagnostic.questionnaire.words import SIDES
from tests.briefing.conftest import PROTECTED, REPORTS, typical_report
from tests.briefing.forms import LANGUAGES, sentences
from tests.briefing.mirrored import mirrored
from tests.briefing.reading_pdf import chapters, line, reader, texts
from tests.briefing.simulated import simulated
from tests.briefing.test_themes import DECIDES, EARLY

SIZES = ((5, 5), (8, 7), (12, 12), (25, 22), (400, 380))
LISTS = ("letter.high", "letter.low", "letter.differ", "letter.opposite")
FIGURES = {"en": "1 Can I rely on this?", "de": "1 Wie verlässlich ist das?"}
LONG = ("Bernhard-Wohlfahrt Arzneimittel GmbH & Co. KG", "Société Pharmaceutique de Haute-Provence S.A.")

STATISTICS = {
    "en": r"alpha\b|delta|\bp\b|\bn\b|verdict|interval|confiden|significan|deviation|average|\bthe mean\b|median"
    r"|quartile|sample|statistic|hypothes|correlat|reliabil|adjusted|margin|undetermined|aligned|\bscales?\b|\bgaps?\b|score"
    r"|contested|orphaned|blind spot|\btest|%|variance|probabilit",
    "de": r"alpha\b|delta|\bp\b|\bn\b|urteil|intervall|konfidenz|signifikan|abweichung|durchschnitt|mittelwert|median"
    r"|quartil|stichprobe|statisti|hypothes|korrel|reliab|adjustiert|unbestimmt|übereinstimmung|skal[ae]|score"
    r"|umstritten|verwaist|blinder fleck|geprüft|%|varianz|wahrscheinlichkeit",
}
"""What nobody should have to look up to read a letter."""


def team(size: tuple[int, int], *, thorough: bool, names: tuple[str, str] = ("Novara", "Helix")) -> Report:
    """Reckoning with 400 takes long; a hundred have numbers of as many digits."""
    a, b = size if thorough else (min(size[0], 100), min(size[1], 100))
    return simulated(a, *names, of_b=b)


def letter_of(report: Report, language: str = "en", content: Path | None = None) -> Part:
    neutral = edition(report, "participants")
    part = document(neutral, Wording(neutral, language, content)).part("letter")
    assert part is not None
    return part


def rows(letter: Part, *keys: str) -> list[Row]:
    return [row for key in keys or LISTS for table in pick_all(letter.blocks, Table, key) for row in table.rows]


def words_of(letter: Part) -> list[str]:
    """Everything that a letter says, cells and headings included."""
    told = [sentence.text for sentence in sentences(letter.blocks)]
    told += [part.title for part in pick_all(letter.blocks, Part)]
    for table in pick_all(letter.blocks, Table):
        told += [table.caption, *(column.title for column in table.columns)]
        told += [cell.text for row in table.rows for cell in row.cells]
    return [letter.title, *told]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("names", [("Novara", "Helix"), LONG], ids=["short", "long"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_letter_has_two_pages_and_its_figures_follow(
    size: tuple[int, int], names: tuple[str, str], language: str, thorough: bool
) -> None:
    report = edition(team(size, thorough=thorough, names=names), "participants")
    data = RENDERERS["pdf"](report, language)
    assert chapters(reader(data))[1] == (FIGURES[language], 3)
    pages = texts(data)
    letter = letter_of(report, language)
    # Whole: where a line ends, words may be broken.
    there = unbroken(" ".join(pages[:2]))
    assert [one.text for one in sentences(letter.blocks) if unbroken(line(one.text)) not in there] == []


def unbroken(text: str) -> str:
    return re.sub(r"[\s\x02-]", "", text)


@pytest.mark.parametrize("name", REPORTS)
def test_whatever_people_are_called_it_stays_two_pages(name: str) -> None:
    """One, where no answers can be shown at all."""
    data = RENDERERS["pdf"](edition(REPORTS[name](), "participants"))
    assert chapters(reader(data))[1] == (FIGURES["en"], 2 if name == "smallest" else 3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES[:4], ids=str)
def test_a_letter_has_no_word_that_only_statisticians_know(size: tuple[int, int], language: str) -> None:
    letter = letter_of(replace(team(size, thorough=False), themes=(EARLY,), planned=(dt.date(2027, 2, 9),)), language)
    found = [text for text in words_of(letter) if re.search(STATISTICS[language], text, re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_of_its_wordings_has_such_a_word(language: str) -> None:
    wording = Wording(typical_report(), "en")
    other = content_folder() / "reports" / "words" / f"{language}.toml"
    block = other.read_text(encoding="utf-8").split("\n[letter]\n")[1].split("\n[")[0]
    told = re.findall(r'^[\w.]+ = "(.*)"$', block, re.MULTILINE)
    assert len(told) > 50
    assert wording.say("letter.title") == "What you told us"
    assert [text for text in told if re.search(STATISTICS[language], re.sub(r"{\w+}", "", text), re.IGNORECASE)] == []


@pytest.mark.parametrize("size", SIZES[:4], ids=str)
def test_people_are_counted_from_tables_that_are_shown(size: tuple[int, int]) -> None:
    report = team(size, thorough=False)
    by_id = {one.id: one for one in report.statements}
    found = rows(letter_of(report))
    assert found
    for row in found:
        for side, cell in zip(SIDES, row.cells[1:], strict=True):
            counts = shown_counts(by_id[row.key].sides[side])
            assert counts, "only what is shown is counted"
            low, below, middle, above, high = counts
            yes, no, of = map(int, re.findall(r"\d+", cell.text))
            assert (yes, no, of) == (above + high, low + below, low + below + middle + above + high)


@pytest.mark.parametrize("size", SIZES[:4], ids=str)
def test_both_are_favourable_by_more_than_half_of_each_and_critical_by_more_critical_than_favourable(
    size: tuple[int, int],
) -> None:
    """7 yes and 3 no, of 20, is not what anybody would call critical."""
    report = team(size, thorough=False)
    reversed_ones = {one.id for one in report.statements if one.reversed}
    letter = letter_of(report)
    for key in ("letter.high", "letter.low"):
        found = rows(letter, key)
        assert len(found) <= 6
        assert found or size[0] < 25
        for row in found:
            for cell in row.cells[1:]:
                yes, no, of = map(int, re.findall(r"\d+", cell.text))
                in_favour, against = (no, yes) if row.key in reversed_ones else (yes, no)
                assert in_favour / of > 0.5 if key == "letter.high" else against > in_favour, (key, row)


@pytest.mark.parametrize("size", SIZES[:4], ids=str)
def test_no_line_tells_on_everybody_at_a_company(size: tuple[int, int]) -> None:
    """Where all of a team of five say yes each of them knows what the others said."""
    report = team(size, thorough=False)
    letter = letter_of(report)
    for row in rows(letter):
        for cell in row.cells[1:]:
            yes, no, of = map(int, re.findall(r"\d+", cell.text))
            assert of not in (yes, no), row
    told = [text for text in words_of(letter) if "not named here" in text]
    unanimous = 0
    for one in report.statements:
        counts = [side.counts for side in (one.sides.a, one.sides.b) if not isinstance(side.counts, Withheld)]
        unanimous += any(sum(each) in (sum(each[:2]), sum(each[3:])) for each in counts)
    assert [int(text.split()[0]) for text in told] == ([unanimous] if unanimous else [])


@pytest.mark.parametrize("size", SIZES[:4], ids=str)
def test_what_both_see_alike_is_not_of_one_company_alone(size: tuple[int, int]) -> None:
    for key in ("letter.high", "letter.low"):
        about = Counter(row.key.partition("@")[2] for row in rows(letter_of(team(size, thorough=False)), key))
        assert max(about["a"], about["b"]) <= 2


def test_a_difference_is_told_of_what_is_called_a_gap_and_of_nothing_else() -> None:
    report = typical_report()
    stated = {one.id for one in report.statements if one.gap.verdict in ("gap", "very_likely")}
    assert {row.key for row in rows(letter_of(report), "letter.differ")} == stated


def test_where_too_few_answered_to_tell_opposite_majorities_are_asked_about_and_no_difference_is_claimed() -> None:
    letter = letter_of(team((5, 5), thorough=False))
    told = " ".join(words_of(letter))
    assert "too few to tell whether the two companies see something differently" in told
    assert "see these differently" not in told
    for row in rows(letter, "letter.opposite"):
        (yes_a, no_a, of_a), (yes_b, no_b, of_b) = (map(int, re.findall(r"\d+", cell.text)) for cell in row.cells[1:])
        assert (2 * yes_a > of_a and 2 * no_b > of_b) or (2 * no_a > of_a and 2 * yes_b > of_b)


def test_every_statement_stands_in_one_list_at_most_in_the_questionnaires_order() -> None:
    report = team((25, 22), thorough=False)
    letter, order = letter_of(report), [one.id for one in report.statements]
    every = [row.key for row in rows(letter)]
    assert len(every) == len(set(every))
    for key in LISTS:
        keys = [row.key for row in rows(letter, key)]
        assert keys == sorted(keys, key=order.index)


def _alike(letter: Part) -> tuple[Counter[str], list[tuple[str, Counter[str]]]]:
    """What a letter says without the order in which it names the two companies: its rows, and each sentence's words."""
    cells = Counter(str(sorted(cell.text for cell in row.cells)) for row in rows(letter, *LISTS, "letter.topics"))
    return cells, [(one.key, Counter(re.findall(r"\w+", one.text))) for one in sentences(letter.blocks)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES[:4], ids=str)
def test_exchanging_the_companies_exchanges_the_letter(size: tuple[int, int], language: str) -> None:
    report = team(size, thorough=False)
    turned = mirrored(report)
    assert (turned.alliance.sides.a, turned.participation.a) == (report.alliance.sides.b, report.participation.b)
    assert _alike(letter_of(turned, language)) == _alike(letter_of(report, language))


def test_what_only_the_consultant_has_changes_nothing_in_it() -> None:
    """The letter is the same where all of that is not even there."""
    comments = (Comment(question="would_help", side="a", text="For the consultant alone."),)
    report = typical_report(themes=(DECIDES, EARLY), comments=comments)
    without = replace(
        report,
        findings=(),
        views=(),
        cuts=(),
        comments=(),
        themes=(EARLY,),
        short_forms=(),
        offset=replace(report.offset, mean_difference=PROTECTED, interval=PROTECTED),
        statements=tuple(
            replace(one, predicted=None, kind=None, gap=replace(one.gap, size=PROTECTED, likely=PROTECTED))
            for one in report.statements
        ),
    )
    assert letter_of(report) == letter_of(without)
    told = " ".join(words_of(letter_of(report)))
    assert EARLY.text in told
    assert DECIDES.text not in told
    assert comments[0].text not in told


def test_it_says_when_people_are_asked_again_where_that_is_planned_and_else_who_will_say_so() -> None:
    report = typical_report()
    unplanned = " ".join(words_of(letter_of(report)))
    assert "Whether you will be asked again, and when, you will hear from the consultant" in unplanned
    planned = replace(report, planned=(dt.date(2027, 2, 9), dt.date(2027, 4, 6)))
    told = " ".join(words_of(letter_of(planned)))
    assert "By today’s plan that is from: 9 February 2027 and 6 April 2027." in told
    assert "you will hear from the consultant, too" not in told


def test_it_says_whom_to_ask(tmp_path: Path) -> None:
    assert "ask the consultant who gave you this letter" in " ".join(words_of(letter_of(typical_report())))
    shutil.copytree(content_folder() / "reports", tmp_path / "reports")
    brand = 'name = "Ask & Listen"\ncontact = "letters@example.org"\n'
    (tmp_path / "reports" / "brand.toml").write_text(brand, encoding="utf-8")
    told = " ".join(words_of(letter_of(typical_report(), content=tmp_path)))
    assert "ask Ask & Listen, letters@example.org." in told
    assert "With kind regards, Ask & Listen" in told


def test_it_says_what_was_left_out_and_counts_nobody_where_levels_alone_are_shown() -> None:
    few = team((5, 5), thorough=False)
    withheld = sum(isinstance(one.sides.a.counts, Withheld) for one in few.statements)
    assert f"{withheld} of {len(few.statements)} statements" in " ".join(words_of(letter_of(few)))
    levels = letter_of(levels_only(team((25, 22), thorough=False)))
    assert pick_all(levels.blocks, Table) == ()
    assert "no counts of people" in " ".join(words_of(levels))


def test_who_was_invited_is_said_only_where_it_is_known() -> None:
    known = replace(typical_report(), participation=BySide(Participation(30, 25), Participation(24, 21)))
    assert "At Novara, 25 of the 30 people invited answered" in " ".join(words_of(letter_of(known)))
    unknown = replace(known, participation=BySide(Participation(30, 25), Participation(None, 21)))
    assert "Answers came from Novara: 25" in " ".join(words_of(letter_of(unknown)))


@pytest.mark.parametrize("form", ["html", "md", "docx"])
def test_every_form_of_the_edition_begins_with_it(form: str) -> None:
    report = edition(team((12, 12), thorough=False), "participants")
    parts = document(report, Wording(report)).parts
    assert parts[0].key == "letter"
    assert pick(parts[1:], Part, "letter") is None
    assert need(parts[0].blocks, Part, "letter.hidden")
    assert RENDERERS[form](report)


def test_the_consultants_edition_has_none_and_a_pulse_has_what_moved() -> None:
    report = typical_report()
    assert document(report, Wording(report)).part("letter") is None
