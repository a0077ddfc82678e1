"""Signals of the clock of this machine."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_CLOCKSOURCE = "/sys/devices/system/clocksource/clocksource0"
_CHRONY = "chronyc -c tracking, https://chrony-project.org/doc/latest/chronyc.html"
_state = partial(Signal, of=Kind.HOST, semantics=Semantics.STATE, unit=Unit.NONE)
_text = partial(Signal, of=Kind.HOST, semantics=Semantics.TEXT, unit=Unit.NONE)
_seconds = partial(
    Signal, of=Kind.HOST, semantics=Semantics.INSTANT, unit=Unit.SECONDS, origin=_CHRONY
)

SOURCE = _state(
    name="host_clocksource",
    help="What it reads the time from; anything but tsc on bare metal makes every look slow.",
    origin=f"{_CLOCKSOURCE}/current_clocksource",
    states=("tsc", "kvm-clock", "arch_sys_counter", "hyperv_clocksource_tsc_page", "hpet", "other"),
)
SOURCES = _text(
    name="host_clocksources",
    help="What it could read the time from.",
    origin=f"{_CLOCKSOURCE}/available_clocksource",
)
TIME = _text(
    name="host_time",
    help="The time that it believes in (UTC).",
    origin="btime in /proc/stat plus /proc/uptime",
)
SYNCHRONISED = _state(
    name="host_clock_synchronised",
    help="Whether chrony follows a time server.",
    origin=_CHRONY,
    states=("yes", "no"),
)
OFFSET = _seconds(
    name="host_clock_offset_seconds",
    help="How far its clock is from the time server's, in either direction.",
)
ROOT_DISPERSION = _seconds(
    name="host_clock_root_dispersion_seconds",
    help="How far the time server's own clock may be off.",
)
