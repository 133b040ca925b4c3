"""Counted people as a sentence: right at nobody, one, several and all, and about any statement."""

from diagnostic.briefing.messages import Counted, People
from diagnostic.briefing.wording import Wording
from diagnostic.questionnaire.words import other

_SECOND = {"expect": "say", "own": "too", "not_own": "not_own", "pick": "bare", "cannot_say": "bare"}
"""How whoever is named second is told; everything else they do, or do not."""


_ANSWERS = {"agree": "answer", "disagree": "answer", "expect": "expect_answer"}
"""How these are told where people do not say how far they agree."""


class Sayer:
    """Puts what is counted into words."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def sentence(self, counted: Counted, *, named: bool = True) -> str:
        """``“Helix does what it promises”: 12 of 22 at Novara disagree, 1 of 25 at Helix does.``

        Without the statement or activity itself unless ``named``, where it has just been told.
        """
        wording = self._wording
        if counted.what == "shares":
            values = {f"value_{side}": self._value(counted, n) for n, side in enumerate("ab")}
            return wording.say("messages.shares", **values, sum=self.total(counted))
        statement = wording.statement(counted.subject)
        if counted.what == "divided":
            low, high = counted.people
            names = {"company": wording.company(low.side), "n": low.of, "disagree": low.count, "agree": high.count}
            key = "of_two_minds" if wording.is_agreed_with(counted.subject) else "at_two_ends"
            return wording.say(f"messages.{key}", statement=statement, **names)
        people = self._people(counted)
        if counted.group:
            count, of = counted.elsewhere
            elsewhere = self._form("second.elsewhere", count, of)
            return wording.say(
                "messages.in_group", statement=statement, group=counted.group, people=people, elsewhere=elsewhere
            )
        if named and counted.what not in ("pick", "own", "not_own"):
            return wording.say("messages.statement", statement=statement, people=people)
        return capital(wording.say("messages.plain", people=people))

    def total(self, counted: Counted) -> str:
        """The sum of two shares of one whole; '' of anything else."""
        return self._written(sum(counted.values), counted) if counted.what == "shares" else ""

    def _value(self, counted: Counted, place: int) -> str:
        return self._written(counted.values[place], counted)

    def _written(self, value: float, counted: Counted) -> str:
        wording, unit = self._wording, self._wording.text(f"expectation_unit:{counted.subject}")
        if unit.startswith("%"):
            return wording.percent(value / 100)
        return wording.say("numbers.amount", number=wording.plain(value), unit=unit)

    def _people(self, counted: Counted) -> str:
        wording, (first, second) = self._wording, counted.people
        then = _SECOND.get(counted.what, "do")
        what: str = counted.what
        camp = ""
        if what in _ANSWERS and not wording.is_agreed_with(counted.subject):
            what, camp = _ANSWERS[what], wording.camp(counted.subject, high=what != "disagree")
        begun = self._of(f"first.{what}", first, counted, camp=camp)
        return wording.say("messages.both", first=begun, second=self._of(f"second.{then}", second, counted))

    def bare(self, counted: Counted) -> str:
        """Who, and nothing else: ``12 of 22 at Novara and 15 of 25 at Helix``."""
        return self._wording.listed([self._of("second.bare", each, counted) for each in counted.people])

    def _of(self, key: str, people: People, counted: Counted, **more: str) -> str:
        wording = self._wording
        names = {"company": wording.company(people.side), "partner": wording.company(other(people.side)), **more}
        topic = wording.quoted(wording.text(f"topic:{counted.subject}"))
        topic = wording.say("messages.among", topic=topic) if counted.among else topic
        return self._form(key, people.count, people.of, subject=topic, **names)

    def _form(self, key: str, count: int, of: int, **names: object) -> str:
        """Nobody, all, or so many."""
        if count in (0, of):
            return self._wording.say(f"messages.{key}.{'none' if count == 0 else 'all'}", n=of, **names)
        return self._wording.count(f"messages.{key}.some", count, n=of, **names)


def capital(text: str) -> str:
    """With a capital letter first, as a sentence begins."""
    return text[:1].upper() + text[1:]
