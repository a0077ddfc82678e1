"""The kubelet kills a container whose liveness probe gives it too little time."""

from downstack.effects.application import container_probe_late
from downstack.effects.kubernetes import pod_not_ready, pod_restarts
from downstack.fault import Above, AtMost, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Platform
from downstack.signals import container

FAULT = Fault(
    id="liveness_probe_too_strict",
    title="the liveness probe kills it before it can answer",
    layer=Layer.KUBERNETES,
    of=Kind.CONTAINER,
    path=None,
    rate=Guess(0.05, "probes are copied, and times are not measured"),
    signs=(
        Check(
            clause=Above(container.LIVENESS_KILLS, 0),
            sensitivity=Guess(0.95, "the kubelet writes an event when it kills"),
            false_alarm=Guess(0.005, "one kill of a program that really hung"),
        ),
        Check(
            clause=AtMost(container.LIVENESS_PATIENCE, 15),
            sensitivity=Guess(0.7, "what is too strict is shorter than the default of 21 s"),
            false_alarm=Guess(0.3, "many short probes do well"),
        ),
    ),
    leads_to=(
        Leads(
            to=container_probe_late.EFFECT,
            strength=Guess(0.6, "it answers, but later"),
        ),
        Leads(
            to=pod_restarts.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.97, "the kubelet starts it again"),
        ),
        Leads(
            to=pod_not_ready.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.6, "it is away while it starts"),
        ),
    ),
    because="The program runs; the kubelet ends it because the probe failed a few times "
    "within the time that is shown. A program that starts slowly or is busy for a moment does "
    "not live that long.",
    confirm="kubectl -n {namespace} get pod {pod} -o jsonpath={.spec.containers[*].livenessProbe}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DISRUPTIVE,
            text="give it more time: raise failureThreshold and timeoutSeconds, and add "
            "a startupProbe for the start",
            command="kubectl -n {namespace} edit deployment NAME",
            do_not="ask in a liveness probe for what another service must answer: then "
            "one outage restarts everything",
        ),
    ),
    confused_with=(
        "container_crash_loop",
        "container_cpu_limit",
    ),
    references=(
        "https://kubernetes.io/docs/concepts/workloads/pods/probes/#liveness-probe",
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
    ),
    maturity=Maturity.INJECTED,
)
