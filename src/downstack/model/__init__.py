"""The nouns: what a snapshot and an answer are made of. Imports nothing else of ours."""

from downstack.model.absent import Absent, Reason
from downstack.model.edge import Backward, Edge, Step
from downstack.model.entity import Connection, Entity
from downstack.model.kind import CEPH, KUBERNETES, PREFIXES, Kind
from downstack.model.layer import Layer
from downstack.model.level import Level
from downstack.model.path import Path
from downstack.model.platform import Platform
from downstack.model.snapshot import Snapshot
from downstack.model.truth import Truth
from downstack.model.value import Value

__all__ = [
    "CEPH",
    "KUBERNETES",
    "PREFIXES",
    "Absent",
    "Backward",
    "Connection",
    "Edge",
    "Entity",
    "Kind",
    "Layer",
    "Level",
    "Path",
    "Platform",
    "Reason",
    "Snapshot",
    "Step",
    "Truth",
    "Value",
]
