"""Readers' labels: they win over the model at once (triggers in Postgres see to it) and feed the next training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from pipeline.errors import BadInput
from pipeline.steps.workplace import Workplace
from pipeline.store.looking import find_article, find_similar_urls

YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")


@dataclass(frozen=True, slots=True)
class LabelReport:
    """What a label did."""

    article_id: UUID
    url: str  # canonical
    title: str | None
    topic: str
    is_positive: bool
    is_new: bool  # False: the same person had said the same of the same text
    was_assigned: bool | None  # before; None: nobody had judged
    implied: tuple[str, ...]  # topics that a yes carries with it
    notes: tuple[str, ...]  # what the reader should know: a contradiction, an older label on another text


def label_topic(place: Workplace, wanted: str, topic: str, answer: str | bool, *, reason: str, by: str) -> LabelReport:
    """Give an article a topic, or say that it has not got it. Repeating a label adds nothing.

    wanted: URL or article id. Raises BadInput with the nearest matches for an article or topic that there is not.
    """
    is_positive = read_answer(answer)
    known = {row.topic: row for row in place.store.rows("list_topics")}
    topics = sorted(slug for slug, row in known.items() if row.parent is None)
    if topic not in topics:
        raise BadInput(_unknown_topic(topic, topics, known), subject=topic, reason="unknown_topic")
    article = find_article(place.store, wanted)
    if article is None:
        raise BadInput(_unknown_article(place, wanted), subject=wanted, reason="unknown_article")
    stood = {row.topic: row for row in place.store.rows("article_topics", article_id=article.article_id)}
    older = {row.topic: row for row in place.store.rows("list_labels", article_id=article.article_id)}
    added = place.store.rows(
        "add_label",
        article_id=article.article_id,
        topic=topic,
        is_positive=is_positive,
        reason=reason,
        labelled_by=by,
    )
    implied = tuple(known[topic].implies) if is_positive else ()
    return LabelReport(
        article.article_id,
        article.canonical_url,
        article.title,
        topic,
        is_positive,
        bool(added),
        stood[topic].is_assigned if topic in stood else None,
        implied,
        tuple(_notes(topic, is_positive, known, older)),
    )


def label_line(place: Workplace, line: Mapping[str, Any], *, reason: str, by: str) -> dict[str, Any]:
    """Return what a line {"url" or "article_id", "topic", "label", "why"?, "by"?} did. Raises BadInput as `label_topic`."""
    wanted = line.get("url") or line.get("article_id")
    topic, answer = line.get("topic"), line.get("label")
    if not isinstance(wanted, str) or not isinstance(topic, str) or not isinstance(answer, str | bool):
        raise BadInput('a line needs "url" or "article_id", "topic", and "label": "yes" or "no"')
    said = label_topic(
        place, wanted, topic, answer, reason=str(line.get("why") or reason), by=str(line.get("by") or by)
    )
    return {
        "article_id": str(said.article_id),
        "url": said.url,
        "topic": said.topic,
        "label": "yes" if said.is_positive else "no",
        "is_new": said.is_new,
        "was_assigned": said.was_assigned,
        "implied": list(said.implied),
        "notes": list(said.notes),
    }


def read_answer(answer: str | bool) -> bool:
    """Return True for yes, False for no. Raises BadInput for anything else."""
    if isinstance(answer, bool):
        return answer
    folded = answer.strip().lower()
    if folded not in YES + NO:
        raise BadInput(f"{answer!r} is neither yes nor no", subject=answer, reason="neither_yes_nor_no")
    return folded in YES


def _notes(topic: str, is_positive: bool, known: Mapping[str, Any], older: Mapping[str, Any]) -> list[str]:
    notes = []
    for other, row in older.items():
        if row.is_text_changed and other != topic:
            notes.append(f"the text changed since {row.labelled_by} labelled {other}: look at that label again")
        if is_positive and other in known[topic].implies and not row.is_positive:
            notes.append(f"{topic} carries {other} with it, but {row.labelled_by} said no to {other}; that label stays")
        if not is_positive and topic in known[other].implies and row.is_positive:
            notes.append(f"{row.labelled_by} said yes to {other}, which carries {topic} with it; your no stays")
    return notes


def _unknown_topic(topic: str, topics: list[str], known: Mapping[str, Any]) -> str:
    if topic in known:
        return f"{topic} is a sub-topic; articles are given topics: label {known[topic].parent} instead"
    near = get_close_matches(topic.lower(), topics, n=3, cutoff=0.5)
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    return f"there is no topic {topic!r}; {meant}topics are {', '.join(topics) or 'none yet: `dateline seeds load`'}"


def _unknown_article(place: Workplace, wanted: str) -> str:
    near = find_similar_urls(place.store, wanted)
    meant = f"did you mean {' or '.join(near)}?" if near else "try `dateline search`"
    return f"no article has the URL or id {wanted}; {meant}"
