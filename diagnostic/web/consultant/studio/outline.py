"""One questionnaire of one's own: all that is asked, in its order, and what is around it."""

from itertools import pairwise
from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from diagnostic.questionnaire import Questionnaire, editing
from diagnostic.questionnaire.duration import duration, for_consultants
from diagnostic.questionnaire.library import Library
from diagnostic.storage.models import InstrumentVersion
from diagnostic.survey.instruments import go_back, of_version
from diagnostic.web.consultant.forms import Form, submitted_form
from diagnostic.web.consultant.studio.changes import changes
from diagnostic.web.consultant.studio.meanwhile import SEEN, overtaken, said
from diagnostic.web.consultant.studio.saying import around, by_language, outline, power, spoken, title
from diagnostic.web.consultant.studio.workbench import Workbench
from diagnostic.web.pages import Req, english_first, flash, page, redirect

_LONGEST_TEXT = 1500
_VERSIONS_SHOWN = 50
_PARTS = ("title", "introduction")
_AROUND = (*_PARTS, "scales.")
"""What is said of a questionnaire as a whole."""


class Outline(Controller):
    """See it whole, put it in order, leave things out, go back."""

    path = "/questionnaires/{instrument_id:uuid}"

    @get("/")
    async def show(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
    ) -> Response[bytes]:
        version = await bench.newest()
        questionnaire = of_version(version)
        return page(
            request,
            "studio/outline.html",
            instrument=bench.instrument,
            version=version,
            sections=outline(questionnaire, bench.product, await bench.names()),
            general=around(questionnaire),
            **await beside(questionnaire, bench.product),
        )

    @post("/move")
    async def move(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
    ) -> Response[bytes]:
        form = await submitted_form(request)
        by = -1 if form["by"] == "up" else 1

        def moved(questionnaire: Questionnaire) -> Questionnaire:
            if any(section.id == form["section"] for section in questionnaire.sections):
                return editing.move_section(questionnaire, form["section"], by)
            there = any(item.id == form["item"] for item in questionnaire.items)
            return editing.move(questionnaire, form["item"], by) if there else questionnaire

        await bench.change(moved)
        return redirect(f"{bench.address}#{form['section'] or form['item']}")

    @post("/drop")
    async def drop(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
    ) -> Response[bytes]:
        item = (await submitted_form(request))["item"]

        await bench.change(lambda one: editing.drop(one, item))
        flash(request, "It is not asked any more. Under “Versions” it can be brought back.")
        return redirect(f"{bench.address}")

    @get("/texts")
    async def texts(self, request: Req, bench: NamedDependency[Workbench]) -> Response[bytes]:
        return _texts_page(request, bench, await bench.newest(), Form())

    @post("/texts")
    async def store_texts(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
    ) -> Response[bytes]:
        """Word title and introduction; add a language, or give one up."""
        form, version = await submitted_form(request), await bench.newest()
        questionnaire = of_version(version)
        _check(form)
        await overtaken(version, form, lambda one: {part: said(one, part) for part in _AROUND})
        if form["give_up"] in questionnaire.texts and len(questionnaire.texts) == 1:
            form.wrong("give_up", "It has to have one language at least.")
        if form.faults:
            return _texts_page(request, bench, version, form)

        def worded(one: Questionnaire) -> Questionnaire:
            one = editing.say(one, _said(one, form, ""))
            for scale in one.scales:
                one = editing.say(one, _said(one, form, f"scales.{scale.id}."))
            if form["add"] in bench.product.frame.languages:
                one = editing.speak(
                    one,
                    form["add"],
                    bench.product.frame.text(form["add"], "language"),
                    [*bench.product.questionnaires.values()],
                )
            kept = {language: texts for language, texts in one.texts.items() if language != form["give_up"]}
            return msgspec.structs.replace(one, texts=kept)

        await bench.change(worded)
        flash(request, "Stored.")
        return redirect(f"{bench.address}")

    @get("/sections/{section:str}")
    async def section(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
        section: FromPath[str],
    ) -> Response[bytes]:
        version = await bench.newest()
        _must_have(of_version(version), section)
        return _texts_page(request, bench, version, Form(), of_section=section)

    @post("/sections/{section:str}")
    async def store_section(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
        section: FromPath[str],
    ) -> Response[bytes]:
        form, prefix = await submitted_form(request), f"sections.{section}."
        version = await bench.newest()
        questionnaire = of_version(version)
        _must_have(questionnaire, section)
        _check(form)
        await overtaken(version, form, lambda one: said(one, prefix))
        if form.faults:
            return _texts_page(request, bench, version, form, of_section=section)
        await bench.change(lambda one: editing.say(one, _said(one, form, prefix)))
        flash(request, "Stored.")
        return redirect(f"{bench.address}#{section}")

    @get("/versions")
    async def versions(self, request: Req, bench: NamedDependency[Workbench]) -> Response[bytes]:
        """Who changed what, newest first."""
        kept = (
            await InstrumentVersion.filter(instrument=bench.instrument).order_by("-number").limit(_VERSIONS_SHOWN + 1)
        )
        read = [of_version(version) for version in kept]
        names = await bench.names()
        changed = [changes(before, after, names) for after, before in pairwise(read)]
        rows = [(version, found) for version, found in zip(kept, [*changed, []], strict=True)][:_VERSIONS_SHOWN]
        return page(request, "studio/versions.html", instrument=bench.instrument, title=title(read[0]), rows=rows)

    @post("/versions")
    async def restore(
        self,
        request: Req,
        bench: NamedDependency[Workbench],
    ) -> Response[bytes]:
        number = (await submitted_form(request)).number("number", 1, 1_000_000)
        await go_back(bench.instrument, bench.consultant, number, bench.product)
        flash(request, f"It is again as it was in version {number}.")
        return redirect(f"{bench.address}")

    @get("/delete")
    async def confirm_deletion(self, request: Req, bench: NamedDependency[Workbench]) -> Response[bytes]:
        questionnaire = of_version(await bench.newest())
        return page(request, "studio/delete.html", instrument=bench.instrument, title=title(questionnaire))

    @post("/delete")
    async def delete(self, request: Req, bench: NamedDependency[Workbench]) -> Response[bytes]:
        await bench.instrument.delete()
        flash(request, "The questionnaire is deleted. Waves that ask it keep what they ask.")
        return redirect("/questionnaires")


async def beside(questionnaire: Questionnaire, product: Library) -> dict[str, Any]:
    """What stands beside whatever is edited: how long it takes, what it will tell, what it lacks."""
    frame = product.frame
    languages = english_first(questionnaire.languages)
    missing = by_language(questionnaire, frame.languages)
    return {
        "questionnaire": questionnaire,
        "title": title(questionnaire),
        "minutes": for_consultants(questionnaire, frame).told,
        "takes": {
            code: duration(questionnaire, frame, code).spoken(frame) for code in languages if code in frame.languages
        },
        "powers": await power(questionnaire),
        "lacking": {code: missing[code] for code in languages},
        "spoken": spoken(questionnaire, frame.languages),
        "named": {code: questionnaire.texts[code].get("language", code) for code in languages},
    }


def _scale_titles(questionnaire: Questionnaire) -> list[str]:
    return [f"scales.{scale.id}.title" for scale in questionnaire.scales]


def _must_have(questionnaire: Questionnaire, section: str) -> None:
    if all(one.id != section for one in questionnaire.sections):
        raise NotFoundException


def _check(form: Form) -> None:
    for name, text in form.values.items():
        if len(text) > _LONGEST_TEXT:
            form.wrong(name, f"Say it in {_LONGEST_TEXT} characters; this has {len(text)}.")


def _said(questionnaire: Questionnaire, form: Form, prefix: str) -> editing.Texts:
    """What a form says; what it has no field for stays as it is."""
    within = prefix if prefix.startswith("scales.") else ""
    return {
        language: {
            f"{prefix}{part}": form.values[name]
            for part in _PARTS
            if (name := f"{language}.{within}{part}") in form.values
        }
        for language in questionnaire.texts
    }


def _texts_page(
    request: Req, bench: Workbench, version: InstrumentVersion, form: Form, *, of_section: str = ""
) -> Response[bytes]:
    questionnaire = of_version(version)
    if not form.values:
        prefix = f"sections.{of_section}." if of_section else ""
        for language, texts in questionnaire.texts.items():
            form.values |= {f"{language}.{part}": texts.get(f"{prefix}{part}", "") for part in _PARTS}
            form.values |= {f"{language}.{key}": texts.get(key, "") for key in _scale_titles(questionnaire)}
    frame = bench.product.frame
    form.values.setdefault(SEEN, str(version.number))
    return page(
        request,
        "studio/texts.html",
        status=422 if form.faults else 200,
        instrument=bench.instrument,
        title=title(questionnaire),
        form=form,
        of_section=bool(of_section),
        scales=[] if of_section else _scale_titles(questionnaire),
        languages=[
            (code, questionnaire.texts[code].get("language", code)) for code in english_first(questionnaire.languages)
        ],
        more=[(code, frame.text(code, "language")) for code in frame.languages if code not in questionnaire.texts],
    )
