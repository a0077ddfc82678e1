"""One cluster for all tests of this folder that break it: it takes longer to make than to break."""

from collections.abc import Iterator

import pytest

from lab.kubernetes.cluster import Cluster
from lab.kubernetes.experiment import running
from lab.lock import exclusive
from lab.packages import install_missing


@pytest.fixture(scope="package")
def cluster() -> Iterator[Cluster]:
    """Return a running cluster."""
    install_missing()
    with exclusive(), running() as up:
        yield up
