"""What holds for every fault, effect, signal and collector, checked over the whole catalogue."""

import ast
from math import log
from pathlib import Path

import pytest

from downstack import faults
from downstack.collector import Collector
from downstack.effect import Effect
from downstack.fault import Fault, Maturity
from downstack.model import CEPH, KUBERNETES, Kind, Platform
from downstack.registry import load_catalogue, load_collectors, load_signals
from downstack.signal import Signal
from lab import catalogue, injections
from lab.kubernetes import catalogue as kubernetes
from lab.t3 import catalogue as t3
from tests.support.machine import judge

FAULTS = Path(faults.__file__).parent
MAY_IMPORT = ("downstack.fault", "downstack.model", "downstack.signals", "downstack.effects")
CATALOGUE = load_catalogue()
INJECTED = {*catalogue.names(injections), *t3.faults(), *kubernetes.faults()}
APART = (
    {"inside", "guest_agent"},  # this machine as a guest; the guests on it
    {"inside_system", "guest_agent_system"},
    {"inside_system", "agent_state"},
    {"domain_disks", "kube_volumes"},  # what disks are stored on; what claims are stored on
    {"domains", "qemu_processes"},  # what libvirt defines; what it knows nothing of
)
"""Collectors that provide the same signals of different entities."""
_PLAIN = {
    **dict.fromkeys(KUBERNETES, Platform.KUBERNETES),
    **dict.fromkeys(CEPH, Platform.CEPH),
    Kind.VMI: Platform.KUBEVIRT,
}
"""Whose remedy a fault must have: libvirt's, unless a cluster owns what is at fault."""

each_fault = pytest.mark.parametrize("fault", CATALOGUE.faults, ids=lambda one: one.id)
each_effect = pytest.mark.parametrize("effect", CATALOGUE.effects, ids=lambda one: one.id)
each_collector = pytest.mark.parametrize("collector", load_collectors(), ids=lambda one: one.id)


def file_of(fault: Fault) -> Path:
    """Return the module of a fault."""
    return FAULTS / fault.layer / f"{fault.id}.py"


@each_fault
def test_fault_stands_in_its_layer_with_its_cases_beside(fault: Fault) -> None:
    """The folder is the layer, the file is the id, the test is beside."""
    assert file_of(fault).exists()
    assert file_of(fault).with_name(f"{fault.id}_test.py").exists()


@each_fault
def test_fault_module_is_data(fault: Fault) -> None:
    """It imports the vocabulary, and holds a docstring and assignments, no code."""
    body = ast.parse(file_of(fault).read_text()).body
    imports = [node for node in body if isinstance(node, ast.ImportFrom)]
    rest = [type(node) for node in body if node not in imports]

    assert all((node.module or "").startswith(MAY_IMPORT) for node in imports)
    assert set(rest) == {ast.Expr, ast.Assign}


@each_fault
def test_fault_can_be_explained_and_repaired(fault: Fault) -> None:
    """Mechanism, a command to confirm it, a remedy for the plain platform, a reference."""
    plain = _PLAIN.get(fault.of, Platform.LIBVIRT)

    assert fault.because
    assert fault.confirm
    assert plain in {remedy.platform for remedy in fault.remedies}
    assert all(reference.startswith("https://") for reference in fault.references)
    assert fault.references


@each_fault
def test_cause_leads_to_something_and_a_risk_shows_by_itself(fault: Fault) -> None:
    """Else it could never be found."""
    assert fault.signs if fault.risk else fault.leads_to


@each_fault
def test_every_sign_counts(fault: Fault) -> None:
    """Seen or not seen, it moves the odds by a factor of two at least; else it is decoration."""
    for check in fault.signs:
        if_seen = check.sensitivity.p / check.false_alarm.p
        if_not = (1 - check.sensitivity.p) / (1 - check.false_alarm.p)
        assert log(if_seen / if_not) >= log(2), check


@each_fault
def test_injected_fault_has_its_injection(fault: Fault) -> None:
    """The mark is bound to the thing."""
    assert fault.maturity is not Maturity.INJECTED or fault.id in INJECTED


def test_every_injection_is_of_a_listed_fault() -> None:
    """One name from the lab to the page."""
    assert {fault.id for fault in CATALOGUE.faults} >= INJECTED


@each_effect
def test_effect_ends_in_a_symptom(effect: Effect) -> None:
    """What hurts nobody is no effect."""
    waiting, seen = [effect], set()
    while waiting:
        at = waiting.pop()
        seen.add(at.id)
        waiting += [lead.to for lead in at.leads_to if lead.to.id not in seen]

    assert any(one.symptom for one in CATALOGUE.effects if one.id in seen)


def judged_signals() -> set[Signal]:
    """Return every signal that some check or gate reads."""
    gates = [gate for one in CATALOGUE.faults for gate in one.only_if]
    gates += [gate for one in CATALOGUE.effects for gate in one.only_if]
    checks = [check for one in CATALOGUE.faults for check in one.signs]
    checks += [check for one in CATALOGUE.effects for check in one.checks]
    return {clause.signal for clause in (*gates, *(check.clause for check in checks))}


def test_every_judged_signal_is_provided_or_derived() -> None:
    """No fault waits for a number that nobody collects."""
    provided = {signal for collector in load_collectors() for signal in collector.provides}
    derived = {signal for signal in load_signals() if signal.formula is not None}

    assert {signal.name for signal in judged_signals() - provided - derived} == set()


@each_collector
def test_collector_provides_only_the_vocabulary(collector: Collector) -> None:
    """A constant that no module of signals/ holds would never reach a report."""
    assert set(collector.provides) <= set(load_signals())


@each_collector
def test_collector_has_its_test_beside(collector: Collector) -> None:
    """Recorded input and values by hand."""
    folder = Path(faults.__file__).parents[1] / "collectors"

    assert (folder / f"{collector.id}_test.py").exists()


def test_every_signal_has_one_provider() -> None:
    """Two collectors of one signal would overwrite each other, unless it is of other entities.

    One that stands in for others reads only what these were not told.
    """
    providers: dict[str, set[str]] = {}
    for collector in load_collectors():
        for signal in () if collector.stands_in else collector.provides:
            providers.setdefault(signal.name, set()).add(collector.id)
    shared = {name: ids for name, ids in providers.items() if len(ids) > 1}

    assert {name: ids for name, ids in shared.items() if ids not in APART} == {}


@pytest.mark.parametrize("signal", load_signals(), ids=lambda one: one.name)
def test_signal_is_documented(signal: Signal) -> None:
    """What it means and where it comes from."""
    assert signal.help.endswith(".")
    assert signal.origin


def test_healthy_machine_is_silent() -> None:
    """No cause and no symptom on the machine on which all faults are tested."""
    judged = judge()

    assert judged.named == ()
    assert judged.diagnosis.symptoms == ()
    assert judged.diagnosis.answer == "healthy"
