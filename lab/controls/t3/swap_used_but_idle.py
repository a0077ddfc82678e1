"""A part of the target's memory is in the host's swap, and nobody asks for it."""

from shlex import quote

from lab.t3.host import T3Host
from lab.t3.injection import T3Control
from lab.t3.stage import T3Stage, with_some_cpu_load

RECLAIMED = "32M"


def _prepare_stage(host: T3Host) -> T3Stage:
    target = host.guest("db1")
    # Reclaims what was not used for longest; the kernel says EAGAIN if it finds a bit less.
    host.run(f"echo {RECLAIMED} > {quote(target.scope)}/memory.reclaim || true")
    if not int(host.run(f"cat {quote(target.scope)}/memory.swap.current")):
        raise RuntimeError("nothing was swapped out")
    return with_some_cpu_load(host)


CONTROL = T3Control("swap_used_but_idle", _prepare_stage)
