"""`dateline label` and `dateline models …`: what readers teach the classifier, and which one is in use."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from pipeline.cli.common import read_settings
from pipeline.errors import BadInput

commands = typer.Typer()
models_commands = typer.Typer(
    no_args_is_help=True, help="The classifiers: list, show, put one into use, take the last one back."
)

ByOption = Annotated[str, typer.Option("--by", help="Who; default: your login name.", show_default=False)]
WhyOption = Annotated[str, typer.Option("--why", help="Why, in your words.")]


@commands.command()
def label(
    article: Annotated[str | None, typer.Argument(metavar="URL|ID", help="An address or an article's id.")] = None,
    topic: Annotated[str | None, typer.Argument(help="security, counterterrorism, cybercrime, ...")] = None,
    answer: Annotated[str | None, typer.Argument(metavar="yes|no", help="Whether the article has the topic.")] = None,
    why: WhyOption = "",
    by: ByOption = "",
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Read lines {"url","topic","label","why"?,"by"?}.')] = False,
) -> None:
    """Say that an article has a topic, or has not. It wins over the model at once, and the next training learns it.

    With `--jsonl` many labels come on standard input, one answer a line; a bad line is answered with its `error`.
    """
    from pipeline import steps
    from pipeline.jsonl import map_lines

    who = by or getpass.getuser()
    if jsonl:
        with steps.open_workplace(read_settings()) as place:
            for line in map_lines(sys.stdin.buffer, lambda one: steps.label_line(place, one, reason=why, by=who)):
                typer.echo(line)
        return
    if article is None or topic is None or answer is None:
        raise BadInput(
            "say which article, which topic, and yes or no: `dateline label URL cybercrime yes --why …`, "
            "or give lines with --jsonl"
        )
    with steps.open_workplace(read_settings()) as place:
        said = steps.label_topic(place, article, topic, answer, reason=why, by=who)
    before = {None: "nobody had judged", True: "it had the topic before", False: "it had not got the topic before"}
    typer.echo(f"{said.title or '(no headline)'}\n{said.url}")
    typer.echo(
        f"{topic}: {'yes' if said.is_positive else 'no'} by {who}; "
        f"{before[said.was_assigned] if said.is_new else 'that stood already, nothing changed'}"
    )
    if said.implied:
        typer.echo(f"carried with it: {', '.join(said.implied)}")
    for note in said.notes:
        typer.echo(f"note: {note}")


@models_commands.command("list")
def models_list() -> None:
    """List the classifiers, newest first, with the latest decision on each."""
    from pipeline import steps
    from pipeline.runner.models import print_models

    with steps.open_workplace(read_settings()) as place:
        print_models(steps.list_models(place))


@models_commands.command("show")
def models_show(
    model: Annotated[str, typer.Argument(metavar="ID", help="A version or the beginning of one.")],
) -> None:
    """Show one classifier: what it was trained on, its figures per topic and source, every decision on it."""
    from pipeline import steps
    from pipeline.runner.models import print_model

    with steps.open_workplace(read_settings()) as place:
        print_model(steps.find_model(place, model), place.store.rows("list_model_decisions"))


@models_commands.command("promote")
def models_promote(
    model: Annotated[str, typer.Argument(metavar="ID", help="A version or the beginning of one.")],
    why: WhyOption = "put into use by hand",
    by: ByOption = "",
) -> None:
    """Put a classifier into use: every batch that begins from now on, on every worker, is judged by it."""
    from pipeline import steps

    with steps.open_workplace(read_settings()) as place:
        used = steps.promote_model(place, model, by=by or getpass.getuser(), reason=why)
    typer.echo(f"in use: {used.model_version}; `dateline reclassify` shows what it changes in what stands")


@models_commands.command("rollback")
def models_rollback(why: WhyOption = "", by: ByOption = "") -> None:
    """Put the classifier that was in use before back into use; again goes one further back."""
    from pipeline import steps

    with steps.open_workplace(read_settings()) as place:
        model, replaced = steps.roll_back_model(place, by=by or getpass.getuser(), reason=why)
    typer.echo(f"in use: {model.model_version}, no longer {replaced}")
