"""`dateline …`: the same steps as the DAGs, without Airflow, and the four JSON-lines stages. One module a group of commands.

Each command imports what it needs when it runs, so that `--help` and the JSON-lines commands start fast.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline import __version__
from pipeline.cli import database, feeds, history, line, looking, stages, topics
from pipeline.errors import BadInput, DatelineError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="News from feeds into Postgres: fetched, extracted, deduplicated, classified by topic.\n\n"
    "**Start here:** `dateline run` starts everything and shows what arrived; `dateline search \"words\"` and "
    "`dateline show URL` look at it; `dateline db psql` opens SQL. `dateline settings` lists every knob.",
)  # fmt: skip
for commands in (line.commands, looking.commands, topics.commands, history.commands, stages.commands):
    app.registered_commands += commands.registered_commands
app.add_typer(feeds.commands, name="feeds")
app.add_typer(database.commands, name="db")
app.add_typer(database.seeds_commands, name="seeds")
app.add_typer(topics.models_commands, name="models")
app.add_typer(looking.raw_commands, name="raw")
app.add_typer(looking.quarantine_commands, name="quarantine")

STATUS_BAD_INPUT, STATUS_FAILED = 2, 1


def main() -> None:
    """Run the command line; a known error is one clear message and a status, never a traceback."""
    try:
        app()
    except DatelineError as error:
        print(f"dateline: {error}", file=sys.stderr)  # noqa: T201
        raise SystemExit(STATUS_BAD_INPUT if isinstance(error, BadInput) else STATUS_FAILED) from error
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output stopped early


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(f"dateline {__version__}")
        raise typer.Exit
