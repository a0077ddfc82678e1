"""Every way to its source, all at the same time."""

import threading
import time
from collections.abc import Mapping, Sequence

import pytest

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.routed import Routed

FILE, LINK = Request(Way.FILE, "/a"), Request(Way.LINK, "/b")
DOMAINS = Request(Way.LIBVIRT, "domains")


class Fake:
    """Remembers its batches; may wait, or fail."""

    def __init__(self, wait: threading.Event | None = None, error: Exception | None = None) -> None:
        self.batches: list[tuple[Request, ...]] = []
        self._wait = wait
        self._error = error

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer each request with its own text."""
        self.batches.append(tuple(requests))
        if self._wait is not None:
            self._wait.wait(deadline + 5)
        if self._error is not None:
            raise self._error
        return {request: Raw(request.what, 1.0) for request in requests}


def test_a_source_gets_all_its_requests_in_one_batch() -> None:
    """Two ways of one source make one round trip."""
    files, libvirt = Fake(), Fake()
    routed = Routed({Way.FILE: files, Way.LINK: files, Way.LIBVIRT: libvirt})
    answers = routed.read((FILE, DOMAINS, LINK), 1.0)
    assert files.batches == [(FILE, LINK)]
    assert libvirt.batches == [(DOMAINS,)]
    assert answers == {request: Raw(request.what, 1.0) for request in (FILE, LINK, DOMAINS)}


def test_a_way_without_a_source_says_what_it_needs() -> None:
    """An unrouted request is NOT_ASKED with the phrase that was given for its way."""
    routed = Routed({}, {Way.AGENT: "--guest"})
    agent = Request(Way.AGENT, "uuid", ("guest-ping",))
    answers = routed.read((agent, FILE), 1.0)
    assert answers[agent] == Absent(Reason.NOT_ASKED, "--guest")
    assert answers[FILE] == Absent(Reason.NOT_ASKED)


def test_a_source_that_hangs_does_not_hold_up_the_others() -> None:
    """After the deadline and a moment of grace the answers of the others are there."""
    gate = threading.Event()
    routed = Routed({Way.LIBVIRT: Fake(gate), Way.FILE: Fake()})
    begin = time.monotonic()
    answers = routed.read((DOMAINS, FILE), 0.1)
    assert time.monotonic() - begin < 2
    assert answers[FILE] == Raw("/a", 1.0)
    late = answers[DOMAINS]
    assert isinstance(late, Absent)
    assert late.reason is Reason.TIMED_OUT
    gate.set()


def test_a_source_that_breaks_is_absence_with_its_error() -> None:
    """A bug in one source is said in its answers and hides nobody else's."""
    routed = Routed({Way.LIBVIRT: Fake(error=KeyError("x")), Way.FILE: Fake()})
    answers = routed.read((DOMAINS, FILE), 1.0)
    assert answers[DOMAINS] == Absent(Reason.MALFORMED, "a source without an error (KeyError)")
    assert answers[FILE] == Raw("/a", 1.0)


def test_a_request_that_nobody_may_carry_out_is_raised() -> None:
    """A command outside a list is a mistake in our code, not a finding."""
    with pytest.raises(ValueError, match="forbidden"):
        Routed({Way.FILE: Fake(error=ValueError("forbidden"))}).read((FILE,), 1.0)
