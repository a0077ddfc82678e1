"""All injections and controls, found by the names of their modules."""

import importlib
import pkgutil
from types import ModuleType

from lab import controls, injections
from lab.control import Control
from lab.injection import Injection


def names(package: ModuleType) -> tuple[str, ...]:
    """Return the names of the package's modules, without its tests."""
    modules = pkgutil.iter_modules(package.__path__)
    found = (module.name for module in modules if not module.ispkg)
    return tuple(sorted(name for name in found if not name.endswith("_test")))


def injection(fault: str) -> Injection:
    """Return the injection of a fault."""
    if fault not in names(injections):
        raise LookupError(f"no injection {fault!r}; there are: {', '.join(names(injections))}")
    found = importlib.import_module(f"lab.injections.{fault}").INJECTION
    if not isinstance(found, Injection) or found.fault != fault:
        raise TypeError(f"lab/injections/{fault}.py does not define this fault's INJECTION")
    return found


def control(name: str) -> Control:
    """Return a healthy stage."""
    if name not in names(controls):
        raise LookupError(f"no control {name!r}; there are: {', '.join(names(controls))}")
    found = importlib.import_module(f"lab.controls.{name}").CONTROL
    if not isinstance(found, Control) or found.name != name:
        raise TypeError(f"lab/controls/{name}.py does not define its CONTROL")
    return found
