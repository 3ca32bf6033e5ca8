"""Site memory: what a source repeats leaves its bodies, and true text that recurs does not."""

from __future__ import annotations

import pytest

from pipeline.extract.site_memory import (
    MIN_PAGES,
    MIN_PAGES_IF_DOUBTFUL,
    PAGES_HASH,
    MemoryRow,
    SiteMemory,
    StrippedBefore,
    block_hash,
)
from pipeline.extract.stripping import strip_site_furniture
from pipeline.records import Article, SiteBlock

SITE = "https://www.valleypost.example"
BOX = "Get the harbour letter every morning before the first ferry leaves."
LONG = "The valley has waited for its second bridge since the flood of 1996. " * 4  # a paragraph of background
NEWS = "The ferries returned to the bay on Monday, and nobody could say where they had been."
WORDS = [
    "apple",
    "bridge",
    "candle",
    "dune",
    "ember",
    "fjord",
    "gravel",
    "harvest",
    "island",
    "jetty",
    "kiln",
    "lantern",
]
HASHED = {
    "3 min read": 4626646767291450253,
    "Subscribe to our newsletter: 12 issues for 30 euros a year, cancel any time.": 6911276702080270547,
    "本报讯 12 月": 7426598637600581877,
    "½ — …": 8238016292129134938,
    "ÉCOLE n° 5: ﬁn du reportage, page 12 de notre édition du soir": 296897322380446883,
}


def story(number: int, length: int = 14) -> list[str]:
    """Return paragraphs that no other story shares."""
    return [
        f"On the {word} of the {WORDS[number % 12]} road people told of {'x' * (number // 12 + 1)} {word}s."
        for word in WORDS[:length]
    ]


def taught_memory(pages: int, *repeated: str, at: int = 99) -> SiteMemory:
    """Return what is known of a site after so many pages, each with the repeated blocks at a place."""
    memory = SiteMemory()
    for number in range(pages):
        own = story(number)
        memory.learn(f"{SITE}/{number}", [*own[:at], *repeated, *own[at:]])
    return memory


def test_block_that_recurs_on_a_source_is_stripped_and_says_on_how_many_pages() -> None:
    kept, removed = taught_memory(MIN_PAGES, BOX).strip(f"{SITE}/9", [NEWS, BOX])
    assert (kept, removed) == ([NEWS], [SiteBlock(BOX, MIN_PAGES, MIN_PAGES)])


def test_block_of_another_source_is_not_stripped() -> None:
    assert taught_memory(9, BOX).strip("https://elsewhere.example/1", [NEWS, BOX]) == ([NEWS, BOX], [])


def test_two_ports_of_a_machine_are_two_sources() -> None:
    memory = SiteMemory()
    for number in range(9):
        memory.learn(f"http://127.0.0.1:8001/{number}", [*story(number), BOX])
    assert memory.strip("http://127.0.0.1:8002/1", [NEWS, BOX])[1] == []
    assert memory.strip("http://127.0.0.1:8001/1", [NEWS, BOX])[1] != []


def test_block_seen_on_few_pages_stays() -> None:
    assert taught_memory(MIN_PAGES - 1, BOX).strip(f"{SITE}/9", [NEWS, BOX])[1] == []


def test_phrase_that_recurs_now_and_then_on_a_large_site_stays() -> None:
    memory = taught_memory(MIN_PAGES, BOX)
    for number in range(MIN_PAGES, 100):
        memory.learn(f"{SITE}/{number}", story(number))
    assert memory.strip(f"{SITE}/x", [NEWS, BOX])[1] == []


def test_page_that_comes_twice_counts_once() -> None:
    memory = SiteMemory()
    for _ in range(MIN_PAGES + 2):
        memory.learn(f"{SITE}/1", [BOX])
    assert memory.pages["valleypost.example"] == 1


def test_an_article_under_many_addresses_keeps_its_text() -> None:
    memory = SiteMemory()
    body = story(1)
    for number in range(12):
        memory.learn(f"{SITE}/{number}", [*body, f"Printed for the edition of the {WORDS[number]} coast."])
    assert memory.strip(f"{SITE}/0", body) == (body, [])


def test_versions_of_a_growing_report_teach_nothing_new() -> None:
    memory = SiteMemory()
    for number in range(6, 13):
        memory.learn(f"{SITE}/live-{number}", story(1, number))
    body = story(1, 12)
    assert memory.strip(f"{SITE}/live-12", body) == (body, [])


def test_background_paragraph_of_a_running_story_stays() -> None:
    memory = taught_memory(MIN_PAGES_IF_DOUBTFUL - 1, LONG)
    assert memory.strip(f"{SITE}/9", [*story(30), LONG])[1] == []


def test_paragraph_inside_a_body_stays_however_often_it_recurs() -> None:
    memory = taught_memory(20, LONG, at=4)
    body = story(30)
    assert memory.strip(f"{SITE}/9", [*body[:4], LONG, *body[4:]])[1] == []


def test_short_box_inside_a_body_leaves_it_when_a_fifth_of_the_pages_carry_it() -> None:
    body = story(30)
    page = [*body[:4], BOX, *body[4:]]
    assert taught_memory(MIN_PAGES_IF_DOUBTFUL - 1, BOX, at=4).strip(f"{SITE}/9", page)[1] == []
    assert taught_memory(MIN_PAGES_IF_DOUBTFUL, BOX, at=4).strip(f"{SITE}/9", page)[0] == body


def test_correction_notice_on_two_pages_stays() -> None:
    notice = "Correction: an earlier version of this article named the wrong harbour."
    assert taught_memory(2, notice).strip(f"{SITE}/9", [NEWS, notice])[1] == []


def test_figures_make_a_sentence_another_one() -> None:
    first = "The harbour index closed at 5,200 points, up by 12 since the morning."
    assert block_hash(first) != block_hash(first.replace("5,200", "4,900"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("3 minutes to read, 12 comments", "7 minutes to read, 4 comments"), ("12 reader comments", "8 reader comments")],
)
def test_digits_do_not_make_a_counter_another_block(one: str, other: str) -> None:
    assert block_hash(one) == block_hash(other)


def test_body_that_would_lose_most_of_itself_is_left_whole() -> None:
    assert taught_memory(MIN_PAGES, BOX).strip(f"{SITE}/9", [BOX, "Short."]) == ([BOX, "Short."], [])


def test_blocks_taken_off_by_rule_are_counted_too() -> None:
    memory = SiteMemory()
    for number in range(MIN_PAGES):
        memory.learn(f"{SITE}/{number}", story(number), [BOX])
    assert memory.strip(f"{SITE}/9", [NEWS, BOX])[0] == [NEWS]


def test_version_that_we_have_decides_how_the_next_one_is_stripped() -> None:
    memory = taught_memory(20, BOX)
    kept_then = StrippedBefore(frozenset([NEWS, BOX]), {})
    assert memory.strip(f"{SITE}/9", [NEWS, BOX], kept_then)[1] == []
    gone = SiteBlock(BOX, 3, 4)
    gone_then = StrippedBefore(frozenset([NEWS]), {BOX: gone})
    assert SiteMemory().strip(f"{SITE}/9", [NEWS, BOX], gone_then) == ([NEWS], [gone])


def test_stripped_article_counts_its_words_and_finds_its_place_anew() -> None:
    head = "Sign in to follow the stories that matter to you."
    text = "\n".join(
        [head, "PORT LEVEN: The ferries returned to the bay on Monday with all of their crews.", *story(1)]
    )
    article = Article(f"{SITE}/9", "Ferries return", text, word_count=999)
    memory = taught_memory(MIN_PAGES, head, at=0)
    stripped = strip_site_furniture(article, memory)
    assert stripped.text == text.removeprefix(head + "\n")
    assert (stripped.dateline_place, stripped.word_count) == ("Port Leven", len(stripped.text.split()))
    assert [one.text for one in stripped.site_blocks] == [head]


def test_memory_goes_to_rows_and_back() -> None:
    rows = list(taught_memory(MIN_PAGES, BOX).rows())
    again = SiteMemory()
    again.merge(rows)
    assert list(again.rows()) == rows
    assert rows[0] == MemoryRow("valleypost.example", PAGES_HASH, MIN_PAGES)
    assert MemoryRow("valleypost.example", block_hash(BOX), MIN_PAGES) in rows
    assert all(0 <= row.block_hash < 2**63 for row in rows)


def test_hashes_that_are_kept_in_databases_stay_what_they_are() -> None:
    """Counts of years stand under these numbers: a rule that changes one forgets the block."""
    assert [block_hash(one) for one in HASHED] == list(HASHED.values())
