"""Give articles their topics: probability, assignment, review band and the spans that decided.

English is read by a trained linear model together with the lexicon; other covered languages by their lexicon; the
rest is said to be not covered. Articles are read in batches, as arrays. Everything comes from seeds/topics; nothing is read after loading.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.classify.evidence import Explainer, Scored
from pipeline.classify.language import guess_language
from pipeline.classify.lexicon import Lexicon, SectionHint, load_lexicons
from pipeline.classify.linear import (
    MODEL_FILE,
    LinearModel,
    blend_inputs,
    blend_probabilities,
    find_features,
    load_model,
    read_model,
    score_articles,
)
from pipeline.classify.reading import READ_CHARACTERS, Readings, read_articles
from pipeline.classify.scoring import Floats, context_shifts, lexicon_features, lexicon_probabilities
from pipeline.classify.taxonomy import SEEDS as SEEDS
from pipeline.classify.taxonomy import Taxonomy, find_topics, load_taxonomy
from pipeline.classify.vocabulary import WordTable
from pipeline.records import Classification, Evidence, TopicScore

ASSIGN_AT = 0.5
BATCH_ARTICLES = 256  # numpy's overhead is spread over so many; more gives nothing
BATCH_CHARACTERS = 500_000  # what is read of them: keeps the arrays of a batch below some 50 MB

Input = tuple[str | None, str, str | None, str | None]  # title, text, language, section


class Classifier:
    """Topics of articles by one taxonomy, its lexicons and one model."""

    def __init__(
        self, taxonomy: Taxonomy, lexicons: dict[str, Lexicon], model: LinearModel | None, version: str
    ) -> None:
        self.taxonomy = taxonomy
        self.topics = taxonomy.slugs
        self.version = version
        self._model = model
        self._lexicons = lexicons
        self._tables = {"en": WordTable(model.vocabulary.stems if model else (), lexicons["en"])}
        self._hints = _hints_by_word(lexicons)
        self._implications = [
            (self.topics.index(topic), self.topics.index(other)) for topic, other in taxonomy.implications()
        ]
        self._bands = np.array([taxonomy.review_bands()[topic] for topic in self.topics]).reshape(-1, 2)
        self._trained = {number: model.topics.index(topic) for number, topic in enumerate(self.topics)
                         if model and topic in model.topics}  # fmt: skip
        self._uncovered = Classification(
            tuple(TopicScore(topic, 0.0, is_assigned=False) for topic in self.topics), version, language_covered=False
        )

    def classify(
        self, *, title: str | None, text: str, language: str | None = None, section: str | None = None
    ) -> Classification:
        """Return all topics of one article, in the taxonomy's order."""
        return self.classify_many([(title, text, language, section)])[0]

    def classify_many(self, articles: Sequence[Input]) -> list[Classification]:
        """Return the classification of each (title, text, language, section), in order. Fastest for many at once."""
        answers = [self._uncovered] * len(articles)
        by_language: dict[str, list[int]] = {}
        for number, (title, text, stated, _) in enumerate(articles):
            by_language.setdefault(guess_language(title or "", text or "", stated), []).append(number)
        for language, numbers in by_language.items():
            if (table := self._table_of(language)) is None:
                continue
            for batch in _cut_batches(articles, numbers):
                found = self._classify_batch(table, [articles[number] for number in batch])
                for number, answer in zip(batch, found, strict=True):
                    answers[number] = answer
        return answers

    def _table_of(self, language: str) -> WordTable | None:
        """Return what reads a language, made when the first such article comes; None where there is no lexicon."""
        if language not in self._tables and language in self._lexicons:
            self._tables[language] = WordTable((), self._lexicons[language])
        return self._tables.get(language)

    def _classify_batch(self, table: WordTable, articles: Sequence[Input]) -> list[Classification]:
        texts = [(title or "", text or "") for title, text, _, _ in articles]
        readings = read_articles(table, texts, len(self.topics))
        features = lexicon_features(readings, len(self.topics))
        shifts = context_shifts(readings, len(self.topics))
        for number, (_, _, _, section) in enumerate(articles):
            if section:
                shifts[number] += self._section_shift(section)
        chances = lexicon_probabilities(features, shifts)
        scored = self._apply_model(readings, features, shifts, chances) if table.language == "en" else None
        return self._decide(texts, readings, chances, scored)

    def _apply_model(self, readings: Readings, features: Floats, shifts: Floats, chances: Floats) -> Scored | None:
        """Put the model's probabilities into `chances`; return what their evidence needs."""
        model = self._model
        if model is None or not self._trained:
            return None
        known = find_features(readings, model.vocabulary)
        scores = score_articles(model, known)
        ours, theirs = list(self._trained), list(self._trained.values())
        inputs = blend_inputs(scores.head[:, theirs], scores.whole[:, theirs], features[:, ours])
        chances[:, ours] = blend_probabilities(model, inputs, theirs, shifts[:, ours])
        return Scored(model, self._trained, known, scores, inputs)

    def _section_shift(self, section: str) -> Floats:
        shift = np.zeros(len(self.topics))
        for word in dict.fromkeys(re.findall(r"\w+", section.lower())):
            for hint in self._hints.get(word, ()):
                for number, topic in enumerate(self.topics):
                    shift[number] += hint.shift if topic in hint.topics else 0.0
        return shift

    def _decide(
        self, texts: Sequence[tuple[str, str]], readings: Readings, chances: Floats, scored: Scored | None
    ) -> list[Classification]:
        sources = np.tile(np.arange(len(self.topics)), (len(texts), 1))  # the topic whose evidence a topic shows
        for topic, other in self._implications:
            is_implied = chances[:, topic] > chances[:, other]
            chances[is_implied, other] = chances[is_implied, topic]
            sources[is_implied, other] = sources[is_implied, topic]
        is_shown = np.greater_equal(chances, self._bands[:, 0])
        is_quiet = (~is_shown.any(axis=1)).tolist()
        wanted = np.zeros_like(is_shown)
        for topic in range(len(self.topics)):
            wanted[is_shown[:, topic], sources[is_shown[:, topic], topic]] = True
        explainer = Explainer(readings, scored, wanted)
        answers = []
        for number, said in enumerate(np.round(chances, 4).tolist()):
            if is_quiet[number]:
                scores = list(map(_quiet_score, self.topics, said))
            else:
                scores = self._explain(explainer, texts[number], number, said, sources[number].tolist())
            answers.append(Classification(tuple(scores), self.version))
        return answers

    def _explain(
        self, explainer: Explainer, texts: tuple[str, str], article: int, said: list[float], sources: list[int]
    ) -> list[TopicScore]:
        """Return the scores of an article that has a topic or nearly has one. said: probabilities."""
        bands = self._bands.tolist()
        shown: dict[int, tuple[Evidence, ...]] = {}  # an implied topic shows what its source shows
        scores = []
        for number, (topic, chance) in enumerate(zip(self.topics, said, strict=True)):
            evidence: tuple[Evidence, ...] = ()
            source, (review_from, review_to) = sources[number], bands[number]
            if chance >= review_from:
                if source not in shown:
                    shown[source] = explainer.explain(article, source, *texts)
                evidence = shown[source]
            scores.append(
                TopicScore(
                    topic=topic,
                    probability=chance,
                    is_assigned=chance >= ASSIGN_AT and bool(evidence),  # what cannot be shown is not given
                    needs_review=review_from <= chance < review_to,
                    evidence=evidence,
                    implied_by=self.topics[source] if source != number and chance >= ASSIGN_AT else None,
                )
            )
        return scores


def _cut_batches(articles: Sequence[Input], numbers: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers in batches of at most BATCH_ARTICLES and about BATCH_CHARACTERS."""
    batch: list[int] = []
    characters = 0
    for number in numbers:
        batch.append(number)
        characters += min(len(articles[number][1] or ""), READ_CHARACTERS)
        if len(batch) == BATCH_ARTICLES or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


@lru_cache(maxsize=50_000)
def _quiet_score(topic: str, chance: float) -> TopicScore:
    """Return the score of a topic that is not there. Nearly all are that; a record that cannot change may be shared."""
    return TopicScore(topic, chance, is_assigned=False)


def load_classifier(
    seeds_dir: Path | None = None, model_path: Path | None = None, *, artefact: bytes | None = None
) -> Classifier:
    """Return the classifier of a seeds/topics directory (default: the checkout's). The caller keeps it.

    model_path: default `model/model.npz` there; where that is missing the lexicon decides alone.
    artefact: the bytes of a model file, instead of one beside the seeds; empty: the lexicon decides alone.
    Raises BadInput when taxonomy, lexicon or model are malformed, or a named model is missing.
    """
    directory = find_topics(seeds_dir)
    taxonomy = load_taxonomy(directory)
    lexicons = load_lexicons(directory, taxonomy)
    path = Path(model_path) if model_path else directory / "model" / MODEL_FILE
    if artefact is None and (model_path or path.exists()):
        model: LinearModel | None = load_model(path)
        artefact = path.read_bytes()
    else:
        model = read_model(artefact) if artefact else None
    return Classifier(taxonomy, lexicons, model, version_of(directory, artefact))


def version_of(directory: Path, artefact: bytes | None) -> str:
    """Return the version of a classifier: a hash of taxonomy, lexicons and model file. The same in, the same out."""
    digest = hashlib.sha256()
    for one in [directory / "taxonomy.yaml", *sorted((directory / "lexicon").glob("*.yaml"))]:
        digest.update(one.read_bytes())
    digest.update(artefact or b"")
    return f"topics-{digest.hexdigest()[:12]}"


def _hints_by_word(lexicons: dict[str, Lexicon]) -> dict[str, list[SectionHint]]:
    hints: dict[str, list[SectionHint]] = {}
    for lexicon in lexicons.values():
        for hint in lexicon.sections:
            for name in hint.names:
                hints.setdefault(name, []).append(hint)
    return hints
