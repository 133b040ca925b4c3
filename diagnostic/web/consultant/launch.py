"""The launch: what will be fixed, printed once more, and then it is."""

import datetime as dt

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from diagnostic.questionnaire.duration import for_consultants
from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import Wave
from diagnostic.survey.agreed import in_words
from diagnostic.survey.carried import targets
from diagnostic.survey.days import runs, too_soon
from diagnostic.survey.mixing import AWAITED_FOR
from diagnostic.survey.plans import frozen_questionnaire, must_be_draft, today
from diagnostic.survey.turnover import few_joined_or_left
from diagnostic.survey.waves import invited
from diagnostic.survey.waves import launch as launch_wave
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.consultant.holders import held_keys
from diagnostic.web.consultant.letters import still_ours
from diagnostic.web.pages import Req, flash, page, planned_reminders, redirect


class Launch(Controller):
    """From the draft to the open wave."""

    path = "/waves/{wave_id:uuid}/launch"

    @get("/")
    async def confirm(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library]
    ) -> Response[bytes]:
        must_be_draft(wave)
        return await _launch_page(request, wave, library, Form())

    @post("/")
    async def launch(
        self,
        request: Req,
        wave: NamedDependency[Wave],
        settings: NamedDependency[Settings],
        library: NamedDependency[Library],
    ) -> Response[bytes]:
        must_be_draft(wave)
        form = await submitted_form(request)
        warned = {"sooner": await asked_too_often(wave, today(wave.alliance)), "ours": still_ours(wave, library)}
        for name, why in warned.items():
            if why and not form.ticked(name):
                form.wrong(name, "Tick this to say that you mean it.")
        if form.faults:
            return await _launch_page(request, wave, library, form)
        await launch_wave(wave, settings.secret)
        flash(request, "The wave is open. The invitations are on their way.")
        return redirect(f"/waves/{wave.id}")


async def asked_too_often(wave: Wave, opens_on: dt.date) -> list[str]:
    """Where people would be asked more than once in three weeks, were a draft to open on a day."""
    return too_soon([opens_on], await runs(wave.alliance, but=wave))


async def _launch_page(request: Req, wave: Wave, library: Library, form: Form) -> Response[bytes]:
    questionnaire = frozen_questionnaire(wave)
    return page(
        request,
        "launch.html",
        status=422 if form.faults else 200,
        wave=wave,
        alliance=wave.alliance,
        form=form,
        sooner=await asked_too_often(wave, today(wave.alliance)),
        ours=still_ours(wave, library),
        questionnaire=questionnaire,
        minutes=for_consultants(questionnaire, library.frame).told,
        title=questionnaire.text(
            questionnaire.languages[0] if "en" not in questionnaire.languages else "en",
            "title",
            brand=wave.alliance.brand,
            us=wave.alliance.company_a,
            them=wave.alliance.company_b,
        ),
        reminders=planned_reminders(wave, wave.alliance),
        languages=[(code, library.frame.text(code, "language")) for code in wave.languages],
        followed=in_words(targets(wave), questionnaire, wave.alliance),
        people=await invited(wave),
        held=await held_keys(wave, wave.alliance),
        mix_days=AWAITED_FOR.days,
        few_changed=await few_joined_or_left(wave, wave.alliance),
    )
