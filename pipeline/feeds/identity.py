"""What makes an entry the same entry at the next poll: the key under which the ledger knows it within its feed.

Order of truth: the GUID if no other entry of the document carries it, else the URL under the same condition, else
a hash of the content. A GUID that every item shares (a template's mistake) identifies nothing, and an item that
carries neither GUID nor link is still kept. Dates are no part of a key: publishers touch them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.records import FeedEntry

LONGEST_KEY = 1_000  # characters; Postgres indexes at most 2,700 bytes, and no honest GUID comes near


def assign_keys(entries: Sequence[FeedEntry]) -> tuple[FeedEntry, ...]:
    """Return the entries with their keys, in order; of entries with one key (the same item twice) the first."""
    guids = Counter(entry.guid for entry in entries)
    urls = Counter(entry.url for entry in entries)
    return tuple(replace(entry, key=_key_of(entry, guids, urls)) for entry in entries)


def drop_repeats(entries: Sequence[FeedEntry]) -> tuple[FeedEntry, ...]:
    """Return the entries without those whose key came before: one document that lists an item twice."""
    return tuple({entry.key: entry for entry in reversed(entries)}.values())[::-1]


def content_key(entry: FeedEntry) -> str:
    """Return the key by content: of title, URL, GUID and text, white space aside."""
    parts = (entry.title, entry.url, entry.guid, entry.summary, entry.content)
    text = "\x1f".join(" ".join((part or "").split()) for part in parts)
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _key_of(entry: FeedEntry, guids: Counter[str | None], urls: Counter[str | None]) -> str:
    if entry.guid and guids[entry.guid] == 1:
        return _shorten(entry.guid)
    if entry.url and urls[entry.url] == 1:
        return _shorten(entry.url)
    return content_key(entry)


def _shorten(text: str) -> str:
    if len(text) <= LONGEST_KEY:
        return text
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
