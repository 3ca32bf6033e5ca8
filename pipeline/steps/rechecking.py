"""Re-checks: pages of loaded articles are looked at again, ever more seldom, for edits.

They travel in the batches of ingest_news, beside new entries (planning takes them along): that run knows which sites are
being asked, so that a site still hears from one worker only. Here is when the next look is due, and how one ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pipeline.records import ClassifiedEntry, EntryState, FetchedPage
from pipeline.settings import Settings
from pipeline.steps.fetching import retry_at
from pipeline.store.encode import dump_rows
from pipeline.store.store import Transaction
from pipeline.urls import host_of

Outcome = Literal["unchanged", "revision", "gone", "refused", "unreachable", "unreadable"]

GONE_STATUSES = (404, 410)
LEFT = "the page leads to another article now"  # how the decision on such a re-check begins
OUTCOMES: dict[EntryState, Outcome] = {
    EntryState.UNCHANGED: "unchanged",
    EntryState.REVISION: "revision",
    EntryState.LOADED: "revision",  # what was registered of it is lost; the text is written as it stands
    EntryState.COPY: "revision",
    EntryState.REFUSED: "refused",
    EntryState.UNREACHABLE: "unreachable",
    EntryState.NOT_ARTICLE: "unreadable",
    EntryState.QUARANTINED: "unreadable",
}


def plan_first_rechecks(written: Sequence[ClassifiedEntry], settings: Settings, now: datetime) -> list[dict[str, Any]]:
    """Return the first re-check of every new article whose page was fetched from its site."""
    rows = [
        _next_row(one, 1, settings, now)
        for one in written
        if one.state in (EntryState.LOADED, EntryState.COPY)
        and _page_of(one).task.recheck is None
        and _page_of(one).reason == "fetched"
    ]
    return [row for row in rows if row is not None]


def end_rechecks(
    transaction: Transaction, settings: Settings, batch_id: UUID, rechecked: Sequence[ClassifiedEntry], now: datetime
) -> None:
    """Write how a batch's re-checks ended and when the next are due, and say of the articles whether their pages stand."""
    transaction.run(
        "end_rechecks", batch_id=batch_id, now=now, rows=dump_rows([end_row(one, now) for one in rechecked])
    )
    transaction.run("insert_rechecks", rows=dump_rows(plan_next_rechecks(rechecked, settings, now)))
    ended = [one for one in rechecked if one.state is not EntryState.DISCOVERED]
    if stands := [row for one in ended if (row := withdrawn_row(one)) is not None]:
        transaction.run("mark_withdrawn", rows=dump_rows(stands))


def plan_next_rechecks(ended: Sequence[ClassifiedEntry], settings: Settings, now: datetime) -> list[dict[str, Any]]:
    """Return the re-check that follows each that ended, as long as the schedule has one."""
    rows = []
    for one in ended:
        recheck = _page_of(one).task.recheck
        if recheck is not None and one.state is not EntryState.DISCOVERED:
            rows.append(_next_row(one, recheck.check_number + 1, settings, now))
    return [row for row in rows if row is not None]


def end_row(one: ClassifiedEntry, now: datetime) -> dict[str, Any]:
    """Return how a re-check ended; outcome None when it goes round again."""
    page = _page_of(one)
    task = page.task
    is_waiting = one.state is EntryState.DISCOVERED
    failed_count = task.attempt_count + 1
    return {
        "recheck_id": task.recheck.recheck_id if task.recheck else None,
        "outcome": None if is_waiting else outcome_of(one),
        "reason": one.reason,
        "detail": one.detail,
        "attempt_count": task.attempt_count if one.reason == "host_busy" or not is_waiting else failed_count,
        "due_at": retry_at(now, failed_count, page.retry_after_seconds) if is_waiting else None,
    }


def outcome_of(one: ClassifiedEntry) -> Outcome:
    """Return a re-check's end in the words of its ledger."""
    if one.state is EntryState.UNREACHABLE and _page_of(one).status_code in GONE_STATUSES:
        return "gone"
    return OUTCOMES[one.state]


def withdrawn_row(one: ClassifiedEntry) -> dict[str, Any] | None:
    """Return {article_id, gone_at} where a re-check showed the page gone or standing; None where it showed neither."""
    page, outcome = _page_of(one), outcome_of(one)
    if page.task.recheck is None or outcome not in ("gone", "unchanged", "revision"):
        return None
    return {
        "article_id": page.task.recheck.article_id,
        "gone_at": page.fetched_at if outcome == "gone" else None,
    }


def _next_row(one: ClassifiedEntry, from_number: int, settings: Settings, now: datetime) -> dict[str, Any] | None:
    """Return the first re-check from a number on whose time has not passed: what a standstill missed is left out."""
    page = _page_of(one)
    recheck, offsets = page.task.recheck, settings.recheck_offsets
    for number in range(from_number, len(offsets) + 1):
        due_at = page.task.first_seen_at + offsets[number - 1]
        if due_at > now:
            break
    else:
        return None
    decision = one.decided.decision
    is_left = decision is not None and decision.reason.startswith(LEFT)  # the article may come back to its address
    is_read = recheck is None or (outcome_of(one) in ("unchanged", "revision") and not is_left)
    url = (page.final_url if is_read else None) or page.task.url
    digest = page.raw.digest if page.raw and is_read else None
    # Servers answer 304 wrongly: the last look asks for the whole page. Of an article of several pages every look
    # does: that its first page stands says nothing of the others.
    is_of_pages = bool(page.following)
    is_whole = number == len(offsets) or is_of_pages
    return {
        "article_id": recheck.article_id if recheck else one.decided.extracted.article_id,
        "check_number": number,
        "entry_id": page.task.entry_id,
        "url": url,
        "host": host_of(url),
        "due_at": due_at,
        "etag": None if is_whole else (page.etag if is_read else None) or (recheck.etag if recheck else None),
        "last_modified": None
        if is_whole
        else (page.last_modified if is_read else None) or (recheck.last_modified if recheck else None),
        "raw_digest": None if is_of_pages else digest or (recheck.raw_digest if recheck else None),
    }


def _page_of(one: ClassifiedEntry) -> FetchedPage:
    return one.decided.extracted.page
