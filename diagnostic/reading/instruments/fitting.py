"""What items have to agree in, with each other and with other questionnaires; where they do not, one gives way."""

from diagnostic.reading.instruments.draft import DEFAULT_POINTS, Draft, fields_of, kind_of

_OF_A_BORROWED = ("section", "asked")
"""What an item that is taken from another questionnaire may say of itself."""


def fit(draft: Draft) -> None:
    """Mend what does not fit together, and say so."""
    _keep_what_was_not_read(draft)
    _keep_borrowed(draft)
    _same_points(draft)
    _as_many_labels_as_points(draft)


def _keep_what_was_not_read(draft: Draft) -> None:
    """An item that a row is about which could not be read is asked as before: a slip of the pen removes nothing."""
    before = ""
    for item in draft.base.items if draft.base else ():
        if where := draft.kept.get(item.id):
            draft.assume(where, f"{item.id} is asked as before, since this row of it is left out")
            draft.places.setdefault(item.id, [where])
            said = {"id": item.id, "type": kind_of(item), **fields_of(item)}
            if item.id in draft.items:
                draft.items[item.id] = said
            else:
                names = list(draft.items)
                place = names.index(before) + 1 if before else 0
                ordered = [*names[:place], item.id, *names[place:]]
                draft.items = {name: draft.items.get(name, said) for name in ordered}
        before = item.id if item.id in draft.items else before


def _keep_borrowed(draft: Draft) -> None:
    """What is taken from another questionnaire stays as it is there; only its section and of whom it is asked may."""
    for item in draft.base.items if draft.base else ():
        if item.id not in draft.borrowed or item.id not in draft.items:
            continue
        own, there = draft.items[item.id], fields_of(item)
        differs = any(own.get(field, value) != value for field, value in there.items() if field not in _OF_A_BORROWED)
        draft.items[item.id] = {**own, **there, **{field: own[field] for field in _OF_A_BORROWED if field in own}}
        prefixes = tuple(f"{kind}." for kind in (f"items.{item.id}", f"labels.{getattr(item, 'labels', '')}"))
        for language, texts in draft.base.texts.items() if draft.base else ():
            for key, text in texts.items():
                if key.startswith(prefixes) and draft.texts[language][key] != text:
                    draft.texts[language][key] = text
                    differs = True
        if differs:
            draft.leave(draft.places[item.id][0], f"{item.id} is taken from another questionnaire; change it there")


def _same_points(draft: Draft) -> None:
    """A scale is answered on the same points throughout: what is not as its first item is a statement by itself."""
    first: dict[str, tuple[int, int]] = {}
    for name, fields in draft.items.items():
        if fields["type"] == "rating" and (scale := fields.get("scale")):
            points = (fields.get("points", DEFAULT_POINTS), fields.get("lowest", 1))
            if first.setdefault(scale, points) != points:
                what = f"has other points than the scale “{scale}” begins with, so it belongs to none"
                draft.leave(draft.places[name][0], what)
                fields["scale"], fields["reversed"] = None, False


def _as_many_labels_as_points(draft: Draft) -> None:
    """A list of labels has one a point, or two for the ends."""
    for name, fields in draft.items.items():
        if fields["type"] != "rating" or name in draft.borrowed:
            continue
        points, where = fields.get("points", DEFAULT_POINTS), draft.places[name][0]
        lists = draft.list_named(fields["labels"])
        odd = sorted({len(labels) for labels in lists.values()} - {2, points})
        if 1 in odd:
            draft.leave(where, f"the labels “{fields['labels']}” are one alone, so others stand there")
            fields["labels"] = draft.usual_labels(points, fields.get("lowest", 1))
        elif odd:
            draft.leave(where, f"has {odd[0]} labels for {points} points; those of the ends are taken")
            fields["labels"] = draft.labels({language: (labels[0], labels[-1]) for language, labels in lists.items()})
