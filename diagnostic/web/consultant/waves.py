"""The page of a wave, whatever its state, and how far a send or a briefing is."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.duration import for_consultants
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import Consultant, Message, MessageKind, MessageState, StoredReport, Wave, WaveState
from diagnostic.survey.agreed import in_words
from diagnostic.survey.alliances import has_open_wave
from diagnostic.survey.ballots import cast_ballots, layers
from diagnostic.survey.carried import targets
from diagnostic.survey.closing import can_be_closed, still_open
from diagnostic.survey.comments import notes_of, why_waits
from diagnostic.survey.instruments import changed_since
from diagnostic.survey.mailed import mails_by_day
from diagnostic.survey.mixing import digest, shown
from diagnostic.survey.plans import MOST_REMINDERS, frozen_questionnaire, today
from diagnostic.survey.reports import as_computed
from diagnostic.survey.sealing import fingerprint
from diagnostic.survey.turnover import few_joined_or_left
from diagnostic.survey.waves import invited, participation, proposed_extension, refresh_participation, refused_addresses
from diagnostic.web.consultant.files import OFFERS, READ, address, languages
from diagnostic.web.consultant.holders import HeldKey, held_keys
from diagnostic.web.consultant.launch import asked_too_often
from diagnostic.web.consultant.letters import long_subjects, still_ours
from diagnostic.web.consultant.prospects import prospects
from diagnostic.web.pages import Req, count, page, planned_reminders


class Sending(NamedTuple):
    """How far the first mails are. Reminders are not counted: their number would tell how many have answered."""

    total: int
    sent: int
    refused: int

    @property
    def waiting(self) -> int:
        return self.total - self.sent - self.refused

    @property
    def words(self) -> str:
        refused = f", {self.refused} refused" if self.refused else ""
        return f"{self.sent} of {count(self.total, 'invitation')} sent{refused}"


class Waves(Controller):
    """One wave."""

    path = "/waves/{wave_id:uuid}"

    @get("/")
    async def show(
        self,
        request: Req,
        wave: NamedDependency[Wave],
        library: NamedDependency[Library],
        settings: NamedDependency[Settings],
        consultant: NamedDependency[Consultant],
    ) -> Response[bytes]:
        context: dict[str, Any] = {
            "wave": wave,
            "alliance": wave.alliance,
            "plan": _plan(wave, library),
            "held": (held := await held_keys(wave, wave.alliance)),
        }
        if wave.state is WaveState.DRAFT:
            tests = Message.filter(wave=wave, kind=MessageKind.TEST)
            last_test = await tests.order_by("-not_before").first()
            people = await invited(wave)
            return page(
                request,
                "wave_draft.html",
                **context,
                people=people,
                prospects=await prospects(wave, people),
                few_changed=await few_joined_or_left(wave, wave.alliance),
                busy=await has_open_wave(wave.alliance),
                test=last_test,
                questionnaire=frozen_questionnaire(wave),
                languages=[(code, library.frame.text(code, "language")) for code in wave.languages],
                reminders=planned_reminders(wave, wave.alliance),
                long_subjects=long_subjects(wave, consultant.name, settings, library),
                changed_since=changed_since(wave, library),
                ours=still_ours(wave, library),
                sooner=await asked_too_often(wave, wave.opens_on or today(wave.alliance)),
            )
        if wave.state is WaveState.OPEN:
            now = dt.datetime.now(dt.UTC)
            await refresh_participation(wave, now)
            return page(
                request,
                "wave_open.html",
                **context,
                sending=await _sending(wave),
                held_up=await _held_up(wave),
                taking_part=await participation(wave),
                refused=await refused_addresses(wave),
                reminders_left=MOST_REMINDERS - wave.reminders_sent,
                reminders=planned_reminders(wave, wave.alliance),
                mails=await mails_by_day(wave, wave.alliance),
                languages=[(code, library.frame.text(code, "language")) for code in wave.languages],
                base_url=settings.base_url,
                key=fingerprint(sealed_to) if (sealed_to := layers(wave)) else None,
                over=now >= wave.deadline(wave.alliance),
                closable=await can_be_closed(wave, wave.alliance, now),
                still_open=still_open(wave, wave.alliance, now),
                later=await proposed_extension(wave, wave.alliance, now),
            )
        if wave.state is WaveState.MIXING:
            cast = digest(await cast_ballots(wave))
            return page(request, "wave_mixing.html", **context, mark=shown(cast))
        report = await as_computed(wave)
        notes = await notes_of(wave)
        written = report.comments if report else ()
        reasons = Counter(why_waits(each, notes, wave, library.side_effects) for each in written)
        return page(
            request,
            "wave_ended.html",
            **context,
            reported=report is not None,
            lock_left=_lock_left(wave, held),
            correction=report.correction if report else None,
            # The Report's own numbers, since the roster may have been deleted.
            taking_part=report.participation if report else None,
            comments=len(written),
            may_report=reasons["report"],
            unread=reasons["language"],
            offers=(READ, *OFFERS),
            questionnaire=frozen_questionnaire(wave),
            tongues=[(code, library.frame.text(code, "language")) for code in languages(wave)],
            address=partial(address, wave),
        )

    @get("/progress")
    async def progress(self, wave: NamedDependency[Wave], paused: FromQuery[bool] = False) -> dict[str, Any]:
        """For the script of the page: ``finished`` says that the page has something new to show.

        ``paused`` is whether the page says that the mails wait.
        """
        if wave.state is WaveState.OPEN:
            sending = await _sending(wave)
            done = sending.sent + sending.refused
            new = sending.waiting == 0 or paused != (wave.mail_paused is not None)
            return {"done": done, "total": sending.total, "words": sending.words, "finished": new}
        ready = await StoredReport.exists(wave=wave)
        return {"done": int(ready), "total": 1, "words": "The briefing is being prepared.", "finished": ready}


def _lock_left(wave: Wave, held: Sequence[HeldKey]) -> str:
    """Whose key-holder was asked after the last day, and did not do their part; '' where nobody's."""
    asked = [key for key in held if wave.launched_at and key.asked_at > wave.launched_at]
    return next((key.company for key in asked if key.step is None), "")


async def _sending(wave: Wave) -> Sending:
    first = Message.filter(wave=wave, kind=MessageKind.INVITATION)
    return Sending(
        await first.count(),
        await first.filter(state=MessageState.SENT).count(),
        await first.filter(state=MessageState.REFUSED).count(),
    )


async def _held_up(wave: Wave) -> str | None:
    """What the mail server said, where first mails have to be tried again."""
    waiting = Message.filter(wave=wave, kind=MessageKind.INVITATION, state=MessageState.WAITING)
    message = await waiting.filter(error__isnull=False).first()
    return message.error if message else None


def _plan(wave: Wave, library: Library) -> list[tuple[str, str]]:
    """What is decided about a wave, a label and a text each."""
    questionnaire = frozen_questionnaire(wave)
    title = library.title(questionnaire)
    whole = library.questionnaires.get(questionnaire.id)
    off = (len(whole.items) - len(questionnaire.items)) if whole else 0
    if wave.imported is not None:
        return _brought_in(wave, title, off)
    takes = for_consultants(questionnaire, library.frame)
    return [
        (
            "Questionnaire",
            f"{title}, about {takes.told}{f'; {off} questions left out' if off else ''}",
        ),
        ("Languages", ", ".join(library.frame.text(code, "language") for code in wave.languages)),
        ("Figures are shown", f"from {wave.k} people of a side on"),
        (
            "Comments are shown",
            f"from {wave.comment_k} people on; with their company from {wave.comment_k} of each side on",
        ),
        (
            "What moved is judged",
            f"as one of {count(wave.pulses, 'wave')}: so strictly that in all of them together anything is wrongly said"
            " to have moved 5 times in 100 at most",
        ),
        ("Kept with the answers", f"the company and the {wave.attribute.lower()}" if wave.attribute else "the company"),
        *_followed(wave, questionnaire),
        ("Responses and receipts are deleted", f"{count(wave.retention_days, 'day')} after the close"),
        *_sealed(wave),
    ]


def _brought_in(wave: Wave, title: str, off: int) -> list[tuple[str, str]]:
    """The same of answers that came from a file."""
    kept = f"the company and “{wave.attribute}”" if wave.attribute else "the company"
    lacking = f", of which {count(off, 'question')} had no column" if off else ""
    return [
        ("Questionnaire", title + lacking),
        ("Collected with", (wave.imported or {}).get("tool") or "another tool"),
        ("Figures are shown", f"from {wave.k} people of a side on"),
        ("Comments are shown", f"from {wave.comment_k} people on"),
        ("Kept with the answers", kept),
        ("Single answers are deleted", f"{count(wave.retention_days, 'day')} after they were brought in"),
    ]


def _followed(wave: Wave, questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Of which targets people may carry their changes."""
    followed = in_words(targets(wave), questionnaire, wave.alliance)
    return [("Followed from wave to wave", "; ".join(target.title for target in followed))] if followed else []


def _sealed(wave: Wave) -> list[tuple[str, str]]:
    if not (keys := layers(wave)):
        return []
    return [
        ("Key that answers were sealed to", fingerprint(keys)),
        (
            "Receipts",
            "Respondents find everybody’s behind their own links once the answers are opened. If somebody says that "
            "theirs is missing: ask them to compare it once more, do not ask what they answered, and pass it on to "
            "whoever runs the server and to the controller. You cannot look it up, and nobody can tell whose it is.",
        ),
    ]
