"""Every injection on the cluster is what its name says."""

import pytest

from lab.injection import YES_OR_NO
from lab.kubernetes.catalogue import faults, injection


@pytest.mark.parametrize("fault", faults())
def test_a_name_finds_its_injection(fault: str) -> None:
    """A module defines the fault of its name; a quantity has three levels in order."""
    found = injection(fault)

    assert found.tier == "K8s"
    mild, plain, hard = found.levels
    if found.levels == YES_OR_NO:
        assert found.sub_threshold == 0
    else:
        assert mild > plain > hard > 0
        assert found.sub_threshold > mild


def test_an_unknown_fault_is_refused_with_those_that_there_are() -> None:
    """A wrong name is not silently nothing."""
    with pytest.raises(LookupError, match="container_oom_killed"):
        injection("container_boredom")
