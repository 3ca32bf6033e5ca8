"""What polls brought, written together: entries into the ledger, the feeds' state after it, one row a poll."""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from pipeline.errors import Unavailable
from pipeline.feeds.cut import pack_hashes
from pipeline.feeds.schedule import PollOutcome, excuse_poll, has_overflowed, moved_url, plan_next_poll
from pipeline.records import ParsedFeed
from pipeline.steps.discovering import entry_rows
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows
from pipeline.store.store import StoredRow, Transaction, poll_state_of

log = logging.getLogger(__name__)

DETAIL_CHARS = 2_000  # of an error that nobody foresaw


@dataclass(frozen=True, slots=True)
class Polled:
    """One feed, polled.

    parsed: the entries to write; None when the document had none to read. item_hashes: of the document's items.
    """

    feed: StoredRow
    outcome: PollOutcome
    polled_at: datetime
    parsed: ParsedFeed | None = None
    item_hashes: tuple[bytes, ...] = ()
    body_bytes: int | None = None
    elapsed_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class SavedPoll:
    """One poll as it was written."""

    polled: Polled  # its outcome with the number of new entries
    is_overflow: bool = False


def save_polls(
    place: Workplace, run_id: str, polls: Sequence[Polled], *, is_outage: bool, rng: random.Random
) -> list[SavedPoll]:
    """Write polls in one transaction; where that fails each in its own, so that one feed's trouble stays its own.

    An item's hash is known when, and only when, its entry stands in the ledger. is_outage: failures are our own
    network's and count against no feed.
    """
    if not polls:
        return []
    try:
        return _save(place, run_id, polls, is_outage, rng)
    except Unavailable:
        raise
    except Exception as error:
        if len(polls) == 1:
            # Entries that cannot be written (a pattern that is none, text Postgres refuses) fail their feed alone.
            log.exception("entries could not be saved: %s", polls[0].feed.url)
            failed = replace(polls[0], outcome=broken_poll(error), parsed=None, item_hashes=())
            return _save(place, run_id, [failed], False, rng)
        log.warning("%d polls could not be saved together; they are saved one by one: %s", len(polls), error)
    return [saved for one in polls for saved in save_polls(place, run_id, [one], is_outage=is_outage, rng=rng)]


def broken_poll(error: Exception) -> PollOutcome:
    """Return the outcome of a poll that broke on something nobody foresaw."""
    return PollOutcome("failed", failure_class="other", detail=f"{type(error).__name__}: {error}"[:DETAIL_CHARS])


def _save(
    place: Workplace, run_id: str, polls: Sequence[Polled], is_outage: bool, rng: random.Random
) -> list[SavedPoll]:
    with place.store.begin() as transaction:
        new_counts = _save_entries(transaction, polls)
        saved = [
            replace(one, outcome=replace(one.outcome, new_entry_count=new_counts[one.feed.feed_id])) for one in polls
        ]
        rows = [_poll_row(place, one, is_outage, rng) for one in saved]
        transaction.run("save_polls", run_id=run_id, rows=dump_rows(rows))
    return [SavedPoll(one, row["is_overflow"]) for one, row in zip(saved, rows, strict=True)]


def _save_entries(transaction: Transaction, polls: Sequence[Polled]) -> Counter[int]:
    """Write the entries of polls; return how many were new, by feed."""
    rows = [
        row
        for one in polls
        if one.parsed and one.parsed.entries
        for row in entry_rows(
            one.parsed.entries,
            feed_id=one.feed.feed_id,
            seen_at=one.polled_at,
            include_pattern=one.feed.include_pattern,
            exclude_pattern=one.feed.exclude_pattern,
        )
    ]
    written = transaction.rows("upsert_entries", rows=dump_rows(rows)) if rows else []
    return Counter(row.feed_id for row in written if row.is_new)


def _poll_row(place: Workplace, one: Polled, is_outage: bool, rng: random.Random) -> dict[str, Any]:
    """Return the poll with the feed's state after it, as save_polls takes it."""
    outcome, state = one.outcome, poll_state_of(one.feed)
    if is_outage and outcome.kind == "failed":
        after = excuse_poll(now=one.polled_at, state=state, rng=rng)
    else:
        after = plan_next_poll(
            now=one.polled_at,
            outcome=outcome,
            state=state,
            settings=place.settings,
            rng=rng,
            override_seconds=one.feed.interval_override_seconds,
        )
    return asdict(after) | {
        "feed_id": one.feed.feed_id,
        "url": moved_url(after) or one.feed.url,
        "polled_at": one.polled_at,
        "outcome": outcome.kind,
        "status_code": outcome.status_code,
        "poll_failure_class": outcome.failure_class,
        "detail": outcome.detail or None,
        "entry_count": outcome.entry_count,
        "new_entry_count": outcome.new_entry_count,
        "body_bytes": one.body_bytes,
        "elapsed_seconds": one.elapsed_seconds,
        "warnings": one.parsed.warnings if one.parsed else (),
        "is_overflow": has_overflowed(outcome, state),
        "item_hashes": pack_hashes(one.item_hashes).hex() if one.item_hashes else None,
    }
