"""The load of the network faults, on a network without a fault."""

from lab.t3.injection import T3Control
from lab.t3.stage import with_network_load

CONTROL = T3Control("network_busy", with_network_load)
