"""A wave before its launch: its plan, made, changed or thrown away."""

import datetime as dt
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from diagnostic.errors import NotPossible
from diagnostic.questionnaire import Number, Questionnaire, Rating
from diagnostic.questionnaire.duration import for_consultants
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.model import Scale
from diagnostic.storage.models import Alliance, Wave
from diagnostic.survey.again import usual_baseline
from diagnostic.survey.agreed import in_words, proposed_targets
from diagnostic.survey.alliances import InvalidDetails
from diagnostic.survey.carried import targets
from diagnostic.survey.days import by_hand, runs
from diagnostic.survey.instruments import take_over
from diagnostic.survey.plans import (
    LARGEST_COMMENT_K,
    LARGEST_K,
    LONGEST_KEPT,
    SMALLEST_K,
    WavePlan,
    delete_draft,
    draft_wave,
    frozen_questionnaire,
    must_be_draft,
    redraft_wave,
    today,
    whole,
)
from diagnostic.survey.roster import spoken_by
from diagnostic.survey.targets import may_be_followed
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.pages import Req, english_first, flash, page, redirect

REMINDERS = ("remind_first", "remind_second")


class Drafts(Controller):
    """Plan, change, delete: nothing has been sent to anybody yet."""

    @get("/alliances/{alliance_id:uuid}/waves/new")
    async def new(
        self,
        request: Req,
        alliance: NamedDependency[Alliance],
        library: NamedDependency[Library],
        questionnaire: FromQuery[str] = "",
    ) -> Response[bytes]:
        chosen = library.questionnaires.get(questionnaire) or await usual_baseline(alliance, library)
        free = by_hand(today(alliance), await runs(alliance), alliance.timezone)
        form = Form(
            {
                "questionnaire": chosen.id,
                "k": "5",
                "comment_k": "8",
                "retention_days": "90",
                "closes_on": free.closes_on.isoformat(),
                **dict(zip(REMINDERS, [day.isoformat() for day in free.remind_on], strict=False)),
            },
            {
                "languages": await spoken_by(alliance, english_first(chosen.languages)),
                "scales": [scale.id for scale in chosen.scales],
                "items": [item.id for item in _expectations(chosen)],
                "modules": list(chosen.modules()),
                "more": ["yes"],
                "targets": await proposed_targets(alliance, chosen, library),
            },
        )
        first = free.opens_on if free.opens_on > today(alliance) else None
        return _plan_page(request, alliance, library, chosen, form, first=first)

    @post("/alliances/{alliance_id:uuid}/waves/new")
    async def create(
        self, request: Req, alliance: NamedDependency[Alliance], library: NamedDependency[Library]
    ) -> Response[bytes]:
        form = await submitted_form(request)
        chosen = library.questionnaires.get(form["questionnaire"]) or await usual_baseline(alliance, library)
        plan = _plan(form, chosen)
        if not form.faults:
            try:
                wave = await draft_wave(alliance, plan, library)
            except InvalidDetails as faults:
                form.add(faults)
            else:
                flash(request, "The wave is drafted. Nothing is sent until you launch it.")
                return redirect(f"/waves/{wave.id}")
        return _plan_page(request, alliance, library, chosen, form)

    @get("/waves/{wave_id:uuid}/plan")
    async def edit(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library]
    ) -> Response[bytes]:
        must_be_draft(wave)
        kept = frozen_questionnaire(wave)
        form = Form(
            {
                "questionnaire": kept.id,
                "k": str(wave.k),
                "comment_k": str(wave.comment_k),
                "retention_days": str(wave.retention_days),
                "closes_on": wave.closes_on.isoformat(),
                **dict(zip(REMINDERS, wave.remind_on, strict=False)),
            },
            {
                "languages": wave.languages,
                "scales": [scale.id for scale in kept.scales],
                "items": [item.id for item in _expectations(kept)],
                "modules": [section.id for section in kept.sections if not section.core],
                **({"more": ["yes"]} if kept.lines() else {}),
                "targets": [target.id for target in targets(wave)],
                **({"keep_attribute": ["yes"]} if wave.attribute else {}),
                **({"remind_everybody": ["yes"]} if wave.remind_everybody else {}),
            },
        )
        return _plan_page(request, wave.alliance, library, whole(kept, library), form, wave=wave)

    @post("/waves/{wave_id:uuid}/plan")
    async def change(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library]
    ) -> Response[bytes]:
        form = await submitted_form(request)
        chosen = whole(frozen_questionnaire(wave), library)
        form.values["questionnaire"] = chosen.id
        plan = _plan(form, chosen)
        if not form.faults:
            try:
                await redraft_wave(wave, wave.alliance, plan, library)
            except InvalidDetails as faults:
                form.add(faults)
            else:
                flash(request, "The plan is changed.")
                return redirect(f"/waves/{wave.id}")
        return _plan_page(request, wave.alliance, library, chosen, form, wave=wave)

    @post("/waves/{wave_id:uuid}/take-over")
    async def take_over_questionnaire(
        self, request: Req, wave: NamedDependency[Wave], library: NamedDependency[Library]
    ) -> Response[bytes]:
        try:
            await take_over(wave, wave.alliance, library)
        except InvalidDetails as faults:
            raise NotPossible(f"The plan has to be changed first. {faults}") from None
        flash(request, "The draft asks what the questionnaire asks now, nothing switched off. See its plan.")
        return redirect(f"/waves/{wave.id}")

    @get("/waves/{wave_id:uuid}/delete")
    async def confirm_deletion(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        must_be_draft(wave)
        return page(request, "wave_delete.html", wave=wave, alliance=wave.alliance)

    @post("/waves/{wave_id:uuid}/delete")
    async def delete(self, request: Req, wave: NamedDependency[Wave]) -> Response[bytes]:
        await delete_draft(wave)
        flash(request, "The draft is deleted. Nobody had been written to.")
        return redirect(f"/alliances/{wave.alliance.id}")


def _expectations(questionnaire: Questionnaire) -> list[Number]:
    return [item for item in questionnaire.items if isinstance(item, Number)]


def _core_scales(questionnaire: Questionnaire) -> list[Scale]:
    modules = {item for items in questionnaire.modules().values() for item in items}
    of_modules = {item.scale for item in modules if isinstance(item, Rating)}
    return [scale for scale in questionnaire.scales if scale.id not in of_modules]


def _plan(form: Form, questionnaire: Questionnaire) -> WavePlan:
    """What the form says; what cannot be read is noted as a fault of its field."""
    try:
        closes_on = dt.date.fromisoformat(form["closes_on"])
    except ValueError:
        form.wrong("closes_on", "Give the last day to answer.")
        closes_on = dt.date.min
    left_out = [
        item
        for module, items in questionnaire.modules().items()
        if module not in form.chosen("modules")
        for item in items
    ]
    # A module is left out with its scales; the core's are chosen one by one.
    gone = {item.scale for item in left_out if isinstance(item, Rating) and item.scale}
    gone |= {scale.id for scale in _core_scales(questionnaire) if scale.id not in form.chosen("scales")}
    return WavePlan(
        questionnaire=form["questionnaire"],
        languages=[
            language for language in english_first(questionnaire.languages) if language in form.chosen("languages")
        ],
        closes_on=closes_on,
        remind_on=_reminders(form),
        remind_everybody=form.ticked("remind_everybody"),
        k=form.number("k", SMALLEST_K, LARGEST_K),
        comment_k=form.number("comment_k", SMALLEST_K, LARGEST_COMMENT_K),
        targets=form.chosen("targets"),
        keep_attribute=form.ticked("keep_attribute"),
        retention_days=form.number("retention_days", 1, LONGEST_KEPT),
        scales_off=[scale.id for scale in questionnaire.scales if scale.id in gone],
        items_off=[
            *(item.id for item in left_out if not (isinstance(item, Rating) and item.scale)),
            *(item.id for item in _expectations(questionnaire) if item.id not in form.chosen("items")),
            *([] if form.ticked("more") else (line.id for line in questionnaire.lines())),
        ],
    )


def _reminders(form: Form) -> list[dt.date]:
    try:
        return sorted({dt.date.fromisoformat(form[name]) for name in REMINDERS if form[name]})
    except ValueError:
        form.wrong("remind_on", "Give the days as dates, or leave them empty.")
        return []


def _plan_page(
    request: Req,
    alliance: Alliance,
    library: Library,
    chosen: Questionnaire,
    form: Form,
    *,
    wave: Wave | None = None,
    first: dt.date | None = None,
) -> Response[bytes]:
    """``first``: the day from which the days that are proposed count, where that is not today."""
    names = {"brand": alliance.brand, "us": alliance.company_a, "them": alliance.company_b}
    context: dict[str, Any] = {
        "alliance": alliance,
        "wave": wave,
        "form": form,
        "first": first,
        "chosen": chosen,
        "questionnaires": [
            (one, library.title(one), for_consultants(one, library.frame).minutes)
            for one in library.questionnaires.values()
        ],
        "languages": [(code, library.frame.text(code, "language")) for code in english_first(chosen.languages)],
        "scales": [(scale.id, _say(chosen, f"scales.{scale.id}.title", names)) for scale in _core_scales(chosen)],
        "modules": [(section, _say(chosen, f"sections.{section}.title", names)) for section in chosen.modules()],
        "expectations": [(item.id, _say(chosen, f"items.{item.id}.short", names)) for item in _expectations(chosen)],
        "lines": bool(chosen.lines()),
        "followed": in_words(may_be_followed(chosen, library), chosen, alliance),
        "least": (today(alliance) + dt.timedelta(days=1)).isoformat(),
    }
    return page(request, "plan.html", status=422 if form.faults else 200, **context)


def _say(questionnaire: Questionnaire, key: str, names: dict[str, str]) -> str:
    language = "en" if "en" in questionnaire.languages else questionnaire.languages[0]
    return questionnaire.text(language, key, **names)
