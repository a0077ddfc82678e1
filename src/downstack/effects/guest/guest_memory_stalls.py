"""The guest lacks memory: it swaps, thrashes or kills."""

from downstack.effect import Above, AtMost, Check, Effect, Guess, Leads
from downstack.effects.container import pod_memory_stalls
from downstack.effects.kubernetes import node_not_ready, node_under_pressure
from downstack.model import Edge, Kind, Layer, Level, Path
from downstack.signals import guest, memory_room

EFFECT = Effect(
    id="guest_memory_stalls",
    title="the guest lacks memory",
    of=Kind.GUEST,
    layer=Layer.GUEST,
    path=Path.MEMORY,
    leak=Guess(0.003, "a program that starts and reads its pages back"),
    checks=(
        Check(
            clause=Above(memory_room.SWAP_IN_RATE, 250),
            sensitivity=Guess(0.80, "a guest without swap cannot swap"),
            false_alarm=Guess(0.01, "a program that wakes up after days"),
        ),
        Check(
            clause=AtMost(memory_room.USABLE_RATIO, 0.03),
            sensitivity=Guess(0.50, "while it swaps the guest keeps a little free"),
            false_alarm=Guess(0.02, "a database that was given nearly all on purpose"),
        ),
        Check(
            clause=Above(memory_room.MAJOR_FAULT_RATE, 500),
            sensitivity=Guess(0.40, "programs are read back from the disk, again and again"),
            false_alarm=Guess(0.05, "a guest that has just booted, a program that starts"),
        ),
        Check(
            clause=Above(guest.MEMORY_WAITING_RATIO, 0.10),
            sensitivity=Guess(0.95, "the guest's kernel counts the time that tasks lose"),
            false_alarm=Guess(0.01, "a single large allocation"),
            level=Level.L3,
        ),
        Check(
            clause=Above(guest.NEW_OOM_KILLS, 0),
            sensitivity=Guess(0.20, "a kill ends the shortage, for a while"),
            false_alarm=Guess(0.002, "a container that ran into its own limit"),
            level=Level.L3,
        ),
    ),
    leads_to=(
        Leads(
            to=pod_memory_stalls.EFFECT,
            via=(
                Edge.BECOMES,
                Edge.RUNS_POD,
            ),
            strength=Guess(0.5, "pods live in the node's memory"),
        ),
        Leads(
            to=node_under_pressure.EFFECT,
            via=(Edge.BECOMES,),
            strength=Guess(0.7, "the kubelet reports it at its threshold"),
        ),
        Leads(
            to=node_not_ready.EFFECT,
            via=(Edge.BECOMES,),
            strength=Guess(0.2, "a kubelet that waits for memory says nothing"),
        ),
    ),
    symptom=True,
)
