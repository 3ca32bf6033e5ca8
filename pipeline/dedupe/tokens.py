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

SEPARATOR, WORD, SINGLE, DROPPED, POINT = 0, 1, 2, 3, 4
DIGIT_FLAG, UPPER_FLAG, DENSE_FLAG = 1, 2, 4

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
_ASCII_DROPPED = b"'"  # don't is one word
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


@dataclass(frozen=True, slots=True)
class _Tables:
    """For every UTF-16 unit: what it is, what is known of a word that begins with it, and the letter it stands for."""

    kinds: npt.NDArray[np.uint8]
    flags: npt.NDArray[np.uint8]
    letters: npt.NDArray[np.uint16]


def split_words(text: str, *, title: str = "") -> Tokens:
    """Return the words of a title and a text as hashes; of the text, the first MAX_CHARACTERS characters count."""
    text = text[:MAX_CHARACTERS]
    units, kinds, letters = _read_units(f"{title.replace(_MARK, ' ')}{_MARK}{text}" if title else text)
    starts, ends, singles = _find_words(kinds)
    if not len(starts):
        return _NO_TOKENS
    flags = _tables().flags.take(units.take(starts))
    return Tokens(
        hashes=_hash_spans(letters, starts, ends),
        is_number=(flags & DIGIT_FLAG) != 0,
        is_upper=(flags & UPPER_FLAG) != 0,
        lengths=ends - starts,
        single_share=singles / len(starts),
        dense_share=int(np.count_nonzero(flags & DENSE_FLAG)) / len(starts) if singles else 0.0,
        title_count=int(np.searchsorted(starts, np.argmax(units == ord(_MARK)))) if title else 0,
    )


def mix_hashes(values: U64) -> U64:
    """Return values with their bits spread (the finaliser of MurmurHash3, public domain), so that any bits will do."""
    values = values ^ (values >> np.uint64(33))
    values *= np.uint64(0xFF51AFD7ED558CCD)
    values ^= values >> np.uint64(33)
    values *= np.uint64(0xC4CEB9FE1A85EC53)
    values ^= values >> np.uint64(33)
    return values


def shingle_hashes(hashes: U64, width: int) -> U64:
    """Return one hash for every run of `width` words, in order; a shorter text gives the hash of its whole."""
    width = min(width, len(hashes))
    if width == 0:
        return hashes
    total = hashes[width - 1 :].copy()
    for place in range(1, width):
        total *= np.uint64(_ODD)
        total += hashes[width - 1 - place : len(hashes) - place]
    return mix_hashes(total)


def _read_units(text: str) -> tuple[Ints, Ints, Ints]:
    """Return the text's units, their kinds and the letters they stand for, without the units that do not count."""
    tables = _tables()
    units: Ints
    letters: Ints
    if text.isascii():
        data = text.encode("ascii").translate(None, _ASCII_DROPPED)
        kinds_of, letters_of = _ascii_tables()
        units = np.frombuffer(data, np.uint8)
        kinds = np.frombuffer(data.translate(kinds_of), np.uint8)
        letters = np.frombuffer(data.translate(letters_of), np.uint8)
    else:
        units = np.frombuffer(unicodedata.normalize("NFC", text).encode("utf-16-le", "surrogatepass"), np.uint16)
        kinds, letters = tables.kinds.take(units), tables.letters.take(units)
    kinds = _join_numbers(kinds, units, tables)
    kept = kinds != DROPPED
    if kept.all():
        return units, kinds, letters
    places = np.flatnonzero(kept)
    return units.take(places), kinds.take(places), letters.take(places)


def _join_numbers(kinds: Ints, units: Ints, tables: _Tables) -> Ints:
    """Return kinds with points and commas between digits dropped: 10,000 and 10.5 are one word each."""
    points = np.flatnonzero(kinds == POINT)
    if not points.size:
        return kinds
    kinds = kinds.copy()
    inner = points[(points > 0) & (points < len(kinds) - 1)]
    between = (tables.flags.take(units.take(inner - 1)) & tables.flags.take(units.take(inner + 1)) & DIGIT_FLAG) != 0
    kinds[points] = SEPARATOR
    kinds[inner[between]] = DROPPED
    return kinds


def _find_words(kinds: Ints) -> tuple[Ints, Ints, int]:
    """Return where words start, where they end, and how many are single characters of a script without spaces."""
    filled = np.zeros(len(kinds) + 2, np.bool_)
    np.not_equal(kinds, SEPARATOR, out=filled[1:-1])
    single = kinds == SINGLE
    if not single.any():
        edges = np.flatnonzero(filled[1:] != filled[:-1])
        return edges[0::2], edges[1::2], 0
    inside = filled[1:-1]
    first, last = inside.copy(), inside.copy()
    first[1:] &= single[1:] | single[:-1] | ~inside[:-1]
    last[:-1] &= first[1:] | ~inside[1:]
    return np.flatnonzero(first), np.flatnonzero(last) + 1, int(np.count_nonzero(single))


def _hash_spans(letters: Ints, starts: Ints, ends: Ints) -> U64:
    """Return the polynomial hash of every span, by differences of one running sum."""
    powers, inverses = _powers(1 << max(14, len(letters).bit_length()))
    sums = np.empty(len(letters) + 1, np.uint64)
    sums[0] = 0
    np.cumsum((letters.astype(np.uint64) + np.uint64(1)) * powers[: len(letters)], out=sums[1:])
    return mix_hashes((sums.take(ends) - sums.take(starts)) * inverses.take(starts))


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
def _tables() -> _Tables:
    """Return the tables of all UTF-16 units. 60 ms, once a process."""
    kinds = np.zeros(65536, np.uint8)
    flags = np.zeros(65536, np.uint8)
    letters = np.arange(65536, dtype=np.uint16)
    for unit in range(65536):
        character = chr(unit)
        category = unicodedata.category(character)
        if category[0] in "LNM":
            kinds[unit] = WORD
            base = _fold(character)
            letters[unit] = ord(base) if ord(base) < 65536 else unit
            flags[unit] = (DIGIT_FLAG if base.isdecimal() else 0) | (UPPER_FLAG if category in ("Lu", "Lt") else 0)
    for low, high in _IDEOGRAPHIC + _SPACELESS:
        kinds[low : high + 1] = np.where(kinds[low : high + 1] == WORD, SINGLE, kinds[low : high + 1])
    for low, high in _IDEOGRAPHIC:
        flags[low : high + 1] |= DENSE_FLAG
    kinds[0xD840:0xD900] = SINGLE  # the upper half of rare ideographs
    for low, high in _DROPPED:
        kinds[low : high + 1] = DROPPED
    kinds[list(_DROPPED_SINGLE)] = DROPPED
    kinds[[ord("."), ord(","), 0x066B, 0x066C]] = POINT
    return _Tables(kinds, flags, letters)


@lru_cache(maxsize=1)
def _ascii_tables() -> tuple[bytes, bytes]:
    """Return kinds and letters of the first 256 units, for bytes.translate."""
    tables = _tables()
    return tables.kinds[:256].tobytes(), tables.letters[:256].astype(np.uint8).tobytes()


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
