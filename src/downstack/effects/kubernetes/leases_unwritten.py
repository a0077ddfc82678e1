"""Leaders cannot renew their leases: their writes take too long."""

from downstack.effect import Effect, Guess, Leads
from downstack.effects.kubernetes import controllers_silent, scheduler_silent
from downstack.model import Kind, Layer

EFFECT = Effect(
    id="leases_unwritten",
    title="leaders cannot renew their leases",
    of=Kind.KUBE_CLUSTER,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "a control plane that has just started"),
    leads_to=(
        Leads(
            to=scheduler_silent.EFFECT,
            strength=Guess(0.95, "all leaders write to the same place"),
        ),
        Leads(
            to=controllers_silent.EFFECT,
            strength=Guess(0.95, "all leaders write to the same place"),
        ),
    ),
)
