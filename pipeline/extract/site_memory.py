"""What a source prints on every page: blocks that recur across its pages are furniture, whatever they say.

Learned as pages flow: hashed counts per source, no texts. Pure: the store and the JSON-lines command keep the rows.
Learn from a batch, merge with what is kept, then strip: a block that came up on enough pages leaves the bodies.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MIN_PAGES = 3  # below this a repeat may be a series' preface or a correction notice
MIN_SHARE = 0.05  # of the source's pages, once it has many: a stock phrase recurs, furniture is everywhere
MIN_BLOCK_CHARS = 12  # shorter lines are answers, scores, single names in lists
MAX_BLOCK_CHARS = 1_200  # longer text is an article; that it recurs is deduplication's business
MAX_REMOVED_SHARE = 0.5  # of a body's characters: more is a copy of an article, not furniture
HASH_BITS = 63  # fits Postgres' bigint, signed


@dataclass(frozen=True, slots=True)
class MemoryRow:
    """One kept count. block_hash None counts the source's pages themselves, as hash 0."""

    source_host: str
    block_hash: int
    page_count: int


@dataclass(slots=True)
class SiteMemory:
    """Counts of blocks per source: on how many different pages each was seen.

    pages: host -> pages learned from. counts: host -> block hash -> pages. seen: page keys of this run, so that a page
    that comes twice counts once; not kept across runs.
    """

    pages: Counter[str] = field(default_factory=Counter)
    counts: dict[str, Counter[int]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def learn(self, url: str | None, paragraphs: Iterable[str], *, page_key: str | None = None) -> None:
        """Count each of a page's blocks once for its source. A page without an address teaches nothing."""
        host = source_host(url)
        key = (host, page_key or url or "")
        if not host or key in self.seen:
            return
        self.seen.add(key)
        self.pages[host] += 1
        self.counts.setdefault(host, Counter()).update({block_hash(one) for one in paragraphs if _is_countable(one)})

    def is_furniture(self, url: str | None, paragraph: str) -> bool:
        """Return whether this block stands on enough pages of the source to be no part of any article."""
        host = source_host(url)
        counts = self.counts.get(host)
        if not counts or not _is_countable(paragraph):
            return False
        return counts[block_hash(paragraph)] >= max(MIN_PAGES, MIN_SHARE * self.pages[host])

    def strip(self, url: str | None, paragraphs: list[str]) -> tuple[list[str], list[str]]:
        """Return (kept, removed). A body that would lose most of itself is left whole: it is a copy, not furniture."""
        flags = [self.is_furniture(url, one) for one in paragraphs]
        lost = sum(len(one) for one, is_lost in zip(paragraphs, flags, strict=True) if is_lost)
        if not lost or lost > MAX_REMOVED_SHARE * sum(map(len, paragraphs)):
            return paragraphs, []
        kept = [one for one, is_lost in zip(paragraphs, flags, strict=True) if not is_lost]
        return kept, [one for one, is_lost in zip(paragraphs, flags, strict=True) if is_lost]

    def merge(self, rows: Iterable[MemoryRow]) -> None:
        """Add kept counts to these."""
        for row in rows:
            if row.block_hash == 0:
                self.pages[row.source_host] += row.page_count
            else:
                self.counts.setdefault(row.source_host, Counter())[row.block_hash] += row.page_count

    def rows(self) -> Iterator[MemoryRow]:
        """Yield the counts as rows, each source's number of pages first, as block hash 0."""
        for host in sorted(self.pages):
            yield MemoryRow(host, 0, self.pages[host])
            for hashed, count in sorted(self.counts.get(host, Counter()).items()):
                yield MemoryRow(host, hashed, count)


def source_host(url: str | None) -> str:
    """Return the host that a page's furniture is shared by, without "www."; "" without an address."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def block_hash(paragraph: str) -> int:
    """Return a signed 64-bit key of a block's letters: digits do not count, so that "3 min read" is one block."""
    folded = unicodedata.normalize("NFKC", paragraph).casefold()
    letters = "".join(char for char in folded if char.isalpha())
    digest = hashlib.blake2b(letters.encode("utf-8", "replace"), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> (64 - HASH_BITS)) or 1


def _is_countable(paragraph: str) -> bool:
    return MIN_BLOCK_CHARS <= len(paragraph) <= MAX_BLOCK_CHARS
