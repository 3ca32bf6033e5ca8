"""Commands that look: at articles, raw pages, and what stands in quarantine."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.cli.common import open_store, read_settings
from pipeline.errors import BadInput

commands = typer.Typer()
raw_commands = typer.Typer(no_args_is_help=True, help="The raw archive.")
quarantine_commands = typer.Typer(
    no_args_is_help=True, help="Entries that broke a stage: list, show, send round again."
)


@commands.command()
def search(
    words: Annotated[str, typer.Argument(help='Words; "a phrase", or, -not as in a web search.')],
    limit: Annotated[int, typer.Option(help="How many articles.")] = 20,
) -> None:
    """Find articles by words in headline and body, best first."""
    from pipeline.runner.report import print_search

    with open_store() as store:
        print_search(store.rows("search_articles", words=words, limit=limit), words)


@commands.command()
def show(article: Annotated[str, typer.Argument(metavar="URL|ID", help="An address or an article's id.")]) -> None:
    """Show one article: its times and where each value came from, topics with evidence, story, revisions, ledger."""
    from pipeline.runner.show import print_article

    with open_store() as store:
        print_article(store, article)


@commands.command()
def diff(
    article: Annotated[str, typer.Argument(metavar="URL|ID", help="An address or an article's id.")],
    from_: Annotated[int | None, typer.Option("--from", help="Version to start from; default: the one before.")] = None,
    to: Annotated[
        int | None, typer.Option("--to", help="Version to compare with it; default: the current one.")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show what changed between two versions of an article, word by word."""
    from pipeline.runner.diff import print_diff

    with open_store() as store:
        print_diff(store, article, from_, to, as_json=json_)


@raw_commands.command("show")
def raw_show(
    article: Annotated[str, typer.Argument(metavar="URL|ID")],
    headers: Annotated[bool, typer.Option(help="Print status and headers instead of the body.")] = False,
) -> None:
    """Print the raw page of an article as it was fetched."""
    from pipeline.runner.show import read_raw_page

    settings = read_settings()
    with open_store() as store:
        page = read_raw_page(store, settings, article)
    if headers:
        typer.echo(f"{page.status_code} {page.url}")
        typer.echo("\n".join(f"{name}: {value}" for name, value in page.headers))
    else:
        sys.stdout.buffer.write(page.body)


@quarantine_commands.command("list")
def quarantine_list(limit: Annotated[int, typer.Option()] = 50) -> None:
    """List what stands in quarantine, newest first."""
    from pipeline.runner.report import print_quarantine

    with open_store() as store:
        print_quarantine(store.rows("list_quarantine", limit=limit))


@quarantine_commands.command("show")
def quarantine_show(number: Annotated[int, typer.Argument(help="From `dateline quarantine list`.")]) -> None:
    """Show one case whole: the entry, the stage, the error, and how to replay it."""
    from pipeline.runner.report import print_quarantine

    with open_store() as store:
        found = [row for row in store.rows("list_quarantine", limit=100_000) if row.quarantine_id == number]
    if not found:
        raise BadInput(f"no open quarantine case has the number {number}; `dateline quarantine list` shows them")
    print_quarantine(found)


@quarantine_commands.command("replay")
def quarantine_replay(
    number: Annotated[int | None, typer.Argument(help="From `dateline quarantine list`.")] = None,
    reason: Annotated[str | None, typer.Option(help="All cases of this reason, such as batch_broke.")] = None,
) -> None:
    """Send one quarantined entry, or all of one reason, round again with the next run."""
    from pipeline.steps.workplace import utc_now

    if (number is None) == (reason is None):
        raise BadInput("say which: the number of one case, or --reason for all of one kind")
    with open_store() as store:
        sent = store.rows("replay_quarantine", quarantine_id=number, reason=reason, now=utc_now())
    if not sent:
        which = f"number {number}" if reason is None else f"reason {reason}"
        raise BadInput(f"no open quarantine case has the {which}; `dateline quarantine list` shows them")
    if len(sent) == 1:
        typer.echo(f"entry {sent[0].entry_id} goes round again with the next run")
    else:
        typer.echo(f"{len(sent)} entries go round again with the next run")
