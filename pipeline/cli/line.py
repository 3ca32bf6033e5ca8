"""Commands that run the line, and what stands around it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import existing_file, read_settings
from pipeline.errors import BadInput

commands = typer.Typer()


@commands.command()
def run(
    once: Annotated[bool, typer.Option("--once", help="Without Airflow: one round in this process, then end.")] = False,
    feeds: Annotated[Path | None, typer.Option(help="Follow these feeds (CSV or OPML), not the newsroom.")] = None,
    replay: Annotated[Path | None, typer.Option(help="Recorded pages for the newsroom to replay (.jsonl.gz).")] = None,
    seed: Annotated[Path | None, typer.Option(help="Text of one more article for the newsroom.")] = None,
    force: Annotated[bool, typer.Option(help="With --once: poll every feed, due or not.")] = False,
    exit_after_load: Annotated[bool, typer.Option(help="Stop everything once the first rows are loaded.")] = False,
) -> None:
    """Start everything (Postgres, newsroom, Airflow), show what arrived, go on until Ctrl-C.

    With `--once` the same line runs in this process: poll, fetch, extract, deduplicate, classify, load.
    """
    from pipeline.runner.once import run_once
    from pipeline.runner.report import print_line_report, tell_step
    from pipeline.runner.supervise import RunPlan, supervise

    plan = RunPlan(existing_file(feeds), existing_file(replay), existing_file(seed), exit_after_load)
    if once:
        run_once(read_settings(), plan, is_forced=force)
        return
    raise typer.Exit(supervise(read_settings(), plan, tell_step, print_line_report))


@commands.command()
def stop() -> None:
    """Stop every process that a run started here, also after its parent was killed."""
    from pipeline.runner.supervise import stop_run

    typer.echo(f"stopped {stop_run(read_settings())} processes")


@commands.command(
    "airflow", context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)
def run_airflow(context: typer.Context) -> None:
    """Airflow's own command line on this checkout's Airflow: `dateline airflow backfill create …`."""
    import os

    from pipeline.runner.airflow_env import airflow_env
    from pipeline.store.embedded import find_server

    settings = read_settings()
    server = find_server(settings)
    if server is None:
        raise BadInput("the embedded Postgres does not run, and Airflow's tables stand in it; start it with `make run`")
    env = airflow_env(settings, server, parallelism=1)
    os.execvpe("airflow", ["airflow", *context.args], env)  # noqa: S606 the PATH begins with our own programs


@commands.command()
def newsroom(
    port: Annotated[int | None, typer.Option(help="Port on loopback (DATELINE_NEWSROOM_PORT).")] = None,
    replay: Annotated[Path | None, typer.Option(help="Recorded pages to replay (.jsonl.gz).")] = None,
    seed: Annotated[Path | None, typer.Option(help="Text of one more article.")] = None,
) -> None:
    """Serve the sample newsroom until Ctrl-C: made-up outlets the way real sites serve theirs."""
    try:
        import newsroom as room
    except ImportError as error:
        raise BadInput("the sample newsroom is part of a checkout only; see tests/newsroom") from error
    number = port if port is not None else read_settings().newsroom_port
    typer.echo(f"newsroom at http://127.0.0.1:{number}/", err=True)
    try:
        room.serve(number, replay=existing_file(replay), seed=existing_file(seed))
    except OSError as error:
        raise BadInput(f"{error}; choose another with --port or DATELINE_NEWSROOM_PORT") from error


@commands.command()
def settings() -> None:
    """List every setting: variable, value in force, default, reason."""
    from pipeline.runner.report import print_settings

    print_settings(read_settings())
