"""What holds for every injection and control."""

import pytest

from lab import catalogue, controls, injections


@pytest.mark.parametrize("name", catalogue.names(injections))
def test_levels_go_from_mild_to_hard_and_the_harmless_one_is_milder(name: str) -> None:
    """Levels rise or fall, and sub_threshold lies beyond the mild end."""
    found = catalogue.injection(name)
    mild, plain, hard = found.levels
    assert mild <= plain <= hard or mild >= plain >= hard
    assert found.sub_threshold not in found.levels
    assert (found.sub_threshold < mild) == (hard >= mild)


@pytest.mark.parametrize("name", catalogue.names(controls))
def test_a_control_is_named_like_its_module(name: str) -> None:
    """The catalogue checks names when it loads."""
    assert catalogue.control(name).name == name


def test_an_unknown_fault_is_refused_with_the_known_ones() -> None:
    """A typing error does not inject nothing."""
    with pytest.raises(LookupError, match="storage_backend_slow"):
        catalogue.injection("storage_backend_slwo")
