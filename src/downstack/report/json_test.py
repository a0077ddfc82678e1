"""Tests of the published JSON."""

import json as standard_json
from dataclasses import replace
from math import inf, nan
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from downstack.model.verdict import AnswerKind, Diagnosis
from downstack.report import json
from tests.support.answers import DIAGNOSES
from tests.support.diagnoses import BLIND, CAUSE, HEALTHY, SICK, UNKNOWN

SCHEMA = json.schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
PATROL_VALIDATOR = jsonschema.Draft202012Validator(
    {"$ref": "#/$defs/Patrol", "$defs": SCHEMA["$defs"]}
)


def refuse(constant: str) -> float:
    """Refuse what Python reads as JSON although it is not."""
    raise ValueError(constant)


def read(packed: bytes) -> dict[str, Any]:
    """Read JSON strictly."""
    document: dict[str, Any] = standard_json.loads(packed, parse_constant=refuse)
    return document


@settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
@given(DIAGNOSES)
def test_any_answer_is_valid_by_the_schema(diagnosis: Diagnosis) -> None:
    """Half characters, infinite weights and escape codes included."""
    document = read(json.encode(diagnosis))

    VALIDATOR.validate(document)
    assert json.encode(diagnosis) == json.encode(diagnosis)


def test_schema_is_itself_valid_and_asks_for_every_key() -> None:
    """A key that is missing is an error, never a silent default."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    broken = read(json.encode(SICK))
    del broken["unlisted"]

    assert [error.message for error in VALIDATOR.iter_errors(broken)] == [
        "'unlisted' is a required property"
    ]


def test_keys_are_those_that_were_published() -> None:
    """Written by hand: a changed name is a new schema."""
    document = read(json.encode(SICK, "9.9"))

    assert list(document) == [
        "schema",
        "answer",
        "target",
        "at",
        "window_seconds",
        "symptoms",
        "causes",
        "risks",
        "hops",
        "traffic",
        "layers",
        "questions",
        "absent",
        "next",
        "unlisted",
        "errors",
        "cost",
        "level",
        "version",
    ]
    assert document["causes"][0]["for"][0]["value"] == 0.811
    assert document["causes"][0]["against"][0]["signal"] == "host_io_stalled_ratio"
    assert document["hops"][1]["mean_seconds"] == 0.811
    assert document["layers"][0] == {
        "layer": "guest",
        "path": "cpu",
        "verdict": "exonerated",
        "because": [],
    }
    assert (document["level"], document["version"], document["answer"]) == ("L2", "9.9", "cause")


def test_reading_that_is_absent_is_null_with_its_reason() -> None:
    """Never zero."""
    row = replace(CAUSE.evidence_for[0], value=UNKNOWN)
    cause = replace(CAUSE, evidence_for=(row,))
    document = read(json.encode(replace(SICK, causes=(cause,))))

    assert document["causes"][0]["for"][0]["value"] is None
    assert document["causes"][0]["for"][0]["absent"] == "denied"


def test_gate_weighs_as_much_as_a_double_can_tell() -> None:
    """JSON has no infinity."""
    row = replace(CAUSE.evidence_for[0], weight=-inf)
    document = read(json.encode(replace(SICK, causes=(replace(CAUSE, evidence_for=(row,)),))))

    assert document["causes"][0]["for"][0]["weight"] == -700.0


def test_number_that_is_none_is_a_bug_not_an_answer() -> None:
    """A probability of NaN must not be read as zero."""
    with pytest.raises(ValueError, match="NaN"):
        json.encode(replace(SICK, unlisted=nan))


def test_patrol_holds_every_answer_and_the_worst_one() -> None:
    """One document for a whole host."""
    document = read(json.encode_all([HEALTHY, BLIND, SICK]))

    PATROL_VALIDATOR.validate(document)
    assert document["answer"] == "cause"
    assert [one["answer"] for one in document["diagnoses"]] == ["healthy", "undecided", "cause"]
    assert json.overall([AnswerKind.HEALTHY, AnswerKind.UNDECIDED]) is AnswerKind.UNDECIDED
    assert json.overall([]) is AnswerKind.HEALTHY
