"""The newsroom's content: outlets and pieces as read from content/, and what a pipeline should make of each.

One folder per outlet: outlet.yaml says how it publishes, each .md is one piece (front matter, then paragraphs).
Rendering is left to pages.py and feeds.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).with_name("content")
CLOSED_FOLDER = "archive-closed/"  # below every outlet; robots.txt disallows it
AMP_FOLDER = "amp/"  # AMP twins of an outlet lie below
TRACKING = "?utm_source=rss&utm_medium=feed&utm_campaign=daily"
RIGHT_TO_LEFT = {"ar", "ur"}


@dataclass(frozen=True, slots=True)
class OutletFeed:
    """One feed of an outlet.

    path: below the outlet, "feed/" and the like.  format: rss20, rss10, atom10, json11 or sitemap-news.
    sections: only these sections (empty: all).  quirks: what is odd about it, see feeds.QUIRKS.
    """

    path: str
    format: str
    title: str
    sections: tuple[str, ...] = ()
    quirks: tuple[str, ...] = ()

    def lists(self, piece: Piece) -> bool:
        """Whether a piece of the outlet is in this feed."""
        return not self.sections or piece.section in self.sections

    def link_of(self, piece: Piece) -> str | None:
        """Return the address below the outlet that this feed gives for a piece, or None when it gives none."""
        if "no_link" in piece.feed_quirks:
            return None
        if "amp_links" in self.quirks:
            return AMP_FOLDER + piece.path
        return piece.path + (TRACKING if "tracking" in self.quirks else "")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One made-up publisher: its words about itself, and how its pages and feeds look."""

    slug: str
    name: str
    tagline: str
    country: str  # ISO 3166-1 alpha-2
    language: str  # ISO 639-1
    kind: str  # paper, agency, broadcaster, magazine, cyber-press
    theme: str  # a name in pages.THEMES
    link: str  # pattern of an article's path, with {slug} {section} {year} {month} {day} {number}
    dateline: str  # pattern before the first paragraph, with {place} {PLACE}
    feeds: tuple[OutletFeed, ...]
    menu: tuple[str, ...] = ()
    encoding: str = "utf-8"

    @property
    def direction(self) -> str:
        """The writing direction as HTML's dir attribute says it."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of an outlet: an article or something that poses as one.

    kind: article, copy (the text of another outlet's dispatch), paywalled, listing, robots (disallowed), no_link.
    paragraphs: plain text without the dateline; "## " opens a subheading.
    """

    outlet: Outlet
    slug: str
    number: int  # place in its folder, for addresses that carry a number
    title: str
    published_at: datetime
    paragraphs: tuple[str, ...]
    kind: str = "article"
    authors: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    place: str | None = None
    near_miss: str = ""  # which topic's words it uses without being about it, and how
    copy_of: str | None = None  # slug of the dispatch
    keep: int | None = None  # paragraphs of the dispatch that the copy prints (None: all)
    agency: str | None = None
    teaser: int = 2  # paragraphs a paywalled page shows
    modified_at: datetime | None = None
    edit: dict[str, Any] = field(default_factory=dict)  # what `POST /_control/edit` changes
    pages: int = 1  # that its text is spread over, two paragraphs or more on each
    feed_quirks: frozenset[str] = frozenset()  # no_date, no_link, amp_link: oddities of its feed item

    @property
    def path(self) -> str:
        """The piece's address below its outlet, without a leading slash."""
        at = self.published_at
        closed = CLOSED_FOLDER if self.kind == "robots" else ""
        return closed + self.outlet.link.format(
            slug=self.slug,
            section=re.sub(r"\W+", "-", self.section.lower()).strip("-") or "news",
            year=f"{at:%Y}",
            month=f"{at:%m}",
            day=f"{at:%d}",
            number=self.number,
        )

    def path_of_page(self, number: int) -> str:
        """The address of one of its pages: story.html, story-2.html."""
        stem, dot, ending = self.path.rpartition(".")
        return self.path if number == 1 else f"{stem}-{number}{dot}{ending}"

    @property
    def lines(self) -> tuple[str, ...]:
        """The body as a reader sees it: the first paragraph with its dateline."""
        if not self.place or not self.paragraphs:
            return self.paragraphs
        lead = self.outlet.dateline.format(place=self.place, PLACE=self.place.upper())
        return (lead + self.paragraphs[0], *self.paragraphs[1:])

    @property
    def byline(self) -> tuple[str, ...]:
        """Who is named above the text: the authors, else the agency of a wire copy."""
        return self.authors or ((self.agency,) if self.agency else ())

    @property
    def summary(self) -> str:
        """What the feed says of it: the first paragraph."""
        return self.paragraphs[0] if self.paragraphs else self.title

    @property
    def updated_at(self) -> datetime:
        """The last time its publisher touched it."""
        return self.modified_at or self.published_at

    def after_edit(self) -> Piece:
        """Return the piece as it stands after its edit; the same when it has none."""
        if not self.edit:
            return self
        changed = list(self.paragraphs)
        for index, text in self.edit.get("replace", {}).items():
            changed[int(index)] = text.strip()
        changed += [text.strip() for text in self.edit.get("append", ())]
        return replace(
            self,
            title=self.edit.get("title", self.title),
            paragraphs=tuple(changed),
            modified_at=self.edit["at"],
        )


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a pipeline should make of one piece.

    path: from the server's root.  body: paragraphs joined by a newline ("" for a listing).
    state: the ledger's word. Of a copy group exactly one is "loaded", whichever comes first; here it is the dispatch
    itself. None where the newsroom does not decide (an item without a link).
    feed_links: one (feed path, linked path or None) per feed that lists it; the AMP twin or a tracked link may stand
    there, and every pair is one sighting in the ledger.
    """

    path: str
    outlet: str
    slug: str
    title: str
    kind: str
    state: str | None
    language: str
    topics: frozenset[str]
    body: str
    authors: tuple[str, ...]  # people only; a wire copy has none
    agency: str | None
    section: str
    tags: tuple[str, ...]
    dateline_place: str | None
    published_at: datetime
    copy_of: str | None
    near_miss: str
    feed_links: tuple[tuple[str, str | None], ...]

    def url(self, base_url: str) -> str:
        """Return the piece's canonical address on a newsroom at base_url (no {outlet} hosts)."""
        return base_url.rstrip("/") + self.path


STATE_OF_KIND = {
    "article": "loaded",
    "paywalled": "loaded",
    "copy": "copy",
    "listing": "not_article",
    "robots": "refused",
    "no_link": None,
}


def expected(*, edited: bool = False) -> list[Expectation]:
    """Return one expectation per piece of the newsroom, in the order of outlets and files.

    edited: as after `POST /_control/edit` of every piece that has an edit.
    """
    pieces = [piece for of_outlet in load_content().values() for piece in of_outlet.values()]
    return [expectation_of(piece.after_edit() if edited else piece) for piece in pieces]


def expectation_of(piece: Piece) -> Expectation:
    """Return what should become of one piece."""
    return Expectation(
        path=f"/{piece.outlet.slug}/{piece.path}",
        outlet=piece.outlet.slug,
        slug=piece.slug,
        title=piece.title,
        kind=piece.kind,
        state=STATE_OF_KIND[piece.kind],
        language=piece.outlet.language,
        topics=piece.topics,
        body="\n".join(line.removeprefix("## ") for line in visible_lines(piece)),
        authors=piece.authors,
        agency=piece.agency,
        section=piece.section,
        tags=piece.tags,
        dateline_place=piece.place,
        published_at=piece.published_at,
        copy_of=piece.copy_of,
        near_miss=piece.near_miss,
        feed_links=tuple(
            (f"/{piece.outlet.slug}/{feed.path}", link and f"/{piece.outlet.slug}/{link}")
            for feed in piece.outlet.feeds
            if feed.lists(piece)
            for link in [feed.link_of(piece)]
        ),
    )


def visible_lines(piece: Piece) -> tuple[str, ...]:
    """Return the lines that the piece's page shows: all, or a paywalled page's teaser."""
    return piece.lines[: piece.teaser] if piece.kind == "paywalled" else piece.lines


@cache
def load_content() -> dict[str, dict[str, Piece]]:
    """Return every piece by outlet slug and piece slug. Raises ValueError naming the file that is wrong."""
    content: dict[str, dict[str, Piece]] = {}
    for folder in sorted(path for path in CONTENT.iterdir() if (path / "outlet.yaml").is_file()):
        outlet = read_outlet(folder / "outlet.yaml")
        files = enumerate(sorted(folder.glob("*.md")), 101)
        content[outlet.slug] = {path.stem: read_piece(path, outlet, number) for number, path in files}
    return {
        slug: {name: resolve_copy(one, content) for name, one in pieces.items()} for slug, pieces in content.items()
    }


@cache
def load_outlets() -> dict[str, Outlet]:
    """Return the outlets by slug."""
    return {slug: next(iter(pieces.values())).outlet for slug, pieces in load_content().items()}


def read_outlet(path: Path) -> Outlet:
    """Return the outlet that an outlet.yaml describes."""
    raw = yaml.safe_load(path.read_text("utf-8"))
    feeds = tuple(
        OutletFeed(**{**one, "sections": tuple(one.get("sections", ())), "quirks": tuple(one.get("quirks", ()))})
        for one in raw.pop("feeds")
    )
    return Outlet(slug=path.parent.name, feeds=feeds, menu=tuple(raw.pop("menu", ())), **raw)


def read_piece(path: Path, outlet: Outlet, number: int) -> Piece:
    """Return the piece that a file holds; a copy still lacks its text."""
    _, head, body = path.read_text("utf-8").split("---\n", 2)
    raw = yaml.safe_load(head)
    raw["published_at"] = aware(raw.pop("published"), path)
    if "edit" in raw:
        raw["edit"] = {**raw["edit"], "at": aware(raw["edit"]["at"], path)}
    if "modified" in raw:
        raw["modified_at"] = aware(raw.pop("modified"), path)
    for name, kind in (("authors", tuple), ("tags", tuple), ("topics", frozenset), ("feed_quirks", frozenset)):
        raw[name] = kind(raw.get(name, ()))
    paragraphs = tuple(" ".join(block.split()) for block in re.split(r"\n\s*\n", body) if block.strip())
    return Piece(outlet=outlet, slug=path.stem, number=number, paragraphs=paragraphs, **raw)


def resolve_copy(piece: Piece, content: dict[str, dict[str, Piece]]) -> Piece:
    """Return a copy with its dispatch's text, ends trimmed to `keep` paragraphs; other pieces as they are."""
    if piece.copy_of is None:
        return piece
    dispatch = next(pieces[piece.copy_of] for pieces in content.values() if piece.copy_of in pieces)
    return replace(piece, paragraphs=dispatch.paragraphs[: piece.keep] + piece.paragraphs, topics=dispatch.topics)


def aware(value: object, path: Path) -> datetime:
    """Return a front matter's time, which must have a zone."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError(f"{path}: {value} has no zone; write 2026-11-18T09:20:00+05:00 in quotes")
    return moment
