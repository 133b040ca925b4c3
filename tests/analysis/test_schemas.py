"""Reports that earlier versions stored are read: ``stored/schema-N.json`` is one as it was written under schema N."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from diagnostic.analysis import SCHEMA, from_json, to_json

STORED = Path(__file__).parent / "stored"


def of_schema_2(form: Any) -> Any:
    for statement in form["statements"]:
        assert statement.pop("banded") is False
    return form | {"schema": 2}


def of_schema_3(form: Any) -> Any:
    """What is worked out besides is null, or untested, of what was stored then."""
    form["release"] |= {"pulses": 1, "inference": 1, "scale_margin_sd": 0.5, "asked_again": []}
    for statement in form["statements"]:
        for name in ("shrunken", "population_interval", "worst_case"):
            del statement["gap"][name]
        statement["gap"] |= dict.fromkeys(("size", "size_interval", "likely", "beyond_language"))
        if statement["predicted"]:
            statement["predicted"]["against_partner"]["beyond_language"] = None
        for side in ("a", "b"):
            statement["sides"][side]["divided_p"] = None
    for scale in form["scales"]:
        scale.update(dict.fromkeys(("kind", "kind_p_adjusted")))
        scale["gap"] |= dict.fromkeys(("margin", "these_people", "beyond_language"))
    for responsibility in form["responsibilities"]:
        responsibility.update(dict.fromkeys(("ownership_p", "certain", "before")))
    for expectation in form["expectations"]:
        expectation["before"] = None
    for finding in form["findings"]:
        finding["group"] = None
    for cut in (cut for each in form["cuts"] for cut in each["statements"]):
        cut["effects"] = []
    form["alliance"]["short"] = form["wave"]["name"] = form["wave"]["offered"] = None
    for comment in form["comments"]:
        comment |= {"translation": "", "themes": []}
    for rated in (*form["statements"], *form["scales"], *form["trend"]):
        rated["lowest"] = 1
    _of_what_moved(form)
    names = ("carried", "short_forms", "themes", "planned", "one_sided", "choices")
    empty: dict[str, object] = {name: [] for name in names}
    unknown = dict.fromkeys(("no_groups", "imported", "straight_lining", "languages", "language_offset"))
    return form | empty | unknown | {"schema": 3}


def _of_what_moved(form: Any) -> None:
    for trend in form["trend"]:
        for point in trend["series"]:
            point["name"] = point["languages"] = None
        for change in filter(None, (trend["since_previous"], trend["since_first"])):
            change |= {"both": None, "level": "untested"}
            for side in change["sides"].values():
                side |= {"p": None, "p_adjusted": None, "verdict": "untested"}
    for levels in form["levels"]:
        levels["since_first"] = None


TO_THE_NEXT = {1: of_schema_2, 2: of_schema_3}
"""What became of a form, by its schema: told once more, on the bare JSON."""


def test_there_is_a_stored_report_of_every_earlier_schema() -> None:
    assert {file.name for file in STORED.iterdir()} == {f"schema-{n}.json" for n in range(1, SCHEMA)}


@pytest.mark.parametrize("schema", range(1, SCHEMA))
def test_a_stored_report_of_an_earlier_schema_keeps_every_figure(schema: int) -> None:
    data = (STORED / f"schema-{schema}.json").read_bytes()
    expected = json.loads(data)
    assert expected["schema"] == schema
    for each in range(schema, SCHEMA):
        expected = TO_THE_NEXT[each](expected)
    assert json.loads(to_json(from_json(data))) == expected


@pytest.mark.parametrize("schema", [0, SCHEMA + 1])
def test_a_schema_that_is_not_known_is_refused(schema: int) -> None:
    data = (STORED / "schema-1.json").read_bytes().replace(b'"schema":1', f'"schema":{schema}'.encode())
    with pytest.raises(msgspec.ValidationError, match=f"schema {schema} is not known"):
        from_json(data)
