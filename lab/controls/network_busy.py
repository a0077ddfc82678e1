"""The load of the network faults, on a network without a fault."""

from lab.control import Control
from lab.stage import with_network_load

CONTROL = Control("network_busy", with_network_load)
