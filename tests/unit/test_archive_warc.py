from __future__ import annotations

import dataclasses
import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from pipeline.archive.store import ArchiveStore
from pipeline.archive.warc import WarcWriter, new_warc_path, read_raw
from pipeline.errors import BadInput, Quarantine, Unavailable
from pipeline.records import FetchResponse, RawRef

NOW = datetime(2026, 1, 5, 10, 0, 0, 123456, tzinfo=UTC)
PATH = "raw/2026/01/05/batch.warc.gz"
BODY = "<html><body>Ü</body></html>".encode()


@pytest.fixture(params=["local", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ArchiveStore:
    return ArchiveStore(str(tmp_path / "archive") if request.param == "local" else f"memory://{tmp_path}")


def response(**changed: Any) -> FetchResponse:
    known = {
        "url": "http://paper.example/old",
        "final_url": "https://paper.example/new?x=1",
        "status_code": 200,
        "headers": (("Content-Type", "text/html"), ("Content-Encoding", "br"), ("Content-Length", "17")),
        "body": BODY,
        "fetched_at": NOW,
        "elapsed_seconds": 0.2,
        "wire_bytes": 17,
        "request_headers": (("Host", "paper.example"), ("User-Agent", "Dateline/0.1")),
    }
    return FetchResponse(**(known | changed))


def write(store: ArchiveStore, *responses: FetchResponse, path: str = PATH) -> list[RawRef]:
    with WarcWriter(store, path) as writer:
        return [writer.write(one) for one in responses]


def test_page_comes_back_by_file_and_offset(store: ArchiveStore) -> None:
    others = [response(body=f"<p>{n}</p>".encode() * 100) for n in range(3)]
    refs = write(store, others[0], response(), *others[1:])
    page = read_raw(store, refs[1])
    assert page.url == "https://paper.example/new?x=1"
    assert page.requested_url == "http://paper.example/old"
    assert (page.status_code, page.body, page.fetched_at) == (200, BODY, NOW)
    assert page.content_type == "text/html"
    assert page.headers == (
        ("Content-Type", "text/html"),
        ("X-Crawler-Content-Encoding", "br"),
        ("X-Crawler-Content-Length", "17"),
        ("Content-Length", str(len(BODY))),
    )
    assert [read_raw(store, ref).body for ref in refs] == [others[0].body, BODY, others[1].body, others[2].body]


def test_other_tools_read_the_file(store: ArchiveStore, tmp_path: Path) -> None:
    (ref,) = write(store, response())
    with store.open(ref.file) as raw:
        kinds = [
            (one.rec_type, one.rec_headers.get_header("WARC-Target-URI"), one.content_stream().read() and True)
            for one in ArchiveIterator(raw, check_digests="raise")
        ]
    assert [kind for kind, _, _ in kinds] == ["warcinfo", "response", "request"]
    assert {uri for _, uri, _ in kinds} == {None, "https://paper.example/new?x=1"}
    copy = tmp_path / "copy.warc.gz"
    copy.write_bytes(store.read(ref.file))
    assert Checker(type("Asked", (), {"inputs": [str(copy)], "verbose": False})()).process_all() in (0, None)


def test_records_follow_the_standard() -> None:
    store = ArchiveStore("memory://standard")
    with WarcWriter(store, PATH) as writer:
        ref = writer.write(response(), record_id=UUID(int=7))
    with store.open(PATH) as raw:
        info, answer, request = [
            (one.format, one.rec_headers.protocol, dict(one.rec_headers.headers), one.http_headers)
            for one in ArchiveIterator(raw)
        ]
    assert {info[1], answer[1], request[1]} == {"WARC/1.1"}
    assert answer[2]["WARC-Record-ID"] == f"<urn:uuid:{UUID(int=7)}>" == request[2]["WARC-Concurrent-To"]
    assert answer[2]["WARC-Date"] == request[2]["WARC-Date"] == "2026-01-05T10:00:00.123456Z"
    assert answer[2]["Content-Type"] == "application/http; msgtype=response"
    assert request[2]["Content-Type"] == "application/http; msgtype=request"
    assert answer[2]["WARC-Payload-Digest"].startswith("sha1:")
    assert request[3].get_header("User-Agent") == "Dateline/0.1"
    assert store.read(PATH, offset=ref.offset, length=2) == b"\x1f\x8b"  # a gzip member of its own


@given(
    body=st.binary(max_size=3_000),
    headers=st.lists(
        st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=20)).filter(
            lambda pair: pair[0].lower() not in ("content-type", "content-length")
        ),
        max_size=4,
    ),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_bytes_and_headers_come_back(body: bytes, headers: list[tuple[str, str]]) -> None:
    store = ArchiveStore("memory://any")
    store.delete(PATH)
    (ref,) = write(store, response(body=body, headers=tuple(headers)))
    assert read_raw(store, ref).body == body


def test_file_appears_when_it_is_whole(store: ArchiveStore) -> None:
    with WarcWriter(store, PATH) as writer:
        writer.write(response())
        assert not store.exists(PATH)
        assert list(store.list()) == []
    assert list(store.list()) == [PATH]


def test_crash_leaves_nothing(store: ArchiveStore) -> None:
    writer = WarcWriter(store, PATH).__enter__()
    writer.write(response())
    writer.__exit__(KeyError, KeyError("crash"), None)
    assert list(store.list()) == []


def test_batch_without_a_page_leaves_no_file(store: ArchiveStore) -> None:
    with WarcWriter(store, PATH):
        pass
    assert list(store.list()) == []


def test_raw_pages_are_never_replaced(store: ArchiveStore) -> None:
    (ref,) = write(store, response())
    with pytest.raises(Unavailable, match="never replaced"):
        write(store, response(body=b"other"))
    assert read_raw(store, ref).body == BODY


def test_every_run_of_a_batch_has_its_own_path() -> None:
    one, other = (new_warc_path(UUID(int=1), NOW) for _ in range(2))
    assert one.startswith("raw/2026/01/05/00000000-0000-0000-0000-000000000001-100000-")
    assert one != other


def test_line_breaks_and_surrogates_in_addresses_break_no_record(store: ArchiveStore) -> None:
    odd = "http://a.example/\r\nWARC-Type: metadata\n\ud800"
    (ref, after) = write(store, response(url=odd, final_url=odd, headers=(("X-Odd", odd),)), response())
    page = read_raw(store, ref)
    assert page.requested_url == "http://a.example/  WARC-Type: metadata ?"
    assert page.url == "http://a.example/%20%20WARC-Type:%20metadata%20?"
    assert read_raw(store, after).body == BODY


def test_large_body_spills_to_disk_and_comes_back(store: ArchiveStore) -> None:
    body = os.urandom(9 * 2**20)
    refs = write(store, response(body=body), response())
    assert read_raw(store, refs[0]).body == body
    assert read_raw(store, refs[1]).body == BODY


def change(ref: RawRef, **changed: Any) -> RawRef:
    return dataclasses.replace(ref, **changed)


def test_damage_is_quarantined(store: ArchiveStore) -> None:
    (ref,) = write(store, response(body=b"<p>" + b"abc " * 500))
    whole = bytearray(store.read(PATH))
    for broken in (
        change(ref, digest="sha256:" + "0" * 64),
        change(ref, offset=ref.offset + 3),
        change(ref, offset=0, length=ref.offset),
        change(ref, length=ref.length // 2),
        change(ref, offset=10**9),
        change(ref, length=0),
        change(ref, file="raw/none.warc.gz"),
    ):
        with pytest.raises(Quarantine) as caught:
            read_raw(store, broken)
        assert caught.value.reason == ("raw_missing" if "none" in broken.file else "raw_damaged")
    for position in range(ref.offset, ref.offset + ref.length, 11):
        broken_file = bytearray(whole)
        broken_file[position] ^= 0xFF
        store.write_atomic(PATH, bytes(broken_file))
        try:
            assert read_raw(store, ref).body == b"<p>" + b"abc " * 500  # a byte of the gzip header's time, say
        except Quarantine as error:
            assert error.subject.startswith(PATH)  # noqa: PT017


# --- the store ---------------------------------------------------------------------------------------------------


def test_store_keeps_lists_and_deletes(store: ArchiveStore) -> None:
    for path in ("b/2", "a/1", "a/sub/3"):
        store.write_atomic(path, path.encode())
    assert list(store.list()) == ["a/1", "a/sub/3", "b/2"]
    assert list(store.list("a")) == ["a/1", "a/sub/3"]
    assert list(store.list("none")) == []
    assert (store.read("a/1"), store.read("a/1", offset=1, length=1), store.size("a/1")) == (b"a/1", b"/", 3)
    store.write_atomic("a/1", io.BytesIO(b"new"))
    with store.open("a/1") as file:
        assert file.read() == b"new"
    store.delete("a/1")
    store.delete("a/1")
    assert (store.exists("a/1"), store.exists("a"), store.exists("a/sub/3")) == (False, False, True)
    for read in (store.read, store.open, store.size):
        with pytest.raises(FileNotFoundError):
            read("a/1")


@pytest.mark.parametrize("path", ["", "/etc/passwd", "../x", "a/../../x"])
def test_path_outside_the_root_is_refused(store: ArchiveStore, path: str) -> None:
    with pytest.raises(BadInput):
        store.write_atomic(path, b"x")


class FailingSource(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError("disk on fire")
        return super().read(4)


def test_write_that_fails_keeps_the_old_file(tmp_path: Path) -> None:
    store = ArchiveStore(str(tmp_path))
    store.write_atomic("a/1", b"old")
    with pytest.raises(Unavailable, match="DATELINE_ARCHIVE_URL"):
        store.write_atomic("a/1", FailingSource(b"new content"))
    assert store.read("a/1") == b"old"
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["1"]


def test_unfinished_files_are_not_listed(tmp_path: Path) -> None:
    store = ArchiveStore(str(tmp_path))
    store.write_atomic("a/1", b"x")
    (tmp_path / "a" / ".tmp-left-by-a-crash").write_bytes(b"half")
    assert list(store.list()) == ["a/1"]


def test_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(Unavailable, match="DATELINE_ARCHIVE_URL"):
        ArchiveStore(str(tmp_path / "file")).write_atomic("a/1", b"x")


def test_unknown_kind_of_store_is_named() -> None:
    with pytest.raises(BadInput, match="DATELINE_ARCHIVE_URL"):
        ArchiveStore("nosuch://bucket/x")


def test_files_can_be_read_by_others_on_the_machine(tmp_path: Path) -> None:
    ArchiveStore(str(tmp_path)).write_atomic("a/1", b"x")
    assert (tmp_path / "a" / "1").stat().st_mode & 0o444 == 0o444
