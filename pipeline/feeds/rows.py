"""One feed as a person lists it: a line of seeds/feeds.csv or an outline of an OPML file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed to follow, an operator's word."""

    name: str
    url: str  # absolute, http or https
    site: str | None = None  # home page
    country: str | None = None  # ISO 3166-1 alpha-2, upper case
    language: str | None = None  # ISO 639-1, lower case
    kind: str | None = None  # agency, paper, ministry, cert, court, think-tank, ...
    include: str | None = None  # regular expression: only entries whose title or URL match are kept
    exclude: str | None = None  # regular expression: entries whose title or URL match are dropped
    interval_seconds: int | None = None  # between polls; None: by the publishing rate
    content_only: bool | None = None  # True: pages are never fetched, the feed's own text is the body
    headers: tuple[tuple[str, str], ...] = ()  # of the requests to the feed's own origin
