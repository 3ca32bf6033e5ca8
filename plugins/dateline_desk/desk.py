"""Reads what the News desk shows: one transaction, read-only and bounded, through pipeline.store.

Everything here comes out ready for the template: passages marked, ages told, links checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from dateline_desk.text import Segment, cut_passages, describe_age, is_web_address, mark_spans, read_spans
from pipeline.settings import Settings
from pipeline.store.store import Store, Transaction, database_url, open_store

STATEMENT_TIMEOUT = "10s"  # a page somebody waits for; the pipeline's own statements have no such bound
PAGE_SIZES = (25, 50, 100)
BODY_LENGTH = 20_000  # characters read for passages; evidence further down is listed but not shown in place
WINDOW_DAYS = 7  # of the ledger and of stories: what an editor's week holds
FEED_LIMIT = 20
STORY_LIMIT = 12

# Where an entry can end, in the order of the way there; the sentence says it to a newcomer.
STATES = {
    "loaded": "new articles",
    "revision": "later versions of known articles",
    "copy": "same text as another article, loaded and linked to it",
    "unchanged": "known already, nothing new",
    "discovered": "waiting or under way",
    "refused": "we may not fetch it",
    "not_article": "the page is no article",
    "unreachable": "no answer after several tries",
    "quarantined": "broke a stage, kept for replay",
}
MAIN_TOPICS = ("counterterrorism", "cybercrime", "security")  # in this order where one colour must stand for several


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for; None means any. The cursor is the last article of the page before."""

    topic: str | None = None
    source: str | None = None
    language: str | None = None
    words: str | None = None
    story_id: UUID | None = None
    before_at: datetime | None = None
    before_id: UUID | None = None
    limit: int = PAGE_SIZES[0]

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """Return the filters of a query string. What does not parse counts as not asked: a bookmark must not break."""
        at, _, article_id = query.get("before", "").partition("_")
        cursor = (_read_time(at), _read_uuid(article_id))
        size = query.get("limit", "")
        return cls(
            topic=_read_text(query, "topic"),
            source=_read_text(query, "source"),
            language=_read_text(query, "language"),
            words=_read_text(query, "words"),
            story_id=_read_uuid(query.get("story", "")),
            before_at=cursor[0] if all(cursor) else None,
            before_id=cursor[1] if all(cursor) else None,
            limit=int(size) if size.isascii() and size.isdigit() and int(size[:6]) in PAGE_SIZES else PAGE_SIZES[0],
        )

    @property
    def is_filtered(self) -> bool:
        """True when something is asked for besides a page of the list."""
        return any((self.topic, self.source, self.language, self.words, self.story_id))

    def link(self, **changes: Any) -> str:
        """Return the page's own address with these filters changed; the cursor goes unless it is given."""
        asked = replace(self, **{"before_at": None, "before_id": None, **changes})
        before = f"{asked.before_at.isoformat()}_{asked.before_id}" if asked.before_at else None
        values = {
            "topic": asked.topic,
            "source": asked.source,
            "language": asked.language,
            "words": asked.words,
            "story": asked.story_id,
            "limit": asked.limit if asked.limit != PAGE_SIZES[0] else None,
            "before": before,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Item:
    """One article of the list."""

    row: Any
    title: list[Segment]
    passages: list[list[Segment]]
    link: str | None
    age: str
    topics: list[dict[str, Any]]
    review_topics: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One state of the ledger with its reasons, most first."""

    state: str
    meaning: str
    entry_count: int
    reasons: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the page shows."""

    filters: Filters
    items: list[Item]
    older: str | None
    totals: Any
    topics: list[Any]
    sources: list[str]
    languages: list[str]
    ledger: list[LedgerLine]
    feeds: list[Any]
    feed_total: int
    stories: list[Any]
    now_at: datetime


def read_desk(filters: Filters) -> Desk:
    """Return the page's content.

    Raises Unavailable or BadInput (pipeline.errors) with the remedy when the database or a setting is not there,
    sqlalchemy's ProgrammingError when the database has no schema yet.
    """
    settings = Settings.from_env()
    with _store(replace(settings, database_url=database_url(settings))).begin() as transaction:
        transaction.rows("desk_begin", timeout=STATEMENT_TIMEOUT)
        return _read(transaction, filters)


@lru_cache(maxsize=1)
def _store(settings: Settings) -> Store:
    """Return the open store of a database: one pool for the process, a new one when the address changes."""
    return open_store(settings)


def _read(transaction: Transaction, filters: Filters) -> Desk:
    totals = transaction.rows("desk_totals")[0]
    since_at = totals.now_at - timedelta(days=WINDOW_DAYS)
    rows = transaction.rows(
        "desk_latest",
        topic=filters.topic,
        source=filters.source,
        language=filters.language,
        words=filters.words,
        story_id=filters.story_id,
        before_at=filters.before_at,
        before_id=filters.before_id,
        limit=filters.limit + 1,  # one more tells whether there is an older page
        body_length=BODY_LENGTH,
    )
    shown = rows[: filters.limit]
    last = shown[-1] if len(rows) > len(shown) else None
    choices = transaction.rows("desk_choices")
    feeds = transaction.rows("desk_feeds", limit=FEED_LIMIT)
    return Desk(
        filters=filters,
        items=[_item(row, totals.now_at) for row in shown],
        older=filters.link(before_at=last.dated_at, before_id=last.article_id) if last else None,
        totals=totals,
        topics=[one for one in choices if one.kind == "topic"],
        sources=[one.value for one in choices if one.kind == "source"],
        languages=[one.value for one in choices if one.kind == "language"],
        ledger=_ledger(transaction.rows("desk_ledger", since_at=since_at)),
        feeds=feeds,
        feed_total=feeds[0].total_count if feeds else 0,
        stories=transaction.rows("desk_stories", since_at=since_at, limit=STORY_LIMIT),
        now_at=totals.now_at,
    )


def _item(row: Any, now: datetime) -> Item:
    title = row.title or ""
    given = [one for one in row.topics if one["is_assigned"]]
    return Item(
        row=row,
        title=mark_spans(title, read_spans(given, "title", title)),
        passages=cut_passages(row.body, read_spans(given, "text", row.body), row.language),
        link=row.canonical_url if is_web_address(row.canonical_url) else None,
        age=describe_age(row.dated_at, now),
        topics=given,
        review_topics=[one for one in row.topics if one["needs_review"]],
    )


def _ledger(rows: list[Any]) -> list[LedgerLine]:
    reasons: dict[str, list[tuple[str, int]]] = {}
    for row in rows:
        reasons.setdefault(row.state, []).append((row.state_reason, row.entry_count))
    order = [*STATES, *sorted(set(reasons) - set(STATES))]
    return [
        LedgerLine(state, STATES.get(state, ""), sum(count for _, count in reasons[state]), reasons[state])
        for state in order
        if state in reasons
    ]


def _read_text(query: Mapping[str, str], name: str) -> str | None:
    # Postgres has no NUL, and UTF-8 no lone surrogate.
    value = query.get(name, "").replace("\x00", "").encode("utf-8", "ignore").decode().strip()
    return value[:200] or None


def _read_time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


def _read_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
