"""The image of a container cannot be pulled."""

from downstack.effects.kubernetes import pod_not_ready, pod_not_starting
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Platform
from downstack.signals import container

FAULT = Fault(
    id="image_pull_failing",
    title="the image cannot be pulled",
    layer=Layer.CONTAINER,
    of=Kind.CONTAINER,
    path=None,
    rate=Guess(0.06, "a tag that was mistyped, a registry that refuses"),
    signs=(
        Check(
            clause=Is(container.WAITS_FOR, ("image",)),
            sensitivity=Guess(0.98, "the kubelet says what it waits for"),
            false_alarm=Guess(0.002, "nothing else waits like this"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_not_starting.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.97, "no image, no container"),
        ),
        Leads(
            to=pod_not_ready.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.9, "what does not run is not ready"),
        ),
    ),
    because="The kubelet asked the registry, or looked on the node, and got no image: the "
    "name or tag is wrong, the registry does not answer, or it wants a login that the pod "
    "does not have. What it said is in the event.",
    confirm="kubectl -n {namespace} describe pod {pod}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="correct the name of the image, or name a pull secret that the registry accepts",
            command="kubectl -n {namespace} set image deployment/NAME {name}=IMAGE",
            do_not="turn verification of the registry off for the whole node",
        ),
    ),
    confused_with=("container_config_missing",),
    references=(
        "https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff",
        "https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/",
    ),
    maturity=Maturity.INJECTED,
)
