"""Briefings of a usual instrument: levels as they were answered, from 0 on, in every form."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

import pytest
from msgspec.structs import replace

from diagnostic.analysis import Report, Scale, Statement, Wave
from diagnostic.analysis.report import Edition
from diagnostic.analysis.trend import with_trend
from diagnostic.briefing.document import document
from diagnostic.briefing.document.blocks import Table, pick_all
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import CONSULTANTS, RENDERERS
from diagnostic.briefing.wording import Wording, half_up
from diagnostic.questionnaire.words import SIDES
from tests.briefing.forms import EDITIONS, QUICK
from tests.briefing.said import said
from tests.briefing.usual import PEOPLE, answered, usual_report

FORMS = sorted(set(RENDERERS) - {"json"})
LANGUAGES = ("en", "de")


def shared_out(cases: Iterable[tuple[str, ...]]) -> list[object]:
    """Cases that begin with a form: `.ci/run` makes those that are quickly made."""
    return [pytest.param(*case, marks=pytest.mark.part("run" if case[0] in QUICK else "proofs")) for case in cases]


NUMBER = re.compile(r"(?<![\d.,])[−+-]?\d{1,2}[.,]\d{1,3}(?![\d.,])")
"""With its sign, which differences have and levels have not."""


@cache
def lines(form: str, language: str, which: Edition = "consultant", *, counted_from_1: bool = False) -> tuple[str, ...]:
    return tuple(said(RENDERERS[form](edition(usual_report(counted_from_1=counted_from_1), which), language)))


def levels(report: Report) -> Iterator[float]:
    """Every level of what is answered from 0, by side."""
    rated: tuple[Statement | Scale, ...] = (*report.statements, *report.scales)
    for one in rated:
        if one.points == 11:
            for side in SIDES:
                mean, interval = one.sides[side].mean, one.sides[side].interval
                assert isinstance(mean, float)
                assert isinstance(interval, tuple)
                yield from (mean, *interval)
    for asked in report.statements:
        if asked.predicted:
            assert isinstance(asked.predicted.mean, float)
            yield asked.predicted.mean


def levels_printed(*, counted_from_1: bool) -> set[str]:
    report = usual_report(counted_from_1=counted_from_1)
    return {str(half_up(level, digits)) for level in levels(report) for digits in (1, 2, 3)}


def one_more(number: str) -> str:
    return f"{float(number) + 1:.{len(number.partition('.')[2])}f}"


def printed(text: str) -> Counter[str]:
    return Counter(number.replace(",", ".") for number in NUMBER.findall(text))


@cache
def moved(form: str, language: str, *, counted_from_1: bool) -> tuple[str, ...]:
    """A pulse in which everybody answers as in the first wave."""
    first = usual_report(counted_from_1=counted_from_1)
    pulse = replace(first, wave=Wave("pulse", dt.date(2027, 5, 20)))
    return tuple(said(RENDERERS[form](with_trend(pulse, [first]), language)))


def test_levels_are_what_people_answered_by_hand() -> None:
    report = usual_report()
    fields = {"a": {"we": "a", "they": "b"}, "b": {"we": "b", "they": "a"}}
    for side in SIDES:
        for asked, target in fields[side].items():
            (statement,) = [one for one in report.statements if one.id == f"LOYAL_2@{target}"]
            assert statement.sides[side].mean == pytest.approx(sum(answered(f"LOYAL_2:{asked}", side)) / PEOPLE)
    (scale,) = [one for one in report.scales if one.id == "LOYALTY@b"]
    both = [answered("LOYAL_1:they", "a")[n] + answered("LOYAL_2:they", "a")[n] for n in range(PEOPLE)]
    assert scale.sides.a.mean == pytest.approx(sum(both) / 2 / PEOPLE, abs=0.001)
    assert (scale.lowest, scale.highest) == (0, 10)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("form", "which"),
    shared_out(
        (form, which) for form, which in product(FORMS, EDITIONS) if which == "consultant" or form not in CONSULTANTS
    ),
)
def test_every_level_is_printed_as_it_was_answered(form: str, which: Edition, language: str) -> None:
    """The same answers on points that are called one more make the same file, but for levels, which are one more."""
    from_0, from_1 = (printed("\n".join(lines(form, language, which, counted_from_1=one))) for one in (False, True))
    only_0, only_1 = from_0 - from_1, from_1 - from_0

    assert Counter(map(one_more, only_0.elements())) == only_1
    assert sum(only_0.values()) > (0 if form in ("sponsors", "svg") else 5)
    assert only_0.keys() <= levels_printed(counted_from_1=False) | steps()
    assert max(float(number) for number in only_0) <= 10
    # A level that was counted from 1 in both would be the same in both.
    assert not (from_0 & from_1).keys() & levels_printed(counted_from_1=True)


def steps() -> set[str]:
    """Where shades change: at 2.5, 3, 3.5 and 4 of 1 to 5, so at these of 0 to 10."""
    return {"3.8", "5.0", "6.3", "7.5"}


@pytest.mark.parametrize("form", shared_out((form,) for form in ("html", "pdf", "pptx", "xlsx")))
def test_so_is_every_level_of_earlier_waves(form: str) -> None:
    from_0, from_1 = (printed("\n".join(moved(form, "en", counted_from_1=one))) for one in (False, True))
    only_0, only_1 = from_0 - from_1, from_1 - from_0
    assert Counter(map(one_more, only_0.elements())) == only_1
    assert max(float(number) for number in only_0) <= 10
    # The gap without its sign, and two limits of how often.
    assert (from_0 & from_1).keys() & levels_printed(counted_from_1=True) <= {"4.9", "3.1", "4.6"}
    assert sum(only_0.values()) > 10


VERDICTS = ("gap", "align", "differ", "tell", "Unterschied", "Differenz", "einig", "sagen lässt", "Verdict", "Urteil")


@pytest.mark.parametrize("which", ["consultant", "participants"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_of_what_one_company_was_asked_its_view_is_shown_and_nothing_compared(which: Edition, language: str) -> None:
    report = edition(usual_report(), which)
    part = document(report, Wording(report, language)).part("one_sided")
    assert part is not None
    tables = pick_all(part.blocks, Table)
    assert {(row.key, table.key[10:11]) for table in tables for row in table.rows} == {
        ("THEM_1@b", "a"), ("THEM_1@a", "b"), ("US_1@a", "a"), ("US_1@b", "b"),
    }  # fmt: skip
    for table in tables:
        company = {"a": "Novara", "b": "Helix"}[table.key[10:11]]
        assert company in table.caption
        for row in table.rows:
            field = "THEM_1:they" if row.key.startswith("THEM") else "US_1:we"
            given = answered(field, "a" if company == "Novara" else "b")
            counts = {int(column.title): cell.value for column, cell in zip(table.columns, row.cells, strict=True)
                      if column.title.isdigit()}  # fmt: skip
            assert counts == {number: given.count(number) for number in counts}
            assert table.cell(row, "mean").value == pytest.approx(sum(given) / PEOPLE)
        said_of_it = " ".join([table.caption, table.note, *(c.line for row in table.rows for c in row.cells)])
        assert not [word for word in VERDICTS if word in said_of_it]


@pytest.mark.parametrize("form", shared_out((form,) for form in ("html", "pdf", "docx", "md", "xlsx")))
def test_every_form_that_is_read_shows_it(form: str) -> None:
    assert [line for line in lines(form, "en") if "Helix keeps appointments" in line]


OF_COMPANIES = {
    # What companies agree with each other, or that their answers are alike; and keys of columns.
    "en": (
        r"show(n)? agreement|Agreement inside|what (we|you) agree|what is agreed|consultant agrees the day"
        r"|agree_(share_)?[ab]\b|agree on the same|to be agreed"
    ),
    "de": r"die Zustimmung der|bestimmt|überein\w*|Übereinstimmung|agree_(share_)?[ab]\b|stimmen? Sie|abgestimmt",
}
OF_ANSWERS = {"en": "agree|yes, ", "de": r"zustimm|stimm(t|en)\b.*\bzu\b|widerspr|ablehn| ja, "}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", shared_out((form,) for form in FORMS))
def test_nobody_is_said_to_agree_who_said_how_often_or_how_likely(form: str, language: str) -> None:
    neutral = () if form in CONSULTANTS else lines(form, language, "participants")
    for line in (*lines(form, language), *neutral):
        rest = re.sub(OF_COMPANIES[language], "", line, flags=re.IGNORECASE)
        assert not re.search(OF_ANSWERS[language], rest, re.IGNORECASE), line


@pytest.mark.parametrize(
    ("language", "phrase", "numbers"),
    [("en", "“rarely or never”", "3 of 14 at Helix"), ("de", "„selten oder nie“", "bei Helix 3 von 14")],
)
def test_people_are_counted_in_the_words_of_the_answers(language: str, phrase: str, numbers: str) -> None:
    text = " ".join(lines("md", language))
    # By hand: of SELDOM eight answer 1 or 2; of NEAR all answer 6 to 10, and of FAR three do.
    few = {"en": f"8 of 14 at Novara answer {phrase}", "de": f"Bei Novara antworten 8 von 14 {phrase}"}
    every = {"en": "all 14 at Novara answer 6 to 10", "de": "Bei Novara antworten alle 14 mit 6 bis 10"}
    assert few[language] in text
    assert every[language] in text
    assert numbers in text


def test_without_a_phrase_the_labels_stand_in_it() -> None:
    report = usual_report()
    texts = {key: text for key, text in report.texts["en"].items() if not key.startswith(("high:", "low:"))}
    texts |= {f"{camp}:{item}": "" for camp in ("high", "low") for item in ("OFTEN_2", "LOYAL_3")}
    wording = Wording(replace(report, texts={"en": texts}), "en")
    assert wording.camp("OFTEN_2@alliance", high=True) == "“Often” or “Always”"
    assert wording.camp("LOYAL_3@alliance", high=False) == "0 to 4"
    assert wording.is_agreed_with("OFTEN_1@a"), "as in Reports of before"


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_far_one_person_moves_an_average_is_said_on_every_range_of_answers_there_is(language: str) -> None:
    """One of 14 who goes from one end to the other: by 10 / 14 from 0 to 10, by 4 / 14 from 1 to 5."""
    ranges = {
        "en": ("0.7 points on answers from 0 to 10", "0.3 points on answers from 1 to 5"),
        "de": ("0,7 Punkte bei Antworten von 0 bis 10", "0,3 Punkte bei Antworten von 1 bis 5"),
    }
    text = " ".join(lines("md", language))
    assert all(one in text for one in ranges[language])
