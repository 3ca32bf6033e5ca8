"""Build the topic model from labelled articles: `python -m pipeline.classify.train`. Same input, same model.

Stage one is fitted on all articles, head and whole alike. Stage two sees only scores from models that had not seen the
article's source, so that its probabilities hold for outlets nobody trained on. Needs scikit-learn; using a model does not.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.classify import evaluate
from pipeline.classify.card import write_card
from pipeline.classify.labelled import Labelled as Labelled
from pipeline.classify.labelled import read_labelled as read_labelled
from pipeline.classify.lexicon import Lexicon, load_lexicons
from pipeline.classify.linear import (
    BLEND,
    MODEL_FILE,
    LinearModel,
    Vocabulary,
    blend_inputs,
    find_features,
    load_model,
    pair_keys,
    save_model,
)
from pipeline.classify.model import SEEDS
from pipeline.classify.reading import READ_CHARACTERS, Readings, read_articles
from pipeline.classify.scoring import Floats, lexicon_features
from pipeline.classify.stems import stem_word
from pipeline.classify.taxonomy import Taxonomy, load_taxonomy
from pipeline.classify.vocabulary import WordTable
from pipeline.classify.words import LatinFolding
from pipeline.errors import BadInput

STEM_ARTICLES = 5  # a stem seen in fewer articles is a name or an error
PAIR_ARTICLES = 15
SETS_AGREEING = 2  # a feature must be known to two sets: what only one knows is that outlet's manner
INVERSE_PENALTY = 2.0  # scikit-learn's C; chosen by leaving sources out
BLEND_INVERSE_PENALTY = 1.0
PRIOR = 0.3  # share of positives that stage two assumes: news is mostly about something else
PRIORS = {"security": 0.25}  # the widest topic: crime, disasters and politics border on it, so it asks for more
PASSING_MENTIONS = 800  # made from negatives with one sentence on a topic inside: a mention is no subject
# How much a set counts beside its size: ours are labelled by hand, some sets are of one manner or labelled by rule.
SET_FACTORS = {"examples": 4.0, "labels": 4.0, "passing": 1.0, "satp": 0.5, "dvids": 0.5, "insightcrime": 0.2}
# What training data show too rarely: a denial counts, and words that the model likes need a term beside them.
BLEND_FLOORS = {"no_denial": 1.0, "careful": 1.5}
# Stage two leans more on hand labels: it is where labels by rule would teach that a cue word is a subject.
BLEND_FACTORS = {"examples": 8.0, "labels": 8.0, "passing": 1.0, "satp": 0.25, "dvids": 0.25, "insightcrime": 0.1}
# Large mixed sets are left out by outlet, not whole.
FOLDS_PER_SET = {"abp": 2, "newsdatahub": 2, "examples": 2, "labels": 3}
CHUNK_ARTICLES = 512  # read at once: arrays of some megabytes
SEED = 20  # of the passing mentions


@dataclass(frozen=True, slots=True)
class Prepared:
    """Articles as numbers. Arrays by article."""

    sets: tuple[str, ...]
    folds: tuple[str, ...]
    truth: npt.NDArray[np.bool_]  # (articles, topics)
    judged: npt.NDArray[np.bool_]
    lexicon: Floats  # (articles, topics, FEATURES)
    head: Any  # scipy CSR (articles, features)
    whole: Any


@dataclass(frozen=True, slots=True)
class Trained:
    """A model and how it does on sources that it had not seen: topic -> source -> figures."""

    model: LinearModel
    held_out: dict[str, dict[str, evaluate.Figures]]
    bands: dict[str, tuple[float, float]] = field(default_factory=dict)  # topic -> where a person should look


def train_model(
    articles: Sequence[Labelled], taxonomy: Taxonomy, seeds: Path, *, say: Callable[[str], None] = lambda _: None
) -> Trained:
    """Return the model trained on English articles, with its figures on held-out sources."""
    topics = taxonomy.slugs
    articles = [*articles, *make_passing_mentions(articles, PASSING_MENTIONS)]
    lexicon = load_lexicons(seeds, taxonomy)["en"]
    stems = _choose_stems(articles)
    readings = _read_all(WordTable(stems, lexicon), articles, len(topics))
    vocabulary = _choose_pairs(stems, readings, [one.set for one in articles])
    say(f"{len(articles)} articles, {len(stems)} stems, {len(vocabulary.pairs)} pairs")
    vocabulary = _weigh_rarity(vocabulary, readings)
    data = _prepare(articles, readings, topics, vocabulary)
    model = LinearModel(
        topics,
        vocabulary,
        np.zeros((vocabulary.size, len(topics)), np.float32),
        np.zeros(len(topics)),
        np.zeros((len(topics), len(BLEND))),
        np.zeros(len(topics)),
    )
    held_out, bands = {}, {}
    for number, topic in enumerate(topics):
        if not _can_train(data, number):
            say(f"{topic}: no articles of both kinds, it is left to the lexicon")
            continue
        held_out[topic], bands[topic] = _train_topic(model, data, number)
        figures = held_out[topic]["ALL"]
        say(f"{topic}: F1 {figures.f1:.3f} on held-out sources, calibration error {figures.calibration_error:.3f}")
    return Trained(_keep_topics(model, tuple(held_out)), held_out, bands)


def prepare_articles(
    articles: Sequence[Labelled], taxonomy: Taxonomy, lexicon: Lexicon, vocabulary: Vocabulary
) -> Prepared:
    """Return articles as numbers over a vocabulary that is there already."""
    readings = _read_all(WordTable(vocabulary.stems, lexicon), articles, len(taxonomy.slugs))
    return _prepare(articles, readings, taxonomy.slugs, vocabulary)


def make_passing_mentions(articles: Sequence[Labelled], number: int) -> list[Labelled]:
    """Return articles on none of the topics with one sentence of another that is: a mention, so no topic.

    Deterministic. The sentence goes after the lead, since in the headline or lead it would be the subject.
    """
    random = np.random.default_rng(SEED)
    plain = [one for one in articles if not one.labels and len(one.judged) >= 3 and len(one.text) > 800]
    telling = [one for one in articles if one.labels and one.set == "examples"]
    if not plain or not telling:
        return []
    made = []
    for count in range(number):
        host = plain[int(random.integers(len(plain)))]
        guest = telling[int(random.integers(len(telling)))]
        sentences = host.text.split(". ")
        mention = guest.text.split(". ")[0].rstrip(".")
        place = int(random.integers(len(sentences) // 2, len(sentences) + 1))
        text = ". ".join([*sentences[:place], mention, *sentences[place:]])
        made.append(replace(host, key=f"passing-{count}", set="passing", text=text))
    return made


def _read_all(table: WordTable, articles: Sequence[Labelled], topic_count: int) -> list[Readings]:
    texts = [(one.title, one.text) for one in articles]
    return [
        read_articles(table, texts[begin : begin + CHUNK_ARTICLES], topic_count)
        for begin in range(0, len(texts), CHUNK_ARTICLES)
    ]


def _prepare(
    articles: Sequence[Labelled], readings: Sequence[Readings], topics: Sequence[str], vocabulary: Vocabulary
) -> Prepared:
    head, whole = _make_matrices(readings, vocabulary)
    return Prepared(
        sets=tuple(one.set for one in articles),
        folds=tuple(_fold_of(one) for one in articles),
        truth=np.array([[topic in one.labels for topic in topics] for one in articles]),
        judged=np.array([[topic in one.judged for topic in topics] for one in articles]),
        lexicon=np.concatenate([lexicon_features(reading, len(topics)) for reading in readings]),
        head=head,
        whole=whole,
    )


def _choose_stems(articles: Sequence[Labelled]) -> tuple[str, ...]:
    """Stems of enough articles in enough sets, in order."""
    counts: Counter[bytes] = Counter()
    by_set: dict[str, Counter[bytes]] = defaultdict(Counter)
    known: dict[bytes, bytes] = {}
    folding = LatinFolding()
    for one in articles:
        codes, _ = folding.fold(f"{one.title} {one.text[:READ_CHARACTERS]}")
        words = set(codes.tobytes().split())
        found = {known.get(word) or known.setdefault(word, stem_word(word)) for word in words}
        counts.update(found)
        by_set[one.set].update(found)
    agreeing = Counter(stem for found in by_set.values() for stem, count in found.items() if count >= SETS_AGREEING)
    chosen = [stem for stem, count in counts.items() if count >= STEM_ARTICLES and agreeing[stem] >= SETS_AGREEING]
    return tuple(sorted(stem.decode("latin-1") for stem in chosen if len(stem) > 1))


def _choose_pairs(stems: tuple[str, ...], readings: Sequence[Readings], sets: Sequence[str]) -> Vocabulary:
    counts: Counter[int] = Counter()
    by_set: dict[str, Counter[int]] = defaultdict(Counter)
    names = iter(sets)
    for reading in readings:
        columns = reading.table.column_of_row[reading.rows]
        for article in range(reading.articles):
            begin, _, end = reading.bounds(article)
            own = columns[begin:end]
            place = np.flatnonzero((own[:-1] >= 0) & (own[1:] >= 0))
            found = np.unique(pair_keys(own, place)).tolist()
            counts.update(found)
            by_set[next(names)].update(found)
    agreeing = Counter(pair for found in by_set.values() for pair, count in found.items() if count >= SETS_AGREEING)
    chosen = [pair for pair, count in counts.items() if count >= PAIR_ARTICLES and agreeing[pair] >= SETS_AGREEING]
    pairs = np.array(sorted(chosen), np.uint32)
    return Vocabulary(stems, pairs, np.ones(len(stems) + len(pairs), np.float32))


def _weigh_rarity(vocabulary: Vocabulary, readings: Sequence[Readings]) -> Vocabulary:
    articles = sum(reading.articles for reading in readings)
    _, whole = _make_matrices(readings, vocabulary)
    seen = np.bincount(whole.indices, minlength=vocabulary.size)
    idf = np.log((articles + 1) / (seen + 1)) + 1
    return replace(vocabulary, idf=idf.astype(np.float16).astype(np.float32))  # as the file will hold it


def _make_matrices(readings: Sequence[Readings], vocabulary: Vocabulary) -> tuple[Any, Any]:
    """Return heads and wholes as stage one sees them: (articles, features), sparse."""
    from scipy.sparse import csr_matrix, vstack

    heads: list[Any] = []
    wholes: list[Any] = []
    for reading in readings:
        features = find_features(reading, vocabulary)
        ends = reading.words.barriers[2::2]
        lengths = np.diff(features.parts, append=ends[-1])
        part = np.append(np.repeat(np.arange(len(lengths)), lengths), len(lengths) - 1)  # the last barrier
        place = np.concatenate([np.flatnonzero(features.single >= 0), np.flatnonzero(features.pair >= 0)])
        feature = np.concatenate([features.single[features.single >= 0], features.pair[features.pair >= 0]])
        for matrices, mine in ((heads, part[place] % 2 == 0), (wholes, np.ones(len(place), np.bool_))):
            article, column = part[place[mine]] // 2, feature[mine]
            rarity = vocabulary.idf[column].astype(np.float64)
            norms = np.sqrt(np.maximum(np.bincount(article, rarity**2, reading.articles), 1e-9))
            values = (rarity / norms[article]).astype(np.float32)
            matrix = csr_matrix((values, (article, column)), shape=(reading.articles, vocabulary.size))
            matrix.sum_duplicates()
            matrices.append(matrix)
    return vstack(heads).tocsr(), vstack(wholes).tocsr()


def _fold_of(one: Labelled) -> str:
    parts = FOLDS_PER_SET.get(one.set, 1)
    key = one.key if one.set == "examples" else one.source
    return f"{one.set}-{zlib.crc32(key.encode()) % parts}"


def _can_train(data: Prepared, topic: int) -> bool:
    truth = data.truth[data.judged[:, topic], topic]
    return bool(truth.any() and not truth.all())


def _keep_topics(model: LinearModel, topics: tuple[str, ...]) -> LinearModel:
    kept = [model.topics.index(topic) for topic in topics]
    return replace(
        model,
        topics=topics,
        weights=np.ascontiguousarray(model.weights[:, kept]),
        bias=model.bias[kept],
        blend=model.blend[kept],
        blend_bias=model.blend_bias[kept],
    )


def _train_topic(
    model: LinearModel, data: Prepared, topic: int
) -> tuple[dict[str, evaluate.Figures], tuple[float, float]]:
    """Fill one topic of `model` in place; return its figures and its review band, both on held-out sources."""
    usable = np.flatnonzero(data.judged[:, topic])
    folds, sets = np.array(data.folds), np.array(data.sets)
    head, whole = np.zeros(len(sets)), np.zeros(len(sets))
    for fold_name in sorted(set(data.folds)):
        unseen = usable[folds[usable] == fold_name]
        if len(unseen):
            weights, bias = _fit_scores(data, usable[folds[usable] != fold_name], topic)
            head[unseen] = data.head[unseen] @ weights + bias
            whole[unseen] = data.whole[unseen] @ weights + bias
    weights, bias = _fit_scores(data, usable, topic)
    model.weights[:, topic] = weights.astype(np.float16)
    model.bias[topic] = bias
    inputs = blend_inputs(head, whole, data.lexicon[:, topic])
    chances = np.zeros(len(sets))
    for name in sorted(set(data.sets)):
        unseen = usable[sets[usable] == name]
        _fit_blend(model, data, inputs, usable[sets[usable] != name], topic)
        chances[unseen] = _blend_topic(model, inputs[unseen], topic)
    _fit_blend(model, data, inputs, usable, topic)
    figures = evaluate.measure_by_source(data.sets, data.judged[:, topic], data.truth[:, topic], chances)
    return figures, evaluate.choose_review_band(data.truth[usable, topic], chances[usable])


def _fit_scores(data: Prepared, rows: npt.NDArray[np.intp], topic: int) -> tuple[Floats, float]:
    from scipy.sparse import vstack
    from sklearn.linear_model import LogisticRegression

    truth = data.truth[rows, topic]
    if truth.all() or not truth.any():  # the fold that is left out holds all of one kind: nothing to tell apart
        return np.zeros(data.whole.shape[1]), 0.0
    weights = _article_weights(data, rows, topic, prior=0.5, factors=SET_FACTORS) * len(rows) / 2
    fitted = LogisticRegression(C=INVERSE_PENALTY, solver="lbfgs", tol=1e-3, max_iter=80).fit(
        vstack([data.whole[rows], data.head[rows]]).tocsr(), np.tile(truth, 2), sample_weight=np.tile(weights, 2)
    )
    return fitted.coef_[0], float(fitted.intercept_[0])


def _fit_blend(model: LinearModel, data: Prepared, inputs: Floats, rows: npt.NDArray[np.intp], topic: int) -> None:
    """Fit stage two by logistic regression with weights of zero or more: more evidence never lowers a probability."""
    from scipy.optimize import minimize

    x, sign = inputs[rows], np.where(data.truth[rows, topic], 1.0, -1.0)
    weights = (
        _article_weights(data, rows, topic, prior=PRIORS.get(model.topics[topic], PRIOR), factors=BLEND_FACTORS) * 1000
    )

    def loss(parameters: Floats) -> tuple[float, Floats]:
        margin = sign * (x @ parameters[:-1] + parameters[-1])
        slope = -weights * sign / (1 + np.exp(margin))
        penalty = 0.5 / BLEND_INVERSE_PENALTY * float((parameters[:-1] ** 2).sum())
        gradient = np.append(x.T @ slope + parameters[:-1] / BLEND_INVERSE_PENALTY, slope.sum())
        return float((weights * np.logaddexp(0, -margin)).sum()) + penalty, gradient

    width = x.shape[1]
    begin = np.append(np.full(width, 1.5), -3.0)
    bounds = [(BLEND_FLOORS.get(name, 0.0), None) for name in BLEND] + [(None, None)]
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=bounds)
    model.blend[topic], model.blend_bias[topic] = found.x[:-1], found.x[-1]


def _blend_topic(model: LinearModel, inputs: Floats, topic: int) -> Floats:
    odds = inputs @ model.blend[topic] + model.blend_bias[topic]
    chances: Floats = 1.0 / (1.0 + np.exp(-odds))
    return chances


def _article_weights(
    data: Prepared, rows: npt.NDArray[np.intp], topic: int, *, prior: float, factors: dict[str, float]
) -> Floats:
    """Weights that sum to 1, `prior` of it on positives; a set counts by the square root of its size."""
    truth = data.truth[rows, topic]
    cells = [(data.sets[row], positive) for row, positive in zip(rows.tolist(), truth.tolist(), strict=True)]
    sizes = Counter(cells)
    weights = np.array([factors.get(cell[0], 1.0) / sizes[cell] ** 0.5 for cell in cells])
    weights[truth] *= prior / max(weights[truth].sum(), 1e-12)
    weights[~truth] *= (1 - prior) / max(weights[~truth].sum(), 1e-12)
    return weights


def main(arguments: Iterable[str] | None = None) -> int:
    """Train from files and write model and card; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.classify.train", description=__doc__)
    parser.add_argument("--silver", type=Path, action="append", default=[], help="labelled articles, JSON lines")
    parser.add_argument("--examples", type=Path, default=SEEDS / "examples.jsonl", help="our own labelled examples")
    parser.add_argument("--seeds", type=Path, default=SEEDS, help="the seeds/topics directory")
    parser.add_argument("--out", type=Path, default=SEEDS / "model", help="where model.npz and CARD.md go")
    options = parser.parse_args(None if arguments is None else list(arguments))
    try:
        taxonomy = load_taxonomy(options.seeds)
        files = [*options.silver, options.examples]
        articles = [one for path in files for one in read_labelled(path, taxonomy.slugs)]
        trained = train_model(articles, taxonomy, options.seeds, say=_say)
        save_model(trained.model, options.out / MODEL_FILE)
        load_model(options.out / MODEL_FILE)
    except BadInput as error:
        _say(str(error))
        return 2
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    write_card(options.out, articles, digests, trained.held_out, trained.bands)
    return 0


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
