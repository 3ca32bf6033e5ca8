"""Read the topics (seeds/topics/taxonomy.yaml) into frozen records. Decides nothing about articles.

`dateline seeds load` writes them to news.topics; the lexicon and the model refer to them by slug.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.classify.located import LINE, read_strings, read_yaml, refuse
from pipeline.settings import HOME

SEEDS = HOME / "seeds" / "topics"
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
IPTC_CODE = re.compile(r"[0-9]{8}")
GDELT_THEME = re.compile(r"[A-Z][A-Z0-9_]*")
TOPIC_KEYS = {"slug", "name", "definition", "iptc_codes", "gdelt_themes", "implies", "review", "subtopics", LINE}
REVIEW_BAND = (0.3, 0.7)  # between these a person should look, unless the topic says otherwise


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic or sub-topic."""

    slug: str  # a sub-topic's is its own word, unique in the whole taxonomy
    name: str
    definition: str
    parent: str | None = None  # slug of the topic above, None for a topic that articles are given
    iptc_codes: tuple[str, ...] = ()
    gdelt_themes: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()  # topics that an article with this one has too
    review: tuple[float, float] = REVIEW_BAND  # from the first, below the second probability a person should look


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All topics in the file's order, each parent before its sub-topics."""

    topics: tuple[Topic, ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """Slugs of the topics that articles are given, in order."""
        return tuple(topic.slug for topic in self.topics if topic.parent is None)

    def subtopics(self, slug: str) -> tuple[Topic, ...]:
        """Return the sub-topics of a topic."""
        return tuple(topic for topic in self.topics if topic.parent == slug)

    def review_bands(self) -> dict[str, tuple[float, float]]:
        """Return, per topic that articles are given, the probabilities between which a person should look."""
        return {topic.slug: topic.review for topic in self.topics if topic.parent is None}

    def implications(self) -> tuple[tuple[str, str], ...]:
        """Return (topic, implied topic) pairs, followed through chains."""
        direct = {topic.slug: topic.implies for topic in self.topics}
        pairs: list[tuple[str, str]] = []
        for slug in direct:
            seen, todo = {slug}, list(direct[slug])
            while todo:
                implied = todo.pop(0)
                if implied not in seen:
                    seen.add(implied)
                    pairs.append((slug, implied))
                    todo.extend(direct[implied])
        return tuple(pairs)


def find_topics(seeds_dir: Path | None) -> Path:
    """Return the folder with taxonomy.yaml: the given one, `topics` below it, or the checkout's."""
    directory = Path(seeds_dir) if seeds_dir else SEEDS
    return directory / "topics" if (directory / "topics" / "taxonomy.yaml").exists() else directory


def load_taxonomy(directory: Path) -> Taxonomy:
    """Return the taxonomy of a seeds/topics directory.

    Raises BadInput naming file, line and remedy: an unknown key or implied topic, a slug twice, a malformed code.
    """
    path = Path(directory) / "taxonomy.yaml"
    data = read_yaml(path)
    entries = data.get("topics")
    if not isinstance(entries, list) or not entries:
        refuse(path, data, "`topics` must be a list with at least one topic", "see the comment at the file's top")
    topics: list[Topic] = []
    places: dict[str, Any] = {}
    for entry in entries:
        parent = _read_topic(path, data, entry, None)
        _add(path, topics, places, parent, entry)
        for below in entry.get("subtopics") or ():
            _add(path, topics, places, _read_topic(path, entry, below, parent.slug), below)
    _check_implications(path, topics, places)
    return Taxonomy(tuple(topics))


def _read_topic(path: Path, above: dict[str, Any], entry: Any, parent: str | None) -> Topic:
    if not isinstance(entry, dict):
        refuse(path, above, f"{entry!r} is not a topic", "a topic is a mapping with slug, name and definition")
    unknown = sorted(str(key) for key in set(entry) - TOPIC_KEYS)
    if unknown:
        refuse(path, entry, f"unknown key `{unknown[0]}`", f"known are {', '.join(sorted(TOPIC_KEYS - {LINE}))}")
    if parent is not None and any(entry.get(key) for key in ("subtopics", "implies", "review")):
        refuse(path, entry, "a sub-topic has no `subtopics`, `implies` or `review`", "move it up to be a topic")
    words = {key: entry.get(key) for key in ("slug", "name", "definition")}
    for key, value in words.items():
        if not isinstance(value, str) or not value.strip():
            refuse(path, entry, f"`{key}` is missing or not text", f"add `{key}: ...` to the topic")
    slug = str(words["slug"])
    if not SLUG.fullmatch(slug):
        refuse(path, entry, f"slug {slug!r} is malformed", "use lower-case letters, digits and single hyphens")
    codes = read_strings(path, entry, "iptc_codes")
    for code in codes:
        if not IPTC_CODE.fullmatch(code):
            refuse(path, entry, f"IPTC code {code!r} of {slug} is malformed", 'a code has eight digits: "20000053"')
    themes = read_strings(path, entry, "gdelt_themes")
    for theme in themes:
        if not GDELT_THEME.fullmatch(theme):
            refuse(path, entry, f"GDELT theme {theme!r} of {slug} is malformed", "themes look like CYBER_ATTACK")
    return Topic(
        slug=slug,
        name=str(words["name"]).strip(),
        definition=" ".join(str(words["definition"]).split()),
        parent=parent,
        iptc_codes=codes,
        gdelt_themes=themes,
        implies=read_strings(path, entry, "implies"),
        review=_read_band(path, entry, slug),
    )


def _read_band(path: Path, entry: dict[str, Any], slug: str) -> tuple[float, float]:
    band = entry.get("review", REVIEW_BAND)
    is_pair = isinstance(band, list | tuple) and len(band) == 2 and all(isinstance(one, int | float) for one in band)
    if not is_pair or not 0 <= band[0] <= 0.5 <= band[1] <= 1:
        remedy = "write two probabilities around one half: `review: [0.3, 0.7]`"
        refuse(path, entry, f"`review` of {slug} is {band!r}", remedy)
    return float(band[0]), float(band[1])


def _add(path: Path, topics: list[Topic], places: dict[str, Any], topic: Topic, entry: dict[str, Any]) -> None:
    if topic.slug in places:
        first = places[topic.slug][LINE]
        refuse(path, entry, f"slug {topic.slug!r} stands already in line {first}", "give one of them another slug")
    places[topic.slug] = entry
    topics.append(topic)


def _check_implications(path: Path, topics: list[Topic], places: dict[str, Any]) -> None:
    known = [topic.slug for topic in topics if topic.parent is None]
    for topic in topics:
        for implied in topic.implies:
            if implied not in known or implied == topic.slug:
                remedy = f"topics are {', '.join(slug for slug in known if slug != topic.slug)}"
                refuse(path, places[topic.slug], f"{topic.slug} implies unknown topic {implied!r}", remedy)
