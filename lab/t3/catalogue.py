"""All injections and controls of T3, found by the names of their modules."""

import importlib

from lab.catalogue import names
from lab.controls import t3 as controls
from lab.injections import t3 as injections
from lab.t3.injection import T3Control, T3Injection


def faults() -> tuple[str, ...]:
    """Return the faults that can be injected at T3."""
    return names(injections)


def control_names() -> tuple[str, ...]:
    """Return the names of the controls at T3."""
    return names(controls)


def injection(fault: str) -> T3Injection:
    """Return the injection of a fault."""
    if fault not in faults():
        raise LookupError(f"no T3 injection {fault!r}; there are: {', '.join(faults())}")
    found = importlib.import_module(f"lab.injections.t3.{fault}").INJECTION
    if not isinstance(found, T3Injection) or found.fault != fault:
        raise TypeError(f"lab/injections/t3/{fault}.py does not define this fault's INJECTION")
    return found


def control(name: str) -> T3Control:
    """Return a healthy stage."""
    if name not in control_names():
        raise LookupError(f"no T3 control {name!r}; there are: {', '.join(control_names())}")
    found = importlib.import_module(f"lab.controls.t3.{name}").CONTROL
    if not isinstance(found, T3Control) or found.name != name:
        raise TypeError(f"lab/controls/t3/{name}.py does not define its CONTROL")
    return found
