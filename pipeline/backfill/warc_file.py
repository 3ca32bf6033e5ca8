"""A WARC file as a backfill source: its HTML responses of one day, by WARC-Date (ISO 28500 5.4)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipeline.backfill.pages import ArchivedPage
from pipeline.errors import BadInput
from pipeline.feeds.identity import shorten_key
from pipeline.records import FeedEntry

log = logging.getLogger(__name__)


def read_warc_pages(stream: BinaryIO, name: str, day: date) -> Iterator[ArchivedPage]:
    """Yield the pages captured on a day, UTC, in the file's order. Records that are no pages are passed over.

    Raises BadInput naming the file when it is no WARC.
    """
    try:
        for record in ArchiveIterator(stream):
            page = _page_of(record, day)
            if page is not None:
                yield page
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        raise BadInput(f"{name} is not a readable WARC file: {error}", subject=name) from error


def _page_of(record: object, day: date) -> ArchivedPage | None:
    headers = getattr(record, "rec_headers", None)
    kind = getattr(record, "rec_type", "")
    if headers is None or kind not in ("response", "resource"):
        return None
    url = headers.get_header("WARC-Target-URI") or ""
    captured_at = _read_date(headers.get_header("WARC-Date"))
    if captured_at is None or captured_at.date() != day or not url.startswith(("http://", "https://")):
        return None
    http = getattr(record, "http_headers", None)
    status = http.get_statuscode() if http is not None else "200"
    content_type = http.get_header("Content-Type") if http is not None else headers.get_header("Content-Type")
    if status != "200" or (content_type and "html" not in content_type.lower()):
        return None
    body = record.content_stream().read()  # type: ignore[attr-defined]
    return ArchivedPage(
        FeedEntry(key=shorten_key(url), url=url, guid=None, title=None), url, body, content_type, captured_at
    )


def _read_date(text: str | None) -> datetime | None:
    try:
        when = datetime.fromisoformat(text or "")
    except ValueError:
        log.warning("WARC record without a readable WARC-Date: %r", text)
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
