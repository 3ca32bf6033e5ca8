"""Answer one line of `dateline classify --jsonl` (design.md section 5). The classifier is loaded when first asked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pipeline.classify.model import Classifier, Input, load_classifier
from pipeline.errors import BadInput
from pipeline.records import Classification

Line = dict[str, Any]


def classify_line(line: Line) -> Line:
    """Return the topics of a line with evidence, the model version, and whether its language is covered.

    Raises BadInput when neither title nor text is there or one is not text.
    """
    return classify_lines([line])[0]


def classify_lines(lines: Sequence[Line]) -> list[Line]:
    """Return what `classify_line` does for each line, together: several times faster. Raises BadInput for any bad one."""
    answers = shared_classifier().classify_many([_read_line(line) for line in lines])
    return [_describe(answer) for answer in answers]


def _read_line(line: Line) -> Input:
    title, text = line.get("title"), line.get("text")
    for name, value in (("title", title), ("text", text)):
        if value is not None and not isinstance(value, str):
            raise BadInput(f'"{name}" must be text, not {type(value).__name__}', subject=str(line.get("id")))
    if title is None and text is None:
        raise BadInput('a line needs "title" or "text"', subject=str(line.get("id")))
    stated = line.get("language")
    return title, text or "", stated if isinstance(stated, str) else None, None


def _describe(answer: Classification) -> Line:
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
