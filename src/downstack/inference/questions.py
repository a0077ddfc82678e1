"""The ten questions of every answer, each with the readings that answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from downstack.check import AtMost, Clause, Is
from downstack.model import (
    Absent,
    Edge,
    Entity,
    Kind,
    Layer,
    Path,
    Reason,
    Snapshot,
    Step,
    Truth,
    Value,
)
from downstack.model.verdict import Diagnosis, Question, Standing
from downstack.signal import Signal, Unit
from downstack.signals import (
    domain,
    domain_waits,
    guest_silence,
    host_cpu,
    host_memory,
    kernel_log,
    network_way,
    qemu_process,
    vcpu,
)

UNKNOWN = "not known"
LISTED = 5
"""Others that are named."""
_TO_HOST = (Edge.HOSTS.inverse,)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """A question, the readings that are quoted, and the cells and clauses that answer it.

    `fine` are clauses that hold where all is well; `well` and `ill` are the answers then and else.
    """

    text: str
    readings: tuple[tuple[tuple[Step, ...], Signal], ...] = ()
    cells: tuple[tuple[Layer | None, Path | None], ...] = ()
    fine: tuple[tuple[tuple[Step, ...], Clause], ...] = ()
    well: str = "yes"
    ill: str = "no"


_HOST_LOGS = (
    *(kernel_log.OOM, kernel_log.QEMU_CRASH, kernel_log.SOFT_LOCKUP, kernel_log.HUNG_TASK),
    *(kernel_log.HARDWARE_ERROR, kernel_log.KVM_ERROR, kernel_log.CONNTRACK_FULL),
    kernel_log.SERVER_SILENT,
)
TEN = (
    _Ask(
        text="Is the VM running?",
        readings=(((), domain.STATE_REASON),),
        fine=(((), Is(domain.STATE, ("running",))),),
    ),
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
        readings=((_TO_HOST, host_cpu.RUNNABLE_PER_CPU), (_TO_HOST, host_memory.WAITING_RATIO)),
        cells=((Layer.HOST, Path.CPU), (Layer.HOST, Path.MEMORY)),
        well="no",
        ill="yes",
    ),
    _Ask(
        text="Is storage healthy?",
        readings=(((), domain_waits.MAX_DISK_WAIT),),
        cells=((Layer.STORAGE, Path.STORAGE), (Layer.MANAGEMENT, Path.STORAGE)),
    ),
    _Ask(
        text="Is the network path working?",
        readings=(
            ((), network_way.MAX_OBSTACLES),
            ((), network_way.MAX_LOSS),
            ((), network_way.MAX_FILTERED),
        ),
        cells=((Layer.NETWORK, Path.NETWORK),),
    ),
    _Ask(
        text="Is the guest OS healthy?",
        readings=(((), guest_silence.AGENT),),
        cells=((Layer.GUEST, None), (Layer.GUEST, Path.MEMORY)),
    ),
    _Ask(
        text="Are the hypervisor logs clean?",
        fine=tuple((_TO_HOST, AtMost(log.signals[0], 0)) for log in _HOST_LOGS),
    ),
    _Ask(text="Did a recent change happen?", readings=(((), domain.JOB),)),
    _Ask(text="Is it one VM, one host, or cluster-wide?"),
)


def ask_ten(diagnosis: Diagnosis, snapshot: Snapshot) -> Diagnosis:
    """Return the diagnosis with its ten questions answered from readings and cells."""
    answers = [_answer(number, ask, diagnosis, snapshot) for number, ask in enumerate(TEN, start=1)]
    answers[-1] = _scope(diagnosis, snapshot)
    return replace(diagnosis, questions=tuple(answers))


def _answer(number: int, ask: _Ask, diagnosis: Diagnosis, snapshot: Snapshot) -> Question:
    cells = [cell.standing for cell in diagnosis.layers if (cell.layer, cell.path) in ask.cells]
    judged = [
        (clause.signal, value, clause.holds(value))
        for via, clause in ask.fine
        for value in _values(via, clause.signal, diagnosis.target, snapshot)
    ]
    broken = [_spell(signal, value) for signal, value, holds in judged if holds is Truth.FALSE]
    read = [
        _spell(signal, value)
        for via, signal in ask.readings
        for value in _values(via, signal, diagnosis.target, snapshot)
        if not (isinstance(value, Absent) and value.reason is Reason.NOT_ASKED)
    ]
    truths = [holds for _, _, holds in judged]
    answer = _verdict(ask, cells, truths, read)
    return Question(number=number, question=ask.text, answer=answer, evidence=(*read, *broken))


def _verdict(ask: _Ask, cells: list[Standing], fine: list[Truth], read: list[str]) -> str:
    if Standing.AT_FAULT in cells:
        return f"{ask.ill}: at fault"
    if Truth.FALSE in fine:
        return ask.ill
    cleared = set(cells) <= {Standing.EXONERATED, Standing.NOT_APPLICABLE}
    if (cells or fine) and cleared and Truth.UNKNOWN not in fine:
        return ask.well
    if read and not (cells or ask.fine):
        return "see the readings"
    return UNKNOWN


def _values(
    via: tuple[Step, ...], signal: Signal, target: Entity, snapshot: Snapshot
) -> Iterable[Value]:
    """Yield the value of each entity at the end of *via* that has this signal."""
    for entity in snapshot.follow(target, via) if _starts_at(via, target) else ():
        if signal.of is entity.kind:
            yield snapshot.value(entity, signal.name)


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
    """Compare with the others of its kind: who else shows what the target suffers from."""
    question = Question(number=len(TEN), question=TEN[-1].text, answer=UNKNOWN)
    suffers = [row for row in diagnosis.symptom_evidence if isinstance(row.value, float)]
    if not suffers:
        return question
    if diagnosis.target.kind in _ALIKE:
        return _scope_in_cluster(question, diagnosis, snapshot)
    if diagnosis.target.kind not in _ON_A_HOST:
        return question
    others = [one for one in snapshot.of_kind(Kind.DOMAIN) if one != diagnosis.target]
    if not others:
        return replace(question, answer="this VM is the only one on this host")
    row = max(suffers, key=lambda one: one.weight)
    hurt = [one for one in others if _exceeds(snapshot.value(one, row.signal), float(row.bound))]
    itself = 1 if diagnosis.target.kind is Kind.DOMAIN else 0
    counted = f"{len(hurt) + itself} of {len(others) + itself} VMs on this host"
    return replace(
        question,
        answer=f"{counted}; other hosts: {UNKNOWN}",
        evidence=tuple(f"{one.name or one.key} too" for one in hurt),
    )


_ON_A_HOST = {Kind.DOMAIN, Kind.GUEST, Kind.HOST}
_ALIKE = {Kind.POD: "pods", Kind.NODE: "nodes", Kind.VMI: "VMs", Kind.WORKLOAD: "workloads"}
"""Kinds whose like are counted over the whole cluster, in the words of a person."""


def _scope_in_cluster(question: Question, diagnosis: Diagnosis, snapshot: Snapshot) -> Question:
    target = diagnosis.target
    own = [
        row
        for row in diagnosis.symptom_evidence
        if isinstance(row.value, float) and row.entity.kind is target.kind
    ]
    if not own:
        return question
    row = max(own, key=lambda one: one.weight)
    every = snapshot.of_kind(target.kind)
    hurt = [one for one in every if _exceeds(snapshot.value(one, row.signal), float(row.bound))]
    counted = f"{len(hurt)} of {len(every)} {_ALIKE[target.kind]} of the cluster"
    others = [one for one in hurt if one != target]
    return replace(
        question,
        answer=counted,
        evidence=tuple(f"{one.name or one.key} too" for one in others[:LISTED]),
    )


def _exceeds(value: Value, bound: float) -> bool:
    return isinstance(value, float) and value > bound
