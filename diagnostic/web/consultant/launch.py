"""The launch: what will be fixed, printed once more, and then it is."""

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from diagnostic.questionnaire.library import Library
from diagnostic.settings import Settings
from diagnostic.storage.models import Wave
from diagnostic.survey.agreed import in_words
from diagnostic.survey.carried import targets
from diagnostic.survey.mixing import AWAITED_FOR
from diagnostic.survey.plans import frozen_questionnaire, must_be_draft
from diagnostic.survey.turnover import few_joined_or_left
from diagnostic.survey.waves import invited
from diagnostic.survey.waves import launch as launch_wave
from diagnostic.web.consultant.holders import held_keys
from diagnostic.web.pages import Req, flash, page, planned_reminders, redirect


class Launch(Controller):
    """From the draft to the open wave."""

    path = "/waves/{wave_id:uuid}/launch"

    @get("/")
    async def confirm(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library]
    ) -> Response[bytes]:
        must_be_draft(wave)
        questionnaire = frozen_questionnaire(wave)
        return page(
            request,
            "launch.html",
            wave=wave,
            alliance=wave.alliance,
            questionnaire=questionnaire,
            title=questionnaire.text(
                questionnaire.languages[0] if "en" not in questionnaire.languages else "en",
                "title",
                brand=wave.alliance.brand,
                us=wave.alliance.company_a,
                them=wave.alliance.company_b,
            ),
            reminders=planned_reminders(wave),
            languages=[(code, library.frame.text(code, "language")) for code in wave.languages],
            followed=in_words(targets(wave), questionnaire, wave.alliance),
            people=await invited(wave),
            held=await held_keys(wave, wave.alliance),
            mix_days=AWAITED_FOR.days,
            few_changed=await few_joined_or_left(wave, wave.alliance),
        )

    @post("/")
    async def launch(
        self, request: Req, wave: NamedDependency[Wave], settings: NamedDependency[Settings]
    ) -> Response[bytes]:
        await launch_wave(wave, settings.secret)
        flash(request, "The wave is open. The invitations are on their way.")
        return redirect(f"/waves/{wave.id}")
