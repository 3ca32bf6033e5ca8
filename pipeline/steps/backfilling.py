"""First step of a backfill: the archived pages of one day become entries of the ledger, their bytes our own."""

from __future__ import annotations

import hashlib
import logging
from datetime import date
from pathlib import Path
from uuid import uuid4

from pipeline.archive.warc import WarcWriter
from pipeline.backfill.pages import ArchivedPage
from pipeline.backfill.source import read_archived_pages
from pipeline.errors import BadInput
from pipeline.feeds.rows import FeedRow
from pipeline.records import FetchResponse, RawRef
from pipeline.steps.discovering import entry_rows, hash_entry
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows

log = logging.getLogger(__name__)


def discover_archive(place: Workplace, run_id: str, archive: str, day: date, *, is_required: bool = True) -> int:
    """Write the archive's pages of a day into the ledger and the raw store; return how many were new.

    At least 1 when entries of a backfill wait, whoever discovered them: the batches that follow take them too.
    archive: a path; empty means the setting's. is_required: False when no archive at all is nothing to do.

    Pages the ledger knows already are passed over, so that a repeated day adds nothing.
    Raises BadInput when no archive is named or it cannot be read.
    """
    archive = archive or place.settings.backfill_archive
    if not archive and not is_required:
        return 0
    if not archive:
        raise BadInput(
            "no archive to replay: give the backfill the parameter `archive` (a WARC file or a folder of pages), "
            "or set DATELINE_BACKFILL_ARCHIVE",
            subject="archive",
        )
    path = str(Path(archive).resolve())
    feed = FeedRow(name=f"archive {Path(path).name}", url=f"archive://{path}", kind="backfill")
    place.store.add_feeds([feed])
    feed_id = place.store.rows("find_feed", url=feed.url)[0].feed_id
    pages = {page.entry.key: page for page in read_archived_pages(path, day)}
    known = {
        row.entry_key: row.entry_hash
        for row in place.store.rows("read_known_entries", feed_id=feed_id, keys=list(pages))
    }
    fresh = [page for key, page in pages.items() if known.get(key) != hash_entry(page.entry)]
    if not fresh:
        log.info("archive day has nothing new: %s %s", archive, day)
        return _count_waiting(place)
    raws = _keep_raw(place, run_id, day, fresh)
    entries = [page.entry for page in fresh]
    rows = entry_rows(entries, feed_id=feed_id, seen_at=place.clock(), raws=raws, origin="archive")
    with place.store.begin() as transaction:
        transaction.rows("upsert_entries", rows=dump_rows(rows))
    log.info("archive day discovered: %s %s, %d pages", archive, day, len(fresh))
    return max(len(fresh), _count_waiting(place))


def _count_waiting(place: Workplace) -> int:
    """Return 1 when entries of any backfill wait (a killed try's, a dead batch's), else 0."""
    return int(place.store.rows("has_waiting_entries", now=place.clock(), kind="backfill")[0].is_waiting)


def _keep_raw(place: Workplace, run_id: str, day: date, pages: list[ArchivedPage]) -> dict[str, RawRef]:
    # A file of its own for each try: a killed one's stays, and raw pages are never replaced.
    name = f"{hashlib.sha256(run_id.encode()).hexdigest()[:16]}-{uuid4().hex[:8]}"
    raws = {}
    with WarcWriter(place.archive, f"raw/backfill/{day:%Y/%m}/{day.isoformat()}-{name}.warc.gz") as warc:
        for page in pages:
            headers = (("Content-Type", page.content_type),) if page.content_type else ()
            response = FetchResponse(
                page.url, page.url, page.status_code, headers, page.body, page.captured_at, 0.0, len(page.body)
            )
            raws[page.entry.key] = warc.write(response)
    return raws
