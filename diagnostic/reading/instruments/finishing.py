"""The end of reading: every gap is filled or said, and what cannot be asked is named instead of asked."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from diagnostic.questionnaire import Choice, Item, Questionnaire, Rating, Text
from diagnostic.questionnaire.language_codes import own_name
from diagnostic.questionnaire.load import in_words
from diagnostic.questionnaire.model import Scale, Section
from diagnostic.questionnaire.rating import RESPONDENT
from diagnostic.questionnaire.words import WaveKind
from diagnostic.reading.instruments.draft import Draft
from diagnostic.reading.instruments.fitting import fit
from diagnostic.reading.instruments.instrument import Instrument
from diagnostic.reading.instruments.plain import GAP, fillable

_OPTIONAL = ("unit_one", "short")
"""Texts that an item may do without."""
FURTHER, COMMENTS = "further", "comments"
"""The sections of what stands in none: ratings and the like, and open questions."""


class _Outline(msgspec.Struct, frozen=True):
    """What there is to say something of."""

    name: str
    items: tuple[Item, ...]
    scales: list[str]
    sections: list[str]
    languages: list[str]


def finished(draft: Draft, name: str, kind: WaveKind, file: str) -> Instrument:
    """The questionnaire of a draft, by the id that its folder will have."""
    fit(draft)
    items = tuple(_items(draft))
    languages = _languages(draft, items)
    for item in items:
        _fill_item(draft, item, languages)
    scales = [scale for scale in draft.named["scales"] if any(getattr(item, "scale", None) == scale for item in items)]
    sections = [section for section in draft.named["sections"] if any(item.section == section for item in items)]
    outline = _Outline(name, items, scales, sections, languages)
    _fill_around(draft, outline, file)
    base = draft.base
    known = {section.id: section for section in base.sections} if base else {}
    made = Questionnaire(
        id=name,
        version=base.version if base else draft.version,
        kind=base.kind if base else kind,
        succeeds=base.succeeds if base else None,
        scales=tuple(map(Scale, scales)),
        sections=tuple(known.get(section, Section(section)) for section in sections),
        items=items,
        texts={language: _wanted(draft, language, outline) for language in sorted(languages)},
    )
    places = {item.id: tuple(draft.places[item.id]) for item in items}
    return Instrument(made, tuple(draft.assumed), tuple(draft.left_out), places)


def _items(draft: Draft) -> Iterator[Item]:
    """Those that can be asked; of the others, why not."""
    for name, fields in draft.items.items():
        where = draft.places[name][0]
        if not fields.get("section"):
            fields["section"] = FURTHER if fields["type"] != "text" else COMMENTS
            draft.named["sections"].setdefault(fields["section"], "")
        if fields.get("reversed") and not fields.get("scale"):
            draft.leave(where, "is reversed, but belongs to no scale for which it would be turned")
            fields["reversed"] = False
        try:
            item = msgspec.convert({key: value for key, value in fields.items() if value is not None}, Item)
        except msgspec.ValidationError as error:
            draft.leave(where, f"item {name}: {in_words(error)}")
            continue
        problems = item.problems()
        for problem in problems:
            draft.leave(where, f"item {name} {problem}, so it is not asked")
        if not problems:
            yield item
            if isinstance(item, Choice) and item.other:
                other = item.said_of_other()
                draft.places[other.id] = draft.places[name]
                yield other


def _languages(draft: Draft, items: tuple[Item, ...]) -> list[str]:
    """Those in which something is asked; of the others, that nothing is."""
    prefixes = tuple(f"items.{item.id}." for item in items)
    spoken = [language for language, texts in draft.texts.items() if any(key.startswith(prefixes) for key in texts)]
    for language in draft.texts.keys() - set(spoken):
        draft.leave(f"language {language}", "nothing is asked in it, so what else is said in it is left out")
    return spoken or ["en"]


def _fill_item(draft: Draft, item: Item, languages: list[str]) -> None:
    where = draft.places[item.id][0]
    for part, known in item.texts().items():
        key = f"items.{item.id}.{part}"
        gone = _told(draft, where)
        said = {language: fillable(text, known, gone) for language, text in draft.said(key).items()}
        draft.say(key, said)
        for language in languages:
            if language in said:
                continue
            if made := _made(draft, item, part, language):
                draft.say(key, {language: made})
            else:
                _from_another(draft, key, where, language, said)


def _told(draft: Draft, where: str) -> Callable[[str], None]:
    """Says what is filled in by another program."""
    return lambda gone: draft.leave(where, f"“{gone}” is filled in by another program; {GAP} stands there")


def _made(draft: Draft, item: Item, part: str, language: str) -> str:
    """A text that follows from another of the same item: what a briefing calls it, and a number's unit."""
    texts, prefix = draft.texts.get(language, {}), f"items.{item.id}."
    words = draft.supplied.of(language)
    where = draft.places[item.id][0]
    if isinstance(item, Rating) and part == "statement":
        return _quoted(draft, item, language)
    if part == "short" and (said := texts.get(f"{prefix}text")):
        return fillable(said, {"brand"}, lambda _: None)
    if word := {"better": words.better, "options.other": words.other, "options.none": words.none}.get(part):
        draft.assume(where, f"“{word}” stands for its {part.removeprefix('options.')}, since none is given")
        return word
    if part == "unit":
        draft.assume(where, f"its unit is “{words.unit}”, since none is given")
        return words.unit
    return ""


def _quoted(draft: Draft, item: Rating, language: str) -> str:
    """What a briefing prints where nobody worded it: the company's name, and what people were asked of it."""
    texts = draft.texts.get(language, {})
    for asked, company, partner in (("they", "{them}", "{us}"), ("we", "{us}", "{them}")):
        if said := texts.get(f"items.{item.id}.{asked}"):
            what = "a briefing quotes it as it is asked; a wording with {company} may stand in a row about “briefing”"
            draft.assume(draft.places[item.id][0], what)
            named = said.replace(company, "{company}").replace(partner, "{partner}")
            return draft.naming(named, language)
    return ""


def _from_another(draft: Draft, key: str, where: str, language: str, said: dict[str, str]) -> None:
    other = next(iter(said), None)
    part = key.rpartition(".")[2] if key.startswith("items.") else key
    if other is None:
        draft.leave(where, f"no text ({part}); {GAP} stands there")
        draft.say(key, {language: GAP})
    else:
        draft.leave(where, f"no text in {language} ({part}); the one in {other} stands there")
        draft.say(key, {language: said[other]})


def _fill_around(draft: Draft, outline: _Outline, file: str) -> None:
    """The texts that belong to no item."""
    for kind, used in (("scales", outline.scales), ("sections", outline.sections)):
        for unused in draft.named[kind].keys() - set(used):
            if where := draft.named[kind][unused]:
                draft.leave(where, f"the {kind.rstrip('s')} “{unused}” has nothing in it that can be asked")
    with_text = {item.section for item in outline.items if isinstance(item, Text) and not item.aside}
    given = {name: draft.list_named(name) for name in draft.lists()}
    for language in outline.languages:
        words = draft.supplied.of(language)
        _supply(draft, language, "language", own_name(language))
        _supply(draft, language, "introduction", words.introduction)
        for section in with_text:
            _supply(draft, language, f"sections.{section}.introduction", words.notice)
        _supply(draft, language, f"sections.{FURTHER}.title", words.further)
        _supply(draft, language, f"sections.{COMMENTS}.title", words.comments)
        for labels in {item.labels for item in outline.items if isinstance(item, Rating)}:
            _supply_labels(draft, language, labels, given.get(labels, {}))
    titles = [
        *(f"scales.{one}.title" for one in outline.scales),
        *(f"sections.{one}.title" for one in outline.sections),
    ]
    for key in ("title", *titles):
        said = draft.said(key)
        if not said:
            text = outline.name.replace("-", " ").capitalize() if key == "title" else key.split(".")[1]
            said = dict.fromkeys(outline.languages, text)
            draft.say(key, said)
            draft.assume(file, f"“{text}” stands for its {key}, since none is given")
        for language in outline.languages:
            if language not in said:
                _from_another(draft, key, file, language, said)
    for section in outline.sections:
        _in_all_languages(draft, f"sections.{section}.introduction", outline.languages, file)


def _supply(draft: Draft, language: str, key: str, text: str) -> None:
    if key not in draft.texts.get(language, {}):
        draft.say(key, {language: text})


def _supply_labels(draft: Draft, language: str, name: str, there: Mapping[str, tuple[str, ...]]) -> None:
    """Our own labels where a list has none; those of another language where it has none in this one."""
    if language in there:
        return
    words = draft.supplied.of(language)
    usual = {"agreement": words.agreement, "agreement_ends": words.agreement[:: len(words.agreement) - 1]}
    labels = next(iter(there.values()), None) or {**usual, "extent": words.extent}.get(name, words.extent)
    said = ", ".join(labels)
    if there:
        draft.leave(f"labels {name}", f"no labels in {language}; those in {next(iter(there))} stand there")
    else:
        draft.assume(f"labels {name}", f"in {language}: {said}")
    for number, label in enumerate(labels, start=1):
        draft.say(f"labels.{name}.{number}", {language: label})


def _in_all_languages(draft: Draft, key: str, languages: list[str], where: str) -> None:
    """An optional text is there in every language or in none."""
    said = draft.said(key)
    for language in languages:
        if said and language not in said:
            _from_another(draft, key, where, language, said)


def _wanted(draft: Draft, language: str, outline: _Outline) -> dict[str, str]:
    """A language's texts without those of what is not asked."""
    texts = draft.texts.get(language, {})
    exact = {"language", "title", "introduction"}
    exact |= {f"items.{item.id}.{part}" for item in outline.items for part in (*item.texts(), *_OPTIONAL)}
    prefixes = tuple(
        [f"scales.{one}." for one in outline.scales]
        + [f"sections.{one}." for one in outline.sections]
        + [f"labels.{item.labels}." for item in outline.items if isinstance(item, Rating)]
    )
    around = _told(draft, f"language {language}")
    # A title is printed where nobody's side is known.
    known = {True: RESPONDENT, False: frozenset[str]()}
    return {
        key: text if key.startswith("items.") else fillable(text, known[_may_name(key)], around)
        for key, text in texts.items()
        if key in exact or key.startswith(prefixes)
    }


def _may_name(key: str) -> bool:
    """Whether a text around the items may name the companies."""
    return key == "introduction" or key.startswith("sections.")
