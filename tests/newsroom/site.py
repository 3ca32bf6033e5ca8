"""The newsroom as a pure function: a path in, the bytes of a page, feed or robots.txt out.

Knows the base address and which pieces were edited; server.py adds sockets, validators and misbehaviour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

from newsroom import feeds, pages
from newsroom.content import CLOSED_FOLDER, Outlet, Piece, load_content, load_outlets
from newsroom.replay import Replay
from newsroom.seed import Seed

ROBOTS = "User-agent: *\nDisallow: {disallowed}\nAllow: /\n"
FAVICON = bytes.fromhex(
    "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"
)  # 1x1 GIF


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, before the server adds validators. modified_at: None where the origin does not say."""

    body: bytes
    content_type: str
    modified_at: datetime | None = None
    status: int = 200


@dataclass(slots=True)
class Site:
    """Everything that the newsroom serves in good times.

    base_url: "http://127.0.0.1:8765", or with a host per outlet: "http://{outlet}.localhost:8765".
    edited: slugs of pieces that stand as after their edit.
    """

    base_url: str
    replay: Replay | None = None
    seed: Seed | None = None
    edited: set[str] = field(default_factory=set)

    def answer(self, path: str) -> Answer | None:
        """Return what stands at a raw path from the root (query included), or None for a 404."""
        if self.replay is not None and path.startswith(("/replay/", "/replay-feeds/")):
            found = self.replay.answer(path, self.root)
            return Answer(*found) if found else None
        plain = path.split("?", 1)[0]
        if plain == "/robots.txt":
            rules = "".join(f"Disallow: /{slug}/{CLOSED_FOLDER}\n" for slug in self.outlets)
            return Answer(f"User-agent: *\n{rules}Disallow: /{CLOSED_FOLDER}\nAllow: /\n".encode(), "text/plain")
        if plain in ("", "/"):
            return Answer(self.directory().encode(), "text/html; charset=utf-8")
        if plain == "/favicon.ico":
            return Answer(FAVICON, "image/gif")
        slug, _, rest = plain.removeprefix("/").partition("/")
        outlet = self.outlets.get(slug)
        return self.outlet_answer(outlet, rest) if outlet else None

    @property
    def root(self) -> str:
        """The base address without a trailing slash, or its loopback form when outlets have hosts of their own."""
        return self.base_url.replace("{outlet}.", "").rstrip("/")

    @property
    def outlets(self) -> dict[str, Outlet]:
        """Every outlet by slug, the seed's included when there is one."""
        extra = {self.seed.outlet.slug: self.seed.outlet} if self.seed else {}
        return {**load_outlets(), **extra}

    def url(self, outlet: Outlet, path: str = "") -> str:
        """Return the absolute address of a path below an outlet."""
        if "{outlet}" in self.base_url:
            return f"{self.base_url.format(outlet=outlet.slug).rstrip('/')}/{path}"
        return f"{self.root}/{outlet.slug}/{path}"

    def pieces(self, outlet: Outlet) -> list[Piece]:
        """Return an outlet's pieces as they stand now, newest first."""
        if self.seed and outlet.slug == self.seed.outlet.slug:
            return [self.seed.piece]
        ours = load_content()[outlet.slug].values()
        now = [one.after_edit() if one.slug in self.edited else one for one in ours]
        return sorted(now, key=lambda one: (one.published_at, one.slug), reverse=True)

    def outlet_answer(self, outlet: Outlet, rest: str) -> Answer | None:
        """Return what an outlet serves at a path below itself."""
        pieces = self.pieces(outlet)
        context = pages.Context(outlet, pieces, lambda path="": self.url(outlet, path))
        newest = max(one.updated_at for one in pieces)
        if rest == "":
            return self.encode(outlet, pages.render_home(context), newest)
        if rest == "robots.txt":
            return Answer(ROBOTS.format(disallowed="/" + CLOSED_FOLDER).encode(), "text/plain")
        if rest == "favicon.ico":
            return Answer(FAVICON, "image/gif")
        if rest == "style.css":
            return Answer(pages.read_style(), "text/css; charset=utf-8")
        for feed in outlet.feeds:
            if rest == feed.path:
                listed = [one for one in pieces if feed.lists(one)]
                body, content_type = feeds.render_feed(context, feed, listed)
                return Answer(body, content_type, latest(listed))
        for piece in pieces:
            for number in range(1, piece.pages + 1):
                if rest == piece.path_of_page(number):
                    return self.encode(outlet, pages.render_piece(context, piece, number), piece.updated_at)
            if outlet.theme == "twin" and rest == pages.amp_path(piece):
                return self.encode(outlet, pages.render_amp(context, piece), piece.updated_at)
        return None

    def encode(self, outlet: Outlet, html: str, modified_at: datetime) -> Answer:
        """Return a page in the outlet's encoding; characters it lacks become references."""
        body = html.encode(outlet.encoding, "xmlcharrefreplace")
        declared = (
            "" if outlet.theme == "tables" else f"; charset={outlet.encoding}"
        )  # old servers leave it to the page
        return Answer(body, f"text/html{declared}", modified_at)

    def directory(self) -> str:
        """Return the newsroom's own front page: every outlet, with its feeds to discover."""
        links, items = [], []
        for outlet in self.outlets.values():
            links += pages.feed_links(outlet, lambda path, one=outlet: self.url(one, path))
            items.append(
                f'<li><a href="{escape(self.url(outlet))}">{escape(outlet.name)}</a> {escape(outlet.tagline)}</li>'
            )
        return (
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The sample newsroom</title>'
            + "".join(links)
            + "</head><body><h1>The sample newsroom</h1><p>Every outlet, person and event here is made up.</p><ul>"
            + "".join(items)
            + "</ul></body></html>"
        )

    def edit(self, slug: str | None = None) -> list[str]:
        """Bring a piece (default: all that have an edit) to its edited state; return their slugs.

        Raises KeyError when no piece of that slug has an edit.
        """
        editable = [one.slug for pieces in load_content().values() for one in pieces.values() if one.edit]
        chosen = editable if slug is None else [one for one in editable if one == slug]
        if not chosen:
            raise KeyError(f"no piece {slug!r} has an edit; there are {', '.join(editable)}")
        self.edited.update(chosen)
        return chosen


def latest(pieces: Iterable[Piece]) -> datetime:
    """Return when any of the pieces was last touched."""
    return max((one.updated_at for one in pieces), default=datetime(2026, 11, 1, tzinfo=UTC))


def outlet_of_host(host: str, outlets: Iterable[str]) -> str | None:
    """Return the outlet that a Host header such as khyber-times.localhost:8765 names, or None."""
    name = (urlsplit(f"//{host}").hostname or "").removesuffix(".localhost")
    return name if name in outlets else None
