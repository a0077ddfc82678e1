"""A catalogue of three faults on one disk, for the tests of the inference."""

from downstack.catalogue import Catalogue
from downstack.check import Above, Check, Guess, Is
from downstack.effect import Effect, Leads
from downstack.fault import Fault, Maturity
from downstack.model import (
    Absent,
    Connection,
    Edge,
    Entity,
    Kind,
    Layer,
    Path,
    Reason,
    Snapshot,
    Value,
)
from downstack.signal import Semantics, Signal, Unit

DOMAIN = Entity(Kind.DOMAIN, "u1", "db1")
DISK = Entity(Kind.DISK, "u1/vda", "db1/vda")
BACKEND = Entity(Kind.BACKEND, "nbd:unix:/s:", "/s")
UNKNOWN = Absent(Reason.DENIED, "root on the host")


def _instant(name: str, of: Kind, unit: Unit, raw: str = "") -> Signal:
    return Signal(
        name=name, of=of, semantics=Semantics.INSTANT, unit=unit, help=name, origin="", raw=raw
    )


WAIT = _instant("disk_wait_seconds", Kind.DISK, Unit.SECONDS, raw="block_acct")
WAIT_AGAIN = _instant("disk_mean_wait_seconds", Kind.DISK, Unit.SECONDS, raw="block_acct")
DOMAIN_WAIT = _instant("domain_disk_wait_seconds", Kind.DOMAIN, Unit.SECONDS)
STEAL = _instant("domain_steal_ratio", Kind.DOMAIN, Unit.RATIO)
LIMIT = Signal(
    name="disk_limit",
    of=Kind.DISK,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="limit",
    origin="",
    states=("none", "set"),
)


def _check(clause: Above | Is, sensitivity: float = 0.97, false_alarm: float = 0.02) -> Check:
    return Check(
        clause=clause, sensitivity=Guess(sensitivity, "t"), false_alarm=Guess(false_alarm, "t")
    )


DISK_WAITS = Effect(
    id="domain_disk_waits",
    title="the VM waits for its disk",
    of=Kind.DOMAIN,
    layer=Layer.GUEST,
    path=Path.STORAGE,
    leak=Guess(0.003, "t"),
    checks=(_check(Above(DOMAIN_WAIT, 0.03)),),
    symptom=True,
)
CPU_WAITS = Effect(
    id="domain_cpu_waits",
    title="the VM waits for a CPU",
    of=Kind.DOMAIN,
    layer=Layer.GUEST,
    path=Path.CPU,
    leak=Guess(0.003, "t"),
    checks=(_check(Above(STEAL, 0.05)),),
    symptom=True,
)
DISK_SLOW = Effect(
    id="disk_slow",
    title="answers slowly",
    of=Kind.DISK,
    layer=Layer.QEMU,
    path=Path.STORAGE,
    leak=Guess(0.003, "t"),
    checks=(_check(Above(WAIT, 0.03)), _check(Above(WAIT_AGAIN, 0.03))),
    leads_to=(Leads(to=DISK_WAITS, via=(Edge.DISK_OF,), strength=Guess(0.97, "t")),),
)


def _fault(fault: str, of: Kind, layer: Layer, lead: Leads, **parts: tuple[object, ...]) -> Fault:
    return Fault(
        id=fault,
        title=fault,
        layer=layer,
        of=of,
        path=lead.to.path,
        rate=Guess(0.05, "t"),
        because="",
        confirm="look at {entity}",
        remedies=(),
        references=(),
        maturity=Maturity.DRAFT,
        leads_to=(lead,),
        **parts,  # type: ignore[arg-type]
    )


BACKEND_SLOW = _fault(
    "backend_slow",
    Kind.BACKEND,
    Layer.STORAGE,
    Leads(to=DISK_SLOW, via=(Edge.BACKS,), strength=Guess(0.95, "t")),
)
THROTTLED = _fault(
    "throttled",
    Kind.DISK,
    Layer.MANAGEMENT,
    Leads(to=DISK_SLOW, strength=Guess(0.95, "t")),
    only_if=(Is(LIMIT, ("set",)),),
    signs=(_check(Is(LIMIT, ("set",))),),
)
STOLEN = _fault("stolen", Kind.DOMAIN, Layer.HOST, Leads(to=CPU_WAITS, strength=Guess(0.95, "t")))
CATALOGUE = Catalogue(
    faults=(BACKEND_SLOW, THROTTLED, STOLEN), effects=(DISK_WAITS, CPU_WAITS, DISK_SLOW)
)


def snapshot(wait: Value, *, limit: Value = "none", steal: Value = 0.0) -> Snapshot:
    """Return one VM with one disk on a server; the domain's wait is its disk's."""
    return Snapshot(
        connections=[
            Connection(Edge.DISK_OF, DISK, DOMAIN),
            Connection(Edge.BACKS, BACKEND, DISK),
        ],
        readings={
            DOMAIN: {"domain_disk_wait_seconds": wait, "domain_steal_ratio": steal},
            DISK: {"disk_wait_seconds": wait, "disk_mean_wait_seconds": wait, "disk_limit": limit},
        },
    )
