"""The gold sets beside the checkout: their input lines, the commands that answer them, and the figures of the scorer.

The scorer is a program of its own (score.py beside the sets) and is run as one: what it says is taken as it is.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT.parent / "shared" / "gold"
DATELINE = Path(sys.executable).parent / "dateline"  # the black-box surface, as people call it
DIGEST_CHARS = 16

Line = dict[str, Any]
Figures = dict[str, dict[str, float]]  # set -> measure -> value


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of gold. command: what answers its lines."""

    name: str
    file: str
    command: str


KINDS = {
    one.name: one
    for one in (
        Kind("extraction", "extraction/extraction.jsonl.gz", "extract"),
        Kind("feeds", "feeds/feeds.jsonl.gz", "parse-feed"),
        Kind("topics", "topics/topics.jsonl.gz", "classify"),
        Kind("neardup", "neardup/neardup.jsonl.gz", "dedupe"),
    )
}


@dataclass(frozen=True, slots=True)
class GoldSet:
    """One kind's gold file below a folder that holds score.py."""

    kind: Kind
    folder: Path

    @property
    def path(self) -> Path:
        """The gold file."""
        return self.folder / self.kind.file

    @property
    def scorer(self) -> Path:
        """The program that makes input lines and figures."""
        return self.folder / "score.py"

    def missing(self) -> Path | None:
        """Return the file without which nothing can be measured, or None."""
        return next((one for one in (self.scorer, self.path) if not one.is_file()), None)

    def digest(self) -> str:
        """Return a short hash of the gold file: what was made from another is not ours."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()[:DIGEST_CHARS]

    def write_input(self, target: Path) -> int:
        """Write the input lines; return how many."""
        with target.open("wb") as out:
            command = [sys.executable, str(self.scorer), "input", self.kind.name, str(self.path)]
            subprocess.run(command, stdout=out, check=True)
        with target.open("rb") as lines:
            return sum(1 for _ in lines)

    def score(self, output: Path) -> Figures:
        """Return the scorer's figures of an output file, per set."""
        command = [sys.executable, str(self.scorer), "--json", self.kind.name, str(self.path), str(output)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        figures: Figures = json.loads(done.stdout)
        return figures

    def read(self) -> list[Line]:
        """Return the gold lines."""
        return read_lines(self.path)


def run_dateline(kind: Kind, source: Path, target: Path) -> int:
    """Answer input lines by the command, exactly as a shell would; return its exit status."""
    with source.open("rb") as lines, target.open("wb") as out:
        done = subprocess.run([str(DATELINE), kind.command, "--jsonl"], stdin=lines, stdout=out, check=False)
    return done.returncode


def read_lines(path: Path) -> list[Line]:
    """Return the objects of a JSON-lines file, `.gz` transparently."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def write_lines(path: Path, lines: Iterable[Line]) -> None:
    """Write objects as JSON lines; the file appears whole or not at all."""
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8", errors="replace") as out:
        out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    temporary.replace(path)
