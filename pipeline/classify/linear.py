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
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.classify.lexicon import LEVEL_POINTS
from pipeline.classify.reading import LEAD_WORDS, Reading
from pipeline.classify.scoring import CAREFUL, DENIALS, STRONG_MENTIONS, Floats
from pipeline.classify.words import Ints
from pipeline.errors import BadInput

LOG_COUNTS = np.concatenate([[0.0], 1 + np.log(np.arange(1, 64))]).astype(np.float32)  # a 64th repeat says nothing
Longs = npt.NDArray[np.int64]
MODEL_FILE = "model.npz"
SLOT_BITS = 19  # half a million slots for some 60,000 pairs: one in nine shares its slot
BLEND = ("head_score", "whole_score", "head_points", "body_points", "recurrence", "no_denial", "careful")
TITLE_FACTOR = 1.5  # the headline says it half again as loud as the lead
FORMAT = 1  # of the file; a newer program refuses an older file rather than misread it


@dataclass(frozen=True)
class Vocabulary:
    """Stems by column, and pairs of neighbouring stems as sorted keys; pair i has feature number len(stems) + i."""

    stems: tuple[str, ...]
    pairs: Longs  # sorted; first column * 65536 + second column
    idf: npt.NDArray[np.float32]  # by feature
    slots: Ints = field(init=False)  # hash of a pair's key -> its place; what collides is found by searching
    crowded: npt.NDArray[np.bool_] = field(init=False)  # slots that more than one pair wanted

    def __post_init__(self) -> None:
        slots = np.full(1 << SLOT_BITS, -1, np.int32)
        hashes = _hash_keys(self.pairs)
        slots[hashes] = np.arange(len(self.pairs), dtype=np.int32)
        crowded = np.bincount(hashes, minlength=1 << SLOT_BITS) > 1
        object.__setattr__(self, "slots", slots)
        object.__setattr__(self, "crowded", crowded)

    def find_pairs(self, keys: Longs) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Return the place of each key among the pairs, and whether it is there at all."""
        if not len(self.pairs):
            return np.zeros(len(keys), np.int32), np.zeros(len(keys), np.bool_)
        hashes = _hash_keys(keys)
        place = self.slots[hashes]
        unsure = np.flatnonzero(self.crowded[hashes])
        if len(unsure):
            searched = np.searchsorted(self.pairs, keys[unsure])
            place[unsure] = np.minimum(searched, len(self.pairs) - 1)
        return place, (place >= 0) & (self.pairs[place] == keys)

    @property
    def size(self) -> int:
        """Number of features."""
        return len(self.stems) + len(self.pairs)


@dataclass(frozen=True, slots=True)
class Counts:
    """Features of several texts in a row, one entry for each (text, feature)."""

    text: Longs  # index of the text, ascending
    feature: Longs
    value: npt.NDArray[np.float32]  # (1 + log count) * idf / length of the text's vector
    count: Longs
    texts: int
    begins: list[int]  # where each text's entries begin, and the end


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Everything that training leaves."""

    topics: tuple[str, ...]
    vocabulary: Vocabulary
    weights: npt.NDArray[np.float32]  # (features, topics)
    bias: Floats  # (topics,)
    blend: Floats  # (topics, len(BLEND)), none negative
    blend_bias: Floats  # (topics,)


def head_and_whole(reading: Reading, column_of_row: Ints) -> tuple[Ints, Ints]:
    """Return the columns of a reading's title and lead, and of all of it; -1 where the model does not know the word."""
    whole = column_of_row[reading.rows]
    return whole[: reading.title_length + 1 + LEAD_WORDS], whole


def pair_keys(columns: Ints) -> Longs:
    """Return the key of each pair of neighbours of which the model knows both words."""
    first, second = columns[:-1], columns[1:]
    known = (first >= 0) & (second >= 0)
    return first[known].astype(np.int64) << 16 | second[known]


def count_features(texts: Sequence[Ints], vocabulary: Vocabulary) -> Counts:
    """Return the weighted features of texts given as columns."""
    joined = np.concatenate([np.append(columns, np.int32(-1)) for columns in texts])  # -1 parts the texts
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), [len(columns) + 1 for columns in texts])
    known = joined >= 0
    both = known[:-1] & known[1:]
    keys = joined[:-1][both].astype(np.int64) << 16 | joined[1:][both]
    place, hit = vocabulary.find_pairs(keys)
    size = max(1, vocabulary.size)
    combined = np.concatenate(
        [owner[known] * size + joined[known], owner[:-1][both][hit] * size + len(vocabulary.stems) + place[hit]]
    )
    combined.sort()
    first = np.flatnonzero(np.concatenate([[True], combined[1:] != combined[:-1]])) if len(combined) else combined
    counts = np.diff(np.append(first, len(combined)))
    text, feature = np.divmod(combined[first], size)
    value = LOG_COUNTS[np.minimum(counts, len(LOG_COUNTS) - 1)] * vocabulary.idf[feature]
    norm = np.sqrt(np.bincount(text, value * value, minlength=len(texts)))
    value = value / np.maximum(norm, 1e-9)[text]
    begins = np.searchsorted(text, np.arange(len(texts) + 1)).tolist()
    return Counts(text, feature, value.astype(np.float32), counts, len(texts), begins)


def score_texts(model: LinearModel, counts: Counts) -> Floats:
    """Return stage one's score of each text for each topic. Shape: (texts, topics)."""
    scores = np.empty((counts.texts, len(model.topics)))
    for topic in range(len(model.topics)):
        part = model.weights[counts.feature, topic] * counts.value
        scores[:, topic] = np.bincount(counts.text, part, minlength=counts.texts) + model.bias[topic]
    return scores


def blend_inputs(head: Floats, whole: Floats, lexicon: Floats) -> Floats:
    """Return stage two's inputs. head, whole: (..., topics); lexicon: (..., topics, scoring.FEATURES)."""
    return np.stack(
        [
            head,
            whole,
            np.log1p(TITLE_FACTOR * lexicon[..., 0] + lexicon[..., 1]),
            np.log1p(lexicon[..., 2]),
            # One strong term is a mention, more of them a subject; a seventh says nothing new.
            np.clip(lexicon[..., STRONG_MENTIONS] - 1, 0, 5) / 2,
            -np.minimum(lexicon[..., DENIALS], 2),
            # Words that the model likes are not enough: is there any term that is more than a hint?
            np.minimum(lexicon[..., CAREFUL] / LEVEL_POINTS["strong"], 1),
        ],
        axis=-1,
    )


def blend_probabilities(model: LinearModel, inputs: Floats, shift: Floats | float = 0.0) -> Floats:
    """Return probabilities. inputs: (..., topics, BLEND); shift: added to the log-odds, such as a section's hint."""
    odds = (inputs * model.blend).sum(axis=-1) + model.blend_bias + shift
    chances: Floats = 1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))
    return chances


def _hash_keys(keys: Longs) -> Longs:
    """Fibonacci hashing: the top bits of the product with 2^64 over the golden ratio."""
    mixed: npt.NDArray[np.uint64] = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(64 - SLOT_BITS)).astype(np.int64)


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
        "pairs": model.vocabulary.pairs.astype(np.uint32),
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
            pairs = arrays["pairs"].astype(np.int64)
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
