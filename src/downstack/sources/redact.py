"""Takes secrets out of texts: command lines, XML, URLs, logs, keys, and JSON of any of these.

What is not a secret stays byte for byte; where that is not sure, the value goes. A secret is known
by the name before it or by its own form; unquoted, it ends at white space, a quote, `<` or `>`, or
where the next option begins.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

REDACTED = "REDACTED"
_WITHIN = (
    r"(?:passw(?:or)?d|passphrase|token|credential|(?<!password-)(?<!key-)secret"
    r"|(?:api|access|private|auth|account|master)[_.-]?key)"
)
"""Part of any name of a secret; `password-secret` and `key-secret` name an object of QEMU."""
_WHOLE = r"(?<![A-Za-z0-9])(?:pass|pwd)"
_NAME = rf"(?:{_WITHIN}(?!-(?:secret|id|file)\b)[A-Za-z0-9_.-]*|{_WHOLE})"
_OWNERS = ("api", "access", "private", "auth", "account", "master")
_NAMES = (
    *("passw", "passphrase", "token", "credential", "secret"),
    *(f"{owner}{joint}key" for owner in _OWNERS for joint in ("", "_", "-", ".")),
    *(f"{word}{end}" for word in ("pass", "pwd") for end in "=: \t\"'\0"),
)
"""How `_NAME` begins, in lower case, wherever a value stands behind it."""
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_OPTION = (
    r",(?=[A-Za-z][A-Za-z0-9_.-]*(?:[=,\s\0\"']|$))"
    r"|[;&:](?=[A-Za-z0-9_.-]+=)|[;&,](?=[\s\0]|$)"
)
_STATE = r"(?:on|off|yes|no|true|false|none|null)(?:$|[\s\0,;&\"'<>/])"
_VALUE = (
    rf"(?!{_STATE})(?:{_STRING}|'[^'\\]*(?:\\.[^'\\]*)*'|[\"'][^\n\0]+"
    rf"|(?:,,|(?!{_OPTION})[^\s\0\"'<>])+)"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """What stands before a secret, the secret, and words without which there is none.

    With `begins`, every match begins with one of the words: they are found much faster.
    """

    keep: str
    value: str
    words: tuple[str, ...]
    after: str = ""
    begins: bool = False

    def compiled(self) -> tuple[_Rule, re.Pattern[str]]:
        pattern = rf"(?P<keep>{self.keep})(?P<value>{self.value}){self.after}"
        return self, re.compile(pattern, re.IGNORECASE)


_IN_JSON = tuple(
    rule.compiled()
    for rule in (
        # {"qom-type":"secret","data":"VALUE"}, in either order
        _Rule(r'"qom-type"\s*:\s*"secret"[^{}]*?"data"\s*:\s*', _STRING, ("qom-type",)),
        _Rule(r'"data"\s*:\s*', _STRING, ("qom-type",), r'(?=[^{}]*"qom-type"\s*:\s*"secret")'),
        # a list entry with the name DB_PASSWORD, then its value
        _Rule(
            rf'"name"\s*:\s*"[^"]*(?:{_NAME}|key)[^"]*"\s*,\s*"value"\s*:\s*', _STRING, ('"value"',)
        ),
    )
)
_IN_TEXT = tuple(
    rule.compiled()
    for rule in (
        # NAME=VALUE, NAME: VALUE, "NAME": "VALUE", name='VALUE'
        _Rule(rf"{_NAME}[\"']?[ \t]*[=:][ \t]*", _VALUE, _NAMES, begins=True),
        _Rule(r"(?<![A-Za-z0-9])key=", _VALUE, ("key=",), begins=True),
        # --password VALUE, also between the zero bytes of /proc/PID/cmdline
        _Rule(rf"--[A-Za-z0-9-]*{_NAME}[ \t\0]+", rf"(?!-){_VALUE}", ("--",)),
        # -object secret,id=x,data=VALUE
        _Rule(
            r"\bsecret(?:_keyring)?,(?:[^\s\0]*?,)?data=",
            _VALUE,
            ("secret,", "secret_keyring,"),
            begins=True,
        ),
        # <qemu:env name='DB_PASSWORD' value='VALUE'/>
        _Rule(rf"name=[\"'][^\"'<>]*(?:{_NAME}|key)[^\"'<>]*[\"']\s+value=", _VALUE, ("value=",)),
        # <secret>VALUE</secret>
        _Rule(rf"<(?:[a-z0-9]+:)?{_NAME}(?:\s[^<>]*)?>\s*", r"[^<\s][^<]*", ("</",), "(?=</)"),
        # Authorization: Bearer VALUE
        _Rule(
            r"\bauthorization[\"']?\s*[:=]\s*[\"']?(?:[a-z]+ +)?",
            r"[^\s\"'\0]+",
            ("authorization",),
            begins=True,
        ),
        _Rule(r"\bbearer +", r"[A-Za-z0-9._~+/=-]{8,}", ("bearer ",), begins=True),
        # scheme://user:VALUE@host
        _Rule(r"\b[a-z][a-z0-9+.-]*://[^\s/:@\"'<>\0]*:", r"[^\s/\"'<>\0]+", ("://",), "(?=@)"),
        # private keys, whole or cut off
        _Rule(
            r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----",
            r"(?:(?!-----END)[\s\S])+",
            ("private key",),
        ),
    )
)
_FORMS = re.compile(
    r"\bA[QR][A-Za-z0-9+/]{36}=="  # cephx
    r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)?"  # JSON web token
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bglpat-[A-Za-z0-9_-]{20,}"
    r"|\$(?:1|2[aby]|5|6|7|y|gy|argon2[a-z]*)\$[A-Za-z0-9./$=,+-]{8,}"  # crypt(5)
)
_FORM_WORDS = ("==", "eyj", "akia", "asia", *(f"gh{kind}_" for kind in "pousr"), "glpat-", "$")
_JSON_STRINGS = re.compile(rf"(?P<first>{_STRING})(?P<colon>\s*:\s*)?(?P<second>{_STRING})?")
_SECRET_KEY = re.compile(rf"{_NAME}\Z", re.IGNORECASE)


def redact(text: str) -> str:
    """Return *text* without secrets; redacting twice changes nothing more."""
    if _is_json(text):
        return _redact_json(text)
    head, newline, rest = text.partition("\n")
    if newline and _is_json(head):
        return "\n".join([_redact_json(head), *map(redact, rest.split("\n"))])
    text = _apply(_IN_TEXT, _apply(_IN_JSON, text))
    lower = text.lower()
    return _FORMS.sub(REDACTED, text) if any(word in lower for word in _FORM_WORDS) else text


def _is_json(text: str) -> bool:
    if text.lstrip()[:1] not in {"{", "[", '"'}:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _apply(rules: tuple[tuple[_Rule, re.Pattern[str]], ...], text: str) -> str:
    for rule, pattern in rules:
        lower = text.lower()
        if rule.begins and len(lower) == len(text):
            text = _substitute_at(_places(rule.words, lower), pattern, text)
        elif any(word in lower for word in rule.words):
            text = pattern.sub(_take_value, text)
    return text


def _places(words: Iterable[str], lower: str) -> list[int]:
    """Return where the words stand, in order."""
    places: set[int] = set()
    for word in words:
        at = lower.find(word)
        while at >= 0:
            places.add(at)
            at = lower.find(word, at + 1)
    return sorted(places)


def _substitute_at(places: Iterable[int], pattern: re.Pattern[str], text: str) -> str:
    """Take the value out of each match that begins at one of the places."""
    parts: list[str] = []
    end = 0
    for place in places:
        match = pattern.match(text, place) if place >= end else None
        if match is not None:
            parts += (text[end:place], _take_value(match))
            end = match.end()
    return "".join([*parts, text[end:]])


def _take_value(match: re.Match[str]) -> str:
    value = match["value"]
    if value[0] not in "\"'":
        return match["keep"] + REDACTED
    closing = value[0] if len(value) > 1 and value[-1] == value[0] else ""
    return match["keep"] + value[0] + REDACTED + closing


def _redact_json(text: str) -> str:
    """Redact the strings of a JSON text, each as what it says when it is unquoted."""
    return _JSON_STRINGS.sub(_redact_strings, _apply(_IN_JSON, text))


def _redact_strings(match: re.Match[str]) -> str:
    first, colon, second = match["first"], match["colon"] or "", match["second"]
    if second is None:
        return first + colon if colon else _redact_literal(first)
    if len(second) > len('""') and _SECRET_KEY.search(json.loads(first)):
        return f'{first}{colon}"{REDACTED}"'
    return first + colon + _redact_literal(second)


def _redact_literal(literal: str) -> str:
    if len(literal) < 10:  # noqa: PLR2004 - no secret has a name and a value in so few bytes
        return literal
    said = json.loads(literal)
    kept = redact(said)
    return literal if kept == said else json.dumps(kept, ensure_ascii=literal.isascii())
