"""A guest that computes on a host with a CPU to spare: the load of the CPU faults."""

from functools import partial

from lab.control import Control
from lab.stage import with_cpu_load

CONTROL = Control("cpu_busy", partial(with_cpu_load, neighbours=1))
