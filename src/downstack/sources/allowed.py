"""The command lines that may be run, here or over SSH: each only reads."""

from __future__ import annotations

import re

from downstack.model import Absent, Reason
from downstack.sources.ceph_commands import CLIENT_WORD, COMMANDS, CONF_WORD

_WORDS = {
    "LINK": r"(?!-)[A-Za-z0-9_.@-]{1,15}",
    "UNIT": r"(?!-)[A-Za-z0-9:_.@-]{1,128}",
    "LINES": r"[0-9]{1,5}",
    "CONF": CONF_WORD,
    "CLIENT": CLIENT_WORD,
    "PORT": r":[0-9]{1,5}",
}
"""What may stand for a word in capitals."""
_ALLOWED = {
    "ip": (
        "ip -j -s -d link",
        "ip -j addr",
        "ip -j route",
        "ip -j -s neigh",
    ),
    "bridge": ("bridge -j link", "bridge -j -d link", "bridge -j vlan", "bridge -j fdb"),
    "tc": ("tc -s -j qdisc show",),
    "ethtool": (
        "ethtool LINK",
        "ethtool -S LINK",
        "ethtool -g LINK",
        "ethtool -k LINK",
        "ethtool -i LINK",
    ),
    "dmesg": ("dmesg --json", "dmesg -r"),
    "journalctl": (
        "journalctl -k -b -o json --no-pager -n LINES",
        "journalctl -u UNIT -b -o json --no-pager -n LINES",
    ),
    "nft": ("nft -j list ruleset",),
    "ss": ("ss -tinpHO", "ss -H -t -n -i -p -O dport = PORT"),
    # Without --noflush the status of a thin pool writes its metadata: it would not only read.
    "dmsetup": ("dmsetup status --noflush",),
    "chronyc": ("chronyc -c -n tracking",),
    "timedatectl": ("timedatectl show",),
    "systemctl": ("systemctl show -p Id,LoadState,ActiveState,SubState,Result,NRestarts UNIT",),
    "ceph": tuple(
        f"ceph --conf CONF --name CLIENT --connect-timeout LINES {line} -f json"
        for line in COMMANDS
    ),
}
_PACKAGES = {
    "ip": "iproute2",
    "bridge": "iproute2",
    "ss": "iproute2",
    "tc": "iproute2",
    "ethtool": "ethtool",
    "dmesg": "util-linux",
    "journalctl": "systemd",
    "nft": "nftables",
    "dmsetup": "dmsetup",
    "chronyc": "chrony",
    "timedatectl": "systemd",
    "systemctl": "systemd",
    "ceph": "ceph-common",
}
_DENIED = (
    "permission denied",
    "operation not permitted",
    "not seeing messages from other users",
    "insufficient permissions",
    "must be root",
    "access denied",
)
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
"""Where programs are looked for; an ordinary user's own PATH lacks the first."""


def _pattern(line: str) -> re.Pattern[str]:
    return re.compile(" ".join(_WORDS.get(word) or re.escape(word) for word in line.split(" ")))


_PATTERNS = {
    program: tuple(_pattern(line) for line in lines) for program, lines in _ALLOWED.items()
}


def words_of(line: str) -> tuple[str, ...]:
    """Return the words of an allowed command line.

    Errors: ValueError for any other line, whatever it does.
    """
    words = tuple(line.split(" "))
    if not any(pattern.fullmatch(line) for pattern in _PATTERNS.get(words[0], ())):
        raise ValueError(f"{line!r} is not an allowed command line")
    return words


def not_installed(program: str) -> Absent:
    """Say which package has a program that is not there."""
    return Absent(Reason.MISSING, f"package {_PACKAGES[program]}")


def absent_of(words: tuple[str, ...], status: int, output: str, errors: str) -> Absent | None:
    """Return why what a command wrote is no answer, or None when it is one."""
    message = next((line.strip() for line in errors.splitlines() if line.strip()), "")
    if any(sign in errors.lower() for sign in _DENIED):
        return Absent(Reason.DENIED, f"root on the host ({message})")
    if status != 0:
        text = message or f"exit status {status}"
        return Absent(Reason.MISSING, f"{words[0]} to answer ({text})")
    if words[:2] == ("journalctl", "-k") and not output.strip():
        return Absent(Reason.MISSING, "a journal with the kernel's messages")
    return None
