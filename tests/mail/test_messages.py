import email
import email.policy
from datetime import UTC, date, datetime
from email.message import EmailMessage
from html.parser import HTMLParser

import msgspec
import pytest

from diagnostic.errors import MailRefused
from diagnostic.mail.envelope import Sender, message_id
from diagnostic.mail.messages import (
    Occasion,
    Route,
    Wording,
    below_k_mail,
    default_reminder,
    default_wording,
    invitation_mail,
    password_reset_mail,
    reminder_mail,
    test_mail,
)
from diagnostic.mail.wording import check_text, fill
from diagnostic.questionnaire.library import Library

LINK = "https://a-rather-long-name-of-a-site.consultancy.example/a/uYh2k9sQx0Wf3TzqLr8m1vNcAeB5dJgP"
STOP = LINK.replace("/a/", "/stop/")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SENDER = Sender.parse("Alliance diagnostic <survey@diagnostic.example>")
HOSTILE = 'Cardiva\r\nBcc: victim@elsewhere.example\r\n\r\n<script>alert("x")</script>\u2028{us.__class__}'
OCCASION = Occasion(
    language="en",
    brand="Cardiva",
    us="Novara",
    them="Helix",
    consultant="Alice Arden",
    controller="Arden Consulting, 1 Quay Street, Bristol",
    contact="alice@consultancy.example",
    minutes="8 to 16",
    closes_on=date(2026, 12, 4),
    timezone="Europe/Berlin",
    k=5,
)


def route(sender: Sender = SENDER) -> Route:
    return Route(sender=sender, to="ann@novara.example", message_id=message_id("42", sender), now=NOW)


def invitation(library: Library, occasion: Occasion = OCCASION, name: str | None = None, **how: object) -> EmailMessage:
    wording = how.get("wording") or default_wording(library.frame, occasion.language)
    assert isinstance(wording, Wording)
    return invitation_mail(library.frame, occasion, route(), wording, name=name, link=LINK, stop=STOP)


def received(mail: EmailMessage) -> EmailMessage:
    """The mail as another program reads its bytes."""
    parsed = email.message_from_bytes(mail.as_bytes(), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(mail: EmailMessage, kind: str) -> str:
    body = received(mail).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def flowing(text: str) -> str:
    return " ".join(text.split())


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.tags: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.targets += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "You work on Cardiva, where Novara and Helix are partners.",
                "about 8 to 16 minutes",
                "Open until: Friday, 4 December 2026, end of day (Central European Standard Time)",
                "Who is asking: Alice Arden, for Novara and Helix",
                "Arden Consulting, 1 Quay Street, Bristol",
                "Results of fewer than 5 people are never shown.",
                "not Novara, not Helix, not Alice Arden, and nobody who gets hold of the database",
                "Please write to alice@consultancy.example",
            ],
        ),
        (
            "de",
            [
                "Sie arbeiten an Cardiva, einem gemeinsamen Vorhaben von Novara und Helix.",
                "etwa 8 to 16 Minuten",
                "Geöffnet bis: Freitag, 4. Dezember 2026, Ende des Tages (Mitteleuropäische Normalzeit)",
                "Wer fragt: Alice Arden, für Novara und Helix",
                "Arden Consulting, 1 Quay Street, Bristol",
                "Ergebnisse von weniger als 5 Personen werden nie gezeigt.",
                "nicht Novara, nicht Helix, nicht Alice Arden, und auch niemand, der nur die Datenbank in die Hand "
                "bekommt",
                "Bitte schreiben Sie stattdessen an alice@consultancy.example",
            ],
        ),
    ],
)
def test_each_form_of_an_invitation_says_everything_alone(library: Library, language: str, said: list[str]) -> None:
    mail = invitation(library, msgspec.structs.replace(OCCASION, language=language))
    plain = part(mail, "plain")
    page = "".join(_Page(part(mail, "html")).words)
    for sentence in said:
        assert sentence in flowing(plain)
        assert sentence in flowing(page)
    assert plain.splitlines().count(LINK) == 1
    assert plain.splitlines().count(STOP) == 1
    assert max(len(line) for line in plain.splitlines() if "://" not in line) <= 72


def test_the_page_leads_to_one_place_to_answer_and_fetches_nothing(library: Library) -> None:
    page = _Page(part(invitation(library), "html"))
    assert set(page.targets) == {LINK, STOP}
    assert page.targets.count(LINK) == 2  # the button, and the address in clear
    assert not page.tags & {"img", "script", "form", "link", "iframe"}


def test_umlauts_survive_in_subject_name_and_text(library: Library) -> None:
    occasion = msgspec.structs.replace(OCCASION, language="de", brand="Größenwahn", us="Müller & Söhne")
    mail = received(invitation(library, occasion, name="Jörg Äußerst"))
    assert mail["Subject"] == "Größenwahn: Ihre Sicht auf Müller & Söhne und Helix"
    assert part(mail, "plain").startswith("Guten Tag Jörg Äußerst,\n\nSie arbeiten an Größenwahn,")
    assert "Müller &amp; Söhne" in part(mail, "html")
    assert mail["Content-Language"] == "de"
    assert mail.as_bytes().isascii()


@pytest.mark.parametrize(
    "subject",
    ["Kurz", "x" * 150, "Größe " + "ä" * 90, "Wie erleben Sie das? " * 9 + "Ja", "Was möchten Sie? " * 9 + "Ja"],
)
def test_a_subject_of_any_length_arrives_as_it_was(library: Library, subject: str) -> None:
    assert received(invitation(library, wording=Wording(subject, "Hello")))["Subject"] == subject


@pytest.mark.parametrize("field", ["brand", "us", "them", "consultant", "controller", "contact"])
def test_a_hostile_name_cannot_add_a_header_or_markup(library: Library, field: str) -> None:
    mail = invitation(library, msgspec.structs.replace(OCCASION, **{field: HOSTILE}))
    _is_harmless(mail)


def test_hostile_wordings_names_and_senders_cannot_either(library: Library) -> None:
    wording = Wording(HOSTILE + " {brand}", HOSTILE)
    occasion = msgspec.structs.replace(OCCASION, brand=HOSTILE, simulated=True)
    _is_harmless(invitation(library, occasion, name=HOSTILE, wording=wording))
    _is_harmless(test_mail(library.frame, occasion, route(), wording, link=LINK))
    _is_harmless(
        reminder_mail(
            library.frame, occasion, route(), wording, own=wording, name=HOSTILE, link=LINK, stop=STOP, follows="<1@x>"
        )
    )
    sender = Sender(HOSTILE, "survey@diagnostic.example")
    _is_harmless(password_reset_mail(route(sender), name=HOSTILE, link=LINK))
    _is_harmless(
        below_k_mail(route(), name=HOSTILE, brand=HOSTILE, companies=[HOSTILE], k=5, destroyed_on=NOW.date(), link=LINK)
    )


def _is_harmless(mail: EmailMessage) -> None:
    parsed = received(mail)
    assert "Bcc" not in parsed
    assert {name for name, _ in parsed.items()} <= {
        "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Content-Language",
        "Auto-Submitted", "X-Auto-Response-Suppress", "List-Unsubscribe", "List-Unsubscribe-Post",
        "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert parsed["To"] == "ann@novara.example"
    assert [address.addr_spec for address in parsed["From"].addresses] == ["survey@diagnostic.example"]
    assert "script" not in _Page(part(mail, "html")).tags


def test_an_address_that_no_header_can_hold_is_refused(library: Library) -> None:
    for to in ("a@b\r\nBcc: victim@elsewhere.example", "no address", "änn@novara.example", ""):
        bad = msgspec.structs.replace(route(), to=to)
        with pytest.raises(MailRefused):
            password_reset_mail(bad, name="Alice", link=LINK)


def test_the_headers_ask_for_silence_and_name_no_way_to_reply_with_the_link(library: Library) -> None:
    mail = received(invitation(library))
    assert mail["Message-ID"] == "<42@diagnostic.example>"
    assert mail["From"] == "Alliance diagnostic <survey@diagnostic.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    # A reply quotes the link; an out-of-office note on a reminder names who has not answered.
    assert mail["Reply-To"] is None
    assert mail["Date"].datetime == NOW


def test_one_click_to_stop_stands_on_one_line(library: Library) -> None:
    lines = invitation(library).as_bytes().split(b"\r\n")
    assert b"List-Unsubscribe: <" + STOP.encode() + b">" in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


def test_a_reminder_follows_its_invitation_and_carries_the_same_link(library: Library) -> None:
    wording = default_wording(library.frame, "en")
    first = invitation(library)
    own, follows = default_reminder(library.frame, "en", everybody=False), first["Message-ID"]
    mail = reminder_mail(
        library.frame, OCCASION, route(), wording, own=own, name=None, link=LINK, stop=STOP, follows=follows
    )
    assert mail["In-Reply-To"] == mail["References"] == first["Message-ID"]
    assert mail["Subject"] == f"Reminder: {first['Subject']}"
    assert LINK in part(mail, "plain").splitlines()
    assert "Nobody is told who gets it." in flowing(part(mail, "plain"))


@pytest.mark.parametrize(("language", "word"), [("en", "demonstration"), ("de", "Vorführung")])
def test_a_simulated_alliance_says_so_first(library: Library, language: str, word: str) -> None:
    mail = invitation(library, msgspec.structs.replace(OCCASION, language=language, simulated=True))
    assert word.casefold() in received(mail)["Subject"].casefold()
    assert word in flowing(part(mail, "plain"))[:60]
    assert word in part(mail, "html")
    assert word not in part(invitation(library), "plain")


def test_a_test_mail_is_the_invitation_and_says_what_it_is(library: Library) -> None:
    mail = test_mail(library.frame, OCCASION, route(), Wording("About {brand}", "Dear colleagues"), link=LINK)
    assert received(mail)["Subject"] == "[Test] About Cardiva"
    plain = part(mail, "plain")
    assert plain.startswith("*** This is a test.")
    assert "Dear colleagues" in plain
    assert "/stop/" not in plain
    assert mail["List-Unsubscribe"] is None


def test_a_consultants_own_words_keep_their_paragraphs_and_lines(library: Library) -> None:
    message = "Dear all,\r\n\r\n{us} and {them} ask.\r\nFor {brand}.\r\n\r\n\r\nThank you"
    mail = invitation(library, wording=Wording("{brand}?", message))
    assert "Dear all,\n\nNovara and Helix ask.\nFor Cardiva.\n\nThank you\n\n" in part(mail, "plain")
    assert "Novara and Helix ask.<br>For Cardiva.</p>" in part(mail, "html")


def test_a_warning_names_the_company_and_the_day_but_no_count() -> None:
    mail = below_k_mail(
        route(), name="Alice", brand="Cardiva", companies=["Helix"], k=5, destroyed_on=date(2026, 12, 18), link=LINK
    )
    plain = flowing(part(mail, "plain"))
    assert mail["Subject"] == "Cardiva: too few answers from Helix"
    assert "fewer than 5 people at Helix have answered" in plain
    assert "destroyed unread on Friday, 18 December 2026" in plain


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("Dear {name}", "{name} is no placeholder"),
        ("Dear {brand.__class__}", "{brand.__class__} is no placeholder"),
        ("A { b", "curly bracket"),
        ("See https://elsewhere.example", "web addresses"),
        ("See www.elsewhere.example", "web addresses"),
        ("x" * 4001, "4000"),
    ],
)
def test_a_fault_in_a_text_is_said_in_words(text: str, fault: str) -> None:
    (found,) = check_text(text)
    assert fault in found


def test_a_sound_text_has_no_fault(library: Library) -> None:
    for language in library.frame.languages:
        wording = default_wording(library.frame, language)
        assert check_text(wording.subject, subject=True) == check_text(wording.message) == []
        assert "{brand}" in wording.subject
    assert check_text("One\nTwo", subject=True) == ["Write the subject on one line."]


def test_a_name_that_looks_like_a_placeholder_stays_a_name() -> None:
    assert fill("{brand} by {us}, {other}", {"brand": "{us}", "us": "Novara"}) == "{us} by Novara, {other}"
