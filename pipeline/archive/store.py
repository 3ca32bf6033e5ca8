"""Where raw pages and stage files stand: one root on any fsspec store (local disk, S3, GCS, memory).

A file appears under its name whole or not at all; what a crash leaves behind is a temporary file that nobody reads.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, cast

import fsspec

from pipeline.errors import BadInput, Unavailable

COPY_BYTES: Final = 2**20
_LOCAL: Final = frozenset({"file", "local"})
_TEMPORARY: Final = ".tmp-"


class ArchiveStore:
    """Files by their path below the root. Raises Unavailable when the store does not answer."""

    def __init__(self, root: str) -> None:
        """Take the root as a local path or fsspec URL: /var/dateline, s3://bucket/dateline."""
        try:
            self._fs, path = fsspec.core.url_to_fs(root)
        except (ValueError, ImportError) as error:
            raise BadInput(
                f"DATELINE_ARCHIVE_URL={root!r} cannot be opened: {error}", subject="DATELINE_ARCHIVE_URL"
            ) from error
        self._root = str(path).rstrip("/")
        protocol = self._fs.protocol
        self.is_local: bool = bool(_LOCAL & {protocol} if isinstance(protocol, str) else _LOCAL & set(protocol))

    def write_atomic(self, path: str, data: bytes | BinaryIO) -> None:
        """Write a file so that readers see the old one or the whole new one, and a crash leaves no half."""
        target = self._full(path)
        try:
            if self.is_local:
                _write_local(Path(target), data)
            elif isinstance(data, bytes):
                self._fs.pipe_file(target, data)
            else:  # object stores show a file when its upload is complete
                with tempfile.NamedTemporaryFile(prefix="dateline-") as spool:
                    _copy(data, spool)
                    spool.flush()
                    self._fs.put_file(spool.name, target)
        except OSError as error:
            raise _unavailable(f"write {target}", error) from error

    def open(self, path: str) -> BinaryIO:
        """Return the file for reading, seekable. Raises FileNotFoundError when there is none."""
        target = self._full(path)
        try:
            return cast("BinaryIO", self._fs.open(target, "rb"))
        except FileNotFoundError:
            raise
        except OSError as error:
            raise _unavailable(f"read {target}", error) from error

    def read(self, path: str, *, offset: int = 0, length: int | None = None) -> bytes:
        """Return a file's bytes, or a range of them. Raises FileNotFoundError when there is none."""
        target = self._full(path)
        try:
            end = None if length is None else offset + length
            return bytes(self._fs.cat_file(target, start=offset, end=end))
        except FileNotFoundError:
            raise
        except OSError as error:
            raise _unavailable(f"read {target}", error) from error

    def exists(self, path: str) -> bool:
        """Return whether the file is there."""
        try:
            return bool(self._fs.isfile(self._full(path)))
        except OSError as error:
            raise _unavailable(f"look for {path}", error) from error

    def size(self, path: str) -> int:
        """Return the file's bytes. Raises FileNotFoundError when there is none."""
        return int(self._fs.size(self._full(path)))

    def delete(self, path: str) -> None:
        """Remove a file; one that is not there is fine."""
        target = self._full(path)
        try:
            self._fs.rm_file(target)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unavailable(f"delete {target}", error) from error

    def list(self, prefix: str = "") -> Iterator[str]:
        """Yield the paths of all files below a folder, sorted; nothing when there is no such folder."""
        try:
            found: list[Any] = self._fs.find(self._full(prefix) if prefix else self._root)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unavailable(f"list {prefix or self._root}", error) from error
        for name in sorted(str(one) for one in found):
            path = name.removeprefix(self._root).lstrip("/")
            if _TEMPORARY not in path.rpartition("/")[2]:
                yield path

    def _full(self, path: str) -> str:
        parts = path.split("/")
        if path.startswith("/") or not path or ".." in parts:
            raise BadInput(f"{path!r} is not a path below the archive root {self._root}", subject=path)
        return f"{self._root}/{path}"


def _write_local(target: Path, data: bytes | BinaryIO) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            if isinstance(data, bytes):
                out.write(data)
            else:
                _copy(data, out)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(0o644)  # mkstemp makes it private; other roles on the machine read stage files
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)  # the new name itself
    finally:
        os.close(handle)


def _copy(source: BinaryIO, target: IO[bytes]) -> None:
    source.seek(0)
    while piece := source.read(COPY_BYTES):
        target.write(piece)


def _unavailable(what: str, error: OSError) -> Unavailable:
    return Unavailable(
        f"cannot {what}: {error}; check DATELINE_ARCHIVE_URL and its permissions", subject=what, reason="archive"
    )
