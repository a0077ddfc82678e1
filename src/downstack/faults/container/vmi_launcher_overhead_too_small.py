"""The launcher pod of a VM leaves QEMU too little memory beside the guest."""

from downstack.effects.kubernetes import vmi_not_running
from downstack.fault import AtMost, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import vmi

FAULT = Fault(
    id="vmi_launcher_overhead_too_small",
    title="the memory limit of the launcher leaves too little beside the guest",
    layer=Layer.CONTAINER,
    of=Kind.VMI,
    path=Path.MEMORY,
    rate=Guess(0.02, "overhead is estimated: many disks and devices need more"),
    signs=(
        Check(
            clause=Is(vmi.LAUNCHER_END, ("out_of_memory",)),
            sensitivity=Guess(0.97, "the runtime is told who was killed"),
            false_alarm=Guess(0.002, "nothing else ends like this"),
        ),
        Check(
            clause=AtMost(vmi.LAUNCHER_ROOM, 300e6),
            sensitivity=Guess(0.6, "KubeVirt adds some 200 MB, more with each disk"),
            false_alarm=Guess(0.3, "a small VM needs no more"),
        ),
    ),
    leads_to=(
        Leads(
            to=vmi_not_running.EFFECT,
            strength=Guess(0.95, "QEMU is what was killed"),
        ),
    ),
    because="QEMU needs memory of its own beside the guest's: for its devices, its threads, "
    "its page tables. The limit of the launcher counts both, and the kernel killed QEMU when "
    "they grew past it.",
    confirm="kubectl -n {namespace} get pods -l kubevirt.io=virt-launcher -o wide",
    remedies=(
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="raise the overhead for the whole cluster, or set the memory limit of "
            "the VM by hand",
            command="kubectl -n kubevirt patch kubevirt kubevirt --type merge -p "
            '\'{"spec":{"configuration":{"additionalGuestMemoryOverheadRatio":"1.5"}}}\'',
            do_not="give the guest more memory: the room beside it stays the same",
        ),
    ),
    confused_with=(
        "qemu_oom_killed",
        "qemu_crashed",
    ),
    references=(
        "https://kubevirt.io/user-guide/compute/memory_hotplug/",
        "https://kubevirt.io/user-guide/compute/node_overcommit/",
    ),
    maturity=Maturity.RECORDED,
)
