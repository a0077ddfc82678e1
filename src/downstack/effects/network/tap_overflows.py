"""The guest fetches its packets too late, and the queue at its port overflows."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.network import tap_loses
from downstack.model import Kind, Layer, Path
from downstack.signals import link

EFFECT = Effect(
    id="tap_overflows",
    title="packets are not fetched from its port in time",
    of=Kind.LINK,
    layer=Layer.NETWORK,
    path=Path.NETWORK,
    leak=Guess(0.002, "one burst, or a guest that is just booting"),
    checks=(
        Check(
            clause=Above(link.SEND_DROP_RATIO, 0.02),
            sensitivity=Guess(0.95, "the kernel counts each packet that it cannot hand over"),
            false_alarm=Guess(0.003, "one burst, or a guest that is just booting"),
        ),
    ),
    leads_to=(
        Leads(
            to=tap_loses.EFFECT,
            strength=Guess(0.97, "what is not fetched is thrown away"),
        ),
    ),
)
