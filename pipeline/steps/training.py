"""Retrain the topic model from readers' labels, judge it on what it has not seen, and put it into use if not worse.

The named training sets are used when the setting names them; else the shipped weights are taught by the labels. Either
way each outlet's labels are judged by a model trained without that outlet, beside the model in use, on the same articles.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.classify.adapt import LABELS, adapt_model, lack_of_labels
from pipeline.classify.holdout import (
    Difference,
    Words,
    compare_words,
    fold_outlets,
    leave_out,
    measure_words,
)
from pipeline.classify.labelled import Labelled, read_labelled
from pipeline.classify.linear import LinearModel, dump_model, read_model
from pipeline.classify.model import Classifier, load_classifier
from pipeline.classify.taxonomy import Taxonomy, find_topics, load_taxonomy
from pipeline.classify.train import train_model
from pipeline.errors import BadInput
from pipeline.steps.models import classifier_in_force, find_model, hold_model, promote_model, store_model
from pipeline.steps.workplace import Workplace
from pipeline.store.store import StoredRow

log = logging.getLogger(__name__)

SEED = 20  # of the bootstrap
EXAMPLES = "examples.jsonl"
LEAST_POSITIVES = 3  # on fewer an F1 says nothing

Train = Callable[[Sequence[Labelled]], LinearModel]


@dataclass(frozen=True, slots=True)
class TrainReport:
    """What training came to."""

    model_version: str | None  # the new model; None when there was nothing to train
    compared_with: str
    is_promoted: bool
    reason: str
    differences: dict[str, dict[str, dict[str, Any]]]  # "labels" or "gold" -> topic -> figures


@dataclass(frozen=True, slots=True)
class _Material:
    """What is learnt from and what is judged on."""

    taxonomy: Taxonomy
    seeds: Path  # the folder with taxonomy.yaml
    files: dict[str, str]  # training file -> sha256
    articles: list[Labelled]  # of files, without the labels
    labels: list[Labelled]
    label_ids: dict[tuple[str, str], int]  # (article's key, topic) -> label_id
    gold: list[Labelled]
    is_whole: bool  # the named training sets are there: train anew


def train_topics(place: Workplace, *, by: str, is_promoting: bool = True, seed: int = SEED) -> TrainReport:
    """Train, evaluate, register; promote when no topic got worse beyond noise; return what was decided and why.

    The same labels, files and seed give the same model and the same decision. Raises BadInput naming a training file
    that is missing or malformed.
    """
    current = classifier_in_force(place)
    in_use = find_model(place, current.version)
    material = _gather(place)
    lacks = [lack for topic in material.taxonomy.slugs if (lack := lack_of_labels(material.labels, topic))]
    if not material.is_whole and len(lacks) == len(material.taxonomy.slugs):
        reason = "nothing to learn yet: " + "; ".join(lacks)
        hold_model(place, current.version, by=by, reason=reason, figures={})
        return TrainReport(None, current.version, False, reason, {})
    train = _choose_training(place, material)
    artefact = dump_model(train([*material.articles, *material.labels]))
    new = load_classifier(material.seeds, artefact=artefact)
    if new.version == current.version:
        reason = "the labels teach nothing new: training gives the model that is in use"
        hold_model(place, current.version, by=by, reason=reason, figures={})
        return TrainReport(None, current.version, False, reason, {})
    new_words = _held_back_words(material, train)
    old_words = _words_in_use(place, material, current, in_use)
    differences = {LABELS: compare_words(material.labels, old_words, new_words, seed=seed)}
    figures: dict[str, Any] = {"held back": measure_words(material.labels, new_words)}
    if material.gold:
        gold_words = _say_words(new, material.gold)
        differences["gold"] = compare_words(material.gold, _say_words(current, material.gold), gold_words, seed=seed)
        figures["gold"] = measure_words(material.gold, gold_words, by_set=True)
    shown = {
        part: {topic: one.as_dict() for topic, one in sorted(topics.items())} for part, topics in differences.items()
    }
    figures["difference"] = {
        topic: {part: topics[topic] for part, topics in shown.items() if topic in topics}
        for topic in material.taxonomy.slugs
        if any(topic in topics for topics in shown.values())
    }
    stored, _ = store_model(
        place, artefact, based_on=current.version, figures=figures, trained_on=_describe(material, seed)
    )
    _keep_words(place, artefact, material, new_words)
    is_better, reason = decide_promotion(differences, _touched(material, artefact), lacks)
    if is_better and is_promoting:
        promote_model(place, stored.version, by=by, reason=reason, figures=shown)
        return TrainReport(stored.version, current.version, True, reason, shown)
    if is_better:
        reason = f"asked not to promote; {reason}"
    hold_model(place, stored.version, by=by, reason=reason, figures=shown)
    return TrainReport(stored.version, current.version, False, reason, shown)


def decide_promotion(
    differences: dict[str, dict[str, Difference]], touched: Sequence[str], lacks: Sequence[str]
) -> tuple[bool, str]:
    """Return whether a model may be put into use, and why: no topic worse beyond noise, each changed one judged.

    differences: part -> topic -> figures. touched: topics whose weights changed. lacks: what labels lack, in words.
    """
    worse = [
        f"{topic} got worse on {part} (F1 {_show(one.old_f1)} to {_show(one.new_f1)}, "
        f"difference {one.low:+.3f} to {one.high:+.3f} on {one.documents} articles)"
        for part, topics in differences.items()
        for topic, one in sorted(topics.items())
        if one.is_worse
    ]
    judged = {
        topic
        for topics in differences.values()
        for topic, one in topics.items()
        if one.positives >= LEAST_POSITIVES and one.documents - one.positives >= LEAST_POSITIVES
    }
    missing = [topic for topic in touched if topic not in judged]
    if worse:
        return False, "; ".join(worse)
    if missing:
        said = f"nothing held back to judge {', '.join(missing)} on: labels of more outlets, or DATELINE_TOPICS_GOLD"
        return False, said + (f" ({'; '.join(lacks)})" if lacks else "")
    best = "; ".join(
        f"{topic} on {part}: F1 {_show(one.old_f1)} to {_show(one.new_f1)} ({one.low:+.3f} to {one.high:+.3f}, "
        f"{one.documents} articles)"
        for part, topics in differences.items()
        for topic, one in sorted(topics.items())
        if topic in touched
    )
    return True, f"no topic got worse beyond noise; {best}"


def _gather(place: Workplace) -> _Material:
    seeds = find_topics(Path(place.settings.seeds_dir))
    taxonomy = load_taxonomy(seeds)
    named = [Path(one.strip()) for one in place.settings.training_sets.split(",") if one.strip()]
    files = [*named, seeds / EXAMPLES]
    articles = [one for path in files for one in read_labelled(path, taxonomy.slugs)]
    rows = place.store.rows("read_training_labels")
    labels = labelled_articles(rows, taxonomy)
    gold: list[Labelled] = []
    if place.settings.topics_gold:
        gold = read_labelled(Path(place.settings.topics_gold), taxonomy.slugs)
        known = {_text_key(one) for one in [*articles, *labels]}
        clean = [one for one in gold if _text_key(one) not in known]
        if len(clean) < len(gold):
            log.warning("gold articles left out, they are trained on: %d", len(gold) - len(clean))
        gold = clean
    return _Material(
        taxonomy=taxonomy,
        seeds=seeds,
        files={path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
        articles=articles,
        labels=labels,
        label_ids={(_key_of(row), row.topic): row.label_id for row in rows},
        gold=gold,
        is_whole=bool(named),
    )


def labelled_articles(rows: Sequence[StoredRow], taxonomy: Taxonomy) -> list[Labelled]:
    """Return the labels by article, a yes carrying with it what the topic implies; labels on dropped topics are left out."""
    implied = defaultdict(list)
    for topic, other in taxonomy.implications():
        implied[topic].append(other)
    by_article: dict[str, list[StoredRow]] = defaultdict(list)
    for row in rows:
        if row.topic in taxonomy.slugs:
            by_article[_key_of(row)].append(row)
    found = []
    for key, labels in by_article.items():
        said = {row.topic: row.is_positive for row in labels}
        for topic in [topic for topic, is_positive in said.items() if is_positive]:
            for other in implied[topic]:
                said.setdefault(other, True)
        first = labels[0]
        found.append(
            Labelled(
                key=key,
                set=LABELS,
                source=first.source,
                title=first.title or "",
                text=first.body,
                labels=frozenset(topic for topic, is_positive in said.items() if is_positive),
                judged=frozenset(said),
                group=str(first.copy_group),
                language=first.language,
                section=first.section,
            )
        )
    return found


def _choose_training(place: Workplace, material: _Material) -> Train:
    def anew(articles: Sequence[Labelled]) -> LinearModel:
        return train_model(_english(articles), material.taxonomy, material.seeds, say=log.info).model

    if material.is_whole:
        return anew
    shipped = material.seeds / "model" / "model.npz"
    if not shipped.exists():
        raise BadInput(
            f"there is neither a shipped model ({shipped}) nor a training set: restore the one from git, "
            "or name the others with DATELINE_TRAINING_SETS",
            subject=str(shipped),
        )
    base = read_model(shipped.read_bytes())
    return lambda articles: adapt_model(base, _english(articles), material.taxonomy, material.seeds)


def _held_back_words(material: _Material, train: Train) -> Words:
    """Return what models that had not seen an outlet (nor copies of its articles) say of its labelled articles."""
    folds = fold_outlets(material.labels)
    if len(set(folds.values())) < 2:
        return {}
    words: Words = {}
    for fold in sorted(set(folds.values())):
        outlets = {source for source, number in folds.items() if number == fold}
        seen = [*material.articles, *leave_out(material.labels, outlets)]
        blind = load_classifier(material.seeds, artefact=dump_model(train(seen)))
        words |= _say_words(blind, [one for one in material.labels if one.source in outlets])
        log.info("outlets held back: %d of %d folds", fold + 1, len(set(folds.values())))
    return words


def _words_in_use(place: Workplace, material: _Material, current: Classifier, in_use: StoredRow) -> Words:
    """Return what the model in use says of the labelled articles; for labels that trained it, what it said blind."""
    words = _say_words(current, material.labels)
    trained_on = set(in_use.trained_on.get("label_ids", ()))
    blind = _read_words(place, in_use) if trained_on else {}
    for one in material.labels:
        is_known = any(material.label_ids.get((one.key, topic)) in trained_on for topic in one.judged)
        for topic in one.judged:
            key = (one.key, topic)
            if key in blind:
                words[key] = blind[key]
            elif is_known:
                words.pop(key, None)
    return words


def _say_words(classifier: Classifier, articles: Sequence[Labelled]) -> Words:
    given = classifier.classify_many([(one.title, one.text, one.language, one.section) for one in articles])
    words: Words = {}
    for one, answer in zip(articles, given, strict=True):
        for score in answer.scores:
            if score.topic in one.judged:
                words[one.key, score.topic] = (score.probability, score.is_assigned)
    return words


def _touched(material: _Material, artefact: bytes) -> list[str]:
    """Return the topics that the new model may judge otherwise than the one in use."""
    if material.is_whole:
        return list(read_model(artefact).topics)
    return [topic for topic in material.taxonomy.slugs if lack_of_labels(material.labels, topic) is None]


def _describe(material: _Material, seed: int) -> dict[str, Any]:
    return {
        "how": "anew from the named sets, examples and labels"
        if material.is_whole
        else "the shipped weights, taught by examples and labels",
        "files": material.files,
        "sets": dict(sorted(Counter(one.set for one in [*material.articles, *material.labels]).items())),
        "labels": dict(sorted(Counter(one.source for one in material.labels).items())),
        "label_ids": sorted(material.label_ids.values()),
        "gold articles": len(material.gold),
        "seed": seed,
    }


def _keep_words(place: Workplace, artefact: bytes, material: _Material, words: Words) -> None:
    rows = [[key, topic, *word] for (key, topic), word in sorted(words.items())]
    place.archive.write_atomic(_words_path(hashlib.sha256(artefact).hexdigest()), json.dumps(rows).encode())


def _read_words(place: Workplace, model: StoredRow) -> Words:
    try:
        rows = json.loads(place.archive.read(_words_path(model.artefact_hash)))
    except (FileNotFoundError, ValueError) as error:
        log.warning("what %s said blind is not there, its labels are not compared: %s", model.model_version, error)
        return {}
    return {(key, topic): (chance, is_assigned) for key, topic, chance, is_assigned in rows}


def _words_path(digest: str) -> str:
    return f"models/{digest}.held-back.json"


def _english(articles: Sequence[Labelled]) -> list[Labelled]:
    return [one for one in articles if one.language in (None, "en")]


def _key_of(row: StoredRow) -> str:
    return f"{row.article_id}/{row.body_hash}"


def _text_key(one: Labelled) -> str:
    return " ".join(one.text.lower().split())[:400]


def _show(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.3f}"
