"""When an article was published and changed, as claimed by whom; a zone is never guessed silently.

Order of trust, measured on recorded pages: the article's JSON-LD, meta elements made for it, microdata, the feed,
a `time` element beside the headline, the address, and last what htmldate finds in the text.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from htmldate import find_date
from lxml.html import HtmlElement

from pipeline.extract.blocks import Block
from pipeline.extract.date_text import find_dates
from pipeline.extract.facts import Facts
from pipeline.extract.tree import element_text
from pipeline.records import ClaimedTime, Precision, Zone

logging.getLogger("htmldate").setLevel(logging.CRITICAL)  # it logs what it returns as None

FIRST_YEAR = 1990  # no web page is older; earlier years are events or epoch zero
FAR_FUTURE = datetime(2100, 1, 1, tzinfo=UTC)  # the bound when nobody says when the page was fetched
CLOCK_SKEW = timedelta(days=2)  # publishers' clocks and zones against ours

_PUBLISHED_META = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time",
    "og:publish_date", "article.published", "article_date_original", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate", "pubdate", "publishdate",
    "publish-date", "publish_date", "publication_date", "publisheddate", "published_time", "date.published",
    "dcterms.created", "dc.date.issued", "dcterms.issued", "dc.date.created", "dc.date", "dcterms.date", "dc:date",
    "citation_publication_date", "citation_online_date", "citation_date", "ptime", "pdate", "originalpublicationdate",
    "displaydate", "article.created", "analyticsattributes.articledate", "rbpubdate", "mediator_published_time",
    "date", "created", "creation_date",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time", "article:modified", "og:updated_time", "og:article:modified_time", "datemodified",
    "lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "revision_date", "updated_time", "utime",
)  # fmt: skip
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?\s*(Z|[+-]\d{2}:?\d{2})?$")
_SLASHED_YMD = re.compile(r"^\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_URL_DATE = re.compile(r"(?<!\d)(199\d|20\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_SPLIT_DATE = re.compile(r"(?<!\d)(199\d|20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_PUBLISHED_CLASS = re.compile(
    r"publish|posted|pubdate|entry-date|created|post-date|dateline|timestamp|article.?date", re.IGNORECASE
)
_MODIFIED_CLASS = re.compile(r"updat|modif|edited|aktuali", re.IGNORECASE)
_ELSEWHERE = re.compile(r"comment|related|teaser|recommend|sidebar|latest|popular|trending|more-", re.IGNORECASE)
ELSEWHERE_LEVELS = 6
MAX_SEARCHED_BLOCKS = 1_000  # beyond, htmldate's last search takes a second, and finds other articles' dates
LINES_BEFORE = 6  # blocks around the headline in which a date line stands
LINES_BEHIND = 12
DATE_LINE_CHARS = 160  # "By A. Name, Special Correspondent | Published: July 30, 2025, 10:15 | Updated ..."


def read_published(
    facts: Facts, blocks: Sequence[Block] = (), fetched_at: datetime | None = None
) -> ClaimedTime | None:
    """Return when the article says it was published, by the most trusted source that gives a possible time."""
    latest = fetched_at + CLOCK_SKEW if fetched_at else FAR_FUTURE
    return next((one for one in _published_claims(facts, blocks, latest) if is_plausible(one, latest)), None)


def read_modified(
    facts: Facts, published: ClaimedTime | None, fetched_at: datetime | None = None
) -> ClaimedTime | None:
    """Return when the article says it was changed; None when that is not after its publication."""
    latest = fetched_at + CLOCK_SKEW if fetched_at else FAR_FUTURE
    for one in _modified_claims(facts):
        if is_plausible(one, latest) and (published is None or one.at > published.at):
            return one
    return None


def parse_time(text: str | None, source: str) -> ClaimedTime | None:
    """Return a machine-readable time (ISO 8601, RFC 2822, epoch), or None. Without a zone UTC is taken, and said."""
    if not text or len(text) > 80:
        return None
    text = text.strip()
    for pattern in (_ISO, _COMPACT, _SLASHED_YMD):
        match = pattern.search(text) if pattern is _ISO else pattern.match(text)
        if match:
            return _claim(match.groups(), source)
    if _EPOCH.match(text):
        return ClaimedTime(at=datetime.fromtimestamp(int(text[:10]), tz=UTC), source=source)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if at.tzinfo is None:
        return ClaimedTime(at=at.replace(tzinfo=UTC), zone="assumed", source=source)
    return ClaimedTime(at=at, source=source)


def is_plausible(claim: ClaimedTime, latest: datetime) -> bool:
    """Return whether a web page can have been published then."""
    return claim.at.year >= FIRST_YEAR and claim.at <= latest


def _published_claims(facts: Facts, blocks: Sequence[Block], latest: datetime) -> Iterator[ClaimedTime]:
    for node in (facts.article, facts.page):
        for name in ("datePublished", "dateCreated", "uploadDate"):
            yield from _parsed(node.get(name), "json-ld")
    for name in _PUBLISHED_META:
        for content in facts.meta.get(name, ()):
            yield from _parsed(content, "meta")
    for name in ("datepublished", "datecreated"):
        for element in facts.properties.get(name, ()):
            yield from _parsed(_stated(element), "microdata")
    entry = facts.entry
    if entry and entry.published_at:
        yield entry.published_at
    yield from _time_elements(facts.root)
    yield from _url_date(facts.url)
    yield from _visible_dates(facts, blocks)
    found = _search_text(facts.root, facts.url, latest, is_small=len(blocks) <= MAX_SEARCHED_BLOCKS)
    if found:
        yield found
    if entry and entry.updated_at:
        yield entry.updated_at


def _modified_claims(facts: Facts) -> Iterator[ClaimedTime]:
    for node in (facts.article, facts.page):
        yield from _parsed(node.get("dateModified"), "json-ld")
    for name in _MODIFIED_META:
        for content in facts.meta.get(name, ()):
            yield from _parsed(content, "meta")
    for element in facts.properties.get("datemodified", ()):
        yield from _parsed(_stated(element), "microdata")
    if facts.entry and facts.entry.updated_at:
        yield facts.entry.updated_at


def _parsed(value: object, source: str) -> Iterator[ClaimedTime]:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, int | float):
        value = str(int(value))
    if isinstance(value, str):
        claim = parse_time(value, source)
        if claim:
            yield claim


def _stated(element: HtmlElement) -> str:
    return element.get("content") or element.get("datetime") or element_text(element)[:80]


def _time_elements(root: HtmlElement) -> Iterator[ClaimedTime]:
    """Yield one time of the page's `time` elements: those marked as published first, those behind the headline before
    those above it, none of comments and teasers."""
    found: dict[tuple[bool, bool], ClaimedTime] = {}
    is_behind = False
    for element in root.iter("h1", "time"):
        if element.tag == "h1":
            is_behind = True
            continue
        words = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        is_marked = element.get("pubdate") is not None or bool(_PUBLISHED_CLASS.search(words))
        if (_MODIFIED_CLASS.search(words) and not is_marked) or _is_elsewhere(element):
            continue
        claim = parse_time(element.get("datetime"), "time-element")
        if claim:
            found.setdefault((is_behind, is_marked), claim)
    for key in ((True, True), (True, False), (False, True), (False, False)):
        if key in found:
            yield found[key]
            return


def _is_elsewhere(element: HtmlElement) -> bool:
    for level, one in enumerate(element.iterancestors()):
        if level >= ELSEWHERE_LEVELS:
            return False
        if one.tag in ("aside", "footer", "nav", "li") or _ELSEWHERE.search(
            f"{one.get('class', '')} {one.get('id', '')}"[:200]
        ):
            return True
    return False


def _visible_dates(facts: Facts, blocks: Sequence[Block]) -> Iterator[ClaimedTime]:
    """Yield the dates written in short lines around the headline; those that say "updated" last."""
    headings = {text for _, text in facts.headings} | set(facts.lesser_headings[:3])
    start = next((block.position for block in blocks if block.text in headings), 0)
    near = blocks[max(0, start - LINES_BEFORE) : start + LINES_BEHIND]
    short = [block for block in near if len(block.text) <= DATE_LINE_CHARS]
    short.sort(key=lambda block: (block.position < start, bool(_MODIFIED_CLASS.search(block.text))))
    for block in short:
        yield from find_dates(block.text, facts.html_language)


def _url_date(url: str | None) -> Iterator[ClaimedTime]:
    path = (url or "").split("://", 1)[-1].split("?", 1)[0]
    path = path.split("/", 1)[1] if "/" in path else ""
    for pattern in (_URL_SPLIT_DATE, _URL_DATE):
        match = pattern.search(path)
        claim = match and _claim((*match.groups(), None, None, None, None), "url")
        if claim:
            yield claim
            return


def _search_text(root: HtmlElement, url: str | None, latest: datetime, *, is_small: bool) -> ClaimedTime | None:
    try:
        found = find_date(
            root, extensive_search=is_small, original_date=True, url=url, max_date=latest.strftime("%Y-%m-%d")
        )
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError):
        return None  # a stranger's markup can break any of its patterns
    return parse_time(found, "text") if found else None


def _claim(parts: tuple[str | None, ...], source: str) -> ClaimedTime | None:
    year, month, day, hour, minute, second, *zone_parts = parts
    zone_text = zone_parts[0] if zone_parts else None
    try:
        if hour is None:
            on = date(int(year or 0), int(month or 0), int(day or 0))
            return ClaimedTime(datetime(on.year, on.month, on.day, tzinfo=UTC), precision="day", source=source)
        precision: Precision = "minute" if second is None else "second"
        zone: Zone = "stated" if zone_text else "assumed"
        at = datetime(
            int(year or 0), int(month or 0), int(day or 0), int(hour), int(minute or 0), int(second or 0),
            tzinfo=_zone(zone_text),
        )  # fmt: skip
    except ValueError:
        return None
    return ClaimedTime(at, precision=precision, zone=zone, source=source)


def _zone(text: str | None) -> timezone:
    if not text or text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
