"""The topics and lexicons as data: what they hold, and how a mistake in them is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.classify.lexicon import load_lexicons
from pipeline.classify.model import SEEDS
from pipeline.classify.taxonomy import Topic, load_taxonomy
from pipeline.errors import BadInput

GOOD = """\
topics:
  - slug: floods
    name: Floods
    definition: Water where it should not be.
    iptc_codes: ["20000151"]
    implies: [weather]
    subtopics:
      - {slug: river, name: River, definition: Rivers over their banks.}
  - slug: weather
    name: Weather
    definition: What falls from the sky.
"""
LEXICON = """\
language: en
topics:
  floods:
    river: {strong: [burst its banks], hint: [river]}
"""


def write_seeds(folder: Path, taxonomy: str = GOOD, lexicon: str = LEXICON) -> Path:
    (folder / "lexicon").mkdir(parents=True, exist_ok=True)
    (folder / "taxonomy.yaml").write_text(taxonomy, encoding="utf-8")
    (folder / "lexicon" / "en.yaml").write_text(lexicon, encoding="utf-8")
    return folder


def test_taxonomy_has_the_three_topics_in_order() -> None:
    assert load_taxonomy(SEEDS).slugs == ("security", "counterterrorism", "cybercrime")


@pytest.mark.parametrize("slug", ["security", "counterterrorism", "cybercrime"])
def test_every_topic_has_eight_subtopics_a_definition_and_codes(slug: str) -> None:
    taxonomy = load_taxonomy(SEEDS)
    topic = next(one for one in taxonomy.topics if one.slug == slug)
    assert len(taxonomy.subtopics(slug)) >= 8
    assert len(topic.definition) > 100
    assert topic.iptc_codes
    assert topic.gdelt_themes


def test_counterterrorism_implies_security() -> None:
    assert load_taxonomy(SEEDS).implications() == (("counterterrorism", "security"),)


@pytest.mark.parametrize("language", ["en", "ar", "ur", "fa", "hi", "ru", "zh", "es", "fr", "de", "tr", "id"])
def test_every_language_has_terms_for_every_topic(language: str) -> None:
    taxonomy = load_taxonomy(SEEDS)
    lexicon = load_lexicons(SEEDS, taxonomy)[language]
    topics = {sense.topic for phrase in lexicon.phrases for sense in phrase.senses}
    assert topics == set(taxonomy.slugs)
    assert any(phrase.kind == "trap" for phrase in lexicon.phrases)


def test_a_taxonomy_is_read_whole(tmp_path: Path) -> None:
    taxonomy = load_taxonomy(write_seeds(tmp_path))
    assert taxonomy.topics == (
        Topic("floods", "Floods", "Water where it should not be.", None, ("20000151",), (), ("weather",)),
        Topic("river", "River", "Rivers over their banks.", "floods"),
        Topic("weather", "Weather", "What falls from the sky."),
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("implies: [weather]", "implies: [wether]", ("taxonomy.yaml:2", "unknown topic 'wether'", "weather")),
        ("slug: weather", "slug: river", ("taxonomy.yaml:9", "'river' stands already in line 8", "another slug")),
        ("slug: weather", "slug: Bad Slug", ("taxonomy.yaml:9", "malformed", "lower-case")),
        ('"20000151"', '"2000015"', ("taxonomy.yaml:2", "IPTC code '2000015'", "eight digits")),
        ('"20000151"', "20000151", ("taxonomy.yaml:2", "iptc_codes", "quote numbers")),
        ("name: Weather", "nmae: Weather", ("taxonomy.yaml:9", "unknown key `nmae`")),
        ("    name: Weather\n", "", ("taxonomy.yaml:9", "`name` is missing")),
        ("    name: Weather\n", "    name: A\n    name: B\n", ("taxonomy.yaml:11", "stands twice")),
        ("topics:", "topics: {", ("taxonomy.yaml", "not valid YAML")),
        (GOOD, "topics: []", ("`topics` must be a list",)),
    ],
    ids=["implies", "duplicate", "slug", "code", "number", "key", "missing", "twice", "syntax", "empty"],
)
def test_a_mistake_in_the_taxonomy_is_named_with_line_and_remedy(
    tmp_path: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    write_seeds(tmp_path, taxonomy=GOOD.replace(old, new, 1))
    with pytest.raises(BadInput) as caught:
        load_taxonomy(tmp_path)
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("floods:", "fluds:", ("en.yaml:4", "unknown topic 'fluds'", "floods, weather")),
        ("river: {", "lake: {", ("en.yaml:4", "no sub-topic 'lake'", "river")),
        ("strong:", "storng:", ("en.yaml:4", "unknown level 'storng'", "strong, plain, hint")),
        ("language: en", "language: fr", ("en.yaml:1", "'fr'", "'en'")),
        ("hint: [river]", "hint: river", ("en.yaml:4", "must be a list of strings")),
    ],
    ids=["topic", "subtopic", "level", "language", "list"],
)
def test_a_mistake_in_a_lexicon_is_named_with_line_and_remedy(
    tmp_path: Path, old: str, new: str, words: tuple[str, ...]
) -> None:
    write_seeds(tmp_path, lexicon=LEXICON.replace(old, new, 1))
    with pytest.raises(BadInput) as caught:
        load_lexicons(tmp_path, load_taxonomy(tmp_path))
    for word in words:
        assert word in str(caught.value)


def test_a_missing_taxonomy_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"taxonomy\.yaml"):
        load_taxonomy(tmp_path)
