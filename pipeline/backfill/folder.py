"""A folder of saved pages as a backfill source: <folder>/YYYY-MM-DD/<any name>.html[.gz], a day a subfolder.

A page's address is what it says itself: rel=canonical, og:url, or a "saved from url" comment of browsers.
"""

from __future__ import annotations

import gzip
import logging
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

from pipeline.backfill.pages import ArchivedPage
from pipeline.errors import BadInput
from pipeline.feeds.identity import shorten_key
from pipeline.records import FeedEntry

log = logging.getLogger(__name__)

HEAD_BYTES = 262_144  # a page's own address stands in its head; some heads are long
_TAGS = re.compile(rb"<(?:link|meta)\b[^>]*>", re.IGNORECASE)
_URL = re.compile(rb"""(?:href|content)\s*=\s*["']?(https?://[^"'\s>]+)""", re.IGNORECASE)
_CLAIM = re.compile(rb"""(?:rel\s*=\s*["']?canonical\b|property\s*=\s*["']?og:url\b)""", re.IGNORECASE)
_SAVED = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://\S+)", re.IGNORECASE)


def read_folder_pages(folder: Path, day: date) -> Iterator[ArchivedPage]:
    """Yield the saved pages of a day, by file name. A page that names no address is passed over with a warning.

    Raises BadInput when the folder is not there.
    """
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}", subject=str(folder))
    captured_at = datetime.combine(day, time(12), UTC)
    for path in sorted((folder / day.isoformat()).glob("*.htm*")):
        try:
            body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        except (OSError, EOFError, zlib.error) as error:
            log.warning("saved page passed over, it cannot be read: %s: %s", path, error)
            continue
        url = find_own_url(body)
        if url is None:
            log.warning("saved page passed over, it names no address of its own: %s", path)
            continue
        yield ArchivedPage(
            FeedEntry(key=shorten_key(url), url=url, guid=None, title=None), url, body, "text/html", captured_at
        )


def find_own_url(body: bytes) -> str | None:
    """Return the address a saved page gives itself, or None."""
    head = body[:HEAD_BYTES]
    saved = _SAVED.search(head)
    claims = [tag for tag in _TAGS.findall(head) if _CLAIM.search(tag)]
    found = next((match for tag in claims if (match := _URL.search(tag))), saved)
    return found.group(1).decode("utf-8", "replace") if found else None
