"""Recordings are files that a person can read and find, and that anybody may read."""

import json

from lab.kubernetes.record import file_name, kept


def test_a_path_has_one_file() -> None:
    """No folder is needed, and a query is kept."""
    path = "/api/v1/pods?labelSelector=kubevirt.io%3Dvirt-launcher"

    assert file_name(path) == "_api_v1_pods?labelSelector=kubevirt.io%253Dvirt-launcher.json"


def test_secrets_are_left_out() -> None:
    """A list is kept as the source hands it on, with the server's time."""
    main = {"name": "main", "env": [{"name": "PASSWORD", "value": "hunter2"}]}
    text = json.dumps({"kind": "PodList", "items": [{"spec": {"containers": [main]}}]})

    assert json.loads(kept("/api/v1/pods", text, "2026-11-27T09:43:00Z")) == {
        "items": [{"spec": {"containers": [{"name": "main"}]}}],
        "date": "2026-11-27T09:43:00Z",
    }


def test_only_sums_and_counts_of_durations_are_kept() -> None:
    """A bucket of the same histogram is not."""
    name = "etcd_request_duration_seconds"
    total, bucket = f'{name}_sum{{operation="get"}} 0.5\n', f'{name}_bucket{{le="0.5"}} 3\n'

    assert kept("/metrics", total + bucket, "") == total
