"""Names of machines and addresses, replaced by keyed pseudonyms of the same shape."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Callable, Mapping

from downstack.model import Absent
from downstack.source import Answer, Raw, Request

_UUID = r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"
_MAC = r"(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])"
_IPV4 = r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])"
_IPV6 = r"(?<![0-9A-Za-z:.])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{6,39}(?![0-9A-Za-z:.])"
_ADDRESSES = re.compile(f"(?P<uuid>{_UUID})|(?P<mac>{_MAC})|(?P<ipv4>{_IPV4})|(?P<ipv6>{_IPV6})")
_NO_MAC = {"00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"}
_NAMES = {
    "domains": re.compile(r'"name":"([^"\\]+)"'),
    "connection": re.compile(r'"hostname":"([^"\\]+)"'),
    "cmdline": re.compile(r"\0-name\0(?:guest=)?([^,\0]+)"),
}
"""Where the name of a machine stands, by the last part of what was asked."""
_HOSTNAMES = ("/proc/sys/kernel/hostname", "/etc/hostname")


class Pseudonyms:
    """Replaces both ways: answers get pseudonyms, requests made of them get the real names."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._real: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def hide(self, answers: Mapping[Request, Answer]) -> dict[Request, Answer]:
        """Return the answers of one round under pseudonyms, requests included."""
        for request, answer in answers.items():
            if isinstance(answer, Raw):
                self._learn(request, answer.text)
        return {self._request(r, self._hide): self._answer(a) for r, a in answers.items()}

    def reveal_request(self, request: Request) -> Request:
        """Return the request that the machine understands."""
        return self._request(request, self._reveal)

    def _request(self, request: Request, change: Callable[[str], str]) -> Request:
        arguments = tuple(change(argument) for argument in request.arguments)
        return Request(request.way, change(request.what), arguments)

    def _answer(self, answer: Answer) -> Answer:
        if isinstance(answer, Absent):
            return Absent(answer.reason, self._hide(answer.need))
        return Raw(self._hide(answer.text), answer.at)

    def _learn(self, request: Request, text: str) -> None:
        found = [text.strip()] if request.what in _HOSTNAMES else []
        pattern = _NAMES.get(request.what.rpartition("/")[2])
        found += pattern.findall(text) if pattern else []
        for name in found:
            if name and name not in self._names and name not in self._real:
                self._names[name] = self._remember(name, f"name-{self._digest(name)[:8]}")

    def _hide(self, text: str) -> str:
        text = _ADDRESSES.sub(self._hide_address, text)
        return _any_of(self._names).sub(lambda found: self._names[found[0]], text)

    def _reveal(self, text: str) -> str:
        return _any_of(self._real).sub(lambda found: self._real[found[0]], text)

    def _hide_address(self, match: re.Match[str]) -> str:
        value, kind = match[0], match.lastgroup or ""
        if value in self._real or value.lower() in _NO_MAC or not _is_private(value, kind):
            return value
        digest = self._digest(value.lower())
        if kind == "uuid":
            shape = (digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32])
            return self._remember(value, "-".join(shape))
        if kind == "mac":
            pairs = ["52", "54", *(digest[at : at + 2] for at in range(0, 8, 2))]
            return self._remember(value, ":".join(pairs))
        if kind == "ipv4":
            numbers = [int(digest[at : at + 2], 16) for at in range(0, 6, 2)]
            return self._remember(value, "10." + ".".join(map(str, numbers)))
        return self._remember(value, f"fd00::{digest[:4]}:{digest[4:8]}:{digest[8:12]}")

    def _remember(self, real: str, pseudonym: str) -> str:
        self._real.setdefault(pseudonym, real)
        return pseudonym

    def _digest(self, value: str) -> str:
        return hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()


def _any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    """Match any of the words as a whole, the longest first, but not in a key of JSON."""
    if not words:
        return re.compile(r"(?!)")
    longest = sorted(words, key=lambda word: (-len(word), word))
    either = "|".join(map(re.escape, longest))
    return re.compile(rf'(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9]|[^"\s]{{0,64}}":)')


def _is_private(value: str, kind: str) -> bool:
    """Say whether an address belongs to one machine; masks, loopback and the like do not."""
    if kind in {"uuid", "mac"}:
        return True
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    return not (
        address.is_loopback
        or address.is_unspecified
        or address.is_multicast
        or value.startswith(("255.", "0."))
    )
