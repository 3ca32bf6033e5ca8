"""Find the lexicon's phrases in a batch of articles, all at once: arrays of candidates, thinned word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.classify.lexicon import LEVEL_POINTS, Lexicon, Phrase
from pipeline.classify.spelling import cut_term, fold_term
from pipeline.classify.words import Ints, Keys, Longs, Places

GAP_WORDS = 3  # what `~` in a term may skip
NO_PATTERN = -1
PHRASE_BITS = 20  # a million phrases in a lexicon
WIDTH_BITS = 6  # of a phrase: its words and gaps
LONG_WORD = 4  # letters; shorter ones stand in every sentence
FIRST_ROWS = 1 << 12
FIRST_PATTERNS = 4  # of one row; grown when a spelling fits more


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Phrases found, by start, the longest first: words start..end of the batch."""

    phrase: Places
    start: Places
    end: Places

    def __len__(self) -> int:
        return len(self.phrase)

    def take(self, chosen: npt.NDArray[Any]) -> Matches:
        """Return the matches chosen by number or by mask."""
        return Matches(self.phrase[chosen], self.start[chosen], self.end[chosen])


class _Step(NamedTuple):
    """One word of a phrase: which pattern, whether other words may stand before it, its letters."""

    pattern: int
    after_gap: bool
    letters: int


class PhraseBook:
    """A lexicon's phrases as arrays by phrase and by row, and the search for them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._language = lexicon.language
        self._exact: dict[str, int] = {}
        self._prefixes: dict[str, int] = {}
        self._beginnings: dict[int, list[int]] = {}
        self._pattern_companies: dict[int, int] = {}
        # A company of several words is found like a phrase; it says nothing but that it is there.
        companies = [(text, number) for number, words in enumerate(lexicon.companies, 1) for text in words]
        several = [(text, number) for text, number in companies if len(cut_term(text, self._language)) > 1]
        self.phrases: tuple[Phrase, ...] = (*lexicon.phrases, *(Phrase(text, "company") for text, _ in several))
        self._set_phrase_arrays(len(lexicon.phrases), [number for _, number in several])
        for text, number in companies:
            words = cut_term(text, self._language)
            if len(words) == 1:
                pattern = self._pattern(words[0])
                self._pattern_companies[pattern] = self._pattern_companies.get(pattern, 0) | 1 << number
        self._prefix_lengths = sorted({len(prefix) for prefix in self._prefixes})
        self._row_patterns: Ints = np.full((FIRST_ROWS, FIRST_PATTERNS), NO_PATTERN, np.int32)
        self._row_bits: Keys = np.zeros(FIRST_ROWS, np.uint64)  # a bit for each pattern, shared by some
        self._begins_at: Ints = np.zeros(FIRST_ROWS, np.int32)  # into _begins, by row
        self._begins_count: Ints = np.zeros(FIRST_ROWS, np.int32)
        self._begins_list: list[int] = []
        self._begins: Places = np.empty(0, np.intp)
        self._begins_known: dict[tuple[int, ...], int] = {}

    def fits(self, spelling: str) -> list[int]:
        """Return the patterns that a folded spelling fits."""
        found = [self._exact[spelling]] if spelling in self._exact else []
        for length in self._prefix_lengths:
            if length > len(spelling):
                break
            pattern = self._prefixes.get(spelling[:length])
            if pattern is not None:
                found.append(pattern)
        return found

    def companies_of(self, patterns: Sequence[int]) -> int:
        """Return the bits of the companies that a word with these patterns is."""
        bits = 0
        for pattern in patterns:
            bits |= self._pattern_companies.get(pattern, 0)
        return bits

    def add_row(self, row: int, patterns: Sequence[int]) -> None:
        """Make a row known: the patterns that its words fit."""
        while row >= len(self._begins_at):
            self._row_bits = np.concatenate([self._row_bits, np.zeros_like(self._row_bits)])
            self._begins_at = np.concatenate([self._begins_at, np.zeros_like(self._begins_at)])
            self._begins_count = np.concatenate([self._begins_count, np.zeros_like(self._begins_count)])
            self._row_patterns = np.concatenate([self._row_patterns, np.full_like(self._row_patterns, NO_PATTERN)])
        if len(patterns) > self._row_patterns.shape[1]:
            wider = np.full((len(self._row_patterns), len(patterns)), NO_PATTERN, np.int32)
            wider[:, : self._row_patterns.shape[1]] = self._row_patterns
            self._row_patterns = wider
        self._row_patterns[row, : len(patterns)] = patterns
        bits = 0
        for pattern in patterns:
            bits |= 1 << pattern % 64
        self._row_bits[row] = bits
        begins = tuple(number for pattern in patterns for number in self._beginnings.get(pattern, ()))
        if begins and begins not in self._begins_known:
            self._begins_known[begins] = len(self._begins_list)
            self._begins_list += begins
            self._begins = np.array(self._begins_list, np.intp)
        self._begins_at[row] = self._begins_known.get(begins, 0)
        self._begins_count[row] = len(begins)

    def find(self, rows: Ints) -> Matches:
        """Return every phrase in the rows of a batch. No phrase fits a barrier, so none goes across."""
        counts = self._begins_count[rows]
        anchors = np.flatnonzero(counts)
        counts = counts[anchors]
        anchor = np.repeat(anchors, counts)
        skew = self._begins_at[rows[anchors]] - (np.cumsum(counts) - counts)
        phrase = self._begins[np.arange(len(anchor)) + np.repeat(skew, counts)]
        # Most candidates fall at one look at the word beside the anchor.
        beside = self._row_bits[rows][anchor + self._beside[phrase]]
        likely = np.flatnonzero(beside & self._beside_bit[phrase])
        phrase, anchor = phrase[likely], anchor[likely]
        start = anchor - self._anchor[phrase]  # may be before the batch begins: there is a barrier
        length = self._length[phrase]
        is_alone = length == 1
        done = [(phrase[is_alone], start[is_alone], start[is_alone] + 1)]
        several = ~is_alone
        phrase, start, length = phrase[several], start[several], length[several]
        at = start
        for step in range(self._steps.shape[1]):
            if not len(phrase):
                break
            at = self._follow(rows, at, self._steps[phrase, step], self._after_gap[phrase, step])
            going = at >= 0
            is_whole = going & (length == step + 1)
            done.append((phrase[is_whole], start[is_whole], at[is_whole]))
            going &= ~is_whole
            phrase, start, at, length = phrase[going], start[going], at[going], length[going]
        phrase, start, end = (np.concatenate(column) for column in zip(*done, strict=True))
        order = np.argsort((start << WIDTH_BITS | (1 << WIDTH_BITS) - (end - start)) << PHRASE_BITS | phrase)
        return Matches(phrase[order], start[order], end[order])

    def _follow(self, rows: Ints, at: Places, pattern: Ints, after_gap: npt.NDArray[np.bool_]) -> Places:
        """Return where each candidate goes on after its next word, -1 where it does not."""
        found = np.where(self._fit(rows, at, pattern), at + 1, -1)
        gaps = np.flatnonzero(after_gap & (found < 0))
        for skipped in range(1, GAP_WORDS + 1):
            if not len(gaps):
                break
            gaps = gaps[rows[at[gaps] + skipped - 1] != 1]  # never over a barrier
            is_found = self._fit(rows, at[gaps] + skipped, pattern[gaps])
            hits = gaps[is_found]
            found[hits] = at[hits] + skipped + 1
            gaps = gaps[~is_found]
        return found

    def _fit(self, rows: Ints, at: Places, pattern: Ints) -> npt.NDArray[np.bool_]:
        """Return whether the words at `at` fit the patterns; beyond the end nothing does."""
        patterns = self._row_patterns.take(rows.take(at, mode="clip"), axis=0)
        fitting: npt.NDArray[np.bool_] = (patterns == pattern[:, np.newaxis]).any(axis=1)
        return fitting

    def _set_phrase_arrays(self, own: int, companies: Sequence[int]) -> None:
        """Number the patterns of all phrases, and put what the search and the points need into arrays by phrase."""
        steps = [self._cut_phrase(phrase.text) for phrase in self.phrases]
        count, longest = len(steps), max(map(len, steps), default=1)
        self._length = np.array([len(words) for words in steps], np.intp)
        self._steps: Ints = np.full((count, max(longest, 1)), NO_PATTERN, np.int32)
        self._after_gap = np.zeros((count, max(longest, 1)), np.bool_)
        self._anchor: Ints = np.zeros(count, np.int32)
        self._beside: Ints = np.zeros(count, np.int32)  # which neighbour of the anchor is looked at first, if any
        beside = [0] * count
        sharing = Counter(one.pattern for words in steps for one in words)
        for number, words in enumerate(steps):
            if not words:
                continue
            self._steps[number, : len(words)] = [one.pattern for one in words]
            self._after_gap[number, : len(words)] = [one.after_gap for one in words]
            anchor = _choose_anchor(words, sharing)
            self._anchor[number] = anchor
            self._beside[number] = aside = _choose_neighbour(words, anchor)
            beside[number] = 1 << words[anchor + aside].pattern % 64
            self._beginnings.setdefault(words[anchor].pattern, []).append(number)
        self._beside_bit: Keys = np.array(beside, np.uint64)
        topics = 1 + max((topic for one in self.phrases for topic, _ in (*one.points, *one.shifts)), default=0)
        topics = max(topics, max((one.hides.bit_length() for one in self.phrases), default=0))
        self.points = np.zeros((count, topics))
        self.shifts = np.zeros((count, topics))
        for number, one in enumerate(self.phrases):
            for topic, points in one.points:
                self.points[number, topic] = points
            for topic, shift in one.shifts:
                self.shifts[number, topic] = shift
        self.hides: Longs = np.array([one.hides for one in self.phrases], np.int64)
        self.needs: Longs = np.array([one.needs for one in self.phrases], np.int64)
        self.companies: Longs = np.zeros(count, np.int64)  # of a company of several words: its bit
        self.companies[own:] = [1 << number for number in companies]
        self.is_term = np.array([one.kind == "term" for one in self.phrases], np.bool_)
        self.is_trap = np.array([one.kind == "trap" for one in self.phrases], np.bool_)
        self.is_denial = np.array([one.kind == "denial" for one in self.phrases], np.bool_)
        self.is_context = np.array([one.kind == "context" for one in self.phrases], np.bool_)
        self.is_strong = self.points.max(axis=1, initial=0) >= LEVEL_POINTS["strong"]

    def _cut_phrase(self, text: str) -> list[_Step]:
        """Return the words of a phrase as patterns."""
        found: list[_Step] = []
        gap = False
        for word in cut_term(text, self._language):
            if word == "~":
                gap = True
                continue
            found.append(_Step(self._pattern(word), gap, len(word)))
            gap = False
        return found

    def _pattern(self, word: str) -> int:
        kind = self._prefixes if word.endswith("*") else self._exact
        return kind.setdefault(fold_term(word.rstrip("*"), self._language), len(self._exact) + len(self._prefixes))


def _choose_anchor(words: Sequence[_Step], sharing: Mapping[int, int]) -> int:
    """Return the word by which a phrase is looked for, before any gap: one that few phrases share, and no short one."""
    fixed = next((place for place, one in enumerate(words) if one.after_gap), len(words))
    return min(range(fixed), key=lambda place: (words[place].letters < LONG_WORD, sharing[words[place].pattern], place))


def _choose_neighbour(words: Sequence[_Step], anchor: int) -> int:
    """Return where the word stands that must be beside the anchor: 1, -1, or 0 when there is none."""
    if anchor + 1 < len(words) and not words[anchor + 1].after_gap:
        return 1
    return -1 if anchor else 0
