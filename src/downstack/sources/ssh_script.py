r"""The one POSIX shell script that answers a whole batch on another machine.

It runs on dash, bash and busybox. What comes back is a row of records, each behind a separator that
no file contains: the shell's own command line, which has a random word in it and which `cat` can
read as often as it likes. So files come through unchanged, a hundred with one `cat`, whoever asked
for them: to start a program costs a sick host more than to read a file. (busybox does not name the
file of a read error: such a hundred is read again one by one.)

    F UPTIME\n JOB NAME\n ...   names, then one record for each of these files as it is
    E MESSAGES                  what `cat` complained about
    C JOB UPTIME                what follows is the output of a command
    J JOB STATUS UPTIME TEXT    how a link, a space, a command or a glob ended
    Z                           the end
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from shlex import quote

from downstack.source import Way
from downstack.sources.allowed import PATH
from downstack.sources.reading import ANSWERS_ALWAYS, Job

_KERNEL = re.compile(r"/(?:proc|sys)/")
_TAKES_MMAP_LOCK = re.compile(r"/proc/.*/(?:cmdline|maps|smaps|smaps_rollup|numa_maps|auxv|exe)\Z")
_MAGIC = re.compile(r"(\*|\?|\[[\w!.^-]+\])")
_MAY_HANG = 3
"""The rank of what another filesystem answers, perhaps that of a server which is dead."""
_HEAD = r"""main() {
LC_ALL=C PATH=@PATH@:$PATH
export LC_ALL PATH
S=/proc/$$/cmdline
exec 3>&1
T= W=
command -v timeout >/dev/null 2>&1 && T='timeout @SECONDS@' W='timeout @SHARE@'
L='
'
M=$(tr '\000' ' ' <"$S")
printf 'ready %s\n' "$1"
mark() { printf '%s\000' $M; }
up() { read -r U V </proc/uptime; }
say() { up; mark; printf 'J %s %s %s %s' "$1" "$2" "$U" "$3"; }
plain() {
  case $1 in
  /proc/kcore|/proc/kmsg|/proc/kpage*|/proc/*/mem|/proc/*/pagemap|/proc/*/environ) return 1;;
  /proc/*/fd/*|/proc/*/map_files/*|/proc/*/root|/proc/*/root/*|/proc/*/cwd|/proc/*/cwd/*) return 1;;
  /proc/*/exe|/proc/$$/*cmdline|*"$L"*) return 1;;
  esac
  [ -f "$1" ] || { [ ! -e "$1" ] && [ ! -L "$1" ]; }
}
skip() {
  up; mark; printf 'F %s\n%s %s\n' "$U" "$1" "$2"; mark; mark
  printf 'E cat: %s: Is a directory' "$2"
}
batch() {
  up; mark; printf 'F %s\n%s' "$U" "$P"
  N=$#
  while [ $N -gt 0 ]; do F=$1; shift; set -- "$@" "$S" "$F"; N=$((N-1)); done
  E=$(cat -- "$@" 2>&1 >&3)
  mark; printf 'E %s' "$E"
  case $#,$E in
  2,*) ;;
  *'read error'*)
    Q=$P
    while [ $# -gt 1 ]; do P=${Q%%"$L"*}$L; Q=${Q#*"$L"}; batch "$2"; shift 2; done;;
  esac
}
ended() { for J in $D; do say "$J" 0 ''; done; D=; }
stored() {
  up; mark; printf 'F %s\n%s %s\n' "$U" "$1" "$2"; mark
  case $2 in
  /var/log/*) E=$($T tail -c @CAP@ -- "$2" 2>&1 >&3);;
  *) E=$($T head -c @CAP@ -- "$2" 2>&1 >&3);;
  esac
  mark; printf 'E %s' "$E"
}
listed() {
  [ -d "$2" ] && [ -r "$2" ] && [ -x "$2" ] && return
  E=$(ls -d -- "$2" 2>&1 >/dev/null) || { say "$1" 1 "$E"; return 1; }
  say "$1" 1 "$2: Permission denied"
  return 1
}
link() {
  if [ -L "$2" ]; then
    if R=$(readlink -- "$2"); then say "$1" 0 "$R"; else say "$1" 1 "$2: Permission denied"; fi
  elif [ -e "$2" ]; then say "$1" 1 "$2: Invalid argument"
  else say "$1" 1 "$(ls -d -- "$2" 2>&1 >/dev/null)"; fi
}
space() {
  R=$($W stat -f -c '%S %b %f %a %c %d' -- "$2" 2>&1) || { say "$1" $? "$R"; return; }
  say "$1" 0 "$R $(readlink -f -- "$2")"
}
run() {
  J=$1; shift
  command -v "$1" >/dev/null 2>&1 || { say "$J" 127 ''; return; }
  up; mark; printf 'C %s %s' "$J" "$U"; mark
  E=$($T "$@" 2>&1 >&3); R=$?
  say "$J" "$R" "$E"
}
mark
D= P=
set --
"""
_FILES = """for f in {names}; do
plain "$f" || {{ skip {job} "$f"; continue; }}
P="${{P}}{job} $f$L"
set -- "$@" "$f"
[ $# -lt 100 ] || {{ batch "$@"; set --; P=; ended; }}
done
"""
_FLUSH = '[ $# -eq 0 ] || batch "$@"\nset --\nP=\nended\n'
_STORED = """for f in {names}; do
if plain "$f"; then stored {job} "$f"; else skip {job} "$f"; fi
done
"""
_TAIL = 'mark; printf Z\n}\nmain "$1" </dev/null\n'


def script(jobs: Sequence[tuple[int, Job]], cap: int, seconds: float) -> str:
    """Return the script; what may hang comes last, so that it holds up nothing else.

    Each filesystem gets a share of the seconds, so that a dead one leaves some to the others; what
    was said before it is closed, for a record without an end counts as cut.
    """
    parts = sorted((_rank(job), number, _part(number, job)) for number, job in jobs)
    first = [part for rank, _, part in parts if rank == 0]
    stored = sum(rank == _MAY_HANG for rank, _, _ in parts)
    head = _HEAD.replace("@PATH@", PATH).replace("@CAP@", str(cap + 1))
    head = head.replace("@SHARE@", str(max(1, int(seconds / (stored + 1)))))
    return "".join(
        [
            head.replace("@SECONDS@", str(max(1, round(seconds)))),
            *_plain_files(jobs),
            *first,
            _FLUSH,
            *("mark\n" * (rank == _MAY_HANG) + part + _FLUSH for rank, _, part in parts if rank),
            _TAIL,
        ]
    )


def _rank(job: Job) -> int:
    if job.way == Way.COMMAND:
        return 1
    if job.way == Way.SPACE or not ANSWERS_ALWAYS.match(job.what):
        return _MAY_HANG
    return 2 if _TAKES_MMAP_LOCK.match(job.what) else 0


def _plain_files(jobs: Iterable[tuple[int, Job]]) -> list[str]:
    """Return the loop over the single files of the kernel that never hang."""
    names = [quote(job.what) for _, job in jobs if _is_plain(job)]
    return [_FILES.format(names=" ".join(names), job="-")] if names else []


def _is_plain(job: Job) -> bool:
    return job.way == Way.FILE and _KERNEL.match(job.what) is not None and _rank(job) == 0


def _part(number: int, job: Job) -> str:
    what = quote(job.what)
    if job.way == Way.GLOB:
        loop = _FILES if _KERNEL.match(job.what) else _STORED
        body = loop.format(names=_unquoted(job.what), job=number)
        return f'if listed {number} {quote(fixed(job.what))}; then\n{body}D="$D {number}"\nfi\n'
    if job.way == Way.FILE:
        if _is_plain(job):
            return ""
        loop = _FILES if _KERNEL.match(job.what) else _STORED
        return loop.format(names=what, job="-")
    if job.way == Way.COMMAND:
        return f"run {number} {' '.join(map(quote, job.what.split(' ')))}\n"
    return f"{job.way} {number} {what}\n"


def fixed(pattern: str) -> str:
    """Return the directory of a pattern above its first wildcard."""
    return pattern[: _MAGIC.search(pattern + "*").start()].rpartition("/")[0] + "/"  # type: ignore[union-attr] # there is a "*"


def _unquoted(pattern: str) -> str:
    """Quote all of a pattern but its wildcards."""
    parts = _MAGIC.split(pattern)
    return "".join(part if at % 2 else quote(part) if part else "" for at, part in enumerate(parts))
