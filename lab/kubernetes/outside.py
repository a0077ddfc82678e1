"""downstack on a machine that has a login of the cluster, and nothing else of it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from lab.kubernetes.cluster import Cluster

DOWNSTACK = Path(sys.executable).with_name("downstack")
SECONDS = 90


def answer_from_outside(
    cluster: Cluster, *arguments: str, user: str = "downstack"
) -> dict[str, Any]:
    """Return the JSON that a verb of downstack says there; no process of the lab is seen."""
    login = cluster.folder / "kubeconfig" / "outside"
    login.write_text(cluster.kubeconfig_for(user, cluster.folder))
    outside = ["ip", "netns", "exec", cluster.host.network.outer]
    alone = ["unshare", "--pid", "--fork", "--mount-proc"]
    argv = [str(DOWNSTACK), *arguments, "--kubeconfig", str(login), "--json"]
    done = subprocess.run(
        [*outside, *alone, *argv], stdout=subprocess.PIPE, timeout=SECONDS, check=False
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
