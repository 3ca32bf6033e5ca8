"""`dateline …`: the same steps as the DAGs, without Airflow, and the four JSON-lines stages.

Each command imports what it needs when it runs, so that `--help` and the JSON-lines commands start fast.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline import __version__
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
feeds_app = typer.Typer(no_args_is_help=True, help="The feeds that are followed: list, add, remove, import, export.")
db_app = typer.Typer(no_args_is_help=True, help="The database: upgrade its schema, look at its state, open psql.")
seeds_app = typer.Typer(no_args_is_help=True, help="Reference data: topics and feeds.")
raw_app = typer.Typer(no_args_is_help=True, help="The raw archive.")
quarantine_app = typer.Typer(no_args_is_help=True, help="Entries that broke a stage: list, show, send round again.")
for name, sub in (
    ("feeds", feeds_app),
    ("db", db_app),
    ("seeds", seeds_app),
    ("raw", raw_app),
    ("quarantine", quarantine_app),
):
    app.add_typer(sub, name=name)

STATUS_BAD_INPUT, STATUS_FAILED = 2, 1

JsonlFlag = Annotated[bool, typer.Option("--jsonl", help="Read JSON lines on standard input, write them to output.")]


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


# --- the line --------------------------------------------------------------------------------------------------------


@app.command()
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

    plan = RunPlan(_existing(feeds), _existing(replay), _existing(seed), exit_after_load)
    if once:
        run_once(_settings(), plan, is_forced=force)
        return
    raise typer.Exit(supervise(_settings(), plan, tell_step, print_line_report))


@app.command()
def stop() -> None:
    """Stop every process that a run started here, also after its parent was killed."""
    from pipeline.runner.supervise import stop_run

    typer.echo(f"stopped {stop_run(_settings())} processes")


@app.command()
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
    number = port if port is not None else _settings().newsroom_port
    typer.echo(f"newsroom at http://127.0.0.1:{number}/", err=True)
    try:
        room.serve(number, replay=_existing(replay), seed=_existing(seed))
    except OSError as error:
        raise BadInput(f"{error}; choose another with --port or DATELINE_NEWSROOM_PORT") from error


@app.command()
def settings() -> None:
    """List every setting: variable, value in force, default, reason."""
    from pipeline.runner.report import print_settings

    print_settings(_settings())


# --- feeds -----------------------------------------------------------------------------------------------------------


@feeds_app.command("list")
def feeds_list() -> None:
    """List the feeds with their health."""
    from pipeline.runner.report import print_feeds

    with _store() as store:
        print_feeds(store.rows("list_feeds"))


@feeds_app.command("add")
def feeds_add(
    url: Annotated[str, typer.Argument(help="A feed, or a site whose pages name one.")],
    name: Annotated[str | None, typer.Option(help="Name; default: the feed's own title.")] = None,
) -> None:
    """Add a feed by its address, or find the feeds of a site (`dateline feeds add https://site`)."""
    from pipeline.runner.feeds_add import find_feed_rows

    rows = find_feed_rows(url, name, _settings())
    with _store() as store:
        new, known = store.add_feeds(rows, is_revived=True)
    for row in rows:
        typer.echo(f"{row.name}  {row.url}")
    typer.echo(f"{new} added, {known} known already")


@feeds_app.command("remove")
def feeds_remove(feed: Annotated[str, typer.Argument(help="Its URL or number.")]) -> None:
    """Stop following a feed; its entries and articles stay."""
    with _store() as store:
        gone = store.rows("disable_feed", feed=feed)
    if not gone:
        raise BadInput(f"no feed has the URL or number {feed}; `dateline feeds list` shows them", subject=feed)
    typer.echo(f"no longer followed: {gone[0].url}")


@feeds_app.command("import")
def feeds_import(file: Annotated[Path, typer.Argument(help="A .csv (name,url,site,...) or .opml file.")]) -> None:
    """Add the feeds of a CSV or OPML file; known ones are brought up to date."""
    from pipeline.steps.seeding import read_feeds_file

    rows = read_feeds_file(file)
    with _store() as store:
        new, known = store.add_feeds(rows)
    typer.echo(f"{file}: {new} added, {known} known already")


@feeds_app.command("export")
def feeds_export(
    format_: Annotated[str, typer.Option("--format", help="csv or opml.")] = "csv",
) -> None:
    """Write the followed feeds as CSV or OPML to standard output."""
    from pipeline.feeds.csv_feeds import write_csv
    from pipeline.feeds.opml import write_opml
    from pipeline.feeds.rows import FeedRow

    if format_ not in ("csv", "opml"):
        raise BadInput(f"--format {format_} is not known; it is csv or opml", subject=format_)
    with _store() as store:
        rows = [
            FeedRow(
                one.name,
                one.url,
                one.site_url,
                one.country,
                one.language,
                one.kind,
                one.include_pattern,
                one.exclude_pattern,
            )
            for one in store.rows("list_feeds")
            if one.health not in ("disabled", "retired")
        ]
    typer.echo(write_csv(rows) if format_ == "csv" else write_opml(rows).decode(), nl=False)


@seeds_app.command("load")
def seeds_load(
    feeds: Annotated[Path | None, typer.Option(help="Also the feeds of this CSV or OPML file.")] = None,
) -> None:
    """Load topics (and feeds) into Postgres; loading again changes nothing."""
    from pipeline import steps

    with steps.open_workplace(_settings()) as place:
        report = steps.load_seeds(place, feeds)
    typer.echo(
        f"topics: {report.changed_topic_count} new or changed; "
        f"feeds: {report.new_feed_count} new, {report.known_feed_count} known already"
    )


# --- database --------------------------------------------------------------------------------------------------------


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the schema to the newest version; starts the embedded Postgres when no other is named."""
    from sqlalchemy.exc import OperationalError

    from pipeline.runner.supervise import prepare_databases
    from pipeline.store.migrate import schema_version, upgrade_schema
    from pipeline.store.store import explain, open_engine

    settings = _settings()
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


@db_app.command("status")
def db_status() -> None:
    """Show what the database holds: feeds, entries by state, articles, stories."""
    from pipeline.runner.report import print_status

    with _store() as store:
        print_status(store)


@db_app.command("psql", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
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
    url = make_url(database_url(_settings(), role))
    program = str(binary("psql"))
    env = dict(os.environ) | {"PGPASSWORD": str(url.password or "")}
    target = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database, url.query
    ).render_as_string()
    os.execve(program, [program, target, *context.args], env)  # noqa: S606 the shell's place is psql's


# --- looking ---------------------------------------------------------------------------------------------------------


@app.command()
def search(
    words: Annotated[str, typer.Argument(help='Words; "a phrase", or, -not as in a web search.')],
    limit: Annotated[int, typer.Option(help="How many articles.")] = 20,
) -> None:
    """Find articles by words in headline and body, best first."""
    from pipeline.runner.report import print_search

    with _store() as store:
        print_search(store.rows("search_articles", words=words, limit=limit), words)


@app.command()
def show(article: Annotated[str, typer.Argument(metavar="URL|ID", help="An address or an article's id.")]) -> None:
    """Show one article: its times and where each value came from, topics with evidence, story, revisions, ledger."""
    from pipeline.runner.show import print_article

    with _store() as store:
        print_article(store, article)


@raw_app.command("show")
def raw_show(
    article: Annotated[str, typer.Argument(metavar="URL|ID")],
    headers: Annotated[bool, typer.Option(help="Print status and headers instead of the body.")] = False,
) -> None:
    """Print the raw page of an article as it was fetched."""
    from pipeline.runner.show import read_raw_page

    settings = _settings()
    with _store() as store:
        page = read_raw_page(store, settings, article)
    if headers:
        typer.echo(f"{page.status_code} {page.url}")
        typer.echo("\n".join(f"{name}: {value}" for name, value in page.headers))
    else:
        sys.stdout.buffer.write(page.body)


@quarantine_app.command("list")
def quarantine_list(limit: Annotated[int, typer.Option()] = 50) -> None:
    """List what stands in quarantine, newest first."""
    from pipeline.runner.report import print_quarantine

    with _store() as store:
        print_quarantine(store.rows("list_quarantine", limit=limit))


@quarantine_app.command("show")
def quarantine_show(number: Annotated[int, typer.Argument(help="From `dateline quarantine list`.")]) -> None:
    """Show one case whole: the entry, the stage, the error, and how to replay it."""
    from pipeline.runner.report import print_quarantine

    with _store() as store:
        found = [row for row in store.rows("list_quarantine", limit=100_000) if row.quarantine_id == number]
    if not found:
        raise BadInput(f"no open quarantine case has the number {number}; `dateline quarantine list` shows them")
    print_quarantine(found)


@quarantine_app.command("replay")
def quarantine_replay(number: Annotated[int, typer.Argument(help="From `dateline quarantine list`.")]) -> None:
    """Send one quarantined entry round again with the next run."""
    from pipeline.steps.workplace import utc_now

    with _store() as store:
        sent = store.rows("replay_quarantine", quarantine_id=number, now=utc_now())
    if not sent:
        raise BadInput(f"no open quarantine case has the number {number}; `dateline quarantine list` shows them")
    typer.echo(f"entry {sent[0].entry_id} goes round again with the next run")


# --- JSON lines ------------------------------------------------------------------------------------------------------


@app.command()
def extract(jsonl: JsonlFlag = False) -> None:
    """Pages in, articles out: {"id","path"|"html","url"?} a line."""
    from pipeline.extract.surface import extract_lines

    _print_lines(jsonl, lambda lines: extract_lines(lines))


@app.command("parse-feed")
def parse_feed(jsonl: JsonlFlag = False) -> None:
    """Feed documents in, their entries out: {"id","path"|"html","url"?,"content_type"?} a line."""
    from pipeline.feeds.surface import parse_line
    from pipeline.jsonl import map_lines

    _print_lines(jsonl, lambda lines: map_lines(lines, parse_line))


@app.command()
def classify(jsonl: JsonlFlag = False) -> None:
    """Articles in, topics with evidence out: {"id","title","text"} a line."""
    from pipeline.classify.surface import classify_line
    from pipeline.jsonl import map_lines

    _print_lines(jsonl, lambda lines: map_lines(lines, classify_line))


@app.command()
def dedupe(jsonl: JsonlFlag = False) -> None:
    """Articles in, copies and stories out: {"id","url"?,"title","text","published_at"?} a line. Reads all first."""
    from pipeline.dedupe.surface import dedupe_lines
    from pipeline.jsonl import collect_lines

    _print_lines(jsonl, lambda lines: collect_lines(lines, dedupe_lines))


def _print_lines(jsonl: bool, answer: Any) -> None:
    if not jsonl:
        raise BadInput(
            "say --jsonl: this command reads JSON lines on standard input and writes them to standard output"
        )
    output = sys.stdout
    output.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        for line in answer(sys.stdin.buffer):
            output.write(line + "\n")
        output.flush()
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise BadInput(f"cannot read standard input: {error}") from error


def _settings() -> Any:
    from pipeline.settings import Settings

    return Settings.from_env()


def _store() -> Any:
    from pipeline.store.store import open_store

    return open_store(_settings())


def _existing(path: Path | None) -> Path | None:
    if path is not None and not path.exists():
        raise BadInput(f"there is no file {path}", subject=str(path))
    return path.resolve() if path else None


if __name__ == "__main__":
    main()
