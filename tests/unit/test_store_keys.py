"""Stored keys: what they carry can be read back, spans keep the window together, a crowd takes turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.store.keys import LAST_TURN, first_turn_of, first_turns, hash_of, keys_to_store, latest_turns, store_key
from pipeline.store.keys import span_of as span

KEYS = st.integers(0, 2**32 - 1)
TIMES = st.integers(-70 * 365 * 24, 130 * 365 * 24).map(
    lambda hours: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
)
WINDOW = timedelta(days=14)


@given(KEYS, TIMES, st.integers(0, LAST_TURN))
def test_a_stored_key_fits_postgres_and_gives_back_what_it_was_made_of(key: int, at: datetime, turn: int) -> None:
    stored = store_key(key, span(at), turn)
    assert -(2**63) <= stored < 2**63
    assert hash_of(stored) == key
    assert first_turn_of(stored) == (store_key(key, span(at)), turn)


@given(KEYS, TIMES, st.floats(-14, 14), st.integers(0, 5))
def test_what_is_registered_within_the_window_is_asked_for_in_its_latest_turns(
    key: int, at: datetime, days: float, turn: int
) -> None:
    other_at = at + timedelta(days=days)
    turns = {store_key(key, span(other_at)): turn}
    asked = latest_turns(first_turns([key], at, WINDOW), turns)
    assert set(keys_to_store([key], other_at, turns)) <= set(asked)
    assert set(keys_to_store([key], other_at, {next(iter(turns)): max(0, turn - 1)})) <= set(asked)
    if turn >= 2:
        assert not set(keys_to_store([key], other_at, {})) & set(asked)
