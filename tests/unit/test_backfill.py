"""Local archives as backfill sources: pages of one day, with the addresses they name themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import newsroom as room
import pytest

from pipeline.backfill.folder import find_own_url
from pipeline.backfill.source import read_archived_pages
from pipeline.errors import BadInput

DAY = room.ARCHIVE_DAYS[1]


@pytest.fixture(params=["warc", "folder", "folder of warcs"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The newsroom's past in one of the forms that an archive may have."""
    if request.param == "folder":
        room.write_pages_folder(tmp_path / "pages")
        return str(tmp_path / "pages")
    room.write_warc(tmp_path / "past.warc.gz")
    return str(tmp_path / "past.warc.gz" if request.param == "warc" else tmp_path)


def test_a_day_gives_its_pages_and_no_others(archive: str) -> None:
    pages = list(read_archived_pages(archive, DAY))
    assert len(pages) >= 4
    assert {page.captured_at.date() for page in pages} == {DAY}
    assert all(page.url.startswith("http") and page.entry.key == page.url for page in pages)
    assert all(page.captured_at.tzinfo for page in pages)


def test_a_day_without_pages_is_empty(archive: str) -> None:
    assert list(read_archived_pages(archive, date(1999, 1, 1))) == []


@pytest.mark.parametrize(
    ("html", "url"),
    [
        pytest.param(b"<link rel='canonical' href='https://a.example/1'>", "https://a.example/1", id="canonical"),
        pytest.param(
            b'<link href="https://a.example/2" rel=canonical>', "https://a.example/2", id="canonical, href first"
        ),
        pytest.param(b'<meta property="og:url" content="https://a.example/3">', "https://a.example/3", id="og:url"),
        pytest.param(
            b"<!-- saved from url=(0021)https://a.example/4 -->", "https://a.example/4", id="saved by a browser"
        ),
        pytest.param(
            b"<link rel=stylesheet href='https://a.example/style.css'>", None, id="a style sheet is no address"
        ),
        pytest.param(b"", None, id="empty"),
    ],
)
def test_a_saved_page_names_its_own_address(html: bytes, url: str | None) -> None:
    assert find_own_url(html) == url


def test_a_file_that_is_no_warc_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.warc"
    path.write_bytes(b"these are not records\n" * 40)
    with pytest.raises(BadInput, match=r"notes\.warc"):
        list(read_archived_pages(str(path), DAY))


def test_a_page_without_an_address_is_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / DAY.isoformat()
    folder.mkdir()
    (folder / "nameless.html").write_bytes(b"<html><p>no address")
    assert list(read_archived_pages(str(tmp_path), DAY)) == []
    assert "nameless.html" in caplog.text
