"""Answers that were collected elsewhere: every form says so, and promises nothing of them that was not kept here."""

import io
import re
from itertools import product

import pypdf
import pytest
from msgspec.structs import replace

from diagnostic.analysis.report import Edition
from diagnostic.briefing.editions import edition
from diagnostic.briefing.renderers import CONSULTANTS, RENDERERS
from tests.briefing.forms import EDITIONS, QUICK
from tests.briefing.said import said
from tests.briefing.simulated import simulated

MARK = {"en": "Answers collected elsewhere", "de": "Anderswo gesammelte Antworten"}
PROMISES = {
    "en": r"anonymous|nobody can (see|know|tell)|\bsealed\b(?! nor)|destroyed unread|browser",
    "de": r"anonym|niemand (kann|weiß)|kann niemand|\bversiegelt\b(?! noch)|ungelesen|Browser",
}
"""What is true of answers that were given here: how they were kept, which elsewhere is for others to say."""
WITHOUT_NOTICE = {"svg", "json"}
"""Charts that stand in another document, and the figures themselves, which have it as `imported`."""


FORMS = {"quickly made": QUICK, "others": RENDERERS.keys() - QUICK}
STAY = (("quickly made", "consultant", "de", "baseline"), ("quickly made", "participants", "en", "pulse"))
CASES = [
    pytest.param(*case, marks=pytest.mark.part("run" if case in STAY else "proofs"))
    for case in product(FORMS, EDITIONS, ("en", "de"), ("baseline", "pulse"))
]


@pytest.mark.parametrize(("forms", "which", "language", "kind"), CASES)
def test_every_form_says_where_answers_come_from_and_promises_nothing_of_them(
    forms: str, which: Edition, language: str, kind: str
) -> None:
    report = simulated(12)
    report = replace(report, simulated=False, imported="Unipark", wave=replace(report.wave, kind=kind))
    read = edition(report, which)
    for format_ in sorted(FORMS[forms] - (CONSULTANTS if which == "participants" else set())):
        text = "\n".join(said(RENDERERS[format_](read, language)))
        if format_ not in WITHOUT_NOTICE:
            assert MARK[language] in text, format_
            assert "Unipark" in text, format_
        found = re.search(PROMISES[language], text, re.IGNORECASE)
        assert found is None, (format_, text[max(0, found.start() - 80) : found.end() + 80])


@pytest.mark.part("proofs")
def test_every_page_of_the_pdf_says_so() -> None:
    report = replace(simulated(12), simulated=False, imported="")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(RENDERERS["pdf"](report, "en"))).pages]
    assert len(pages) > 3
    assert all(MARK["en"] in " ".join(page.split()) for page in pages)
