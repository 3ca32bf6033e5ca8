"""Alembic's environment: migrations run online, one transaction each, on the connection `dateline db upgrade` gives."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table="schema_version", version_table_schema="public")
with context.begin_transaction():
    context.run_migrations()
