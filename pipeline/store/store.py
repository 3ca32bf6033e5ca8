"""The Postgres edge: one method per file of sql/queries, or a few that belong to one transaction.

Records come in and go out; nothing is decided here. Every write can be repeated.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, create_engine
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, ProgrammingError

from pipeline.errors import BadInput, Unavailable
from pipeline.feeds.options import headers_for_page
from pipeline.feeds.rows import FeedRow
from pipeline.feeds.schedule import PollState
from pipeline.records import EntryTask, FeedEntry, Fingerprint, Known, RawRef, Recheck
from pipeline.settings import Settings
from pipeline.store import embedded
from pipeline.store.encode import dump_rows, load_as
from pipeline.store.keys import CROWD, LAST_TURN, first_turn_of, first_turns, hash_of, latest_turns
from pipeline.store.queries import load_query

NO_SCHEMA = ("42P01", "3F000", "42703", "42883")  # undefined table, schema, column, function
DEDUPE_LOCK = 0x6465_6475  # "dedu": deduplication registers one batch at a time
LOAD_LOCK = 0x6C6F_6164  # "load": loads are short, and one at a time they cannot dead-lock
CONNECT_TIMEOUT_SECONDS = 10  # a host that swallows packets must not hang a task or a page
CANDIDATE_LIMIT = 20_000  # rows a batch looks at; a few hundred documents share keys with far fewer

StoredRow = Row[Any]


class Store:
    """An open connection pool to the dateline database. Use as a context manager."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self._settings = settings

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.dispose()

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """One transaction: all of it or nothing. Raises Unavailable when the server cannot be reached."""
        try:
            with self.engine.begin() as connection:
                yield Transaction(connection, self._settings.sql_dir)
        except OperationalError as error:
            raise explain(self.engine, error) from error
        except ProgrammingError as error:
            if getattr(error.orig, "pgcode", None) in NO_SCHEMA:
                raise BadInput(
                    "the database has no schema, or an older one; `dateline db upgrade` brings it up to date",
                    subject=self.engine.url.render_as_string(hide_password=True),
                ) from error
            raise

    def rows(self, query: str, **parameters: Any) -> list[StoredRow]:
        """Return the rows of a query in a transaction of its own."""
        with self.begin() as transaction:
            return transaction.rows(query, **parameters)

    # --- feeds ---------------------------------------------------------------------------------------------------

    def add_feeds(self, feeds: Sequence[FeedRow], *, is_revived: bool = False) -> tuple[int, int]:
        """Add feeds or bring known ones up to date; return how many were new and how many known.

        is_revived: known ones that were removed or retired are followed again.
        """
        rows = [
            {
                "url": feed.url,
                "name": feed.name,
                "site_url": feed.site,
                "country": feed.country,
                "language": feed.language,
                "kind": feed.kind,
                "include_pattern": feed.include,
                "exclude_pattern": feed.exclude,
                "interval_override_seconds": feed.interval_seconds,
                "is_feed_content_only": feed.content_only,
                "fetch_headers": dict(feed.headers) or None,
            }
            for feed in {one.url: one for one in feeds}.values()
        ]
        answered = self.rows("add_feeds", rows=dump_rows(rows), is_revived=is_revived)
        new = sum(row.is_new for row in answered)
        return new, len(answered) - new

    def read_item_hashes(self, feed_id: int) -> bytes | None:
        """Return the hashes of the items that stood in a feed's document at its last poll, packed; None: unknown."""
        found = self.rows("read_item_hashes", feed_id=feed_id)
        return bytes(found[0].item_hashes) if found and found[0].item_hashes is not None else None

    # --- batches -------------------------------------------------------------------------------------------------

    def open_batch(self, batch_id: UUID, now: datetime, *, stage: str) -> StoredRow:
        """Return the batch with its lease renewed: a stage begins on it.

        Raises BadInput when there is none, or its entries were given to another.
        """
        lease_seconds = self._settings.batch_lease_seconds
        found = self.rows("renew_batch", batch_id=batch_id, now=now, lease_seconds=lease_seconds, stage=stage)
        if not found:
            raise BadInput(f"there is no batch {batch_id}; start a new run", subject=str(batch_id))
        if found[0].state == "abandoned":
            raise BadInput(
                f"batch {batch_id} was given up when its lease ran out, and a later run took its entries; "
                "clear that run's tasks instead, or wait for the next run",
                subject=str(batch_id),
            )
        return found[0]

    def read_batch_entries(self, batch_id: UUID) -> list[EntryTask]:
        """Return the batch's entries with what the stages need of their feeds."""
        return [_entry_task(row) for row in self.rows("read_batch_entries", batch_id=batch_id)]


class Transaction:
    """One open transaction; runs queries by name."""

    def __init__(self, connection: Connection, sql_dir: str) -> None:
        self._connection = connection
        self._sql_dir = sql_dir

    def rows(self, query: str, **parameters: Any) -> list[StoredRow]:
        """Return the rows of a query."""
        return list(self._connection.execute(load_query(self._sql_dir, query), parameters).all())

    def run(self, query: str, **parameters: Any) -> int:
        """Run a query without rows; return how many it touched."""
        return self._connection.execute(load_query(self._sql_dir, query), parameters).rowcount

    def lock(self, key: int) -> None:
        """Wait for the advisory lock, held until the transaction ends."""
        self._connection.exec_driver_sql("select pg_advisory_xact_lock(%s)", (key,))

    def lock_batch(self, batch_id: UUID) -> None:
        """Lock a batch, so that nobody gives it up before the transaction ends. Raises BadInput when somebody did."""
        locked = self.rows("lock_batch", batch_id=batch_id)
        if not locked or locked[0].state == "abandoned":
            raise BadInput(
                f"batch {batch_id} was given up while it ran; its entries are in a later run", subject=str(batch_id)
            )

    def read_registered(
        self, article_ids: Sequence[UUID], batch_id: UUID
    ) -> tuple[dict[UUID, StoredRow], dict[UUID, StoredRow]]:
        """Return what deduplication registered of these articles by id: for this batch, and the latest of any other."""
        mine: dict[UUID, StoredRow] = {}
        others: dict[UUID, StoredRow] = {}
        for row in self.rows("read_registered", article_ids=list(article_ids)):
            (mine if row.batch_id == batch_id else others).setdefault(row.article_id, row)
        return mine, others

    def read_latest(self, article_ids: Iterable[UUID]) -> list[Known]:
        """Return what is registered of these articles, of each the version fetched last."""
        latest: dict[UUID, StoredRow] = {}
        if wanted := list(article_ids):
            for row in self.rows("read_registered", article_ids=wanted):
                latest.setdefault(row.article_id, row)
        return [known_of(row) for row in latest.values()]

    def find_candidates(
        self, prints: Sequence[tuple[Fingerprint, datetime]], window: timedelta
    ) -> tuple[list[Known], dict[int, int]]:
        """Return the registered articles that share a key with any of the fingerprints, each seen at its time, and the
        turns of the crowded keys among theirs. A key that the answer shows to be crowded takes its next turn.
        """
        copy_firsts = sorted({key for one, at in prints for key in first_turns(one.copy_keys, at, window)})
        story_firsts = sorted({key for one, at in prints for key in first_turns(one.story_keys, at, window)})
        crowded = self.rows("read_crowded_keys", keys=copy_firsts + story_firsts)
        turns = {row.first_key: row.turn for row in crowded}
        self.run("prefer_indexes")
        rows = self.rows(
            "find_candidates",
            copy_keys=latest_turns(copy_firsts, turns),
            story_keys=latest_turns(story_firsts, turns),
            from_at=min(at for _, at in prints) - window,
            to_at=max(at for _, at in prints) + window,
            limit=CANDIDATE_LIMIT,
        )
        holders = Counter(key for row in rows for key in (*row.copy_keys, *row.story_keys))
        begun = {}
        for stored, count in holders.items():
            first, turn = first_turn_of(stored)
            if count >= CROWD and turn == turns.get(first, 0) < LAST_TURN:
                begun[first] = turn + 1
        if begun:
            self.run("begin_turns", rows=dump_rows([{"first_key": key, "turn": turn} for key, turn in begun.items()]))
        return [known_of(row) for row in rows], turns | begun


def open_store(settings: Settings) -> Store:
    """Return a store on the configured database, or on the embedded server when it runs.

    Raises Unavailable with the remedy when there is none.
    """
    return Store(open_engine(database_url(settings)), settings)


def open_engine(url: str) -> Engine:
    """Return an engine of a database URL; `postgres://` and `postgresql://` mean psycopg2, as they do everywhere.

    Raises BadInput naming the setting when the URL is none.
    """
    scheme, separator, rest = url.partition("://")
    if scheme in ("postgres", "postgresql"):
        url = f"postgresql+psycopg2{separator}{rest}"
    connect_args = {"connect_timeout": CONNECT_TIMEOUT_SECONDS}
    try:
        return create_engine(url, pool_pre_ping=True, pool_size=4, connect_args=connect_args)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise BadInput(
            f"DATELINE_DATABASE_URL is no URL of a Postgres database ({error}); "
            "write postgresql://user:password@host:5432/dateline",
            subject="DATELINE_DATABASE_URL",
        ) from error


def database_url(settings: Settings, role: str = "writer") -> str:
    """Return the URL of the dateline database: DATELINE_DATABASE_URL, else the embedded server's."""
    if settings.database_url:
        return settings.database_url
    server = embedded.find_server(settings)
    if server is None:
        raise Unavailable(
            "no database: the embedded Postgres is not running; `make run` or `dateline db upgrade` starts it, "
            "or name one with DATELINE_DATABASE_URL",
            subject=settings.state_dir,
        )
    return server.url("dateline", role)


def known_of(row: StoredRow) -> Known:
    """Return a registered article as a candidate."""
    return Known(
        article_id=row.article_id,
        fingerprint=Fingerprint(
            body_hash=row.body_hash.hex,
            title_hash=row.title_hash.hex,
            token_count=row.token_count,
            copy_keys=tuple(map(hash_of, row.copy_keys)),
            story_keys=tuple(map(hash_of, row.story_keys)),
            sketch=bytes(row.sketch),
        ),
        copy_group=row.copy_group,
        story_id=row.story_id,
        seen_at=row.seen_at,
        batch_id=row.batch_id,
        is_wire_own=row.is_wire_own,
        story_seen_at=getattr(row, "story_seen_at", None),
    )


def poll_state_of(row: StoredRow) -> PollState:
    """Return a feed's polling state from its row."""
    return PollState(**{name: getattr(row, name) for name in PollState.__dataclass_fields__})


def _entry_task(row: StoredRow) -> EntryTask:
    entry = load_as(row.entry, FeedEntry)
    raw = RawRef(row.raw_file, row.raw_offset, row.raw_length, row.raw_digest) if row.raw_file else None
    return EntryTask(
        entry_id=row.entry_id,
        feed_id=row.feed_id,
        url=row.url or _url_without_link(row.feed_url, entry.key),
        entry=entry,
        first_seen_at=row.first_seen_at,
        attempt_count=row.attempt_count,
        raw=raw,
        source_name=row.source_name,
        source_country=row.source_country,
        feed_language=row.feed_language,
        feed_content_only=row.is_feed_content_only or not row.url,
        headers=headers_for_page(row.fetch_headers, feed_url=row.feed_url, page_url=row.url or row.feed_url),
        site_url=None if row.feed_kind == "backfill" else row.site_url or _home_of(row.feed_url),
        feed_kind=row.feed_kind,
        recheck=_recheck_of(row),
    )


def _recheck_of(row: StoredRow) -> Recheck | None:
    if row.recheck_id is None:
        return None
    return Recheck(
        row.recheck_id,
        row.article_id,
        row.canonical_url,
        row.check_number,
        row.etag,
        row.last_modified,
        row.known_digest,
    )


def _url_without_link(feed_url: str, key: str) -> str:
    """Return an address for an entry that has none: its feed's, with the entry's key as a query, so that each is one."""
    name = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
    return f"{feed_url.split('#')[0]}{'&' if '?' in feed_url else '?'}entry={name}"


def _home_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def explain(engine: Engine, error: DBAPIError) -> Unavailable:
    """Return what to tell of an operational error: the server is away, or it had too much to do."""
    code = getattr(error.orig, "pgcode", None)
    if code and not code.startswith(("08", "57P", "28", "3D")):
        said = " ".join(str(error.orig).split())
        return Unavailable(
            f"Postgres gave up a statement ({code}): {said}; it is tried again", reason=f"postgres_{code}"
        )
    where = engine.url.render_as_string(hide_password=True)
    return Unavailable(
        f"Postgres does not answer at {where} ({' '.join(str(error.orig).split())}). "
        "Is it running? `make run` starts the embedded one; another is named with DATELINE_DATABASE_URL",
        subject=where,
    )
