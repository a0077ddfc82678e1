"""What a platform is, and how it is recognised."""

from __future__ import annotations

from dataclasses import dataclass

from downstack.model import Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """A platform manages a domain when its definition carries this mark.

    `metadata` is an XML namespace in the domain's <metadata>; "" marks the platform to assume
    where no other is recognised.
    """

    id: str
    platform: Platform
    metadata: str
    title: str
