"""Read the lexicons (seeds/topics/lexicon/*.yaml) into phrases. Matching is the work of words.py and scripts.py."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.classify.located import LINE, read_strings, read_yaml, refuse
from pipeline.classify.taxonomy import Taxonomy

# Points of a term: strong alone in a headline nearly decides, plain needs company, hint only supports.
LEVEL_POINTS = {"strong": 3.0, "plain": 1.2, "hint": 0.4}
DENIAL_POINTS = -4.0  # a denial outweighs one strong term elsewhere

Kind = Literal["term", "trap", "denial"]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a term says of one topic."""

    topic: str
    subtopic: str
    points: float


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry: a term with its senses, or a trap or denial with the topics it hides its words from."""

    text: str
    kind: Kind
    senses: tuple[Sense, ...] = ()
    hides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one language."""

    language: str  # ISO 639-1
    phrases: tuple[Phrase, ...]


def load_lexicons(directory: Path, taxonomy: Taxonomy) -> dict[str, Lexicon]:
    """Return the lexicons of a seeds/topics directory by language.

    Raises BadInput naming file, line and remedy for an unknown topic, sub-topic, level or a malformed list.
    """
    folder = Path(directory) / "lexicon"
    lexicons = [_read_lexicon(path, taxonomy) for path in sorted(folder.glob("*.yaml"))]
    if not lexicons:
        refuse(folder, None, "there is no lexicon", "seeds/topics/lexicon needs at least en.yaml")
    return {lexicon.language: lexicon for lexicon in lexicons}


def _read_lexicon(path: Path, taxonomy: Taxonomy) -> Lexicon:
    data = read_yaml(path)
    language = data.get("language")
    if language != path.stem:
        refuse(path, data, f"`language` is {language!r}", f"it must be the file's name, {path.stem!r}")
    senses: dict[str, list[Sense]] = {}
    by_topic = _mapping(path, data, "topics")
    for topic, groups in by_topic.items():
        if topic not in taxonomy.slugs:
            refuse(path, groups, f"unknown topic {topic!r}", f"taxonomy.yaml has {', '.join(taxonomy.slugs)}")
        for sense, text in _read_senses(path, by_topic, topic, taxonomy):
            senses.setdefault(text, []).append(sense)
    phrases = [Phrase(text, "term", tuple(_strongest(found))) for text, found in senses.items()]
    phrases += _read_hiding(path, data, "traps", "trap", taxonomy)
    phrases += _read_hiding(path, data, "denials", "denial", taxonomy)
    return Lexicon(path.stem, tuple(phrases))


def _read_senses(path: Path, by_topic: dict[str, Any], topic: str, taxonomy: Taxonomy) -> list[tuple[Sense, str]]:
    known = [below.slug for below in taxonomy.subtopics(topic)]
    found = []
    groups = _mapping(path, by_topic, topic)
    for subtopic in groups:
        levels = _mapping(path, groups, subtopic)
        if subtopic not in known and subtopic != topic:
            remedy = f"taxonomy.yaml has {', '.join(known) or 'none there'}"
            refuse(path, levels, f"{topic} has no sub-topic {subtopic!r}", remedy)
        for level in levels:
            if level not in LEVEL_POINTS:
                refuse(path, levels, f"unknown level {level!r}", f"levels are {', '.join(LEVEL_POINTS)}")
            points = LEVEL_POINTS[level]
            found += [(Sense(topic, subtopic, points), text) for text in read_strings(path, levels, level)]
    return found


def _read_hiding(path: Path, data: dict[str, Any], key: str, kind: Kind, taxonomy: Taxonomy) -> list[Phrase]:
    found = []
    for entry in data.get(key) or ():
        if not isinstance(entry, dict):
            refuse(path, data, f"{entry!r} under `{key}` is no entry", "write `- {phrases: [...]}`")
        topics = read_strings(path, entry, "topics")
        for topic in topics:
            if topic not in taxonomy.slugs:
                refuse(path, entry, f"unknown topic {topic!r}", f"taxonomy.yaml has {', '.join(taxonomy.slugs)}")
        hides = topics or taxonomy.slugs
        found += [Phrase(text, kind, (), hides) for text in read_strings(path, entry, "phrases")]
    return found


def _mapping(path: Path, where: dict[str, Any], key: str) -> dict[str, Any]:
    value = where.get(key)
    if not isinstance(value, dict):
        refuse(path, where, f"`{key}` must be a mapping", "see lexicon/en.yaml for the form")
    return {name: below for name, below in value.items() if name != LINE} if key != LINE else {}


def _strongest(found: list[Sense]) -> list[Sense]:
    """One sense per topic: a term filed under two sub-topics counts once, with its highest points."""
    best: dict[str, Sense] = {}
    for sense in found:
        if sense.topic not in best or sense.points > best[sense.topic].points:
            best[sense.topic] = sense
    return list(best.values())
