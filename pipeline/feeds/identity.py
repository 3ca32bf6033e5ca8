"""What makes an entry the same entry at the next poll: the key under which the ledger knows it within its feed.

Order of truth: the GUID if it is distinct within the document, else the URL under the same condition, else a hash
of the content. A GUID that different items share (a template's mistake) identifies nothing; an item that stands
twice in a document stays one entry; an item with neither GUID nor link is still kept. Dates are no part of a key:
publishers touch them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.records import FeedEntry

LONGEST_KEY = 1_000  # bytes; Postgres indexes at most 2,700 bytes, and no honest GUID comes near


def assign_keys(entries: Sequence[FeedEntry]) -> tuple[FeedEntry, ...]:
    """Return the entries with their keys, in order. Only one item listed twice gives one key twice."""
    shared_guids = _find_shared((entry.guid, entry.url or entry.title) for entry in entries)
    shared_urls = _find_shared((entry.url, entry.title or entry.summary) for entry in entries)
    return tuple(replace(entry, key=_key_of(entry, shared_guids, shared_urls)) for entry in entries)


def drop_repeats(entries: Sequence[FeedEntry]) -> tuple[FeedEntry, ...]:
    """Return the entries without those whose key came before: one document that lists an item twice."""
    first: dict[str, FeedEntry] = {}
    for entry in entries:
        first.setdefault(entry.key, entry)
    return tuple(first.values())


def content_key(entry: FeedEntry) -> str:
    """Return the key by content: of title, URL, GUID and text, white space aside."""
    parts = (entry.title, entry.url, entry.guid, entry.summary, entry.content)
    text = "\x1f".join(" ".join((part or "").split()) for part in parts)
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _find_shared(pairs: Iterable[tuple[str | None, str | None]]) -> frozenset[str]:
    """Return the names that stand for more than one thing."""
    first: dict[str, str | None] = {}
    shared: set[str] = set()
    for name, thing in pairs:
        if name and first.setdefault(name, thing) != thing:
            shared.add(name)
    return frozenset(shared)


def _key_of(entry: FeedEntry, shared_guids: frozenset[str], shared_urls: frozenset[str]) -> str:
    if entry.guid and entry.guid not in shared_guids:
        return shorten_key(entry.guid)
    if entry.url and entry.url not in shared_urls:
        return shorten_key(entry.url)
    return content_key(entry)


def shorten_key(text: str) -> str:
    """Return a key that an index can hold: the text itself, or its hash when it is long."""
    if len(text.encode("utf-8", "surrogatepass")) <= LONGEST_KEY:
        return text
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
