"""The four JSON-lines stages: no database, no network."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from pipeline.errors import BadInput

commands = typer.Typer()

JsonlFlag = Annotated[bool, typer.Option("--jsonl", help="Read JSON lines on standard input, write them to output.")]


@commands.command()
def extract(jsonl: JsonlFlag = False) -> None:
    """Pages in, articles out: {"id","path"|"html","url"?} a line."""
    from pipeline.extract.surface import extract_lines

    _print_lines(jsonl, lambda lines: extract_lines(lines))


@commands.command("parse-feed")
def parse_feed(jsonl: JsonlFlag = False) -> None:
    """Feed documents in, their entries out: {"id","path"|"html","url"?,"content_type"?} a line."""
    from pipeline.feeds.surface import parse_line
    from pipeline.jsonl import map_lines

    _print_lines(jsonl, lambda lines: map_lines(lines, parse_line))


@commands.command()
def classify(jsonl: JsonlFlag = False) -> None:
    """Articles in, topics with evidence out: {"id","title","text"} a line."""
    from pipeline.classify.surface import classify_lines
    from pipeline.jsonl import map_batches

    _print_lines(jsonl, lambda lines: map_batches(lines, classify_lines))


@commands.command()
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
