"""All injections on the cluster, found by the names of their modules."""

import importlib

from lab.catalogue import names
from lab.kubernetes import injections
from lab.kubernetes.injection import KubernetesInjection


def faults() -> tuple[str, ...]:
    """Return the faults that can be injected."""
    return names(injections)


def injection(fault: str) -> KubernetesInjection:
    """Return the injection of a fault."""
    if fault not in faults():
        raise LookupError(f"no Kubernetes injection {fault!r}; there are: {', '.join(faults())}")
    found = importlib.import_module(f"lab.kubernetes.injections.{fault}").INJECTION
    if not isinstance(found, KubernetesInjection) or found.fault != fault:
        raise TypeError(f"lab/kubernetes/injections/{fault}.py does not define its INJECTION")
    return found
