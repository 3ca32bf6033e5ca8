"""The named tools that each kind is measured against, on the same input lines, with their default settings.

A baseline is what a careful newcomer would write with the library in ten lines. Answers are kept under
.dateline/quality, by gold file, library version and this code, so that a second run scores them at once.
"""

from __future__ import annotations

import calendar
import functools
import gzip
import hashlib
import importlib
import importlib.util
import inspect
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import struct_time
from typing import Any

from tests.quality.gold import DIGEST_CHARS, GoldSet, Line, read_lines, write_lines


@dataclass(frozen=True, slots=True)
class Baseline:
    """One tool. where: module and function; a name that ends in `_line` answers one line, `_lines` all of them.

    packages: whose versions its answers depend on. training: file of the gold folder that the function is given too.
    Of a kind's baselines the first is the one of the ratio.
    """

    name: str
    where: tuple[str, str]
    packages: tuple[str, ...]
    training: str | None = None


BASELINES: dict[str, tuple[Baseline, ...]] = {
    "extraction": (Baseline("trafilatura", ("tests.quality.baselines", "trafilatura_line"), ("trafilatura", "lxml")),),
    "feeds": (Baseline("feedparser", ("tests.quality.baselines", "feedparser_line"), ("feedparser",)),),
    "topics": (
        Baseline(
            "TF-IDF+LR",
            ("tests.quality.baselines_classify", "tfidf_lr_lines"),
            ("scikit-learn",),
            training="topics/train_silver.jsonl.gz",
        ),
        Baseline("keywords", ("tests.quality.baselines_classify", "keyword_line"), ()),
    ),
    "neardup": (
        Baseline("MinHashLSH 0.5", ("tests.quality.baselines_dedupe", "datasketch_lines"), ("datasketch",)),
        Baseline("SimHash", ("tests.quality.baselines_dedupe", "simhash_lines"), ()),
    ),
}


def find_function(baseline: Baseline, folder: Path) -> tuple[Callable[..., Any] | None, str]:
    """Return a baseline's function and "", or None and what is not there. folder: of the gold sets."""
    module, name = baseline.where
    if importlib.util.find_spec(module) is None:
        return None, module
    function = getattr(importlib.import_module(module), name, None)
    if function is None:
        return None, f"{module}.{name}"
    if baseline.training is None:
        return function, ""
    training = folder / baseline.training
    return (functools.partial(function, silver=training), "") if training.is_file() else (None, str(training))


def answer_cached(
    baseline: Baseline, function: Callable[..., Any], gold: GoldSet, source: Path, cache: Path, *, is_fresh: bool
) -> tuple[Path, bool]:
    """Return the file with a baseline's answers to the input lines, and whether it had to be made."""
    path = cache / f"{gold.kind.name}.{slug_of(baseline.name)}.{_key_of(baseline, function, gold)}.jsonl"
    if path.exists() and not is_fresh:
        return path, False
    lines = read_lines(source)
    is_whole = baseline.where[1].endswith("_lines")
    answers = function(lines) if is_whole else (_answer_or_error(function, line) for line in lines)
    write_lines(path, ({**answer, "id": line["id"]} for line, answer in zip(lines, answers, strict=True)))
    for old in cache.glob(f"{gold.kind.name}.{slug_of(baseline.name)}.*.jsonl"):
        if old != path:
            old.unlink()
    return path, True


def slug_of(name: str) -> str:
    """Return a name fit for a file."""
    return "".join(char if char.isalnum() else "-" for char in name.lower())


def trafilatura_line(line: Line) -> Line:
    """Return bare trafilatura's record of a page: default settings, with metadata."""
    import trafilatura

    document = trafilatura.bare_extraction(read_bytes(line), url=line.get("url"), with_metadata=True)
    if document is None:
        return {"text": ""}
    return {
        "title": document.title,
        "text": document.text,
        "authors": document.author or [],  # one string, separated by semicolons; the scorer takes it apart
        "published_at": document.date,
    }


def feedparser_line(line: Line) -> Line:
    """Return bare feedparser's entries of a feed document."""
    import feedparser

    headers = {"content-location": line.get("url"), "content-type": line.get("content_type")}
    parsed = feedparser.parse(
        io.BytesIO(read_bytes(line)), response_headers={key: value for key, value in headers.items() if value}
    )
    entries = [
        {
            "guid": entry.get("id"),
            "url": entry.get("link"),
            "title": entry.get("title"),
            "published_at": _instant(entry.get("published_parsed") or entry.get("updated_parsed")),
        }
        for entry in parsed.entries
    ]
    error = {"error": str(parsed.get("bozo_exception"))} if parsed.bozo and not entries else {}
    return {"format": parsed.version, "entries": entries} | error


def read_bytes(line: Line) -> bytes:
    """Return the bytes that an input line names."""
    path = Path(line["path"])
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def _answer_or_error(function: Callable[[Line], Line], line: Line) -> Line:
    """Return a tool's answer; where it raises, the line says so, as ours would."""
    try:
        return function(line)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def _instant(when: struct_time | None) -> str | None:
    """Return feedparser's UTC tuple as ISO 8601, None where it is no date."""
    if when is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(when), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _key_of(baseline: Baseline, function: Callable[..., Any], gold: GoldSet) -> str:
    parts = [gold.digest(), *(f"{one}={_version(one)}" for one in baseline.packages)]
    if baseline.training:
        parts.append(hashlib.sha256((gold.folder / baseline.training).read_bytes()).hexdigest())
    code = function.func if isinstance(function, functools.partial) else function
    parts.append(Path(inspect.getsourcefile(code) or os.devnull).read_text(encoding="utf-8"))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:DIGEST_CHARS]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
