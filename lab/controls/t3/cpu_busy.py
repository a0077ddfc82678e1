"""A guest that computes on a host with CPUs to spare."""

from lab.t3.injection import T3Control
from lab.t3.stage import with_some_cpu_load

CONTROL = T3Control("cpu_busy", with_some_cpu_load)
