"""What a mail server's "no" is about: us, our rate, this address, or this mail. Pure.

A reply is read as people read it: what it says in words first, its enhanced status code (RFC 3463, RFC 5248) next.
Servers use one code for many things (5.7.1 is a relay denied, a sender not allowed, a filter's verdict), and the words
are what tells them apart. Where neither says what it is about, nobody is marked for it.
"""

import re
from enum import StrEnum
from typing import NamedTuple


class Stage(StrEnum):
    """Where in the conversation the server said it."""

    CONNECT = "connect"
    SIGN_IN = "sign-in"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"


class ReplyCause(StrEnum):
    """What a refusal is about."""

    US = "us"
    """Our account, our sender, our server: every mail would be refused."""
    RATE = "rate"
    """So many mails in so short a time: every mail would be refused, for a while."""
    ADDRESS = "address"
    MESSAGE = "message"
    """This one mail; or nobody knows what, in which case nobody is to be marked for it."""


class ReplyVerdict(NamedTuple):
    """What a refusal is about, and whether it is for good."""

    about: ReplyCause
    for_good: bool


class _Rule(NamedTuple):
    about: ReplyCause
    says: re.Pattern[str]
    stages: frozenset[Stage]
    later: bool
    """Whether it may pass later although the server says it is for good."""


def _rule(about: ReplyCause, stages: str, *says: str, later: bool = False) -> _Rule:
    return _Rule(
        about, re.compile("|".join(says), re.IGNORECASE), frozenset(Stage[name] for name in stages.split()), later
    )


_EVER = "CONNECT SIGN_IN MAIL RCPT DATA"

_RULES = (
    # The words, the narrow before the wide.
    _rule(
        ReplyCause.MESSAGE, "MAIL RCPT DATA", r"message.{0,20}(size|too (big|large|long))|\b[45]\.2\.3\b|file too big"
    ),
    # A list or a person whom only colleagues may write to (Microsoft 365).
    _rule(ReplyCause.ADDRESS, "RCPT DATA", r"\b5\.7\.1(24|29|3[3-6])\b"),
    # One mailbox that is full, or busy, or lets strangers wait.
    _rule(
        ReplyCause.ADDRESS,
        "RCPT DATA",
        r"\b[45]\.2\.2\b|gr[ae]y-?list|mailbox.{0,20}(busy|locked)|storage allocation",
        r"(mailbox|inbox|recipient|user|e-?mail account)\b.{0,60}\b(full|over ?quota|storage|receiving|thread limit)",
        later=True,
    ),
    _rule(
        ReplyCause.RATE,
        _EVER,
        r"\b(send(ing)?|sender|outbound|outgoing|daily|hourly|your|relay|rate|message|connections)\b.{0,40}"
        r"\b(quotas?|limits?|limited|credits)\b",
        r"\b(quota|limit)\b.{0,40}\b(tomorrow|today|(per|for) (the |this )?(day|hour|minute|24))",
        r"too (many|much|frequent|fast)|throttl|unusual rate|rate.?limit|(sending|message) rate|credits exceeded",
        r"try again tomorrow|server (is )?(too )?busy|temporarily deferred",
    ),
    _rule(
        ReplyCause.US,
        _EVER,
        r"relay(ing)? (access )?(is )?(denied|not|prohibited)|(not|unable|cannot|deny) .{0,24}\brelay|rcpthosts",
        r"authenticat|authori[sz]|permission|log ?in|sign ?in|credentials|starttls|(tls|encryption) (is )?required",
        r"sender .{0,40}(reject|denied|not |verif|block|invalid|unknown)|(reject|block|verif|invalid).{0,24} sender",
        r"send as|sendas|from address|(allowed|permitted) to send|not verified|sending .{0,20}(suspend|pause)",
        r"black ?list|block ?list|listed (in|by|at|on)\b|blocked (using|by|for)|spamhaus|\brbl\b|reputation|banned",
        r"client host|\bhelo\b|reverse (dns|hostname)|\bspf\b|\bdkim\b|\bdmarc\b|your (ip|host|server|domain|network)",
        r"(tenant|your account|subscription)\b.{0,40}(suspend|disabl|block|restrict|exceed|pause)|insufficient system",
    ),
    _rule(
        ReplyCause.ADDRESS,
        "RCPT DATA",
        r"(user|recipient|mailbox|address|account|domain)\b.{0,60}\b(unknown|not found|doesn.?t exist|does not exist|"
        r"not exist|invalid|disabled|inactive|no longer|must contain|malformed|not local)",
        r"(unknown|invalid|no such|disabled|inactive|bad destination) "
        r"(user|recipient|mailbox|address|person|account|domain)|\bno such\b|no mailbox|unrouteable",
    ),
    # Before DATA nobody has seen what it says.
    _rule(
        ReplyCause.MESSAGE,
        "DATA",
        r"spam|unsolicited|virus|malware|phish|content|\b(url|link)s?\b|message .{0,12}(reject|block)",
    ),
    # The codes, where the words left it open.
    _rule(ReplyCause.ADDRESS, "RCPT DATA", r"\b[45]\.1\.([0-46]|10)\b|\b[45]\.2\.[01]\b|\b5\.4\.[14]\b"),
    _rule(ReplyCause.MESSAGE, "RCPT DATA", r"\b[45]\.3\.4\b|\b[45]\.6\.\d+\b"),
    _rule(ReplyCause.RATE, _EVER, r"\b[45]\.4\.5\b|^421\b"),
    _rule(ReplyCause.US, "RCPT DATA", r"\b[45]\.1\.[78]\b|\b[45]\.[35]\.\d+\b|^(43[24]|454|53\d)\b"),
    _rule(ReplyCause.US, "RCPT", r"\b[45]\.7\.\d+\b"),
    # What RFC 5321 says of every 550.
    _rule(ReplyCause.ADDRESS, "RCPT", r"mailbox unavailable"),
)
"""The first that applies, decides."""


def sort_reply(stage: Stage, code: int, text: str) -> ReplyVerdict:
    """What a refusal is about.

    Parameters
    ----------
    code, text
        The reply's three digits, and what follows them: ``550``, ``5.1.1 No such user``.
    """
    said = f"{code} {' '.join(text.split())}"
    for rule in _RULES:
        if stage in rule.stages and rule.says.search(said):
            return ReplyVerdict(rule.about, code >= 500 and not rule.later)
    return ReplyVerdict(_unsaid(stage, code), code >= 500)


def _unsaid(stage: Stage, code: int) -> ReplyCause:
    """What a refusal is about that says nothing; nobody is marked for it."""
    if stage in (Stage.CONNECT, Stage.SIGN_IN, Stage.MAIL):  # nobody's address has been named yet
        return ReplyCause.US
    return ReplyCause.ADDRESS if stage is Stage.RCPT and code < 500 else ReplyCause.MESSAGE


_OWN = re.compile(r"(?!\d{3}$|\d\.\d+\.\d+$).*[\d@…]")
"""A word with an address, or with a number that is no code: of this refusal alone."""
_TOLD_APART_BY = 10


def same_words(reply: str) -> list[str]:
    """What two refusals begin with that are the same but for the address and the server's own numbers."""
    return [word.lower() for word in reply.split() if not _OWN.match(word)][:_TOLD_APART_BY]
