"""The schema: migrations and schema.sql agree, everything is commented, roles can do what they are for and no more."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from pipeline.settings import Settings
from pipeline.store import embedded
from pipeline.store.embedded import EmbeddedServer
from pipeline.store.migrate import newest_version, schema_version, upgrade_schema
from tests.conftest import ROOT, admin


def dump_schema(server: EmbeddedServer, database: str) -> str:
    """Return pg_dump's schema of a database, without what differs from dump to dump."""
    command = [str(embedded.binary("pg_dump")), "--schema-only", "--schema=ops", "--schema=news", "--schema=mart"]
    done = subprocess.run(
        [*command, server.url(database, driver="postgresql")], capture_output=True, text=True, check=True
    )
    return re.sub(r"^\\(un)?restrict .*$", "", done.stdout, flags=re.MULTILINE)


def test_migrations_give_the_database_that_schema_sql_describes(server: EmbeddedServer, database: str) -> None:
    admin(server, f"create database {database}_plain")
    plain = create_engine(server.url(f"{database}_plain"))
    with plain.begin() as connection, connection.connection.cursor() as cursor:
        cursor.execute((ROOT / "sql" / "schema.sql").read_text(encoding="utf-8"))
    plain.dispose()
    try:
        assert dump_schema(server, f"{database}_plain") == dump_schema(server, database)
    finally:
        admin(server, f"drop database {database}_plain with (force)")


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    settings = Settings()
    assert upgrade_schema(engine, settings) == (newest_version(settings), newest_version(settings))
    assert schema_version(engine) == newest_version(settings)


def test_every_table_view_and_column_has_a_comment(engine: Engine) -> None:
    query = """
        select n.nspname || '.' || c.relname || coalesce('.' || a.attname, '')
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        left join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where n.nspname in ('ops', 'news', 'mart') and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
          and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)
    """
    with engine.connect() as connection:
        assert connection.execute(text(query)).scalars().all() == []


@pytest.mark.parametrize(
    ("role", "statement", "is_allowed"),
    [
        pytest.param("analyst", "select * from mart.latest_articles", True, id="analyst reads mart"),
        pytest.param("analyst", "select * from news.articles", True, id="analyst reads news"),
        pytest.param("analyst", "select * from mart.ledger", True, id="analyst reads the ledger"),
        pytest.param("analyst", "select * from ops.feeds", False, id="analyst does not read ops"),
        pytest.param("analyst", "delete from news.articles", False, id="analyst deletes nothing"),
        pytest.param("analyst", "select news.ensure_article_partition(now())", False, id="analyst makes no partition"),
        pytest.param("writer", "select news.ensure_article_partition(now())", True, id="writer makes partitions"),
        pytest.param("writer", "delete from ops.feed_polls", True, id="writer forgets polls"),
        pytest.param("writer", "drop table ops.feeds", False, id="writer drops no table"),
    ],
)
def test_roles_can_do_what_they_are_for(
    server: EmbeddedServer, database: str, role: str, statement: str, is_allowed: bool
) -> None:
    made = create_engine(server.url(database, role))
    with made.connect() as connection:
        if is_allowed:
            connection.exec_driver_sql(statement)
        else:
            with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
                connection.exec_driver_sql(statement)
    made.dispose()


def test_analysts_have_a_statement_timeout(server: EmbeddedServer, database: str) -> None:
    made = create_engine(server.url(database, "analyst"))
    with made.connect() as connection:
        assert connection.exec_driver_sql("show statement_timeout").scalar() == "1min"
    made.dispose()


def test_partitions_are_made_once_and_by_month_in_utc(engine: Engine) -> None:
    with engine.begin() as connection:
        for _ in range(2):
            connection.exec_driver_sql("select news.ensure_article_partition('2026-03-31 23:30:00-05')")
        found = connection.exec_driver_sql(
            "select inhrelid::regclass::text from pg_inherits where inhparent = 'news.articles'::regclass"
        )
        assert found.scalars().all() == ["news.articles_2026_04"]


def test_every_query_file_is_used_and_says_what_it_is_for() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for folder in ("pipeline", "plugins") for path in (ROOT / folder).rglob("*.py")
    )
    for path in sorted((ROOT / "sql" / "queries").glob("*.sql")):
        assert path.read_text(encoding="utf-8").startswith("-- "), f"{path.name} has no opening comment"
        assert f'"{path.stem}"' in code, f"{path.name} is used nowhere"


def test_unreachable_database_says_where_and_what_to_do(tmp_path: Path) -> None:
    from pipeline.errors import Unavailable
    from pipeline.store.store import open_store
    from tests.conftest import free_port

    url = f"postgresql+psycopg2://dateline_writer:secret@127.0.0.1:{free_port()}/dateline"
    with open_store(Settings(database_url=url)) as store, pytest.raises(Unavailable) as caught:
        store.rows("read_status")
    assert "DATELINE_DATABASE_URL" in str(caught.value)
    assert "127.0.0.1" in str(caught.value)
    assert "secret" not in str(caught.value)
