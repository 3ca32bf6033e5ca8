"""Articles put straight into Postgres, for tests of what happens to them after they were loaded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Engine, text

LOADED_AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def run(engine: Engine, statement: str, **values: Any) -> Any:
    """Run one statement; return its rows, if it has any."""
    with engine.begin() as connection:
        done = connection.execute(text(statement), values)
        return done.all() if done.returns_rows else None


def add_article(
    engine: Engine,
    name: str,
    *,
    outlet: str = "herald",
    title: str | None = None,
    body: str = "Nothing much was said.",
    dated_at: datetime = LOADED_AT,
    story: str | None = None,
    copy_of: str | None = None,
    language: str = "en",
) -> UUID:
    """Add an article of an outlet as a batch would have loaded it; return its id. The same name gives the same id."""
    article_id = id_of(name, outlet)
    original = id_of(copy_of, outlet) if copy_of else None
    story_id = uuid5(NAMESPACE_URL, f"story:{story or copy_of or name}")
    values = {
        "id": article_id,
        "at": dated_at,
        "url": url_of(name, outlet),
        "site": f"https://{outlet}.example/",
        "outlet": outlet.title(),
        "title": title if title is not None else name.replace("-", " "),
        "body": body,
        "hash": f"{hash_of(body):032x}",
        "story": story_id,
        "original": original,
        "language": language,
    }
    for statement in (
        "select news.ensure_article_partition(:at)",
        "insert into news.sources (site_url, name) values (:site, :outlet) on conflict do nothing",
        "insert into news.stories (story_id, title, first_seen_at, last_seen_at) values (:story, :title, :at, :at) "
        "on conflict do nothing",
        "insert into news.article_keys values (:id, :url, :at, :at)",
        """insert into news.articles (
               article_id, dated_at, source_id, canonical_url, url, title, body, body_hash, language, word_count,
               first_seen_at, fetched_at, loaded_at, is_copy, duplicate_of, copy_group, story_id, decision_reason,
               extractor, entry_id, batch_id)
           select :id, :at, source_id, :url, :url, :title, :body, :hash, :language, 1, :at, :at, :at,
               cast(:original as uuid) is not null, :original, coalesce(:original, :id), :story, 'made up', 'made-up', 1, :id
           from news.sources where site_url = :site""",
    ):
        run(engine, statement, **values)
    return article_id


def revise_article(engine: Engine, article_id: UUID, body: str) -> None:
    """Give an article another text, as a revision would."""
    run(
        engine,
        "update news.articles set body = :body, body_hash = :hash, batch_id = :batch where article_id = :id",
        id=article_id,
        body=body,
        hash=f"{hash_of(body):032x}",
        batch=uuid5(article_id, body),
    )


def judge(
    engine: Engine,
    article_id: UUID,
    topic: str,
    probability: float,
    *,
    model: str = "made-up",
    implied_by: str | None = None,
) -> None:
    """Write a model's word, as loading a batch does."""
    from pipeline.settings import Settings
    from pipeline.store.encode import dump_rows
    from pipeline.store.queries import load_query

    run(
        engine, "insert into news.classifier_models (model_version) values (:model) on conflict do nothing", model=model
    )
    row = {
        "article_id": article_id,
        "topic": topic,
        "probability": probability,
        "is_assigned": probability >= 0.5,
        "needs_review": 0.3 <= probability < 0.7,
        "evidence": [{"field": "title", "start": 0, "end": 1, "text": "N", "weight": 1.0}],
        "implied_by": implied_by,
        "model_version": model,
    }
    with engine.begin() as connection:
        query = load_query(Settings().sql_dir, "load_topics")
        connection.execute(query, {"rows": dump_rows([row]), "now": LOADED_AT})


def topic_row(engine: Engine, article_id: UUID, topic: str) -> Any:
    """Return the row of news.article_topics, None when there is none."""
    found = run(
        engine,
        "select * from news.article_topics where article_id = :id and topic = :topic",
        id=article_id,
        topic=topic,
    )
    return found[0] if found else None


def id_of(name: str, outlet: str = "herald") -> UUID:
    """Return the id of an article."""
    return uuid5(NAMESPACE_URL, url_of(name, outlet))


def url_of(name: str, outlet: str = "herald") -> str:
    """Return the address of an article."""
    return f"https://{outlet}.example/news/{name}"


def hash_of(body: str) -> int:
    """Return a number that stands for a text."""
    return uuid5(NAMESPACE_URL, body).int
