"""The taxonomy of the seeds into news.topics. Apart from the models, so that loading rows loads no classifier."""

from __future__ import annotations

from pathlib import Path

from pipeline.classify.taxonomy import find_topics, load_taxonomy
from pipeline.store.encode import dump_rows
from pipeline.store.store import Transaction


def write_taxonomy(transaction: Transaction, seeds_dir: str) -> int:
    """Write the topics of the seeds; return how many are new or changed. Raises BadInput naming file and line."""
    taxonomy = load_taxonomy(find_topics(Path(seeds_dir)))
    implied = taxonomy.implications()
    rows = [
        {
            "topic": topic.slug,
            "name": topic.name,
            "definition": topic.definition,
            "parent": topic.parent,
            "iptc_codes": list(topic.iptc_codes),
            "gdelt_themes": list(topic.gdelt_themes),
            "implies": [other for slug, other in implied if slug == topic.slug],
            "review_from_ratio": None if topic.parent else topic.review[0],
            "review_to_ratio": None if topic.parent else topic.review[1],
        }
        for topic in taxonomy.topics
    ]
    return len(transaction.rows("upsert_topics", rows=dump_rows(rows)))
