"""Every mail there is, in every language, with long names: Word can lay it out, and its subject is shown whole."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest

from diagnostic.mail.holders import Errand, holder_awaited_mail, holder_mail, mix_failed_mail
from diagnostic.mail.letter import Letter
from diagnostic.mail.messages import (
    Occasion,
    below_k_mail,
    default_reminder,
    default_wording,
    invitation_mail,
    new_link_mail,
    password_reset_mail,
    reminder_mail,
    test_mail,
)
from diagnostic.mail.notices import (
    Ahead,
    NoticeContext,
    held_up_mail,
    mail_paused_mail,
    opens_soon_mail,
    reported_mail,
    step_failed_mail,
)
from diagnostic.mail.wording import subject_of
from diagnostic.questionnaire.frame import Frame
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import MessageKind
from diagnostic.writing import columns
from tests.mail.test_messages import LINK, OCCASION, STOP, part, received, route

LONG = msgspec.structs.replace(
    OCCASION,
    brand="Cardivastatin-Hydrochlorid Retard 50 mg Filmtabletten",
    us="Boehlinger Ingelstein Pharma Gesellschaft mit beschränkter Haftung & Co. KG",
    them="Novarahelixbiotechnologies" * 4,
    simulated=True,
)
FULL_STOPS = msgspec.structs.replace(OCCASION, brand="Cardiva Co.", us="Novara Pharma Inc.", them="Helix S.r.l.")
DAY = date(2026, 12, 4)


def about(occasion: Occasion, kind: str = "pulse") -> NoticeContext:
    return NoticeContext(
        name=occasion.consultant,
        brand=occasion.brand,
        companies=(occasion.us, occasion.them),
        kind=kind,
        link=LINK,
        simulated=occasion.simulated,
    )


def _invitation(library: Library, occasion: Occasion) -> EmailMessage:
    wording = default_wording(library.frame, occasion.language)
    return invitation_mail(library.frame, occasion, route(), wording, name=None, link=LINK, stop=STOP)


def _following(make: Callable[..., EmailMessage]) -> Callable[[Library, Occasion], EmailMessage]:
    def write(library: Library, occasion: Occasion) -> EmailMessage:
        wording = default_wording(library.frame, occasion.language, "pulse")
        frame = library.frame
        return make(frame, occasion, route(), wording, name=None, link=LINK, stop=STOP, follows=None)

    return write


def _reminder(frame: Frame, occasion: Occasion, *rest: Any, **more: Any) -> EmailMessage:
    own = default_reminder(frame, occasion.language, everybody=True)
    return reminder_mail(frame, occasion, *rest, own=own, **more)


def _to_holder(library: Library, occasion: Occasion, kind: str) -> EmailMessage:
    errand = Errand(
        kind=kind,
        brand=occasion.brand,
        company=occasion.us,
        partner=occasion.them,
        companies=(occasion.us, occasion.them),
        contact=occasion.contact,
        link=LINK,
        simulated=occasion.simulated,
        counts=(23, 19),
        mark="89R2-DR5C-FTJX-TS3T-ZC0E",
        until=DAY,
    )
    return holder_mail(library.frame, occasion.language, route(), errand)


Writer = Callable[[Library, Occasion], EmailMessage]

WRITERS: dict[MessageKind, Writer] = {
    MessageKind.INVITATION: _invitation,
    MessageKind.REMINDER: _following(_reminder),
    MessageKind.NEW_LINK: _following(new_link_mail),
    MessageKind.TEST: lambda library, occasion: test_mail(
        library.frame, occasion, route(), default_wording(library.frame, occasion.language, "pulse"), link=LINK
    ),
    MessageKind.PASSWORD_RESET: lambda _, occasion: password_reset_mail(route(), name=occasion.consultant, link=LINK),
    MessageKind.BELOW_K: lambda _, occasion: below_k_mail(
        route(),
        name=occasion.consultant,
        brand=occasion.brand,
        companies=[occasion.us, occasion.them],
        k=5,
        destroyed_on=DAY,
        link=LINK,
        simulated=occasion.simulated,
    ),
    MessageKind.OPENS_SOON: lambda _, occasion: opens_soon_mail(
        route(),
        about(occasion),
        Ahead(invited=(9, 8), refused=1, levels_alone=True),
        opens_on=DAY,
        opens_at="09:00",
        closes_on=DAY,
    ),
    MessageKind.HELD_UP: lambda _, occasion: held_up_mail(route(), about(occasion), why="Of a reason.", closes_on=DAY),
    MessageKind.REPORTED: lambda _, occasion: reported_mail(
        route(), about(occasion), headline="Both sides rose on Trust.", signs=["A sign."]
    ),
    MessageKind.KEY_WANTED: lambda library, occasion: _to_holder(library, occasion, "key_wanted"),
    MessageKind.TURN: lambda library, occasion: _to_holder(library, occasion, "turn"),
    MessageKind.HOLDERS_DONE: lambda library, occasion: _to_holder(library, occasion, "holders_done"),
    MessageKind.HOLDER_AWAITED: lambda _, occasion: holder_awaited_mail(
        route(), about(occasion), companies=[occasion.us, occasion.them], destroyed_on=DAY
    ),
    MessageKind.MIX_FAILED: lambda _, occasion: mix_failed_mail(route(), about(occasion)),
    MessageKind.STEP_FAILED: lambda _, occasion: step_failed_mail(route(), about(occasion), step="close it"),
}


def every_letter(library: Library) -> Iterator[tuple[str, EmailMessage]]:
    # One kind has two letters: a pulse can be held up before it opens, the mails of an open wave after that.
    paused: Writer = lambda _, occasion: mail_paused_mail(route(), about(occasion), why="Of a reason.")  # noqa: E731
    for write in (*WRITERS.values(), paused):
        for language in library.frame.languages:
            for occasion in (OCCASION, LONG, FULL_STOPS):
                yield language, write(library, msgspec.structs.replace(occasion, language=language))


def test_no_kind_of_mail_is_left_out() -> None:
    assert set(WRITERS) == set(MessageKind)


def test_every_subject_is_shown_whole_and_keeps_its_words(library: Library) -> None:
    subjects = [received(mail)["Subject"] for _, mail in every_letter(library)]
    assert [subject for subject in subjects if columns(subject) >= 70] == []
    assert f"Reminder: {OCCASION.brand}: Novara and Helix, what has moved?" in subjects
    shortened = r"\[Vorführung\] Erinnerung: Card\S*…: Boe\S*… und Nov\S*…, was hat sich getan\?"
    assert [subject for subject in subjects if re.fullmatch(shortened, subject)]


@pytest.mark.part("proofs")
def test_no_sentence_ends_with_two_full_stops(library: Library) -> None:
    for _, mail in every_letter(library):
        message = received(mail)
        for said in (message["Subject"], part(message, "plain"), part(message, "html")):
            assert not re.search(r"(?<!\.)\.\.(?![./])", said), said


@pytest.mark.parametrize(
    ("template", "brand", "subject"),
    [
        ("{brand}: your view", "Cardiva", "Cardiva: your view"),
        ("{brand}: your view", "Cardiva " * 12, "Cardiva Cardiva Cardiva Cardiva Cardiva Cardiva Cardiva…: your view"),
        ("{brand}", "x" * 80, "x" * 68 + "…"),
        # Letters of two columns: 26 of the name and 8 of the words, and one column for the ellipsis.
        ("{brand}についてのご意見", "薬" * 40, "薬" * 26 + "…についてのご意見"),
        ("w" * 80 + " {brand}", "Cardiva", "w" * 80 + " Car…"),
        ("{brand} {us}", "{us} " * 20, "{us} {us} {us} {us} {us} {us} {us} {us} {us} {us} {us} {us}… {us}"),
    ],
)
def test_names_are_shortened_after_a_word_and_own_words_never(template: str, brand: str, subject: str) -> None:
    assert subject_of(template, {"brand": brand}) == subject


IN_CELLS = {"padding", "max-width", "width", "height"}
"""What Word's engine knows in tables and their cells alone."""
KNOWN = {
    *("margin", "background", "color", "font-family", "font-size", "font-weight", "line-height", "text-decoration"),
    *("border", "border-top", "border-bottom"),
}
HARMLESS = {"display", "word-break", "overflow-wrap", "-webkit-text-size-adjust"}
"""What it does not know, and what may be missing."""
VOID = {"meta", "br"}


class _AsWordSeesIt(HTMLParser):
    """What in a page Word's engine would lay out otherwise than meant."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.button: dict[str, str | None] = {}
        self.directions: set[str | None] = set()
        self.languages: set[str | None] = set()
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for rule in (given.get("style") or "").split(";"):
            name = rule.partition(":")[0].strip()
            if name and name not in KNOWN | HARMLESS and not (name in IN_CELLS and tag in ("table", "td")):
                self.wrong.append(f"{tag}: {rule.strip()}")
        if tag == "div" and "style" in given:
            self.wrong.append("a div is no box for Word")
        if tag == "td" and "background" in (given.get("style") or "") and "bgcolor" not in given:
            self.wrong.append("a cell's colour stands in its style alone")
        if tag == "table" and given.get("role") != "presentation":
            self.wrong.append("a table of layout is read out as one")
        if tag == "a" and given.get("href") == LINK and not self.button:
            self.button = self.open[-1][1] if self.open[-1][0] == "td" else {}
        if tag in ("html", "div"):
            self.directions.add(given.get("dir"))
            self.languages.add(given.get("lang"))
        if tag not in VOID:
            self.open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag


@pytest.mark.part("proofs")
def test_every_letter_is_laid_out_by_what_words_engine_knows(library: Library) -> None:
    for language, mail in every_letter(library):
        html = part(mail, "html")
        seen = _AsWordSeesIt(html)
        assert seen.wrong == []
        assert seen.button["bgcolor"], "the button is a cell, coloured without any style"
        assert "padding" in (seen.button["style"] or "")
        assert "border-radius" not in html
        assert html.count("<!--[if mso]><table") == html.count("<!--[if mso]></td></tr></table>") == 1
        assert seen.directions == {"ltr"}
        assert seen.languages <= {language, "en"}


@pytest.mark.parametrize("language", ["ar", "he", "fa-IR"])
def test_a_language_written_from_the_right_is_laid_out_from_the_right(language: str) -> None:
    seen = _AsWordSeesIt(Letter(language=language, title="…", message=("…",)).html())
    assert (seen.directions, seen.languages) == ({"rtl"}, {language})


@pytest.mark.parametrize(
    "html",
    [
        '<div style="color:#000">x</div>',
        '<p style="padding:4px">x</p>',
        '<a style="border-radius:4px">x</a>',
        '<p style="max-width:600px">x</p>',
        '<table><tr><td style="background:#fff">x</td></tr></table>',
    ],
)
def test_the_check_notices_what_word_does_not_know(html: str) -> None:
    assert _AsWordSeesIt(html).wrong
