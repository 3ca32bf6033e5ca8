"""Fixtures shared by all tests: the embedded PostgreSQL with one migrated template, the newsroom, a workplace.

Unit tests use none of them. Nothing is reached beyond loopback (pytest's options in pyproject.toml).
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import newsroom as room
import pytest
from sqlalchemy import Engine, create_engine

from pipeline.archive.store import ArchiveStore
from pipeline.feeds.rows import FeedRow
from pipeline.settings import Settings
from pipeline.steps.workplace import Workplace, utc_now
from pipeline.store import embedded
from pipeline.store.embedded import EmbeddedServer
from pipeline.store.migrate import upgrade_schema
from pipeline.store.store import open_store

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_configure() -> None:
    """Keep the machine's own settings out of the tests."""
    for name in [name for name in os.environ if name.startswith(("DATELINE_", "AIRFLOW"))]:
        del os.environ[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the folder they stand in."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in ("postgres", "airflow", "e2e"):
            item.add_marker(folder)


def free_port() -> int:
    """Return a port on loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """The embedded PostgreSQL of this session, with a migrated database `template_dateline`."""
    # Not in pytest's own folder: that is private, and as root the server runs as another user.
    state = Path(tempfile.mkdtemp(prefix="dateline-test-"))
    state.chmod(0o755)
    settings = Settings(state_dir=str(state), postgres_port=free_port())
    running = embedded.start_server(settings)
    try:
        admin(running, "create database template_dateline")
        engine = create_engine(running.url("template_dateline"))
        upgrade_schema(engine, settings)
        engine.dispose()
        for role in ("writer", "analyst"):
            admin(running, f"alter role dateline_{role} login password '{getattr(running.secrets, role)}'")
        yield running
    finally:
        embedded.stop_server(settings)
        shutil.rmtree(state)


@pytest.fixture
def database(server: EmbeddedServer) -> Iterator[str]:
    """The name of a database of this test alone, with the newest schema."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    admin(server, f"create database {name} template template_dateline")
    yield name
    admin(server, f"drop database {name} with (force)")


@pytest.fixture
def engine(server: EmbeddedServer, database: str) -> Iterator[Engine]:
    """An engine on the test's database as its owner."""
    made = create_engine(server.url(database))
    yield made
    made.dispose()


@pytest.fixture
def settings(server: EmbeddedServer, database: str, tmp_path: Path) -> Settings:
    """Settings on the test's database (as the writer) and archive, allowed to reach loopback."""
    return Settings(
        state_dir=str(tmp_path),
        database_url=server.url(database, "writer"),
        archive_url=str(tmp_path / "archive"),
        allow_addresses="127.0.0.1/32",
        host_delay_seconds=0.0,
        host_concurrency=16,
        page_timeout_seconds=3.0,
        feed_timeout_seconds=3.0,
    )


@pytest.fixture
def place(settings: Settings) -> Iterator[Workplace]:
    """A workplace of this test alone."""
    with open_store(settings) as store:
        yield Workplace(settings, store, ArchiveStore(settings.archive), utc_now)


@pytest.fixture(scope="session")
def session_newsroom() -> Iterator[room.RunningNewsroom]:
    """The newsroom, once a session; use `newsroom`, which resets it."""
    with room.start() as running:
        yield running


@pytest.fixture
def newsroom(session_newsroom: room.RunningNewsroom) -> Iterator[room.RunningNewsroom]:
    """The newsroom, behaving, unedited."""
    session_newsroom.reset()
    yield session_newsroom
    session_newsroom.reset()


def feed_rows(newsroom: room.RunningNewsroom) -> list[FeedRow]:
    """Return the newsroom's feeds as rows to add."""
    return [FeedRow(one.name, one.url, one.site, one.country, one.language, one.kind) for one in newsroom.feeds()]


def admin(server: EmbeddedServer, statement: str) -> None:
    """Run a statement outside a transaction, as superuser."""
    made = create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT")
    with made.connect() as connection:
        connection.exec_driver_sql(statement)
    made.dispose()
