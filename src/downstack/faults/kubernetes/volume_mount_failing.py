"""The kubelet cannot mount a volume of a pod."""

from downstack.effects.kubernetes import pod_not_starting
from downstack.fault import Above, AtMost, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import pod

FAULT = Fault(
    id="volume_mount_failing",
    title="a volume of the pod cannot be mounted",
    layer=Layer.KUBERNETES,
    of=Kind.POD,
    path=Path.STORAGE,
    rate=Guess(
        0.04, "a Secret that is missing, a server that does not answer, a damaged filesystem"
    ),
    only_if=(AtMost(pod.ATTACH_FAILURES, 0),),
    signs=(
        Check(
            clause=Above(pod.MOUNT_FAILURES, 0),
            sensitivity=Guess(0.95, "the kubelet writes an event for each failure"),
            false_alarm=Guess(0.005, "one failure at the start"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_not_starting.EFFECT,
            strength=Guess(0.97, "no container starts before all volumes are there"),
        ),
    ),
    because="The kubelet has the volume, or the object that it is made of, and fails to "
    "bring it into the pod; its event says which one and why.",
    confirm="kubectl -n {namespace} describe pod {pod}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="do what the event says: create the object, reach the server, repair "
            "the filesystem",
            command="kubectl -n {namespace} get events --field-selector involvedObject.name={pod}",
        ),
    ),
    confused_with=(
        "volume_attach_stuck",
        "container_config_missing",
    ),
    references=("https://kubernetes.io/docs/concepts/storage/volumes/",),
    maturity=Maturity.INJECTED,
)
