"""An item as the fields of a form, and what a form says as an item."""

import math
import re
from collections.abc import Callable, Mapping

from diagnostic.questionnaire import Choice, Item, Number, Questionnaire, Rating, Responsibility, Text, wordings
from diagnostic.questionnaire.editing import put, put_scale, put_section, say
from diagnostic.questionnaire.names import slug, unused
from diagnostic.questionnaire.rating import AGREEMENT
from diagnostic.questionnaire.words import Asked
from diagnostic.reading.instruments.supplied import Supplied, SuppliedWords
from diagnostic.web.consultant.forms import Form
from diagnostic.web.consultant.studio.labels import new_labels, with_agreement
from diagnostic.web.consultant.studio.plain_words import plain
from diagnostic.web.consultant.studio.rows import fill_rows, kept_rows, names_of, row_texts
from diagnostic.web.pages import english_first

ABOUT: Mapping[str, tuple[Asked, ...]] = {
    "each": ("we", "they"),
    "guessed": ("we", "they", "they_of_us"),
    "partner": ("they",),
    "own": ("we",),
    "alliance": ("alliance",),
}
"""Whom a statement is about, and how it is put to people."""
NEW = "new"
"""What is chosen where a section, a scale or a list of labels is still to be made."""
_LONGEST_TEXT = 600
_AT_FAULT = {
    "statement": "about", "activities": "rows", "number": "maximum", "choice": "at_most", "question": "longest",
}  # fmt: skip
"""Where it is told what cannot be."""
_WORDED = {
    "statement": ("statement", "we", "they"), "activities": ("now",), "number": ("text",), "choice": ("text",),
    "question": ("text",),
}  # fmt: skip
"""The parts of an item of which one has to be worded, so that there is one."""
_PLACEHOLDER = re.compile(r"\{\w*\}")
KINDS: Mapping[str, type[Item]] = {
    "statement": Rating,
    "activities": Responsibility,
    "number": Number,
    "choice": Choice,
    "question": Text,
}


def kind_of(item: Item) -> str:
    """What an item is called in a page's address."""
    return next(kind for kind, of in KINDS.items() if isinstance(item, of))


def begun(questionnaire: Questionnaire, section: str) -> Form:
    """The form of an item that is still to be made."""
    some = next((one.id for one in questionnaire.sections), NEW)
    form = Form({"section": section or some, "about": "each", "scale": "", "labels": AGREEMENT, "at_most": "1"})
    form.values |= {"minimum": "0", "maximum": "100", "longest": "1000"}
    return form


def form_of(questionnaire: Questionnaire, item: Item) -> Form:
    """The form of an item that is there."""
    form = Form({"section": item.section})
    for language, texts in questionnaire.texts.items():
        for part in wordings.parts(item):
            form.values[f"{language}.{part}"] = texts.get(f"items.{item.id}.{part}", "")
    match item:
        case Rating():
            form.values |= {"about": about_of(item), "scale": item.scale or "", "labels": item.labels}
            _tick(form, "reversed", item.reversed)
        case Number():
            form.values |= {"minimum": f"{item.minimum:g}", "maximum": f"{item.maximum:g}"}
            _tick(form, "share", item.share)
            _tick(form, "cant_say", item.cant_say)
        case Choice():
            form.values["at_most"] = str(item.at_most)
            _tick(form, "other", item.other)
            _tick(form, "none", item.none)
        case Text():
            form.values["longest"] = str(item.longest)
        case Responsibility():
            pass
    fill_rows(form, item, questionnaire.texts)
    return form


def about_of(item: Rating) -> str:
    """Whom a statement is about, as it is chosen in its form."""
    return next((name for name, asked in ABOUT.items() if set(asked) == set(item.asked)), "each")


def submitted(
    questionnaire: Questionnaire, kind: str, there: Item | None, form: Form, supplied: SuppliedWords
) -> tuple[Questionnaire, str]:
    """The questionnaire with what a form says of an item, and that item's id; what cannot be is a fault of the form."""
    for name, text in form.values.items():
        if len(text) > _LONGEST_TEXT:
            form.wrong(name, f"Say it in {_LONGEST_TEXT} characters; this has {len(text)}.")
    _check_worded(questionnaire, kind, form)
    questionnaire, section = _section(questionnaire, form)
    name, rows = there.id if there else "", dict[str, str]()
    item: Item
    if kind == "statement":
        questionnaire, scale = _scale(questionnaire, form)
        name = name or _id(questionnaire, scale or "own", form, "statement", "alliance", "they", "we")
        questionnaire, item = _statement(with_agreement(questionnaire, form, supplied), name, section, scale, form)
    else:
        name = name or _id(questionnaire, "", form, "short", "text", "now")
        if kind in ("activities", "choice"):
            rows = kept_rows(form, there, _rows_elsewhere(questionnaire, kind, name))
        item = _OTHERS[kind](name, section, form, tuple(rows.values()))
    for problem in item.problems() if not form.faults else ():
        at = "reversed" if problem.startswith("is reversed") else _AT_FAULT[kind]
        form.wrong(at, plain(questionnaire, problem, name))
    texts = {}
    for language in questionnaire.texts:
        texts[language] = _usual(item, supplied.of(language)) | row_texts(form, language, rows, item)
        texts[language] |= {part: said for part in wordings.parts(item) if (said := form[f"{language}.{part}"])}
        if "short" in item.texts() and "{us}" not in (said := form[f"{language}.text"]) and "{them}" not in said:
            texts[language].setdefault("short", said)
    return _warned(put(questionnaire, item, texts), item, supplied), name


def _warned(questionnaire: Questionnaire, item: Item, supplied: SuppliedWords) -> Questionnaire:
    """Where people write in words, the section says what must not be put there; unless it says something itself."""
    key = f"sections.{item.section}.introduction"
    in_words = isinstance(item, Text) or (isinstance(item, Choice) and item.other)
    if not in_words or any(key in texts for texts in questionnaire.texts.values()):
        return questionnaire
    return say(questionnaire, {language: {key: supplied.of(language).notice} for language in questionnaire.texts})


def _check_worded(questionnaire: Questionnaire, kind: str, form: Form) -> None:
    """Refuse what says nothing at all, and what a briefing would print of either company alike."""
    parts = ("alliance",) if form["about"] == "alliance" else _WORDED[kind]
    fields = [f"{language}.{part}" for language in english_first(questionnaire.texts) for part in parts]
    if not any(form[field] for field in fields):
        form.wrong(fields[0], "Word it, in one language at least.")
    for field in fields:
        if field.endswith(".statement") and form[field] and "{company}" not in form[field]:
            form.wrong(
                field,
                "Write {company} where it names the company: “{company} answers at once”, not “We answer at once”."
                " The briefing prints it of each company.",
            )


def _usual(item: Item, words: Supplied) -> dict[str, str]:
    """What is said of an item where nobody says it otherwise."""
    match item:
        case Choice():
            wanted = {"options.other": item.other, "options.none": item.none}
            return {part: said for part, said in zip(wanted, (words.other, words.none), strict=True) if wanted[part]}
        case Responsibility():
            return {"better": words.better}
        case Number():
            return {"unit": words.unit}
    return {}


def _rows_elsewhere(questionnaire: Questionnaire, kind: str, name: str) -> set[str]:
    """Activities of other lists, or options of other choices: a briefing tells them apart by their ids."""
    others = [one for one in questionnaire.items if isinstance(one, KINDS[kind]) and one.id != name]
    return {row for one in others for row in names_of(one)}


def filled_in(questionnaire: Questionnaire, form: Form, supplied: SuppliedWords) -> None:
    """Word a statement for either side, where it is worded for a briefing alone: a start, to be made to sound well."""
    for language in questionnaire.texts:
        said = form[f"{language}.statement"] or form[f"{language}.alliance"]
        if form["about"] != "alliance" and said:
            form.values[f"{language}.statement"] = said
    _check_worded(questionnaire, "statement", form)
    asked = ABOUT.get(form["about"], ABOUT["each"])
    for language in questionnaire.texts:
        said = form[f"{language}.statement"]
        if not said or asked == ("alliance",) or f"{language}.statement" in form.faults:
            continue
        for part, text in supplied.of(language).forms(said).items():
            if part in asked and not form[f"{language}.{part}"]:
                form.values[f"{language}.{part}"] = text


def _tick(form: Form, name: str, ticked: bool) -> None:
    if ticked:
        form.several[name] = ["yes"]


def _id(questionnaire: Questionnaire, within: str, form: Form, *parts: str) -> str:
    """Made of the first words of what is said."""
    said = (form[f"{language}.{part}"] for part in parts for language in ("en", *questionnaire.texts))
    plain = (slug(_PLACEHOLDER.sub(" ", text)) for text in said)
    made = next((text for text in plain if text), "question")
    made = f"{within}.{made}" if within else made if made[0].isalpha() else f"own_{made}"
    return unused(made, {item.id for item in questionnaire.items})


def _section(questionnaire: Questionnaire, form: Form) -> tuple[Questionnaire, str]:
    known = [section.id for section in questionnaire.sections]
    if form["section"] in known:
        return questionnaire, form["section"]
    if not form["section_title"]:
        form.wrong("section_title", "Say what the new section is called.")
    made = unused(slug(form["section_title"]) or "section", known)
    titles = {language: {"title": form["section_title"]} for language in questionnaire.texts}
    return put_section(questionnaire, made, titles), made


def _scale(questionnaire: Questionnaire, form: Form) -> tuple[Questionnaire, str | None]:
    known = [scale.id for scale in questionnaire.scales]
    if form["scale"] in known or not form["scale"]:
        return questionnaire, form["scale"] or None
    if not form["scale_title"]:
        form.wrong("scale_title", "Say what the new scale is called.")
    made = unused(slug(form["scale_title"]) or "scale", known)
    titles = {language: {"title": form["scale_title"]} for language in questionnaire.texts}
    return put_scale(questionnaire, made, titles), made


def _statement(
    questionnaire: Questionnaire, name: str, section: str, scale: str | None, form: Form
) -> tuple[Questionnaire, Rating]:
    known = {item.labels: item for item in questionnaire.ratings()}
    if form["labels"] == NEW:
        questionnaire, labels, points = new_labels(questionnaire, form)
        lowest = 1
    else:
        like = known.get(form["labels"])
        labels = form["labels"] or AGREEMENT
        points, lowest = (like.points, like.lowest) if like else (5, 1)
    item = Rating(
        id=name, section=section, scale=scale, asked=ABOUT.get(form["about"], ABOUT["each"]), points=points,
        lowest=lowest, labels=labels, reversed=form.ticked("reversed"),
    )  # fmt: skip
    return questionnaire, item


def _activities(name: str, section: str, _: Form, rows: tuple[str, ...]) -> Responsibility:
    return Responsibility(id=name, section=section, activities=rows)


def _number(name: str, section: str, form: Form, _: tuple[str, ...]) -> Number:
    ends = {}
    for end in ("minimum", "maximum"):
        ends[end] = _finite(form[end])
        if math.isnan(ends[end]):
            form.wrong(end, "Give a number.")
    return Number(id=name, section=section, share=form.ticked("share"), cant_say=form.ticked("cant_say"), **ends)


def _finite(text: str) -> float:
    """A number as it was typed; nan where it is none."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def _choice(name: str, section: str, form: Form, rows: tuple[str, ...]) -> Choice:
    most = form.number("at_most", 1, max(1, len(rows) + form.ticked("other")))
    return Choice(
        id=name, section=section, options=rows, at_most=most, other=form.ticked("other"), none=form.ticked("none")
    )


def _question(name: str, section: str, form: Form, _: tuple[str, ...]) -> Text:
    return Text(id=name, section=section, longest=form.number("longest", 50, 5000))


_OTHERS: Mapping[str, Callable[[str, str, Form, tuple[str, ...]], Item]] = {
    "activities": _activities,
    "number": _number,
    "choice": _choice,
    "question": _question,
}
