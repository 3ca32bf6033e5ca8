"""When a feed is polled next, and what a poll says about it. Before and after the poll; decisions only.

The store keeps `PollState` as columns of ops.feeds, the poller says what happened as `PollOutcome`. Nothing here
reads a clock, a database or the network: time and chance are arguments.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from pipeline.settings import Settings

FailureClass = Literal[
    "gone",  # 404; feeds that answer 404 come back, so it is asked again
    "retired",  # 410: the publisher's own word that it is over
    "refused",  # 401, 403, robots.txt, an address we may not reach
    "rate_limited",  # 429
    "server",  # 5xx
    "timeout",
    "dns",
    "tls",
    "network",  # refused or reset connections
    "not_a_feed",
    "too_large",
    "other",
]

NEW_FEED_SECONDS = 900  # nothing known yet: a quarter of an hour is what most news sites declare as ttl
POLLS_PER_ENTRY = 2.0  # two polls an entry: half of them find nothing, an entry waits a quarter of its gap on average
RATE_MEMORY_DAYS = 3.0  # spans a weekend, so that Monday does not start from zero
JITTER_RATIO = 0.1  # spreads feeds that were added in one go; only ever later, so that no ask is broken
FULL_POLL_EVERY = 24  # conditional polls before one without validators; a wrong 304 hides entries no longer
MOVES_TO_BELIEVE = 3  # equal permanent redirects in a row; one may be a misconfiguration of an hour
LONGEST_RETRY_AFTER_SECONDS = 7 * 86_400  # beyond, it is a mistake or a way to lose us
LONGEST_BACKOFF_SECONDS = 86_400  # a feed is never abandoned: one poll a day
OUTAGE_HOSTS = 5  # below, a bad minute of two hosts would look like our own network
OUTAGE_RATIO = 0.8  # of hosts that could not be reached at all
OUTAGE_RETRY_SECONDS = 120
DISTRUSTED = ""  # stored as validator of a server that answered 304 wrongly: never ask it conditionally

UNREACHED: frozenset[str] = frozenset({"dns", "timeout", "network", "tls"})
_BACKOFF_START_SECONDS: dict[str, int] = {
    "server": 300,  # a deployment or an overload: minutes
    "timeout": 300,
    "network": 300,
    "rate_limited": 900,
    "dns": 900,  # resolvers cache a failure that long
    "other": 900,
    "tls": 3_600,  # somebody has to renew a certificate
    "refused": 3_600,
    "gone": 3_600,
    "not_a_feed": 3_600,
    "too_large": 3_600,
}


@dataclass(frozen=True, slots=True)
class PollState:
    """What is known of a feed between two polls: columns of ops.feeds, by these names."""

    interval_seconds: int = NEW_FEED_SECONDS  # the regular interval, without jitter and back-off
    failure_count: int = 0  # failed polls in a row
    failure_class: str | None = None  # of the last poll; None after a success
    etag: str | None = None  # as received; "" when the server's validators are known to lie
    last_modified: str | None = None  # the same
    body_hash: str | None = None  # of the last body that was read
    moved_to: str | None = None  # target of the last permanent redirect
    moved_count: int = 0  # equal permanent redirects in a row
    is_retired: bool = False
    retired_reason: str | None = None
    next_poll_at: datetime | None = None  # None: at once; for a retired feed: never
    entries_per_day: float | None = None  # observed publishing rate
    polls_since_full_count: int = 0  # 304 answers since the last whole body


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """What one poll brought.

    kind: "changed" (a body that differs), "unchanged" (the same body again), "not_modified" (304), "failed".
    """

    kind: Literal["changed", "unchanged", "not_modified", "failed"]
    status_code: int | None = None
    failure_class: FailureClass | None = None  # for "failed"
    detail: str = ""  # the error's message
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    was_conditional: bool = False  # whether validators were sent
    entry_count: int = 0  # entries in the document
    new_entry_count: int = 0  # of them not seen before
    entry_times: tuple[datetime, ...] = ()  # published times in the document, any order
    ttl_seconds: int | None = None  # RSS ttl or sy:update*
    max_age_seconds: int | None = None  # Cache-Control or Expires, from `read_asks`
    retry_after_seconds: float | None = None  # on 429 and 503, from `read_asks`
    redirects: tuple[tuple[int, str], ...] = ()  # (status, the URL it leads to), in order


@dataclass(frozen=True, slots=True)
class Asks:
    """What a server's headers ask of a poller, in seconds from now."""

    max_age_seconds: int | None = None
    retry_after_seconds: float | None = None


def plan_next_poll(
    *,
    now: datetime,
    outcome: PollOutcome,
    state: PollState,
    settings: Settings,
    rng: random.Random,
    override_seconds: int | None = None,
) -> PollState:
    """Return the feed's state after a poll, with the time of the next.

    override_seconds: an operator's interval; it wins over everything but back-off and Retry-After.
    """
    if outcome.kind == "failed":
        return _after_failure(now, outcome, state, rng, override_seconds)
    rate = _observe_rate(now, outcome, state)
    interval = _regular_interval(outcome, rate, settings, overflowed=has_overflowed(outcome, state))
    if outcome.kind != "changed":  # what the document asked (ttl) is not said again, and still holds
        interval = max(interval, min(state.interval_seconds, settings.poll_max_seconds))
    interval = override_seconds or interval
    moved_to, moved_count = _count_moves(outcome, state)
    etag, last_modified = _keep_validators(outcome, state)
    wait = max(float(interval), min(outcome.retry_after_seconds or 0.0, LONGEST_RETRY_AFTER_SECONDS))
    return replace(
        state,
        interval_seconds=interval,
        failure_count=0,
        failure_class=None,
        etag=etag,
        last_modified=last_modified,
        body_hash=outcome.body_hash or state.body_hash,
        moved_to=moved_to,
        moved_count=moved_count,
        next_poll_at=now + _jitter(wait, rng),
        entries_per_day=rate,
        polls_since_full_count=state.polls_since_full_count + 1 if outcome.kind == "not_modified" else 0,
    )


def excuse_poll(*, now: datetime, state: PollState, rng: random.Random) -> PollState:
    """Return the state after a poll that failed for our own outage: as before, asked again soon."""
    return replace(state, next_poll_at=now + _jitter(OUTAGE_RETRY_SECONDS, rng))


def is_own_outage(polls: Iterable[tuple[str, PollOutcome]]) -> bool:
    """Return True when most hosts of a round could not be reached at all: it is our network, not theirs.

    polls: (host, outcome) of one round. A host counts as reached when any of its polls was answered, however badly.
    """
    reached: dict[str, bool] = {}
    for host, outcome in polls:
        answered = not (outcome.kind == "failed" and outcome.failure_class in UNREACHED)
        reached[host] = reached.get(host, False) or answered
    silent = sum(not one for one in reached.values())
    return silent >= OUTAGE_HOSTS and silent >= OUTAGE_RATIO * len(reached)


def wants_full_poll(state: PollState) -> bool:
    """Return True when the next poll should send no validators."""
    if DISTRUSTED in (state.etag, state.last_modified):
        return True
    return state.polls_since_full_count >= FULL_POLL_EVERY


def moved_url(state: PollState) -> str | None:
    """Return the feed's new address once enough equal permanent redirects were seen, else None."""
    return state.moved_to if state.moved_count >= MOVES_TO_BELIEVE else None


def has_overflowed(outcome: PollOutcome, state: PollState) -> bool:
    """Return True when a changed document shares no entry with what was seen: some may have been missed between."""
    return (
        outcome.kind == "changed"
        and state.body_hash is not None
        and outcome.entry_count > 0
        and outcome.new_entry_count >= outcome.entry_count
    )


def read_asks(headers: Sequence[tuple[str, str]], now: datetime) -> Asks:
    """Return what the headers of an answer ask: Cache-Control over Expires (RFC 9111 5.3), Retry-After either way.

    What does not parse asks nothing.
    """
    values = {name.lower(): value.strip() for name, value in headers}
    max_age: float | None = _read_max_age(values.get("cache-control", ""))
    if max_age is None:
        max_age = _seconds_until(values.get("expires", ""), now)
    retry = values.get("retry-after", "")
    after = float(retry) if retry.isascii() and retry.isdigit() else _seconds_until(retry, now)
    return Asks(max_age_seconds=None if max_age is None else int(max_age), retry_after_seconds=after)


def _after_failure(
    now: datetime, outcome: PollOutcome, state: PollState, rng: random.Random, override_seconds: int | None
) -> PollState:
    failure = outcome.failure_class or "other"
    count = state.failure_count + 1
    if failure == "retired" or outcome.status_code == 410:
        reason = outcome.detail or "the server answers 410 Gone"
        return replace(
            state,
            failure_count=count,
            failure_class="retired",
            is_retired=True,
            retired_reason=reason,
            next_poll_at=None,
        )
    start = max(_BACKOFF_START_SECONDS.get(failure, 900), override_seconds or state.interval_seconds)
    wait = min(start * 2.0 ** min(count - 1, 16), float(LONGEST_BACKOFF_SECONDS))
    wait = max(wait, min(outcome.retry_after_seconds or 0.0, float(LONGEST_RETRY_AFTER_SECONDS)))
    return replace(state, failure_count=count, failure_class=failure, next_poll_at=now + _jitter(wait, rng))


def _regular_interval(outcome: PollOutcome, rate: float | None, settings: Settings, *, overflowed: bool) -> int:
    """Return the seconds to the next poll: by the publishing rate, not faster than asked, within the settings."""
    wanted = NEW_FEED_SECONDS if rate is None else 86_400 / max(rate * POLLS_PER_ENTRY, 1e-6)
    if overflowed:
        wanted /= 2
    asked = max(outcome.ttl_seconds or 0, outcome.max_age_seconds or 0)
    return int(min(max(wanted, asked, settings.poll_min_seconds), settings.poll_max_seconds))


def _observe_rate(now: datetime, outcome: PollOutcome, state: PollState) -> float | None:
    """Return entries a day: from the dates in a changed document, else from what the last polls brought."""
    if outcome.kind == "changed":
        dated = _rate_of_times(now, outcome.entry_times)
        if dated is not None:
            return dated
    if state.entries_per_day is None:
        return None
    due = state.next_poll_at or now
    elapsed_seconds = max((now - due).total_seconds() + state.interval_seconds, state.interval_seconds, 1.0)
    days = elapsed_seconds / 86_400
    kept = math.exp(-days / RATE_MEMORY_DAYS)
    return state.entries_per_day * kept + outcome.new_entry_count / days * (1 - kept)


def _rate_of_times(now: datetime, times: Sequence[datetime]) -> float | None:
    """Return entries a day of the newer half of a document: items that stay for years do not slow it down."""
    past = sorted((one for one in times if one <= now), reverse=True)
    newer = past[: (len(past) + 1) // 2]
    if len(past) < 3 or not newer:
        return None
    days = max((now - newer[-1]).total_seconds() / 86_400, 1 / 288)  # five minutes: a batch stamped with one time
    return len(newer) / days


def _count_moves(outcome: PollOutcome, state: PollState) -> tuple[str | None, int]:
    """Return (target, times in a row): only the permanent hops before the first temporary one count."""
    target = None
    for status, url in outcome.redirects:
        if status not in (301, 308):
            break
        target = url
    if target is None:
        return None, 0
    return target, state.moved_count + 1 if target == state.moved_to else 1


def _keep_validators(outcome: PollOutcome, state: PollState) -> tuple[str | None, str | None]:
    """Return the validators for the next poll; `DISTRUSTED` once a 304 was shown to be wrong."""
    if DISTRUSTED in (state.etag, state.last_modified):
        return DISTRUSTED, DISTRUSTED
    if outcome.kind == "not_modified":
        return outcome.etag or state.etag, outcome.last_modified or state.last_modified
    same = (outcome.etag, outcome.last_modified) == (state.etag, state.last_modified)
    hidden = outcome.kind == "changed" and outcome.new_entry_count > 0 and not outcome.was_conditional
    if same and hidden and state.polls_since_full_count > 0 and (state.etag or state.last_modified):
        return DISTRUSTED, DISTRUSTED
    return outcome.etag or None, outcome.last_modified or None


def _read_max_age(text: str) -> int | None:
    for part in text.lower().split(","):
        name, _, value = part.strip().partition("=")
        value = value.strip().strip('"')
        if name.strip() == "max-age" and value.isascii() and value.isdigit():
            return int(value)
    return None


def _seconds_until(text: str, now: datetime) -> float | None:
    """Return the seconds to an HTTP date, None when it is none or past."""
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    seconds = (at - now).total_seconds()
    return seconds if seconds > 0 else None


def _jitter(seconds: float, rng: random.Random) -> timedelta:
    return timedelta(seconds=seconds * (1 + JITTER_RATIO * rng.random()))
