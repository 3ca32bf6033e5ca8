"""Reference data into Postgres: feeds from a CSV or OPML file, topics and the classifier's version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.classify.taxonomy import load_taxonomy
from pipeline.errors import BadInput
from pipeline.feeds.csv_feeds import read_csv
from pipeline.feeds.opml import read_opml
from pipeline.feeds.rows import FeedRow
from pipeline.steps.classifying import classifier_of
from pipeline.steps.workplace import Workplace
from pipeline.store.encode import dump_rows


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
    topics = load_taxonomy(Path(place.settings.seeds_dir) / "topics").topics
    rows = [
        {
            "topic": topic.slug,
            "name": topic.name,
            "definition": topic.definition,
            "parent": topic.parent,
            "iptc_codes": list(topic.iptc_codes),
            "gdelt_themes": list(topic.gdelt_themes),
        }
        for topic in topics
    ]
    feeds = read_feeds_file(feeds_file) if feeds_file else []
    with place.store.begin() as transaction:
        changed = transaction.rows("upsert_topics", rows=dump_rows(rows))
        transaction.run("register_model", model_version=classifier_of(place.settings.seeds_dir).version)
    new, known = place.store.add_feeds(feeds) if feeds else (0, 0)
    return SeedReport(new, known, len(changed))


def read_feeds_file(path: Path) -> list[FeedRow]:
    """Return the feeds of a .csv or .opml file. Raises BadInput naming the file and the remedy."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot read the feed list {path}: {error.strerror}", subject=str(path)) from error
    if path.suffix.lower() in (".opml", ".xml"):
        return list(read_opml(data))
    return list(read_csv(data.decode("utf-8-sig", "replace"), str(path)))
