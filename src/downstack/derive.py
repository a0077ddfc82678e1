"""Two samples in, rates, ratios and aggregates out: evaluates the formulas that signals declare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from downstack.collector import Reading
from downstack.model import Absent, Entity, Reason, Snapshot, Value
from downstack.signal import (
    Counted,
    FirstOf,
    Formula,
    Growth,
    Highest,
    Largest,
    Minus,
    Over,
    Own,
    PerEvent,
    Rate,
    Scale,
    Signal,
    Sum,
    Total,
)

_NOT_ASKED = Absent(Reason.NOT_ASKED)
_NOTHING = Absent(Reason.NOT_APPLICABLE)


def derive(
    found: Snapshot, samples: tuple[Iterable[Reading], ...], signals: tuple[Signal, ...]
) -> Snapshot:
    """Return *found* with the newest readings and every derived signal that can be had.

    `samples` are the readings of one or two SAMPLE rounds, oldest first; readings of DISCOVER
    and DETAIL are in *found*. A counter that went backwards gives Absent(RESET).
    """
    ledger = _Ledger(found, samples)
    entities = [*found.entities, *ledger.entities]
    readings: dict[Entity, dict[str, Value]] = {}
    for entity in dict.fromkeys(entities):
        row = dict(found.readings.get(entity, {})) | ledger.newest(entity)
        for signal in signals:
            if signal.formula is not None and signal.of is entity.kind:
                row[signal.name] = ledger.value(entity, signal)
        readings[entity] = row
    return Snapshot(entities, found.connections, readings, ledger.window)


class _Ledger:
    """All readings of the samples by entity and signal, with the derived ones computed once."""

    def __init__(self, found: Snapshot, samples: tuple[Iterable[Reading], ...]) -> None:
        self._found = found
        self._samples: list[dict[Entity, dict[str, Reading]]] = []
        for sample in samples:
            rows: dict[Entity, dict[str, Reading]] = {}
            for reading in sample:
                rows.setdefault(reading.entity, {})[reading.signal.name] = reading
            self._samples.append(rows)
        self._derived: dict[tuple[Entity, str], Value] = {}

    @property
    def entities(self) -> list[Entity]:
        return [entity for rows in self._samples for entity in rows]

    @property
    def window(self) -> float:
        """Seconds between the first and the last sample, by their latest common clock."""
        if len(self._samples) < 2:  # noqa: PLR2004 - a window has two ends
            return 0.0
        ends = [
            max((r.at for row in rows.values() for r in row.values()), default=0.0)
            for rows in (self._samples[0], self._samples[-1])
        ]
        return max(0.0, ends[1] - ends[0])

    def newest(self, entity: Entity) -> dict[str, Value]:
        rows = self._samples[-1].get(entity, {}) if self._samples else {}
        return {name: reading.value for name, reading in rows.items()}

    def value(self, entity: Entity, signal: Signal) -> Value:
        if signal.formula is None:
            return self.newest(entity).get(signal.name, self._found.value(entity, signal.name))
        key = (entity, signal.name)
        if key not in self._derived:
            self._derived[key] = _NOT_ASKED  # a formula that reaches itself has no value
            self._derived[key] = self._evaluate(entity, signal.formula)
        return self._derived[key]

    def _evaluate(self, entity: Entity, formula: Formula) -> Value:
        match formula:
            case Rate() | Growth() | PerEvent():
                return self._of_counters(entity, formula)
            case Largest(signal, via) | Total(signal, via):
                ends = self._found.causes_along(entity, via)
                fold = max if isinstance(formula, Largest) else sum
                return _fold(fold, [self.value(end, signal) for end in ends])
            case Counted(signal, states, via):
                ends = self._found.causes_along(entity, via)
                return _fold(sum, [_is_one_of(self.value(end, signal), states) for end in ends])
            case Own(signal, via):
                one = self._found.follow(entity, via)
                return self.value(one[0], signal) if len(one) == 1 else _NOTHING
            case Sum() | Highest() | Minus() | Over() | Scale() | FirstOf():
                return self._of_values(entity, formula)

    def _of_counters(self, entity: Entity, formula: Rate | Growth | PerEvent) -> Value:
        match formula:
            case Rate(counter):
                return _map2(_divide, self._growth(entity, counter), self._elapsed(entity, counter))
            case Growth(counter):
                return self._growth(entity, counter)
            case PerEvent(total, count):
                grown = [_sum(self._growth(entity, s) for s in part) for part in (total, count)]
                return _map2(_divide, *grown)

    def _of_values(
        self, entity: Entity, formula: Sum | Highest | Minus | Over | Scale | FirstOf
    ) -> Value:
        match formula:
            case Sum(parts):
                return _sum(self.value(entity, part) for part in parts)
            case Highest(parts):
                return _fold(max, [self.value(entity, part) for part in parts])
            case Minus(whole, part):
                rest = self.value(entity, part)
                applies = not (isinstance(rest, Absent) and rest.reason is Reason.NOT_APPLICABLE)
                return _map2(_subtract, self.value(entity, whole), rest if applies else 0.0)
            case Over(part, whole):
                return _map2(_divide, self.value(entity, part), self.value(entity, whole))
            case Scale(signal, factor, offset):
                value = self.value(entity, signal)
                return value if isinstance(value, Absent | str) else value * factor + offset
            case FirstOf(ways):
                values = [self.value(entity, way) for way in ways]
                return next((v for v in values if not isinstance(v, Absent)), values[0])

    def _ends(self, entity: Entity, counter: Signal) -> tuple[Reading, Reading] | Absent:
        rows = [sample.get(entity, {}).get(counter.name) for sample in self._samples]
        if len(rows) < 2:  # noqa: PLR2004 - growth has two ends
            return _NOT_ASKED
        first, last = rows[0], rows[-1]
        for reading in (last, first):
            if reading is None:
                return _NOT_ASKED
            if isinstance(reading.value, Absent):
                return reading.value
        return (first, last) if first and last else _NOT_ASKED

    def _growth(self, entity: Entity, counter: Signal) -> Value:
        ends = self._ends(entity, counter)
        if isinstance(ends, Absent):
            return ends
        before, after = (reading.value for reading in ends)
        if not isinstance(before, float) or not isinstance(after, float):
            return Absent(Reason.MALFORMED)
        return Absent(Reason.RESET) if after < before else after - before

    def _elapsed(self, entity: Entity, counter: Signal) -> Value:
        ends = self._ends(entity, counter)
        return ends if isinstance(ends, Absent) else ends[1].at - ends[0].at


def _divide(part: float, whole: float) -> Value:
    return part / whole if whole > 0 else _NOTHING


def _subtract(whole: float, part: float) -> Value:
    return max(0.0, whole - part)


def _is_one_of(value: Value, states: tuple[str, ...]) -> Value:
    return value if isinstance(value, Absent) else float(value in states)


def _map2(function: Callable[[float, float], Value], left: Value, right: Value) -> Value:
    for value in (left, right):
        if isinstance(value, Absent):
            return value
    if isinstance(left, str) or isinstance(right, str):
        return Absent(Reason.MALFORMED)
    return function(float_of(left), float_of(right))


def float_of(value: Value) -> float:
    """Return a number that is known to be one. Errors: TypeError for text or absence."""
    if isinstance(value, str | Absent):
        raise TypeError(f"{value!r} is no number")
    return value


def _sum(values: Iterable[Value]) -> Value:
    return _fold(sum, list(values), partial=False)


def _fold(
    fold: Callable[[list[float]], float], values: list[Value], *, partial: bool = True
) -> Value:
    """Fold the numbers; with *partial* the absent ones are passed over when others are there."""
    numbers = [value for value in values if isinstance(value, float)]
    absent = [value for value in values if isinstance(value, Absent)]
    if not values:
        return _NOTHING
    if numbers and (partial or not absent):
        return float(fold(numbers))
    return absent[0] if absent else Absent(Reason.MALFORMED)


def rows_of(readings: Iterable[Reading]) -> Mapping[Entity, Mapping[str, Value]]:
    """Return readings as a snapshot keeps them."""
    rows: dict[Entity, dict[str, Value]] = {}
    for reading in readings:
        rows.setdefault(reading.entity, {})[reading.signal.name] = reading.value
    return rows
