"""`dateline db …` and `dateline seeds …`: the schema, psql, reference data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import open_store, read_settings
from pipeline.errors import BadInput

commands = typer.Typer(no_args_is_help=True, help="The database: upgrade its schema, look at its state, open psql.")
seeds_commands = typer.Typer(no_args_is_help=True, help="Reference data: topics and feeds.")


@commands.command("upgrade")
def db_upgrade() -> None:
    """Bring the schema to the newest version; starts the embedded Postgres when no other is named."""
    from sqlalchemy.exc import OperationalError

    from pipeline.runner.supervise import prepare_databases
    from pipeline.store.migrate import schema_version, upgrade_schema
    from pipeline.store.store import explain, open_engine

    settings = read_settings()
    if settings.database_url:
        engine = open_engine(settings.database_url)
        try:
            before, after = upgrade_schema(engine, settings)
        except OperationalError as error:
            raise explain(engine, error) from error
        typer.echo(f"schema {before or 'empty'} -> {after}")
        return
    server = prepare_databases(settings)
    version = schema_version(open_engine(server.url("dateline")))
    typer.echo(f"embedded Postgres on port {server.port}, schema {version}")


@commands.command("status")
def db_status() -> None:
    """Show what the database holds: feeds, entries by state, articles, stories."""
    from pipeline.runner.report import print_status

    with open_store() as store:
        print_status(store)


@commands.command("psql", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def db_psql(
    context: typer.Context,
    role: Annotated[str, typer.Option(help="analyst or writer.")] = "analyst",
) -> None:
    """Open psql as the analyst's role; more arguments go to psql (`dateline db psql -- -c "select 1"`)."""
    import os

    from sqlalchemy.engine import URL, make_url

    from pipeline.store.embedded import binary
    from pipeline.store.store import database_url

    if role not in ("analyst", "writer"):
        raise BadInput(f"--role {role} is not known; it is analyst or writer", subject=role)
    url = make_url(database_url(read_settings(), role))
    program = str(binary("psql"))
    env = dict(os.environ) | {"PGPASSWORD": str(url.password or "")}
    target = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string()
    os.execve(program, [program, target, *context.args], env)  # noqa: S606 the shell's place is psql's


@seeds_commands.command("load")
def seeds_load(
    feeds: Annotated[Path | None, typer.Option(help="Also the feeds of this CSV or OPML file.")] = None,
) -> None:
    """Load topics (and feeds) into Postgres; loading again changes nothing."""
    from pipeline import steps

    with steps.open_workplace(read_settings()) as place:
        report = steps.load_seeds(place, feeds)
    typer.echo(
        f"topics: {report.changed_topic_count} new or changed; "
        f"feeds: {report.new_feed_count} new, {report.known_feed_count} known already"
    )
