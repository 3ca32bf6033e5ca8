"""Batches: sites stay together, nothing is planned twice, ids can be made again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.steps.planning import batch_id_of, group_entries

waiting_rows = st.lists(
    st.tuples(st.integers(1, 10_000), st.sampled_from(["a.example", "www.a.example", "b.example", "c.example", ""])),
    unique_by=lambda row: row[0],
    max_size=60,
)


def rows(pairs: list[tuple[int, str]]) -> list[Any]:
    return [SimpleNamespace(entry_id=entry_id, host=host) for entry_id, host in pairs]


@given(waiting_rows, st.integers(1, 12))
def test_no_batch_is_too_large_and_no_entry_stands_twice(pairs: list[tuple[int, str]], size: int) -> None:
    batches = group_entries(rows(pairs), size, keep_hosts=True)
    placed = [entry for batch in batches for entry in batch]
    assert all(0 < len(batch) <= size for batch in batches)
    assert len(placed) == len(set(placed))


@given(waiting_rows, st.integers(1, 12))
def test_a_site_is_never_in_two_batches(pairs: list[tuple[int, str]], size: int) -> None:
    site = {entry_id: host.removeprefix("www.") for entry_id, host in pairs}
    batches = [{site[entry] for entry in batch} for batch in group_entries(rows(pairs), size, keep_hosts=True)]
    assert all(not (one & other) for number, one in enumerate(batches) for other in batches[:number])


@given(waiting_rows, st.integers(1, 12))
def test_without_hosts_to_keep_everything_is_planned_in_order(pairs: list[tuple[int, str]], size: int) -> None:
    batches = group_entries(rows(pairs), size, keep_hosts=False)
    assert [entry for batch in batches for entry in batch] == [entry_id for entry_id, _ in pairs]


def test_planning_again_gives_the_same_ids() -> None:
    assert batch_id_of("run", 0) == batch_id_of("run", 0)
    assert len({batch_id_of(run, number) for run in ("a", "b") for number in range(3)}) == 6


def broken_rows(*triples: tuple[int, str, int]) -> list[Any]:
    return [SimpleNamespace(entry_id=entry, host=host, broken_batch_count=breaks) for entry, host, breaks in triples]


def test_entries_of_broken_batches_travel_in_ever_smaller_ones() -> None:
    for breaks, most in ((0, 200), (1, 200), (2, 25), (3, 3), (4, 1), (9, 1)):
        many = broken_rows(*((number, f"{number}.example", breaks) for number in range(400)))
        for keep_hosts in (True, False):
            batches = group_entries(many, 200, keep_hosts=keep_hosts)
            assert max(map(len, batches)) == most
            assert sum(map(len, batches)) == 400


def test_entries_of_broken_batches_travel_among_themselves() -> None:
    waiting = broken_rows((1, "a.example", 0), (2, "b.example", 1), (3, "c.example", 0), (4, "d.example", 1))

    assert group_entries(waiting, 200, keep_hosts=True) == [[1, 3], [2, 4]]
    assert group_entries(waiting, 200, keep_hosts=False) == [[1, 3], [2, 4]]


def test_a_site_stays_in_one_batch_when_some_of_its_entries_broke_one() -> None:
    waiting = broken_rows((1, "a.example", 0), (2, "www.a.example", 2), (3, "a.example", 1), (4, "b.example", 0))

    assert group_entries(waiting, 200, keep_hosts=True) == [[4], [2]]
