"""What the last start of a domain needed and what its host had."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Over, Own, Semantics, Signal, Unit
from downstack.signals import host_memory, settings

_DOMAIN = (Edge.ASKED_OF.inverse,)
_HOST = (*_DOMAIN, Edge.HOSTS.inverse)
_of_operation = partial(
    Signal, of=Kind.OPERATION, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)

_MEMORY = _of_operation(
    name="operation_domain_memory_bytes",
    unit=Unit.BYTES,
    help="Memory of the domain that is to start.",
    formula=Own(settings.MEMORY, _DOMAIN),
)
_PAGE = _of_operation(
    name="operation_host_huge_page_bytes",
    unit=Unit.BYTES,
    help="Default size of a huge page of its host.",
    formula=Own(host_memory.HUGE_PAGE_SIZE, _HOST),
)
_NEEDED = _of_operation(
    name="operation_huge_pages_needed_count",
    help="Huge pages of the default size that the memory of the domain takes.",
    formula=Over(_MEMORY, _PAGE),
)
_LEFT = _of_operation(
    name="operation_huge_pages_left_count",
    help="Huge pages of its host that are free and promised to nobody.",
    formula=Own(host_memory.HUGE_PAGES_LEFT, _HOST),
)
HUGE_PAGES_COVER = _of_operation(
    name="operation_huge_pages_cover_ratio",
    unit=Unit.RATIO,
    help="Part of the domain's memory that the free huge pages of its host would hold.",
    formula=Over(_LEFT, _NEEDED),
)
