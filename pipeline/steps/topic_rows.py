"""Rows of news.article_topics from what a model said of an article: for a batch's load and for history judged anew."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pipeline.records import Classification
from pipeline.store.encode import to_builtins


def topic_rows(article_id: UUID, classification: Classification) -> list[dict[str, Any]]:
    """Return one row a topic; none where the language is not covered."""
    if not classification.language_covered:
        return []
    return [
        {
            "article_id": article_id,
            "topic": score.topic,
            "probability": score.probability,
            "is_assigned": score.is_assigned,
            "needs_review": score.needs_review,
            "evidence": to_builtins(score.evidence),
            "implied_by": score.implied_by,
            "model_version": classification.model_version,
        }
        for score in classification.scores
    ]
