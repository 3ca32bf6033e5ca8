"""Past articles as archives that a backfill reads: a WARC file, and a folder of pages by day.

Three fixed days of an outlet that has closed since; the same articles in both forms.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from newsroom.content import CONTENT, Piece, read_outlet, read_piece
from newsroom.pages import Context, render_plain

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord
    from warcio.warcwriter import WARCWriter

FOLDER = CONTENT / "_archive" / "lighthouse-daily"
BASE_URL = "https://lighthouse-daily.example"
ARCHIVE_DAYS = (date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 9))
CAPTURE_DELAY = timedelta(hours=2)  # a crawler came by two hours after publication


def archive_pieces(days: Sequence[date] = ARCHIVE_DAYS) -> list[Piece]:
    """Return the archived pieces of the days, oldest first."""
    outlet = read_outlet(FOLDER / "outlet.yaml")
    pieces = [read_piece(path, outlet, number) for number, path in enumerate(sorted(FOLDER.glob("*.md")), 101)]
    chosen = [one for one in pieces if one.published_at.astimezone(UTC).date() in days]
    return sorted(chosen, key=lambda one: one.published_at)


def archive_page(piece: Piece, pieces: list[Piece]) -> tuple[str, bytes]:
    """Return (address, page) of an archived piece."""
    context = Context(piece.outlet, pieces, lambda path="": f"{BASE_URL}/{path}")
    return f"{BASE_URL}/{piece.path}", render_plain(context, piece).encode()


def write_warc(path: Path, days: Sequence[date] = ARCHIVE_DAYS) -> int:
    """Write the articles of the days as one WARC (gzip when the name ends in .gz); return how many.

    A warcinfo record comes first; each article is a response record with WARC-Target-URI and WARC-Date (published
    + 2 hours), HTTP headers included.
    """
    from warcio.warcwriter import WARCWriter  # half a second to import, for this function only

    pieces = archive_pieces(days)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.name.endswith(".gz"))
        about = io.BytesIO(b"software: the sample newsroom\r\nformat: WARC File Format 1.0\r\n")
        headers = fixed_headers(BASE_URL, datetime(2026, 9, 10, tzinfo=UTC))
        writer.write_record(writer.create_warc_record("", "warcinfo", payload=about, warc_headers_dict=headers))
        for piece in pieces:
            writer.write_record(make_response(writer, piece, pieces))
    return len(pieces)


def make_response(writer: WARCWriter, piece: Piece, pieces: list[Piece]) -> ArcWarcRecord:
    """Return one response record."""
    from warcio.statusandheaders import StatusAndHeaders

    url, body = archive_page(piece, pieces)
    status = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    headers = fixed_headers(url, piece.published_at + CAPTURE_DELAY)
    return writer.create_warc_record(
        url, "response", payload=io.BytesIO(body), http_headers=status, warc_headers_dict=headers
    )


def fixed_headers(url: str, moment: datetime) -> dict[str, str]:
    """Return a record's date and id, the same on every call: the file's bytes do not change."""
    return {
        "WARC-Date": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, url)}>",
    }


def write_pages_folder(folder: Path, days: Sequence[date] = ARCHIVE_DAYS) -> int:
    """Write the articles of the days as YYYY-MM-DD/<slug>.html, each with its canonical link; return how many."""
    pieces = archive_pieces(days)
    for piece in pieces:
        day = folder / piece.published_at.astimezone(UTC).date().isoformat()
        day.mkdir(parents=True, exist_ok=True)
        (day / f"{piece.slug}.html").write_bytes(archive_page(piece, pieces)[1])
    return len(pieces)
