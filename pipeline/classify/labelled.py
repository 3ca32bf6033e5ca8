"""Articles with known topics: what training learns from and evaluation judges on. Files are JSON lines."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import BadInput


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled article. judged: the topics whose label, present or absent, is certain."""

    key: str
    set: str
    source: str
    title: str
    text: str
    labels: frozenset[str]
    judged: frozenset[str]
    group: str = ""  # articles with the same text share it; "" for one that has no copy
    language: str | None = None  # ISO 639-1, where it is known
    section: str | None = None


def read_labelled(path: Path, topics: Sequence[str]) -> list[Labelled]:
    """Return the articles of a JSON-lines file (.gz transparently): title, text, labels, judged?, set?, source?, id?.

    A line without `judged` judges the topics that the file names anywhere: about one it never names it says nothing,
    so that a topic added later does not find all older articles to be its negatives.

    Raises BadInput naming file and line for a line that is no object, has no text or names an unknown topic.
    """
    found: list[tuple[Labelled, bool]] = []
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    found.append(_read_line(line, f"{path}:{number}", path.stem, topics))
    except OSError as error:
        raise BadInput(f"cannot read {path}: {error}; name an existing file", subject=str(path)) from error
    named = frozenset[str]().union(*(one.labels | one.judged for one, _ in found))
    return [one if says_judged else replace(one, judged=named) for one, says_judged in found]


def _read_line(line: str, where: str, stem: str, topics: Sequence[str]) -> tuple[Labelled, bool]:
    """Return the article of a line, and whether it says itself which topics it judges."""
    try:
        data = json.loads(line)
        labels, text = frozenset(data["labels"]), data["text"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{where}: {error!r}; a line is an object with text and labels", subject=where) from error
    judged = frozenset(data.get("judged", ()))
    unknown = sorted((labels | judged) - set(topics))
    if unknown:
        raise BadInput(f"{where}: unknown topic {unknown[0]!r}; taxonomy.yaml has {', '.join(topics)}", subject=where)
    article = Labelled(
        key=str(data.get("id") or where),
        set=str(data.get("set") or stem.split(".")[0]),
        source=str(data.get("source") or data.get("style") or stem),
        title=data.get("title") or "",
        text=text or "",
        labels=labels,
        judged=judged,
        language=data.get("language"),
    )
    return article, "judged" in data
