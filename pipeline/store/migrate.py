"""The schema's way to its newest version, for `dateline db upgrade` and for tests."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from pipeline.settings import Settings

MIGRATION_LOCK = 0x6461_7465  # "date": two starters at once upgrade one after the other
LOCK_TIMEOUT = "30s"  # a migration that waits longer would stop the pipeline behind it


def upgrade_schema(engine: Engine, settings: Settings, *, to: str = "head") -> tuple[str | None, str]:
    """Bring the database to the newest schema (or to a version); return the versions before and after."""
    config = _config(settings)
    with engine.connect() as connection:
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(text("select set_config('lock_timeout', :wait, false)"), {"wait": LOCK_TIMEOUT})
        connection.commit()
        before = schema_version(engine)
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.execute(text("grant select on public.schema_version to dateline_writer, dateline_analyst"))
        connection.commit()
        connection.execute(text("select pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
        connection.commit()
    return before, schema_version(engine) or newest_version(settings)


def schema_version(engine: Engine) -> str | None:
    """Return the version the database has, None when it has no schema yet."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": "schema_version", "version_table_schema": "public"}
        )
        return context.get_current_revision()


def newest_version(settings: Settings) -> str:
    """Return the version that the migrations lead to."""
    return ScriptDirectory.from_config(_config(settings)).get_current_head() or ""


def _config(settings: Settings) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(settings.sql_dir) / "migrations"))
    return config
