"""How it was done, and how far it can be trusted."""

from diagnostic.briefing.deck.parts import Slide, point, said, strong
from diagnostic.briefing.deck.slides.told import Told

_READ = ("asked", "gap", "verdicts")
_TRUST = ("protected", "silent")


def method(told: Told) -> Slide:
    release, wording = told.report.release, told.wording
    names = {"k": release.k, "each": wording.percent(release.alpha)}
    moves = "_pulse" if told.page.of_a_pulse else ""
    return Slide(
        layout="Closing",
        title=told.say(f"deck.method.title{moves}"),
        kicker=told.say("sections.method"),
        parts={
            "Left": said(
                strong(told.say("deck.method.read")),
                *(point(told.say(f"deck.method.{part}{moves}", **names)) for part in _READ),
            ),
            "Right": said(
                strong(told.say("deck.method.trust")),
                point(told.say(f"deck.method.alarm{moves}", **names)),
                *(point(told.say(f"deck.method.{part}", **names)) for part in _TRUST),
                point(told.say("method.not_said")),
            ),
        },
        notes=told.page.method,
    )
