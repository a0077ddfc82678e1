"""The manifest of downstack's rights gives no more than reading, and nothing that is secret."""

import re

from lab.kubernetes.cluster import RIGHTS

TEXT = re.sub(r"^\s*#.*$", "", RIGHTS.read_text(), flags=re.MULTILINE)


def test_all_verbs_only_read() -> None:
    """There is no verb which changes anything, nor one that keeps a connection."""
    verbs = {verb for row in re.findall(r"verbs: \[(.*?)\]", TEXT) for verb in row.split(", ")}

    assert verbs == {"get", "list"}


def test_nothing_secret_and_no_way_into_a_pod_is_in_it() -> None:
    """Who may proxy to a kubelet may run programs in its pods."""
    words = set(re.findall(r"[a-z/*]+", TEXT))

    assert not words & {"secrets", "configmaps", "nodes/proxy", "pods/exec", "pods/log", "*"}
    assert words > {"pods", "nodes/stats", "volumeattachments"}
