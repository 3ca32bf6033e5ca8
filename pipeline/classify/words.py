"""Cut a batch of articles into words, as arrays: where each begins and ends, and a number for its spelling.

The first step of classification, and done for all articles of a batch at once: no Python runs for a single word. One
code stands for one character, so that places of words are places of characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]
Keys = npt.NDArray[np.uint64]

BARRIER_CODE = 1  # stands alone as a word between title, text and articles: no phrase goes across
SPACE = 32
_SEPARATOR = f" {chr(BARRIER_CODE)} "
_PADDING = " " * 32  # words are read eight bytes at a time, beyond the last one too
SECTION_SHIFT = 2  # a section begins two characters after its barrier
GOLDEN = 0x9E3779B97F4A7C15  # 2^64 over the golden ratio: spreads what lies close together
KEY_PIECES = 4  # eight bytes each: 32 letters of English, 16 of others; longer words differ by length only
BREAK_SIGNS = ("\u00ad", "\u200b", "\ufeff")  # soft hyphen, zero-width space, byte order mark: no part of a word
BREAK_CODES = np.array([ord(sign) for sign in BREAK_SIGNS], np.uint32)
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)


class Folding(Protocol):
    """How the characters of a language become codes, the same for all spellings that mean the same."""

    def fold(self, joined: str) -> tuple[npt.NDArray[Any], Places | None]:
        """Return one code a character, and each code's place when characters were left out."""

    def single(self, codes: npt.NDArray[Any]) -> npt.NDArray[np.bool_] | None:
        """Return which codes are a word by themselves; None when the language puts spaces between words."""

    def spell(self, codes: npt.NDArray[Any]) -> str:
        """Return the folded spelling of a word's codes."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a batch: before each title, before each text and at the end stands a barrier."""

    codes: npt.NDArray[Any]
    places: Places | None  # character of each code, where some were left out
    starts: Places  # codes
    ends: Places
    keys: Keys  # of the spelling: equal keys are the same word
    barriers: Places  # word numbers; two for each article and a last one

    def section_place(self, section: int) -> int:
        """Return where a section (title 0, text 1, title 2 ...) begins among the characters that `place` counts."""
        return self.place(int(self.starts[self.barriers[section]])) + SECTION_SHIFT

    def place(self, code: int) -> int:
        """Return the character of a code."""
        return code if self.places is None else int(self.places[code])


def cut_words(articles: Sequence[tuple[str, str]], folding: Folding) -> Words:
    """Return the words of (title, text) pairs, folded."""
    sections = [section for article in articles for section in article]
    words = _cut(sections, folding)
    if len(words.barriers) != len(sections) + 1:  # somebody wrote one: it is no word
        words = _cut([section.replace(chr(BARRIER_CODE), " ") for section in sections], folding)
    return words


def _cut(sections: Sequence[str], folding: Folding) -> Words:
    codes, places = folding.fold(_SEPARATOR + _SEPARATOR.join(sections) + _SEPARATOR + _PADDING)
    starts, ends = _find_words(codes, folding.single(codes))
    barriers = np.flatnonzero(codes[starts] == BARRIER_CODE)
    return Words(codes, places, starts, ends, make_keys(codes, starts, ends), barriers)


def make_keys(codes: npt.NDArray[Any], starts: Places, ends: Places) -> Keys:
    """Return a number for each word's spelling, never 0. codes: with eight bytes to spare after the last word."""
    width = codes.itemsize
    piece = 8 // width
    view: Keys = np.ndarray((len(codes) - piece + 1,), np.uint64, buffer=codes.data, strides=(width,))
    lengths = ends - starts
    keys = view[starts]
    keys &= _MASKS[np.minimum(lengths, piece) * width]
    for number in range(1, KEY_PIECES):
        long = np.flatnonzero(lengths > number * piece)
        if not len(long):
            break
        more = view[starts[long] + number * piece]
        more &= _MASKS[np.minimum(lengths[long] - number * piece, piece) * width]
        keys[long] = (keys[long] ^ more ^ lengths[long].astype(np.uint64)) * np.uint64(GOLDEN) + np.uint64(number)
    return keys


def _find_words(codes: npt.NDArray[Any], single: npt.NDArray[np.bool_] | None) -> tuple[Places, Places]:
    """Return where words start and end; text begins and ends with a space."""
    is_word = codes != SPACE
    if single is None:
        edges = np.flatnonzero(is_word[1:] != is_word[:-1])
        edges += 1
        return edges[0::2], edges[1::2]
    parted = single[1:] | single[:-1]
    starts = np.flatnonzero(is_word[1:] & (parted | ~is_word[:-1]))
    ends = np.flatnonzero(is_word[:-1] & (parted | ~is_word[1:]))
    return starts + 1, ends + 1


class LatinFolding:
    """English: one byte a character, lower case; what Latin-1 does not hold parts words."""

    def fold(self, joined: str) -> tuple[npt.NDArray[Any], Places | None]:
        """Return one byte a character, without signs that only say where to break a word."""
        codes = np.frombuffer(joined.encode("latin-1", "replace").translate(_latin_table()), np.uint8)
        if joined.isascii() or not any(sign in joined for sign in BREAK_SIGNS):
            return codes, None
        kept = np.isin(np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32), BREAK_CODES, invert=True)
        return codes[kept], np.flatnonzero(kept)

    def single(self, codes: npt.NDArray[Any]) -> None:
        """No letter is a word by itself."""

    def spell(self, codes: npt.NDArray[Any]) -> str:
        """Return the folded spelling of a word's codes."""
        return codes.tobytes().decode("latin-1")


class WideFolding:
    """Any other language: two bytes a character; marks that writers leave out are left out."""

    def __init__(self, *, unspaced: bool) -> None:
        self._is_unspaced = unspaced  # Chinese: an ideograph is a word, and so is what stands between clauses
        self._table = _wide_table(unspaced)

    def fold(self, joined: str) -> tuple[npt.NDArray[Any], Places | None]:
        """Return two bytes a character, without marks."""
        wide = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
        codes = self._table[np.minimum(wide, LAST_CODE)]
        kept = codes != SKIPPED
        if kept.all():
            return codes, None
        return codes[kept], np.flatnonzero(kept)

    def single(self, codes: npt.NDArray[Any]) -> npt.NDArray[np.bool_] | None:
        """Return which codes are ideographs or pauses, where the language puts no spaces between words."""
        if not self._is_unspaced:
            return None
        is_single: npt.NDArray[np.bool_] = (codes >= FIRST_IDEOGRAPH) & (codes <= LAST_IDEOGRAPH)
        is_single |= codes == PAUSE
        return is_single

    def spell(self, codes: npt.NDArray[Any]) -> str:
        """Return the folded spelling of a word's codes."""
        return codes.astype("<u2").tobytes().decode("utf-16-le", "replace")


FIRST_IDEOGRAPH, LAST_IDEOGRAPH = 0x3400, 0x9FFF
LAST_CODE = 0xFFFF  # beyond it lie pictures and rare ideographs
SKIPPED = 2  # code of what is left out; like all control characters it stands in no text
PAUSE = 3  # code of punctuation in a language without spaces: words do not join across it
# Letters that writers and keyboards exchange, beside those that differ by an accent or a hamza only.
_EXCHANGED = {"ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ہ": "ه", "ة": "ه", "ھ": "ه", "ۃ": "ه", "ە": "ه", "ٱ": "ا",
              "ı": "i", "ँ": "ं"}  # fmt: skip
# Vowel signs, the stretching stroke, nukta, the joiner within a syllable, and what says where to break a word.
_LEFT_OUT = {*map(chr, range(0x064B, 0x0653)), "\u0670", "\u0640", "\u093c", "\u200d", *BREAK_SIGNS}


@lru_cache(maxsize=1)
def _latin_table() -> bytes:
    table = bytearray(b" " * 256)
    for code in range(256):
        letter = chr(code)
        if letter.isalnum():
            lower = letter.lower()
            table[code] = ord(lower) if ord(lower) < 256 else code
    table[BARRIER_CODE] = BARRIER_CODE
    return bytes(table)


@lru_cache(maxsize=2)
def _wide_table(has_pauses: bool) -> npt.NDArray[np.uint16]:
    table = np.full(LAST_CODE + 1, PAUSE if has_pauses else SPACE, np.uint16)
    table[SPACE] = SPACE
    for code in range(LAST_CODE):
        letter = chr(code)
        if letter in _LEFT_OUT:
            table[code] = SKIPPED
        elif letter.isalnum() or unicodedata.category(letter)[0] == "M":
            table[code] = ord(fold_letter(letter))
    table[BARRIER_CODE] = BARRIER_CODE
    return table


def fold_letter(letter: str) -> str:
    """Return the plain letter in lower case: without accent, hamza or nukta, of letters that are exchanged the one."""
    parts = unicodedata.normalize("NFD", letter)
    is_marked = all(unicodedata.category(mark)[0] == "M" for mark in parts[1:])
    base = parts[0] if is_marked and ord(parts[0]) < LAST_CODE else letter
    base = base.lower()[0]
    return _EXCHANGED.get(base, base)
