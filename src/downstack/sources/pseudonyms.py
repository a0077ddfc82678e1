"""Names of machines and of what clusters hold, and addresses, under keyed pseudonyms."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from downstack.model import Absent
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.names import AS_IS, MAPS, OF_CLUSTERS, json_of, names_in, needed_names
from downstack.sources.tokens import PSEUDONYM, Tokens

_UUID = (
    r"(?:(?<![0-9A-Za-z])|(?<=pod))[0-9a-fA-F]{8}(?P<by>[-_])"
    r"(?:[0-9a-fA-F]{4}(?P=by)){3}[0-9a-fA-F]{12}(?![0-9A-Za-z])"
)
_MAC = r"(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])"
_IPV4 = r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9.])(?:(?=/(?P<bits>[0-9]{1,2})(?![0-9])))?"
_IPV6 = r"(?<![0-9A-Za-z:.])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{6,39}(?![0-9A-Za-z:.])"
_ADDRESSES = re.compile(f"(?P<uuid>{_UUID})|(?P<mac>{_MAC})|(?P<ipv4>{_IPV4})|(?P<ipv6>{_IPV6})")
_PSEUDONYMS = re.compile(rf"(?<![0-9A-Za-z]){PSEUDONYM}(?![0-9A-Za-z])|{_ADDRESSES.pattern}")
_NO_MAC = {"00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"}
_MACHINE_ID = re.compile(r"[0-9a-fA-F]{32}")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_METRICS = ("metrics", "/metrics")
_FIRST = {"api": 3, "apis": 4}
"""Where the resource stands in a path of the API server; after it, each second step is a name."""


class Pseudonyms:
    """Replaces both ways: answers get pseudonyms, requests made of them get the real names."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._real: dict[str, str] = {}
        self._shown: dict[tuple[str, str], str] = {}
        self._everywhere = Tokens(spares_keys=True)
        self._in_clusters = Tokens(spares_keys=False)

    def hide(self, answers: Mapping[Request, Answer]) -> dict[Request, Answer]:
        """Return the answers of one round under pseudonyms, requests included."""
        for request, answer in answers.items():
            self._learn(request, answer)
        return self.hide_known(answers)

    def hide_known(self, answers: Mapping[Request, Answer]) -> dict[Request, Answer]:
        """Hide the names that are known by now; what is a pseudonym stays."""
        return {self._hide_request(r): self._answer(r, a) for r, a in answers.items()}

    def hide_text(self, text: str) -> str:
        """Return a text of this machine under pseudonyms."""
        return self._hide(self._everywhere, text)

    def reveal_request(self, request: Request) -> Request:
        """Return the request that the machine understands."""
        return _changed(request, self._reveal)

    def _hide_request(self, request: Request) -> Request:
        """Hide the names in a request; words of Kubernetes and Ceph in it are no names."""
        if request.way is Way.KUBERNETES:
            return _changed(request, partial(_path, self._hide_in_clusters))
        if request.way is Way.CEPH:
            command, space, pool = request.what.partition("probe ")
            return Request(request.way, command + space + self._hide_in_clusters(pool))
        return _changed(request, self.hide_text)

    def _answer(self, request: Request, answer: Answer) -> Answer:
        hide = self._hide_in_clusters if request.way in OF_CLUSTERS else self.hide_text
        if isinstance(answer, Absent):
            return Absent(answer.reason, hide(answer.need))
        if request.way not in OF_CLUSTERS:
            return Raw(hide(answer.text), answer.at)
        if request.what in _METRICS:
            return Raw(_QUOTED.sub(lambda label: hide(label[0]), answer.text), answer.at)
        whole = json_of(answer.text)
        try:
            text = hide(answer.text) if whole is None else _compact(self._json(whole, "", ""))
        except RecursionError:
            text = hide(answer.text)
        return Raw(text, answer.at)

    def _json(self, value: Any, parent: str, key: str) -> Any:
        """Hide names in texts and in the keys that people chose."""
        if isinstance(value, dict):
            named = self._hide_in_clusters if key in MAPS else self._hide_addresses
            return {named(name): self._json(part, key, name) for name, part in value.items()}
        if isinstance(value, list):
            return [self._json(part, parent, key) for part in value]
        if not isinstance(value, str):
            return value
        is_own = key in AS_IS and parent not in MAPS
        return self._hide_addresses(value) if is_own else self._hide_in_clusters(value)

    def _learn(self, request: Request, answer: Answer) -> None:
        if isinstance(answer, Raw):
            names = names_in(request, answer.text)
        elif request.way in OF_CLUSTERS:
            names = needed_names(answer.need)
        else:
            return
        for tokens, found in zip((self._everywhere, self._in_clusters), names, strict=True):
            for name in sorted(re.sub(r"^[\W_]+", "", name) for name in found):
                if name and name not in self._real and not _ADDRESSES.fullmatch(name):
                    self._real.setdefault(self._name(name), name)
                    tokens.add(name, self._name(name))
                    self._in_clusters.add(name, self._name(name))

    def _hide_in_clusters(self, text: str) -> str:
        return self._hide(self._in_clusters, text)

    def _hide(self, tokens: Tokens, text: str) -> str:
        return self._hide_addresses(tokens.replace(text))

    def _hide_addresses(self, text: str) -> str:
        return text if text.isalpha() else _ADDRESSES.sub(self._hide_address, text)

    def _reveal(self, text: str) -> str:
        return _PSEUDONYMS.sub(lambda found: self._real.get(found[0], found[0]), text)

    def _name(self, name: str) -> str:
        return self._uuid(name) if _MACHINE_ID.fullmatch(name) else f"name-{self._digest(name)[:8]}"

    def _hide_address(self, match: re.Match[str]) -> str:
        value, kind, bits = match[0], match.lastgroup or "", match["bits"] or "32"
        if value in self._real or value.lower() in _NO_MAC or not _is_private(value, kind):
            return value
        if (value, bits) not in self._shown:
            shown = self._shown[value, bits] = self._address(value, kind, int(bits))
            self._real.setdefault(shown, value)
        return self._shown[value, bits]

    def _address(self, value: str, kind: str, bits: int) -> str:
        digest = self._digest(value.lower())
        if kind == "uuid":
            digits, by = self._uuid(value), value[8]
            return by.join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        if kind == "mac":
            return ":".join(["52", "54", *(digest[at : at + 2] for at in range(0, 8, 2))])
        if kind == "ipv4":
            return self._ipv4(value, bits)
        return f"fd00::{digest[:4]}:{digest[4:8]}:{digest[8:12]}"

    def _uuid(self, value: str) -> str:
        """Return 32 digits; swapped ones of a UUID that old firmware swaps."""
        plain = re.sub("[-_]", "", value.lower())
        swapped = _swapped(plain)
        digits = self._digest(min(plain, swapped))[:32]
        return digits if plain <= swapped else _swapped(digits)

    def _ipv4(self, value: str, bits: int) -> str:
        """Return an address of 10.0.0.0/8; those of one network stay in one, and may be a route."""
        plain = f"{int(ipaddress.IPv4Address(value)):032b}"
        used = min(bits, 32) if "1" not in plain[bits:] else 32
        shown = "".join(
            str(int(plain[at]) ^ int(self._digest(plain[:at]), 16) & 1) for at in range(8, used)
        )
        return str(ipaddress.IPv4Address(int(f"{10:08b}{shown}".ljust(32, "0"), 2)))

    def _digest(self, value: str) -> str:
        return hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()


def _changed(request: Request, change: Callable[[str], str]) -> Request:
    arguments = tuple(change(argument) for argument in request.arguments)
    return Request(request.way, change(request.what), arguments)


def _path(hide: Callable[[str], str], path: str) -> str:
    """Hide the names in a path of the API server, those of its query too."""
    bare, mark, query = path.partition("?")
    steps = bare.split("/")
    first = _FIRST.get(steps[1] if len(steps) > 1 else "", len(steps))
    steps[first + 1 :: 2] = map(hide, steps[first + 1 :: 2])
    return "/".join(steps) + mark + hide(query)


def _compact(whole: Any) -> str:
    return json.dumps(whole, separators=(",", ":"))


def _swapped(digits: str) -> str:
    """Return the digits of a UUID with the bytes of its first three groups the other way round."""
    pairs = [digits[at : at + 2] for at in range(0, 16, 2)]
    return "".join([*pairs[3::-1], *pairs[5:3:-1], *pairs[7:5:-1], digits[16:]])


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
