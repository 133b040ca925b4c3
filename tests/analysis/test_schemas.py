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
    for statement in form["statements"]:
        for side in statement["sides"].values():
            side["divided_p"] = None
    for responsibility in form["responsibilities"]:
        responsibility |= {"ownership_p": None, "certain": None}
    for finding in form["findings"]:
        finding["group"] = None
    for cut in (cut for each in form["cuts"] for cut in each["statements"]):
        cut["effects"] = []
    return form | {"schema": 3, "no_groups": None}


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
