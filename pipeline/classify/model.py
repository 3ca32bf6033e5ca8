"""Give articles their topics: probability, assignment, review band and the spans that decided.

English is read by a trained linear model together with the lexicon; other covered languages by their lexicon; the
rest is said to be not covered. Everything comes from seeds/topics; nothing is read after loading.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pipeline.classify.evidence import HEAD, MODEL_FEATURES, WHOLE, blended_spans, lexicon_spans, make_evidence
from pipeline.classify.language import guess_language
from pipeline.classify.lexicon import Lexicon, SectionHint, load_lexicons
from pipeline.classify.linear import (
    MODEL_FILE,
    Counts,
    LinearModel,
    blend_inputs,
    blend_probabilities,
    count_features,
    head_and_whole,
    load_model,
    read_model,
    score_texts,
)
from pipeline.classify.reading import Reading, read_english
from pipeline.classify.scoring import FEATURES, Floats, context_shift, lexicon_features, lexicon_probabilities
from pipeline.classify.scripts import ScriptMatcher
from pipeline.classify.taxonomy import SEEDS as SEEDS
from pipeline.classify.taxonomy import Taxonomy, find_topics, load_taxonomy
from pipeline.classify.words import Ints, WordTable
from pipeline.records import Classification, Evidence, TopicScore

ASSIGN_AT = 0.5
BATCH_ARTICLES = 64  # numpy's overhead is spread over so many; more gives nothing

Input = tuple[str | None, str, str | None, str | None]  # title, text, language, section


@dataclass(frozen=True, slots=True)
class _Scored:
    """What the model said of one English article, kept for its evidence."""

    whole: Ints
    inputs: Floats  # (model topics, BLEND)
    counts: Counts  # of the whole batch; heads first, then wholes
    head_at: int  # this article's texts in `counts`
    whole_at: int


class Classifier:
    """Topics of articles by one taxonomy, its lexicons and one model."""

    def __init__(
        self, taxonomy: Taxonomy, lexicons: dict[str, Lexicon], model: LinearModel | None, version: str
    ) -> None:
        self.taxonomy = taxonomy
        self.topics = taxonomy.slugs
        self.version = version
        self._model = model
        self._table = WordTable(model.vocabulary.stems if model else (), lexicons["en"])
        self._lexicons = lexicons
        self._matchers: dict[str, ScriptMatcher] = {}
        self._hints = _hints_by_word(lexicons)
        self._implications = taxonomy.implications()
        self._bands = taxonomy.review_bands()
        self._trained = [(number, model.topics.index(topic)) for number, topic in enumerate(self.topics)
                         if model and topic in model.topics]  # fmt: skip

    def classify(
        self, *, title: str | None, text: str, language: str | None = None, section: str | None = None
    ) -> Classification:
        """Return all topics of one article, in the taxonomy's order."""
        return self.classify_many([(title, text, language, section)])[0]

    def classify_many(self, articles: Sequence[Input]) -> list[Classification]:
        """Return the classification of each (title, text, language, section), in order. Fastest for many at once."""
        answers: list[Classification] = []
        for begin in range(0, len(articles), BATCH_ARTICLES):
            answers += self._classify_batch(articles[begin : begin + BATCH_ARTICLES])
        return answers

    def _classify_batch(self, articles: Sequence[Input]) -> list[Classification]:
        readings = [self._read(title or "", text or "", language) for title, text, language, _ in articles]
        features = [None if reading is None else lexicon_features(reading, len(self.topics)) for reading in readings]
        shifts = [
            0.0 if reading is None else context_shift(reading, len(self.topics)) + self._section_shift(section)
            for reading, (_, _, _, section) in zip(readings, articles, strict=True)
        ]
        chances = self._weigh_lexicon(features, shifts)
        scored = self._apply_model(readings, features, shifts, chances)
        answers = []
        for number, reading in enumerate(readings):
            probabilities = chances[number]
            if reading is None or probabilities is None:
                scores = tuple(TopicScore(topic, 0.0, is_assigned=False) for topic in self.topics)
                answers.append(Classification(scores, self.version, language_covered=False))
            else:
                title, text = articles[number][0] or "", articles[number][1] or ""
                answers.append(self._decide(title, text, reading, probabilities, scored.get(number)))
        return answers

    def _read(self, title: str, text: str, stated: str | None) -> Reading | None:
        """Return the reading of an article, None when no lexicon reads its language."""
        language = guess_language(title, text, stated)
        if language == "en":
            return read_english(self._table, title, text, len(self.topics))
        if language not in self._lexicons:
            return None
        if language not in self._matchers:  # compiled when the first such article comes
            self._matchers[language] = ScriptMatcher(self._lexicons[language])
        return self._matchers[language].read(title, text)

    def _weigh_lexicon(
        self, features: Sequence[Floats | None], shifts: Sequence[Floats | float]
    ) -> list[Floats | None]:
        """Return each article's probabilities by the lexicon alone, worked out together; None where it was not read."""
        chances: list[Floats | None] = [None] * len(features)
        read = [(number, one) for number, one in enumerate(features) if one is not None]
        if read:
            shift = np.stack([np.zeros(len(self.topics)) + shifts[number] for number, _ in read])
            together = lexicon_probabilities(np.stack([one for _, one in read]), shift)
            for (number, _), one in zip(read, together, strict=True):
                chances[number] = one
        return chances

    def _apply_model(
        self,
        readings: Sequence[Reading | None],
        features: Sequence[Floats | None],
        shifts: Sequence[Floats | float],
        chances: Sequence[Floats | None],
    ) -> dict[int, _Scored]:
        """Put the model's probabilities into `chances` for English articles; return what their evidence needs."""
        model = self._model
        chosen = [
            (number, reading, lexicon, chance)
            for number, (reading, lexicon, chance) in enumerate(zip(readings, features, chances, strict=True))
            if reading is not None and reading.language == "en" and lexicon is not None and chance is not None
        ]
        if model is None or not chosen or not self._trained:
            return {}
        columns = [head_and_whole(reading, self._table.column_of_row) for _, reading, _, _ in chosen]
        counts = count_features([head for head, _ in columns] + [whole for _, whole in columns], model.vocabulary)
        scores = score_texts(model, counts)
        ours, theirs = (np.array(side) for side in zip(*self._trained, strict=True))
        lexicon_points = np.zeros((len(chosen), len(model.topics), len(FEATURES)))
        lexicon_points[:, theirs] = np.stack([lexicon[ours] for _, _, lexicon, _ in chosen])
        inputs = blend_inputs(scores[: len(chosen)], scores[len(chosen) :], lexicon_points)
        shift = np.zeros((len(chosen), len(model.topics)))
        shift[:, theirs] = np.stack([np.zeros(len(self.topics)) + shifts[number] for number, _, _, _ in chosen])[
            :, ours
        ]
        probabilities = blend_probabilities(model, inputs, shift)
        scored = {}
        for row, (number, _, _, chance) in enumerate(chosen):
            chance[ours] = probabilities[row, theirs]
            scored[number] = _Scored(columns[row][1], inputs[row], counts, row, row + len(chosen))
        return scored

    def _section_shift(self, section: str | None) -> Floats | float:
        if not section:
            return 0.0
        shift = np.zeros(len(self.topics))
        for word in dict.fromkeys(re.findall(r"\w+", section.lower())):
            for hint in self._hints.get(word, ()):
                for number, topic in enumerate(self.topics):
                    shift[number] += hint.shift if topic in hint.topics else 0.0
        return shift

    def _decide(
        self, title: str, text: str, reading: Reading, probabilities: Floats, scored: _Scored | None
    ) -> Classification:
        chances = dict(zip(self.topics, probabilities.tolist(), strict=True))
        implied: dict[str, str] = {}
        for topic, other in self._implications:
            if chances[topic] > chances[other]:
                chances[other] = chances[topic]
                implied[other] = topic
        scores = []
        shown: dict[str, tuple[Evidence, ...]] = {}  # an implied topic shows what its source shows
        for topic in self.topics:
            chance, (review_from, review_to) = chances[topic], self._bands[topic]
            evidence: tuple[Evidence, ...] = ()
            if chance >= review_from:
                source = implied.get(topic, topic)
                if source not in shown:
                    shown[source] = self._find_evidence(title, text, reading, source, scored)
                evidence = shown[source]
            scores.append(
                TopicScore(
                    topic=topic,
                    probability=round(chance, 4),
                    is_assigned=chance >= ASSIGN_AT and bool(evidence),  # what cannot be shown is not given
                    needs_review=review_from <= chance < review_to,
                    evidence=evidence,
                    implied_by=implied.get(topic) if chance >= ASSIGN_AT else None,
                )
            )
        return Classification(tuple(scores), self.version)

    def _find_evidence(
        self, title: str, text: str, reading: Reading, topic: str, scored: _Scored | None
    ) -> tuple[Evidence, ...]:
        model = self._model
        if scored is None or model is None or topic not in model.topics:
            return make_evidence(reading, lexicon_spans(reading, self.topics.index(topic)), title, text)
        number = model.topics.index(topic)
        blend = model.blend[number]
        features = _top_features(model, scored, number)
        spans = blended_spans(
            reading, self.topics.index(topic), scored.inputs[number], blend, features, scored.whole, model
        )
        return make_evidence(reading, spans, title, text)


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


def _top_features(model: LinearModel, scored: _Scored, topic: int) -> list[tuple[int, float]]:
    """Return the features that raised a topic most: (feature, what one occurrence adds to the log-odds)."""
    total: dict[int, float] = {}
    for text, factor in ((scored.head_at, model.blend[topic, HEAD]), (scored.whole_at, model.blend[topic, WHOLE])):
        begin, end = scored.counts.begins[text], scored.counts.begins[text + 1]
        features = scored.counts.feature[begin:end]
        parts = model.weights[features, topic] * scored.counts.value[begin:end] * factor
        best = np.argpartition(-parts, MODEL_FEATURES)[:MODEL_FEATURES] if len(parts) > MODEL_FEATURES else slice(None)
        parts = parts / scored.counts.count[begin:end]  # the share of one occurrence
        for feature, part in zip(features[best].tolist(), parts[best].tolist(), strict=True):
            if part > 0:
                total[feature] = total.get(feature, 0.0) + part
    return list(total.items())


def _hints_by_word(lexicons: dict[str, Lexicon]) -> dict[str, list[SectionHint]]:
    hints: dict[str, list[SectionHint]] = {}
    for lexicon in lexicons.values():
        for hint in lexicon.sections:
            for name in hint.names:
                hints.setdefault(name, []).append(hint)
    return hints
