"""The quota of a namespace, or a policy, refuses the pods of a workload."""

from downstack.effects.kubernetes import workload_short
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import workload

FAULT = Fault(
    id="quota_exceeded",
    title="the quota of the namespace refuses its pods",
    layer=Layer.KUBERNETES,
    of=Kind.WORKLOAD,
    path=None,
    rate=Guess(0.03, "quotas are reached unnoticed: no pod exists that could be looked at"),
    signs=(
        Check(
            clause=Is(workload.REFUSED, ("quota",)),
            sensitivity=Guess(0.97, "the controller keeps the answer that it got"),
            false_alarm=Guess(0.002, "nothing else is refused like this"),
        ),
    ),
    leads_to=(
        Leads(
            to=workload_short.EFFECT,
            strength=Guess(0.97, "a pod that may not be made is missing"),
        ),
    ),
    because="The API server refuses to create the pods of the workload: with them the "
    "namespace would exceed its quota, or they lack the limits that it demands. There is no "
    "pod to look at; the controller keeps the refusal.",
    confirm="kubectl -n {namespace} describe resourcequota",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="free what the namespace does not need, or have the quota raised",
            command="kubectl -n {namespace} describe resourcequota",
        ),
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DISRUPTIVE,
            text="or lower the requests of the workload",
            command="kubectl -n {namespace} set resources deployment/{name} --requests=cpu=LESS",
        ),
    ),
    confused_with=(
        "controller_manager_down",
        "pod_unschedulable_cpu",
    ),
    references=("https://kubernetes.io/docs/concepts/policy/resource-quotas/",),
    maturity=Maturity.INJECTED,
)
