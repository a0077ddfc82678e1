"""`explain`: the pages of the catalogue."""

from __future__ import annotations

from downstack.cli.exit import Exit, WrongUseError
from downstack.cli.why import Form, console
from downstack.registry import load_catalogue
from downstack.report import explain


def print_page(fault_id: str, *, color: bool) -> int:
    """Print one fault, or the list of all. Errors: WrongUseError for an unknown id."""
    catalogue = load_catalogue()
    out = console(Form(color=color))
    if not fault_id:
        out.print(explain.table(catalogue.faults))
        return Exit.HEALTHY
    fault = catalogue.fault(fault_id)
    if fault is None:
        raise WrongUseError(explain.unknown(fault_id, catalogue))
    out.print(explain.render(fault, catalogue))
    return Exit.HEALTHY
