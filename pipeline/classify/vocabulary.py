"""Know words by their spelling: which stem of the model, which patterns of the lexicon, which phrases may begin there.

What a spelling fits is worked out once, when it first comes; then one array lookup tells it for all words of a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.classify.lexicon import Lexicon
from pipeline.classify.phrases import PhraseBook
from pipeline.classify.spelling import bare_forms
from pipeline.classify.stems import stem_word
from pipeline.classify.words import GOLDEN, Folding, Ints, Keys, LatinFolding, Longs, WideFolding, Words

UNKNOWN = 0  # row of a word that neither model nor lexicon knows
BARRIER = 1  # row of what stands between title and text and between articles
FIRST_ROW = 2
SPELLINGS_KEPT = 400_000  # then the table starts anew: names and typing errors never end
FIRST_SLOT_BITS = 16
FULLEST = 3  # of ten slots are taken at most, so that nearly every word is found at the first look
UNSPACED = {"zh", "ja", "th"}  # no spaces between words


class WordTable:
    """Key of a spelling -> row. A row is a stem of the model plus the lexicon patterns that the spelling fits.

    stems: the model's vocabulary; stem i has column i. lexicon: the phrases to find.
    """

    def __init__(self, stems: Sequence[str], lexicon: Lexicon) -> None:
        self.language = lexicon.language
        is_english = lexicon.language == "en"
        self.folding: Folding = LatinFolding() if is_english else WideFolding(unspaced=lexicon.language in UNSPACED)
        self.book = PhraseBook(lexicon)
        self._columns = {stem: column for column, stem in enumerate(stems)}
        self._rows: dict[tuple[int, tuple[int, ...]], int] = {}
        # By row, grown in powers of two.
        self.column_of_row: Ints = np.full(1 << 12, -1, np.int32)
        self.companies_of_row: Longs = np.zeros(1 << 12, np.int64)  # bits of company numbers, from 1
        self.book.add_row(UNKNOWN, ())
        self.book.add_row(BARRIER, ())
        self._empty_slots(FIRST_SLOT_BITS)

    def find_rows(self, words: Words) -> Ints:
        """Return the row of each word; spellings that are new are learned."""
        rows, unknown = self._look_up(words.keys)
        if len(unknown):
            self._learn(words, unknown)
            rows, unknown = self._look_up(words.keys)
            rows[unknown] = UNKNOWN  # only when the table was emptied in between
        return rows

    def _look_up(self, keys: Keys) -> tuple[Ints, npt.NDArray[np.intp]]:
        """Return rows, and the places of words whose spelling is not in the table."""
        slots = ((keys * np.uint64(GOLDEN)) >> np.uint64(64 - self._slot_bits)).astype(np.intp)
        rows = self._slot_rows[slots]
        missed = np.flatnonzero(self._slot_keys[slots] != keys)
        new = []
        while len(missed):
            at = slots[missed]
            is_empty = self._slot_keys[at] == 0
            new.append(missed[is_empty])
            missed = missed[~is_empty]
            at = (slots[missed] + 1) & (len(self._slot_keys) - 1)
            slots[missed] = at
            is_found = self._slot_keys[at] == keys[missed]
            rows[missed[is_found]] = self._slot_rows[at[is_found]]
            missed = missed[~is_found]
        return rows, np.concatenate(new) if new else np.empty(0, np.intp)

    def _learn(self, words: Words, unknown: npt.NDArray[np.intp]) -> None:
        keys, first = np.unique(words.keys[unknown], return_index=True)
        if self._taken + len(keys) > SPELLINGS_KEPT:
            self._empty_slots(FIRST_SLOT_BITS)
            keys, first = np.unique(words.keys, return_index=True)
            unknown = np.arange(len(words.keys))
        bits = self._slot_bits
        while (self._taken + len(keys)) * 10 > FULLEST << bits:
            bits += 1
        if bits != self._slot_bits:
            self._grow(bits)
        for key, word in zip(keys.tolist(), unknown[first].tolist(), strict=True):
            spelling = self.folding.spell(words.codes[words.starts[word] : words.ends[word]])
            self._put(key, BARRIER if spelling == BARRIER_SPELLING else self._row_of(spelling))

    def _put(self, key: int, row: int) -> None:
        last = len(self._slot_keys) - 1
        slot = (key * GOLDEN & 0xFFFFFFFFFFFFFFFF) >> (64 - self._slot_bits)
        while self._slot_keys[slot]:
            slot = (slot + 1) & last
        self._slot_keys[slot] = key
        self._slot_rows[slot] = row
        self._taken += 1

    def _grow(self, bits: int) -> None:
        kept = np.flatnonzero(self._slot_keys)
        keys, rows = self._slot_keys[kept].tolist(), self._slot_rows[kept].tolist()
        self._empty_slots(bits)
        for key, row in zip(keys, rows, strict=True):
            self._put(key, row)

    def _empty_slots(self, bits: int) -> None:
        self._slot_bits = bits
        self._slot_keys: Keys = np.zeros(1 << bits, np.uint64)
        self._slot_rows: Ints = np.zeros(1 << bits, np.int32)
        self._taken = 0

    def _row_of(self, spelling: str) -> int:
        column = -1
        if self._columns:
            column = self._columns.get(stem_word(spelling.encode("latin-1")).decode("latin-1"), -1)
        patterns = tuple(sorted({one for form in bare_forms(spelling, self.language) for one in self.book.fits(form)}))
        if column < 0 and not patterns:
            return UNKNOWN
        key = (column, patterns)
        if key not in self._rows:
            self._rows[key] = self._add_row(column, patterns)
        return self._rows[key]

    def _add_row(self, column: int, patterns: tuple[int, ...]) -> int:
        row = FIRST_ROW + len(self._rows)
        if row >= len(self.column_of_row):
            self.column_of_row = _double(self.column_of_row, -1)
            self.companies_of_row = _double(self.companies_of_row, 0)
        self.column_of_row[row] = column
        self.companies_of_row[row] = self.book.companies_of(patterns)
        self.book.add_row(row, patterns)
        return row


BARRIER_SPELLING = "\x01"


def _double(array: Any, fill: int) -> Any:
    return np.concatenate([array, np.full(len(array), fill, array.dtype)])
