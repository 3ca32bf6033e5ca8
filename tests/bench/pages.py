"""The pages that extraction and the whole line are measured on: recorded news where it is there, else the newsroom's."""

from __future__ import annotations

import gzip
import json
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import newsroom as room

GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold" / "extraction" / "extraction.jsonl.gz"
GOLD_SET = "fundus"  # news of 90 publishers, whole pages
READ_TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page in memory."""

    url: str
    body: bytes
    content_type: str


def load_pages(gold: Path = GOLD) -> tuple[list[RawPage], str]:
    """Return pages and what they are."""
    if gold.is_file():
        return read_recorded(gold), f"{GOLD_SET} (gold)"
    return read_newsroom(), "sample newsroom (no gold sets beside the checkout)"


def read_recorded(gold: Path) -> list[RawPage]:
    """Return the recorded news pages of a gold file."""
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        wanted = [line for line in map(json.loads, lines) if line["set"] == GOLD_SET]
    return [
        RawPage(line["url"], gzip.decompress((gold.parent / line["path"]).read_bytes()), "text/html") for line in wanted
    ]


def read_newsroom() -> list[RawPage]:
    """Return the article pages of the sample newsroom, as its server gives them."""
    pages = []
    with room.start() as running:
        for piece in room.expected():
            if piece.state in ("loaded", "copy"):
                url = running.base_url + piece.path
                with urllib.request.urlopen(url, timeout=READ_TIMEOUT_SECONDS) as answer:
                    pages.append(RawPage(url, answer.read(), answer.headers["Content-Type"]))
    return pages
