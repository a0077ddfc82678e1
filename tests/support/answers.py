"""A strategy that draws any answer, hostile names and extreme numbers included."""

from typing import TypeVar

from hypothesis import strategies as st

from downstack.model import Absent, Entity, Kind, Layer, Level, Path, Reason, Truth
from downstack.model.verdict import (
    Advice,
    AnswerKind,
    Cause,
    Cell,
    Cleared,
    Cost,
    Diagnosis,
    Evidence,
    HopTime,
    Link,
    NextStep,
    Question,
    Standing,
    Unmeasured,
)
from downstack.signals import domain

Part = TypeVar("Part")

TEXTS = st.one_of(
    st.text(max_size=12),
    st.text(st.characters(), max_size=8),  # half characters too
    st.sampled_from(
        (
            "",
            "[red]db1[/red]",
            "\x1b[31mdb1\x1b[0m",
            "two\nlines",
            "数据库" * 30,
            "x" * 200,
            "a; b; " * 30,
            "It's 'quoted \" badly",
        )
    ),
)
CHANCES = st.floats(0, 1)
TIMES = st.floats(0, allow_nan=False, allow_infinity=False)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
ENTITIES = st.builds(Entity, st.sampled_from(Kind), TEXTS, TEXTS)
VALUES = st.one_of(NUMBERS, TEXTS, st.builds(Absent, st.sampled_from(Reason), TEXTS))
PATHS = st.one_of(st.none(), st.sampled_from(Path))


def several(parts: st.SearchStrategy[Part], most: int = 2) -> st.SearchStrategy[tuple[Part, ...]]:
    """Return tuples of a few parts."""
    return st.lists(parts, max_size=most).map(tuple)


EVIDENCE = st.builds(
    Evidence,
    entity=ENTITIES,
    signal=st.one_of(TEXTS, st.just(domain.STATE_REASON.name), st.just("disk_wait_seconds")),
    help=TEXTS,
    unit=st.sampled_from(("seconds", "bytes", "ratio", "count", "none", "?")),
    value=VALUES,
    op=st.sampled_from(("above", "at most", "is", "is not")),
    bound=st.one_of(TEXTS, NUMBERS.map(str), st.just("nan")),
    holds=st.sampled_from(Truth),
    weight=st.floats(allow_nan=False),
    counted=st.booleans(),
)
LINKS = st.builds(Link, id=TEXTS, title=TEXTS, entity=ENTITIES)
ADVICE = st.builds(
    Advice,
    platform=TEXTS,
    risk=st.sampled_from(("safe", "disruptive", "data risk")),
    text=TEXTS,
    command=TEXTS,
    versions=TEXTS,
    do_not=TEXTS,
)
CAUSES = st.builds(
    Cause,
    fault=TEXTS,
    title=TEXTS,
    entity=ENTITIES,
    layer=st.sampled_from(Layer),
    path=PATHS,
    probability=CHANCES,
    responsibility=CHANCES,
    because=TEXTS,
    confirm=TEXTS,
    chain=several(LINKS),
    evidence_for=several(EVIDENCE),
    evidence_against=several(EVIDENCE),
    remedies=several(ADVICE),
    witness=several(TEXTS),
    same_evidence=several(TEXTS),
)
HOPS = st.builds(
    HopTime,
    path=st.sampled_from(Path),
    hop=TEXTS,
    layers=st.lists(st.sampled_from(Layer), min_size=1, max_size=3).map(tuple),
    entity=ENTITIES,
    mean_seconds=st.one_of(st.none(), TIMES),
    low=st.one_of(st.none(), TIMES),
    high=st.one_of(st.none(), TIMES),
    limit=TIMES,
    why_not=TEXTS,
)
CELLS = st.builds(
    Cell,
    layer=st.sampled_from(Layer),
    path=PATHS,
    standing=st.sampled_from(Standing),
    because=several(TEXTS),
)
CLEARED = st.builds(Cleared, layer=st.sampled_from(Layer), path=PATHS, by=EVIDENCE)
QUESTIONS = st.builds(
    Question,
    number=st.integers(1, 10),
    question=TEXTS,
    answer=st.one_of(TEXTS, st.sampled_from(("yes", "not known", "see the readings"))),
    evidence=several(TEXTS),
)
ABSENT = st.builds(Unmeasured, what=TEXTS, reason=st.sampled_from(Reason), would_need=TEXTS)
STEPS = st.builds(
    NextStep, measure=TEXTS, command=TEXTS, gain=st.floats(allow_nan=False), cost=TIMES
)
DIAGNOSES = st.builds(
    Diagnosis,
    answer=st.sampled_from(AnswerKind),
    target=ENTITIES,
    symptoms=several(LINKS),
    symptom_evidence=several(EVIDENCE),
    causes=several(CAUSES),
    risks=several(CAUSES),
    hops=several(HOPS, 3),
    layers=several(CELLS, 5),
    cleared=several(CLEARED, 3),
    questions=several(QUESTIONS, 3),
    absent=several(ABSENT, 3),
    next_steps=several(STEPS),
    unlisted=CHANCES,
    errors=several(TEXTS),
    cost=st.builds(Cost, cpu_seconds=TIMES, wall_seconds=TIMES, guest_calls=st.integers(0, 1000)),
    level=st.sampled_from(Level),
    at=TEXTS,
    window_seconds=TIMES,
    condition=TEXTS,
    suspects=several(CAUSES),
)
