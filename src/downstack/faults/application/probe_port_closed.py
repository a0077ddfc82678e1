"""A container runs, and does not listen on the port that its readiness probe asks."""

from downstack.effects.application import container_port_closed
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import container

FAULT = Fault(
    id="probe_port_closed",
    title="the program runs and does not listen on the port of its readiness probe",
    layer=Layer.APPLICATION,
    of=Kind.CONTAINER,
    path=None,
    rate=Guess(0.05, "another port, 127.0.0.1 only, a server thread that died, a slow start"),
    signs=(
        Check(
            clause=Is(container.STATE, ("running",)),
            sensitivity=Guess(0.98, "a probe needs a program that runs"),
            false_alarm=Guess(0.4, "most containers run"),
        ),
    ),
    leads_to=(
        Leads(
            to=container_port_closed.EFFECT,
            strength=Guess(0.97, "the kernel refuses a connection to such a port at once"),
        ),
    ),
    because="The container runs, and the kernel refuses the probe's connection because nobody "
    "listens there. The program listens on another port or on 127.0.0.1 only, it is not yet that "
    "far, or the part of it that listened has ended.",
    confirm="kubectl -n {namespace} exec {pod} -c {name} -- cat /proc/net/tcp /proc/net/tcp6",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="compare the port of the probe with that on which the program listens (state 0A, "
            "ports in hexadecimal), and read its log",
            command="kubectl -n {namespace} logs {pod} -c {name} --tail=50",
            do_not="delete the probe: requests would be refused as it is",
        ),
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DISRUPTIVE,
            text="a program that starts slowly: give it a startupProbe (the pod is made anew)",
        ),
    ),
    confused_with=("readiness_probe_failing", "container_cpu_limit"),
    references=(
        "https://kubernetes.io/docs/concepts/workloads/pods/probes/",
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
    ),
    maturity=Maturity.INJECTED,
)
