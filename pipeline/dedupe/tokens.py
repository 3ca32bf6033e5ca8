"""Text as an array of word hashes: what every fingerprint is made of.

Script-aware and vectorised: one pass of table look-ups over the characters gives the words, whatever the script.
Words are folded so that typography does not count: case, Latin accents, Arabic vowel signs and letter variants, the
zero-width joiners of Persian and Urdu, full-width forms and native digits. Scripts without spaces give one token a character.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

U64: TypeAlias = npt.NDArray[np.uint64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[Any]

# What a UTF-16 unit is, as one number: 0 parts words; the next three are settled before words are found; a unit of a
# word carries WORD, what is known of it, and in the lower 16 bits the letter it stands for.
SEPARATOR, MARK, POINT, DROPPED = 0, 1, 2, 3
WORD, SINGLE, DENSE, DIGIT, UPPER = 1 << 16, 1 << 17, 1 << 18, 1 << 19, 1 << 20
LETTER = WORD - 1

# Scripts written without spaces, one token a character. CJK and kana carry about a word in two characters; the
# Brahmic ones about a word in five, so their shingles are longer ("dense" and not).
_IDEOGRAPHIC = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0xD840, 0xDBFF))
_SPACELESS = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
_DROPPED = ((0x0300, 0x036F), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x06D6, 0x06ED), (0x200B, 0x200F),
            (0x202A, 0x202E), (0x2060, 0x2069), (0xDC00, 0xDFFF), (0xFE00, 0xFE0F))  # fmt: skip
_DROPPED_SINGLE = (0x00AD, 0x0640, 0x0670, 0xFEFF, 0x02BC, 0x2019, 0x27)
# One letter, many code points: Arabic, Persian and Urdu keyboards differ.
_SAME_LETTER = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه",
    "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ه", "ؤ": "و", "ё": "е", "ß": "s", "ı": "i", "ø": "o", "ł": "l", "đ": "d",
}  # fmt: skip

_ODD = 0x9E3779B97F4A7C15  # 2**64 / golden ratio: Knuth's multiplicative constant
_MASK = (1 << 64) - 1
_INVERSE = pow(_ODD, -1, 1 << 64)
_MARK = "\x1e"  # record separator: stands between title and text
MAX_CHARACTERS = 200_000  # of a body; the longest news texts (speeches, reports) stay below, data dumps do not


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, in order.

    hashes: one 64-bit hash a word. is_number: begins with a digit. is_upper: begins with a capital letter.
    lengths: in characters. single_share: share of tokens that are one character of a script without spaces.
    dense_share: the same for ideographs and kana only.
    """

    hashes: U64
    is_number: Mask
    is_upper: Mask
    lengths: Ints
    single_share: float
    dense_share: float
    title_count: int = 0  # how many of the first words are the title's

    def __len__(self) -> int:
        return len(self.hashes)


def split_words(text: str, *, title: str = "") -> Tokens:
    """Return the words of a title and a text as hashes; of the text, the first MAX_CHARACTERS characters count."""
    text = text[:MAX_CHARACTERS]
    units, mark = _read_units(f"{title.replace(_MARK, ' ')}{_MARK}{text}" if title else text)
    starts, ends = _find_words(units)
    if not len(starts):
        return _NO_TOKENS
    known = units.take(starts)
    singles = int(np.count_nonzero(known & SINGLE))
    return Tokens(
        hashes=_hash_spans(units, starts),
        is_number=(known & DIGIT) != 0,
        is_upper=(known & UPPER) != 0,
        lengths=ends - starts,
        single_share=singles / len(starts),
        dense_share=int(np.count_nonzero(known & DENSE)) / len(starts) if singles else 0.0,
        title_count=int(starts.searchsorted(mark)),
    )


def mix_hashes(values: U64) -> U64:
    """Return values with their bits spread, the upper ones best."""
    values = values ^ (values >> np.uint64(32))
    values *= np.uint64(0xD6E8FEB86659FD93)
    values ^= values >> np.uint64(32)
    return values


def shingle_hashes(hashes: U64, width: int) -> U64:
    """Return one hash for every run of `width` words, in order; a shorter text gives the hash of its whole.

    Sums of well-mixed hashes times odd numbers: their upper bits need no mixing of their own.
    """
    width = min(width, len(hashes))
    if width == 0:
        return hashes
    total = hashes[width - 1 :].copy()
    for place in range(1, width):
        total *= np.uint64(_ODD)
        total += hashes[width - 1 - place : len(hashes) - place]
    return total


def widen_shingles(hashes: U64, shingles: U64, width: int, wider: int) -> U64:
    """Return shingle_hashes(hashes, wider), out of the shingles of a lesser width: their sums are carried on."""
    if len(hashes) < wider:
        return shingle_hashes(hashes, wider)
    total = shingle_hashes(hashes[width:], wider - width)
    total *= np.uint64(pow(_ODD, width, 1 << 64))
    total += shingles[: len(total)]
    return total


def _read_units(text: str) -> tuple[Ints, int]:
    """Return what every counting unit of the text is, and where the text begins behind its title."""
    if text.isascii():
        units = _unit_table().take(np.frombuffer(text.encode("ascii"), np.uint8))
    else:
        normal = unicodedata.normalize("NFC", text)
        units = _unit_table().take(np.frombuffer(normal.encode("utf-16-le", "surrogatepass"), np.uint16))
    points = (units == POINT).nonzero()[0]
    if points.size:  # between digits they are part of the number: 10,000 and 10.5 are one word each
        inner = points[(points > 0) & (points < len(units) - 1)]
        between = (units.take(inner - 1) & units.take(inner + 1) & DIGIT) != 0
        units[points] = SEPARATOR
        units[inner[between]] = DROPPED
    units = units[units != DROPPED]
    marks = (units == MARK).nonzero()[0]
    units[marks] = SEPARATOR
    return units, int(marks[0]) if marks.size else 0


def _find_words(units: Ints) -> tuple[Ints, Ints]:
    """Return where words start and where they end; a character of a script without spaces is a word."""
    filled = np.zeros(len(units) + 2, np.bool_)
    np.not_equal(units, SEPARATOR, out=filled[1:-1])
    single = (units & SINGLE) != 0
    if not single.any():
        edges = (filled[1:] != filled[:-1]).nonzero()[0]
        return edges[0::2], edges[1::2]
    inside = filled[1:-1]
    first, last = inside.copy(), inside.copy()
    first[1:] &= single[1:] | single[:-1] | ~inside[:-1]
    last[:-1] &= first[1:] | ~inside[1:]
    return np.flatnonzero(first), np.flatnonzero(last) + 1


def _hash_spans(units: Ints, starts: Ints) -> U64:
    """Return the polynomial hash of every word's letters; separators add nothing."""
    powers, inverses = _powers(1 << max(14, len(units).bit_length()))
    terms = (units & LETTER).astype(np.uint64)
    terms *= powers[: len(units)]
    return mix_hashes(np.add.reduceat(terms, starts) * inverses.take(starts))


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[U64, U64]:
    return _geometric(_ODD, size), _geometric(_INVERSE, size)


def _geometric(base: int, size: int) -> U64:
    powers = np.ones(size, np.uint64)
    known = 1
    while known < size:  # doubling: powers[known + i] = powers[i] * base**known
        powers[known : 2 * known] = powers[: size - known if 2 * known > size else known] * np.uint64(
            pow(base, known, 1 << 64)
        )
        known *= 2
    return powers


@lru_cache(maxsize=1)
def _unit_table() -> npt.NDArray[np.uint32]:
    """Return what every UTF-16 unit is. 60 ms, once a process."""
    table = np.zeros(65536, np.uint32)
    for unit in range(65536):
        character = chr(unit)
        category = unicodedata.category(character)
        if category[0] in "LNM":
            base = _fold(character)
            letter = ord(base) if ord(base) < WORD else unit
            digit, upper = DIGIT if base.isdecimal() else 0, UPPER if category in ("Lu", "Lt") else 0
            table[unit] = WORD | letter | digit | upper
    for ranges, kind in ((_IDEOGRAPHIC, SINGLE | DENSE), (_SPACELESS, SINGLE)):
        for low, high in ranges:
            part = table[low : high + 1]
            part[part != SEPARATOR] |= np.uint32(kind)
    table[0xD840:0xD900] = (WORD | SINGLE | DENSE) + np.arange(0xD840, 0xD900)  # the upper half of rare ideographs
    for low, high in _DROPPED:
        table[low : high + 1] = DROPPED
    table[list(_DROPPED_SINGLE)] = DROPPED
    table[[ord("."), ord(","), 0x066B, 0x066C]] = POINT
    table[ord(_MARK)] = MARK
    return table


def _fold(character: str) -> str:
    """Return the one character that stands for all spellings of a letter or digit."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(int(digit))
    plain = unicodedata.normalize("NFKD", character).casefold()
    plain = next((one for one in plain if not unicodedata.combining(one)), character)
    return _SAME_LETTER.get(character.lower(), _SAME_LETTER.get(plain, plain))[0]


_NO_TOKENS = Tokens(
    np.zeros(0, np.uint64), np.zeros(0, np.bool_), np.zeros(0, np.bool_), np.zeros(0, np.intp), 0.0, 0.0
)
