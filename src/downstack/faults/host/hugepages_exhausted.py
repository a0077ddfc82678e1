"""A VM that wants huge pages cannot start: the host has too few of them free."""

from downstack.effects.qemu import domain_stopped
from downstack.fault import AtMost, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import last_start, operation

FAULT = Fault(
    id="hugepages_exhausted",
    title="the host has too few free huge pages",
    layer=Layer.HOST,
    of=Kind.OPERATION,
    path=Path.MEMORY,
    rate=Guess(0.02, "pages are set aside at boot, and each new VM takes its part"),
    only_if=(Is(operation.FAILURE, ("hugepages",)),),
    signs=(
        Check(
            clause=Is(operation.FAILURE, ("hugepages",)),
            sensitivity=Guess(0.95, "QEMU says that it cannot map its memory"),
            false_alarm=Guess(0.02, "a page size for which nothing is mounted"),
            level=Level.L2,
        ),
        Check(
            clause=AtMost(last_start.HUGE_PAGES_COVER, 0.999),
            sensitivity=Guess(0.90, "unless pages were freed since, or another size is meant"),
            false_alarm=Guess(0.20, "a host that has none of the default size"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_stopped.EFFECT,
            via=(Edge.ASKED_OF.inverse,),
            strength=Guess(0.98, "QEMU maps all of the guest's memory before it runs"),
        ),
    ),
    because="QEMU takes all of the guest's memory from the host's huge pages at its start and ends "
    "if there are not enough, however much ordinary memory is free.",
    confirm="virsh freepages --all; grep -i huge /proc/meminfo",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="set aside more pages (COUNT of 2 MiB in all, those in use included); on a host "
            "that runs for long memory is fragmented: look how many it really got; 1 GiB pages "
            "need hugepagesz=1G hugepages=N on the kernel command line",
            command="virsh allocpages --pagesize 2M --pagecount COUNT",
            do_not="set aside more than is free: the host's own programs cannot use huge pages "
            "and will be killed for lack of memory",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="Nova counts huge pages per NUMA node: compare with reserved_huge_pages in "
            "nova.conf and with what is used outside of Nova (DPDK)",
            command="openstack hypervisor show HOST",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="Proxmox sets huge pages aside when the VM starts: free memory or reserve them "
            "at boot, or start the VM without",
            command="qm set VMID --delete hugepages",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="the node needs more hugepages-2Mi: reserve them (a MachineConfig on OpenShift, "
            "sysctl else) and restart the kubelet so that it counts them",
            command="kubectl describe node NODE",
        ),
    ),
    confused_with=("start_refused",),
    references=(
        "https://docs.kernel.org/admin-guide/mm/hugetlbpage.html",
        "https://libvirt.org/formatdomain.html#memory-backing",
        "https://docs.openstack.org/nova/latest/admin/huge-pages.html",
    ),
    maturity=Maturity.INJECTED,
)
