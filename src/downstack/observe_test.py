"""Tests of the rounds of one look."""

from collections.abc import Iterable, Mapping, Sequence

from downstack.collector import Collector, Reading, Round, Row
from downstack.model import Absent, Entity, Kind, Level, Snapshot
from downstack.observe import Timing, observe
from downstack.signal import Semantics, Signal, Unit
from downstack.source import Answer, Answers, Raw, Request, Way

HOST = Entity(Kind.HOST, "h1")
LIST, SETTINGS, COUNTER = (Request(Way.FILE, f"/{name}") for name in ("list", "set", "count"))


def _signal(name: str) -> Signal:
    return Signal(
        name=name,
        of=Kind.HOST,
        semantics=Semantics.TEXT,
        unit=Unit.NONE,
        help="What was read.",
        origin="this test",
    )


FOUND, SET, COUNT, BOTH = map(_signal, ("found", "set", "count", "both"))


def collector(when: Round, signal: Signal, *wanted: Request) -> Collector:
    """Return one that gives all that it reads as one text."""

    def parse(answers: Answers, _found: Snapshot) -> Iterable[Row]:
        texts = [answers.text(request) for request in wanted]
        yield HOST
        yield Reading(HOST, signal, " ".join(text for text in texts if isinstance(text, str)))

    def asks(_found: Snapshot) -> Iterable[Request]:
        return wanted

    return Collector(
        id=signal.name, round=when, level=Level.L0, provides=(signal,), asks=asks, parse=parse
    )


ALL = (
    collector(Round.SAMPLE, COUNT, COUNTER),
    collector(Round.DETAIL, SET, SETTINGS),
    collector(Round.DETAIL, BOTH, SETTINGS, COUNTER),
    collector(Round.DISCOVER, FOUND, LIST),
)


class Recorder:
    """Answers each request with its path and the number of the round."""

    def __init__(self) -> None:
        self.rounds: list[tuple[str, ...]] = []

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Note what was asked."""
        assert deadline == 3.0
        self.rounds.append(tuple(request.what for request in requests))
        return {one: Raw(f"{one.what}@{len(self.rounds)}", 0.0) for one in requests}


def test_nothing_of_ours_runs_between_the_samples() -> None:
    """Details are asked before the first sample; what both want is asked with the samples."""
    source, waits = Recorder(), list[float]()
    seen = observe(source, ALL, (), Timing(2.0, 3.0, waits.append))

    assert source.rounds == [("/list",), ("/set",), ("/count",), ("/count",)]
    assert waits == [2.0]
    assert seen.failures == ()
    assert seen.snapshot.value(HOST, "both") == "/set@2 /count@3"


def test_a_window_of_nothing_is_one_sample() -> None:
    """No wait, no second sample."""
    source, waits = Recorder(), list[float]()
    observe(source, ALL, (), Timing(0.0, 3.0, waits.append))

    assert source.rounds == [("/list",), ("/set",), ("/count",)]
    assert waits == []


def test_the_first_sample_and_all_details_are_shown_meanwhile() -> None:
    """What stands still can be told before the window has passed."""
    shown: list[Snapshot] = []
    observe(Recorder(), ALL, (), Timing(2.0, 3.0, lambda _: None, shown.append))

    (early,) = shown
    assert not isinstance(early.value(HOST, "set"), Absent)
    assert early.value(HOST, "count") == "/count@3"


def test_one_that_breaks_hides_no_other() -> None:
    """Its error is kept, the others are read."""

    def parse(_answers: Answers, _found: Snapshot) -> Iterable[Row]:
        raise ValueError("a line of no sense")

    broken = Collector(
        id="broken",
        round=Round.DETAIL,
        level=Level.L0,
        provides=(),
        asks=lambda _found: (SETTINGS,),
        parse=parse,
    )
    seen = observe(Recorder(), (*ALL, broken), (), Timing(0.0, 3.0, lambda _: None))

    assert [failure.error for failure in seen.failures] == ["ValueError: a line of no sense"]
    assert seen.snapshot.value(HOST, "set") == "/set@2"
