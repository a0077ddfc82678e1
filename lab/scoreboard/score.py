"""Counts what the runs say: shares with Wilson bounds, confusions, calibration error."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import sqrt
from typing import Any

Z = 1.96
BINS = 10
LAB_FOLDER = re.compile(r"/tmp/lab-[0-9a-f]+")  # noqa: S108 - found in a text, not used
HOPS = {"storage": {"ceph_pool", "disk"}, "management": {"domain"}}
"""What lies between a fault of a layer and a pod which is seen in all its layers."""
REASON = 160
"""Characters of an error that tell one kind of abort from another."""

Record = Mapping[str, Any]


def wilson(hits: int, runs: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); (0, 1) without runs."""
    if not runs:
        return 0.0, 1.0
    share, square = hits / runs, Z * Z / runs
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(share * (1 - share) / runs + square / (4 * runs))
    return max(0.0, middle - half), min(1.0, middle + half)


def score(records: Iterable[Record], layers: Mapping[str, str]) -> dict[str, Any]:
    """Return summary, strata, pairs and faults; `layers` are the faults' layers by id."""
    rows = [row for row in records if row["status"] == "done"]
    full = [row for row in rows if not row["run"]["degraded"] and row["run"]["grade"] != "sub"]
    of_kubernetes = [row for row in full if row["run"]["tier"] == "K8s"]
    strata: dict[str, list[Record]] = {
        "degraded": [row for row in rows if row["run"]["degraded"]],
        "sub_threshold": [row for row in rows if row["run"]["grade"] == "sub"],
        "t1": [row for row in full if row["run"]["tier"] == "T1"],
        "t3": [row for row in full if row["run"]["tier"] == "T3"],
        "ceph": [row for row in full if row["run"]["tier"] == "ceph"],
        "kubernetes": [row for row in of_kubernetes if not _is_declared(row)],
        "declared": [row for row in of_kubernetes if _is_declared(row)],
        "storm": [row for row in full if row["run"]["tier"] == "storm"],
        "red_herring": [row for row in full if row["run"]["kind"] == "herring"],
    }
    for layer in sorted(set(layers.values())):
        strata[f"layer {layer}"] = [row for row in full if _layer(row, layers) == layer]
    return {
        "summary": summarise(full, layers),
        "strata": {name: summarise(part, layers) for name, part in strata.items()},
        "pairs": _confusions(full),
        "faults": _per_fault(full, layers),
    }


def summarise(rows: list[Record], layers: Mapping[str, str]) -> dict[str, Any]:
    """Return the figures of one stratum; `silent` is the share of runs that name no cause."""
    injected = [row for row in rows if row["run"]["kind"] in {"injection", "herring"}]
    controls = [row for row in rows if row["run"]["kind"] == "control"]
    pairs = [row for row in rows if row["run"]["kind"] == "pair"]
    return {
        "runs": len(injected),
        "faults": len({row["run"]["names"][0] for row in injected}),
        "layer_top1": _share(injected, lambda row: first_layer(row) == _layer(row, layers)),
        "cause_top1": _share(injected, lambda row: first_cause(row) == row["run"]["names"][0]),
        "controls": len(controls),
        "false_causes": sum(
            len(row["answer"]["causes"]) + len(row.get("patrol", ())) for row in controls
        )
        + sum(map(blamed_herrings, rows)),
        "undecided": sum(row["answer"]["answer"] == "undecided" for row in rows),
        "wrong": sum(is_wrong(row) for row in injected),
        "silent": _share(rows, lambda row: not row["answer"]["causes"]),
        "double_both": _share(pairs, names_both),
        "chain": _share([row for row in injected if _has_chain(row)], is_chain_right),
        "ece": calibration_error(injected),
        "slowest": slowest(rows),
    }


def why_aborted(row: Record) -> str:
    """Return why a run has no answer, short enough to be counted with others like it."""
    return LAB_FOLDER.sub("LAB", str(row["error"]).partition("\n")[0])[:REASON]


def never_made(records: Iterable[Record]) -> list[str]:
    """Return the ids of the runs that were aborted, and not made to their end later."""
    rows = list(records)
    done = {row["run"]["id"] for row in rows if row["status"] == "done"}
    return sorted({row["run"]["id"] for row in rows} - done)


def first_cause(row: Record) -> str:
    """Return the fault named first, or ""; a risk that was injected where it is listed."""
    return str(_first(row).get("fault", ""))


def first_layer(row: Record) -> str:
    """Return the layer named first, or ""."""
    return str(_first(row).get("layer", ""))


def _first(row: Record) -> Mapping[str, Any]:
    """Return the first cause; where a cluster was asked for its risks, the one that was made."""
    risks = row["answer"]["risks"] if row.get("asked") else ()
    made = [risk for risk in risks if risk["fault"] == row["run"]["names"][0]]
    return next(iter((*made, *row["answer"]["causes"])), {})


def is_wrong(row: Record) -> bool:
    """Return whether a cause was named and none of the named is the injected one."""
    named = {cause["fault"] for cause in row["answer"]["causes"]}
    return bool(named) and not named & set(_guilty(row))


def _guilty(row: Record) -> tuple[str, ...]:
    """Return what was made to hurt: of a fault and an innocent one beside it, the first."""
    names = tuple(row["run"]["names"])
    return names[:1] if row["run"]["kind"] == "herring" else names


def blamed_herrings(row: Record) -> int:
    """Return how many causes were seen in the cluster where the guest had the fault, or v. v."""
    if row["run"]["kind"] != "herring":
        return 0
    is_of_ceph = row["run"]["names"][0].startswith("ceph")
    return sum(
        cause["entity"]["kind"].startswith("ceph") != is_of_ceph
        for cause in row["answer"]["causes"]
    )


def _has_chain(row: Record) -> bool:
    """Whether a run is one in which the pod itself was seen to suffer before it was asked about."""
    return "wrong" in row and row["run"]["kind"] == "injection"


def is_chain_right(row: Record) -> bool:
    """Return whether the right one is named first, and each hop from it up to the pod."""
    if row["wrong"]:
        return False
    first = row["answer"]["causes"][0]
    kinds = [step["entity"]["kind"] for step in first["chain"]]
    needed = {first["entity"]["kind"], *HOPS[first["layer"]], "pod"}
    return needed <= set(kinds) and kinds[-1] == "pod"


def slowest(rows: Iterable[Record]) -> float | None:
    """Return the longest time, in seconds, that a look took of those that were timed."""
    keys = ("collect_seconds", "answer_seconds")
    return max((float(row[key]) for row in rows for key in keys if key in row), default=None)


def names_both(row: Record) -> bool:
    """Return whether every injected fault of a run is among the causes."""
    return set(row["run"]["names"]) <= {cause["fault"] for cause in row["answer"]["causes"]}


def calibration_error(rows: Sequence[Record]) -> float | None:
    """Return the expected calibration error of the first cause's probability."""
    said = [
        (row["answer"]["causes"][0]["probability"], first_cause(row) == row["run"]["names"][0])
        for row in rows
        if row["answer"]["causes"]
    ]
    if not said:
        return None
    error = 0.0
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        inside = [(p, hit) for p, hit in said if low < p <= high]
        if inside:
            gap = sum(p for p, _ in inside) - sum(hit for _, hit in inside)
            error += abs(gap) / len(said)
    return round(error, 4)


def _share(rows: list[Record], right: Callable[[Record], bool]) -> float | None:
    return round(sum(map(right, rows)) / len(rows), 4) if rows else None


def _is_declared(row: Record) -> bool:
    """Whether a part of the chain was written by the lab: the status of a VMI."""
    return str(row.get("target", "")).startswith("vmi/")


def _layer(row: Record, layers: Mapping[str, str]) -> str:
    return layers.get(row["run"]["names"][0], "")


def _confusions(rows: list[Record]) -> list[dict[str, Any]]:
    seen = Counter(
        (row["run"]["names"][0], first_cause(row) or row["answer"]["answer"])
        for row in rows
        if row["run"]["kind"] == "injection"
    )
    return [
        {"injected": injected, "named": named, "runs": runs}
        for (injected, named), runs in sorted(seen.items())
        if injected != named
    ]


def _per_fault(rows: list[Record], layers: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in sorted(
        {row["run"]["names"][0] for row in rows if row["run"]["kind"] == "injection"}
    ):
        mine = [
            row
            for row in rows
            if row["run"]["kind"] == "injection" and row["run"]["names"][0] == name
        ]
        hits = sum(first_cause(row) == name for row in mine)
        low, high = wilson(hits, len(mine))
        found[name] = {
            "runs": len(mine),
            "cause": hits,
            "layer": sum(first_layer(row) == layers.get(name, "") for row in mine),
            "low": round(low, 3),
            "high": round(high, 3),
            "slowest": slowest(mine),
        }
    return found
