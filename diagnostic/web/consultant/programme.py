"""Pulse checks planned ahead: the form, every date before anything is stored, and move, skip or stop afterwards."""

import datetime as dt
from collections.abc import Sequence

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from diagnostic.errors import NotPossible
from diagnostic.questionnaire import Questionnaire
from diagnostic.questionnaire.duration import for_consultants
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import Alliance, Wave
from diagnostic.survey.again import MOST, usual_pulse
from diagnostic.survey.agreed import in_words, proposed_targets
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.days import runs, too_soon
from diagnostic.survey.plans import (
    LARGEST_COMMENT_K,
    LARGEST_K,
    LONGEST_KEPT,
    SMALLEST_K,
    WavePlan,
    must_be_scheduled,
    today,
)
from diagnostic.survey.programme import check_programme, draft_programme, move, scheduled, skip, stop
from diagnostic.survey.roster import spoken_by
from diagnostic.survey.schedule import LONGEST, MOST_PULSES, Schedule, every, proposed, proposed_move
from diagnostic.survey.targets import may_be_followed
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.consultant.pulse_questions import Offered, choices, offered_questions
from diagnostic.web.pages import Req, day, english_first, flash, page, redirect

WEEKS = 4
TIMES = 6


class Programmes(Controller):
    """The pulses of an alliance that are still to come."""

    @get("/alliances/{alliance_id:uuid}/pulses/new")
    async def new(
        self, request: Req, alliance: NamedDependency[Alliance], library: NamedDependency[Library]
    ) -> Response[bytes]:
        pulse = await usual_pulse(alliance, library)
        schedule = proposed(alliance, WEEKS, TIMES, await runs(alliance))
        first, second = schedule.remind_after
        offered = await offered_questions(alliance, pulse, library)
        form = Form(
            {
                "first": schedule.opens_on[0].isoformat(),
                "weeks": str(WEEKS),
                "times": str(TIMES),
                "opens_at": "09:00",
                "days_open": str(schedule.days_open),
                "remind_first": str(first),
                "remind_second": str(second),
                "k": "5",
                "comment_k": "8",
                "retention_days": "90",
            },
            {
                "languages": await spoken_by(alliance, english_first(pulse.languages)),
                "questions": list(offered.proposed),
            },
        )
        return _form_page(request, alliance, library, pulse, form, offered)

    @post("/alliances/{alliance_id:uuid}/pulses/new")
    async def plan(
        self, request: Req, alliance: NamedDependency[Alliance], library: NamedDependency[Library]
    ) -> Response[bytes]:
        """Show every date first; store them once they are confirmed."""
        form = await submitted_form(request)
        pulse = await usual_pulse(alliance, library)
        offered = await offered_questions(alliance, pulse, library)
        schedule = _schedule(form, alliance.timezone)
        plan = WavePlan(
            questionnaire=pulse.id,
            languages=form.chosen("languages"),
            closes_on=dt.date.max,  # each pulse has its own
            remind_everybody=form.ticked("remind_everybody"),
            k=form.number("k", SMALLEST_K, LARGEST_K),
            comment_k=form.number("comment_k", SMALLEST_K, LARGEST_COMMENT_K),
            targets=form.chosen("targets") if form["step"] == "confirm" else [],
            keep_attribute=form.ticked("keep_attribute"),
            retention_days=form.number("retention_days", 1, LONGEST_KEPT),
        )
        questions = form.chosen("questions")
        if not questions:
            form.wrong("questions", "Choose at least one question.")
        if form.faults or form["step"] == "back":
            return _form_page(request, alliance, library, pulse, form, offered)
        try:
            await check_programme(alliance, plan, schedule, library, questions=questions)
            asked = library.choosing(pulse.id, questions, offered.source).named(pulse.id)
            if form["step"] != "confirm":
                form.several["targets"] = await proposed_targets(alliance, asked, library)
                return await _check_page(request, alliance, form, schedule, asked=asked, library=library)
            if too_soon(schedule.opens_on, await runs(alliance)) and not form.ticked("sooner"):
                form.wrong("sooner", "Tick this to say that you mean it, or choose other days.")
                return await _check_page(request, alliance, form, schedule, asked=asked, library=library)
            drafted = await draft_programme(alliance, plan, schedule, library, questions=questions)
        except InvalidDetails as faults:
            form.add(faults)
            if form.faults.keys() == {"targets"}:
                return await _check_page(request, alliance, form, schedule, asked=asked, library=library)
            return _form_page(request, alliance, library, pulse, form, offered)
        flash(request, f"{len(drafted)} pulse checks are planned. The first opens on {day(schedule.opens_on[0])}.")
        return redirect(f"/alliances/{alliance.id}")

    @get("/alliances/{alliance_id:uuid}/pulses/stop")
    async def confirm_stop(self, request: Req, alliance: NamedDependency[Alliance]) -> Response[bytes]:
        return page(request, "programme_stop.html", alliance=alliance, pulses=await scheduled(alliance))

    @post("/alliances/{alliance_id:uuid}/pulses/stop")
    async def stop_all(self, request: Req, alliance: NamedDependency[Alliance]) -> Response[bytes]:
        gone = await stop(alliance)
        flash(request, f"The programme is stopped: {gone} planned pulse checks are left out.", "warn")
        return redirect(f"/alliances/{alliance.id}")

    @get("/waves/{wave_id:uuid}/move")
    async def ask_when(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        must_be_scheduled(wave)
        opens_on = proposed_move(wave, wave.alliance, await runs(wave.alliance, but=wave))
        return _move_page(request, wave, Form({"opens_on": opens_on.isoformat()}))

    @post("/waves/{wave_id:uuid}/move")
    async def move_to(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        must_be_scheduled(wave)
        form = await submitted_form(request)
        sooner: list[str] = []
        try:
            opens_on = dt.date.fromisoformat(form["opens_on"])
            sooner = too_soon([opens_on], await runs(wave.alliance, but=wave))
            if sooner and not form.ticked("sooner"):
                form.wrong("sooner", "Tick this to say that you mean it, or choose another day.")
            else:
                await move(wave, opens_on)
        except ValueError:
            form.wrong("opens_on", "Give the day on which it is to open.")
        except NotPossible as why:
            form.wrong("opens_on", str(why))
        if form.faults or wave.opens_on is None:
            return _move_page(request, wave, form, sooner)
        flash(request, f"The pulse opens on {day(wave.opens_on)}, and people can answer until {day(wave.closes_on)}.")
        return redirect(f"/alliances/{wave.alliance_id}")

    @get("/waves/{wave_id:uuid}/skip")
    async def confirm_skip(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        must_be_scheduled(wave)
        return page(request, "programme_skip.html", wave=wave, alliance=wave.alliance)

    @post("/waves/{wave_id:uuid}/skip")
    async def leave_out(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        opens_on = wave.opens_on
        await skip(wave)
        flash(request, f"The pulse of {day(opens_on)} is left out." if opens_on else "The pulse is left out.", "warn")
        return redirect(f"/alliances/{wave.alliance_id}")


def _schedule(form: Form, timezone: str) -> Schedule:
    try:
        reminders = {int(form[name]) for name in ("remind_first", "remind_second") if form[name]}
    except ValueError:
        form.wrong("remind_after", "Give the days as whole numbers, or leave them empty.")
        reminders = set()
    return Schedule(
        opens_on=_days(form, timezone),
        opens_at=form["opens_at"],
        days_open=form.number("days_open", 2, LONGEST),
        remind_after=tuple(sorted(reminders)),
    )


def _days(form: Form, timezone: str) -> list[dt.date]:
    """The days on which pulses open: those listed, where any are, else every so many weeks."""
    try:
        if listed := form["dates"].replace(",", " ").split():
            return sorted({dt.date.fromisoformat(one) for one in listed})
    except ValueError:
        form.wrong("dates", "Write each day like 2027-01-19, one a line.")
        return []
    weeks, times = form.number("weeks", 1, 52), form.number("times", 1, MOST_PULSES)
    try:
        return every(dt.date.fromisoformat(form["first"]), weeks, times, timezone)
    except ValueError:
        form.wrong("first", "Give the day on which the first pulse opens.")
    except OverflowError:
        form.wrong("first", "The last pulse would open too far in the future. Is the year right?")
    return []


def _fields(form: Form) -> list[tuple[str, str]]:
    """Everything that was filled in, to be sent once more with the confirmation."""
    asked_here = ("step", "targets", "sooner")
    return [(name, value) for name, values in form.several.items() if name not in asked_here for value in values]


async def _check_page(
    request: Req, alliance: Alliance, form: Form, schedule: Schedule, *, asked: Questionnaire, library: Library
) -> Response[bytes]:
    """Every date, and what may be followed: asked here, since it follows from what the pulses ask."""
    return page(
        request,
        "programme_check.html",
        status=422 if form.faults else 200,
        alliance=alliance,
        form=form,
        fields=_fields(form),
        schedule=schedule,
        sooner=too_soon(schedule.opens_on, await runs(alliance)),
        asked=asked,
        minutes=for_consultants(asked, library.frame).told,
        followed=in_words(may_be_followed(asked, library), asked, alliance),
    )


def _form_page(  # noqa: PLR0917 (what the page shows)
    request: Req, alliance: Alliance, library: Library, pulse: Questionnaire, form: Form, offered: Offered
) -> Response[bytes]:
    return page(
        request,
        "programme.html",
        status=422 if form.faults else 200,
        alliance=alliance,
        form=form,
        pulse=pulse,
        languages=[(code, library.frame.text(code, "language")) for code in english_first(pulse.languages)],
        groups=choices(offered, alliance),
        least=(today(alliance) + dt.timedelta(days=1)).isoformat(),
        most=MOST_PULSES,
        most_answers=MOST,
        longest=LONGEST,
    )


def _move_page(request: Req, wave: Wave, form: Form, sooner: Sequence[str] = ()) -> Response[bytes]:
    return page(
        request,
        "programme_move.html",
        status=422 if form.faults else 200,
        wave=wave,
        alliance=wave.alliance,
        form=form,
        sooner=sooner,
        least=(today(wave.alliance) + dt.timedelta(days=1)).isoformat(),
    )
