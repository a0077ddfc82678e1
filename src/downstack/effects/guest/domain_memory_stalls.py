"""The VM's own accesses to memory wait for the host."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer, Path
from downstack.signals import cgroup, qemu_process

EFFECT = Effect(
    id="domain_memory_stalls",
    title="its accesses to memory wait for the host",
    of=Kind.DOMAIN,
    layer=Layer.GUEST,
    path=Path.MEMORY,
    leak=Guess(0.003, "QEMU's own program is read from the disk"),
    checks=(
        Check(
            clause=Above(qemu_process.MAJOR_FAULT_RATE, 500),
            sensitivity=Guess(
                0.85,
                "a VM that lives in swap faults without end; a slow disk may "
                "serve fewer, then the time that the kernel counts tells",
            ),
            false_alarm=Guess(0.01, "a QEMU that has just started on a cold page cache"),
        ),
        Check(
            clause=Above(cgroup.MEMORY_WAITING_RATIO, 0.05),
            sensitivity=Guess(0.90, "the kernel counts the time that QEMU's threads lose"),
            false_alarm=Guess(0.01, "page cache of QEMU's images is reclaimed at the limit"),
        ),
    ),
    symptom=True,
)
