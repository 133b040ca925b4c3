"""Whatever text comes from outside is looked through in a time that grows with its length, never with its square."""

import contextlib
import time
from collections.abc import Callable
from email import message_from_bytes, message_from_string

import pytest

from diagnostic.addresses import check_address, check_domain
from diagnostic.errors import NotPossible
from diagnostic.mail.bounces import _bounce, _reported
from diagnostic.mail.replies import Stage, same_words, sort_reply
from diagnostic.mail.wording import check_text, fill, paragraphs, plain_words
from diagnostic.text import alike, clean, control_character, one_line
from diagnostic.web.links import is_respondents, repaired_link

SMALL, LARGE = 8_000, 64_000
"""Characters: what takes as long for each of them takes 8 times as long, what grows with the square 64 times."""
MOST = 40
NOTHING = 0.002
"""Seconds too short to be compared."""

UNITS = (
    *"\n /@<>{}|=&-.,;:%a4",
    "\r\n",
    "> ",
    "a@",
    "/a",
    "/ a",
    "x-",
    "a.",
    "a-",
    "5.1.1 ",
    "550 ",
    "550 5.1.1 x\n",
    "\n \t",
    "Message-ID:",
    "Message-ID:\n ",
    "<12345678-1234-1234-1234-123456789012@",
    "user ",
    "sender mailbox message ",
    "&#9",
    "%2525",
    "\u00e4",
    "\u200b",
)


# What `flufl.bounce` does is not ours: that a bounce is read in a limited process is what holds it.
def _words(text: str) -> object:
    return _bounce(message_from_string(f"From: MAILER-DAEMON@mx.example\n\n{text}"), True, text, ())


def _status(text: str) -> object:
    head = 'From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="b1"\n\n--b1\n'
    status = f"Content-Type: message/delivery-status\n\nReporting-MTA: x\n\nAction: failed\nDiagnostic-Code: {text}\n"
    return _reported(message_from_bytes(f"{head}{status}\n--b1--\n".encode()))


READERS = (
    _words,
    pytest.param(_status, marks=pytest.mark.part("proofs")),
    plain_words,
    pytest.param(lambda text: sort_reply(Stage.DATA, 550, text), marks=pytest.mark.part("proofs")),
    same_words,
    check_text,
    lambda text: fill(text, {"us": "Novara"}),
    paragraphs,
    clean,
    one_line,
    alike,
    control_character,
    lambda text: repaired_link(f"/{text}"),
    lambda text: is_respondents(f"/{text}"),
    lambda text: repaired_link(f"/a/{text}"),
    pytest.param(check_address, marks=pytest.mark.part("proofs")),
    pytest.param(lambda text: check_address(f"{text}@novara.example"), marks=pytest.mark.part("proofs")),
    pytest.param(lambda text: check_address(f"ann@{text}.example"), marks=pytest.mark.part("proofs")),
    check_domain,
)


@pytest.mark.parametrize("read", READERS)
def test_no_text_takes_a_time_that_grows_with_its_square(read: Callable[[str], object]) -> None:
    for unit in UNITS:
        small, large = (_seconds(read, (unit * length)[:length]) for length in (SMALL, LARGE))
        assert large < MOST * max(small, NOTHING), (unit, small, large)


def _seconds(read: Callable[[str], object], text: str) -> float:
    """Of the processor, so that others at work on the same machine do not count."""
    began = time.process_time()
    with contextlib.suppress(NotPossible):
        read(text)
    return time.process_time() - began


def test_a_number_of_thousands_of_digits_is_no_error_in_a_link() -> None:
    token = "Zk3" * 8
    assert repaired_link(f"/a/{token}&#{'9' * 5000};") == f"/a/{token}"
