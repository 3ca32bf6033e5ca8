"""Reference data into Postgres: feeds from a CSV or OPML file, topics and the shipped classifier."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.feeds.csv_feeds import read_csv
from pipeline.feeds.opml import read_opml
from pipeline.feeds.rows import FeedRow
from pipeline.steps.models import register_shipped
from pipeline.steps.taxonomy import write_taxonomy
from pipeline.steps.workplace import Workplace


@dataclass(frozen=True, slots=True)
class SeedReport:
    """What loading seeds changed."""

    new_feed_count: int
    known_feed_count: int
    changed_topic_count: int


def load_seeds(place: Workplace, feeds_file: Path | None = None) -> SeedReport:
    """Load topics, and the feeds of a file when one is given; loading again changes nothing.

    Raises BadInput naming file, line and remedy.
    """
    feeds = read_feeds_file(feeds_file) if feeds_file else []
    with place.store.begin() as transaction:
        changed_count = write_taxonomy(transaction, place.settings.seeds_dir)
    register_shipped(place)
    new, known = place.store.add_feeds(feeds) if feeds else (0, 0)
    return SeedReport(new, known, changed_count)


def read_feeds_file(path: Path) -> list[FeedRow]:
    """Return the feeds of a .csv or .opml file. Raises BadInput naming the file and the remedy."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot read the feed list {path}: {error.strerror}", subject=str(path)) from error
    if path.suffix.lower() in (".opml", ".xml"):
        return list(read_opml(data))
    return list(read_csv(data.decode("utf-8-sig", "replace"), str(path)))
