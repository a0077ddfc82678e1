"""A ConfigMap, a Secret or a key that a container names does not exist."""

from downstack.effects.kubernetes import pod_not_ready, pod_not_starting
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Platform
from downstack.signals import container

FAULT = Fault(
    id="container_config_missing",
    title="a ConfigMap or Secret that the container names is missing",
    layer=Layer.KUBERNETES,
    of=Kind.CONTAINER,
    path=None,
    rate=Guess(0.05, "an object that was forgotten or renamed"),
    signs=(
        Check(
            clause=Is(container.WAITS_FOR, ("configuration",)),
            sensitivity=Guess(0.98, "the kubelet says what it waits for"),
            false_alarm=Guess(0.002, "nothing else waits like this"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_not_starting.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.97, "its environment cannot be made"),
        ),
        Leads(
            to=pod_not_ready.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.9, "what does not run is not ready"),
        ),
    ),
    because="The kubelet cannot make the environment of the container: an object or a key "
    "that it names is not in the namespace. It tries again by itself once the object is "
    "there.",
    confirm="kubectl -n {namespace} describe pod {pod}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="create the object, or the key, that the event names; the pod then "
            "starts by itself",
            command="kubectl -n {namespace} get configmaps,secrets",
        ),
    ),
    confused_with=("image_pull_failing",),
    references=(
        "https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/",
    ),
    maturity=Maturity.INJECTED,
)
