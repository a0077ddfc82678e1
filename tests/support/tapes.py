"""What a real API server answered, as the source hands it on: folders of a cluster in one state."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from downstack.collector import Collector, Reading, Row
from downstack.derive import rows_of
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answer, Answers, Raw, Request, Way
from downstack.sources.kubernetes_paths import need_of, right_of

HERE = Path(__file__).parents[2] / "src/downstack/collectors/kube_cluster_test"
_ASKED = re.compile(r"^GET (\S+): ([0-9]{3})$", re.MULTILINE)
_OF_KUBELETS = re.compile(r"^KUBELET ([^/\s]+)(\S+): ([0-9]{3})$", re.MULTILINE)
NOTHING = Snapshot()
_OK, _FORBIDDEN = 200, 403


def tape(state: str) -> dict[Request, Answer]:
    """Return the answers of a recorded state by request; a refusal is what the source makes of it.

    Errors: FileNotFoundError when there is no such recording.
    """
    folder = HERE / state
    recorded = (folder / "recorded").read_text()
    asked = {
        **{Request(Way.KUBERNETES, path): (path, s) for path, s in _ASKED.findall(recorded)},
        **{
            Request(Way.KUBELET, place + path): (path, s)
            for place, path, s in _OF_KUBELETS.findall(recorded)
        },
    }
    return {request: _answer(folder, path, int(s)) for request, (path, s) in asked.items()}


def _answer(folder: Path, path: str, status: int) -> Answer:
    if status == _OK:
        return Raw((folder / f"{path.replace('/', '_')}.json").read_text(), 1.0)
    if status == _FORBIDDEN:
        return Absent(Reason.DENIED, right_of(path))
    return Absent(Reason.MISSING, need_of(path))


def rows(collector: Collector, state: str, files: dict[str, str] | None = None) -> list[Row]:
    """Return what a collector makes of a recorded state, and of *files* of the machine."""
    more = {Request(Way.FILE, path): Raw(text, 1.0) for path, text in (files or {}).items()}
    return list(collector.parse(Answers({**tape(state), **more}), NOTHING))


def read(found: Sequence[Row], kind: Kind, name: str = "") -> dict[str, Value]:
    """Return the readings of the one entity of this kind, or of that name's beginning."""
    readings = rows_of(row for row in found if isinstance(row, Reading))
    (one,) = (o for o in readings if o.kind is kind and o.name.startswith(name))
    return dict(readings[one])


def items(state: str, path: str) -> list[dict[str, object]]:
    """Return the objects of a recorded list."""
    answer = tape(state)[Request(Way.KUBERNETES, path)]
    assert isinstance(answer, Raw), answer
    return list(json.loads(answer.text)["items"])


def named(found: Sequence[Row], kind: Kind) -> set[Entity]:
    """Return the entities of a kind among rows."""
    return {row for row in found if isinstance(row, Entity) and row.kind is kind}
