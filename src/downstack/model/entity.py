"""One thing of the stack, and how it hangs on another."""

from __future__ import annotations

from dataclasses import dataclass, field

from downstack.model.edge import Edge
from downstack.model.kind import Kind


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """A thing, by kind and by the stable key that its own layer gives it (D20).

    `key` joins (libvirt UUID, MAC, tap name, UUID/target of a disk); `name` is for people and
    takes no part in equality.
    """

    kind: Kind
    key: str
    name: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.kind} {self.name or self.key}"


@dataclass(frozen=True, slots=True)
class Connection:
    """An edge between two entities of the right kinds.

    Errors: ValueError when an end has another kind than the edge declares.
    """

    edge: Edge
    cause: Entity
    victim: Entity

    def __post_init__(self) -> None:
        if (self.cause.kind, self.victim.kind) != (self.edge.source, self.edge.target):
            ends = f"{self.cause.kind} -> {self.victim.kind}"
            raise ValueError(f"{self.edge.label} cannot connect {ends}")
