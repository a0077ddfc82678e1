"""The ten questions of every answer, each with the readings that answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from downstack.model import Absent, Edge, Entity, Kind, Layer, Path, Reason, Snapshot, Step, Value
from downstack.model.verdict import Cell, Diagnosis, Question, Standing
from downstack.signal import Signal, Unit
from downstack.signals import domain, domain_waits, host_cpu, qemu_process, vcpu

UNKNOWN = "not known"
_FROM_DOMAIN_TO_HOST = (Edge.HOSTS.inverse,)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """A question, the readings that speak to it, and the cells that judge it."""

    text: str
    readings: tuple[tuple[tuple[Step, ...], Signal], ...] = ()
    cells: tuple[tuple[Layer | None, Path | None], ...] = ()


TEN = (
    _Ask(text="Is the VM running?", readings=(((), domain.STATE_REASON),)),
    _Ask(
        text="Is the QEMU process alive and does its monitor answer?",
        readings=(((), qemu_process.PROCESS_STATE), ((), domain.CONTROL_STATE)),
        cells=((Layer.QEMU, None),),
    ),
    _Ask(
        text="Are the vCPU threads scheduled?",
        readings=(((), domain_waits.MAX_DELAY), ((), vcpu.MAX_CONTENTION)),
        cells=((Layer.HOST, Path.CPU), (Layer.MANAGEMENT, Path.CPU)),
    ),
    _Ask(
        text="Is the host under CPU or memory pressure?",
        readings=((_FROM_DOMAIN_TO_HOST, host_cpu.RUNNABLE_PER_CPU),),
        cells=((Layer.HOST, Path.CPU), (Layer.HOST, Path.MEMORY)),
    ),
    _Ask(
        text="Is storage healthy?",
        readings=(((), domain_waits.MAX_DISK_WAIT),),
        cells=((Layer.STORAGE, Path.STORAGE), (Layer.MANAGEMENT, Path.STORAGE)),
    ),
    _Ask(text="Is the network path working?", cells=((Layer.NETWORK, Path.NETWORK),)),
    _Ask(text="Is the guest OS healthy?", cells=((Layer.GUEST, None), (Layer.GUEST, Path.MEMORY))),
    _Ask(text="Are the hypervisor logs clean?"),
    _Ask(text="Did a recent change happen?", readings=(((), domain.JOB),)),
    _Ask(text="Is it one VM, one host, or cluster-wide?"),
)


def ask_ten(diagnosis: Diagnosis, snapshot: Snapshot) -> Diagnosis:
    """Return the diagnosis with its ten questions answered from readings and cells."""
    answers = [_answer(number, ask, diagnosis, snapshot) for number, ask in enumerate(TEN, start=1)]
    answers[-1] = _scope(diagnosis, snapshot)
    return replace(diagnosis, questions=tuple(answers))


def _answer(number: int, ask: _Ask, diagnosis: Diagnosis, snapshot: Snapshot) -> Question:
    evidence = tuple(_readings(ask, diagnosis.target, snapshot))
    cells = [cell for cell in diagnosis.layers if (cell.layer, cell.path) in ask.cells]
    return Question(
        number=number, question=ask.text, answer=_verdict(cells, evidence), evidence=evidence
    )


def _verdict(cells: list[Cell], evidence: tuple[str, ...]) -> str:
    standings = {cell.standing for cell in cells}
    if Standing.AT_FAULT in standings:
        return "no: at fault"
    if standings and standings <= {Standing.EXONERATED, Standing.NOT_APPLICABLE}:
        return "yes"
    if not cells and evidence:
        return "see the readings"
    return UNKNOWN


def _readings(ask: _Ask, target: Entity, snapshot: Snapshot) -> Iterable[str]:
    for via, signal in ask.readings:
        start = snapshot.follow(target, via) if _starts_at(via, target) else ()
        for entity in start:
            value = snapshot.value(entity, signal.name)
            asked = not (isinstance(value, Absent) and value.reason is Reason.NOT_ASKED)
            if signal.of is entity.kind and asked:
                yield _spell(signal, value)


def _starts_at(via: tuple[Step, ...], target: Entity) -> bool:
    return not via or via[0].source is target.kind


def _spell(signal: Signal, value: Value) -> str:
    if isinstance(value, Absent):
        need = f", needs {value.need}" if value.need else ""
        return f"{signal.name}: {value.reason}{need}"
    if isinstance(value, str):
        return f"{signal.name} {value}"
    shown = f"{value:.1%}" if signal.unit is Unit.RATIO else f"{value:.4g} {signal.unit}"
    return f"{signal.name} {shown.removesuffix(' count').removesuffix(' none')}"


def _scope(diagnosis: Diagnosis, snapshot: Snapshot) -> Question:
    """Compare with the other VMs of this host: who else shows what the target suffers from."""
    question = Question(number=len(TEN), question=TEN[-1].text, answer=UNKNOWN)
    others = [one for one in snapshot.of_kind(Kind.DOMAIN) if one != diagnosis.target]
    suffers = [row for row in diagnosis.symptom_evidence if isinstance(row.value, float)]
    if not suffers:
        return question
    if not others:
        return replace(question, answer="this VM is the only one on this host")
    row = max(suffers, key=lambda one: one.weight)
    hurt = [one for one in others if _exceeds(snapshot.value(one, row.signal), float(row.bound))]
    return replace(
        question,
        answer=f"{len(hurt) + 1} of {len(others) + 1} VMs on this host; other hosts: {UNKNOWN}",
        evidence=tuple(f"{one.name or one.key} too" for one in hurt),
    )


def _exceeds(value: Value, bound: float) -> bool:
    return isinstance(value, float) and value > bound
