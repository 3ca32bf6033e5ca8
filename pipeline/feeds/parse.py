"""Feed bytes to FeedEntry records. The first step of an entry's way, and the only place that knows feedparser.

Says what the bytes claim, cleaned but not judged: dates by feeds.dates, identity by feeds.identity. No I/O; it
never raises anything but NotAFeed, whatever the bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

import feedparser
import feedparser.api

from pipeline.errors import NotAFeed
from pipeline.feeds.dates import parse_date
from pipeline.feeds.identity import assign_keys
from pipeline.feeds.jsonfeed import read_json_feed
from pipeline.feeds.prepare import Prepared, describe_bytes, prepare_document
from pipeline.feeds.sitemap import SITEMAP_ROOTS, read_sitemap
from pipeline.feeds.text import absolute_url, markup_of, plain_text, split_authors
from pipeline.feeds.wellform import make_well_formed, split_for_loose, split_items
from pipeline.records import ClaimedTime, FeedEntry, ParsedFeed
from pipeline.urls import host_of

Fields = Mapping[str, Any]  # one of feedparser's dicts

LARGEST_BODY_BYTES = 32 * 2**20  # twice what the fetcher lets through; local files come unfetched

MOST_SINGLE_ITEMS = 2_000  # read one by one when feedparser breaks on the whole: some seconds
CHANNEL_CHARACTERS = 20_000  # within which a channel says what it is, before its items

_CHANNEL_LINK = re.compile(r"<link>\s*(?:<!\[CDATA\[)?\s*([^<>\s\]]+)")
# Elements nobody here reads, on which feedparser breaks when they are not well-formed.
_FRAGILE = re.compile(r"</?(?:[\w-]{1,30}:)?(?:width|height|license|textinput|player)\b[^<>]*>", re.IGNORECASE)
_ROOT_NAME = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_UPDATE_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
# feedparser tells RSS 0.91 of Netscape from Userland's by it
_NETSCAPE_DOCTYPE = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "">'
_NO_FEED_ROOTS = frozenset({"html", "svg", "opml", "error"})


# feedparser's own list of drivers to try first.
feedparser.api.PREFERRED_XML_PARSERS[:] = ["pipeline.feeds.sax_driver"]


def parse_feed(body: bytes, *, url: str | None, content_type: str | None = None) -> ParsedFeed:
    """Return what a feed document says, in its own order of entries.

    url: where it came from, for relative links. content_type: the HTTP header, for its charset.
    Raises NotAFeed, saying what the bytes look like; nothing else, on any bytes.
    """
    if len(body) > LARGEST_BODY_BYTES:
        raise _not_a_feed(f"{len(body)} bytes, more than any feed has", url)
    document = prepare_document(body, content_type)
    try:
        feed = _read_document(document, url)
    except NotAFeed:
        raise
    except Exception as error:
        looks = describe_bytes(body, content_type)
        raise _not_a_feed(f"{looks} that breaks the parser ({type(error).__name__}: {error})", url) from error
    if feed is None:
        raise _not_a_feed(describe_bytes(body, content_type), url)
    return feed


def _read_document(document: Prepared, url: str | None) -> ParsedFeed | None:
    """Return the feed by the reader of its format, or None when no reader finds one."""
    if document.is_json:
        return read_json_feed(document, url)
    root = _ROOT_NAME.match(document.text)
    name = root.group(1).lower() if root else ""
    if name in SITEMAP_ROOTS:
        return read_sitemap(document, url)
    if not name or name in _NO_FEED_ROOTS:
        return None
    return _read_with_feedparser(document, url)


def _read_with_feedparser(document: Prepared, url: str | None) -> ParsedFeed | None:
    text, warnings, is_xml = make_well_formed(document.text)
    channel = text[:CHANNEL_CHARACTERS].partition("<item")[0]
    base = _choose_base(channel, url)
    doctype = _NETSCAPE_DOCTYPE if "netscape" in document.doctype.lower() else ""
    pieces = _read_pieces(doctype, [text] if is_xml else split_for_loose(text), warnings)
    raw_entries: list[Fields] = [one for piece in pieces for one in piece.entries]
    version, head = pieces[0].get("version") or "", pieces[0].feed
    if not version and not raw_entries:
        return None
    language = _text(head.get("language"))
    # A managing editor is no author of the entries, and feedparser does not tell the two.
    feed_authors = () if "<managingEditor" in channel else _read_authors(head)
    entries = [_read_entry(one, version, base, language, feed_authors) for one in raw_entries]
    return ParsedFeed(
        format=version or "rss",
        title=plain_text(_text(head.get("title"))),
        site_url=absolute_url(_text(head.get("link")), url),
        language=language,
        entries=assign_keys(entries),
        ttl_seconds=_read_ttl(head),
        warnings=document.warnings + tuple(warnings),
    )


def _read_pieces(doctype: str, pieces: list[str], warnings: list[str]) -> list[Any]:
    """Return feedparser's results; where it breaks, item by item, so that only the item that breaks it is lost."""
    results = []
    for piece in pieces:
        try:
            results.append(_call_feedparser(doctype + piece))
        except Exception as error:  # noqa: BLE001 - feedparser raises anything on odd markup
            for single in split_items(_FRAGILE.sub("", piece), most=MOST_SINGLE_ITEMS):
                try:
                    results.append(_call_feedparser(doctype + single))
                except Exception:  # noqa: BLE001
                    warnings.append(f"an item was skipped, it breaks the parser: {type(error).__name__}: {error}")
    if not results:
        raise NotAFeed("nothing in it can be parsed", reason="not_a_feed")
    return results


def _call_feedparser(text: str) -> Any:
    """Return feedparser's result. It is told no address: it would make GUIDs absolute; links are made so here."""
    return feedparser.parse(
        io.BytesIO(f"<?xml version='1.0' encoding='utf-8'?>{text}".encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,  # the extractor resolves links of content by the page's URL
        sanitize_html=False,  # content is no page of ours; who shows it escapes it
    )


def _choose_base(channel: str, url: str | None) -> str | None:
    """Return what relative links start from: the feed's address; for RSS hosted elsewhere, the channel's link."""
    found = _CHANNEL_LINK.search(channel)
    site = absolute_url(found.group(1), url) if found and not channel.startswith("<feed") else None
    if url is None or (site and host_of(site).removeprefix("www.") != host_of(url).removeprefix("www.")):
        return site or url
    return url


def _read_entry(
    fields: Fields, version: str, base: str | None, language: str | None, feed_authors: tuple[str, ...]
) -> FeedEntry:
    title_detail = _detail(fields, "title_detail")
    own_language = _text(title_detail.get("language")) or language
    updated = _first_date(fields, ("updated",), own_language)
    published = _first_date(fields, ("published", "created"), own_language)
    if published is None and updated is not None:
        # RSS 1.0 dates its items with dc:date, Atom allows `updated` alone: the only date there is.
        is_atom = version.startswith("atom")
        published = ClaimedTime(updated.at, updated.precision, updated.zone, "feed-updated" if is_atom else "feed")
    contents = [one for one in fields.get("content") or () if isinstance(one, Mapping) and one.get("value")]
    content = max((str(one["value"]) for one in contents), key=len, default=None)
    summary = _text(fields.get("summary"))
    return FeedEntry(
        key="",
        url=_read_link(fields, base),
        guid=_text(fields.get("id")),
        title=plain_text(_text(fields.get("title"))),
        published_at=published,
        updated_at=updated,
        authors=_read_authors(fields) or feed_authors,
        summary=None if summary == content else summary,
        content=content,
        tags=_read_tags(fields),
        language=own_language,
        image_url=_read_image(fields, base),
        title_markup=markup_of(_text(fields.get("title")), _text(title_detail.get("base")) or base),
    )


def _read_link(fields: Fields, base: str | None) -> str | None:
    """Return the entry's page: its link, else an alternate link of any type, else a GUID that is a URL."""
    alternates = [one.get("href") for one in fields.get("links") or () if one.get("rel") == "alternate"]
    others = [one.get("href") for one in fields.get("links") or () if one.get("rel") in ("enclosure", "related", "via")]
    guid = _text(fields.get("id"))
    for link in (fields.get("link"), *alternates):
        # feedparser takes a GUID for a link unless it says that it is none; half of those that do not say so lie.
        found = absolute_url(_text(link), None if fields.get("guidislink") and link == guid else base)
        if found:
            return found
    if guid and guid.startswith(("http://", "https://")):
        return absolute_url(guid, None)
    return next((one for one in (absolute_url(_text(link), base) for link in others[:1]) if one), None)


def _read_authors(fields: Fields) -> tuple[str, ...]:
    names = [_text(one.get("name")) for one in fields.get("authors") or () if isinstance(one, Mapping)]
    last = _text(fields.get("author"))
    if last and (not names or "@" in last):  # feedparser cuts names out of addresses, and knows short domains only
        names[-1:] = [last]
    return split_authors(names)


def _read_tags(fields: Fields) -> tuple[str, ...]:
    terms = (plain_text(_text(one.get("label") or one.get("term"))) for one in fields.get("tags") or ())
    return tuple(dict.fromkeys(term for term in terms if term))


def _read_image(fields: Fields, base: str | None) -> str | None:
    thumbs = [one.get("url") for one in fields.get("media_thumbnail") or () if isinstance(one, Mapping)]
    media = [
        one.get("url")
        for one in (*(fields.get("media_content") or ()), *_enclosures(fields))
        if isinstance(one, Mapping) and (one.get("medium") == "image" or str(one.get("type", "")).startswith("image/"))
    ]
    return next((one for one in (absolute_url(_text(link), base) for link in (*media, *thumbs)) if one), None)


def _enclosures(fields: Fields) -> Iterable[Mapping[str, Any]]:
    for one in fields.get("links") or ():
        if one.get("rel") == "enclosure":
            yield {"url": one.get("href"), "type": one.get("type", "")}


def _read_ttl(head: Fields) -> int | None:
    """Return the longest pause that RSS ttl (minutes) or sy:update* ask for, in seconds."""
    asks = []
    ttl = _text(head.get("ttl")) or ""
    if ttl.isascii() and ttl.isdigit():
        asks.append(int(ttl) * 60)
    period = _UPDATE_PERIODS.get((_text(head.get("sy_updateperiod")) or "").strip().lower())
    if period:
        frequency = _text(head.get("sy_updatefrequency")) or "1"
        asks.append(period // max(1, int(frequency) if frequency.isascii() and frequency.isdigit() else 1))
    return max(asks, default=None)


def _first_date(fields: Fields, names: Iterable[str], language: str | None) -> ClaimedTime | None:
    for name in names:
        # `in` first: feedparser answers `updated` with `published` where there is none.
        found = parse_date(_text(fields[name]), language=language) if name in fields else None
        if found:
            return found
    return None


def _detail(fields: Fields, name: str) -> Fields:
    value = fields.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    """Return a string's stripped text, None for anything else feedparser may have put there."""
    return value.strip() or None if isinstance(value, str) else None


def _not_a_feed(looks: str, url: str | None) -> NotAFeed:
    return NotAFeed(
        f"{url or 'this document'} is not a feed but {looks}; `dateline feeds add` finds the feeds of a site's page",
        subject=url or "",
        reason="not_a_feed",
    )
