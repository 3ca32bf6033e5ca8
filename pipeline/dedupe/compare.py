"""How alike two fingerprints are: as texts (resemblance, containment, names and figures) and as reports of an event.

A pure reading of two sketches; what the figures mean is decided in `relate`.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pipeline.dedupe.fingerprint import SHINGLES, SKETCH_VERSION, WORDS
from pipeline.records import Fingerprint

CACHED_SKETCHES = 20_000  # 12 kB each when read
IS_NAME, IS_FIGURE, FLAGS = 1, 2, 7  # as fingerprint.py packs them
NOTHING = (1 << 32) - 1  # above every sampled hash
LITTLE_SHARED = 0.12  # of shingles: below, no agreement of words makes a copy


class Likeness(NamedTuple):  # a frozen dataclass takes five times as long to make, ten times an article
    """What two sketches show. Shares are of the smaller side, over what both samples can see.

    similarity: resemblance of the shingle sets. containment: share of shingles. words, names, figures: shares of
    telling words, left at 0 where hardly a shingle is shared. Each `_count` is how many things the share stands on.
    """

    similarity: float
    containment: float
    shingle_count: int
    words: float = 0.0
    word_count: int = 0
    names: float = 0.0
    name_count: int = 0
    figures: float = 0.0
    figure_count: int = 0


NO_LIKENESS = Likeness(0.0, 0.0, 0)
SAME_BODY = Likeness(1.0, 1.0, SHINGLES, 1.0, WORDS, 1.0, 0, 1.0, 0)


def compare(a: Fingerprint, b: Fingerprint) -> tuple[float, float]:
    """Return (similarity, containment) of two bodies: resemblance, and the share of the smaller in the larger, 0..1."""
    likeness = measure_likeness(a, b)
    return likeness.similarity, likeness.containment


def measure_likeness(a: Fingerprint, b: Fingerprint) -> Likeness:
    """Return how alike two bodies are. Empty bodies are like nothing."""
    if not a.token_count or not b.token_count:
        return NO_LIKENESS
    if a.body_hash == b.body_hash:
        return SAME_BODY
    left, right = read_sketch(a.sketch), read_sketch(b.sketch)
    if left is None or right is None:
        return NO_LIKENESS
    shared = len(left.shingles & right.shingles)
    if not shared:
        return NO_LIKENESS
    limit = min(left.shingle_limit, right.shingle_limit)
    mine, theirs = bisect_right(left.shingle_list, limit), bisect_right(right.shingle_list, limit)
    fewer = min(mine, theirs)
    similarity, containment = shared / (mine + theirs - shared), shared / fewer
    if containment < LITTLE_SHARED:
        return Likeness(similarity, containment, fewer)
    word_limit = min(left.word_limit, right.word_limit)
    common = left.words & right.words
    words = _share(left.words, right.words, common, word_limit)
    names = _share(left.names, right.names, common & (left.names | right.names), word_limit)
    figures = _share(left.figures, right.figures, common & (left.figures | right.figures), word_limit)
    return Likeness(similarity, containment, fewer, *words, *names, *figures)


def compare_stories(a: Fingerprint, b: Fingerprint) -> float:
    """Return how alike two articles are as reports of one event: the cosine of their story terms, 0..1."""
    left, right = read_sketch(a.sketch), read_sketch(b.sketch)
    if left is None or right is None:
        return 0.0
    mine, theirs = left.terms, right.terms
    return sum([mine[term] * theirs[term] for term in mine.keys() & theirs.keys()])


@dataclass(frozen=True, slots=True)
class Sketch:
    """A sketch, read. Limits are the largest hash up to which a sample is complete."""

    shingles: frozenset[int]
    shingle_list: list[int]
    shingle_limit: int
    words: frozenset[int]
    names: frozenset[int]
    figures: frozenset[int]
    word_limit: int
    terms: dict[int, float]  # weights of length one in all


@lru_cache(maxsize=CACHED_SKETCHES)
def read_sketch(data: bytes) -> Sketch | None:
    """Return the sketch in `data`; None when another version of the recipe wrote it."""
    if len(data) < 4 or data[0] != SKETCH_VERSION:
        return None
    shingle_count, word_count, term_count = data[1], data[2], data[3]
    values = np.frombuffer(data, "<u4", shingle_count + word_count + term_count, 4).tolist()
    shingles = values[:shingle_count]
    flagged = values[shingle_count : shingle_count + word_count]
    terms = values[shingle_count + word_count :]
    weights = data[4 + 4 * len(values) :]
    length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
    return Sketch(
        shingles=frozenset(shingles),
        shingle_list=shingles,
        shingle_limit=shingles[-1] if shingle_count == SHINGLES else NOTHING,
        words=frozenset(word & ~FLAGS for word in flagged),
        names=frozenset(word & ~FLAGS for word in flagged if word & IS_NAME),
        figures=frozenset(word & ~FLAGS for word in flagged if word & IS_FIGURE),
        word_limit=flagged[-1] & ~FLAGS if word_count == WORDS else NOTHING,
        terms={term: weight / length for term, weight in zip(terms, weights, strict=True)},
    )


def _share(left: frozenset[int], right: frozenset[int], common: frozenset[int], limit: int) -> tuple[float, int]:
    """Return the share of the smaller side that is common, below the limit, and how many that side has."""
    mine = len([one for one in left | common if one <= limit])
    theirs = len([one for one in right | common if one <= limit])
    fewer = min(mine, theirs)
    return (len(common) / fewer, fewer) if fewer else (1.0, 0)


# --- what the figures mean -----------------------------------------------------------------------------------------

IDENTICAL_TOKENS = 20  # from which two equal bodies are one text: below, they are captions and notices
EVIDENCE = 10  # shingles and words that must be comparable: below, chance decides
SERIES_TOKENS = 100  # below, the same words days later are the next notice of a series, not a copy
SERIES_HOURS = 36.0  # wires correct and repeat a dispatch within a day and a half
FIGURES_TOKENS = 200  # below, a text with other figures is another of its series
SAME_FIGURES = 0.8
FEW_FIGURES, OTHER_FIGURES = 4, 0.5  # at any length, other figures make a table or market report another one
TEMPLATE_SHARED = 0.3  # of shingles that a template leaves

SAME_TEXT = 0.65  # of the weighted shares below; a quarter of the words edited leaves 0.7, one event told twice 0.5
SHINGLE_WEIGHT, NAME_WEIGHT, WORD_WEIGHT = 0.4, 0.3, 0.3
NAMES_ASSUMED = 4  # words that stand in for names where few are comparable, or the script has no capitals
SHORT_TOKENS, SHORT_EXTRA = 150, 0.1  # a short text asks for more: notices of one kind share half their words
THIN_SHINGLES, THIN_EXTRA = 20, 0.05  # and so does a small sample


def are_copies(a: Fingerprint, b: Fingerprint, likeness: Likeness, hours_apart: float) -> bool:
    """Return whether two bodies are one text: the same, edited, cut, reordered, or one inside the other.

    A copy keeps its runs of words, its names and its figures. A template keeps its runs and changes names and figures;
    two reports of one event share names and figures, not runs.
    """
    fewer = min(a.token_count, b.token_count)
    if fewer < SERIES_TOKENS and hours_apart > SERIES_HOURS:
        return False
    if a.body_hash == b.body_hash:
        return fewer >= IDENTICAL_TOKENS
    if likeness.shingle_count + likeness.word_count < EVIDENCE or _has_other_figures(likeness, fewer):
        return False
    known = likeness.name_count + NAMES_ASSUMED
    names = (likeness.names * likeness.name_count + likeness.words * NAMES_ASSUMED) / known
    score = SHINGLE_WEIGHT * likeness.containment + NAME_WEIGHT * names + WORD_WEIGHT * likeness.words
    wanted = SAME_TEXT + SHORT_EXTRA * (fewer < SHORT_TOKENS) + THIN_EXTRA * (likeness.shingle_count < THIN_SHINGLES)
    return score > wanted


def are_series(a: Fingerprint, b: Fingerprint, likeness: Likeness) -> bool:
    """Return whether two bodies are pieces of a series: one template, other figures. They report two events."""
    return likeness.containment >= TEMPLATE_SHARED and _has_other_figures(likeness, min(a.token_count, b.token_count))


def _has_other_figures(likeness: Likeness, tokens: int) -> bool:
    if tokens < FIGURES_TOKENS and likeness.figure_count and likeness.figures < SAME_FIGURES:
        return True
    return likeness.figure_count >= FEW_FIGURES and likeness.figures < OTHER_FIGURES
