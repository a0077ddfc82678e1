"""Reports that a person has read and accepted."""

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "golden"


def recorded(name: str, text: str, *, regenerate: bool) -> str:
    """Return the accepted report, or accept *text* first when asked to *regenerate*.

    Errors: FileNotFoundError when there is none: a misspelt name must not pass.
    """
    path = FOLDER / name
    if regenerate:
        path.write_text(text)
    if not path.is_file():
        raise FileNotFoundError(f"no golden {name}: run with --regenerate and read what it wrote")
    return path.read_text()
