from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.fetch.decoding import STEP_BYTES, CutShortError, DecodeError, TooLargeError, decode_body, unwrap_gzip
from pipeline.fetch.failures import MAX_RETRY_AFTER_SECONDS, error_of_status, parse_retry_after
from pipeline.fetch.outcomes import REASONS, failure_class

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}
LIMIT = 10**6
NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("coding", PACKERS)
@settings(deadline=None)  # a busy machine is no failure
@given(body=st.binary(max_size=2_000))
def test_coding_is_undone(coding: str, body: bytes) -> None:
    assert decode_body(PACKERS[coding](body), coding, limit=LIMIT) == body


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("size", [0, 1, 127, STEP_BYTES - 1, STEP_BYTES, STEP_BYTES + 1, 3 * STEP_BYTES])
def test_body_of_any_size_comes_out_whole(coding: str, size: int) -> None:
    body = bytes(range(256)) * (size // 256) + b"z" * (size % 256)
    assert decode_body(PACKERS[coding](body), coding, limit=max(size, 1)) == body


@pytest.mark.parametrize("coding", PACKERS)
@settings(deadline=None)  # a busy machine is no failure
@given(data=st.data())
def test_cut_body_is_never_taken_for_whole(coding: str, data: st.DataObject) -> None:
    packed = PACKERS[coding](b"News of the day, and more of it. " * 20)
    kept = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(DecodeError):
        decode_body(packed[:kept], coding, limit=LIMIT)


@pytest.mark.parametrize("coding", [*PACKERS, "gzip, br", "x"])
@settings(deadline=None)  # a busy machine is no failure
@given(body=st.binary(max_size=300))
def test_no_bytes_break_the_decoder(coding: str, body: bytes) -> None:
    with suppress(DecodeError, TooLargeError):
        assert isinstance(decode_body(body, coding, limit=LIMIT), bytes)


@pytest.mark.parametrize("coding", PACKERS)
def test_bomb_stops_at_the_limit(coding: str) -> None:
    packed = PACKERS[coding](b"\0" * 3_000_000)
    with pytest.raises(TooLargeError):
        decode_body(packed, coding, limit=1_000)
    assert decode_body(packed, coding, limit=1_000, cut=True) == b"\0" * 1_000


def test_file_in_gzip_is_unpacked_within_the_limit() -> None:
    assert unwrap_gzip(gzip.compress(b"<rss/>"), limit=100) == b"<rss/>"
    assert unwrap_gzip(b"<rss/>", limit=100) == b"<rss/>"
    with pytest.raises(TooLargeError):
        unwrap_gzip(gzip.compress(b"x" * 200), limit=100)
    with pytest.raises(CutShortError):
        unwrap_gzip(gzip.compress(b"x" * 200)[:-9], limit=1_000)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("1.5", 1.5),
        ("0", 0.0),
        ("-5", 0.0),
        ("Mon, 05 Jan 2026 10:01:00 GMT", 60.0),
        ("Monday, 05-Jan-26 10:01:00 GMT", 60.0),
        ("Mon Jan  5 10:01:00 2026", 60.0),
        ("Mon, 05 Jan 2026 11:01:00 +0100", 60.0),
        ("Sun, 04 Jan 2026 10:01:00 GMT", 0.0),
        ("Fri, 01 Jan 2100 00:00:00 GMT", float(MAX_RETRY_AFTER_SECONDS)),
        ("1e12", float(MAX_RETRY_AFTER_SECONDS)),
        ("inf", float(MAX_RETRY_AFTER_SECONDS)),
        ("nan", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("Mon, 32 Jan 2026 10:01:00 GMT", None),
        ("99999999999999999999 Jan 2026", None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_date(value: str | None, seconds: float | None) -> None:
    assert parse_retry_after(value, now=NOW) == seconds


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=40) | st.from_regex(r"\w{3}, \d{1,3} \w{3} \d{1,6} \d\d:\d\d:\d\d [\w+-]{1,6}"))
def test_no_text_breaks_retry_after(value: str) -> None:
    seconds = parse_retry_after(value, now=NOW)
    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER_SECONDS


@pytest.mark.parametrize("status", [*range(200, 600), 999])
def test_every_status_has_an_error_a_reason_and_a_class(status: int) -> None:
    error = error_of_status(status, {}, "https://a.example/x", now=NOW)
    assert error.reason in REASONS or error.reason == f"http_{status}"
    assert "https://a.example/x" in str(error)
    assert failure_class(error.reason) in ("gone", "refused", "server", "rate_limited")


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("http_404", "gone"), ("http_410", "gone"), ("http_403", "refused"), ("http_418", "refused"),
        ("http_503", "server"), ("http_599", "server"), ("http_429", "rate_limited"), ("timeout", "timeout"), ("dns", "dns"),
        ("tls", "tls"), ("too_large", "too_large"), ("connection_reset", "network"), ("truncated", "network"),
        ("robots", "refused"), ("not_a_feed", "not_a_feed"), ("host_busy", "rate_limited"), ("never heard", "network"),
    ],
)  # fmt: skip
def test_reason_counts_in_its_class(reason: str, expected: str) -> None:
    assert failure_class(reason) == expected
