"""Recorded pages served again under their own addresses: GET /replay/<absolute URL>, behind feeds made for them.

The recordings are read where they lie and never copied. What the gold says of a page stays out of the answers but
for the title, which a real feed would carry.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

DEFAULT_SETS = ("fundus", "wcxb-dev-article")
FEED_ITEMS = 100  # a large real feed; the pages of a set are spread over as many feeds as that takes
Found = tuple[bytes, str, datetime | None]


@dataclass(frozen=True, slots=True)
class ReplayPage:
    """One recording: gold id, set, the address it is served under, and the file with its bytes."""

    id: str
    set: str
    url: str
    path: Path
    title: str | None

    def body(self) -> bytes:
        """Return the recorded bytes."""
        data = self.path.read_bytes()
        return gzip.decompress(data) if self.path.suffix == ".gz" else data


@dataclass(frozen=True, slots=True)
class Replay:
    """All recordings, ready to be asked for by address."""

    pages: tuple[ReplayPage, ...]
    by_url: dict[str, ReplayPage]
    by_key: dict[str, ReplayPage]  # forgiving forms of the address, see url_keys

    def answer(self, path: str, root: str) -> Found | None:
        """Return the page or feed at a raw path (/replay/<url>, /replay-feeds/...), or None."""
        if path.startswith("/replay/"):
            page = self.find(path.removeprefix("/replay/"))
            return (page.body(), "text/html", None) if page else None
        name = path.removeprefix("/replay-feeds/")
        if name == "index.json":
            return json.dumps(self.index(root)).encode(), "application/json", None
        chosen = self.feeds().get(name)
        return (render_feed(name, chosen).encode(), "application/rss+xml; charset=utf-8", None) if chosen else None

    def find(self, url: str) -> ReplayPage | None:
        """Return the page of an address: as recorded, else escaped otherwise, else without its query."""
        if url in self.by_url:
            return self.by_url[url]
        return next((self.by_key[key] for key in url_keys(url) if key in self.by_key), None)

    def feeds(self) -> dict[str, list[ReplayPage]]:
        """Return feed file name -> pages, at most FEED_ITEMS each, in the order of the gold file."""
        named: dict[str, list[ReplayPage]] = {}
        for one_set in dict.fromkeys(page.set for page in self.pages):
            ours = [page for page in self.pages if page.set == one_set]
            for start in range(0, len(ours), FEED_ITEMS):
                named[f"{one_set}-{start // FEED_ITEMS + 1}.xml"] = ours[start : start + FEED_ITEMS]
        return named

    def index(self, root: str) -> list[dict[str, object]]:
        """Return the feeds as rows of feeds.csv, with their set and item count."""
        return [
            {
                "name": f"Replay {name.removesuffix('.xml')}",
                "url": f"{root}/replay-feeds/{name}",
                "site": f"{root}/replay-feeds/",
                "country": "",
                "language": "",
                "kind": "paper",
                "set": pages[0].set,
                "item_count": len(pages),
            }
            for name, pages in self.feeds().items()
        ]


def load(path: Path, sets: Collection[str] = DEFAULT_SETS) -> Replay:
    """Return the recordings that a gold file (JSON lines, .gz) lists, of the sets named.

    An address that is missing or came before becomes a stable made-up one on a reserved host (RFC 2606), so that
    every recording is served. Raises OSError when the file cannot be read, ValueError when no page is left.
    """
    pages: list[ReplayPage] = []
    seen: set[str] = set()
    for line in gzip.decompress(path.read_bytes()).split(b"\n"):  # not splitlines: a text may hold U+2028
        if not line.strip():
            continue
        row = json.loads(line)
        if row["set"] in sets:
            url = (
                row["url"] if row["url"] and not seen.intersection(url_keys(row["url"])[:1]) else made_up_url(row["id"])
            )
            seen.add(url_keys(url)[0])
            pages.append(ReplayPage(row["id"], row["set"], url, path.parent / row["path"], row.get("gold_title")))
    if not pages:
        raise ValueError(f"{path} has no page of the sets {', '.join(sets)}")
    return Replay(tuple(pages), {page.url: page for page in pages}, index_keys(pages))


def made_up_url(page_id: str) -> str:
    """Return a stable address for a recording without one of its own."""
    digest = hashlib.sha256(page_id.encode()).hexdigest()[:12]
    return f"https://{digest}.example/{digest}"


def url_keys(url: str) -> list[str]:
    """Return the forms an address is looked up by: unescaped without fragment, then without its query too."""
    parts = urlsplit(url.split("#", 1)[0])
    base = f"{parts.scheme.lower()}://{parts.netloc.lower()}{unquote(parts.path) or '/'}"
    return [f"{base}?{unquote(parts.query)}", base]


def index_keys(pages: list[ReplayPage]) -> dict[str, ReplayPage]:
    """Return key -> page; a form that two pages share is left out unless it is the exact one of either."""
    shorter: dict[str, list[ReplayPage]] = {}
    for page in pages:
        shorter.setdefault(url_keys(page.url)[1], []).append(page)
    lone = {key: found[0] for key, found in shorter.items() if len(found) == 1}
    return {**lone, **{url_keys(page.url)[0]: page for page in pages}}


def render_feed(name: str, pages: list[ReplayPage]) -> str:
    """Return an RSS 2.0 feed of recorded pages: address and title, no dates."""
    items = "".join(
        f"<item><title>{escape(page.title or page.url)}</title><link>{escape(page.url)}</link>"
        f'<guid isPermaLink="false">{escape(page.id)}</guid></item>\n'
        for page in pages
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>Replay {escape(name.removesuffix('.xml'))}</title><link>https://replay.example/</link>"
        f"<description>Recorded pages</description>\n{items}</channel></rss>\n"
    )
