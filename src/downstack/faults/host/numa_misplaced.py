"""vCPUs are bound to one NUMA node, and their memory is on another."""

from downstack.effects.host import memory_on_far_node
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import cpu_room, domain_numa

FAULT = Fault(
    id="numa_misplaced",
    title="its vCPUs and its memory are on different NUMA nodes",
    layer=Layer.HOST,
    of=Kind.DOMAIN,
    path=Path.MEMORY,
    rate=Guess(0.02, "field guide: NUMA misalignment is the third most common cause"),
    only_if=(Above(cpu_room.MAX_FORBIDDEN_CPUS, 0),),
    signs=(
        Check(
            clause=Above(domain_numa.REMOTE_RATIO, 0.80),
            sensitivity=Guess(0.95, "its vCPUs run where they may, and there it is not"),
            false_alarm=Guess(0.15, "a VM on a node of its own whose vCPU just ran elsewhere"),
        ),
    ),
    leads_to=(
        Leads(
            to=memory_on_far_node.EFFECT,
            strength=Guess(0.97, "pages stay where they were first touched"),
        ),
    ),
    because="Its vCPUs may run on the CPUs of one NUMA node only, and most of its memory is on "
    "another: every cache miss goes over the interconnect, which no CPU or memory graph shows.",
    confirm="numastat -p {pid}; virsh vcpupin {domain}; virsh numatune {domain}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="bring the memory to the vCPUs' node, or pin the vCPUs to the memory's; the "
            "kernel moves the pages while the VM runs",
            command="migratepages {pid} FROM_NODE TO_NODE",
            do_not="move a large VM's memory onto a node without that much free: it would swap",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="give the flavour a NUMA topology (hw:numa_nodes=1), so that Nova places vCPUs "
            "and memory together, and resize or cold-migrate the server",
            command="openstack flavor set FLAVOR --property hw:numa_nodes=1",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="bind both: affinity for the vCPUs and numa0 with hostnodes and policy=bind for "
            "the memory; it takes effect at the next start",
            command="qm config VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="use dedicatedCpuPlacement with numa.guestMappingPassthrough and huge pages, and "
            "the kubelet's topologyManagerPolicy single-numa-node",
            command="kubectl get vmi VMI -o jsonpath='{.spec.domain.cpu}'",
        ),
    ),
    confused_with=("vcpus_pinned_together",),
    references=(
        "https://docs.kernel.org/admin-guide/mm/numa_memory_policy.html",
        "https://libvirt.org/formatdomain.html#numa-node-tuning",
        "https://docs.openstack.org/nova/latest/admin/cpu-topologies.html",
    ),
    maturity=Maturity.DRAFT,
)
