"""A volume is not attached to the node that needs it."""

from downstack.effects.kubernetes import pod_not_starting
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import volume

FAULT = Fault(
    id="volume_attach_stuck",
    title="the volume does not get attached to the node",
    layer=Layer.KUBERNETES,
    of=Kind.VOLUME,
    path=Path.STORAGE,
    rate=Guess(0.03, "a volume that the last node has not let go"),
    signs=(
        Check(
            clause=Is(volume.ATTACHED, ("waiting", "failing")),
            sensitivity=Guess(0.95, "the attachment keeps its state and the error of the driver"),
            false_alarm=Guess(0.01, "an attachment that takes some seconds"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_not_starting.EFFECT,
            via=(Edge.MOUNTED_BY,),
            strength=Guess(0.97, "the kubelet waits for the device"),
        ),
    ),
    because="The control plane asked the storage driver to attach the volume and it is not "
    "done: it is still attached to a node that went away, the driver does not run, or the "
    "storage refuses.",
    confirm="kubectl get volumeattachments",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="read the error of the attachment; is the old node really off, and "
            "does the driver run?",
            command="kubectl describe volumeattachment NAME",
            do_not="force the volume off a node that may still write to it: two writers "
            "destroy a filesystem",
        ),
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DATA_RISK,
            text="only when the old node is surely off: mark it as out of service",
            command="kubectl taint node OLD "
            "node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
        ),
    ),
    confused_with=(
        "volume_mount_failing",
        "volume_claim_unbound",
    ),
    references=(
        "https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/#non-graceful-node-shutdown",
    ),
    maturity=Maturity.DRAFT,
)
