"""The first sentence of an answer: what the target is, because of which layer."""

from __future__ import annotations

from downstack.model import Kind
from downstack.model.verdict import AnswerKind, Cause, Diagnosis, Standing
from downstack.report.numbers import probability, seconds
from downstack.report.page import Tone, clean
from downstack.report.phrase import blamed, finding, joined, lower_first, name
from downstack.signals import domain, qemu_process

SUSPECTS = 3
"""Suspects named in one sentence."""
STATES = {"shutoff": "stopped", "shutdown": "stopping", "pmsuspended": "suspended"}
"""libvirt's words where people use another."""
HANGS = frozenset({qemu_process.PROCESS_STATE.name, domain.CONTROL_STATE.name})
"""Signals that are symptoms only where the VM answers nobody."""


def sentence(diagnosis: Diagnosis) -> tuple[str, Tone]:
    """Return the sentence that says it all, and its tone."""
    match diagnosis.answer:
        case AnswerKind.CAUSE if diagnosis.causes:
            return _cause(diagnosis), Tone.BAD
        case AnswerKind.HEALTHY:
            return _healthy(diagnosis), Tone.GOOD
        case _:
            return _undecided(diagnosis), Tone.DOUBT


def halted(diagnosis: Diagnosis) -> str:
    """Return in a word what the target is where it does not run: stopped, hung; "" else."""
    seen = {row.signal: str(row.value) for row in diagnosis.symptom_evidence}
    state = seen.get(domain.STATE_REASON.name, "").partition("_")[0]
    if diagnosis.condition or state:
        return clean(diagnosis.condition) or STATES.get(state, clean(state))
    return "hung" if HANGS & set(seen) else ""


def _suffers(diagnosis: Diagnosis) -> str:
    """Return what is wrong with the target: it is stopped, slow, or what its symptom says."""
    if diagnosis.target.kind is Kind.HOST:
        return _of_host(diagnosis)
    if state := halted(diagnosis):
        return f" is {state}"
    felt = list(dict.fromkeys(lower_first(link.title) for link in diagnosis.symptoms))
    if any(cause.path is not None for cause in diagnosis.causes) or not felt:
        return " is slow"
    return f": {joined(felt)}"


def _of_host(diagnosis: Diagnosis) -> str:
    hurt = {link.entity.key: name(link.entity) for link in diagnosis.symptoms}
    if len(hurt) == 1:
        return f": its VM {next(iter(hurt.values()))} suffers"
    return f": {len(hurt)} of its VMs suffer"


def _cause(diagnosis: Diagnosis) -> str:
    causes = diagnosis.causes
    blame, suffers = blamed(causes), _suffers(diagnosis)
    comma = "," if suffers.startswith(":") else ""
    for word in ("very likely", "probably"):
        if blame.startswith(word):
            comma, blame = f", {word}", blame.removeprefix(f"{word} ")
    who = f"{name(diagnosis.target)}{suffers}{comma} because of {blame}"
    if len(causes) > 1:
        return f"{who}: {len(causes)} causes at once"
    return f"{who}: {finding(causes[0], diagnosis.target)}"


def _healthy(diagnosis: Diagnosis) -> str:
    cleared = _count(diagnosis, Standing.EXONERATED)
    open_ = _count(diagnosis, Standing.UNDECIDED)
    watched = seconds(diagnosis.window_seconds)
    told = f"{cleared} of {cleared + open_} places in the stack cleared"
    if open_:
        return f"{name(diagnosis.target)} shows no symptom in {watched}; {told}, {open_} undecided"
    return f"{name(diagnosis.target)} is fine: no symptom in {watched}; {told}"


def _count(diagnosis: Diagnosis, standing: Standing) -> int:
    return sum(cell.standing is standing for cell in diagnosis.layers)


def _undecided(diagnosis: Diagnosis) -> str:
    who = name(diagnosis.target)
    felt = list(dict.fromkeys(lower_first(link.title) for link in diagnosis.symptoms))
    if felt and diagnosis.target.kind is Kind.HOST:
        text = f"{who}{_of_host(diagnosis)}, but why is UNDECIDED"
    elif state := halted(diagnosis):
        text = f"{who} is {state}, but why is UNDECIDED"
    elif felt:
        text = f"{who}: {joined(felt)}, but why is UNDECIDED"
    elif diagnosis.target.kind is Kind.HOST:
        text = f"{who} is UNDECIDED: no VM was found on it that could suffer"
    else:
        text = f"{who} is UNDECIDED: nothing was measured that would show whether it suffers"
    suspects = _suspects(diagnosis)
    if suspects:
        text += f"; suspected: {suspects}"
    if diagnosis.next_steps:
        text += "; what would decide is under next"
    return text


def _suspects(diagnosis: Diagnosis) -> str:
    if diagnosis.suspects:
        return ", ".join(_suspect(cause) for cause in diagnosis.suspects[:SUSPECTS])
    if not diagnosis.symptoms:
        return ""
    open_ = [cell for cell in diagnosis.layers if cell.standing is Standing.UNDECIDED]
    layers = list(dict.fromkeys(str(cell.layer).upper() for cell in open_ if cell.because))
    return joined(layers[:SUSPECTS])


def _suspect(cause: Cause) -> str:
    layer, chance = str(cause.layer).upper(), probability(cause.probability)
    return f"{layer} ({chance}, {lower_first(cause.title)})"
