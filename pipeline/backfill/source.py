"""An archive by its path: a WARC file (.warc, .warc.gz), a folder of WARC files, or a folder of pages by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline.backfill.folder import read_folder_pages
from pipeline.backfill.pages import ArchivedPage
from pipeline.backfill.warc_file import read_warc_pages
from pipeline.errors import BadInput


def read_archived_pages(archive: str, day: date) -> Iterator[ArchivedPage]:
    """Yield the pages of one day of a local archive. Raises BadInput naming the path and the remedy."""
    path = Path(archive)
    if not path.exists():
        raise BadInput(
            f"there is no archive at {archive}; give the path of a WARC file or of a folder with YYYY-MM-DD subfolders, "
            "as the workers see it",
            subject=archive,
        )
    files = [path] if path.is_file() else sorted(path.glob("*.warc*"))
    if not files:
        yield from read_folder_pages(path, day)
    for file in files:
        with file.open("rb") as stream:
            yield from read_warc_pages(stream, str(file), day)
