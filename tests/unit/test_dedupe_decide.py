"""Decisions: what is a copy, a revision, a story; that the order of a batch does not count, nor which batch came first."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from pipeline.dedupe.decide import CANDIDATES_TOLD, DedupeItem, decide_batch, part_group, story_id_of
from pipeline.dedupe.fingerprint import fingerprint_article
from pipeline.records import Decision, Known
from tests.unit.made_up_texts import make_text

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SPACE = UUID("00000000-0000-0000-0000-0000000000d5")


def make_item(
    name: str, text: str, *, title: str = "", hours: float = 0.0, previous: Known | None = None
) -> DedupeItem:
    print_ = fingerprint_article(title=title, text=text)
    return DedupeItem(uuid5(SPACE, name), print_, NOON + timedelta(hours=hours), previous)


def make_known(name: str, text: str, *, title: str = "", hours: float = 0.0) -> Known:
    item = make_item(name, text, title=title, hours=hours)
    return Known(item.article_id, item.fingerprint, item.article_id, story_id_of(item.article_id), item.seen_at)


def decide_one(item: DedupeItem, *known: Known) -> Decision:
    return decide_batch([item], {item.article_id: known})[0]


def edit_words(text: str, share: float, seed: int = 0) -> str:
    """Return the text with a share of its words lost, doubled by a filler, or swapped with the next."""
    rng = random.Random(seed)
    out: list[str] = []
    for word in text.split():
        roll = rng.random() / share
        if roll < 0.4:
            out.append(word + " reportedly")
        elif roll < 0.7 and out:
            out.insert(-1, word)
        elif roll >= 1:
            out.append(word)
    return " ".join(out)


DISPATCH = make_text(11, 420)
WORDS = DISPATCH.split()
COPIES = [
    ("to the letter", DISPATCH),
    ("with a dateline and a last line", "GENEVA (AP) - " + DISPATCH + " Follow us for more."),
    ("a tenth edited", edit_words(DISPATCH, 0.10)),
    ("a fifth edited", edit_words(DISPATCH, 0.20)),
    ("first half", " ".join(WORDS[:210])),
    ("second half", " ".join(WORDS[210:])),
    ("first quarter", " ".join(WORDS[:105])),
    ("halves swapped", " ".join(WORDS[210:] + WORDS[:210])),
    ("with another paragraph", DISPATCH + " " + make_text(12, 120)),
    ("in capitals", DISPATCH.upper()),
]


@pytest.mark.parametrize("text", [pytest.param(t, id=name) for name, t in COPIES])
def test_a_later_text_is_a_copy_of_the_registered(text: str) -> None:
    original = make_known("original", DISPATCH)
    decision = decide_one(make_item("copy", text, hours=2), original)
    assert (decision.kind, decision.duplicate_of) == ("copy", original.article_id)
    assert (decision.copy_group, decision.story_id) == (original.copy_group, original.story_id)
    assert decision.containment is not None
    assert decision.containment > 0.4
    assert str(original.article_id) in decision.reason
    assert decision.candidates[0].article_id == original.article_id
    assert decision.candidates[0].relation == "copy"


FRAMES = {
    "weather": "Weather for {name} on Tuesday: high of {a} degrees, low of {b}. Wind from the west at {c} km per hour. Chance of "
    "rain {d} percent. The sun rises at {e} and sets in the evening. Drivers should check conditions before they leave home.",
    "market": "Shares of {name} closed {a} points lower at {b} on Tuesday. Turnover was {c} million against {d} million the day "
    "before. Analysts polled had expected a result of {e} cents a share. This report was written by a program.",
    "obituary": "{name}, a beloved teacher, died on Tuesday at the age of {a}. Born in {b}, the deceased leaves behind {c} "
    "children and {d} grandchildren. Friends may call at the funeral home after {e} in the afternoon. Flowers are welcome.",
    "police": "Officers in {name} answered {a} calls on Tuesday. There were {b} arrests for theft, {c} for assault and {d} for "
    "driving drunk. Anyone who knows more is asked to call {e}. All suspects are innocent until proven guilty in court.",
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES.keys())
def test_pieces_of_a_series_are_neither_copies_nor_a_story(frame: str) -> None:
    rng = random.Random(3)
    places = ["Harborview", "Oldenmark", "Castellan", "Brightwater", "Sandoval", "Kirkmoor"]
    items = [
        make_item(f"piece{i}", frame.format(name=place, **{key: rng.randint(20, 999) for key in "abcde"}), hours=i)
        for i, place in enumerate(places)
    ]
    decisions = decide_batch(items)
    assert {decision.kind for decision in decisions} == {"new"}
    assert len({decision.story_id for decision in decisions}) == len(items)


def test_the_same_short_notice_days_later_is_the_next_of_its_series() -> None:
    notice = "The central bank left its key rates unchanged after the regular meeting of its council, a spokesman said on Thursday. No news conference was held."
    first = make_known("march", notice)
    assert decide_one(make_item("same day", notice, hours=3), first).kind == "copy"
    assert decide_one(make_item("april", notice, hours=14 * 24), first).kind == "new"


def test_a_long_text_weeks_later_is_still_a_copy() -> None:
    assert decide_one(make_item("again", DISPATCH, hours=13 * 24), make_known("original", DISPATCH)).kind == "copy"


@pytest.mark.parametrize("text", ["", "Photo: Reuters", "Watch the video above.", "Subscribe to read on."])
def test_stubs_are_not_copies_of_each_other(text: str) -> None:
    decisions = decide_batch([make_item(f"stub{i}", text) for i in range(4)])
    assert {decision.kind for decision in decisions} == {"new"}
    assert len({decision.copy_group for decision in decisions}) == 4


def test_other_texts_are_new() -> None:
    decision = decide_one(make_item("b", make_text(21)), make_known("a", make_text(20)))
    assert (decision.kind, decision.copy_group) == ("new", uuid5(SPACE, "b"))
    assert decision.story_id == story_id_of(uuid5(SPACE, "b"))


def test_texts_that_share_a_widget_are_not_copies() -> None:
    widget = " ".join(make_text(30, 60).split())
    a, b = make_text(31, 300) + " " + widget, make_text(32, 300) + " " + widget
    assert decide_one(make_item("b", b), make_known("a", a)).kind == "new"


def test_unchanged_and_revised_articles_keep_their_group_and_story() -> None:
    previous = make_known("a", DISPATCH, title="Bridge reopens")
    same = decide_one(make_item("a", DISPATCH, title="Bridge reopens", hours=5, previous=previous))
    assert (same.kind, same.copy_group, same.story_id) == ("unchanged", previous.copy_group, previous.story_id)
    for text, title, what in (
        (DISPATCH + " It rained.", "Bridge reopens", "body changed"),
        (DISPATCH, "Bridge reopens at last", "headline changed"),
        (make_text(44), "Flood", "body and headline changed"),
    ):
        revised = decide_one(make_item("a", text, title=title, hours=5, previous=previous))
        assert (revised.kind, revised.reason) == ("revision", what)
        assert (revised.copy_group, revised.story_id) == (previous.copy_group, previous.story_id)


def test_one_article_twice_in_a_batch_is_decided_on_once_as_new() -> None:
    kinds = [d.kind for d in decide_batch([make_item("a", DISPATCH), make_item("a", DISPATCH)])]
    assert sorted(kinds) == ["new", "unchanged"]
    kinds = [d.kind for d in decide_batch([make_item("a", DISPATCH), make_item("a", DISPATCH + " More.", hours=1)])]
    assert kinds == ["new", "revision"]


def test_an_original_that_arrives_after_its_copies_takes_over_their_group_and_joins_their_story() -> None:
    copy = make_known("copy", edit_words(DISPATCH, 0.1), hours=3)
    decision = decide_one(make_item("original", DISPATCH, hours=0), copy)
    assert (decision.kind, decision.duplicate_of) == ("new", None)
    assert decision.copy_group == uuid5(SPACE, "original")
    assert decision.merged_groups == (copy.copy_group,)
    assert (decision.story_id, decision.merged_stories) == (copy.story_id, ())


def test_an_article_that_is_a_copy_of_two_groups_joins_them_and_their_stories() -> None:
    first, second = make_known("first", " ".join(WORDS[:210])), make_known("second", " ".join(WORDS[210:]), hours=1)
    decision = decide_one(make_item("whole", DISPATCH, hours=2), second, first)
    assert (decision.kind, decision.duplicate_of) == ("copy", first.article_id)
    assert (decision.copy_group, decision.merged_groups) == (first.copy_group, (second.copy_group,))
    assert (decision.story_id, decision.merged_stories) == (first.story_id, (second.story_id,))


def test_a_group_is_named_by_its_head_even_where_the_head_was_no_candidate() -> None:
    head = make_known("head", DISPATCH, hours=-9)
    member = make_known("member", DISPATCH, hours=1)
    member = Known(member.article_id, member.fingerprint, head.article_id, head.story_id, member.seen_at)
    item = make_item("late", edit_words(DISPATCH, 0.1), hours=-2)
    (decision,) = decide_batch([item], {item.article_id: [member]}, heads=[head])
    assert (decision.kind, decision.copy_group, decision.merged_groups) == ("copy", head.article_id, ())
    assert decision.reason.endswith(f" of {head.article_id}")
    assert decision.similarity is not None
    assert decision.similarity < 1


@pytest.mark.parametrize("is_wire_first", [True, False], ids=["the wire came first", "the wire came last"])
def test_the_wires_own_page_is_the_original_whenever_it_was_dated(is_wire_first: bool) -> None:
    paper = make_item("paper", "LISDOWN (Wire) - " + DISPATCH, hours=-5)
    wire = DedupeItem(uuid5(SPACE, "wire"), fingerprint_article(title="", text=DISPATCH), NOON, is_wire_own=True)
    other = make_item("other", DISPATCH, hours=-3)
    items = [wire, paper, other] if is_wire_first else [paper, other, wire]
    registry = Registry()
    for item in items:
        registry.take([item])
    assert set(registry.groups().values()) == {wire.article_id}
    decisions = decide_batch(items)
    assert {one.copy_group for one in decisions} == {wire.article_id}
    assert [one.kind for one in decisions if one.article_id == wire.article_id] == ["new"]
    assert {one.duplicate_of for one in decisions if one.article_id != wire.article_id} == {wire.article_id}


def test_what_was_looked_at_and_rejected_is_told_with_the_reason() -> None:
    report = "Rain fell on {} for {} hours. {} millimetres were measured at the {} station, the service said on {}. "
    one = (report.format("Sarn", 12, 44, "northern", "Monday") + make_text(77, 30)) * 1
    other = (report.format("Quell", 31, 91, "harbour", "Friday") + make_text(77, 30)) * 1
    decision = decide_one(make_item("b", other, hours=3), make_known("a", one))
    assert decision.kind == "new"
    assert [(looked.relation, looked.why_not) for looked in decision.candidates] == [("none", "series")]


def test_a_roundup_does_not_join_the_dispatches_it_holds() -> None:
    parts = [make_text(50 + i, 130) for i in range(5)]
    known = [make_known(f"part{i}", part) for i, part in enumerate(parts)]
    decision = decide_one(make_item("roundup", " ".join(parts), hours=1), *known)
    assert decision.merged_groups == ()
    assert decision.merged_stories == ()


def test_two_reports_of_one_event_share_a_story_not_a_group() -> None:
    a = (
        "A ferry with 212 passengers ran aground off Tarvoy island on Sunday night, the coast guard of Melkovia said. Captain "
        "Ilmar Veskinen had reported engine trouble near the Sarroda lighthouse an hour before. Helicopters took 37 injured "
        "people to the hospital in Port Anselm. Divers searched the flooded lower deck of the Astrid Nova until the morning."
    )
    b = (
        "Rescuers worked through the night after the Astrid Nova hit rocks close to Tarvoy. All 212 people aboard the ferry are "
        "safe, but 37 were hurt, doctors in Port Anselm told reporters. Why the ship strayed from the channel at the Sarroda "
        "lighthouse is unclear; investigators of Melkovia want to question the captain, Ilmar Veskinen, today."
    )
    first = make_known("a", a, title="Ferry runs aground off Tarvoy")
    decision = decide_one(make_item("b", b, title="Tarvoy ferry: all 212 safe", hours=8), first)
    assert (decision.kind, decision.story_id) == ("new", first.story_id)
    assert decision.copy_group != first.copy_group
    assert decision.candidates[0].relation == "story"
    later = decide_one(make_item("b", b, title="Tarvoy ferry: all 212 safe", hours=24 * 30), first)
    assert later.story_id != first.story_id


def test_at_most_the_closest_candidates_are_told() -> None:
    known = [make_known(f"k{i}", edit_words(DISPATCH, 0.1, seed=i), hours=i) for i in range(9)]
    decision = decide_one(make_item("x", DISPATCH, hours=20), *known)
    assert len(decision.candidates) == CANDIDATES_TOLD
    closeness = [max(one.similarity, one.containment) for one in decision.candidates]
    assert closeness == sorted(closeness, reverse=True)


def test_nothing_in_nothing_out() -> None:
    assert decide_batch([]) == []


def make_crowd(seed: int) -> list[DedupeItem]:
    """Return items of several texts with edits, halves and excerpts, seen in any order."""
    rng = random.Random(seed)
    items = []
    for base in range(4):
        text = make_text(100 * seed + base, 300)
        words = text.split()
        variants = [
            text,
            edit_words(text, 0.1, seed),
            " ".join(words[:150]),
            " ".join(words[150:]),
            " ".join(words[:80]),
            " ".join(words[200:290]),
            text + " Read more.",
        ]
        for i, variant in enumerate(rng.sample(variants, rng.randint(2, 7))):
            items.append(make_item(f"{base}.{i}", variant, hours=rng.randint(0, 40)))
    roundup = " ".join(make_text(100 * seed + base, 300)[:500] for base in range(4))
    items.append(make_item("roundup", roundup, hours=rng.randint(0, 40)))
    return items


@pytest.mark.parametrize("seed", range(8))
def test_the_order_within_a_batch_does_not_count(seed: int) -> None:
    items = make_crowd(seed)
    expected = dict(zip([item.article_id for item in items], decide_batch(items), strict=True))
    for turn in range(4):
        shuffled = random.Random(turn).sample(items, len(items))
        assert dict(zip([item.article_id for item in shuffled], decide_batch(shuffled), strict=True)) == expected


class Registry:
    """Registered decisions, as the store keeps them: whole groups and stories are renamed when they merge."""

    def __init__(self) -> None:
        self.rows: dict[UUID, Known] = {}

    def take(self, items: Sequence[DedupeItem]) -> None:
        known = list(self.rows.values())
        decisions = decide_batch(items, {item.article_id: known for item in items}, heads=known)
        for item, decision in zip(items, decisions, strict=True):
            for row in list(self.rows.values()):
                group = decision.copy_group if row.copy_group in decision.merged_groups else row.copy_group
                story = decision.story_id if row.story_id in decision.merged_stories else row.story_id
                self.rows[row.article_id] = replace(row, copy_group=group, story_id=story)
            self.rows[item.article_id] = Known(
                item.article_id,
                item.fingerprint,
                decision.copy_group,
                decision.story_id,
                item.seen_at,
                is_wire_own=item.is_wire_own,
            )

    def groups(self) -> dict[UUID, UUID]:
        return {row.article_id: row.copy_group for row in self.rows.values()}

    def stories(self) -> set[frozenset[UUID]]:
        return partition((row.story_id, row.article_id) for row in self.rows.values())


def partition(pairs: Iterable[tuple[UUID, UUID]]) -> set[frozenset[UUID]]:
    members: dict[UUID, set[UUID]] = {}
    for name, one in pairs:
        members.setdefault(name, set()).add(one)
    return {frozenset(some) for some in members.values()}


@pytest.mark.parametrize("seed", range(12))
def test_whichever_batch_comes_first_the_groups_are_the_same(seed: int) -> None:
    items = make_crowd(seed)
    together = Registry()
    together.take(items)
    for turn in range(4):
        shuffled = random.Random(turn).sample(items, len(items))
        cut = random.Random(turn + 50).randint(1, len(items) - 1)
        apart = Registry()
        for batch in (shuffled[:cut], shuffled[cut:]):
            apart.take(batch)
        assert apart.groups() == together.groups()
        assert apart.stories() == together.stories()


def test_a_group_whose_bridge_is_gone_parts_into_those_that_pairs_still_make() -> None:
    dispatch, other = make_text(41, 200), make_text(42, 200)

    first, second = make_known("first", dispatch, hours=1), make_known("second", other, hours=2)
    third, bridge = make_known("third", dispatch, hours=3), make_known("bridge", f"{dispatch} {other}", hours=4)
    assert part_group([third, second, first]) == [[first, third], [second]]
    assert part_group([bridge, third, second, first]) == [[first, second, third, bridge]]
    assert part_group([]) == []
