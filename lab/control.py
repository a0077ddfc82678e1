"""What a control is: machines which are busy and healthy, where downstack must stay silent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from lab.host import Host
from lab.stage import Stage


@dataclass(frozen=True, slots=True)
class Control:
    """A healthy stage."""

    name: str
    prepare: Callable[[Host], Stage]
    tier: Literal["T1", "ceph"] = "T1"
