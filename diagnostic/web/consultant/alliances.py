"""Alliances: the list, setting one up, and its page."""

import datetime as dt
import re
from typing import NamedTuple

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from diagnostic.firm_content.folders import FirmContent
from diagnostic.questionnaire.library import Library
from diagnostic.questionnaire.words import SIDES, Side
from diagnostic.settings import Settings
from diagnostic.storage.models import Alliance, Consultant, Wave, WaveState
from diagnostic.survey.actions import actions_of
from diagnostic.survey.alliances import (
    AllianceDetails,
    InvalidDetails,
    create_alliance,
    has_open_wave,
    update_alliance,
)
from diagnostic.survey.portfolio import ORDERS, SUMMARY, matching, ordered, portfolio
from diagnostic.survey.programme import scheduled
from diagnostic.survey.roster import count_sides, to_be_invited
from diagnostic.web.consultant.forms import Form, filled, submitted_form
from diagnostic.web.consultant.glance import glance
from diagnostic.web.consultant.headlines import headlines
from diagnostic.web.pages import Req, flash, page, redirect
from diagnostic.web.timezones import zones


class RosterSide(NamedTuple):
    """One side of the roster, counted."""

    side: Side
    company: str
    people: int
    outside: int
    """How many have an address outside the company's mail domains."""


class Alliances(Controller):
    """What a consultant works on."""

    path = "/alliances"

    @get("/")
    async def show_all(
        self,
        request: Req,
        *,
        consultant: NamedDependency[Consultant],
        settings: NamedDependency[Settings],
        q: FromQuery[str] = "",
        sort: FromQuery[str] = "next",
        order: FromQuery[str] = "up",
    ) -> Response[bytes]:
        every = await portfolio(consultant)
        by = sort if sort in ORDERS else "next"
        lines = ordered(matching(every, q), by, descending=order == "down")
        return page(
            request,
            "alliances.html",
            lines=lines,
            headlines=await headlines([line.latest.id for line in lines if line.latest], settings.content),
            total=len(every),
            sought=q,
            sort=by,
            descending=order == "down",
        )

    @get("/from-file")
    async def from_file(self, request: Req, consultant: NamedDependency[Consultant]) -> Response[bytes]:
        """Whose answers are in the file?"""
        return page(request, "from_file.html", lines=ordered(await portfolio(consultant), "name", descending=False))

    @get("/new")
    async def new(
        self, request: Req, consultant: NamedDependency[Consultant], then: FromQuery[str] = ""
    ) -> Response[bytes]:
        form = Form({"timezone": "Europe/Berlin", "contact": consultant.email, "then": then})
        return _form_page(request, form)

    @post("/new")
    async def create(self, request: Req, consultant: NamedDependency[Consultant]) -> Response[bytes]:
        form = await submitted_form(request)
        try:
            alliance = await create_alliance(consultant, _details(form))
        except InvalidDetails as faults:
            form.add(faults)
            return _form_page(request, form)
        if form["then"] == "answers":
            flash(request, "The alliance is set up. Next, choose the file with its answers.")
            return redirect(f"/alliances/{alliance.id}/answers")
        flash(request, "The alliance is set up. Next, upload its roster.")
        return redirect(f"/alliances/{alliance.id}")

    @get("/{alliance_id:uuid}")
    async def show(
        self,
        request: Req,
        alliance: NamedDependency[Alliance],
        consultant: NamedDependency[Consultant],
        firms: NamedDependency[FirmContent],
        library: NamedDependency[Library],
    ) -> Response[bytes]:
        own = await firms.of(alliance.consultant_id)
        waves = sorted(await Wave.filter(alliance=alliance).only(*SUMMARY), key=_recency, reverse=True)
        roster = await roster_by_side(alliance)
        mine = alliance.consultant_id == consultant.id
        return page(
            request,
            "alliance.html",
            alliance=alliance,
            waves=[wave for wave in waves if not wave.opens_on or wave.state is not WaveState.DRAFT],
            roster=roster,
            people=sum(side.people for side in roster),
            open=any(wave.state in (WaveState.OPEN, WaveState.MIXING) for wave in waves),
            pulses=await scheduled(alliance),
            actions=await actions_of(alliance),
            glance=await glance(alliance, library.side_effects, own.folder),
            owner=None if mine else await Consultant.get(id=alliance.consultant_id),
            second=await Consultant.get_or_none(id=alliance.second_id) if alliance.second_id else None,
        )

    @get("/{alliance_id:uuid}/edit")
    async def edit(self, request: Req, alliance: NamedDependency[Alliance]) -> Response[bytes]:
        return _form_page(request, _stored(alliance), alliance, fixed=await has_open_wave(alliance))

    @post("/{alliance_id:uuid}/edit")
    async def change(self, request: Req, alliance: NamedDependency[Alliance]) -> Response[bytes]:
        form = await submitted_form(request)
        try:
            await update_alliance(alliance, _details(form))
        except InvalidDetails as faults:
            form.add(faults)
            return _form_page(request, form, alliance)
        flash(request, "The alliance's details are changed.")
        return redirect(f"/alliances/{alliance.id}")


async def roster_by_side(alliance: Alliance) -> list[RosterSide]:
    """The roster counted, both sides, people who asked not to be written to left out."""
    counts = await count_sides(to_be_invited(alliance), alliance)
    return [RosterSide(side, alliance.company(side), counts[side].people, counts[side].outside) for side in SIDES]


def _recency(wave: Wave) -> tuple[bool, object]:
    """Drafts first, then by launch."""
    return (wave.launched_at is None, wave.launched_at or wave.closes_on)


def _details(form: Form) -> AllianceDetails:
    return AllianceDetails(
        brand=form["brand"],
        company_a=form["company_a"],
        company_b=form["company_b"],
        domains_a=re.split(r"[\s,;]+", form["domains_a"]),
        domains_b=re.split(r"[\s,;]+", form["domains_b"]),
        timezone=form["timezone"],
        controller=form["controller"],
        contact=form["contact"],
        attribute=form["attribute"] or None,
        short_a=form["short_a"],
        short_b=form["short_b"],
    )


def _stored(alliance: Alliance) -> Form:
    names = ("brand", "company_a", "company_b", "timezone", "controller", "contact")
    return filled(
        [
            *((name, getattr(alliance, name)) for name in names),
            ("domains_a", ", ".join(alliance.domains_a)),
            ("domains_b", ", ".join(alliance.domains_b)),
            ("attribute", alliance.attribute or ""),
            *((f"short_{side}", alliance.short(side)) for side in SIDES),
        ]
    )


def _form_page(request: Req, form: Form, alliance: Alliance | None = None, *, fixed: bool = False) -> Response[bytes]:
    return page(
        request,
        "alliance_form.html",
        status=422 if form.faults else 200,
        alliance=alliance,
        form=form,
        zones=zones(form["timezone"], dt.datetime.now(dt.UTC)),
        fixed=fixed,
    )
