"""What the classifier is compared with: naive keywords, and TF-IDF with logistic regression trained on the silver set.

Both answer in the shape of `pipeline.classify.surface.classify_line`, without evidence.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

TOPICS = ("security", "counterterrorism", "cybercrime")
# What somebody in a hurry would write.
KEYWORDS = {
    "security": r"security|war|military|army|attacks?|defen[cs]e|weapons?|missiles?|spy|intelligence|troops",
    "counterterrorism": r"terror\w*|bomb\w*|extremis[tm]s?|isis|al[ -]qaeda|militants?|jihad\w*",
    "cybercrime": r"cyber\w*|hack\w*|malware|ransomware|phishing|data breach|scams?|online fraud",
}
SPLIT = 0.5


def keyword_line(line: dict[str, Any]) -> dict[str, Any]:
    """Return the topics of a line by naive keywords: one word anywhere is enough."""
    text = f"{line.get('title') or ''} {line.get('text') or ''}"
    return _answer([1.0 if pattern.search(text) else 0.0 for pattern in _patterns()])


def tfidf_lr_lines(lines: Sequence[dict[str, Any]], silver: Path) -> list[dict[str, Any]]:
    """Return the topics of lines by TF-IDF of words and pairs and one logistic regression a topic.

    silver: the training set; only its judged labels are used. Trained once a process.
    """
    vectorizer, models = _train_tfidf(str(silver))
    features = vectorizer.transform([f"{line.get('title') or ''}\n{line.get('text') or ''}" for line in lines])
    columns = [models[topic].predict_proba(features)[:, 1] for topic in TOPICS]
    return [_answer([float(column[number]) for column in columns]) for number in range(len(lines))]


def _answer(chances: Sequence[float]) -> dict[str, Any]:
    return {
        "topics": [
            {"topic": topic, "probability": chance, "assigned": chance >= SPLIT, "evidence": []}
            for topic, chance in zip(TOPICS, chances, strict=True)
        ]
    }


@lru_cache(maxsize=1)
def _patterns() -> list[re.Pattern[str]]:
    return [re.compile(rf"\b(?:{KEYWORDS[topic]})\b", re.IGNORECASE) for topic in TOPICS]


@lru_cache(maxsize=1)
def _train_tfidf(silver: str) -> tuple[Any, dict[str, Any]]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    with gzip.open(silver, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=3, max_features=200_000, sublinear_tf=True)
    features = vectorizer.fit_transform([f"{row['title'] or ''}\n{row['text'] or ''}" for row in rows])
    models = {}
    for topic in TOPICS:
        chosen = [number for number, row in enumerate(rows) if topic in row["judged"]]
        truth = [topic in rows[number]["labels"] for number in chosen]
        model = LogisticRegression(C=10, class_weight="balanced", solver="liblinear", tol=1e-2, random_state=0)
        models[topic] = model.fit(features[chosen], truth)
    return vectorizer, models
