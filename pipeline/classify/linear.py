"""The trained half of the classifier: a linear model over word stems and pairs, and a small calibrated blend on top.

Stage one scores the head (title and lead) and the whole of an article. Stage two joins both scores with the lexicon's
points, each with a weight that cannot be negative, into a probability. Only numpy is needed to use it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.classify.lexicon import LEVEL_POINTS
from pipeline.classify.reading import LEAD_WORDS, Readings
from pipeline.classify.scoring import CAREFUL, DENIALS, EXTRA_LENGTH, SPREAD, STRONG_REPEATS, Floats
from pipeline.classify.words import Ints, Places
from pipeline.errors import BadInput

Keys = npt.NDArray[np.uint32]
MODEL_FILE = "model.npz"
NO_PAIR = 0xFFFFFFFF  # key of no pair: there are fewer than 65,535 stems
SLOT_BITS = 19  # half a million slots for some 60,000 pairs: one in nine shares its slot
BLEND = (
    "head_score",
    "whole_score",
    "head_points",
    "body_points",
    "strong_repeats",
    "no_denial",
    "careful",
    "spread",
    "extra_length",
)
TITLE_FACTOR = 1.5  # the headline says it half again as loud as the lead
FORMAT = 2  # of the file; a newer program refuses an older file rather than misread it


@dataclass(frozen=True)
class Vocabulary:
    """Stems by column, and pairs of neighbouring stems as sorted keys; pair i has feature number len(stems) + i."""

    stems: tuple[str, ...]
    pairs: Keys  # sorted; first column * 65536 + second column
    idf: npt.NDArray[np.float32]  # by feature
    slots: Ints = field(init=False)  # hash of a pair's key -> its place
    slot_keys: Keys = field(init=False)  # and the key that has the slot
    crowded: npt.NDArray[np.bool_] = field(init=False)  # slots that more than one pair wanted: the rest is searched

    def __post_init__(self) -> None:
        slots = np.zeros(1 << SLOT_BITS, np.int32)
        slot_keys = np.full(1 << SLOT_BITS, NO_PAIR, np.uint32)
        hashes = _hash_keys(self.pairs)
        slots[hashes] = np.arange(len(self.pairs), dtype=np.int32)
        slot_keys[hashes] = self.pairs[slots[hashes]]
        object.__setattr__(self, "slots", slots)
        object.__setattr__(self, "slot_keys", slot_keys)
        object.__setattr__(self, "crowded", np.bincount(hashes, minlength=1 << SLOT_BITS) > 1)

    def find_pairs(self, keys: Keys) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Return the place of each key among the pairs, and whether it is there at all."""
        hashes = _hash_keys(keys)
        is_known = self.slot_keys[hashes] == keys
        place = self.slots[hashes]
        unsure = np.flatnonzero(~is_known & self.crowded[hashes])
        if len(unsure):
            searched = np.minimum(np.searchsorted(self.pairs, keys[unsure]), len(self.pairs) - 1)
            place[unsure] = searched
            is_known[unsure] = self.pairs[searched] == keys[unsure]
        return place, is_known

    @property
    def size(self) -> int:
        """Number of features."""
        return len(self.stems) + len(self.pairs)


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What the model knows in a batch, by word: the feature of the word, and of the pair that begins with it; -1: none."""

    single: Ints
    pair: Ints
    parts: Places  # where each article's head begins and ends: title and lead, then the rest up to the next article


@dataclass(frozen=True, eq=False)
class LinearModel:
    """Everything that training leaves. Training fills the arrays in place, before the model is first used."""

    topics: tuple[str, ...]
    vocabulary: Vocabulary
    weights: npt.NDArray[np.float32]  # (features, topics)
    bias: Floats  # (topics,)
    blend: Floats  # (topics, len(BLEND)), none negative
    blend_bias: Floats  # (topics,)

    @cached_property
    def by_feature(self) -> npt.NDArray[np.float32]:
        """Weights by idf, and the idf squared, (features + 1, topics + 1); the last row, of no feature, is zero."""
        idf = self.vocabulary.idf[:, np.newaxis]
        table = np.concatenate([self.weights * idf, idf * idf], axis=1)
        return np.concatenate([table, np.zeros_like(table[:1])]).astype(np.float32)

    @cached_property
    def by_topic(self) -> npt.NDArray[np.float32]:
        """The same by topic: one row, one topic."""
        return np.ascontiguousarray(self.by_feature.T)


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Stage one's word on a batch. Shape of head and whole: (articles, topics)."""

    head: Floats
    whole: Floats
    head_norms: Floats  # by article
    whole_norms: Floats


def find_features(readings: Readings, vocabulary: Vocabulary) -> Features:
    """Return the model's features in a batch."""
    single: Ints = readings.table.column_of_row[readings.rows]
    place = np.flatnonzero((single[:-1] >= 0) & (single[1:] >= 0))
    found, is_pair = vocabulary.find_pairs(pair_keys(single, place))
    pair = np.full(len(single), -1, np.int32)
    pair[place[is_pair]] = found[is_pair] + len(vocabulary.stems)
    barriers = readings.words.barriers
    parts = np.empty(len(barriers) - 1, np.intp)
    parts[0::2] = barriers[:-1:2]
    parts[1::2] = np.minimum(barriers[1::2] + 1 + LEAD_WORDS, barriers[2::2])
    return Features(single, pair, parts)


def pair_keys(single: Ints, place: Places) -> Keys:
    """Return the keys of the pairs of words that begin at `place`."""
    return single.take(place).astype(np.uint32) << np.uint32(16) | single.take(place + 1).astype(np.uint32)


def score_articles(model: LinearModel, features: Features) -> Scores:
    """Return stage one's scores: the mean weight of what the model knows, by rarity, in the head and in all of it."""
    # -1 takes the last row, which is zero. An empty rest is a barrier: zero too.
    by_word = model.by_feature.take(features.single, axis=0, mode="wrap")
    by_word += model.by_feature.take(features.pair, axis=0, mode="wrap")
    parts = np.add.reduceat(by_word, features.parts, axis=0).astype(np.float64)
    head = parts[0::2]
    whole = head + parts[1::2]
    norms = [np.sqrt(np.maximum(one[:, -1], 1e-9)) for one in (head, whole)]
    scores = [one[:, :-1] / norm[:, np.newaxis] + model.bias for one, norm in zip((head, whole), norms, strict=True)]
    return Scores(*scores, *norms)


def blend_inputs(head: Floats, whole: Floats, lexicon: Floats) -> Floats:
    """Return stage two's inputs. head, whole: (..., topics); lexicon: (..., topics, scoring.FEATURES)."""
    return np.stack(
        [
            head,
            whole,
            np.log1p(TITLE_FACTOR * lexicon[..., 0] + lexicon[..., 1]),
            np.log1p(lexicon[..., 2]),
            np.minimum(lexicon[..., STRONG_REPEATS], 5) / 2,  # a seventh says nothing new
            -np.minimum(lexicon[..., DENIALS], 2),
            # Words that the model likes are not enough: is there any term that is more than a hint?
            np.minimum(lexicon[..., CAREFUL] / LEVEL_POINTS["strong"], 1),
            # A subject goes through an article, a mention stands in one place.
            lexicon[..., SPREAD],
            -lexicon[..., EXTRA_LENGTH],
        ],
        axis=-1,
    )


def blend_probabilities(
    model: LinearModel, inputs: Floats, topics: Sequence[int], shift: Floats | float = 0.0
) -> Floats:
    """Return probabilities. inputs: (..., topics, BLEND); shift: added to the log-odds, such as a section's hint."""
    odds = (inputs * model.blend[topics]).sum(axis=-1) + model.blend_bias[topics] + shift
    chances: Floats = 1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))
    return chances


def _hash_keys(keys: Keys) -> Places:
    """Fibonacci hashing: the top bits of the product with 2^32 over the golden ratio."""
    return (keys * np.uint32(0x9E3779B9) >> np.uint32(32 - SLOT_BITS)).astype(np.intp)


def save_model(model: LinearModel, path: Path) -> None:
    """Write the model; the same model gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(dump_model(model))


def dump_model(model: LinearModel) -> bytes:
    """Return the bytes of a model's file; the same model gives the same bytes (zip entries carry no time of day)."""
    arrays = {
        "format": np.array([FORMAT]),
        "topics": np.frombuffer("\n".join(model.topics).encode(), np.uint8),
        "stems": np.frombuffer("\n".join(model.vocabulary.stems).encode(), np.uint8),
        "pairs": model.vocabulary.pairs,
        "idf": model.vocabulary.idf.astype(np.float16),
        "weights": model.weights.astype(np.float16),
        "bias": model.bias,
        "blend": model.blend,
        "blend_bias": model.blend_bias,
    }
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def load_model(path: Path) -> LinearModel:
    """Return the model of a file. Raises BadInput when it is missing, damaged or of another format."""
    remedy = "run `python -m pipeline.classify.train`, or restore the file from git"
    try:
        return read_model(path.read_bytes())
    except (OSError, BadInput) as error:
        raise BadInput(f"cannot use the topic model {path}: {error}; {remedy}", subject=str(path)) from error


def read_model(data: bytes) -> LinearModel:
    """Return the model of a file's bytes. Raises BadInput when they are damaged or of another format."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            if int(arrays["format"][0]) != FORMAT:
                raise ValueError(f"format {int(arrays['format'][0])}, this program reads {FORMAT}")
            stems = tuple(arrays["stems"].tobytes().decode().split("\n"))
            pairs = arrays["pairs"].astype(np.uint32)
            vocabulary = Vocabulary(stems, pairs, arrays["idf"].astype(np.float32))
            return LinearModel(
                topics=tuple(arrays["topics"].tobytes().decode().split("\n")),
                vocabulary=vocabulary,
                weights=arrays["weights"].astype(np.float32),
                bias=arrays["bias"],
                blend=arrays["blend"],
                blend_bias=arrays["blend_bias"],
            )
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise BadInput(f"its weights cannot be read: {error}", reason="model_unreadable") from error
