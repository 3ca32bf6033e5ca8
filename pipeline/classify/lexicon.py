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

Kind = Literal["term", "trap", "denial", "context", "company"]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a term says of one topic."""

    topic: str
    subtopic: str
    points: float


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry: a term with its senses, or a trap or denial with the topics it hides its words from.

    Topics are numbered in the taxonomy's order, and sets of them are bits, since the hot loop reads these.
    """

    text: str
    kind: Kind
    senses: tuple[Sense, ...] = ()
    points: tuple[tuple[int, float], ...] = ()  # of a term: (topic number, points)
    hides: int = 0  # of a trap or denial: bits of topic numbers
    shifts: tuple[tuple[int, float], ...] = ()  # of a context: (topic number, what it adds to the log-odds)
    needs: int = 0  # of a term with two lives: which of the lexicon's companies it needs, from 1; 0 needs none


@dataclass(frozen=True, slots=True)
class SectionHint:
    """What the name of an outlet's section says: words in it, the topics meant, what it adds to their log-odds."""

    names: tuple[str, ...]
    topics: tuple[str, ...]
    shift: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases of one language."""

    language: str  # ISO 639-1
    phrases: tuple[Phrase, ...]
    sections: tuple[SectionHint, ...] = ()
    companies: tuple[tuple[str, ...], ...] = ()  # words that show which life a term with two lives has in an article


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
    for topic in _names(by_topic):
        if topic not in taxonomy.slugs:
            refuse(path, by_topic[topic], f"unknown topic {topic!r}", f"taxonomy.yaml has {', '.join(taxonomy.slugs)}")
        for sense, text in _read_senses(path, by_topic, topic, taxonomy):
            senses.setdefault(text, []).append(sense)
    companies, needs = _read_companies(path, data, senses)
    phrases = [_term(text, _strongest(found), taxonomy, needs.get(text, 0)) for text, found in senses.items()]
    phrases += _read_hiding(path, data, "traps", "trap", taxonomy)
    phrases += _read_hiding(path, data, "denials", "denial", taxonomy)
    phrases += _read_contexts(path, data, taxonomy)
    return Lexicon(path.stem, tuple(phrases), tuple(_read_sections(path, data, taxonomy)), companies)


def _read_senses(path: Path, by_topic: dict[str, Any], topic: str, taxonomy: Taxonomy) -> list[tuple[Sense, str]]:
    known = [below.slug for below in taxonomy.subtopics(topic)]
    found = []
    groups = _mapping(path, by_topic, topic)
    for subtopic in _names(groups):
        levels = _mapping(path, groups, subtopic)
        if subtopic not in known and subtopic != topic:
            remedy = f"taxonomy.yaml has {', '.join(known) or 'none there'}"
            refuse(path, levels, f"{topic} has no sub-topic {subtopic!r}", remedy)
        for level in _names(levels):
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
        hidden = _known_topics(path, entry, taxonomy) or taxonomy.slugs
        bits = sum(1 << taxonomy.slugs.index(topic) for topic in hidden)
        found += [Phrase(text, kind, hides=bits) for text in read_strings(path, entry, "phrases")]
    return found


def _read_contexts(path: Path, data: dict[str, Any], taxonomy: Taxonomy) -> list[Phrase]:
    found = []
    for entry in data.get("contexts") or ():
        if not isinstance(entry, dict) or not isinstance(entry.get("shift"), int | float):
            refuse(path, data, f"{entry!r} under `contexts` is no entry", "write `- {phrases: [...], shift: -0.7}`")
        topics = _known_topics(path, entry, taxonomy) or taxonomy.slugs
        shifts = tuple((taxonomy.slugs.index(topic), float(entry["shift"])) for topic in topics)
        found += [Phrase(text, "context", shifts=shifts) for text in read_strings(path, entry, "phrases")]
    return found


def _read_companies(
    path: Path, data: dict[str, Any], terms: dict[str, list[Sense]]
) -> tuple[tuple[tuple[str, ...], ...], dict[str, int]]:
    """Return the companies, and for each term that needs one its number, from 1."""
    companies: list[tuple[str, ...]] = []
    needs: dict[str, int] = {}
    for entry in data.get("companies") or ():
        if not isinstance(entry, dict) or not entry.get("beside"):
            refuse(path, data, f"{entry!r} under `companies` is no entry", "write `- {phrases: [...], beside: [...]}`")
        companies.append(read_strings(path, entry, "beside"))
        for text in read_strings(path, entry, "phrases"):
            if text not in terms:
                refuse(path, entry, f"{text!r} is no term", "name terms as they stand under `topics`")
            needs[text] = len(companies)
    return tuple(companies), needs


def _read_sections(path: Path, data: dict[str, Any], taxonomy: Taxonomy) -> list[SectionHint]:
    found = []
    for entry in data.get("sections") or ():
        if not isinstance(entry, dict) or not isinstance(entry.get("shift"), int | float):
            refuse(path, data, f"{entry!r} under `sections` is no entry", "write `- {names: [...], shift: -2}`")
        topics = _known_topics(path, entry, taxonomy)
        names = tuple(name.lower() for name in read_strings(path, entry, "names"))
        found.append(SectionHint(names, topics or taxonomy.slugs, float(entry["shift"])))
    return found


def _known_topics(path: Path, entry: dict[str, Any], taxonomy: Taxonomy) -> tuple[str, ...]:
    topics = read_strings(path, entry, "topics")
    for topic in topics:
        if topic not in taxonomy.slugs:
            refuse(path, entry, f"unknown topic {topic!r}", f"taxonomy.yaml has {', '.join(taxonomy.slugs)}")
    return topics


def _mapping(path: Path, where: dict[str, Any], key: str) -> dict[str, Any]:
    value = where.get(key)
    if not isinstance(value, dict):
        refuse(path, where, f"`{key}` must be a mapping", "see lexicon/en.yaml for the form")
    return value


def _names(mapping: dict[str, Any]) -> list[str]:
    return [name for name in mapping if name != LINE]


def _term(text: str, senses: list[Sense], taxonomy: Taxonomy, needs: int) -> Phrase:
    points = tuple((taxonomy.slugs.index(sense.topic), sense.points) for sense in senses)
    return Phrase(text, "term", tuple(senses), points, needs=needs)


def _strongest(found: list[Sense]) -> list[Sense]:
    """One sense per topic: a term filed under two sub-topics counts once, with its highest points."""
    best: dict[str, Sense] = {}
    for sense in found:
        if sense.topic not in best or sense.points > best[sense.topic].points:
            best[sense.topic] = sense
    return list(best.values())
