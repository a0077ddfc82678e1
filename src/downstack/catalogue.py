"""What a catalogue is: faults, effects, signals and calibration, handed around as an argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from downstack.check import Check, Count, mean
from downstack.effect import Effect, Leads
from downstack.fault import Fault
from downstack.model import Backward, Platform, Step
from downstack.platform import Detection
from downstack.signal import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything the inference knows; immutable.

    Errors: ValueError on two parts of one id, a `confused_with` that names nothing, or a
    consequence that is not listed.
    """

    faults: tuple[Fault, ...]
    effects: tuple[Effect, ...]
    signals: tuple[Signal, ...] = ()
    calibration: Mapping[str, Count] = field(default_factory=dict)
    platforms: tuple[Detection, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    """The collector behind each signal that comes from one alone, by the signal's name."""

    def __post_init__(self) -> None:
        owners: tuple[Fault | Effect, ...] = (*self.faults, *self.effects)
        _refuse_duplicates([owner.id for owner in owners])
        _refuse_duplicates([signal.name for signal in self.signals])
        ids = {fault.id for fault in self.faults}
        listed = {effect.id for effect in self.effects}
        for fault in self.faults:
            if unknown := set(fault.confused_with) - ids:
                raise ValueError(f"{fault.id}: confused with unknown {sorted(unknown)}")
        for owner in owners:
            for lead in owner.leads_to:
                if lead.to.id not in listed:
                    raise ValueError(f"{owner.id} leads to unlisted {lead.to.id}")

    def platform(self, metadata: str) -> Platform:
        """Return who manages a domain with these marks in its metadata; libvirt if none does."""
        marks = metadata.split()
        for detection in self.platforms:
            mark = detection.metadata
            if mark and any(one.startswith(mark) for one in marks):
                return detection.platform
        return Platform.LIBVIRT

    def fault(self, fault_id: str) -> Fault | None:
        """Return a fault by its id, or None."""
        return next((fault for fault in self.faults if fault.id == fault_id), None)

    def sensitivity(self, owner: str, check: Check) -> float:
        """Return P(check holds | effect), from guess and count."""
        return mean(check.sensitivity, self.calibration.get(f"{check.key(owner)}/sensitivity"))

    def false_alarm(self, owner: str, check: Check) -> float:
        """Return P(check holds | no effect), from guess and count."""
        return mean(check.false_alarm, self.calibration.get(f"{check.key(owner)}/false_alarm"))

    def strength(self, owner: str, lead: Leads) -> float:
        """Return P(consequence | owner), from guess and count."""
        steps = ",".join(_label(step) for step in lead.via)
        return mean(lead.strength, self.calibration.get(f"{owner}>{steps}>{lead.to.id}"))

    def counted(self, owner: str, check: Check) -> bool:
        """Return whether the lab has measured this check (else its numbers are guesses)."""
        return f"{check.key(owner)}/sensitivity" in self.calibration


def _label(step: Step) -> str:
    return f"-{step.edge.label}" if isinstance(step, Backward) else step.label


def _refuse_duplicates(names: list[str]) -> None:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"more than one of each: {twice}")
