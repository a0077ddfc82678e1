"""Options and fixtures of the tests of the whole."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.support.golden import recorded


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a person accept a changed report, to read the difference before it is committed."""
    parser.addoption("--regenerate", action="store_true", help="write tests/golden/ anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], str]:
    """Return what a report was when a person last read it."""
    return partial(recorded, regenerate=request.config.getoption("--regenerate"))
