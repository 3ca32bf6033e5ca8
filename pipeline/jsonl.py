"""The JSON-lines surface shared by `extract`, `parse-feed`, `classify` and `dedupe`: one line in, one line out.

Order is kept, a bad line gives one line with an `error`, and nothing but an unreadable input stops the run.
The stages themselves stay free of I/O: files named by a line are read here.
"""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput, DatelineError

Line = dict[str, Any]

BATCH_LINES = 256  # what the classifier reads at once
_STRANGE = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, MemoryError, AssertionError)
_ANSWERABLE = (DatelineError, *_STRANGE)


def map_lines(lines: Iterable[str | bytes], answer: Callable[[Line], Line]) -> Iterator[str]:
    """Yield one output line per input line, each answered on its own.

    answer: given the parsed object, returns the fields to print; what it raises becomes the line's `error`.
    """
    for number, text in enumerate(lines, 1):
        if text.strip():
            line, failure = _parse(text, number)
            yield _dump(failure if line is None else _answer_or_error(line, answer))


def map_batches(lines: Iterable[str | bytes], answer: Callable[[Sequence[Line]], Sequence[Line]]) -> Iterator[str]:
    """Yield one output line per input line, BATCH_LINES answered together since that is faster.

    answer: given the good lines of a batch in order, returns as many; when it raises, each is asked alone.
    """
    numbered = ((text, number) for number, text in enumerate(lines, 1) if text.strip())
    while batch := list(itertools.islice(numbered, BATCH_LINES)):
        parsed = [_parse(text, number) for text, number in batch]
        good = [line for line, _ in parsed if line is not None]
        try:
            found = answer(good)
            answers = iter([{"id": line.get("id"), **one} for line, one in zip(good, found, strict=True)])
        except _ANSWERABLE:
            answers = iter([_answer_or_error(line, lambda one: answer([one])[0]) for line in good])
        for line, failure in parsed:
            yield _dump(failure if line is None else next(answers))


def collect_lines(
    lines: Iterable[str | bytes], answer: Callable[[Sequence[Line]], Sequence[Line]], *, required: Sequence[str] = ()
) -> Iterator[str]:
    """Yield one output line per input line, answered together (copies and stories need to see all of them).

    answer: given the good lines in order, returns as many, in the same order. required: fields without which a
    line is bad.
    """
    parsed = [_parse(text, number, required) for number, text in enumerate(lines, 1) if text.strip()]
    answers = iter(answer([line for line, _ in parsed if line is not None]))
    for line, failure in parsed:
        yield _dump(failure if line is None else next(answers))


def read_body(line: Line) -> bytes:
    """Return the bytes a line speaks of: its `html`, or the file at `path` (`.gz` transparently).

    Raises BadInput when there is neither or the file cannot be read.
    """
    if isinstance(line.get("html"), str):
        return str(line["html"]).encode("utf-8", "surrogatepass")
    path = line.get("path")
    if not isinstance(path, str):
        raise BadInput('a line needs "path" or "html"', subject=str(line.get("id")))
    try:
        data = Path(path).read_bytes()
        return gzip.decompress(data) if path.endswith(".gz") else data
    except (OSError, EOFError, ValueError) as error:
        raise BadInput(f"cannot read {path}: {error}", subject=path) from error


def _parse(text: str | bytes, number: int, required: Sequence[str] = ()) -> tuple[Line | None, Line]:
    try:
        line = json.loads(text)
    except ValueError as error:
        return None, {"id": None, "line": number, "error": f"line {number} is not JSON: {error}"}
    if not isinstance(line, dict):
        return None, {"id": None, "line": number, "error": f"line {number} is not a JSON object"}
    missing = [name for name in required if name not in line]
    if missing:
        return None, {"id": line.get("id"), "line": number, "error": f"line {number} has no {', '.join(missing)}"}
    return line, {}


def _answer_or_error(line: Line, answer: Callable[[Line], Line]) -> Line:
    try:
        return {"id": line.get("id"), **answer(line)}
    except DatelineError as error:
        return {"id": line.get("id"), "error": str(error), "reason": error.reason}
    except _STRANGE as error:
        # A stranger's bytes may break any parser in its own way; the line says how, the rest goes on.
        return {"id": line.get("id"), "error": f"{type(error).__name__}: {error}", "reason": "internal"}


def _dump(line: Line) -> str:
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode()
