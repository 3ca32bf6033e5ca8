"""Raw pages as WARC/1.1 (ISO 28500): one file a batch, gzip per record, read back by file and offset.

A page is kept as its server sent it, but for the codings of the wire: the body is stored decoded, and the headers that
spoke of the coded one stay beside it as X-Crawler-*. Other archive tools read the files as they are.
"""

from __future__ import annotations

import gzip
import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit
from uuid import UUID, uuid4
from zlib import error as ZlibError  # noqa: N812

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParserException
from warcio.warcwriter import WARCWriter

from pipeline.archive.store import ArchiveStore
from pipeline.errors import Quarantine, Unavailable
from pipeline.records import FetchResponse, RawRef

SOFTWARE: Final = "Dateline/0.1"
CODING_HEADERS: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
ORIGINAL_PREFIX: Final = "X-Crawler-"  # where StormCrawler and Common Crawl keep them too
GZIP_LEVEL: Final = 4  # 4 % larger than level 9 on news pages, in 40 % of the time
ASKED_HEADER: Final = "Dateline-Requested-URI"  # the address before redirects, on the response record
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
SPOOL_BYTES: Final = 8 * 2**20  # a batch's pages up to here stay in memory, then on the local disk


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it stands in the archive."""

    url: str  # after redirects
    status_code: int
    headers: tuple[tuple[str, str], ...]  # as received; those of the wire's coding as X-Crawler-*
    body: bytes
    fetched_at: datetime
    requested_url: str = ""  # before redirects

    @property
    def content_type(self) -> str | None:
        """The Content-Type header, or None."""
        return next((value for name, value in reversed(self.headers) if name.lower() == "content-type"), None)


class WarcWriter:
    """A context manager that writes one file. It appears under its name on a clean exit only."""

    def __init__(self, store: ArchiveStore, path: str) -> None:
        """Take where it will stand. A path that is taken is never written again: make it with `new_warc_path`."""
        self._store = store
        self._path = path
        self._count = 0

    def __enter__(self) -> Self:
        self._spool = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES, prefix="dateline-warc-")
        self._record = BytesIO()
        self._writer = WARCWriter(self._record, gzip=False, warc_version="WARC/1.1")
        info = {"software": SOFTWARE, "format": "WARC File Format 1.1"}
        self._append(self._writer.create_warcinfo_record(self._path.rpartition("/")[2], info))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._spool:
            if kind is not None or not self._count:
                return
            if self._store.exists(self._path):
                raise Unavailable(
                    f"{self._path} stands already, and raw pages are never replaced: run the stage again",
                    subject=self._path,
                    reason="archive",
                )
            self._store.write_atomic(self._path, self._spool)  # type: ignore[arg-type]

    def write(self, response: FetchResponse, *, record_id: UUID | None = None) -> RawRef:
        """Append the response record and its request record; return where the response stands.

        The reference is good once the writer has closed.
        """
        digest = f"sha256:{sha256(response.body).hexdigest()}"
        warc_id = f"<urn:uuid:{record_id or uuid4()}>"
        date = response.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        url = _one_line(response.final_url).replace(" ", "%20")
        offset = self._spool.tell()
        length = self._append(
            self._writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(response.body),
                http_headers=StatusAndHeaders(
                    f"{response.status_code} {_phrase(response)}", _stored_headers(response), protocol="HTTP/1.1"
                ),
                warc_headers_dict={
                    "WARC-Record-ID": warc_id,
                    "WARC-Date": date,
                    ASKED_HEADER: _one_line(response.url),
                },
            )
        )
        self._append(
            self._writer.create_warc_record(
                url,
                "request",
                payload=BytesIO(b""),
                http_headers=StatusAndHeaders(_request_line(url), _sent_headers(response), is_http_request=True),
                warc_headers_dict={"WARC-Date": date, "WARC-Concurrent-To": warc_id},
            )
        )
        self._count += 1
        return RawRef(file=self._path, offset=offset, length=length, digest=digest)

    def _append(self, record: Any) -> int:
        """Append one record as a gzip member; return its length."""
        self._writer.write_record(record)
        member = gzip.compress(self._record.getvalue(), GZIP_LEVEL, mtime=0)
        self._record.seek(0)
        self._record.truncate()
        return self._spool.write(member)


def new_warc_path(batch_id: UUID | str, started_at: datetime) -> str:
    """Return a path that no other run of the batch has: raw pages by day, batch and a random part."""
    day = started_at.astimezone(UTC)
    return f"raw/{day:%Y/%m/%d}/{batch_id}-{day:%H%M%S}-{uuid4().hex[:8]}.warc.gz"


def read_raw(store: ArchiveStore, ref: RawRef) -> RawPage:
    """Return the page a reference stands for, read by one range request.

    Raises Quarantine when the file is missing, the bytes are no such record, or the body is not the one that was
    written; Unavailable when the store does not answer.
    """
    where = f"{ref.file} at {ref.offset}"
    try:
        data = store.read(ref.file, offset=ref.offset, length=ref.length)
    except FileNotFoundError as error:
        raise _damaged(where, "the file is missing", "raw_missing") from error
    try:
        record = next(iter(ArchiveIterator(BytesIO(data))))
        if record.rec_type != "response" or record.http_headers is None:
            raise _damaged(where, f"a {record.rec_type} record, no response")
        page = _page_of(record)
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        StopIteration,
        ZlibError,
        EOFError,
        ValueError,
    ) as error:
        raise _damaged(where, f"not a WARC record: {error or type(error).__name__}") from error
    found = f"sha256:{sha256(page.body).hexdigest()}"
    if found != ref.digest:
        raise _damaged(where, f"the body has digest {found}, not {ref.digest}")
    return page


def _page_of(record: Any) -> RawPage:
    uri = str(record.rec_headers.get_header("WARC-Target-URI"))
    return RawPage(
        url=uri,
        status_code=int(record.http_headers.get_statuscode()),
        headers=tuple((str(name), str(value)) for name, value in record.http_headers.headers),
        body=bytes(record.raw_stream.read()),
        fetched_at=datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")),
        requested_url=str(record.rec_headers.get_header(ASKED_HEADER) or uri),
    )


def _stored_headers(response: FetchResponse) -> list[tuple[str, str]]:
    """Return the headers to store: those that spoke of the coded body renamed, Content-Length of the stored one."""
    kept = [
        (f"{ORIGINAL_PREFIX}{name}" if name.lower() in CODING_HEADERS else name, _one_line(value))
        for name, value in response.headers
        if _TOKEN.fullmatch(name)  # other names are no HTTP, and archive tools stumble over them
    ]
    return [*kept, ("Content-Length", str(len(response.body)))]


def _sent_headers(response: FetchResponse) -> list[tuple[str, str]]:
    if response.request_headers:
        return [(name, _one_line(value)) for name, value in response.request_headers]
    return [("Host", urlsplit(response.final_url).netloc)]


def _request_line(url: str) -> str:
    parts = urlsplit(url)
    return f"GET {parts.path or '/'}{f'?{parts.query}' if parts.query else ''} HTTP/1.1"


def _one_line(value: str) -> str:
    """Return a value that a header line can hold: no line breaks, no lone surrogates."""
    return value.replace("\r", " ").replace("\n", " ").encode("utf-8", "replace").decode()


def _phrase(response: FetchResponse) -> str:
    return "OK" if response.status_code == 200 else "Status"


def _damaged(where: str, what: str, reason: str = "raw_damaged") -> Quarantine:
    return Quarantine(f"raw page {where}: {what}; fetch it again", subject=where, reason=reason)
