"""The storm: an OSD is lost, the recovery overruns a slow one, a pod above all of it stalls.

A real Ceph cluster, a real VM on it, a real kubelet in the VM, a real pod: python -m lab.storm.
"""

from __future__ import annotations

import sys

from lab.experiment import new_host
from lab.failure import LabError
from lab.lock import exclusive
from lab.packages import install_missing
from lab.storm.ask import answer, why, wrong_in
from lab.storm.incidents import INCIDENTS, SLOW, VICTIM
from lab.storm.stage import StormStage, with_storm

INCIDENT = "recovery_storm"


def _say(text: str) -> None:
    print(f"\n=== {text}", flush=True)


def _show(stage: StormStage) -> None:
    print(f"$ downstack why {stage.pod_target} {' '.join(('--guest', *stage.options))}\n")
    print(why(stage), flush=True)


def _storm(stage: StormStage) -> str:
    """Let it break, ask, and return what is wrong with the answer."""
    with INCIDENTS[INCIDENT].apply(stage) as seen:
        _say(
            f"osd.{VICTIM} is lost, its data is made anew on the others, and the disk of "
            f"osd.{SLOW} is slow\n    ({seen}; the API server has the pod as not ready)"
        )
        _show(stage)
        return wrong_in(answer(stage), INCIDENTS[INCIDENT])


def _verify(stage: StormStage) -> str:
    """Ask again, and return what is wrong with the answer."""
    stage.wait_healed()
    _say(f"repaired: osd.{VICTIM} is back, the disk is as fast as before; the same question again")
    _show(stage)
    layers = [cause["layer"] for cause in answer(stage)["causes"]]
    return "it still names the storage" if "storage" in layers else ""


def main() -> str:
    """Run the demo and return what was wrong with it, or nothing."""
    install_missing()
    with exclusive(), new_host() as host:
        _say("making the machines (a minute or two)")
        stage = with_storm(host, lambda step: print(f"    {step}", flush=True))
        _say("nothing is wrong yet")
        _show(stage)
        during = _storm(stage)
        after = _verify(stage)
        _say("the machines are removed")
    return during or after


if __name__ == "__main__":
    try:
        wrong = main()
    except LabError as error:
        wrong = str(error)
    if wrong:
        sys.exit(f"demo-storm: {wrong}")
    print(f"checked: the storage is at fault, and osd.{SLOW} of it; after the repair no more")
