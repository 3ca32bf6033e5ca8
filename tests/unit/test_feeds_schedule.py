"""When a feed is polled next: each rule with its case."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.feeds.schedule import (
    DISTRUSTED,
    FULL_POLL_EVERY,
    JITTER_RATIO,
    MOVES_TO_BELIEVE,
    NEW_FEED_SECONDS,
    Asks,
    PollOutcome,
    PollState,
    excuse_poll,
    has_overflowed,
    is_own_outage,
    moved_url,
    plan_next_poll,
    read_asks,
    wants_full_poll,
)
from pipeline.settings import Settings

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
SETTINGS = Settings()
DAY = 86_400


def plan(outcome: PollOutcome, state: PollState | None = None, **more: Any) -> PollState:
    return plan_next_poll(
        now=more.pop("now", NOW),
        outcome=outcome,
        state=state or PollState(),
        settings=SETTINGS,
        rng=random.Random(1),
        **more,
    )


def wait_of(state: PollState) -> float:
    assert state.next_poll_at is not None
    return (state.next_poll_at - NOW).total_seconds()


def times(count: int, every_seconds: int) -> tuple[datetime, ...]:
    return tuple(NOW - timedelta(seconds=every_seconds * (number + 1)) for number in range(count))


@pytest.mark.parametrize(
    ("outcome", "interval"),
    [
        pytest.param(PollOutcome("changed"), NEW_FEED_SECONDS, id="nothing known"),
        pytest.param(PollOutcome("changed", entry_times=times(20, 3_600)), 1_800, id="an entry an hour"),
        pytest.param(PollOutcome("changed", entry_times=times(20, 60)), 120, id="faster than the fastest"),
        pytest.param(PollOutcome("changed", entry_times=times(20, 30 * DAY)), DAY, id="monthly"),
        pytest.param(PollOutcome("changed", entry_times=(*times(10, 3_600), *times(10, 300 * DAY))), 1_800,
                     id="old items that stay"),
        pytest.param(PollOutcome("changed", entry_times=times(20, -3_600)), NEW_FEED_SECONDS, id="dates in the future"),
        pytest.param(PollOutcome("changed", entry_times=times(20, 60), ttl_seconds=3_600), 3_600, id="ttl"),
        pytest.param(PollOutcome("changed", entry_times=times(20, 60), max_age_seconds=600), 600, id="max-age"),
        pytest.param(PollOutcome("changed", ttl_seconds=10 * DAY), DAY, id="ttl beyond reason"),
    ],
)  # fmt: skip
def test_interval_follows_the_rate_and_the_asks(outcome: PollOutcome, interval: int) -> None:
    state = plan(outcome)

    assert state.interval_seconds == interval
    assert interval <= wait_of(state) <= interval * (1 + JITTER_RATIO)


@pytest.mark.parametrize("kind", ["not_modified", "unchanged"])
def test_ttl_still_holds_where_the_document_is_not_read_again(kind: Any) -> None:
    state = plan(PollOutcome("changed", entry_times=times(20, 60), ttl_seconds=3_600))

    assert plan(PollOutcome(kind), state).interval_seconds == 3_600


def test_operators_interval_wins_over_asks() -> None:
    assert plan(PollOutcome("changed", ttl_seconds=7_200), override_seconds=300).interval_seconds == 300


def test_quiet_feed_is_asked_less_and_less() -> None:
    state = plan(PollOutcome("changed", entry_times=times(20, 3_600)))
    intervals = []
    for _ in range(2_000):
        now = state.next_poll_at or NOW
        state = plan(PollOutcome("not_modified"), state, now=now)
        intervals.append(state.interval_seconds)

    assert intervals == sorted(intervals)
    assert intervals[-1] > 10 * intervals[0]


def test_new_entries_bring_it_back() -> None:
    quiet = PollState(interval_seconds=DAY, entries_per_day=0.1, next_poll_at=NOW, body_hash="a")

    state = plan(PollOutcome("changed", new_entry_count=40, entry_count=50, body_hash="b"), quiet)

    assert state.interval_seconds < DAY / 10


def test_overflow_halves_the_interval() -> None:
    known = PollState(body_hash="a")
    outcome = PollOutcome("changed", entry_count=10, new_entry_count=10, entry_times=times(10, 3_600))

    assert has_overflowed(outcome, known)
    assert plan(outcome, known).interval_seconds == plan(outcome).interval_seconds // 2


@pytest.mark.parametrize(
    ("failure", "waits"),
    [
        pytest.param("server", [900, 1_800, 3_600, 7_200], id="server"),
        pytest.param("gone", [3_600, 7_200, 14_400, 28_800], id="gone"),
        pytest.param("not_a_feed", [3_600, 7_200, 14_400, 28_800], id="not a feed"),
    ],
)
def test_failures_back_off(failure: Any, waits: list[int]) -> None:
    state, seen = PollState(), []
    for _ in waits:
        state = plan(PollOutcome("failed", failure_class=failure), state)
        seen.append(wait_of(state))

    assert all(wait <= one <= wait * (1 + JITTER_RATIO) for wait, one in zip(waits, seen, strict=True))


def test_failing_feed_is_still_asked_once_a_day() -> None:
    state = plan(PollOutcome("failed", failure_class="gone"), PollState(failure_count=500))

    assert wait_of(state) <= DAY * (1 + JITTER_RATIO)
    assert not state.is_retired


def test_first_success_recovers() -> None:
    failed = PollState(
        interval_seconds=600, failure_count=9, failure_class="server", entries_per_day=72.0, next_poll_at=NOW
    )

    state = plan(PollOutcome("not_modified"), failed)

    assert (state.failure_count, state.failure_class) == (0, None)
    assert state.interval_seconds < 3_600


@pytest.mark.parametrize("kind", ["failed", "not_modified"])
def test_retry_after_is_honoured(kind: Any) -> None:
    outcome = PollOutcome(kind, failure_class="rate_limited" if kind == "failed" else None, retry_after_seconds=50_000)

    assert wait_of(plan(outcome)) >= 50_000


def test_410_retires_with_its_reason() -> None:
    state = plan(PollOutcome("failed", status_code=410, failure_class="gone"))

    assert (state.is_retired, state.next_poll_at) == (True, None)
    assert "410" in (state.retired_reason or "")


@pytest.mark.parametrize(
    ("redirects", "moves"),
    [
        pytest.param([((301, "https://b.example/"),)] * MOVES_TO_BELIEVE, "https://b.example/", id="301"),
        pytest.param([((308, "https://b.example/"),)] * MOVES_TO_BELIEVE, "https://b.example/", id="308"),
        pytest.param([((301, "https://b.example/"),)] * (MOVES_TO_BELIEVE - 1), None, id="not often enough"),
        pytest.param([((302, "https://b.example/"),)] * 50, None, id="302 never"),
        pytest.param([((307, "https://b.example/"),)] * 50, None, id="307 never"),
        pytest.param([((301, "https://b.example/"), (302, "https://c.example/"))] * 3, "https://b.example/", id="301 then 302"),
        pytest.param([((301, "https://b.example/"), (301, "https://c.example/"))] * 3, "https://c.example/", id="chain"),
        pytest.param([((301, "https://b.example/"),), (), ((301, "https://b.example/"),), ((301, "https://b.example/"),)], None,
                     id="interrupted"),
        pytest.param([((301, f"https://b.example/{n}"),) for n in range(9)], None, id="never the same"),
    ],
)  # fmt: skip
def test_permanent_redirects_move_a_feed(redirects: list[tuple[tuple[int, str], ...]], moves: str | None) -> None:
    state = PollState()
    for one in redirects:
        state = plan(PollOutcome("changed", redirects=one), state)

    assert moved_url(state) == moves


def test_full_poll_comes_after_many_304s() -> None:
    state = plan(PollOutcome("changed", etag='"a"', body_hash="h"))
    for _ in range(FULL_POLL_EVERY):
        assert not wants_full_poll(state)
        state = plan(PollOutcome("not_modified", was_conditional=True), state)

    assert wants_full_poll(state)
    assert state.etag == '"a"'


def test_server_that_answers_304_wrongly_is_found_out() -> None:
    believed = PollState(etag='"a"', body_hash="old", polls_since_full_count=FULL_POLL_EVERY)
    outcome = PollOutcome("changed", etag='"a"', body_hash="new", new_entry_count=3, entry_count=10)

    state = plan(outcome, believed)

    assert (state.etag, state.last_modified) == (DISTRUSTED, DISTRUSTED)
    assert wants_full_poll(plan(PollOutcome("changed", etag='"b"'), state))


def test_validators_are_those_of_the_last_body() -> None:
    state = plan(PollOutcome("changed", etag='"b"', was_conditional=True), PollState(etag='"a"', last_modified="Mon"))

    assert (state.etag, state.last_modified) == ('"b"', None)


def outage(unreached: int, reached: int) -> list[tuple[str, PollOutcome]]:
    down = [(f"d{n}.example", PollOutcome("failed", failure_class="dns")) for n in range(unreached)]
    return down + [
        (f"u{n}.example", PollOutcome("failed", failure_class="server", status_code=500)) for n in range(reached)
    ]


@pytest.mark.parametrize(
    ("polls", "is_ours"),
    [
        pytest.param(outage(20, 0), True, id="all"),
        pytest.param(outage(8, 2), True, id="most"),
        pytest.param(outage(7, 3), False, id="many"),
        pytest.param(outage(3, 0), False, id="too few to say"),
        pytest.param([("one.example", PollOutcome("failed", failure_class="timeout"))] * 100, False, id="one host"),
        pytest.param([], False, id="none"),
    ],
)
def test_own_outage_is_recognised(polls: list[tuple[str, PollOutcome]], is_ours: bool) -> None:
    assert is_own_outage(polls) is is_ours


def test_own_outage_penalises_no_feed() -> None:
    before = PollState(interval_seconds=600, failure_count=2, failure_class="server", etag='"a"')

    after = excuse_poll(now=NOW, state=before, rng=random.Random(1))

    assert replace(after, next_poll_at=None) == before
    assert 0 < wait_of(after) < 600


@pytest.mark.parametrize(
    ("headers", "asks"),
    [
        pytest.param([("Cache-Control", "public, max-age=600")], Asks(600), id="max-age"),
        pytest.param([("cache-control", 'max-age="600"')], Asks(600), id="quoted"),
        pytest.param([("Expires", "Tue, 03 Mar 2026 13:00:00 GMT")], Asks(3_600), id="expires"),
        pytest.param([("Expires", "Tue, 03 Mar 2026 11:00:00 GMT")], Asks(), id="expired"),
        pytest.param([("Expires", "0")], Asks(), id="expires zero"),
        pytest.param(
            [("Cache-Control", "max-age=0"), ("Expires", "Tue, 03 Mar 2026 13:00:00 GMT")], Asks(0), id="both"
        ),
        pytest.param([("Retry-After", "120")], Asks(None, 120.0), id="retry in seconds"),
        pytest.param([("Retry-After", "Tue, 03 Mar 2026 12:02:00 GMT")], Asks(None, 120.0), id="retry by date"),
        pytest.param([("Retry-After", "soon"), ("Cache-Control", "max-age=x")], Asks(), id="nonsense"),
        pytest.param([("Retry-After", "²")], Asks(), id="digit of another kind"),
        pytest.param([], Asks(), id="none"),
    ],
)
def test_asks_of_headers(headers: list[tuple[str, str]], asks: Asks) -> None:
    assert read_asks(headers, NOW) == asks
