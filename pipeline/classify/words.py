"""Turn English text into rows of numbers, and find the lexicon's phrases in them. The hot loop of classification.

One pass over bytes: Latin-1 keeps one byte a character, so that offsets of words are offsets of characters. Each
spelling is looked up in one dictionary that learns: stemming and term patterns are worked out once per spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.classify.lexicon import Lexicon, Phrase
from pipeline.classify.spelling import compile_terms
from pipeline.classify.stems import stem_word

Ints = npt.NDArray[np.int32]

UNKNOWN = 0  # row of a word that neither model nor lexicon knows
BARRIER = 1  # row between title and text and between documents: no phrase goes across
FIRST_ROW = 2
ROW_BITS = 24  # sixteen million rows: far more than stems and patterns can make
GAP_WORDS = 3  # what `~` in a term may skip
SPELLINGS_KEPT = 400_000  # then the dictionary starts anew: names and typing errors never end


def _fold_table() -> bytes:
    table = bytearray(b" " * 256)
    for code in range(256):
        letter = chr(code)
        if letter.isalnum():
            lower = letter.lower()
            table[code] = ord(lower) if ord(lower) < 256 else code
    return bytes(table)


FOLD = _fold_table()


class Match(NamedTuple):
    """A phrase found: words start..end of the rows given. Sorts by start, the longest first."""

    start: int
    minus_end: int  # the end, exclusive, negative
    phrase: int


def fold(text: str) -> bytes:
    """Return lower-cased words and spaces, one byte a character of `text`."""
    return text.encode("latin-1", "replace").translate(FOLD)


def word_starts(folded: bytes) -> npt.NDArray[np.intp]:
    """Return the offset of each word of a folded text, in order."""
    is_word = np.frombuffer(folded, np.uint8) != 32
    if not is_word.size:
        return np.empty(0, np.intp)
    first = is_word.copy()
    first[1:] &= ~is_word[:-1]
    return np.flatnonzero(first)


@dataclass(frozen=True, slots=True)
class _Step:
    """One word of a phrase after the first: which pattern, and whether words may stand before it."""

    pattern: int
    after_gap: bool


_Beginning = tuple[tuple[_Step, ...], int]  # the steps after a phrase's first word, and the phrase


class _Candidates(dict[int, list[_Beginning]]):
    """(row, next row) -> the phrases that may begin there, remembered: most pairs of words begin none."""

    def __init__(self, patterns: list[frozenset[int]], beginnings: list[list[_Beginning]]) -> None:
        super().__init__()
        self._patterns = patterns
        self._beginnings = beginnings

    def __missing__(self, pair: int) -> list[_Beginning]:
        if len(self) >= SPELLINGS_KEPT:
            self.clear()
        row, after = divmod(pair, 1 << ROW_BITS)
        fitting = self._patterns[after]
        found = [
            one for one in self._beginnings[row] if not one[0] or one[0][0].after_gap or one[0][0].pattern in fitting
        ]
        self[pair] = found
        return found


class WordTable(dict[bytes, int]):
    """Spelling -> row. A row is a stem of the model plus the lexicon patterns that the spelling fits.

    stems: the model's vocabulary; stem i has column i. lexicon: the phrases to find.
    """

    def __init__(self, stems: Sequence[str], lexicon: Lexicon) -> None:
        super().__init__()
        self.phrases: tuple[Phrase, ...] = lexicon.phrases
        self.needing = frozenset(number for number, phrase in enumerate(lexicon.phrases) if phrase.needs)
        # Companies are looked up by row, since every article with such a term asks; only their phrases need a pattern.
        self.company_phrases = [
            compile_terms([text for text in words if " " in text], lexicon.language) for words in lexicon.companies
        ]
        self._columns = {stem.encode("latin-1", "replace"): column for column, stem in enumerate(stems)}
        self._exact: dict[bytes, int] = {}
        self._prefixes: dict[bytes, int] = {}
        self._beginnings: dict[int, list[_Beginning]] = {}
        for number, phrase in enumerate(lexicon.phrases):
            self._add_phrase(number, phrase)
        self._pattern_companies: dict[int, int] = {}
        for number, words in enumerate(lexicon.companies, 1):
            for pattern in (self._pattern(text) for text in words if " " not in text):
                self._pattern_companies[pattern] = self._pattern_companies.get(pattern, 0) | 1 << number
        self._prefix_lengths = sorted({len(prefix) for prefix in self._prefixes})
        self._rows: dict[tuple[int, tuple[int, ...]], int] = {}
        self._row_patterns: list[frozenset[int]] = [frozenset(), frozenset()]
        self._row_beginnings: list[list[_Beginning]] = [[], []]
        self._candidates = _Candidates(self._row_patterns, self._row_beginnings)
        # Grown in powers of two, so that numpy can index them by row.
        self.column_of_row: Ints = np.full(1 << 16, -1, np.int32)
        self.begins_phrase: npt.NDArray[np.bool_] = np.zeros(1 << 16, np.bool_)
        self.companies_of_row: npt.NDArray[np.int64] = np.zeros(1 << 16, np.int64)  # bits of company numbers, from 1

    def __missing__(self, spelling: bytes) -> int:
        if len(self) >= SPELLINGS_KEPT:
            self.clear()
        row = self._row_of(spelling)
        self[spelling] = row
        return row

    def rows(self, folded: bytes) -> list[int]:
        """Return the row of each word of a folded text."""
        return list(map(self.__getitem__, folded.split()))

    def find_phrases(self, rows: Sequence[int], starts: Iterable[int]) -> list[Match]:
        """Return every phrase that begins at one of `starts` in `rows`, by start, the longest first.

        rows: ends with BARRIER.
        """
        found = []
        starts = list(starts)
        pairs = [rows[start] << ROW_BITS | rows[start + 1] for start in starts]
        for start, beginnings in zip(starts, map(self._candidates.__getitem__, pairs), strict=True):
            for steps, phrase in beginnings:
                end = self._follow(rows, start + 1, steps) if steps else start + 1
                if end:
                    found.append(Match(start, -end, phrase))
        found.sort()
        return found

    def _follow(self, rows: Sequence[int], at: int, steps: tuple[_Step, ...]) -> int:
        """Return where the phrase ends, or 0 when the words at `at` do not continue it."""
        for step in steps:
            last = min(at + (GAP_WORDS if step.after_gap else 0), len(rows) - 1)
            while at <= last and step.pattern not in self._row_patterns[rows[at]]:
                if rows[at] == BARRIER:
                    return 0
                at += 1
            if at > last:
                return 0
            at += 1
        return at

    def _add_phrase(self, number: int, phrase: Phrase) -> None:
        patterns: list[_Step] = []
        gap = False
        for word in phrase.text.split():
            if word == "~":
                gap = True
                continue
            patterns.append(_Step(self._pattern(word), gap))
            gap = False
        if patterns:
            self._beginnings.setdefault(patterns[0].pattern, []).append((tuple(patterns[1:]), number))

    def _pattern(self, word: str) -> int:
        bare = fold(word.rstrip("*")).strip()
        kind = self._prefixes if word.endswith("*") else self._exact
        return kind.setdefault(bare, len(self._exact) + len(self._prefixes))

    def _row_of(self, spelling: bytes) -> int:
        column = self._columns.get(stem_word(spelling), -1)
        patterns = [self._exact[spelling]] if spelling in self._exact else []
        for length in self._prefix_lengths:
            pattern = self._prefixes.get(spelling[:length]) if length <= len(spelling) else None
            if pattern is not None:
                patterns.append(pattern)
        if column < 0 and not patterns:
            return UNKNOWN
        key = (column, tuple(patterns))
        if key not in self._rows:
            self._rows[key] = self._add_row(column, patterns)
        return self._rows[key]

    def _add_row(self, column: int, patterns: list[int]) -> int:
        row = FIRST_ROW + len(self._rows)
        if row >= len(self.column_of_row):
            self.column_of_row = np.concatenate([self.column_of_row, np.full(row, -1, np.int32)])
            self.begins_phrase = np.concatenate([self.begins_phrase, np.zeros(row, np.bool_)])
            self.companies_of_row = np.concatenate([self.companies_of_row, np.zeros(row, np.int64)])
        beginnings = [begin for pattern in patterns for begin in self._beginnings.get(pattern, ())]
        self._row_patterns.append(frozenset(patterns))
        self._row_beginnings.append(beginnings)
        self.column_of_row[row] = column
        self.begins_phrase[row] = bool(beginnings)
        for pattern in patterns:
            self.companies_of_row[row] |= self._pattern_companies.get(pattern, 0)
        return row
