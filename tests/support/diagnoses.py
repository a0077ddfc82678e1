"""Answers built by hand: a sick VM, a healthy one, one that is nearly invisible."""

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
    Traffic,
    Unmeasured,
)

DB1 = Entity(Kind.DOMAIN, "6a0c", "db1")
GUEST = Entity(Kind.GUEST, "6a0c", "db1")
DISK = Entity(Kind.DISK, "6a0c/vda", "db1/vda")
VCPU0 = Entity(Kind.VCPU, "6a0c/vcpu0", "db1/vcpu0")
VCPU1 = Entity(Kind.VCPU, "6a0c/vcpu1", "db1/vcpu1")
TAP = Entity(Kind.LINK, "vnet3", "vnet3")
HOST = Entity(Kind.HOST, "host", "kvm7")
SERVER = Entity(Kind.BACKEND, "nbd:unix:/run/nbd/db1.sock:", "/run/nbd/db1.sock")


def reading_of_signal(
    entity: Entity, signal: str, value: float | str | Absent, bound: str, **more: object
) -> Evidence:
    """Return a reading that is not above its bound, unless told otherwise."""
    unit = next((u for u in ("seconds", "ratio", "bytes") if signal.endswith(u)), "count")
    parts: dict[str, object] = {"op": "above", "holds": Truth.FALSE, "help": signal} | more
    return Evidence(
        entity=entity,
        signal=signal,
        unit="none" if isinstance(value, str) else unit,
        value=value,
        bound=bound,
        **parts,  # type: ignore[arg-type]
    )


def _cleared(
    layer: Layer, entity: Entity, signal: str, value: float | str, bound: str, **more: object
) -> Cleared:
    by = reading_of_signal(entity, signal, value, bound, **more)
    return Cleared(layer=layer, path=None if entity == GUEST else Path.CPU, by=by)


def _cells(*verdicts: str) -> tuple[Cell, ...]:
    """Return cells from rows "layer cpu memory storage network state"; "." leaves one out."""
    words = {
        "ok": Standing.EXONERATED,
        "bad": Standing.AT_FAULT,
        "?": Standing.UNDECIDED,
        "-": Standing.NOT_APPLICABLE,
    }
    cells = []
    for row in verdicts:
        layer, *marks = row.split()
        cells += [
            Cell(layer=Layer(layer), path=path, standing=words[mark])
            for path, mark in zip((*Path, None), marks, strict=True)
            if mark != "."
        ]
    return tuple(cells)


def _hop(hop: str, layers: tuple[Layer, ...], mean: float | None, limit: float) -> HopTime:
    return HopTime(
        path=Path.STORAGE,
        hop=hop,
        layers=layers,
        entity=DISK,
        mean_seconds=mean,
        low=mean and mean * 0.9,
        high=mean and mean * 1.1,
        limit=limit,
        why_not="" if mean is not None else "denied",
    )


QUESTIONS = (
    ("Is the VM running?", "yes", "domain_state is running"),
    ("Is the QEMU process alive and does its monitor answer?", "yes", "answered in 3 ms"),
    ("Are the vCPU threads scheduled?", "yes", "run delay 0.1 %"),
    ("Is the host under CPU or memory pressure?", "no", "PSI cpu 0.2 %"),
    ("Is storage healthy?", "no", "/run/nbd/db1.sock answers in 811 ms"),
    ("Is the network path working?", "yes", "0 drops of 81,214"),
    ("Is the guest OS healthy?", "undecided", ""),
    ("Are the hypervisor logs clean?", "yes", "no line in the last hour"),
    ("Did a recent change happen?", "none in the last hour", "domain started 9 d ago"),
    ("Is it one VM, one host, or cluster-wide?", "1 of 40 VMs on this host", ""),
)

CAUSE = Cause(
    fault="storage_backend_slow",
    title="The storage under a disk answers slowly",
    entity=SERVER,
    layer=Layer.STORAGE,
    path=Path.STORAGE,
    probability=0.97,
    responsibility=0.93,
    because="QEMU sends each request on and waits; what it waits for is behind it.",
    confirm="iostat -x 1 on the machine that serves /run/nbd/db1.sock",
    chain=(
        Link(id="storage_backend_slow", title="Answers slowly", entity=SERVER),
        Link(id="disk_slow", title="disk answers slowly", entity=DISK),
        Link(id="guest_waits_for_disk", title="the VM waits for its disk", entity=DB1),
    ),
    evidence_for=(
        reading_of_signal(DISK, "disk_wait_seconds", 0.811, "0.03", holds=Truth.TRUE, weight=4.1),
        reading_of_signal(
            DISK, "disk_in_flight", 31.0, "8", holds=Truth.TRUE, weight=1.2, counted=True
        ),
    ),
    evidence_against=(reading_of_signal(HOST, "host_io_stalled_ratio", 0.01, "0.05", weight=-0.4),),
    remedies=(
        Advice(
            platform="libvirt",
            risk="safe",
            text="give the server its disk back: stop what else reads there",
            command="ionice -c 3 -p $(pidof backup)",
            versions="",
            do_not="restart the VM: it waits for the same disk afterwards",
        ),
        Advice(
            platform="libvirt",
            risk="disruptive",
            text="move the disk to faster storage while it runs",
            command="virsh blockcopy db1 vda --dest /var/lib/libvirt/images/db1.qcow2"
            " --transient-job --pivot --wait --verbose",
            versions="libvirt >= 5.6",
            do_not="",
        ),
    ),
)

SICK = Diagnosis(
    answer=AnswerKind.CAUSE,
    target=DB1,
    symptoms=(Link(id="guest_waits_for_disk", title="the VM waits for its disk", entity=DB1),),
    symptom_evidence=(
        reading_of_signal(DB1, "domain_disk_wait_seconds", 0.812, "0.03", holds=Truth.TRUE),
    ),
    causes=(CAUSE,),
    hops=(
        _hop("guest", (Layer.GUEST,), 0.0004, 0.01),
        _hop("QEMU + NBD server", (Layer.QEMU, Layer.STORAGE), 0.811, 0.03),
    ),
    traffic=(
        Traffic(hop="card", entity=Entity(Kind.NIC, "u1/nic0", "db1/tap0"), passed=81214, lost=0),
        Traffic(hop="tap", entity=Entity(Kind.LINK, "tap0"), passed=81214, lost=3),
        Traffic(hop="uplink", entity=Entity(Kind.LINK, "eth0"), passed=None, lost=None),
    ),
    layers=_cells(
        "guest ok ok ok ok ?",
        "management ok . ok ok ok",
        "qemu . . ok . ok",
        "host ok ok - . .",
        "storage . . bad . .",
        "network . . . ok .",
        "hardware - - - - .",
    ),
    cleared=(
        _cleared(Layer.NETWORK, TAP, "link_dropped_ratio", 0.0, "0.01"),
        _cleared(Layer.HOST, GUEST, "guest_clock_offset_seconds", 0.1, "3", weight=-9.0),
        _cleared(Layer.HOST, HOST, "host_swap_in_rate_bytes", 0.0, "1048576", weight=-1.0),
        _cleared(Layer.HOST, VCPU0, "vcpu_run_delay_ratio", 0.001, "0.05", weight=-3.0),
        _cleared(Layer.HOST, VCPU1, "vcpu_run_delay_ratio", 0.0004, "0.05", weight=-3.0),
        _cleared(Layer.HOST, HOST, "host_reclaim", "none", "heavy", op="is", weight=-4.0),
        _cleared(Layer.HOST, HOST, "host_memory_available_ratio", 0.41, "0.05", op="at most"),
        _cleared(Layer.MANAGEMENT, DISK, "disk_limit", "none", "set", op="is"),
    ),
    questions=tuple(
        Question(number=number, question=text, answer=answer, evidence=(proof,) if proof else ())
        for number, (text, answer, proof) in enumerate(QUESTIONS, start=1)
    ),
    absent=(
        Unmeasured(
            what="Tasks inside the guest that wait for a CPU: more than vCPUs, work queues up.",
            reason="not_asked",
            would_need="--guest, and the guest agent running",
        ),
        Unmeasured(
            what="Free space of the guest's fullest filesystem.",
            reason="not_asked",
            would_need="--guest, and the guest agent running",
        ),
        Unmeasured(
            what="Lines of the kernel log about this device in the last hour.",
            reason="denied",
            would_need="root on the host",
        ),
    ),
    next_steps=(
        NextStep(
            measure="Free space of the guest's fullest filesystem.",
            command="downstack why db1 --guest",
            gain=0.21,
            cost=3.0,
        ),
    ),
    unlisted=0.03,
    cost=Cost(cpu_seconds=0.4, wall_seconds=3.1),
    level=Level.L2,
    at="2026-03-01T02:58:11+01:00",
    window_seconds=2.0,
)

HEALTHY = Diagnosis(
    answer=AnswerKind.HEALTHY,
    target=DB1,
    hops=(
        _hop("guest", (Layer.GUEST,), 0.0001, 0.01),
        _hop("QEMU + NBD server", (Layer.QEMU, Layer.STORAGE), 0.0007, 0.03),
    ),
    layers=_cells(
        "guest ok ok ok ok .",
        "management ok . ok ok .",
        "qemu . . ok . .",
        "host ok ok - . .",
        "storage . . ok . .",
        "network . . . ok .",
    ),
    cleared=SICK.cleared,
    cost=Cost(cpu_seconds=0.31, wall_seconds=2.8),
    level=Level.L1,
    at="2026-03-01T03:10:00+01:00",
    window_seconds=2.0,
)

BLIND = Diagnosis(
    answer=AnswerKind.UNDECIDED,
    target=DB1,
    symptoms=SICK.symptoms,
    symptom_evidence=SICK.symptom_evidence,
    layers=_cells(
        "guest ? ? ? ? ?",
        "management ? . ? ? ?",
        "host ? ? ? . .",
        "storage . . ? . .",
        "network . . . ? .",
    ),
    absent=(
        *SICK.absent,
        Unmeasured(
            what="Time a request spends below QEMU.",
            reason="denied",
            would_need="libvirt's read-only connection",
        ),
        Unmeasured(
            what="Whether a throttle is set on this disk.",
            reason="denied",
            would_need="libvirt's read-only connection",
        ),
        Unmeasured(
            what="What the domain does.",
            reason="denied",
            would_need="libvirt's read-only connection",
        ),
    ),
    next_steps=(
        NextStep(
            measure="Time a request spends below QEMU.; Whether a throttle is set on this disk.",
            command="downstack why db1 where libvirt can be read",
            gain=0.9,
            cost=0.5,
        ),
    ),
    suspects=(
        Cause(
            fault="storage_backend_slow",
            title="The storage under a disk answers slowly",
            entity=SERVER,
            layer=Layer.STORAGE,
            path=Path.STORAGE,
            probability=0.41,
            responsibility=0.38,
            because="",
            confirm="",
        ),
        Cause(
            fault="disk_iotune_throttle",
            title="The disk is throttled by iotune",
            entity=DISK,
            layer=Layer.MANAGEMENT,
            path=Path.STORAGE,
            probability=0.33,
            responsibility=0.3,
            because="",
            confirm="",
        ),
    ),
    unlisted=0.12,
    errors=("kernel_log: permission denied",),
    cost=Cost(cpu_seconds=0.05, wall_seconds=2.1),
    level=Level.L0,
    at="2026-03-01T02:58:11+01:00",
    window_seconds=2.0,
)

UNKNOWN = Absent(Reason.DENIED, "root on the host")
