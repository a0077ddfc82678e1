"""The verbs and their options; each verb imports what it needs when it runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from downstack.cli.look import Look, looking, looking_live
from downstack.cli.options import Json, Keep, NoColor, Symptom, Target

app = typer.Typer(
    name="downstack",
    help="Which layer is at fault? Names it for anything that runs on QEMU/KVM.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 healthy, 10 cause found, 11 undecided, 2 wrong use, 70 internal error.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from downstack import __version__

        typer.echo(f"downstack {__version__}")
        raise typer.Exit


@app.callback()
def downstack(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Which layer is at fault? Names it for anything that runs on QEMU/KVM."""


@app.command()
@looking
def why(
    target: Target,
    look: Look,
    symptom: Annotated[
        list[Symptom] | None, typer.Option(help="Say what it suffers from; may be repeated.")
    ] = None,
    questions: Annotated[
        bool, typer.Option("--questions", help="The ten questions, each with its evidence.")
    ] = False,
    ticket: Annotated[bool, typer.Option("--ticket", help="80 columns of text to paste.")] = False,
    keep: Keep = None,
    as_json: Json = False,
    no_color: NoColor = False,
) -> int:
    """Name the layer at fault, the cause, what is cleared and by which measurement, and the fix."""
    from downstack.cli.why import Form, explain_target

    form = Form(json=as_json, ticket=ticket, questions=questions, color=not no_color)
    return explain_target(target, tuple(symptom or ()), replace(look, output=keep), form)


@app.command()
@looking
def check(
    look: Look,
    nagios: Annotated[bool, typer.Option("--nagios", help="One line with perfdata.")] = False,
    as_json: Json = False,
    no_color: NoColor = False,
) -> int:
    """Patrol: everything wrong or risky here; silent on a healthy machine."""
    from downstack.cli.check import patrol
    from downstack.cli.why import Form

    return patrol(look, Form(json=as_json, color=not no_color), nagios=nagios)


@app.command()
@looking
def hops(
    target: Annotated[str, typer.Argument(help="vm/NAME or a bare name.")],
    look: Look,
    as_json: Json = False,
    no_color: NoColor = False,
) -> int:
    """Show the four paths hop by hop with waits, errors and limits."""
    from downstack.cli.why import Form, show_hops

    return show_hops(target, look, Form(json=as_json, color=not no_color))


@app.command(name="map")
@looking
def map_(
    target: Annotated[str, typer.Argument(help="vm/NAME, osd/N, pool/NAME, pod/NS/NAME ...")],
    look: Look,
    as_json: Json = False,
    no_color: NoColor = False,
) -> int:
    """Show what a target stands on, and what stands on it: the OSDs of a VM, the VMs of an OSD."""
    from downstack.cli.map import show_map
    from downstack.cli.why import Form

    return show_map(target, look, Form(json=as_json, color=not no_color))


@app.command()
@looking_live
def collect(
    output: Annotated[Path, typer.Option("--output", "-o", help="The bundle to write.")],
    look: Look,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", help="Replace names and addresses by keyed pseudonyms.")
    ] = False,
) -> int:
    """Write one redacted bundle with all the evidence; every verb takes it with --from."""
    from downstack.cli.collect import write_bundle

    return write_bundle(replace(look, pseudonyms=pseudonyms, output=output))


@app.command()
def explain(
    fault: Annotated[str, typer.Argument(help="The id of a fault; without one, all of them.")] = "",
    no_color: NoColor = False,
) -> int:
    """Print a page of the catalogue."""
    from downstack.cli.explain import print_page

    return print_page(fault, color=not no_color)


@app.command(hidden=True)
def docs(
    folder: Annotated[Path, typer.Argument(help="Where the generated pages live.")],
    compare: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 11 when a page is stale.")
    ] = False,
) -> int:
    """Write the generated documentation."""
    from downstack.cli.docs import write_pages

    return write_pages(folder, compare=compare)
