"""What every command needs: the settings in force, the store, a file that is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.errors import BadInput

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.store.store import Store

ByOption = Annotated[str, typer.Option("--by", help="Who; default: your login name.", show_default=False)]


def read_settings() -> Settings:
    """Return the settings in force. Raises BadInput naming a variable whose value is wrong."""
    from pipeline.settings import Settings

    return Settings.from_env()


def open_store() -> Store:
    """Return the store of the settings in force, as a context manager."""
    from pipeline.store import store

    return store.open_store(read_settings())


def existing_file(path: Path | None) -> Path | None:
    """Return the absolute path, None for none. Raises BadInput when nothing stands there."""
    if path is not None and not path.exists():
        raise BadInput(f"there is no file {path}", subject=str(path))
    return path.resolve() if path else None
