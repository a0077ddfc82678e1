"""What a reading can be."""

from downstack.model.absent import Absent

Value = float | str | Absent
"""A finite number in base units, a declared state or text, or the reason there is none."""
