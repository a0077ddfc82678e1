"""Entities, readings and causes in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from downstack.model import Absent, Entity, Kind, Path, Reason, Truth
from downstack.model.verdict import Cause, Evidence, HopTime
from downstack.report.numbers import digits, probability, seconds, time_unit, with_unit
from downstack.report.page import clean, shorten, width_of

KIND_WORDS = {
    Kind.DOMAIN: "VM",
    Kind.VCPU: "vCPU",
    Kind.NIC: "NIC",
    Kind.NUMA_NODE: "NUMA node",
    Kind.BLOCK_DEVICE: "block device",
    Kind.GUEST_FILESYSTEM: "guest filesystem",
    Kind.CEPH_CLUSTER: "Ceph cluster",
    Kind.CEPH_POOL: "pool",
    Kind.CEPH_OSD: "OSD",
    Kind.KUBE_CLUSTER: "Kubernetes cluster",
    Kind.VMI: "VMI",
}
REASON_WORDS = {
    Reason.UNSUPPORTED: "this version does not tell",
    Reason.DENIED: "no right",
    Reason.TIMED_OUT: "no answer in time",
    Reason.MISSING: "not there",
    Reason.MALFORMED: "answer not understood",
    Reason.RESET: "counter was reset",
    Reason.STALE: "too old",
    Reason.NOT_ASKED: "not asked",
    Reason.NOT_APPLICABLE: "does not apply",
}
CERTAIN, LIKELY = 0.95, 0.8
"""Probabilities from which on a cause "is", or "very likely" is, the cause (engine.md 2.4)."""
_UNITS = ("seconds", "bytes", "ratio", "count")


def name(entity: Entity) -> str:
    """Return what people call an entity."""
    return clean(entity.name or entity.key) or str(entity.kind)


def kind_word(kind: Kind) -> str:
    """Return the word for a kind of thing."""
    return KIND_WORDS.get(kind, str(kind))


def kind_and_name(entity: Entity) -> str:
    """Return an entity with its kind: "disk db1/vda"; "osd.3" says its kind itself."""
    if entity.kind is Kind.CEPH_OSD:
        return name(entity)
    return f"{kind_word(entity.kind)} {name(entity)}"


def lower_first(text: str) -> str:
    """Return *text* as the middle of a sentence; QEMU and PSI keep their capitals."""
    text = clean(text).rstrip(".")
    word = text.split(" ", 1)[0]
    return text if word != word.capitalize() else text[:1].lower() + text[1:]


def joined(parts: Sequence[str]) -> str:
    """Join words as a person does: "a, b and c"."""
    if len(parts) < 2:  # noqa: PLR2004 - one alone needs no "and"
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def reason(text: str) -> str:
    """Return in words why something is not known."""
    return REASON_WORDS[Reason(text)] if text in set(Reason) else clean(text)


def quantity(signal: str, kind: Kind | None = None) -> str:
    """Return a signal's name as words, without its kind and its unit: "run delay"."""
    words = _stem(signal).removesuffix("_rate")
    if kind is not None:
        words = words.removeprefix(f"{kind}_")
    return words.replace("_", " ") or clean(signal)


def amount(number: float, unit: str, signal: str) -> str:
    """Return a number of a signal with its unit; a rate is per second."""
    text = with_unit(number, unit)
    return f"{text}/s" if _stem(signal).endswith("_rate") else text


def _stem(signal: str) -> str:
    words = clean(signal)
    for unit in _UNITS:
        words = words.removesuffix(f"_{unit}")
    return words


def value(evidence: Evidence) -> str:
    """Return the reading with its unit, or why there is none."""
    got = evidence.value
    if isinstance(got, Absent):
        return f"not measured ({reason(got.reason)})"
    return clean(got) if isinstance(got, str) else amount(got, evidence.unit, evidence.signal)


def bound(evidence: Evidence) -> str:
    """Return what the reading was compared with, in its unit."""
    try:
        return amount(float(evidence.bound), evidence.unit, evidence.signal)
    except ValueError:
        return clean(evidence.bound)


def reading(evidence: Evidence) -> str:
    """Return a reading beside its bound: "run delay 0.1 % (limit 5 %)"."""
    what = quantity(evidence.signal, evidence.entity.kind)
    got, limit = value(evidence), bound(evidence)
    match evidence.op:
        case "above":
            return f"{what} {got} (limit {limit})"
        case "at most":
            return f"{what} {got} (floor {limit})"
        case "is":
            return f"{what} is {got}{f' (not {limit})' * (evidence.holds is Truth.FALSE)}"
        case _:
            return f"{what} is {got}"


def reading_of(evidence: Evidence, known: Entity) -> str:
    """Return a reading, and whose it is where that is not *known*."""
    if evidence.entity == known:
        return reading(evidence)
    return f"{name(evidence.entity)} {reading(evidence)}"


def certainty(p: float) -> str:
    """Return the adverb for a probability: "", "very likely" or "probably"."""
    if p > CERTAIN:
        return ""
    return "very likely" if p >= LIKELY else "probably"


def finding(cause: Cause, target: Entity) -> str:
    """Return a cause in one sentence with its strongest reading."""
    text = lower_first(cause.title) or cause.fault
    if cause.entity != target:
        text += f" ({kind_and_name(cause.entity)})"
    if cause.evidence_for:
        text += f": {reading_of(cause.evidence_for[0], cause.entity)}"
    return text


def blamed(causes: Iterable[Cause]) -> str:
    """Return the layers of several causes with their probabilities: "STORAGE (0.97)"."""
    layers: dict[str, list[float]] = {}
    for cause in causes:
        layers.setdefault(str(cause.layer).upper(), []).append(cause.probability)
    parts = []
    for layer, chances in layers.items():
        adverb = certainty(max(chances))
        numbers = joined([probability(p) for p in chances])
        parts.append(f"{adverb} {layer} ({numbers})".strip())
    return joined(parts)


def hop_name(hop: HopTime) -> str:
    """Return a hop; hops that could not be split are listed: "QEMU and NBD server"."""
    return joined([clean(part) for part in hop.hop.split(" + ")])


def equation(hops: Sequence[HopTime], *, owner: str = "") -> str:
    """Return nested hops as a sum: "guest wait 812 ms = guest 0.4 + QEMU 811 (limit 20)"."""
    measured = [hop for hop in hops if hop.mean_seconds is not None]
    whose = f"{owner}: " if owner else ""
    if not measured:
        return f"{whose}{hop_name(hops[0])} wait not measured ({reason(hops[0].why_not)})"
    total = sum(hop.mean_seconds or 0.0 for hop in measured)
    wait = f"{whose}{_waiting(measured[0])} wait {seconds(total)}{per(measured[0].path)}"
    if len(hops) == 1:
        return f"{wait}, all in {hop_name(hops[0])} (limit {seconds(hops[0].limit)})"
    factor, _ = time_unit(total)
    terms = []
    for hop in hops:
        number = "?" if hop.mean_seconds is None else digits(hop.mean_seconds / factor)
        limit = f" (limit {digits(hop.limit / factor)})" if is_sick(hop) else ""
        terms.append(f"{hop_name(hop)} {number}{limit}")
    return f"{wait} = {' + '.join(terms)}"


def per(path: Path) -> str:
    """Return what a wait on a path is a part of: of a second for a vCPU, else of a request."""
    return " of each second" if path is Path.CPU else ""


def _waiting(top: HopTime) -> str:
    """Return who waits for the whole path."""
    return "vCPU" if top.path is Path.CPU else clean(top.hop.split(" + ")[0])


def is_sick(hop: HopTime) -> bool:
    """Return whether a hop takes longer than it may."""
    return hop.mean_seconds is not None and hop.mean_seconds > hop.limit


def brief(help_text: str, width: int = 70) -> str:
    """Return the first clause of a signal's help, for a list."""
    text = clean(help_text)
    for mark in (": ", "; ", " (", ". ", ", which", ", as "):
        text = text.split(mark, 1)[0]
    while width_of(text) > width and ", " in text:
        text = text.rpartition(", ")[0]
    return shorten(lower_first(text), width)
