"""The files between a batch's tasks: zstd JSON lines of one record type, immutable, on the archive store.

The next task reads what the task before wrote, on whatever machine; clearing a task in the UI writes its file again.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
import zstandard

from pipeline.archive.store import ArchiveStore
from pipeline.errors import Quarantine

SCHEMA_VERSION: Final = 1  # raise it when a record changes so that old lines no longer mean the same
LEVEL: Final = 3  # zstd's own default: JSON shrinks to a sixth at 200 MB/s

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class StageHeader:
    """The first line of a stage file."""

    stage: str  # fetch, extract, deduplicate, classify, ...
    batch: str
    type: str  # name of the record type
    schema: int
    count: int  # lines that follow


def stage_path(batch_id: UUID | str, stage: str) -> str:
    """Return where a batch's stage file stands."""
    return f"stages/{batch_id}/{stage}.jsonl.zst"


def write_stage(store: ArchiveStore, batch_id: UUID | str, stage: str, records: Iterable[Any]) -> str:
    """Write a stage's records, all of one type, and return the file's path. The same records give the same bytes."""
    kept = list(records)
    lines = [_encode(record) for record in kept]
    header = StageHeader(
        stage=stage,
        batch=str(batch_id),
        type=type(kept[0]).__name__ if kept else "",
        schema=SCHEMA_VERSION,
        count=len(kept),
    )
    text = b"\n".join([msgspec.json.encode(header), *lines, b""])
    path = stage_path(batch_id, stage)
    store.write_atomic(path, zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(text))
    return path


def read_stage(store: ArchiveStore, path: str, record_type: type[R]) -> Iterator[R]:
    """Yield the records of a stage file, in order.

    Raises Quarantine when the file is missing, foreign, of another type or version, or not whole.
    """
    try:
        with store.open(path) as raw:
            yield from _read(raw, path, record_type)
    except FileNotFoundError as error:
        raise _unusable(path, "the file is missing", "stage_missing") from error
    except (zstandard.ZstdError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _unusable(path, str(error)) from error


def read_header(store: ArchiveStore, path: str) -> StageHeader:
    """Return the header of a stage file. Raises as `read_stage` does."""
    try:
        with store.open(path) as raw:
            return _header_of(_lines(raw), path)
    except FileNotFoundError as error:
        raise _unusable(path, "the file is missing", "stage_missing") from error
    except (zstandard.ZstdError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _unusable(path, str(error)) from error


def _read(raw: Any, path: str, record_type: type[R]) -> Iterator[R]:
    lines = _lines(raw)
    header = _header_of(lines, path)
    if header.count and header.type != record_type.__name__:
        raise _unusable(path, f"it holds {header.type}, not {record_type.__name__}")
    decoder = msgspec.json.Decoder(record_type)
    count = 0
    for line in lines:
        if not line.endswith(b"\n"):
            break
        yield decoder.decode(line)
        count += 1
    if count != header.count:
        raise _unusable(path, f"{count} of {header.count} lines are there")


def _lines(raw: Any) -> Iterator[bytes]:
    stream = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
    return iter(io.BufferedReader(stream))


def _header_of(lines: Iterator[bytes], path: str) -> StageHeader:
    header = msgspec.json.decode(next(lines, b""), type=StageHeader)
    if header.schema != SCHEMA_VERSION:
        raise _unusable(path, f"it was written in version {header.schema}, this program reads {SCHEMA_VERSION}")
    return header


def _encode(record: Any) -> bytes:
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:  # lone surrogates, from feeds that escape them: no UTF-8 exists for them
        return msgspec.json.encode(_scrub(msgspec.to_builtins(record)))


def _scrub(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_scrub(key): _scrub(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_scrub(one) for one in value]
    return value


def _unusable(path: str, what: str, reason: str = "stage_damaged") -> Quarantine:
    return Quarantine(f"stage file {path} cannot be used: {what}; clear the stage before", subject=path, reason=reason)
