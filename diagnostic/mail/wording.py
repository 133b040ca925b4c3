"""The words a consultant may change in an invitation, and the placeholders that fill them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name

from diagnostic.full_stops import one_stop
from diagnostic.questionnaire.days import written
from diagnostic.writing import columns

PLACEHOLDERS = ("brand", "us", "them", "closing_date", "minutes")
REMINDER_SUBJECT = (*PLACEHOLDERS, "subject")
"""The subject of a reminder may name the invitation's."""
LONGEST_SUBJECT = 150
LONGEST_MESSAGE = 4000
SHOWN_SUBJECT = 69
"""Columns of a subject that lists of mails show whole: see `diagnostic.writing.columns`."""
SHORTEST_NAME = 4
LONGEST_SAID = 2000
"""Characters of what a mail server said that are looked at."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ADDRESS = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_LINK = re.compile(r"/(a|stop|key|password/reset)/\S+", re.IGNORECASE)
# Tried once for each run of characters, however long.
_MAILBOX = re.compile(r"<?(?<![^\s<>\[\]();,])[^\s<>\[\]();,]+@[^\s<>\[\]();,]+>?")
_KEY = re.compile(r"[A-Za-z0-9_-]{20,}")


def check_text(text: str, *, subject: bool = False, placeholders: Sequence[str] = PLACEHOLDERS) -> list[str]:
    """What a consultant has to correct in a subject or a message, in words; empty where nothing is wrong."""
    faults = []
    if not text.strip():
        faults.append("Write something: this is empty.")
    longest = LONGEST_SUBJECT if subject else LONGEST_MESSAGE
    if len(text) > longest:
        faults.append(f"Shorten this to {longest} characters; it has {len(text)}.")
    if subject and len(text.strip().splitlines()) > 1:
        faults.append("Write the subject on one line.")
    known = ", ".join(f"{{{name}}}" for name in placeholders)
    for name in dict.fromkeys(_PLACEHOLDER.findall(text)):
        if name not in placeholders:
            faults.append(f"{{{name}}} is no placeholder here. You can use {known}.")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        faults.append("A curly bracket stands alone. Write placeholders like {brand}, and no other curly brackets.")
    if _ADDRESS.search(text):
        faults.append("Leave web addresses out: each mail carries one link, the person's own.")
    return faults


def fill(text: str, names: Mapping[str, str]) -> str:
    """Put the names in, in one pass, so that a brand called "{us}" stays as it is. Unknown placeholders stay too."""
    return one_stop(_PLACEHOLDER.sub(lambda found: names.get(found[1], found[0]), text))


def subject_of(template: str, names: Mapping[str, str], **others: str) -> str:
    """A subject that lists of mails show whole: where it would be longer, its longest names are shortened.

    Only names are, never the words around them; so it may still be longer where the words alone are.
    """
    for room in range(max(map(len, names.values())), SHORTEST_NAME - 1, -1):
        subject = one_line(fill(template, {name: shortened(value, room) for name, value in names.items()} | others))
        if columns(subject) <= SHOWN_SUBJECT:
            break
    return subject


def shortened(name: str, room: int) -> str:
    """A name in so many characters: cut after a word where half of it stays, else inside one."""
    if len(name) <= room:
        return name
    head = name[: room - 1]
    if name[room - 1] != " " and " " in head[room // 2 :]:
        head = head.rpartition(" ")[0]
    return head.rstrip(" ,.;:&+-–/") + "…"


def one_line(text: str) -> str:
    """Text fit for a header: no line break, no control character, no invisible turn of direction."""
    spaced = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in ("Cf", "Cs")).split())


def plain_words(text: str) -> str:
    """What a mail server said, on one line, without addresses, links and keys.

    Filters quote the links they object to, and these words are kept.
    """
    without_keys = _KEY.sub("…", _LINK.sub(r"/\1/…", one_line(text[:LONGEST_SAID])))
    return _MAILBOX.sub("…", without_keys)


def paragraphs(text: str) -> tuple[str, ...]:
    """Split at blank lines; a single line break inside a paragraph stays."""
    clean = "\n".join(one_line(line) for line in text.splitlines())
    return tuple(part.strip() for part in re.split(r"\n{2,}", clean) if part.strip())


def spelt_out(day: date, locale: str) -> str:
    """``Friday, 4 December 2026``, ``Freitag, 4. Dezember 2026``."""
    return written(day, "full", locale)


def zone_name(day: date, timezone: str, locale: str) -> str:
    """What people call the time of that zone at the end of that day: ``Central European Standard Time``."""
    end = datetime.combine(day, time(23, 59), ZoneInfo(timezone))
    return str(get_timezone_name(end, width="long", locale=locale))
