"""A container uses up the CPU time that its limit allows, again and again."""

from downstack.effects.container import container_cpu_held_back
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import container

FAULT = Fault(
    id="container_cpu_limit",
    title="the container runs into its CPU limit",
    layer=Layer.CONTAINER,
    of=Kind.CONTAINER,
    path=Path.CPU,
    rate=Guess(0.08, "limits are set once and programs grow"),
    signs=(
        Check(
            clause=Above(container.THROTTLED_RATIO, 0.25),
            sensitivity=Guess(0.97, "the kernel counts the periods"),
            false_alarm=Guess(0.01, "a burst of short work"),
            level=Level.L2,
        ),
        Check(
            clause=Above(container.CPU_FILLED, 0.9),
            sensitivity=Guess(0.6, "a mean: short bursts are throttled long before it is full"),
            false_alarm=Guess(0.02, "a program that needs just what it may use"),
        ),
    ),
    leads_to=(
        Leads(
            to=container_cpu_held_back.EFFECT,
            strength=Guess(0.97, "whoever has used up the limit stands still"),
        ),
    ),
    because="The kernel gives a container its limit of CPU time in periods of 100 ms; once "
    "it is used up, all its threads stand still until the next period, however idle the node "
    "is.",
    confirm="kubectl -n {namespace} exec {pod} -c {name} -- cat /sys/fs/cgroup/cpu.stat",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DISRUPTIVE,
            text="raise or remove the CPU limit and keep the request (the pod is made anew)",
            command="kubectl -n {namespace} set resources deployment/NAME -c {name} "
            "--limits=cpu=MORE",
            do_not="add nodes: the node is not what holds it back",
        ),
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="give the program as many threads as its limit has CPUs (GOMAXPROCS, "
            "-XX:ActiveProcessorCount, worker processes)",
        ),
    ),
    confused_with=(
        "host_cpu_overcommit",
        "domain_cpu_quota",
        "guest_busy",
    ),
    references=(
        "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
        "https://docs.kernel.org/scheduler/sched-bwc.html",
    ),
    maturity=Maturity.INJECTED,
)
