"""Reading over HTTP: within a deadline, up to a size, and what its errors mean."""

from __future__ import annotations

import http.client
import socket
import ssl
import time

from downstack.model import Absent, Reason

CAP = 64 << 20
"""Bytes of one reply; no server of ours has so much to say."""
_PART = 1 << 16
_LONGEST = 80
"""Characters of an error's text."""


class TooLargeError(http.client.HTTPException):
    """A reply of more than CAP bytes."""


def left(until: float) -> float:
    """Return the seconds that are left until a moment. Errors: TimeoutError after it."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def body_of(
    response: http.client.HTTPResponse, connection: http.client.HTTPConnection, until: float
) -> bytes:
    """Return what a server sends, part by part.

    Errors: TimeoutError after *until*, however slowly it sends; TooLargeError beyond CAP.
    """
    parts: list[bytes] = []
    size = 0
    while part := response.read1(_PART):
        size += len(part)
        if size > CAP:
            raise TooLargeError(f"more than {CAP >> 20} MiB")
        parts.append(part)
        if connection.sock is not None:
            connection.sock.settimeout(left(until))
    return b"".join(parts)


def absent_of(error: Exception, where: str, server: str, *, refused: str, late: Absent) -> Absent:
    """Return what is needed so that *server* at *where* can be read; *refused*: nobody listens."""
    if isinstance(error, TimeoutError):
        return late
    if isinstance(error, ssl.SSLCertVerificationError):
        why = error.verify_message
        return Absent(Reason.DENIED, f"a certificate of {where} that is trusted ({why})")
    if isinstance(error, ConnectionRefusedError):
        return Absent(Reason.MISSING, refused)
    if isinstance(error, socket.gaierror):
        return Absent(Reason.MISSING, f"an address of {where} (DNS)")
    words = str(error).partition("\n")[0][:_LONGEST] or type(error).__name__
    return Absent(Reason.MISSING, f"{server} on {where} ({words})")
