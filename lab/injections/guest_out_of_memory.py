"""The guest's own programs want more memory than it has."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Injection, Witness, witness
from lab.load import Load
from lab.memory import WORK, fill, set_time, with_memory_load
from lab.stage import Stage

MORE = Load("more_memory", WORK.script.replace("/mnt/set", "/mnt/more"))


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = set_time(stage.target)
    try:
        fill(stage.target, "more", int(level))
        stage.target.start_load(MORE)
        yield witness(
            lambda: set_time(stage.target),
            lambda seconds: level < INJECTION.levels[0] or seconds > 2 * before,
            means="reading its working set in the guest",
            unit="s",
            before=before,
        )
    finally:
        stage.target.stop_loads()
        stage.target.must("rm -f /mnt/more")
        stage.target.start_load(WORK)


INJECTION = Injection(
    fault="guest_out_of_memory",
    tier="T1",
    path="memory",
    levels=(60, 80, 110),
    sub_threshold=10,
    unit="MiB more in use",
    prepare=with_memory_load,
    apply=_apply,
)
