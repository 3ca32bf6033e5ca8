"""Give articles their topics: probability, assignment, review band and the spans that decided.

English is read by a trained linear model together with the lexicon; other covered languages by their lexicon; the
rest is said to be not covered. Everything comes from seeds/topics; nothing is read after loading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pipeline.classify.language import guess_language
from pipeline.classify.lexicon import load_lexicons
from pipeline.classify.reading import Reading, read_english
from pipeline.classify.scoring import Floats, lexicon_features, lexicon_probabilities, term_weight
from pipeline.classify.scripts import ScriptMatcher
from pipeline.classify.taxonomy import Taxonomy, load_taxonomy
from pipeline.classify.words import WordTable
from pipeline.records import Classification, Evidence, TopicScore
from pipeline.settings import HOME

SEEDS = HOME / "seeds" / "topics"
ASSIGN_AT = 0.5
REVIEW_BAND = (0.3, 0.7)  # between these a person should look
EVIDENCE_SPANS = 8  # what an analyst reads at a glance


class Classifier:
    """Topics of articles by one taxonomy, its lexicons and one model."""

    def __init__(self, taxonomy: Taxonomy, table: WordTable, matchers: dict[str, ScriptMatcher], version: str) -> None:
        self.taxonomy = taxonomy
        self.topics = taxonomy.slugs
        self.version = version
        self._table = table
        self._matchers = matchers
        self._implications = taxonomy.implications()

    def classify(
        self, *, title: str | None, text: str, language: str | None = None, section: str | None = None
    ) -> Classification:
        """Return all topics of one article, in the taxonomy's order."""
        return self.classify_many([(title, text, language, section)])[0]

    def classify_many(self, articles: Sequence[tuple[str | None, str, str | None, str | None]]) -> list[Classification]:
        """Return the classification of each (title, text, language, section), in order."""
        return [self._classify_one(title or "", text or "", language) for title, text, language, _ in articles]

    def _classify_one(self, title: str, text: str, language: str | None) -> Classification:
        language = guess_language(title, text, language)
        if language == "en":
            reading = read_english(self._table, title, text, len(self.topics))
        elif language in self._matchers:
            reading = self._matchers[language].read(title, text)
        else:
            scores = tuple(TopicScore(topic, 0.0, is_assigned=False) for topic in self.topics)
            return Classification(scores, self.version, language_covered=False)
        features = lexicon_features(reading, self.topics)
        return self._decide(title, text, reading, lexicon_probabilities(features))

    def _decide(self, title: str, text: str, reading: Reading, probabilities: Floats) -> Classification:
        chances = dict(zip(self.topics, probabilities.tolist(), strict=True))
        implied: dict[str, str] = {}
        for topic, other in self._implications:
            if chances[topic] > chances[other]:
                chances[other] = chances[topic]
                if chances[topic] >= ASSIGN_AT and other not in implied:
                    implied[other] = topic
        scores = []
        for topic in self.topics:
            chance = chances[topic]
            evidence: tuple[Evidence, ...] = ()
            if chance >= REVIEW_BAND[0]:
                evidence = self._evidence(title, text, reading, implied.get(topic, topic))
            scores.append(
                TopicScore(
                    topic=topic,
                    probability=round(chance, 4),
                    is_assigned=chance >= ASSIGN_AT and bool(evidence),
                    needs_review=REVIEW_BAND[0] <= chance < REVIEW_BAND[1],
                    evidence=evidence,
                    implied_by=implied.get(topic),
                )
            )
        return Classification(tuple(scores), self.version)

    def _evidence(self, title: str, text: str, reading: Reading, topic: str) -> tuple[Evidence, ...]:
        weighed = [(term_weight(found, topic), found) for found in reading.found]
        weighed = sorted((one for one in weighed if one[0] > 0), key=lambda one: (-one[0], one[1].start))
        spans = []
        for weight, found in weighed[:EVIDENCE_SPANS]:
            in_title, start, end = reading.locate(found.start, found.end)
            words = (title if in_title else text)[start:end]
            spans.append(Evidence("title" if in_title else "text", start, end, words, round(weight, 3)))
        return tuple(spans)


def load_classifier(seeds_dir: Path | None = None, model_path: Path | None = None) -> Classifier:
    """Return the classifier of a seeds/topics directory (default: the checkout's). The caller keeps it.

    Raises BadInput when taxonomy, lexicon or model are malformed.
    """
    directory = Path(seeds_dir) if seeds_dir else SEEDS
    if (directory / "topics" / "taxonomy.yaml").exists():
        directory = directory / "topics"
    taxonomy = load_taxonomy(directory)
    lexicons = load_lexicons(directory, taxonomy)
    matchers = {language: ScriptMatcher(lexicon) for language, lexicon in lexicons.items() if language != "en"}
    digest = hashlib.sha256()
    for path in [directory / "taxonomy.yaml", *sorted((directory / "lexicon").glob("*.yaml"))]:
        digest.update(path.read_bytes())
    return Classifier(taxonomy, WordTable((), lexicons["en"]), matchers, f"topics-{digest.hexdigest()[:12]}")
