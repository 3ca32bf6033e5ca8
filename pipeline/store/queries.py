"""SQL lives in sql/queries, one statement a file; this loads them by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import TextClause, text

from pipeline.errors import BadInput


@cache
def load_query(folder: str, name: str) -> TextClause:
    """Return the statement of sql/queries/<name>.sql, its comments left out (a colon there is no parameter)."""
    path = Path(folder) / "queries" / f"{name}.sql"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise BadInput(f"there is no query {path}; is DATELINE_SQL_DIR right?", subject=str(path)) from error
    return text("\n".join(line for line in lines if not line.lstrip().startswith("--")))
