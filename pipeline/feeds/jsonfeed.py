"""JSON Feed 1.0 and 1.1 (jsonfeed.org) to FeedEntry records. Called by feeds.parse."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.feeds.dates import parse_date
from pipeline.feeds.identity import assign_keys
from pipeline.feeds.prepare import Prepared
from pipeline.feeds.text import absolute_url, plain_text, split_authors
from pipeline.records import FeedEntry, ParsedFeed

Fields = Mapping[str, Any]


def read_json_feed(document: Prepared, url: str | None) -> ParsedFeed | None:
    """Return the feed, or None when the JSON is not one. An item that is no object is skipped with a warning."""
    value, warnings = _load(document.text)
    if not isinstance(value, Mapping):
        return None
    version = value.get("version")
    is_declared = isinstance(version, str) and "jsonfeed" in version
    items = value.get("items")
    if not is_declared and not (isinstance(items, list) and "title" in value):
        return None
    base = (
        url or absolute_url(_text(value.get("feed_url")), None) or absolute_url(_text(value.get("home_page_url")), None)
    )
    language = _text(value.get("language"))
    feed_authors = _read_authors(value)
    entries = []
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping):
            entries.append(_read_item(item, base, language, feed_authors))
        else:
            warnings.append("an item that is no object was skipped")
    return ParsedFeed(
        format="json10" if isinstance(version, str) and version.rstrip("/").endswith("/1") else "json11",
        title=plain_text(_text(value.get("title"))),
        site_url=absolute_url(_text(value.get("home_page_url")), url),
        language=language,
        entries=assign_keys(entries),
        warnings=document.warnings + tuple(warnings),
    )


def _read_item(item: Fields, base: str | None, language: str | None, feed_authors: tuple[str, ...]) -> FeedEntry:
    own_language = _text(item.get("language")) or language
    content_text = _text(item.get("content_text"))
    return FeedEntry(
        key="",
        url=absolute_url(_text(item.get("url")), base) or absolute_url(_text(item.get("external_url")), base),
        guid=_text(item.get("id")),
        title=plain_text(_text(item.get("title"))),
        published_at=parse_date(_text(item.get("date_published")), language=own_language),
        updated_at=parse_date(_text(item.get("date_modified")), language=own_language),
        authors=_read_authors(item) or feed_authors,
        summary=_text(item.get("summary")),
        content=_text(item.get("content_html")) or content_text,
        tags=tuple(dict.fromkeys(tag for one in _list(item.get("tags")) if (tag := plain_text(_text(one))))),
        language=own_language,
        image_url=absolute_url(_text(item.get("image")) or _text(item.get("banner_image")), base),
    )


def _read_authors(fields: Fields) -> tuple[str, ...]:
    """Version 1.1 lists `authors`; 1.0 has one `author`."""
    people = [*_list(fields.get("authors")), fields.get("author")]
    return split_authors(_text(one.get("name")) if isinstance(one, Mapping) else _text(one) for one in people if one)


def _load(text: str) -> tuple[object, list[str]]:
    """Return the JSON value; of a truncated document, what its whole items hold."""
    try:
        return json.loads(text, strict=False), []
    except (ValueError, RecursionError):
        pass
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text)
        return value, ["text after the JSON value skipped"]
    except (ValueError, RecursionError):
        return _load_truncated(text)


def _load_truncated(text: str) -> tuple[object, list[str]]:
    """Close a cut document after its last whole item: its brackets are tried from the end, a few times only."""
    cut = len(text)
    for _ in range(20):
        cut = text.rfind("}", 0, cut)
        if cut < 0:
            break
        try:
            return json.loads(text[: cut + 1] + "]}", strict=False), ["truncated JSON: the whole items were kept"]
        except (ValueError, RecursionError):
            continue
    return None, []


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return str(value)  # ids are numbers in many feeds, against the specification
    return value.strip() or None if isinstance(value, str) else None
