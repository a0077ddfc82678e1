"""The clock of a node is wrong."""

from downstack.effects.kubernetes import node_clock_off
from downstack.fault import Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform

FAULT = Fault(
    id="node_clock_skewed",
    title="the clock of the node is wrong",
    layer=Layer.KUBERNETES,
    of=Kind.NODE,
    path=None,
    rate=Guess(0.03, "a time service that does not run"),
    leads_to=(
        Leads(
            to=node_clock_off.EFFECT,
            strength=Guess(0.97, "the kubelet dates its lease with it"),
        ),
    ),
    because="The kubelet writes the time into its lease; against the clock of the API server "
    "it is off by what is shown. Certificates and tokens are then not yet or no longer valid, "
    "and logs do not fit.",
    confirm="chronyc tracking",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="start and point the time service of the node at a server; let it slew the clock",
            command="systemctl restart chronyd",
            do_not="set the clock by hand on a node that runs databases",
        ),
    ),
    confused_with=("guest_clock_wrong",),
    references=("https://kubernetes.io/docs/concepts/architecture/leases/#node-heart-beats",),
    maturity=Maturity.DRAFT,
)
