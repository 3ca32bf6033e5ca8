"""Keys of fingerprints as they stand in Postgres: the hash, and above it where in time and in a crowd it belongs.

A key's upper bits are a span of time, so that a lookup touches only the part of the index
that its window needs, however many articles are registered. Below stands a turn: when CROWD articles have a key in
a span (a template's words, a daily column's first line), the next ones get its next turn, and a lookup asks for the two
latest turns: no key brings more than the latest few hundred articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

SPAN = timedelta(days=14)  # never to be changed: keys that stand would not be found
CROWD = 200  # articles under one key before its next turn
HASH_BITS, TURN_BITS = 32, 14
LAST_TURN = (1 << TURN_BITS) - 1
_HASH = (1 << HASH_BITS) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def hash_of(stored: int) -> int:
    """Return the fingerprint's key that a stored key carries."""
    return stored & _HASH


def store_key(key: int, span: int, turn: int = 0) -> int:
    """Return a key as it is stored: signed 64 bits, ordered by span."""
    return (span << TURN_BITS | min(turn, LAST_TURN)) << HASH_BITS | key


def span_of(at: datetime) -> int:
    """Return the span of time that a moment falls into, counted from 1970."""
    return (at - _EPOCH) // SPAN


def keys_to_store(keys: Iterable[int], seen_at: datetime, turns: Mapping[int, int]) -> tuple[int, ...]:
    """Return an article's keys as they are stored. turns: of crowded keys, by their first turn's stored key."""
    span = span_of(seen_at)
    return tuple(store_key(key, span, turns.get(store_key(key, span), 0)) for key in keys)


def first_turns(keys: Iterable[int], seen_at: datetime, window: timedelta) -> list[int]:
    """Return, for each key and each span within a window of a moment, the stored key of its first turn."""
    spans = range(span_of(seen_at - window), span_of(seen_at + window) + 1)
    return [store_key(key, span) for key in keys for span in spans]


def latest_turns(firsts: Iterable[int], turns: Mapping[int, int]) -> list[int]:
    """Return the stored keys to look up: of a crowded key the two latest turns, of others the one there is."""
    step = 1 << HASH_BITS
    asked: list[int] = []
    for first in firsts:
        turn = turns.get(first, 0)
        asked.append(first + turn * step)
        if turn:
            asked.append(first + (turn - 1) * step)
    return asked


def first_turn_of(stored: int) -> tuple[int, int]:
    """Return a stored key's first turn and the turn it is in."""
    turn = stored >> HASH_BITS & LAST_TURN
    return stored - (turn << HASH_BITS), turn
