"""What a source prints on every page: blocks that recur across its pages are furniture, whatever they say.

Learned as pages flow: hashed counts per source, no texts. Pure: the store and the JSON-lines command keep the rows.
Learn from a batch, merge with what is kept, then strip: a block that came up on enough pages leaves the bodies.

True text recurs too: an article under two addresses, a background paragraph, a series' preface, a correction. So a
page with half of another's text teaches nothing, a block counts only where furniture stands (a body's ends) or when it
is short, the longer or the deeper inside it stands the more pages must carry it, and no body loses half of itself.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from pipeline.records import SiteBlock

MIN_PAGES = 3  # below this a repeat may be a series' preface or a correction notice
MIN_SHARE = 0.05  # of the source's pages, once it has many: a stock phrase recurs, furniture is everywhere
# The same for a block that is long, or stands inside: a sentence of background or a stock heading may recur there.
MIN_PAGES_IF_DOUBTFUL = 5
MIN_SHARE_IF_DOUBTFUL = 0.2
MIN_BLOCK_CHARS = 12  # shorter lines are answers, scores, single names in lists
SHORT_BLOCK_CHARS = 200  # a box, a teaser, a call; what is longer is a paragraph
MAX_BLOCK_CHARS = 600  # longer text is an article; that it recurs is deduplication's business
HEAD_BLOCKS = 3  # of a body, from its start: where bylines, share bars and standing heads are
TAIL_BLOCKS = 8  # from its end: where teasers, boxes and notices are
MAX_REMOVED_SHARE = 0.5  # of a body's characters: more is a copy of an article, not furniture
TWIN_SHARE = 0.5  # of a page's own text found on another page: one article twice, or two versions of it
TWIN_HOLDERS = 20  # pages that carry a block; more, and it says nothing about which page this is
COUNTER_CHARS = 32  # "3 min read", "12 comments": digits do not count; in a longer block they are its news
HASH_BITS = 63  # fits Postgres' bigint, signed
HASHES_KEPT = 8_192  # blocks of a batch: each is asked for when it is looked up, learned, stripped and counted
PAGES_HASH = 0  # the row that counts a source's pages themselves


@dataclass(frozen=True, slots=True)
class MemoryRow:
    """One kept count. block_hash PAGES_HASH counts the source's pages themselves."""

    source_host: str
    block_hash: int
    page_count: int


@dataclass(frozen=True, slots=True)
class StrippedBefore:
    """How a version of an article that we have was stripped: the blocks of its body, and those that left it."""

    kept: frozenset[str]
    removed: dict[str, SiteBlock]


@dataclass(slots=True)
class SiteMemory:
    """Counts of blocks per source: on how many different pages each was seen.

    pages: host -> pages learned from. counts: host -> block hash -> pages. seen: page keys of this run, so that a page
    that comes twice counts once; holders: host -> block hash -> the pages of this run that carry it, so that a page
    that is another one's twin teaches nothing. Neither is kept across runs.
    """

    pages: Counter[str] = field(default_factory=Counter)
    counts: dict[str, Counter[int]] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)
    holders: dict[str, dict[int, list[int]]] = field(default_factory=dict)

    def learn(
        self, url: str | None, paragraphs: Sequence[str], removed: Iterable[str] = (), *, page_key: str | None = None
    ) -> None:
        """Count each of a page's blocks once for its source.

        removed: what other rules took off the body; it counts as well. A page without an address teaches nothing, nor
        does one that shares half of its text with a page before.
        """
        host = source_host(url)
        key = (host, page_key or url or "")
        if not host or key in self.seen:
            return
        self.seen.add(key)
        if self._is_twin(host, paragraphs):
            return
        self.pages[host] += 1
        self.counts.setdefault(host, Counter()).update(countable_hashes(paragraphs, removed))

    def strip(
        self, url: str | None, paragraphs: list[str], before: StrippedBefore | None = None
    ) -> tuple[list[str], list[SiteBlock]]:
        """Return (kept, removed). A body that would lose most of itself is left whole: it is a copy, not furniture.

        before: how an earlier version of the page was stripped. Its blocks are treated as they were then, so that
        what was learned since does not pass for an edit of the article.
        """
        host = source_host(url)
        counts = self.counts.get(host, Counter[int]())
        kept: list[str] = []
        removed: list[SiteBlock] = []
        for number, paragraph in enumerate(paragraphs):
            if before and (paragraph in before.kept or paragraph in before.removed):
                block = before.removed.get(paragraph)
            else:
                count = counts[block_hash(paragraph)] if _is_countable(number, paragraphs) else 0
                is_furniture = count and count >= self._enough(host, number, paragraphs)
                block = SiteBlock(paragraph, count, self.pages[host]) if is_furniture else None
            if block:
                removed.append(block)
            else:
                kept.append(paragraph)
        if sum(len(one.text) for one in removed) > MAX_REMOVED_SHARE * sum(map(len, paragraphs)):
            return paragraphs, []
        return kept, removed

    def merge(self, rows: Iterable[MemoryRow]) -> None:
        """Add kept counts to these."""
        for row in rows:
            if row.block_hash == PAGES_HASH:
                self.pages[row.source_host] += row.page_count
            else:
                self.counts.setdefault(row.source_host, Counter())[row.block_hash] += row.page_count

    def rows(self) -> Iterator[MemoryRow]:
        """Yield the counts as rows, each source's number of pages first."""
        for host in sorted(self.pages):
            yield MemoryRow(host, PAGES_HASH, self.pages[host])
            for hashed, count in sorted(self.counts.get(host, Counter()).items()):
                yield MemoryRow(host, hashed, count)

    def _enough(self, host: str, number: int, paragraphs: Sequence[str]) -> float:
        """Return the number of pages that must carry a block before it is furniture."""
        if _is_edge(number, len(paragraphs)) and len(paragraphs[number]) <= SHORT_BLOCK_CHARS:
            return max(MIN_PAGES, MIN_SHARE * self.pages[host])
        return max(MIN_PAGES_IF_DOUBTFUL, MIN_SHARE_IF_DOUBTFUL * self.pages[host])

    def _is_twin(self, host: str, paragraphs: Sequence[str]) -> bool:
        """Return whether half of what is a page's own stands on one page before it; remember its blocks."""
        holders = self.holders.setdefault(host, {})
        lengths = {block_hash(one): len(one) for one in paragraphs if len(one) >= MIN_BLOCK_CHARS}
        shared: Counter[int] = Counter()
        own = 0
        for hashed, length in lengths.items():
            pages = holders.setdefault(hashed, [])
            if len(pages) <= TWIN_HOLDERS:
                own += length
                shared.update(dict.fromkeys(pages, length))
                pages.append(len(self.seen))
        return bool(shared) and max(shared.values()) >= TWIN_SHARE * own


def countable_hashes(paragraphs: Sequence[str], removed: Iterable[str] = ()) -> set[int]:
    """Return the hashes of a page's blocks that can prove to be furniture; `removed`: taken off it by other rules."""
    hashes = {block_hash(one) for number, one in enumerate(paragraphs) if _is_countable(number, paragraphs)}
    return hashes | {block_hash(one) for one in removed if MIN_BLOCK_CHARS <= len(one) <= MAX_BLOCK_CHARS}


def source_host(url: str | None) -> str:
    """Return the host that a page's furniture is shared by, without "www."; "" without an address.

    With the port where one is named: on one machine two ports are two sites.
    """
    try:
        parts = urlsplit(url or "")
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return ""
    return f"{host}:{port}" if host and port else host


@lru_cache(maxsize=HASHES_KEPT)
def block_hash(paragraph: str) -> int:
    """Return a signed 64-bit key of a block's letters and digits; of letters only where digits count something."""
    told = unicodedata.normalize("NFKC", paragraph).casefold()
    is_counter = len(paragraph) <= COUNTER_CHARS
    for char in set(told):  # some twenty kinds of character, not each of hundreds
        if not (char.isalpha() or (char.isdigit() and not is_counter)):
            told = told.replace(char, "")
    digest = hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> (64 - HASH_BITS)) or 1


def _is_countable(number: int, paragraphs: Sequence[str]) -> bool:
    limit = MAX_BLOCK_CHARS if _is_edge(number, len(paragraphs)) else SHORT_BLOCK_CHARS
    return MIN_BLOCK_CHARS <= len(paragraphs[number]) <= limit


def _is_edge(number: int, count: int) -> bool:
    return number < HEAD_BLOCKS or number >= count - TAIL_BLOCKS
