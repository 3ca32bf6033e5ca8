"""A text scraped from a WordPress page, served again as such a page: its furniture is the theme's, its words are the file's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsroom.content import Outlet, OutletFeed, Piece

FURNITURE_STARTS = (
    "Related Articles",
    "Leave a Reply",
    "Your email address will not be published",
    "Back to top button",
)
SLUG = "special-protection-unit"
PUBLISHED = datetime.fromisoformat("2026-01-07T21:15:00+05:00")  # a Wednesday, as the text says
OUTLET = Outlet(
    slug="seed",
    name="Frontier Dispatch",
    tagline="News from Pakistan and the region",
    country="PK",
    language="en",
    kind="paper",
    theme="magazine",
    link="{section}/{slug}/",
    dateline="{place} : ",
    feeds=(OutletFeed("feed/", "rss20", "Frontier Dispatch"),),
    menu=("Pakistan", "World", "Business", "Sports"),
)


@dataclass(frozen=True, slots=True)
class Seed:
    """The seed outlet with its one piece."""

    outlet: Outlet
    piece: Piece


def load_seed(path: Path) -> Seed:
    """Return the outlet that prints a seed file: first line the category, second the headline, then the body.

    Raises OSError when the file cannot be read, ValueError when it has no body.
    """
    blocks = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    if len(blocks) < 3:
        raise ValueError(f"{path} needs a category, a headline and a body, one paragraph a line")
    section, title, *rest = blocks
    end = next((i for i, line in enumerate(rest) if line.startswith(FURNITURE_STARTS)), len(rest))
    body = tuple(rest[:end])
    piece = Piece(
        outlet=OUTLET,
        slug=SLUG,
        number=101,
        title=title,
        published_at=PUBLISHED,
        paragraphs=body,  # the dateline stands in the text already
        authors=("News Desk",),
        section=section,
        topics=frozenset({"security", "counterterrorism", "cybercrime"}),
    )
    return Seed(OUTLET, piece)
