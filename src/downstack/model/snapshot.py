"""One look at the stack: what there is, how it hangs together, what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from downstack.model.absent import Absent, Reason
from downstack.model.edge import Step
from downstack.model.entity import Connection, Entity
from downstack.model.kind import Kind
from downstack.model.value import Value

_NOT_ASKED = Absent(Reason.NOT_ASKED)


class Snapshot:
    """Entities, connections and readings at one time; immutable once built.

    `readings` is keyed by entity, then by signal name; `window` is the time in seconds between
    the two samples (0 when there was one).
    """

    __slots__ = ("_known", "_steps", "connections", "entities", "readings", "window")

    def __init__(
        self,
        entities: Iterable[Entity] = (),
        connections: Iterable[Connection] = (),
        readings: Mapping[Entity, Mapping[str, Value]] | None = None,
        window: float = 0.0,
    ) -> None:
        self.readings = readings or {}
        self.connections = tuple(dict.fromkeys(connections))
        ends = [end for link in self.connections for end in (link.cause, link.victim)]
        self.entities = tuple(dict.fromkeys([*entities, *self.readings, *ends]))
        self.window = window
        self._known = {entity: entity for entity in self.entities}
        self._steps: dict[tuple[Entity, Step], list[Entity]] = {}
        for link in self.connections:
            cause, victim = self._known[link.cause], self._known[link.victim]
            self._steps.setdefault((cause, link.edge), []).append(victim)
            self._steps.setdefault((victim, link.edge.inverse), []).append(cause)

    def value(self, entity: Entity, signal: str) -> Value:
        """Return the reading by signal name, or the reason there is none."""
        return self.readings.get(entity, {}).get(signal, _NOT_ASKED)

    def text(self, entity: Entity, signal: str) -> str:
        """Return a text reading for display or joining; "" when there is none."""
        value = self.value(entity, signal)
        return value if isinstance(value, str) else ""

    def of_kind(self, kind: Kind) -> tuple[Entity, ...]:
        """Return every entity of *kind*, in order of discovery."""
        return tuple(entity for entity in self.entities if entity.kind is kind)

    def follow(self, entity: Entity, via: tuple[Step, ...]) -> tuple[Entity, ...]:
        """Return the entities at the end of *via*, each once, in order."""
        here = [entity]
        for step in via:
            ahead = [end for at in here for end in self._steps.get((at, step), ())]
            here = list(dict.fromkeys(ahead))
        return tuple(here)

    def causes_along(self, entity: Entity, via: tuple[Step, ...]) -> tuple[Entity, ...]:
        """Return the entities from which *via* leads to *entity*."""
        return self.follow(entity, tuple(step.inverse for step in reversed(via)))
