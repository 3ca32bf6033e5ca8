"""When an article was published and changed, as claimed by whom; a zone is never guessed silently.

Order of trust, measured on recorded pages (docs/quality.md): `datePublished` of JSON-LD, meta elements made for it,
creation dates of JSON-LD, microdata, the feed, a line or `time` element beside the headline that says "published", the
address, such a line without a label, meta elements that also mean other days, dates at the foot, what htmldate finds.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from itertools import chain

from lxml.html import HtmlElement

from pipeline.extract.blocks import Block
from pipeline.extract.date_lines import ShownDate, Trust, find_shown_dates, is_elsewhere
from pipeline.extract.date_text import find_dates
from pipeline.extract.facts import Facts
from pipeline.extract.headline import Place
from pipeline.extract.local_time import in_local_time
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
    "dcterms.created", "dc.date.issued", "dcterms.issued", "dc.date.created",
    "citation_publication_date", "citation_online_date", "citation_date", "ptime", "pdate", "originalpublicationdate",
    "displaydate", "article.created", "analyticsattributes.articledate", "rbpubdate", "mediator_published_time",
    "published", "pub_date", "article-published",
)  # fmt: skip
# Many systems write the last change, the printed edition or the day of the visit into these.
_WEAK_META = ("dc.date", "dcterms.date", "dc:date", "date", "created", "creation_date")
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
_LETTERS = re.compile(r"[^\W\d_]{3}|[年년]")
MAX_SEARCHED_BLOCKS = 1_000  # beyond, htmldate's last search takes a second, and finds other articles' dates


def read_published(
    facts: Facts, blocks: Sequence[Block] = (), fetched_at: datetime | None = None, place: Place | None = None
) -> ClaimedTime | None:
    """Return when the article says it was published, by the most trusted source that gives a possible time.

    place: where among the blocks headline and text stand.
    """
    latest = fetched_at + CLOCK_SKEW if fetched_at else FAR_FUTURE
    shown = find_shown_dates(
        list(_read_times(facts.root)), blocks, place or Place(None, None, None), facts.html_language
    )
    stated = [one for one in _stated_claims(facts) if is_plausible(one, latest)]
    claims = chain(stated, _other_claims(facts, shown, latest, is_small=len(blocks) <= MAX_SEARCHED_BLOCKS))
    found = next((one for one in claims if is_plausible(one, latest)), None)
    return in_local_time(found, stated, shown) if found else None


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


def _stated_claims(facts: Facts) -> Iterator[ClaimedTime]:
    """Yield what a page states for programs to read, and its feed."""
    for node in (facts.article, facts.page):
        yield from _parsed(node.get("datePublished"), "json-ld")
    for name in _PUBLISHED_META:
        for content in facts.meta.get(name, ()):
            yield from _from_meta(content, facts.html_language)
    for node in (facts.article, facts.page):
        for name in ("dateCreated", "uploadDate"):
            yield from _parsed(node.get(name), "json-ld")
    for name in ("datepublished", "datecreated"):
        for element in facts.properties.get(name, ()):
            if not is_elsewhere(element):
                yield from _parsed(_stated(element), "microdata")
    entry = facts.entry
    if entry and entry.published_at:
        yield entry.published_at


def _other_claims(
    facts: Facts, shown: Sequence[ShownDate], latest: datetime, *, is_small: bool
) -> Iterator[ClaimedTime]:
    """Yield what stands in the page's text and address, and head elements that also mean other days."""
    yield from (one.claim for one in shown if one.trust is Trust.LABELLED)
    yield from _url_date(facts.url)
    yield from (one.claim for one in shown if Trust.LABELLED < one.trust < Trust.FAR)
    for name in _WEAK_META:
        for content in facts.meta.get(name, ()):
            yield from _from_meta(content, facts.html_language)
    yield from (one.claim for one in shown if one.trust >= Trust.FAR)
    found = _search_text(facts.root, facts.url, latest, is_small=is_small)
    if found:
        yield found
    if facts.entry and facts.entry.updated_at:
        yield facts.entry.updated_at


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


def _from_meta(content: str, language: str | None) -> Iterator[ClaimedTime]:
    claim = parse_time(content, "meta")
    if claim:
        yield claim
    elif _LETTERS.search(content[:80]):  # the order of day and month in bare figures is the template's secret
        yield from (replace(one.claim, source="meta") for one in find_dates(content[:80], language))


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


def _read_times(root: HtmlElement) -> Iterator[tuple[HtmlElement, ClaimedTime]]:
    for element in root.iter("time"):
        claim = parse_time(element.get("datetime"), "time-element")
        if claim:
            yield element, claim


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
    from htmldate import find_date  # a third of a second with all it brings along; few pages need it

    try:
        found = find_date(
            root, extensive_search=is_small, original_date=True, url=url, max_date=latest.strftime("%Y-%m-%d")
        )
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError):
        return None  # a stranger's markup can break any of its patterns
    # The first of January is what it makes of a lone year, mostly of the copyright line.
    return parse_time(found, "text") if found and not found.endswith("-01-01") else None


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
