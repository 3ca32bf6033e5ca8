from __future__ import annotations

import dataclasses
import inspect
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID, uuid5

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import records
from pipeline.archive.stages import read_header, read_stage, stage_path, write_stage
from pipeline.archive.store import ArchiveStore
from pipeline.errors import Quarantine

BATCH = UUID("11111111-1111-4111-8111-111111111111")
TYPES = [
    kind
    for _, kind in inspect.getmembers(records, inspect.isclass)
    if dataclasses.is_dataclass(kind) and kind.__module__ == records.__name__ and kind is not records.Page
]  # a Page is handed to the extractor in the same process, never written


@pytest.fixture
def store(tmp_path: Path) -> ArchiveStore:
    return ArchiveStore(str(tmp_path / "archive"))


@cache
def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a type as the records use it."""
    arguments = get_args(kind)
    if kind in SIMPLE:
        return SIMPLE[kind]
    if dataclasses.is_dataclass(kind):
        return st.builds(kind, **{name: values_of(one) for name, one in get_type_hints(kind).items()})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if get_origin(kind) is Literal:
        return st.sampled_from(arguments)
    if get_origin(kind) is dict:
        return st.dictionaries(*map(values_of, arguments), max_size=2)
    if get_origin(kind) is tuple and arguments[-1] is Ellipsis:
        return st.lists(values_of(arguments[0]), max_size=2).map(tuple)
    if get_origin(kind) is tuple:
        return st.tuples(*map(values_of, arguments))
    return st.one_of(*map(values_of, arguments))


ZONES = st.builds(lambda minutes: timezone(timedelta(minutes=minutes)), st.integers(-14 * 60, 14 * 60))
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    bytes: st.binary(max_size=12),
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    datetime: st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=ZONES),  # noqa: DTZ001
    UUID: st.uuids(),
    type(None): st.none(),
}


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_record_comes_back_as_it_was(kind: type[Any], store: ArchiveStore, data: st.DataObject) -> None:
    kept = data.draw(st.lists(values_of(kind), max_size=3))
    path = write_stage(store, BATCH, "try", kept)
    assert list(read_stage(store, path, kind)) == kept


def test_whole_way_of_an_entry_comes_back() -> None:
    store = ArchiveStore("memory://whole-way")
    now = datetime(2026, 1, 5, 10, 0, 0, 123456, tzinfo=UTC)
    raw = records.RawRef("raw/x.warc.gz", 1, 2, "sha256:00")
    claimed = records.ClaimedTime(now, "minute", "assumed", "feed")
    entry = records.FeedEntry("key", "https://a.example/ü", None, 'Title "x"\n', claimed, authors=("A", "B"))
    task = records.EntryTask(7, 8, "https://a.example/", entry, now, raw=raw, headers=(("A", "b"),))
    page = records.FetchedPage(task, records.EntryState.DISCOVERED, fetched_at=now, raw=raw)
    article = records.Article(None, "T", "Ä\u2028text\0", value_sources={"title": "og:title"}, published_at=claimed)
    identity = uuid5(BATCH, "x")
    extracted = records.ExtractedEntry(page, records.EntryState.DISCOVERED, article_id=identity, article=article)
    fingerprint = records.Fingerprint("a", "b", 3, (-(2**63), 2**63 - 1), (), b"\x00\xff")
    decision = records.Decision(identity, "copy", "same text", identity, identity, merged_stories=(identity,))
    decided = records.DecidedEntry(extracted, records.EntryState.COPY, fingerprint=fingerprint, decision=decision)
    topics = records.Classification(
        (records.TopicScore("security", 0.123456789, True, evidence=(records.Evidence("title", 0, 1, "T", 0.5),)),),
        "m1",
    )
    whole = records.ClassifiedEntry(decided, records.EntryState.COPY, classification=topics)
    path = write_stage(store, BATCH, "classify", [whole])
    (back,) = read_stage(store, path, records.ClassifiedEntry)
    assert back == whole
    assert isinstance(back.state, records.EntryState)
    assert isinstance(back.decided.fingerprint, records.Fingerprint)
    assert back.decided.extracted.page.task.first_seen_at.tzinfo is not None


def test_days_come_back(store: ArchiveStore) -> None:
    day = records.LedgerDay(date(2026, 1, 5), records.EntryState.LOADED, 4)
    assert list(read_stage(store, write_stage(store, BATCH, "days", [day]), records.LedgerDay)) == [day]


def ref(number: int) -> records.RawRef:
    return records.RawRef(f"raw/{number}.warc.gz", number, 100, "sha256:00")


def test_same_records_give_the_same_bytes(store: ArchiveStore) -> None:
    path = write_stage(store, BATCH, "fetch", map(ref, range(5)))
    before = store.read(path)
    assert write_stage(store, BATCH, "fetch", [ref(n) for n in range(5)]) == path
    assert store.read(path) == before


def test_header_says_what_the_file_is(store: ArchiveStore) -> None:
    path = write_stage(store, BATCH, "fetch", [ref(1)])
    assert path == stage_path(BATCH, "fetch") == f"stages/{BATCH}/fetch.jsonl.zst"
    header = read_header(store, path)
    assert (header.stage, header.batch, header.type, header.count) == ("fetch", str(BATCH), "RawRef", 1)


def test_empty_stage_is_a_stage(store: ArchiveStore) -> None:
    assert list(read_stage(store, write_stage(store, BATCH, "fetch", []), records.RawRef)) == []


def test_lone_surrogates_are_written_as_replacement(store: ArchiveStore) -> None:
    entry = records.FeedEntry("k\ud800", None, None, "broken \udc00 title, whole \U0001f600")
    (back,) = read_stage(store, write_stage(store, BATCH, "x", [entry]), records.FeedEntry)
    assert (back.key, back.title) == ("k\ufffd", "broken \ufffd title, whole \U0001f600")


def test_many_records_are_streamed(store: ArchiveStore) -> None:
    path = write_stage(store, BATCH, "fetch", (ref(n) for n in range(20_000)))
    lines = read_stage(store, path, records.RawRef)
    assert next(lines) == ref(0)
    assert sum(1 for _ in lines) == 19_999


def damaged(store: ArchiveStore, path: str) -> dict[str, bytes]:
    whole = store.read(path)
    text = zstandard.decompress(whole)
    lines = text.split(b"\n")
    return {
        "empty": b"",
        "foreign": b"PAR1 not a stage file",
        "cut_in_header": whole[:10],
        "cut_in_the_middle": whole[: len(whole) // 2],
        "cut_at_the_end": whole[:-5],
        "line_missing": zstandard.compress(b"\n".join([*lines[:-2], b""])),
        "last_line_cut": zstandard.compress(text[:-6]),
        "line_too_many": zstandard.compress(text + lines[1] + b"\n"),
        "header_missing": zstandard.compress(b"\n".join(lines[1:])),
        "not_json": zstandard.compress(b"\n".join([lines[0], *[b"{"] * 50, b""])),
        "other_version": zstandard.compress(text.replace(b'"schema":1', b'"schema":99', 1)),
        "wrong_kind_of_value": zstandard.compress(text.replace(b'"offset":3', b'"offset":"three"', 1)),
    }


@pytest.mark.parametrize(
    "damage",
    [
        "empty", "foreign", "cut_in_header", "cut_in_the_middle", "cut_at_the_end", "line_missing", "last_line_cut",
        "line_too_many", "header_missing", "not_json", "other_version", "wrong_kind_of_value",
    ],
)  # fmt: skip
def test_damaged_stage_file_is_quarantined_with_its_remedy(store: ArchiveStore, damage: str) -> None:
    path = write_stage(store, BATCH, "fetch", [ref(n) for n in range(50)])
    store.write_atomic(path, damaged(store, path)[damage])
    with pytest.raises(Quarantine, match="clear the stage before") as caught:
        list(read_stage(store, path, records.RawRef))
    assert caught.value.subject == path


def test_flipped_byte_is_noticed(store: ArchiveStore) -> None:
    path = write_stage(store, BATCH, "fetch", [ref(n) for n in range(50)])
    whole = store.read(path)
    for position in range(0, len(whole), 7):
        broken = bytearray(whole)
        broken[position] ^= 0x10
        store.write_atomic(path, bytes(broken))
        with pytest.raises(Quarantine):
            list(read_stage(store, path, records.RawRef))


def test_missing_stage_file_is_quarantined(store: ArchiveStore) -> None:
    with pytest.raises(Quarantine) as caught:
        list(read_stage(store, stage_path(BATCH, "none"), records.RawRef))
    assert caught.value.reason == "stage_missing"


def test_stage_file_of_another_type_is_refused(store: ArchiveStore) -> None:
    path = write_stage(store, BATCH, "fetch", [ref(1)])
    with pytest.raises(Quarantine, match="holds RawRef, not Article"):
        list(read_stage(store, path, records.Article))
