"""An article's fingerprint: what finds its copies and its story later, without its text.

Three samples, each taken by hash so that two texts sample the same things without knowing of each other:

- copy keys: the smallest hashes among the body's runs of five words. A half or an excerpt shares them in proportion
  to its length, an edited copy in proportion to the runs that survive; an index on them finds the candidates.
- the sketch's shingles (runs of three words) and telling words (names, figures, long words): what two candidates
  are compared by. A copy keeps both; a template keeps the runs and changes the names and figures.
- story terms: the words that tell most about the event, with weights; pairs of the first few are the story keys.

Source: Broder 1997, "On the resemblance and containment of documents" (smallest hashes as a sample).
"""

from __future__ import annotations

import hashlib
import re
import struct
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path

import numpy as np

from pipeline.dedupe.tokens import U64, Ints, Mask, Tokens, shingle_hashes, split_words, widen_shingles
from pipeline.records import Fingerprint

SKETCH_VERSION = 1  # of the whole recipe; sketches of two versions are not compared
COPY_KEYS = 16  # finds as many copies as 20; each costs 47 bytes of table and index an article
SHINGLES = 72  # in the sketch; the standard error of containment is 0.05
WORDS = 64  # telling words in the sketch: all of them in a short body
STORY_TERMS = 28  # fewer confuse events (12 terms: half as many again), more add little
STORY_PAIRED = 5  # first terms whose pairs are story keys: 10 keys
HASH_BYTES = 16  # of body and title: no two texts of a million million share one
STAMP_LENGTH = 80  # characters of a line that may be a time stamp
MAX_TITLE = 1_000  # characters; longer ones are bodies in the wrong place
MIN_KEY_TOKENS = 12  # below, a body is a caption or a stub and copies nothing

KEY_WIDTH, SHINGLE_WIDTH = 5, 3  # words
DENSE_FACTOR, SPACELESS_FACTOR = 2, 4  # characters a word in CJK; in Thai, Lao, Khmer, Burmese
LONG_WORD = 5  # letters from which a word tells something, in any script with spaces
NAME_LENGTH = 3  # letters from which a capital makes a name
MOSTLY = 0.5
ALL_CAPS_SHARE = 0.6  # of capitals from which they tell nothing: old wire reports
ENGLISH_SHARE = 0.35  # of words among the commonest that make a text English
NAME_WEIGHT = 1.7  # of a name or figure against a plain word of the same rarity
COMMON_WORDS = Path(__file__).with_name("common_words.txt")

IS_NAME, IS_FIGURE, IS_TELLING = np.uint64(1), np.uint64(2), np.uint64(4)  # lowest bits of a word in the sketch
SPARE = 16  # values above the wanted number, for repeats and chance
COMMONEST = 100  # words in a fifth of all articles or more: among them, rank counts little
SLOT_BITS = 17  # 4,000 words in 131,072 slots: sixty share one, and the table stays in cache
WEIGHT_STEPS = 1024  # a weight's resolution where it is sorted by; weights stay below 100

# A clock time, a date in figures or a time that has passed, and no sentence behind it.
_STAMP = re.compile(
    r"(?:\d+\s?(?:min(?:ute)?s?|hours?|hrs?|days?) ago|(?:il y a|vor|hace|há|fa) \d+ \w+|"  # live pages count on
    r"\d+ (?:мин|минут\w*|час\w*|д(?:ень|ня|ней)) назад|(?:قبل|منذ) \d+ \w+|\d+\s?(?:分钟|小时|天)前|"
    r"\d{1,2}[:h]\d{2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?!\w)[^.!?]{0,30}$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")  # every stamp has one, few short lines do
_HEAD = struct.Struct("<BBBB")
_LOW = np.uint64(0xFFFFFFFF)
_ODD, _MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1
_KEY_SHIFT = np.uint64(16)  # the upper bits of the smallest hashes are all alike
# A word's hash keeps its upper 47 bits, and a place in the text stands in the lower 17: words behind the
# 131,072nd weigh nothing.
_PLACES = np.uint64(17)
_PLACE_BITS = np.uint64((1 << 17) - 1)
_HASH_BITS = np.uint64(((1 << 64) - 1) ^ ((1 << 17) - 1))
_WORD_BITS = np.uint64(47)
_SLOT_SHIFT = np.uint64(64 - SLOT_BITS)
_UPPER, _FLAG_BITS = np.uint64(32), np.uint64(7)
_FREQUENCY = 1 + np.log(np.maximum(1, np.arange(256)))  # of a word in the text, by how often it comes
# What a word is, as three bits: telling, figure, name. A figure is no name.
_KINDS = tuple(product((0, 1), repeat=3))
_FLAGS_OF = np.array([t * IS_TELLING | f * IS_FIGURE | (n and not f) * IS_NAME for t, f, n in _KINDS], np.uint64)
_WEIGHT_OF = np.array([NAME_WEIGHT if f or n else 1.0 for _, f, n in _KINDS])
_ONE_TRUE = np.ones(1, np.bool_)


def fingerprint_article(*, title: str | None, text: str, language: str | None = None) -> Fingerprint:
    """Return the fingerprint of an article's body and title.

    text: body as extracted; any length or script; empty gives a fingerprint without copy keys.
    language: ISO 639-1 if known; it only chooses how common words are told (the list is English).
    Raises nothing.
    """
    tokens = split_words(_drop_stamps(text), title=(title or "")[:MAX_TITLE])
    body = tokens.hashes[tokens.title_count :]
    count = len(body)
    stretch = _stretch(tokens)
    words, flags, weights = _weigh_words(tokens, language, stretch)
    short_runs = shingle_hashes(body, SHINGLE_WIDTH * stretch)
    long_runs = widen_shingles(body, short_runs, SHINGLE_WIDTH * stretch, KEY_WIDTH * stretch)
    shingles = _smallest(short_runs >> _UPPER, SHINGLES, 32)
    told = flags.nonzero()[0]
    sampled = _smallest((words.take(told) >> _UPPER & ~_FLAG_BITS) | (flags.take(told) & _FLAG_BITS), WORDS, 32)
    terms, term_weights = _story_terms(words, weights)
    return Fingerprint(
        body_hash=_hash_words(body),
        title_hash=_hash_words(tokens.hashes[: tokens.title_count]),
        token_count=count,
        copy_keys=_copy_keys(long_runs) if count >= MIN_KEY_TOKENS * stretch else (),
        story_keys=_story_keys(terms),
        sketch=_pack(shingles, sampled, terms, term_weights),
    )


def _drop_stamps(text: str) -> str:
    """Return the text without short lines that tell a time: "Updated 14 March, 10:15" is no change of the article."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    return "\n".join([line for line in lines if not (4 < len(line) <= STAMP_LENGTH and _is_stamp(line))])


def _is_stamp(line: str) -> bool:
    return _DIGIT.search(line) is not None and _STAMP.search(line) is not None


def _hash_words(hashes: U64) -> str:
    return hashlib.blake2b(hashes.tobytes(), digest_size=HASH_BYTES).hexdigest()


def _stretch(tokens: Tokens) -> int:
    """Return how many tokens make about one word: 1 where words have spaces."""
    if tokens.single_share < MOSTLY:
        return 1
    return DENSE_FACTOR if tokens.dense_share > tokens.single_share / 2 else SPACELESS_FACTOR


def _smallest(values: U64, count: int, bits: int) -> U64:
    """Return the `count` smallest distinct values, in order. bits: how many a value has."""
    if len(values) > 2 * count + SPARE:  # a limit that leaves about enough is cheaper than a partition
        limit = int((1.5 * count + SPARE) / len(values) * 2.0**bits)
        few = _sort_distinct(values[values < np.uint64(limit)])
        if len(few) >= count:
            return few[:count]
    return _sort_distinct(values)[:count]


def _sort_distinct(values: U64) -> U64:
    values = np.sort(values)
    if len(values) > 1:
        values = values[np.concatenate((_ONE_TRUE, values[1:] != values[:-1]))]
    return values


def _copy_keys(runs: U64) -> tuple[int, ...]:
    smallest = _smallest(runs, COPY_KEYS, 64)
    return tuple((smallest >> _KEY_SHIFT & _LOW).tolist())


def _weigh_words(tokens: Tokens, language: str | None, stretch: int) -> tuple[U64, Ints, Ints]:
    """Return the distinct words, flags of the telling ones (0 elsewhere), and their weights for the story."""
    if stretch > 1:
        return _weigh_runs(tokens, stretch)
    if not len(tokens):
        return tokens.hashes, tokens.hashes, np.zeros(0)
    # One sort of hash and place together costs a fifth of an argsort.
    hashes = tokens.hashes[: int(_PLACE_BITS) + 1]
    packed = np.sort((hashes & _HASH_BITS) | np.arange(len(hashes), dtype=np.uint64))
    order, ordered = (packed & _PLACE_BITS).astype(np.intp), packed & _HASH_BITS
    firsts = np.concatenate((_ONE_TRUE, ordered[1:] != ordered[:-1])).nonzero()[0]
    words, heads = ordered.take(firsts), order.take(firsts)
    counts = np.empty(len(firsts), np.intp)
    np.subtract(firsts[1:], firsts[:-1], out=counts[:-1])
    counts[-1] = len(ordered) - firsts[-1]
    lengths, figure = tokens.lengths.take(heads), tokens.is_number.take(heads)
    name = _are_names(tokens, order, firsts, counts) & (lengths >= NAME_LENGTH)
    telling = figure | name | (lengths >= LONG_WORD)
    kinds = (telling.view(np.uint8) << 2) | (figure.view(np.uint8) << 1) | name.view(np.uint8)
    weights = _rarity(words, lengths, counts, language) * _FREQUENCY.take(counts, mode="clip")
    weights *= _WEIGHT_OF.take(kinds)
    weights[figure & (lengths < 2)] = 0
    return words, _FLAGS_OF.take(kinds), weights


def _weigh_runs(tokens: Tokens, stretch: int) -> tuple[U64, Ints, Ints]:
    """The same for scripts without spaces: runs of as many characters as make a word."""
    runs, counts = np.unique(shingle_hashes(tokens.hashes, stretch) & _HASH_BITS, return_counts=True)
    figures = np.unique(tokens.hashes[tokens.is_number] & _HASH_BITS)
    words = np.concatenate([runs, figures])
    flags = np.concatenate([np.full(len(runs), IS_TELLING), np.full(len(figures), IS_TELLING | IS_FIGURE)])
    return words, flags, np.concatenate([1 + np.log(counts), np.zeros(len(figures))])


def _are_names(tokens: Tokens, order: Ints, firsts: Ints, counts: Ints) -> Mask:
    """Return which distinct words are written with a capital more often than not."""
    if np.count_nonzero(tokens.is_upper) > ALL_CAPS_SHARE * len(tokens):
        return np.zeros(len(counts), np.bool_)
    capitals = np.add.reduceat(tokens.is_upper.take(order), firsts, dtype=np.intp)
    names: Mask = capitals > MOSTLY * counts
    return names


def _rarity(words: U64, lengths: Ints, counts: Ints, language: str | None) -> Ints:
    """Return a weight for every word: the logarithm of its rank among common words where the text is English.

    Other languages have no list here: there a word of six letters or more counts whole, one below four not at all.
    """
    slots, common, rarities = _common_words()
    place = slots.take((words >> _SLOT_SHIFT).astype(np.intp))
    known = common.take(place) == words
    if language == "en" or (language is None and counts[known].sum() >= ENGLISH_SHARE * counts.sum()):
        rarity: Ints = rarities.take(np.where(known, place, len(rarities) - 1))
        return rarity
    return np.clip((lengths - 3) / 3, 0, 1) * float(rarities[-1])


@lru_cache(maxsize=1)
def _common_words() -> tuple[Ints, U64, Ints]:
    """Return common words as a table: slot of a hash's first bits -> place, the hash there, its rarity.

    The last place is for words that are not common. Read once from the package.
    """
    lines = COMMON_WORDS.read_text("utf-8").splitlines()
    hashes = split_words(" ".join(line for line in lines if not line.startswith("#"))).hashes & _HASH_BITS
    rarities = np.log1p(np.arange(len(hashes) + 1) / COMMONEST)
    slots = np.full(1 << SLOT_BITS, len(hashes), np.uint16)
    for place in range(len(hashes) - 1, -1, -1):  # of two in one slot, the commoner
        slots[int(hashes[place] >> _SLOT_SHIFT)] = place
    return slots, np.append(hashes, np.uint64(0)), rarities


def _story_terms(words: U64, weights: Ints) -> tuple[U64, Ints]:
    """Return the heaviest words as 32-bit hashes, heaviest first, with weights of 1 to 255."""
    scores = np.minimum(weights * WEIGHT_STEPS, _PLACE_BITS).astype(np.uint64)
    packed = np.sort((scores << _WORD_BITS) | (words >> _PLACES))[: -STORY_TERMS - 1 : -1]
    packed = packed[packed >= (np.uint64(1) << _WORD_BITS)]
    heavy = packed >> _WORD_BITS
    if not len(heavy):
        return packed, heavy
    return packed & _LOW, np.maximum(1, heavy * np.uint64(255) // heavy[0])


def _story_keys(terms: U64) -> tuple[int, ...]:
    """Return a key for every pair of the first terms, whichever comes first."""
    first = sorted(terms[:STORY_PAIRED].tolist())
    return tuple(sorted(((a << 32 | b) * _ODD & _MASK) >> 32 for a, b in combinations(first, 2)))


def _pack(shingles: U64, words: U64, terms: U64, weights: Ints) -> bytes:
    """Return the sketch: counts, then 32-bit shingles, words (flags in the lowest bits), terms, 8-bit weights."""
    return (
        _HEAD.pack(SKETCH_VERSION, len(shingles), len(words), len(terms))
        + np.concatenate([shingles, words, terms]).astype("<u4").tobytes()
        + weights.astype(np.uint8).tobytes()
    )
