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
import struct
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.dedupe.tokens import U64, Ints, Mask, Tokens, mix_hashes, shingle_hashes, split_words
from pipeline.records import Fingerprint

SKETCH_VERSION = 1  # of the whole recipe; sketches of two versions are not compared
COPY_KEYS = 20  # finds 99% of copies and 95% of excerpts of a fifth; each costs 50 bytes of index an article
SHINGLES = 72  # in the sketch; the standard error of containment is 0.05
WORDS = 64  # telling words in the sketch: all of them in a short body
STORY_TERMS = 20  # B-cubed F1 on events: 12 terms .88, 20 terms .895, all .896
STORY_PAIRED = 5  # first terms whose pairs are story keys: 10 keys
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

IS_NAME, IS_FIGURE = 1, 2
_HEAD = struct.Struct("<BBBB")
_LOW = np.uint64(0xFFFFFFFF)


def fingerprint_article(*, title: str | None, text: str, language: str | None = None) -> Fingerprint:
    """Return the fingerprint of an article's body and title.

    text: body as extracted; any length or script; empty gives a fingerprint without copy keys.
    language: ISO 639-1 if known; it only chooses how common words are told (the list is English).
    Raises nothing.
    """
    tokens = split_words(text, title=title or "")
    body = tokens.hashes[tokens.title_count :]
    count = len(body)
    stretch = _stretch(tokens)
    words, flags, weights = _weigh_words(tokens, language, stretch)
    shingles = _smallest(shingle_hashes(body, SHINGLE_WIDTH * stretch) & _LOW, SHINGLES)
    told = np.flatnonzero(flags)
    sampled = _smallest((words[told] & np.uint64(0xFFFFFFF8)) & _LOW | (flags[told] & 3).astype(np.uint64), WORDS)
    terms, term_weights = _story_terms(words, weights)
    return Fingerprint(
        body_hash=hashlib.sha256(body.tobytes()).hexdigest(),
        title_hash=hashlib.sha256(tokens.hashes[: tokens.title_count].tobytes()).hexdigest(),
        token_count=count,
        copy_keys=_copy_keys(body, KEY_WIDTH * stretch) if count >= MIN_KEY_TOKENS * stretch else (),
        story_keys=_story_keys(terms),
        sketch=_pack(shingles, sampled, terms, term_weights),
    )


def _stretch(tokens: Tokens) -> int:
    """Return how many tokens make about one word: 1 where words have spaces."""
    if tokens.single_share < MOSTLY:
        return 1
    return DENSE_FACTOR if tokens.dense_share > tokens.single_share / 2 else SPACELESS_FACTOR


def _smallest(values: U64, count: int) -> U64:
    """Return the `count` smallest distinct values, in order."""
    rough = min(len(values), 2 * count + 16)  # repeats go away after
    if rough < len(values):
        values = np.partition(values, rough - 1)[:rough]
    return np.unique(values)[:count]


def _copy_keys(body: U64, width: int) -> tuple[int, ...]:
    smallest = _smallest(shingle_hashes(body, width), COPY_KEYS)
    return tuple(smallest.view(np.int64).tolist())


def _weigh_words(tokens: Tokens, language: str | None, stretch: int) -> tuple[U64, Ints, Ints]:
    """Return the distinct words, flags of the telling ones (0 elsewhere), and their weights for the story."""
    if stretch > 1:
        return _weigh_runs(tokens, stretch)
    words, first, inverse, counts = np.unique(tokens.hashes, return_index=True, return_inverse=True, return_counts=True)
    if not len(words):
        return words, np.zeros(0, np.uint8), np.zeros(0)
    lengths = tokens.lengths[first]
    figure = tokens.is_number[first]
    name = _are_names(tokens, inverse, counts, lengths)
    flags = np.where(figure, IS_FIGURE | 4, np.where(name, IS_NAME | 4, np.where(lengths >= LONG_WORD, 4, 0)))
    rarity = _rarity(words, lengths, counts, language)
    rarity[figure & (lengths < 2)] = 0
    weights = rarity * (1 + np.log(counts)) * np.where(name | figure, NAME_WEIGHT, 1.0)
    return words, flags.astype(np.uint8), weights


def _weigh_runs(tokens: Tokens, stretch: int) -> tuple[U64, Ints, Ints]:
    """The same for scripts without spaces: runs of as many characters as make a word."""
    runs, counts = np.unique(shingle_hashes(tokens.hashes, stretch), return_counts=True)
    figures = np.isin(runs, tokens.hashes[tokens.is_number])
    return runs, np.where(figures, IS_FIGURE | 4, 4).astype(np.uint8), 1 + np.log(counts)


def _are_names(tokens: Tokens, inverse: Ints, counts: Ints, lengths: Ints) -> Mask:
    """Return which distinct words are written with a capital more often than not."""
    if np.count_nonzero(tokens.is_upper) > ALL_CAPS_SHARE * len(tokens):
        return np.zeros(len(counts), np.bool_)
    capitals = np.bincount(inverse, weights=tokens.is_upper, minlength=len(counts))
    names: Mask = (capitals > MOSTLY * counts) & (lengths >= NAME_LENGTH)
    return names


def _rarity(words: U64, lengths: Ints, counts: Ints, language: str | None) -> Ints:
    """Return a weight for every word: the logarithm of its rank among common words where the text is English.

    Other languages have no list here: there a word of six letters or more counts whole, one below four not at all.
    """
    common, rarities = _common_words()
    place = np.minimum(np.searchsorted(common, words), len(common) - 1)
    known = common[place] == words
    share = counts[known].sum() / counts.sum()
    if language == "en" or (language is None and share >= ENGLISH_SHARE):
        return np.where(known, rarities[place], rarities.max())
    return np.clip((lengths - 3) / 3, 0, 1) * float(rarities.max())


@lru_cache(maxsize=1)
def _common_words() -> tuple[U64, Ints]:
    """Return the hashes of common words, sorted, and the rarity of each. Read once from the package."""
    lines = COMMON_WORDS.read_text("utf-8").splitlines()
    text = " ".join(line for line in lines if not line.startswith("#"))
    hashes = split_words(text).hashes
    rarities = np.log1p(np.arange(len(hashes)) / 40)  # the 40 commonest are in half of all articles
    order = np.argsort(hashes)
    return hashes[order], rarities[order]


def _story_terms(words: U64, weights: Ints) -> tuple[U64, Ints]:
    """Return the heaviest words, heaviest first, with weights of 1 to 255."""
    if not len(words):
        return words, weights
    count = min(STORY_TERMS, len(words))
    top = np.argpartition(-weights, count - 1)[:count]
    top = top[np.lexsort((words[top], -weights[top]))]
    top = top[weights[top] > 0]
    if not len(top):
        return words[:0], weights[:0]
    return words[top] & _LOW, np.maximum(1, np.round(255 * weights[top] / weights[top[0]]))


def _story_keys(terms: U64) -> tuple[int, ...]:
    first = terms[:STORY_PAIRED]
    if len(first) < 2:
        return ()
    left, right = np.triu_indices(len(first), 1)
    pairs = np.sort(np.stack([first[left], first[right]]), axis=0)
    keys = mix_hashes((pairs[0] << np.uint64(32)) | pairs[1])
    return tuple(sorted(keys.view(np.int64).tolist()))


def _pack(shingles: U64, words: U64, terms: U64, weights: Ints) -> bytes:
    """Return the sketch: counts, then 32-bit shingles, words (flags in the lowest bits), terms, 8-bit weights."""
    return (
        _HEAD.pack(SKETCH_VERSION, len(shingles), len(words), len(terms))
        + np.concatenate([shingles, words, terms]).astype("<u4").tobytes()
        + weights.astype(np.uint8).tobytes()
    )
