"""Fingerprints: what changes nothing in them, what they keep of halves and edits, and how large they are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dedupe.compare import compare, measure_likeness
from pipeline.dedupe.fingerprint import COPY_KEYS, fingerprint_article
from pipeline.dedupe.tokens import MAX_CHARACTERS, shingle_hashes, split_words
from tests.unit.made_up_texts import SYLLABLES, make_text

SAME_WORDS = [
    ("case", "Troops enter THE city", "troops Enter the City"),
    ("typographic apostrophes", "the minister's son didn't", "the minister’s son didn’t"),
    ("quotes and dashes", '"We will stay" - he said', "“We will stay” — he said"),
    ("line breaks", "one\n\ntwo three", "one two  three"),
    ("composed and decomposed accents", "caf\u00e9 Zürich", "cafe\u0301 Zu\u0308rich"),
    ("soft hyphens", "Bundes\u00adverfassungs\u00adgericht", "Bundesverfassungsgericht"),
    ("zero-width spaces and byte order marks", "\ufeffBundes\u200bgericht", "Bundesgericht"),
    ("thousands and decimals", "10,000 and 3.5", "10000 and 35"),
    ("full-width forms", "ＡＢＣ １２３", "abc 123"),
    ("Arabic vowel signs and tatweel", "مُحَمَّد ســـلام", "محمد سلام"),
    ("alef variants", "أحمد إلى آخر", "احمد الى اخر"),
    ("Persian and Arabic letters", "کتاب یکی", "كتاب يكي"),
    ("zero-width non-joiner", "می\u200cخواهم", "میخواهم"),
    ("Arabic-Indic digits", "٣٥ و ۳۵", "35 و 35"),
    ("yo", "ещё берёза", "еще береза"),
]


@pytest.mark.parametrize(("a", "b"), [pytest.param(a, b, id=name) for name, a, b in SAME_WORDS])
def test_typography_does_not_count(a: str, b: str) -> None:
    one, other = fingerprint_article(title=a, text=a), fingerprint_article(title=b, text=b)
    assert (one.body_hash, one.title_hash, one.copy_keys) == (other.body_hash, other.title_hash, other.copy_keys)
    assert compare(one, other) == (1.0, 1.0)


DIFFERENT = [
    ("another word", "troops enter the city", "troops leave the city"),
    ("another order", "dog bites man", "man bites dog"),
    ("a digit", "killed 12 people", "killed 13 people"),
    ("a Chinese character", "北京天氣晴", "北京天氣陰"),
    ("word boundary", "now here", "nowhere"),
    ("a repeated word", "no no", "no"),
]


@pytest.mark.parametrize(("a", "b"), [pytest.param(a, b, id=name) for name, a, b in DIFFERENT])
def test_words_count(a: str, b: str) -> None:
    assert fingerprint_article(title=None, text=a).body_hash != fingerprint_article(title=None, text=b).body_hash


COUNTS = [
    ("nothing", "", 0),
    ("signs only", "... — !?", 0),
    ("English", "Five words are in here.", 5),
    ("Chinese: a character each", "警方逮捕三人", 6),
    ("Chinese and Latin", "中国GDP增长", 5),
    ("Thai: a character each, signs included", "ไทย", 3),
    ("Korean: by spaces", "경찰이 세 명을 체포했다", 4),
    ("Hindi: signs belong to words", "पुलिस ने तीन", 3),
    ("Urdu", "پولیس نے تین افراد", 4),
    ("Russian", "Полиция задержала троих.", 3),
    ("emoji part words", "good😀news", 2),
    ("a rare ideograph", "𠮷野家", 3),
    ("a lone surrogate is survived", "a \ud800 b", 2),
]


@pytest.mark.parametrize(("text", "count"), [pytest.param(t, c, id=name) for name, t, c in COUNTS])
def test_words_of_every_script(text: str, count: int) -> None:
    assert fingerprint_article(title=None, text=text).token_count == count


def test_title_and_body_are_apart() -> None:
    with_title = fingerprint_article(title="Bridge reopens", text="The bridge is open again.")
    without = fingerprint_article(title=None, text="The bridge is open again.")
    assert with_title.body_hash == without.body_hash
    assert with_title.copy_keys == without.copy_keys
    assert with_title.token_count == without.token_count == 5
    assert with_title.title_hash != without.title_hash


def test_a_title_alone_has_no_body() -> None:
    only = fingerprint_article(title="Bridge reopens after flood", text="")
    assert (only.token_count, only.copy_keys) == (0, ())
    assert only.body_hash == fingerprint_article(title=None, text="").body_hash
    assert compare(only, only) == (0.0, 0.0)


def test_a_fingerprint_is_small_and_its_keys_fit_bigint() -> None:
    one = fingerprint_article(title="A title", text=make_text(1, 5000))
    assert len(one.sketch) <= 1024
    assert len(one.copy_keys) == COPY_KEYS
    assert len(one.copy_keys) + len(one.story_keys) <= 64
    assert all(-(2**63) <= key < 2**63 for key in one.copy_keys + one.story_keys)
    assert len(set(one.copy_keys)) == len(one.copy_keys)


STAMPS = [
    "Updated 14 March 2024, 10:15 GMT",
    "Stand: 12.03.2024 10:15 Uhr",
    "2024-03-12",
    "Publié le 12/03/2024 à 10h15",
    "Updated 5 minutes ago",
    "3 hours ago",
    "Il y a 12 minutes",
    "vor 2 Stunden",
    "hace 7 minutos",
    "Обновлено 15 минут назад",
    "منذ 5 دقائق",
    "12分钟前",
]


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_time_stamp_is_no_change_of_the_article(stamp: str) -> None:
    body = make_text(4, 80)
    assert fingerprint_article(title=None, text=f"{stamp}\n{body}") == fingerprint_article(title=None, text=f"\n{body}")


@pytest.mark.parametrize(
    "line",
    [
        "The train leaves at 10:15.",
        "Shares rose 12.30 points",
        "Reuters",
        "At 10:15 the first of many guests of the gala arrived in the hall",
    ],
)
def test_other_short_lines_count(line: str) -> None:
    body = make_text(4, 80)
    one, other = (fingerprint_article(title=None, text=text) for text in (f"{line}\n{body}", body))
    assert one.body_hash != other.body_hash


def test_a_body_of_more_words_than_are_weighed_has_a_fingerprint() -> None:
    assert fingerprint_article(title="x " * 5000, text="a中" * 99_000 + " b c").token_count > 150_000


def test_short_bodies_have_no_copy_keys() -> None:
    assert fingerprint_article(title=None, text="Photo: police at the scene").copy_keys == ()


def test_a_huge_body_is_cut() -> None:
    assert fingerprint_article(title=None, text="word " * MAX_CHARACTERS).token_count == MAX_CHARACTERS // 5


def test_fingerprints_do_not_depend_on_the_process() -> None:
    """Keys stand in a database for years: this is the recipe's version 1, to the bit."""
    one = fingerprint_article(
        title="Bridge reopens", text="The old bridge over the river reopened on Monday after repairs of 12 weeks."
    )
    assert one.body_hash.startswith("de8131b9befa")
    assert (one.copy_keys[0], one.story_keys[0]) == (1535508917, 69593822)


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("first half", lambda words: words[: len(words) // 2]),
        ("second half", lambda words: words[len(words) // 2 :]),
        ("first fifth", lambda words: words[: len(words) // 5]),
        ("a dateline before, a line after", lambda words: ["GENEVA", "(AP)", "-", *words, "Read", "more"]),
        ("every twentieth word lost", lambda words: [w for i, w in enumerate(words) if i % 20]),
        ("every eighth word another", lambda words: [w if i % 8 else "locally" for i, w in enumerate(words)]),
        ("halves swapped", lambda words: words[len(words) // 2 :] + words[: len(words) // 2]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_changed_text_shares_a_key_and_most_of_its_shingles(name: str, cut) -> None:  # type: ignore[no-untyped-def]
    for seed in range(5):
        words = make_text(seed, 600).split()
        whole = fingerprint_article(title=None, text=" ".join(words))
        part = fingerprint_article(title=None, text=" ".join(cut(words)))
        assert set(whole.copy_keys) & set(part.copy_keys), name
        assert compare(whole, part)[1] > 0.45, name


def test_containment_sees_an_excerpt_where_resemblance_does_not() -> None:
    words = make_text(3, 800).split()
    whole, part = (fingerprint_article(title=None, text=" ".join(some)) for some in (words, words[:160]))
    similarity, containment = compare(whole, part)
    assert containment > 0.9
    assert similarity < 0.4


def test_texts_of_their_own_share_next_to_nothing() -> None:
    prints = [fingerprint_article(title=None, text=make_text(seed)) for seed in range(12)]
    for i, a in enumerate(prints):
        for b in prints[:i]:
            assert not set(a.copy_keys) & set(b.copy_keys)
            assert compare(a, b)[1] < 0.1


def test_chinese_excerpt_is_found() -> None:
    rng = random.Random(5)
    text = "".join(chr(rng.randint(0x4E00, 0x5200)) for _ in range(900))
    whole, part = fingerprint_article(title=None, text=text), fingerprint_article(title=None, text=text[:300])
    assert set(whole.copy_keys) & set(part.copy_keys)
    assert compare(whole, part)[1] > 0.9


def test_another_recipe_is_not_compared() -> None:
    one = fingerprint_article(title=None, text=make_text(1))
    other = fingerprint_article(title=None, text=make_text(1) + " And more.")
    old = type(other)(
        other.body_hash, other.title_hash, other.token_count, other.copy_keys, (), b"\x63" + other.sketch[1:]
    )
    assert compare(one, other)[1] > 0.9
    assert compare(one, old) == (0.0, 0.0)


def test_figures_and_names_are_told_apart_from_words() -> None:
    frame = "Shares of {} closed at {} points on the exchange after {} traders left the floor early on a quiet day"
    a = fingerprint_article(title=None, text=frame.format("Northwind", 411, 77))
    b = fingerprint_article(title=None, text=frame.format("Contoso", 523, 12))
    likeness = measure_likeness(a, b)
    assert likeness.figures == 0.0
    assert likeness.names < 1.0
    assert likeness.words > 0.5


def test_common_words_make_no_story_key() -> None:
    plain = fingerprint_article(
        title=None, text="The government said on Monday that the president would meet the ministers. " * 3
    )
    telling = fingerprint_article(
        title=None, text="The government said on Monday that Qardaghi would meet Voronezhskaya. " * 3
    )
    assert plain.story_keys != telling.story_keys
    other = fingerprint_article(
        title=None, text="In a market yesterday, people saw Qardaghi greet Voronezhskaya and leave. " * 3
    )
    assert set(telling.story_keys) & set(other.story_keys)


@settings(max_examples=150, deadline=None)
@given(title=st.text(max_size=40), text=st.text(max_size=400))
def test_any_text_has_a_fingerprint(title: str, text: str) -> None:
    one = fingerprint_article(title=title, text=text)
    assert one == fingerprint_article(title=title, text=text)
    assert len(one.sketch) <= 1024
    similarity, containment = compare(one, one)
    assert (similarity, containment) == ((1.0, 1.0) if one.token_count else (0.0, 0.0))


@settings(max_examples=100, deadline=None)
@given(words=st.lists(st.sampled_from(SYLLABLES), max_size=30), width=st.integers(1, 6))
def test_runs_of_words_are_equal_exactly_where_the_words_are(words: list[str], width: int) -> None:
    hashes = split_words(" ".join(words)).hashes
    runs = shingle_hashes(hashes, width).tolist()
    width = min(width, len(words))
    spelled = [tuple(words[i : i + width]) for i in range(len(words) - width + 1)] if words else []
    assert len(runs) == len(spelled)
    assert len(set(runs)) == len(set(spelled))
