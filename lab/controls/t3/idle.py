"""Guests that have nothing to do."""

from lab.t3.injection import T3Control
from lab.t3.stage import idle

CONTROL = T3Control("idle", idle)
