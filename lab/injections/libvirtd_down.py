"""The host's libvirtd does not run; its guests do."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from lab.host import Host
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage, with_disk_load


def _refused(host: Host) -> float:
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(host.run_folder / "libvirt-sock"))
        except OSError:
            return 1
    return 0


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = _refused(stage.host)
    if level:
        stage.host.stop_daemon()
    try:
        stage.target.must("true")  # the guest goes on
        yield witness(
            lambda: _refused(stage.host),
            lambda refused: refused == level,
            means="connections to libvirt refused",
            unit="of 1",
            before=before,
        )
    finally:
        if stage.host.daemon is None:
            stage.host.start_daemon()


INJECTION = Injection(
    fault="libvirtd_down",
    tier="T1",
    path=None,
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="stopped",
    prepare=with_disk_load,
    apply=_apply,
)
