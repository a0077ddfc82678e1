"""A container runs, and answers its readiness probe with no."""

from downstack.effects.kubernetes import pod_not_ready
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Platform
from downstack.signals import container

FAULT = Fault(
    id="readiness_probe_failing",
    title="the program runs and says that it is not ready",
    layer=Layer.APPLICATION,
    of=Kind.CONTAINER,
    path=None,
    rate=Guess(0.06, "a service that waits for another one"),
    signs=(
        Check(
            clause=Is(container.READINESS_ANSWER, ("refused",)),
            sensitivity=Guess(0.95, "the kubelet writes an event with what was answered"),
            false_alarm=Guess(0.01, "one failure while it started"),
        ),
        Check(
            clause=Is(container.STATE, ("running",)),
            sensitivity=Guess(0.98, "a probe needs a program that runs"),
            false_alarm=Guess(0.4, "most containers run"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_not_ready.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.97, "readiness is what the probe says"),
        ),
    ),
    because="The container runs and its readiness probe fails, so the pod gets no requests. "
    "That is what a program says that waits for something: its database, its cache, its own "
    "start.",
    confirm="kubectl -n {namespace} describe pod {pod}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="ask the program what it waits for: its log, and the address that the probe asks",
            command="kubectl -n {namespace} logs {pod} -c {name} --tail=50",
            do_not="delete the probe: requests would reach a program that cannot serve them",
        ),
    ),
    references=(
        "https://kubernetes.io/docs/concepts/workloads/pods/probes/",
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
    ),
    maturity=Maturity.INJECTED,
)
