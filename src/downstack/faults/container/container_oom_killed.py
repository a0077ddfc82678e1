"""The kernel kills a container at its memory limit."""

from downstack.effects.container import pod_memory_stalls
from downstack.effects.kubernetes import pod_ended_badly, pod_not_ready, pod_restarts
from downstack.fault import Above, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import container

FAULT = Fault(
    id="container_oom_killed",
    title="the kernel kills the container at its memory limit",
    layer=Layer.CONTAINER,
    of=Kind.CONTAINER,
    path=Path.MEMORY,
    rate=Guess(0.08, "limits are guessed and programs leak"),
    signs=(
        Check(
            clause=Is(container.LAST_END, ("out_of_memory",)),
            sensitivity=Guess(0.95, "the runtime is told who was killed"),
            false_alarm=Guess(0.002, "nothing else ends like this"),
        ),
        Check(
            clause=Above(container.NEW_OOM_KILLS, 0),
            sensitivity=Guess(0.3, "between two kills the window sees none"),
            false_alarm=Guess(0.002, "a helper process that was killed"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=pod_restarts.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.95, "the kubelet starts it again"),
        ),
        Leads(
            to=pod_not_ready.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.5, "it is away while it starts"),
        ),
        Leads(
            to=pod_memory_stalls.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.6, "the kernel reclaims before it kills"),
        ),
        Leads(
            to=pod_ended_badly.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.3, "a pod that is not to be started again has failed"),
        ),
    ),
    because="The memory of the container, page cache that cannot be dropped included, "
    "reached its limit, and the kernel killed its largest process (exit code 137). The node "
    "may have plenty left.",
    confirm="kubectl -n {namespace} get pod {pod} -o "
    "jsonpath={.status.containerStatuses[*].lastState.terminated}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DISRUPTIVE,
            text="raise the memory limit to what it uses at its peak, or make the "
            "program use less (heap size, caches)",
            command="kubectl -n {namespace} set resources deployment/NAME -c {name} "
            "--limits=memory=MORE",
            do_not="remove the limit: then the node runs out and kills pods that did nothing wrong",
        ),
    ),
    confused_with=(
        "container_crash_loop",
        "guest_out_of_memory",
    ),
    references=(
        "https://kubernetes.io/docs/tasks/configure-pod-container/assign-memory-resource/",
        "https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files",
    ),
    maturity=Maturity.INJECTED,
)
