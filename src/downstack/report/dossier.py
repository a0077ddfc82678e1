"""What the catalogue knows of a fault, in words: clauses, checks, rivals, levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from downstack.catalogue import Catalogue
from downstack.check import Above, AtMost, Check, Clause, Is
from downstack.effect import Effect
from downstack.fault import Fault
from downstack.model import KUBERNETES, Level
from downstack.report.numbers import ratio
from downstack.report.phrase import amount, kind_word, quantity

LEVELS = {
    Level.L0: "/proc and /sys",
    Level.L1: "libvirt, read-only",
    Level.L2: "root on the host",
    Level.L3: "the guest agent",
}
IN_CLUSTER = {Level.L1: "the API server, read-only", Level.L2: "root on the node"}
"""The same levels where a Kubernetes cluster is what is looked at."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A check in words: whose, what it says, how far it is believed, what it needs."""

    clause: str
    sensitivity: float
    false_alarm: float
    counted: bool
    level: Level

    def believed(self) -> str:
        """Return how often it holds with the fault, and without."""
        kind = "counted" if self.counted else "judged"
        with_it, without = ratio(self.sensitivity), ratio(self.false_alarm)
        return f"with the fault {with_it}, without {without} ({kind}), level L{int(self.level)}"


def clause(one: Clause) -> str:
    """Return a clause in words: "vCPU run delay above 5 %"."""
    signal = one.signal
    what = f"{kind_word(signal.of)} {quantity(signal.name, signal.of)}"
    if isinstance(one, Above):
        return f"{what} above {amount(one.threshold, signal.unit, signal.name)}"
    if isinstance(one, AtMost):
        return f"{what} at most {amount(one.threshold, signal.unit, signal.name)}"
    verb = "is" if isinstance(one, Is) else "is not"
    return f"{what} {verb} {' or '.join(one.states)}"


def signs(catalogue: Catalogue, owner: Fault | Effect) -> list[Sign]:
    """Return the checks of a fault or an effect, with guess and count combined."""
    checks = owner.signs if isinstance(owner, Fault) else owner.checks
    return [
        Sign(
            clause=clause(check.clause),
            sensitivity=catalogue.sensitivity(owner.id, check),
            false_alarm=catalogue.false_alarm(owner.id, check),
            counted=catalogue.counted(owner.id, check),
            level=check.level,
        )
        for check in checks
    ]


def consequences(fault: Fault) -> list[Effect]:
    """Return all effects a fault leads to, near ones first."""
    found: dict[str, Effect] = {}
    front = [lead.to for lead in fault.leads_to]
    while front:
        found |= {effect.id: effect for effect in front if effect.id not in found}
        front = [lead.to for effect in front for lead in effect.leads_to if lead.to.id not in found]
    return list(found.values())


def told_apart(fault: Fault, other: Fault) -> tuple[list[str], list[str]]:
    """Return what only *fault* shows, and what only *other* shows."""
    mine, theirs = (dict.fromkeys(_shown(one)) for one in (fault, other))
    return [text for text in mine if text not in theirs], [t for t in theirs if t not in mine]


def reach(fault: Fault) -> list[tuple[Level, int, int]]:
    """Return for each level how many of the checks on the fault and its effects it can read."""
    checks = list(_checks(fault))
    levels = sorted({check.level for check in checks})
    return [(at, sum(check.level <= at for check in checks), len(checks)) for at in levels]


def reach_in_words(fault: Fault) -> str:
    """Return the access that is needed: "L1 (libvirt, read-only) reads 3 of 4 checks, ..."."""
    names = LEVELS | (IN_CLUSTER if fault.of in KUBERNETES else {})
    texts = [
        f"L{int(level)} ({names[level]}) reads {seen} of {all_} checks"
        for level, seen, all_ in reach(fault)
    ]
    return ", ".join(texts) or "no check reads it"


def place(fault: Fault) -> str:
    """Return layer, path and kind of a fault."""
    path = fault.path or "no path"
    thing = kind_word(fault.of)
    article = "an" if thing.lower().startswith(("a", "e", "i", "o")) else "a"
    return f"{fault.layer}, {path}, on {article} {thing}"


def _checks(fault: Fault) -> Iterator[Check]:
    yield from fault.signs
    for effect in consequences(fault):
        yield from effect.checks


def _shown(fault: Fault) -> Iterable[str]:
    yield from (clause(gate) for gate in fault.only_if)
    yield from (clause(check.clause) for check in _checks(fault))
