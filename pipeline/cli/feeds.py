"""`dateline feeds …`: the feeds that are followed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import open_store, read_settings
from pipeline.errors import BadInput

commands = typer.Typer(no_args_is_help=True, help="The feeds that are followed: list, add, remove, import, export.")


@commands.command("list")
def feeds_list() -> None:
    """List the feeds with their health."""
    from pipeline.runner.report import print_feeds

    with open_store() as store:
        print_feeds(store.rows("list_feeds"))


Include = Annotated[str | None, typer.Option(help="Only entries whose title or URL match (regular expression).")]
Exclude = Annotated[str | None, typer.Option(help="Not the entries whose title or URL match (regular expression).")]
Interval = Annotated[str | None, typer.Option(help="Between polls: 15m, 2h, 1d, or auto.")]
Header = Annotated[list[str] | None, typer.Option(help='"Name: value", sent to the feed\'s own origin; repeatable.')]
UserAgent = Annotated[str | None, typer.Option(help="User agent for this feed's origin.")]
ContentOnly = Annotated[
    bool | None, typer.Option("--content-only/--fetch-pages", help="Take the feed's own text; never fetch pages.")
]


@commands.command("add")
def feeds_add(
    url: Annotated[str, typer.Argument(help="A feed, or a site whose pages name one.")],
    name: Annotated[str | None, typer.Option(help="Name; default: the feed's own title.")] = None,
    include: Include = None,
    exclude: Exclude = None,
    interval: Interval = None,
    header: Header = None,
    user_agent: UserAgent = None,
    content_only: ContentOnly = None,
) -> None:
    """Add a feed by its address, or find the feeds of a site (`dateline feeds add https://site`)."""
    from pipeline.runner.feeds_add import find_feed_rows
    from pipeline.runner.feeds_set import add_options

    options = add_options(include, exclude, interval, header, user_agent, content_only)
    rows = [replace(row, **options) for row in find_feed_rows(url, name, read_settings(), options.get("headers", ()))]
    with open_store() as store:
        new, known = store.add_feeds(rows, is_revived=True)
    for row in rows:
        typer.echo(f"{row.name}  {row.url}")
    typer.echo(f"{new} added, {known} known already")


@commands.command("show")
def feeds_show(feed: Annotated[str, typer.Argument(help="Its URL or number.")]) -> None:
    """Show one feed: what is set for it, and how it fares."""
    from pipeline.runner.feeds_set import print_feed, read_feed

    with open_store() as store:
        print_feed(read_feed(store, feed))


@commands.command("set")
def feeds_set(
    feed: Annotated[str, typer.Argument(help="Its URL or number.")],
    include: Include = None,
    exclude: Exclude = None,
    interval: Interval = None,
    header: Header = None,
    user_agent: UserAgent = None,
    content_only: ContentOnly = None,
) -> None:
    """Set filters and fetch options of one feed; an empty value takes an option away.

    Filters hold for entries from the next poll on.
    """
    from pipeline.runner.feeds_set import print_feed, read_feed, set_options

    with open_store() as store:
        known = read_feed(store, feed)
        set_options(store, known, include, exclude, interval, header, user_agent, content_only)
        print_feed(read_feed(store, feed))


@commands.command("remove")
def feeds_remove(feed: Annotated[str, typer.Argument(help="Its URL or number.")]) -> None:
    """Stop following a feed; its entries and articles stay."""
    from pipeline.runner.feeds_set import read_feed

    with open_store() as store:
        known = read_feed(store, feed)
        store.rows("disable_feed", feed=feed)
    typer.echo(f"no longer followed: {known.url}")


@commands.command("import")
def feeds_import(file: Annotated[Path, typer.Argument(help="A .csv (name,url,site,...) or .opml file.")]) -> None:
    """Add the feeds of a CSV or OPML file; known ones are brought up to date."""
    from pipeline.steps.seeding import read_feeds_file

    rows = read_feeds_file(file)
    with open_store() as store:
        new, known = store.add_feeds(rows)
    typer.echo(f"{file}: {new} added, {known} known already")


@commands.command("export")
def feeds_export(
    format_: Annotated[str, typer.Option("--format", help="csv or opml.")] = "csv",
) -> None:
    """Write the followed feeds as CSV or OPML to standard output."""
    from pipeline.feeds.csv_feeds import write_csv
    from pipeline.feeds.opml import write_opml
    from pipeline.feeds.rows import FeedRow

    if format_ not in ("csv", "opml"):
        raise BadInput(f"--format {format_} is not known; it is csv or opml", subject=format_)
    with open_store() as store:
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
                one.interval_override_seconds,
                one.is_feed_content_only or None,
                tuple(sorted(one.fetch_headers.items())),
            )
            for one in store.rows("list_feeds")
            if one.health not in ("disabled", "retired")
        ]
    typer.echo(write_csv(rows) if format_ == "csv" else write_opml(rows).decode(), nl=False)
