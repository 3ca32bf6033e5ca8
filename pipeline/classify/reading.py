"""Read a batch of articles as a sub-editor does: headline, lead, body, and the lexicon's terms in each. No decision yet.

All articles of one language in a batch are read together, as arrays; article i has sections 2i (title) and 2i+1 (text).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from pipeline.classify.lexicon import LEVEL_POINTS
from pipeline.classify.phrases import Matches, PhraseBook
from pipeline.classify.vocabulary import UNKNOWN, UNSPACED, WordTable
from pipeline.classify.words import Ints, Longs, Places, Words, cut_words

READ_CHARACTERS = 8_000  # some 1,300 words: what a feature is about has been said by then
HEADLESS_WORDS = 20  # of an article without title: its first sentence says what a headline would
STRONG_POINTS = LEVEL_POINTS["strong"]
LEAD_WORDS = 60  # first two paragraphs of a news story
IDEOGRAPHS_A_WORD = 2  # a Chinese word has about two


class Zone(IntEnum):
    """Where in an article a term stands."""

    TITLE = 0
    LEAD = 1
    BODY = 2


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What of the lexicon stands in a batch, by article and place. Arrays of one length."""

    article: Places
    phrase: Places
    start: Places  # words of the batch
    end: Places
    zone: Places
    hidden: Longs  # bits of the topics for which a trap or a longer term hides it

    def __len__(self) -> int:
        return len(self.phrase)


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What was read of the articles of one language."""

    table: WordTable
    words: Words
    rows: Ints  # by word; words in traps are unknown
    found: Found
    lengths: Longs  # words of each article, title included

    @property
    def articles(self) -> int:
        """How many."""
        return len(self.lengths)

    @property
    def book(self) -> PhraseBook:
        """The phrases that `found` numbers."""
        return self.table.book

    def bounds(self, article: int) -> tuple[int, int, int]:
        """Return the word numbers of the barriers before an article's title, before its text and after it."""
        before, between, after = self.words.barriers[2 * article : 2 * article + 3].tolist()
        return before, between, after

    def locator(self, article: int) -> Callable[[int, int], tuple[bool, int, int]]:
        """Return a function: words start..end (exclusive) -> (in the title?, first character, end character)."""
        words = self.words
        title, text = words.section_place(2 * article), words.section_place(2 * article + 1)
        between = int(words.barriers[2 * article + 1])
        starts, ends = words.starts, words.ends

        def locate(start: int, end: int) -> tuple[bool, int, int]:
            in_title = start < between
            base = title if in_title else text
            return in_title, words.place(int(starts[start])) - base, words.place(int(ends[end - 1])) - base

        return locate


def read_articles(table: WordTable, articles: Sequence[tuple[str, str]], topic_count: int) -> Readings:
    """Return the readings of (title, text) pairs in the table's language; of a text READ_CHARACTERS count."""
    words = cut_words([(title, text[:READ_CHARACTERS]) for title, text in articles], table.folding)
    rows = table.find_rows(words)
    book = table.book
    barriers = words.barriers
    matches = book.find(rows)
    article = np.searchsorted(barriers[2::2], matches.start)
    hidden = np.zeros(len(rows), np.int64)
    _hide_lonely(rows, matches, article, table, barriers, hidden)
    _hide_traps(rows, matches, book, topic_count, hidden)
    found = _keep_longest(matches, article, book, topic_count, hidden, _zone_ends(barriers, table.language))
    return Readings(table, words, rows, found, barriers[2::2] - barriers[:-2:2] - 1)


def _zone_ends(barriers: Places, language: str) -> tuple[Places, Places]:
    """Return for each article the words at which the title ends, or what stands for it, and the lead."""
    scale = IDEOGRAPHS_A_WORD if language in UNSPACED else 1
    between = barriers[1::2]
    is_headless = between - barriers[:-1:2] == 1
    return between + np.where(is_headless, HEADLESS_WORDS * scale + 1, 0), between + 1 + LEAD_WORDS * scale


def _hide_traps(rows: Ints, matches: Matches, book: PhraseBook, topic_count: int, hidden: Longs) -> None:
    """Note from which topics words are hidden; blank words of denials and of traps for all topics, in place."""
    hides = book.hides[matches.phrase]
    traps = np.flatnonzero(hides)
    if not len(traps):
        return
    words, owner = _spread(matches.take(traps))
    np.bitwise_or.at(hidden, words, hides[traps][owner])
    everything = (1 << topic_count) - 1
    # "Not a cyberattack" must not read as one.
    is_blank = (hides[traps] == everything) | book.is_denial[matches.phrase[traps]]
    rows[words[is_blank[owner]]] = UNKNOWN


def _hide_lonely(
    rows: Ints, matches: Matches, article: Places, table: WordTable, barriers: Places, hidden: Longs
) -> None:
    """Blank terms whose company is missing, in place: neither lexicon nor model shall see them.

    A hacked account is a crime, a hacked hedge none. Company is any of its words, or a strong term of the same topic.
    """
    book = table.book
    needing = np.flatnonzero(book.needs[matches.phrase])
    if not len(needing):
        return
    present = np.bitwise_or.reduceat(table.companies_of_row[rows], barriers[:-1:2])
    np.bitwise_or.at(present, article, book.companies[matches.phrase])
    needing = needing[present[article[needing]] >> book.needs[matches.phrase[needing]] & 1 == 0]
    for one, number in sorted(
        set(zip(article[needing].tolist(), book.needs[matches.phrase[needing]].tolist(), strict=True))
    ):
        mine = np.flatnonzero(article == one)
        phrases = matches.phrase[mine]
        needs = book.needs[phrases]
        strong = (book.points[phrases[needs == 0]] >= STRONG_POINTS).any(axis=0)
        topics = (book.points[phrases[needs == number]] > 0).any(axis=0)
        if not (strong & topics).any():
            words, _ = _spread(matches.take(mine[needs == number]))
            rows[words] = UNKNOWN
            hidden[words] = -1  # all bits: from every topic


def _keep_longest(
    matches: Matches,
    article: Places,
    book: PhraseBook,
    topic_count: int,
    hidden: Longs,
    zone_ends: tuple[Places, Places],
) -> Found:
    """Drop, for each topic, terms that stand inside a longer one, and all that traps hide."""
    title_ends, lead_ends = zone_ends
    zone = np.where(matches.start < title_ends[article], 0, np.where(matches.start < lead_ends[article], 1, 2))
    points = book.points.take(matches.phrase, axis=0)
    is_term = book.is_term[matches.phrase]
    shadow = np.zeros(len(matches), np.int64)
    if len(matches) and hidden.any():
        words, owner = _spread(matches)
        first = np.flatnonzero(np.concatenate([[True], owner[1:] != owner[:-1]]))
        shadow = np.where(is_term, np.bitwise_or.reduceat(hidden[words], first), 0)
    is_open = book.hides[matches.phrase] * ~book.is_trap[matches.phrase] + book.is_context[matches.phrase] > 0
    for topic in range(min(topic_count, points.shape[1])):
        visible = np.flatnonzero((points[:, topic] > 0) & (shadow >> topic & 1 == 0))
        if not len(visible):
            continue
        ends = matches.end[visible]
        reached = np.concatenate([[0], np.maximum.accumulate(ends)[:-1]])
        is_inside = ends <= reached
        shadow[visible[is_inside]] |= 1 << topic
        is_open[visible[~is_inside]] = True
    kept = matches.take(is_open)
    return Found(article[is_open], kept.phrase, kept.start, kept.end, zone[is_open], shadow[is_open])


def _spread(matches: Matches) -> tuple[Places, Places]:
    """Return the words of all matches, and for each word the number of its match."""
    lengths = matches.end - matches.start
    owner = np.repeat(np.arange(len(matches)), lengths)
    first = np.cumsum(lengths) - lengths
    return matches.start[owner] + np.arange(len(owner)) - first[owner], owner
