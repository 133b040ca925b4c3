"""Who holds the two companies' keys to a wave: chosen before the launch, and where it stands until the end."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.questionnaire import SIDES, Side
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import Alliance, CompanyKey, Message, MessageKind, MessageState, MixStep, Wave
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.ballots import HOLDERS
from diagnostic.survey.holding import Chosen, ask_anew, choose, keys_of, leave_out
from diagnostic.survey.mixing import AWAITED_FOR, awaited_until, is_awaited, shown, steps_of, write_again
from diagnostic.survey.plans import must_be_draft
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.pages import Req, english_first, flash, page, redirect


class HeldKey(NamedTuple):
    """One company's key, as its page shows it."""

    side: str
    company: str
    emails: Sequence[str]
    made: bool
    awaited: bool
    """Whether it is for the holders to do something now."""
    asked_at: dt.datetime
    until: dt.datetime
    """When the ballots are destroyed if it is their turn and they do not do it."""
    refused: Sequence[str]
    """Addresses that a mail server refused."""
    step: MixStep | None
    left_out: int
    mark: str
    """Of what was passed on."""


async def held_keys(wave: Wave, alliance: Alliance) -> list[HeldKey]:
    """Where each key stands, in the order of their turns; none where a wave has no holders."""
    steps = {step.holder: step for step in await steps_of(wave)}
    keys = {key.side: key for key in await keys_of(wave)}
    return [await _held(keys[side], wave, alliance, steps.get(side)) for side in HOLDERS if side in keys]


async def _held(key: CompanyKey, wave: Wave, alliance: Alliance, step: MixStep | None) -> HeldKey:
    mails = Message.filter(holder__key=key, kind__in=[MessageKind.KEY_WANTED, MessageKind.TURN])
    refused = await mails.filter(state=MessageState.REFUSED).prefetch_related("holder")
    return HeldKey(
        side=key.side,
        company=alliance.company(key.side),
        emails=[holder.email for holder in key.holders],
        made=key.rehearsed_at is not None,
        awaited=await is_awaited(key, wave),
        asked_at=key.asked_at,
        until=awaited_until(key.asked_at, alliance.timezone) - dt.timedelta(minutes=1),
        refused=sorted({mail.holder.email for mail in refused if mail.holder}),
        step=step,
        left_out=sum(step.taken.values()) - sum(step.given.values()) if step else 0,
        mark=shown(step.given_digest) if step else "",
    )


class Holders(Controller):
    """Two key-holders, or none."""

    path = "/waves/{wave_id:uuid}/holders"

    @get("/")
    async def edit(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library]
    ) -> Response[bytes]:
        must_be_draft(wave)
        form = Form({f"language_{side}": wave.languages[0] for side in SIDES})
        for key in await keys_of(wave):
            first, *rest = sorted(key.holders, key=lambda holder: holder.id)
            form.values |= {
                f"email_{key.side}": first.email,
                f"second_{key.side}": rest[0].email if rest else "",
                f"language_{key.side}": first.language,
            }
        return await _form_page(request, wave, library, form)

    @post("/")
    async def settle(
        self,
        request: Req,
        wave: NamedDependency[Wave],
        library: NamedDependency[Library],
        settings: NamedDependency[Settings],
    ) -> Response[bytes]:
        form, known = await submitted_form(request), english_first(library.frame.languages)
        chosen: dict[Side, Chosen] = {}
        for side in SIDES:
            language = form[f"language_{side}"]
            if language not in known:
                form.wrong(f"language_{side}", "Choose one of these languages.")
            chosen[side] = Chosen(emails=[form[f"email_{side}"], form[f"second_{side}"]], language=language)
        if not form.faults:
            try:
                await choose(wave, chosen, settings.secret)
            except InvalidDetails as faults:
                form.add(faults)
            else:
                flash(request, "The key-holders are settled, and the links are on their way to them.")
                return redirect(f"/waves/{wave.id}")
        return await _form_page(request, wave, library, form)

    @post("/remove")
    async def remove(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        await leave_out(wave)
        flash(request, "This wave is planned without key-holders. Links that were mailed to them lead nowhere now.")
        return redirect(f"/waves/{wave.id}")

    @post("/{side:str}/anew")
    async def ask_for_a_new_key(
        self, request: Req, wave: NamedDependency[Wave], side: FromPath[str]
    ) -> Response[bytes]:
        await ask_anew(wave, _side(side))
        flash(request, f"The key of {wave.alliance.company(side)} is discarded, and a new one asked for.")
        return redirect(f"/waves/{wave.id}")

    @post("/{side:str}/again")
    async def mail_again(self, request: Req, wave: NamedDependency[Wave], side: FromPath[str]) -> Response[bytes]:
        await write_again(wave, _side(side))
        flash(request, f"The link is on its way to the key-holder of {wave.alliance.company(side)} once more.")
        return redirect(f"/waves/{wave.id}")


def _side(given: str) -> Side:
    if given not in SIDES:
        raise NotFoundException
    return "a" if given == "a" else "b"


async def _form_page(request: Req, wave: Wave, library: Library, form: Form) -> Response[bytes]:
    return page(
        request,
        "holders.html",
        status=422 if form.faults else 200,
        wave=wave,
        alliance=wave.alliance,
        form=form,
        chosen=bool(await keys_of(wave)),
        languages=[(code, library.frame.text(code, "language")) for code in english_first(library.frame.languages)],
        days=AWAITED_FOR.days,
    )
