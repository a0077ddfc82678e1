"""Recordings are files that a person can read and find."""

from lab.kubernetes.record import METRIC, file_name


def test_a_path_has_one_file() -> None:
    """No folder is needed, and a query is kept."""
    path = "/api/v1/pods?labelSelector=kubevirt.io%3Dvirt-launcher"

    assert file_name(path) == "_api_v1_pods?labelSelector=kubevirt.io%253Dvirt-launcher"


def test_only_sums_and_counts_of_durations_are_kept() -> None:
    """A bucket of the same histogram is not."""
    name = "etcd_request_duration_seconds"

    assert METRIC.match(f'{name}_sum{{operation="get"}} 0.5')
    assert not METRIC.match(f'{name}_bucket{{operation="get",le="0.5"}} 3')
