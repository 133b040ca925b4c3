"""What a consultant does with an open wave: remind, extend, correct an address, close."""

import datetime as dt
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.errors import NotPossible
from diagnostic.settings import Settings
from diagnostic.storage.models import Message, Wave, WaveState
from diagnostic.survey.ballots import is_mixed
from diagnostic.survey.closing import BelowK, can_be_closed, close, destroy, still_open
from diagnostic.survey.plans import today
from diagnostic.survey.reminders import remind, take_back
from diagnostic.survey.sending import send_all_again, try_now
from diagnostic.survey.waves import correct_address, extend, must_be_open, must_take_answers, proposed_extension
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.pages import Req, count, day, flash, moment, page, planned_reminders, redirect, weekday
from diagnostic.working_time import office_hours


class Running(Controller):
    """What is promised stays promised; what can be undone is not here."""

    path = "/waves/{wave_id:uuid}"

    @get("/remind")
    async def confirm_reminder(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        now = dt.datetime.now(dt.UTC)
        must_take_answers(wave, wave.alliance, now)
        when = office_hours(now, wave.alliance.timezone)
        return page(
            request,
            "remind.html",
            wave=wave,
            alliance=wave.alliance,
            now_is_office=when == now,
            when=f"{weekday(today(wave.alliance, when))}, {wave.opens_at}",
            planned=planned_reminders(wave, wave.alliance),
        )

    @post("/remind")
    async def send_reminder(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        form = await submitted_form(request)
        when = await remind(wave, everybody=form.ticked("remind_everybody"))
        # Not how many: that would tell how many have answered, to the person.
        if when <= dt.datetime.now(dt.UTC):
            whom = "everybody who was invited" if wave.remind_everybody else "everybody who has not answered"
            flash(request, f"A reminder is on its way to {whom}.")
        else:
            whom = "everybody who was invited" if wave.remind_everybody else "everybody who has not answered by then"
            flash(request, f"A reminder goes to {whom}, on {moment(when, wave.alliance.timezone)}.")
        return redirect(f"/waves/{wave.id}")

    @post("/remind/cancel")
    async def cancel_reminders(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        await take_back(wave)
        flash(request, "No reminder goes out by itself any more.")
        return redirect(f"/waves/{wave.id}")

    @post("/extend")
    async def move_date(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        form = await submitted_form(request)
        try:
            closes_on = dt.date.fromisoformat(form["closes_on"])
        except ValueError:
            raise NotPossible("Give the new last day to answer.") from None
        await extend(wave, closes_on)
        flash(request, f"People can answer until {day(closes_on)}.")
        return redirect(f"/waves/{wave.id}")

    @post("/addresses/{message_id:uuid}")
    async def correct(
        self,
        request: Req,
        wave: NamedDependency[Wave],
        message_id: FromPath[UUID],
    ) -> Response[bytes]:
        message = await Message.get_or_none(id=message_id, wave=wave)
        if message is None:
            raise NotFoundException
        form = await submitted_form(request)
        await correct_address(message, form["email"])
        flash(request, f"The invitation is on its way to {form['email']}.")
        return redirect(f"/waves/{wave.id}")

    @post("/mail/now")
    async def try_mail_now(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        await try_now(wave)
        flash(request, "One mail is tried within seconds. If it passes, the rest follows.")
        return redirect(f"/waves/{wave.id}")

    @post("/mail/again")
    async def send_refused_again(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        again = await send_all_again(wave)
        are = "is on its way" if again == 1 else "are on their way"
        flash(request, f"{count(again, 'invitation')} {are} again, and nobody of this wave is marked as refused.")
        return redirect(f"/waves/{wave.id}")

    @get("/close")
    async def confirm_close(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        must_be_open(wave)
        now = dt.datetime.now(dt.UTC)
        if not await can_be_closed(wave, wave.alliance, now):
            raise NotPossible(still_open(wave, wave.alliance, now))
        return await _close_page(request, wave)

    @post("/close")
    async def close_now(
        self, request: Req, wave: NamedDependency[Wave], settings: NamedDependency[Settings]
    ) -> Response[bytes]:
        try:
            await close(wave, settings.secret)
        except BelowK as below:
            return await _close_page(request, wave, below=str(below))
        if wave.state is WaveState.MIXING:
            flash(request, "Nobody can answer any more. The first key-holder is asked to take their lock off.")
        else:
            flash(request, "The wave is closed. Its answers are opened, shuffled and linked to nobody.")
        return redirect(f"/waves/{wave.id}")

    @post("/destroy")
    async def destroy_unread(
        self, request: Req, wave: NamedDependency[Wave], settings: NamedDependency[Settings]
    ) -> Response[bytes]:
        form = await submitted_form(request)
        if not form.ticked("sure"):
            form = Form(faults={"sure": "Tick this to say that you mean it."})
            return await _close_page(request, wave, below="Nothing was destroyed.", form=form)
        await destroy(wave, settings.secret)
        flash(request, "The answers are destroyed unread.", "warn")
        return redirect(f"/waves/{wave.id}")


async def _close_page(request: Req, wave: Wave, *, below: str = "", form: Form | None = None) -> Response[bytes]:
    return page(
        request,
        "close.html",
        status=409 if below else 200,
        wave=wave,
        alliance=wave.alliance,
        held=is_mixed(wave),
        below=below,
        soonest=max(today(wave.alliance), wave.last_day()) + dt.timedelta(days=1),
        later=await proposed_extension(wave, wave.alliance),
        form=form or Form(),
    )
