"""Undoes a body's content-encoding within a limit: gzip, deflate, br and zstd, also stacked.

Pure: the client gives the bytes of the wire, already bounded, and gets the whole body or an error. A bomb costs at
most the limit and one step.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Final

import brotli  # type: ignore[import-untyped]
import zstandard

ACCEPT_ENCODING: Final = "gzip, deflate, br, zstd"
MAX_CODINGS: Final = 3  # servers behind proxies stack two; more is play
STEP_BYTES: Final = 2**18
ZSTD_STEP_BYTES: Final = 512  # each 4 bytes of zstd may become 128 KiB (RFC 8878 3.1.1.2.2): small steps bound a bomb
ZSTD_WINDOW_BYTES: Final = 2**23  # RFC 9659: what a receiver of content-encoding zstd must support
_IDENTITY: Final = frozenset({"", "identity", "none", "utf-8", "utf8", "binary", "8bit", "aws-chunked"})
_GZIP_MAGIC: Final = b"\x1f\x8b"


class DecodeError(ValueError):
    """The bytes are not in the coding they are said to be in."""


class CutShortError(DecodeError):
    """The coding ended before its end."""


class TooLargeError(ValueError):
    """The unpacked body passes the limit."""


def decode_body(wire: bytes, content_encoding: str | None, *, limit: int, cut: bool = False) -> bytes:
    """Return the body with its content-encoding undone.

    content_encoding: the header's value, codings in the order they were applied. limit: bytes, of every step.
    cut: return the first `limit` bytes of a larger body instead of raising.
    Raises DecodeError, CutShortError or TooLargeError.
    """
    codings = [one.strip().lower() for one in (content_encoding or "").split(",")]
    codings = [one for one in codings if one not in _IDENTITY]
    if len(codings) > MAX_CODINGS:
        raise DecodeError(f"{len(codings)} content-encodings on top of each other")
    body = wire
    for coding in reversed(codings):
        body = _undo(body, coding, limit, cut) if body else b""
    return _bounded(iter([body]), limit, cut)


def unwrap_gzip(body: bytes, *, limit: int) -> bytes:
    """Return the content of a body that is itself a gzip file (sitemap.xml.gz), or the body unchanged."""
    if not body.startswith(_GZIP_MAGIC):
        return body
    return _undo(body, "gzip", limit, False)


def _undo(data: bytes, coding: str, limit: int, cut: bool) -> bytes:
    unpack = _UNPACKERS.get(coding)
    if unpack is None:
        raise DecodeError(f"unknown content-encoding {coding[:40]!r}")
    try:
        return _bounded(unpack(data), limit, cut)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise DecodeError(f"not {coding}: {error}") from error


def _bounded(pieces: Iterator[bytes], limit: int, cut: bool) -> bytes:
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size > limit:
            if cut:
                return b"".join(kept)[:limit]
            raise TooLargeError(f"more than {limit} bytes unpacked")
    return b"".join(kept)


def _unpack_gzip(data: bytes) -> Iterator[bytes]:
    if not data.startswith(_GZIP_MAGIC):
        raise DecodeError("not gzip: no magic number")
    while data.startswith(_GZIP_MAGIC):  # members may follow each other; what else follows the last is padding
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        yield from _drain_zlib(unpacker, data)
        data = unpacker.unused_data


def _unpack_deflate(data: bytes) -> Iterator[bytes]:
    # RFC 9110 means the zlib format; old servers send the bare stream.
    has_header = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] * 256 + data[1]) % 31 == 0
    yield from _drain_zlib(zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS), data)


def _drain_zlib(unpacker: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    while data and not unpacker.eof:
        piece = unpacker.decompress(data, STEP_BYTES)
        data = unpacker.unconsumed_tail
        yield piece
        if not piece and not data:
            break
    while not unpacker.eof:
        piece = unpacker.decompress(b"", STEP_BYTES)
        if not piece:
            raise CutShortError("the compressed body ends before its end")
        yield piece


def _unpack_brotli(data: bytes) -> Iterator[bytes]:
    unpacker = brotli.Decompressor()
    yield unpacker.process(data, output_buffer_limit=STEP_BYTES)
    while not unpacker.is_finished():
        piece = unpacker.process(b"", output_buffer_limit=STEP_BYTES)
        if not piece and not unpacker.is_finished():
            raise CutShortError("the compressed body ends before its end")
        yield piece


def _unpack_zstd(data: bytes) -> Iterator[bytes]:
    unpacker = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES).decompressobj()
    position = 0
    while position < len(data):
        step = data[position : position + ZSTD_STEP_BYTES]
        yield unpacker.decompress(step)
        position += len(step)
        if unpacker.eof:
            position -= len(unpacker.unused_data)
            if position >= len(data):
                return
            unpacker = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES).decompressobj()
    raise CutShortError("the compressed body ends before its end")


_UNPACKERS: Final[dict[str, Callable[[bytes], Iterator[bytes]]]] = {
    "gzip": _unpack_gzip,
    "x-gzip": _unpack_gzip,
    "deflate": _unpack_deflate,
    "br": _unpack_brotli,
    "zstd": _unpack_zstd,
}
