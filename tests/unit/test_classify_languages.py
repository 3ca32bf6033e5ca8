"""Nine made-up articles in each language that a lexicon reads: the three topics, and near misses that have none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.classify.language import guess_language
from pipeline.classify.model import SEEDS, Classifier, load_classifier
from pipeline.records import Classification

TABLE = Path(__file__).resolve().parents[1] / "data" / "topics" / "languages.jsonl"
ARTICLES: list[dict[str, Any]] = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
OTHERS = sorted({path.stem for path in (SEEDS / "lexicon").glob("*.yaml")} - {"en"})


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return load_classifier()


def assigned(answer: Classification) -> list[str]:
    return sorted(score.topic for score in answer.scores if score.is_assigned)


@pytest.mark.parametrize("article", ARTICLES, ids=[one["id"] for one in ARTICLES])
def test_an_article_in_another_language_has_its_topics(classifier: Classifier, article: dict[str, Any]) -> None:
    answer = classifier.classify(title=article["title"], text=article["text"])
    assert guess_language(article["title"], article["text"]) == article["language"]
    assert answer.language_covered
    assert assigned(answer) == article["labels"]
    fields = {"title": article["title"], "text": article["text"]}
    for score in answer.scores:
        assert bool(score.evidence) >= score.is_assigned
        assert all(fields[one.field][one.start : one.end] == one.text for one in score.evidence)


@pytest.mark.parametrize("language", OTHERS)
def test_every_lexicon_is_in_the_table_with_every_topic_and_near_misses(language: str) -> None:
    mine = [one for one in ARTICLES if one["language"] == language]
    assert len(mine) >= 8
    assert sum(not one["labels"] for one in mine) >= 3
    for topic in ("security", "counterterrorism", "cybercrime"):
        assert any(topic in one["labels"] for one in mine)


def test_languages_mixed_in_one_batch_are_answered_as_alone(classifier: Classifier) -> None:
    inputs = [(one["title"], one["text"], None, None) for one in ARTICLES]
    assert classifier.classify_many(inputs) == [classifier.classify_many([one])[0] for one in inputs]


@pytest.mark.parametrize("language", ["ja", "ko", "el", "pl", "pt", "sw", "und"])
def test_a_stated_language_without_lexicon_is_said_to_be_not_covered(classifier: Classifier, language: str) -> None:
    answer = classifier.classify(title="Terror", text="bomb hacker terror", language=language)
    assert not answer.language_covered
    assert not any(score.is_assigned or score.needs_review or score.evidence for score in answer.scores)
