"""What a person says (`--symptom disk`): an effect that any symptom of its path explains."""

from downstack.effect import Effect, Guess
from downstack.model import Kind, Layer, Path

STRENGTH = 0.95
"""P(a person complains about a path | a symptom on it)."""
_TITLES: dict[Path | None, str] = {
    Path.STORAGE: "its user complains about the disk",
    Path.CPU: "its user complains about the CPU",
    Path.NETWORK: "its user complains about the network",
    Path.MEMORY: "its user complains about the memory",
    None: "its user says that it does not boot",
}


def complaint(path: Path | None, of: Kind) -> Effect:
    """Return the effect that a person complains about a path; None: that it does not boot."""
    return Effect(
        id=f"complaint_{path or 'boot'}",
        title=_TITLES[path],
        of=of,
        layer=Layer.APPLICATION,
        path=path,
        leak=Guess(0.01, "nothing is wrong that anybody could measure"),
        symptom=True,
    )
