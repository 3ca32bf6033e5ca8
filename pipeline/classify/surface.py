"""Answer one line of `dateline classify --jsonl` (design.md section 5). The classifier is loaded when first asked."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pipeline.classify.model import Classifier, load_classifier
from pipeline.errors import BadInput


def classify_line(line: dict[str, Any]) -> dict[str, Any]:
    """Return the topics of a line with evidence, the model version, and whether its language is covered.

    Raises BadInput when neither is there or one is not text.
    """
    title, text = line.get("title"), line.get("text")
    for name, value in (("title", title), ("text", text)):
        if value is not None and not isinstance(value, str):
            raise BadInput(f'"{name}" must be text, not {type(value).__name__}', subject=str(line.get("id")))
    if title is None and text is None:
        raise BadInput('a line needs "title" or "text"', subject=str(line.get("id")))
    stated = line.get("language")
    answer = shared_classifier().classify(
        title=title, text=text or "", language=stated if isinstance(stated, str) else None
    )
    return {
        "topics": [
            {
                "topic": score.topic,
                "probability": score.probability,
                "assigned": score.is_assigned,
                "needs_review": score.needs_review,
                "implied_by": score.implied_by,
                "evidence": [
                    {"field": one.field, "start": one.start, "end": one.end, "text": one.text, "weight": one.weight}
                    for one in score.evidence
                ],
            }
            for score in answer.scores
        ],
        "model_version": answer.model_version,
        "language_covered": answer.language_covered,
    }


@lru_cache(maxsize=1)
def shared_classifier() -> Classifier:
    """Return the process's one classifier of the checkout's seeds."""
    return load_classifier()
