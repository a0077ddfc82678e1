"""The program in a container ends by itself, again and again."""

from downstack.effects.kubernetes import pod_not_ready, pod_restarts
from downstack.fault import AtMost, Check, Fault, Guess, Is, IsNot, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Platform
from downstack.signals import container

FAULT = Fault(
    id="container_crash_loop",
    title="the program ends by itself, again and again",
    layer=Layer.APPLICATION,
    of=Kind.CONTAINER,
    path=None,
    rate=Guess(0.1, "the commonest reason of a pod that restarts"),
    only_if=(
        IsNot(container.LAST_END, ("out_of_memory",)),
        AtMost(container.LIVENESS_KILLS, 0),
    ),
    signs=(
        Check(
            clause=Is(container.LAST_END, ("error", "completed", "not_started")),
            sensitivity=Guess(0.95, "the runtime tells how it ended"),
            false_alarm=Guess(0.02, "one end that was long ago repaired"),
        ),
        Check(
            clause=Is(container.WAITS_FOR, ("back_off",)),
            sensitivity=Guess(
                0.8, "after the second end the kubelet waits before it starts it again"
            ),
            false_alarm=Guess(0.01, "another reason to end makes it wait as well"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_restarts.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.97, "the kubelet starts it again each time"),
        ),
        Leads(
            to=pod_not_ready.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.8, "a program that has ended answers nobody"),
        ),
    ),
    because="The kernel did not kill it, no probe failed, and its limit was not reached: the "
    "program itself returned, with the exit code that is shown. The kubelet starts it again "
    "and waits longer each time, up to five minutes.",
    confirm="kubectl -n {namespace} logs {pod} -c {name} --previous",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="read the last output of the program; what it needs is missing or "
            "wrong: a file, an address, an argument",
            command="kubectl -n {namespace} logs {pod} -c {name} --previous",
            do_not="delete the pod to clear the back-off: the next one ends the same way",
        ),
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DISRUPTIVE,
            text="go back to the revision that worked",
            command="kubectl -n {namespace} rollout undo deployment/NAME",
        ),
    ),
    confused_with=(
        "container_oom_killed",
        "liveness_probe_too_strict",
    ),
    references=(
        "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts",
        "https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/",
    ),
    maturity=Maturity.INJECTED,
)
