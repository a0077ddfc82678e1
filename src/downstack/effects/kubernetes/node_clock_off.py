"""The clock of a node shows another time than the control plane."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer
from downstack.signals import node

EFFECT = Effect(
    id="node_clock_off",
    title="the clock of the node is wrong",
    of=Kind.NODE,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "a control plane whose own clock is wrong"),
    checks=(
        Check(
            clause=Above(node.CLOCK_OFFSET, 15),
            sensitivity=Guess(0.95, "the kubelet dates its lease every ten seconds"),
            false_alarm=Guess(0.005, "one late renewal"),
        ),
    ),
    symptom=True,
)
