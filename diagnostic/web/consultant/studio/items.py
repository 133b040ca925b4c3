"""One thing that is asked: worded in every language, checked as it is typed."""

from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from diagnostic.questionnaire import Item, Questionnaire
from diagnostic.questionnaire.identity import told_apart
from diagnostic.survey.instruments import asked_before, of_version
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.consultant.studio.item_forms import (
    KINDS,
    begun,
    filled_in,
    form_of,
    kind_of,
    submitted,
)
from diagnostic.web.consultant.studio.labels import answers_offered
from diagnostic.web.consultant.studio.meanwhile import SEEN, all_of, asked_already, become, overtaken
from diagnostic.web.consultant.studio.outline import beside
from diagnostic.web.consultant.studio.plain_words import PARTS, WHOM, missing
from diagnostic.web.consultant.studio.rows import shown_rows
from diagnostic.web.consultant.studio.saying import filled, main_language, read_by
from diagnostic.web.consultant.studio.workbench import Workbench
from diagnostic.web.pages import Req, english_first, flash, page, redirect


class _Editing(msgspec.Struct, frozen=True):
    """What is edited: an item that is there, or one of a kind that is still to be made."""

    bench: Workbench
    kind: str
    item: str = ""

    @property
    def action(self) -> str:
        """Where its form is sent."""
        return f"{self.bench.address}/items/{self.item or f'new/{self.kind}'}"


class Items(Controller):
    """Add an item, and change one."""

    path = "/questionnaires/{instrument_id:uuid}/items"

    @get("/new/{kind:str}")
    async def begin(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
        *,
        kind: FromPath[str],
        section: FromQuery[str] = "",
    ) -> Response[bytes]:
        if kind not in KINDS:
            raise NotFoundException
        questionnaire = of_version(await bench.newest())
        editing = _Editing(bench, kind)
        return await _page(request, editing, questionnaire, begun(questionnaire, section))

    @post("/new/{kind:str}")
    async def create(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
        *,
        kind: FromPath[str],
    ) -> Response[bytes]:
        if kind not in KINDS:
            raise NotFoundException
        form = await submitted_form(request)
        return await _submitted(request, _Editing(bench, kind), form)

    @get("/{item:str}")
    async def show(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
        *,
        item: FromPath[str],
    ) -> Response[bytes]:
        questionnaire = of_version(await bench.newest())
        there = _item(questionnaire, item)
        editing = _Editing(bench, kind_of(there), there.id)
        return await _page(request, editing, questionnaire, form_of(questionnaire, there))

    @post("/{item:str}")
    async def store(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
        *,
        item: FromPath[str],
    ) -> Response[bytes]:
        form, there = await submitted_form(request), become(of_version(await bench.newest()), item)
        if there is not None:
            kind, name = kind_of(there), there.id
        elif form["kind"] in KINDS:
            kind, name = form["kind"], ""
            if form["step"] == "save":
                form.wrong("save", "This was left out meanwhile. What you typed is below; save it to ask it again.")
        else:
            raise NotFoundException
        return await _submitted(request, _Editing(bench, kind, name), form)


def _item(questionnaire: Questionnaire, name: str) -> Item:
    found = become(questionnaire, name)
    if found is None:
        raise NotFoundException
    return found


async def _submitted(request: Req, editing: _Editing, form: Form) -> Response[bytes]:
    version = await editing.bench.newest()
    questionnaire = of_version(version)
    if form["step"] == "fill":
        filled_in(questionnaire, form, editing.bench.supplied)
        return await _page(request, editing, questionnaire, form)
    made, name = _made(questionnaire, editing, form)
    if form["step"] == "check":
        return page(request, "studio/beside.html", **await _about(editing, questionnaire, made, name, form))
    if editing.item and all_of(made, name) != all_of(questionnaire, name):
        await overtaken(version, form, lambda one: all_of(one, editing.item))
    if form.faults:
        return await _page(request, editing, questionnaire, form)
    if not editing.item and (there := asked_already(questionnaire, made, name)):
        flash(request, "This is asked here already, word for word.", "warn")
        return redirect(f"{editing.bench.address}#{there}")
    done = await editing.bench.change(lambda one: _made(one, editing, form)[0])
    if done.renamed:
        flash(
            request, "Stored. What was worded otherwise before is another question from now on: see “Versions”.", "warn"
        )
    else:
        flash(request, "Stored.")
    return redirect(f"{editing.bench.address}#{_renamed(done.renamed, name)}")


def _made(questionnaire: Questionnaire, editing: _Editing, form: Form) -> tuple[Questionnaire, str]:
    there = next((one for one in questionnaire.items if one.id == editing.item), None)
    return submitted(questionnaire, editing.kind, there, form, editing.bench.supplied)


def _renamed(renamed: dict[str, str], name: str) -> str:
    return next((new for new, old in renamed.items() if old == name), name)


async def _about(
    editing: _Editing, before: Questionnaire, made: Questionnaire, name: str, form: Form
) -> dict[str, Any]:
    known = [*editing.bench.product.questionnaires.values(), *await asked_before(editing.bench.instrument, before)]
    apart, renamed = told_apart(made, known)
    of_it = {new: old for new, old in renamed.items() if old == name or old.startswith(f"{name}.")}
    names = await editing.bench.names()
    shown = _renamed(renamed, name)
    item = next((one for one in apart.items if one.id == shown), None)
    known_lacks = missing(before)
    found = [lack for lack in missing(apart) if lack.item == shown or (lack.item is None and lack not in known_lacks)]
    return {
        "form_faults": form.faults,
        "found": found,
        "another": of_it,
        "called": PARTS,
        "item_id": name,
        "read": list(read_by(apart, item, names)) if item else [],
        **await beside(apart, editing.bench.product),
    }


async def _page(request: Req, editing: _Editing, questionnaire: Questionnaire, form: Form) -> Response[bytes]:
    form.values.setdefault(SEEN, str((await editing.bench.newest()).number))
    there = next((one for one in questionnaire.items if one.id == editing.item), None)
    language, names = main_language(questionnaire), await editing.bench.names()
    draft = Form(dict(form.values), dict(form.several))
    typed = any(
        form[f"{one}.{part}"] for one in questionnaire.texts for part in ("statement", "alliance", "text", "now")
    )
    made, name = _made(questionnaire, editing, draft) if typed else (questionnaire, editing.item)
    return page(
        request,
        "studio/item.html",
        status=422 if form.faults else 200,
        instrument=editing.bench.instrument,
        kind=editing.kind,
        action=editing.action,
        whom=WHOM,
        item=editing.item,
        form=form,
        rows=shown_rows(there, form) if editing.kind in ("activities", "choice") else [],
        languages=[
            (code, questionnaire.texts[code].get("language", code)) for code in english_first(questionnaire.languages)
        ],
        sections=[
            (one.id, filled(questionnaire, language, f"sections.{one.id}.title", names))
            for one in questionnaire.sections
        ],
        scales=[
            (one.id, filled(questionnaire, language, f"scales.{one.id}.title", names)) for one in questionnaire.scales
        ],
        lists=answers_offered(questionnaire, language, editing.bench.supplied),
        **await _about(editing, questionnaire, made, name, Form()),
    )
