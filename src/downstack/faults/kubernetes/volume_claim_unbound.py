"""A claim has no volume: nobody provides one."""

from downstack.effects.kubernetes import pod_not_starting, pod_pending
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import volume

FAULT = Fault(
    id="volume_claim_unbound",
    title="no volume is bound to the claim",
    layer=Layer.KUBERNETES,
    of=Kind.VOLUME,
    path=Path.STORAGE,
    rate=Guess(0.04, "a storage class that is misspelt, a provisioner that does not run"),
    signs=(
        Check(
            clause=Is(volume.CLAIM, ("Pending", "Lost")),
            sensitivity=Guess(0.98, "it is the state of the claim"),
            false_alarm=Guess(0.02, "a claim that waits for its pod"),
        ),
        Check(
            clause=Is(volume.CLASS_KNOWN, ("no",)),
            sensitivity=Guess(0.4, "a class that does not exist is one reason"),
            false_alarm=Guess(0.005, "volumes made by hand name any class"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_pending.EFFECT,
            via=(Edge.MOUNTED_BY,),
            strength=Guess(0.9, "the scheduler waits for the claims"),
        ),
        Leads(
            to=pod_not_starting.EFFECT,
            via=(Edge.MOUNTED_BY,),
            strength=Guess(0.3, "or the kubelet does"),
        ),
    ),
    because="A pod cannot be placed before the volumes that it claims exist. Nothing has "
    "made this one: its class does not exist, its provisioner does not run or has no space, "
    "or no volume by hand fits.",
    confirm="kubectl -n {namespace} describe pvc {name}",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="name a class that exists, or look at the log of the provisioner that "
            "should make the volume",
            command="kubectl get storageclass",
            do_not="delete a claim in state Lost: its data may still be there",
        ),
    ),
    confused_with=(
        "volume_attach_stuck",
        "volume_mount_failing",
    ),
    references=("https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding",),
    maturity=Maturity.INJECTED,
)
