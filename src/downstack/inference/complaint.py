"""What a person says (`--symptom disk`): an effect that any symptom of its path explains."""

from downstack.effect import Effect, Guess
from downstack.model import Kind, Layer, Path

STRENGTH = 0.95
"""P(a person complains about a path | a symptom on it)."""
_WORDS = {Path.STORAGE: "disk", Path.CPU: "CPU", Path.NETWORK: "network", Path.MEMORY: "memory"}


def complaint(path: Path, of: Kind) -> Effect:
    """Return the effect that a person complains about this path of an entity of this kind."""
    return Effect(
        id=f"complaint_{path}",
        title=f"its user complains about the {_WORDS[path]}",
        of=of,
        layer=Layer.APPLICATION,
        path=path,
        leak=Guess(0.01, "nothing is wrong that anybody could measure"),
        symptom=True,
    )
