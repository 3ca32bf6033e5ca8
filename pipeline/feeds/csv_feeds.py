"""Feed lists as CSV: seeds/feeds.csv and what an operator imports or exports. People edit these in spreadsheets."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from pipeline.errors import BadInput
from pipeline.feeds.options import read_headers, read_interval, read_pattern, read_switch
from pipeline.feeds.rows import FeedRow

log = logging.getLogger(__name__)

COLUMNS = ("name", "url", "site", "country", "language", "kind")
FILTER_COLUMNS = ("include", "exclude")
OPTIONAL_COLUMNS = (*FILTER_COLUMNS, "interval", "content_only", "headers")
HEADER_SEPARATOR = "|"  # between headers of one cell; header values seldom hold one
REQUIRED = ("name", "url")
MOST_PROBLEMS = 20  # shown in one message; who has more has one mistake many times

_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read_csv(text: str, name: str) -> list[FeedRow]:
    """Return the feeds of a CSV text, in order.

    name: the file's, for messages. Header required; comma, semicolon or tab; byte order mark, CRLF, blank lines and
    lines that start with "#" are fine; unknown columns are ignored with a warning.
    Raises BadInput that lists every bad line with its number, column and remedy.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    header_line = next((line for line in lines.split("\n") if line.strip() and not line.startswith("#")), "")
    delimiter = max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter)
    header: list[str] = []
    rows: list[FeedRow] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    try:
        for cells in reader:
            number = reader.line_num
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                continue
            if not header:
                header = _read_header(cells, name, number)
                continue
            fields = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            trouble = [*_count_cells(cells, header), *_check_fields(fields)]
            url = fields.get("url", "")
            if url in seen:
                trouble.append(f'column "url": {url} stands on line {seen[url]} already; delete one of the two')
            if trouble:
                problems += [f"line {number}, {one}" for one in trouble]
                continue
            seen[url] = number
            rows.append(_make_row(fields))
    except csv.Error as error:
        problems.append(f"line {reader.line_num}: {error}; check the quotes of this line and the one before")
    if not header:
        raise BadInput(f"{name} is empty; its first line must name the columns: {','.join(COLUMNS)}", subject=name)
    if problems:
        shown = "\n  ".join(problems[:MOST_PROBLEMS])
        more = f"\n  and {len(problems) - MOST_PROBLEMS} more" if len(problems) > MOST_PROBLEMS else ""
        raise BadInput(f"{name} has {len(problems)} mistakes:\n  {shown}{more}", subject=name, reason="bad_csv")
    return rows


def write_csv(rows: Iterable[FeedRow]) -> str:
    """Return the feeds as CSV that `read_csv` reads back the same; filters only where one has them."""
    listed = list(rows)
    extra = tuple(one for one in OPTIONAL_COLUMNS if any(_cell_of(row, one) for row in listed))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, *extra))
    for row in listed:
        writer.writerow([_cell_of(row, column) for column in (*COLUMNS, *extra)])
    return out.getvalue()


def _cell_of(row: FeedRow, column: str) -> str:
    if column == "interval":
        return str(row.interval_seconds or "")
    if column == "content_only":
        return "yes" if row.content_only else ""
    if column == "headers":
        return f" {HEADER_SEPARATOR} ".join(f"{name}: {value}" for name, value in row.headers)
    return str(getattr(row, column) or "")


def _read_header(cells: list[str], name: str, number: int) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise BadInput(
            f'{name}, line {number}: no column "{missing[0]}" in the header; it must name {",".join(COLUMNS)}',
            subject=name,
            reason="bad_csv",
        )
    unknown = [column for column in header if column not in COLUMNS + OPTIONAL_COLUMNS]
    if unknown:
        log.warning("unknown columns ignored: file=%s columns=%s", name, ",".join(unknown))
    return header


def _count_cells(cells: list[str], header: list[str]) -> list[str]:
    if len(cells) > len(header):
        return [f"{len(cells)} cells for {len(header)} columns; put quotes around a cell that contains the separator"]
    return []


def _check_fields(fields: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a line, each by its column and with the remedy."""
    problems = [f'column "{column}" is empty; give it a value' for column in REQUIRED if not fields.get(column)]
    for column in ("url", "site"):
        value = fields.get(column)
        if value and not _is_web_address(value):
            problems.append(f'column "{column}": {value!r} is no web address; start it with http:// or https://')
    country = fields.get("country")
    if country and not _COUNTRY.fullmatch(country.upper()):
        problems.append(f'column "country": {country!r} is no ISO 3166 code of two letters, such as PK')
    language = fields.get("language")
    if language and not _LANGUAGE.fullmatch(language.lower()):
        problems.append(f'column "language": {language!r} is no ISO 639 code of two letters, such as ur')
    for column, read in _READERS.items():
        try:
            read(fields.get(column) or "")
        except BadInput as error:
            problems.append(f'column "{column}": {error}')
    return problems


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", value)
    except ValueError:
        return False


def _make_row(fields: Mapping[str, str]) -> FeedRow:
    return FeedRow(
        name=fields["name"],
        url=fields["url"],
        site=fields.get("site") or None,
        country=(fields.get("country") or "").upper() or None,
        language=(fields.get("language") or "").lower() or None,
        kind=fields.get("kind") or None,
        include=fields.get("include") or None,
        exclude=fields.get("exclude") or None,
        interval_seconds=read_interval(fields.get("interval") or ""),
        content_only=read_switch(fields.get("content_only") or ""),
        headers=tuple(sorted(_split_headers(fields.get("headers") or "").items())),
    )


def _split_headers(text: str) -> dict[str, str]:
    return read_headers([one for one in text.split(HEADER_SEPARATOR) if one.strip()])


_READERS: dict[str, Callable[[str], object]] = {
    "include": read_pattern,
    "exclude": read_pattern,
    "interval": read_interval,
    "content_only": read_switch,
    "headers": _split_headers,
}
