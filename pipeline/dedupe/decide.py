"""The decision on every article of a batch: new, copy, revision or unchanged; its copy group and its story.

Pure: what is registered comes in as candidates, decisions go out, and the store writes them. Two articles are one text, or
report one event, by what the two of them are: never by which came first, nor by what else is known. Groups and stories
are what such pairs join. So neither the order of the items counts nor which batch they came in. Words: a *copy* has the
same text (edited, cut and excerpted texts too); a *story* joins reports of one event, and every copy group lies inside one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID, uuid5

from pipeline.dedupe.compare import are_copies, are_series, compare_stories, measure_likeness
from pipeline.dedupe.index import KeyIndex
from pipeline.records import Candidate, Decision, Fingerprint, Known

MAX_COPIES_COMPARED = 40  # candidates that share the most copy keys; real copies share many
MAX_STORIES_COMPARED = 24
CANDIDATES_TOLD = 8  # in a decision, to explain it: the closest, rejected ones too

STORY_LIKENESS = 0.42  # cosine from which two articles of one hour report one event: below, events run together
STORY_LIKENESS_LATER = 0.55  # the same at STORY_HOURS: what still binds then is the event, not the week's topics
STORY_HOURS = 96.0  # between an article and another of its story; events are reported on for days, then anew
ROUNDUP_SHARE = 0.35  # of a later article's length below which a text that it holds may be one item of a roundup


@dataclass(frozen=True, slots=True)
class DedupeItem:
    """One article to decide on.

    seen_at: published, else first seen. previous: the article as registered, where the id is known already.
    is_wire_own: it stands on the site of the agency that wrote it.
    """

    article_id: UUID
    fingerprint: Fingerprint
    seen_at: datetime
    previous: Known | None = None
    is_wire_own: bool = False


def decide_batch(
    items: Sequence[DedupeItem],
    candidates: Mapping[UUID, Sequence[Known]] | None = None,
    *,
    heads: Iterable[Known] = (),
    window: timedelta | None = None,
) -> list[Decision]:
    """Return one decision per item, in the items' order.

    candidates: by article id, what the store found under its copy keys and story keys (in any order, more than needed).
    heads: the originals that candidates' groups are named by. window: how far apart two
    articles may be to be compared at all.
    A group or story that a decision merges is named in it (`merged_groups`, `merged_stories`): its other members
    take the decision's `copy_group` or `story_id`. An id that comes twice is decided on twice, the second time
    against the first. Raises nothing.
    """
    desk = _Desk(window)
    for head in heads:
        desk.originals[head.article_id] = head
    order = sorted(range(len(items)), key=lambda i: _turn_of(items[i]))
    decisions: dict[int, Decision] = {}
    for i in order:
        item = items[i]
        stored = (candidates or {}).get(item.article_id, ())
        decision = _decide(item, desk, stored)
        desk.register(item, decision)
        decisions[i] = decision
    return [desk.settle(items[i], decisions[i]) for i in range(len(items))]


def rank_original(known: Known | DedupeItem) -> tuple[bool, datetime, int]:
    """Return what orders the members of a group: the wire's own first, then the earliest; the first is the original."""
    return not known.is_wire_own, known.seen_at, known.article_id.int


def part_group(members: Sequence[Known]) -> list[list[Known]]:
    """Return the members of a copy group as those groups that the likeness of pairs still makes, each original first."""
    waiting = sorted(members, key=rank_original)
    parts: list[list[Known]] = []
    while waiting:
        part = [waiting.pop(0)]
        for one in part:  # grows as it is gone through
            joined = [other for other in waiting if _is_copy_of(one, other)]
            waiting = [other for other in waiting if other not in joined]
            part += joined
        parts.append(sorted(part, key=rank_original))
    return parts


def tell_copy(copy: Fingerprint, original: Fingerprint, hours_apart: float, name: UUID) -> tuple[str, float, float]:
    """Return (reason, similarity, containment) of a copy beside its group's original."""
    likeness = measure_likeness(copy, original)
    if copy.body_hash == original.body_hash:
        how = "the same text as"
    elif not are_copies(copy, original, likeness, hours_apart):
        how = "one text, by way of others, with"
    elif likeness.containment - likeness.similarity < 0.2:
        how = "the text, edited, of"
    elif copy.token_count < original.token_count:
        how = "an excerpt of"
    else:
        how = "the longer text of"
    return f"{how} {name}", round(likeness.similarity, 4), round(likeness.containment, 4)


def _turn_of(item: DedupeItem) -> tuple[datetime, int, str, str]:
    return item.seen_at, item.article_id.int, item.fingerprint.body_hash, item.fingerprint.title_hash


@dataclass(slots=True)
class _Desk:
    """What the batch has decided so far: an index of its articles, and which groups and stories were merged."""

    window: timedelta | None = None
    articles: list[Known] = field(default_factory=list)
    places: dict[UUID, int] = field(default_factory=dict)  # article id -> place in articles
    copies: KeyIndex = field(default_factory=KeyIndex)
    stories: KeyIndex = field(default_factory=KeyIndex)
    merged: dict[UUID, UUID] = field(default_factory=dict)  # group or story -> what it became
    originals: dict[UUID, Known] = field(default_factory=dict)  # group -> the article it is named by, where known
    begun: dict[UUID, datetime] = field(default_factory=dict)  # story -> when its first article was seen

    def current(self, one: UUID) -> UUID:
        """Return what a group or story is called now."""
        while one in self.merged:
            one = self.merged[one]
        return one

    def begun_at(self, story: UUID, claimed: datetime) -> datetime:
        """Return when a story began, as far as known: by what a candidate claims, and what others did before."""
        begun = self.begun[story] = min(claimed, self.begun.get(story, claimed))
        return begun

    def register(self, item: DedupeItem, decision: Decision) -> None:
        """Take a decision into account for the articles that follow."""
        group, story = decision.copy_group, decision.story_id
        self.merged.update(dict.fromkeys(decision.merged_groups, group))
        self.merged.update(dict.fromkeys(decision.merged_stories, story))
        self.begun[story] = min(self.begun_at(one, item.seen_at) for one in (story, *decision.merged_stories))
        known = _known_of(item, group, story)
        if group == item.article_id:
            self.originals[group] = known
        place = self.places.setdefault(item.article_id, len(self.articles))
        self.articles[place : place + 1] = [known]
        self.copies.file_under(item.fingerprint.copy_keys, place)
        self.stories.file_under(item.fingerprint.story_keys, place)

    def find(self, article_id: UUID) -> Known | None:
        """Return an article that the batch has decided on, as it stands."""
        place = self.places.get(article_id)
        return None if place is None else self.articles[place]

    def settle(self, item: DedupeItem, decision: Decision) -> Decision:
        """Return a decision as all of the batch leaves it: its group's and story's names, and its likeness to the original."""
        group, story = self.current(decision.copy_group), self.current(decision.story_id)
        decision = replace(decision, copy_group=group, story_id=story)
        if decision.kind == "unchanged":
            return decision
        original = self.originals.get(group)
        if group == item.article_id or original is None:
            is_copy = group != item.article_id
            return replace(decision, duplicate_of=group if is_copy else None)
        hours = abs((original.seen_at - item.seen_at).total_seconds()) / 3600
        reason, similarity, containment = tell_copy(item.fingerprint, original.fingerprint, hours, group)
        is_revision = decision.kind == "revision"
        return replace(
            decision,
            kind="revision" if is_revision else "copy",
            reason=decision.reason if is_revision else reason,
            duplicate_of=group,
            similarity=similarity,
            containment=containment,
        )


class _Match(NamedTuple):  # made ten times an article
    """A registered article beside the one to decide on."""

    known: Known
    similarity: float
    containment: float
    story: float  # how alike as reports of an event, 1.0: just enough
    relation: Literal["copy", "story", "none"]
    why_not: str  # why it is no copy, where it is none

    def as_candidate(self) -> Candidate:
        return Candidate(
            self.known.article_id,
            round(self.similarity, 4),
            round(self.containment, 4),
            self.relation,
            round(self.story, 3),
            self.why_not,
        )


def _known_of(item: DedupeItem, group: UUID, story: UUID) -> Known:
    return Known(item.article_id, item.fingerprint, group, story, item.seen_at, is_wire_own=item.is_wire_own)


def _decide(item: DedupeItem, desk: _Desk, stored: Sequence[Known]) -> Decision:
    previous = desk.find(item.article_id) or item.previous
    if previous is not None:
        return _decide_again(item, previous, desk)
    matches = sorted(_compare_all(item, desk, stored), key=_by_closeness)
    copies = [match for match in matches if match.relation == "copy"]
    group, merged_groups = _choose_group(item, copies, desk)
    story_id, merged = _join_stories(item, [match for match in matches if match.relation != "none"], desk)
    if copies:
        reason = f"the original of {len(copies)} copies" if len(copies) > 1 else "the original of a copy"
    else:
        reason = f"no copy among {len(matches)} candidates" if matches else "no candidates"
    return Decision(
        item.article_id,
        "new",  # settled with the batch: a copy when the group is another's
        reason,
        group,
        story_id,
        candidates=tuple(match.as_candidate() for match in matches[:CANDIDATES_TOLD]),
        merged_stories=merged,
        merged_groups=merged_groups,
    )


def _decide_again(item: DedupeItem, previous: Known, desk: _Desk) -> Decision:
    """Decide on an article whose id is registered: group and story stay, whatever became of the text."""
    group, story = desk.current(previous.copy_group), desk.current(previous.story_id)
    before, now = previous.fingerprint, item.fingerprint
    body_changed, title_changed = before.body_hash != now.body_hash, before.title_hash != now.title_hash
    if not body_changed and not title_changed:
        return Decision(item.article_id, "unchanged", "same body and headline", group, story)
    what = " and ".join(name for name, has in (("body", body_changed), ("headline", title_changed)) if has)
    return Decision(item.article_id, "revision", f"{what} changed", group, story)


def _compare_all(item: DedupeItem, desk: _Desk, stored: Sequence[Known]) -> Iterator[_Match]:
    for known in _choose_candidates(item, desk, stored):
        apart = abs(known.seen_at - item.seen_at)
        if desk.window is not None and apart > desk.window:
            continue
        hours = apart.total_seconds() / 3600
        likeness = measure_likeness(item.fingerprint, known.fingerprint)
        is_series = are_series(item.fingerprint, known.fingerprint, likeness)
        is_one_text = are_copies(item.fingerprint, known.fingerprint, likeness, hours)
        is_copy = is_one_text and not _may_be_roundup(item, known)
        is_near = is_copy or (hours <= STORY_HOURS and not is_series)
        story = compare_stories(item.fingerprint, known.fingerprint) / _story_likeness_at(hours) if is_near else 0.0
        relation: Literal["copy", "story", "none"] = "copy" if is_copy else "story" if story >= 1 else "none"
        why_not = ""
        if not is_copy:
            why_not = "roundup" if is_one_text else "series" if is_series else "other text"
        yield _Match(known, likeness.similarity, likeness.containment, story, relation, why_not)


def _is_copy_of(one: Known, other: Known) -> bool:
    hours = abs((one.seen_at - other.seen_at).total_seconds()) / 3600
    likeness = measure_likeness(one.fingerprint, other.fingerprint)
    return are_copies(one.fingerprint, other.fingerprint, likeness, hours) and not _may_be_roundup(one, other)


def _may_be_roundup(item: DedupeItem | Known, known: Known) -> bool:
    """Return whether the later of two articles may only hold the earlier one's text among others.

    A morning briefing holds five dispatches whole: it is no copy of them, nor are they of each other. An excerpt comes
    later than what it was cut from.
    """
    mine, theirs = (item.seen_at, item.article_id.int), (known.seen_at, known.article_id.int)
    earlier, later = (item, known) if mine < theirs else (known, item)
    return earlier.fingerprint.token_count < ROUNDUP_SHARE * later.fingerprint.token_count


def _story_likeness_at(hours: float) -> float:
    """Return how alike two articles must be, the farther apart the more, to report one event."""
    share = min(1.0, hours / STORY_HOURS)
    return STORY_LIKENESS + share * (STORY_LIKENESS_LATER - STORY_LIKENESS)


def _choose_candidates(item: DedupeItem, desk: _Desk, stored: Sequence[Known]) -> Iterable[Known]:
    """Return the articles that share the most keys, bounded in number; of equals, the oldest."""
    mine = item.fingerprint
    others = [one for one in stored if one.article_id != item.article_id and one.article_id not in desk.places]
    copies = [(desk.articles[place], count) for place, count in desk.copies.count_shared(mine.copy_keys).items()]
    copies += _share_keys(others, mine.copy_keys, [one.fingerprint.copy_keys for one in others])
    stories = [(desk.articles[place], count) for place, count in desk.stories.count_shared(mine.story_keys).items()]
    stories += _share_keys(others, mine.story_keys, [one.fingerprint.story_keys for one in others])
    chosen = _most_shared(copies, MAX_COPIES_COMPARED) + _most_shared(stories, MAX_STORIES_COMPARED)
    return {known.article_id: known for known in chosen}.values()


def _share_keys(
    others: Sequence[Known], keys: Sequence[int], theirs: Sequence[Sequence[int]]
) -> list[tuple[Known, int]]:
    mine = set(keys)
    counts = [len(mine.intersection(one)) for one in theirs]
    return [(known, count) for known, count in zip(others, counts, strict=True) if count]


def _most_shared(sharing: list[tuple[Known, int]], limit: int) -> list[Known]:
    if len(sharing) > limit:
        sharing.sort(key=lambda one: (-one[1], one[0].seen_at, one[0].article_id.int))
    return [known for known, _ in sharing[:limit]]


def _by_closeness(match: _Match) -> tuple[int, float, float, datetime, int]:
    rank = {"copy": 0, "story": 1, "none": 2}[match.relation]
    return (
        rank,
        -max(match.similarity, match.containment),
        -match.story,
        match.known.seen_at,
        match.known.article_id.int,
    )


def _choose_group(item: DedupeItem, copies: Sequence[_Match], desk: _Desk) -> tuple[UUID, tuple[UUID, ...]]:
    """Return the group's id, which is its original's, and the groups that become part of it."""
    ranks: dict[UUID, tuple[bool, datetime, int]] = {item.article_id: rank_original(item)}
    for match in copies:
        group = desk.current(match.known.copy_group)
        original = desk.originals.get(group) or (match.known if match.known.article_id == group else None)
        if original is not None:
            desk.originals[group] = original
        # An original that is not there any more has no rank to lose: its group keeps its name.
        ranks[group] = rank_original(original) if original else (False, match.known.seen_at, 0)
    group = min(ranks, key=lambda one: (ranks[one], one.int))
    return group, tuple(sorted((one for one in ranks if one not in (group, item.article_id)), key=lambda one: one.int))


def _join_stories(item: DedupeItem, matches: Sequence[_Match], desk: _Desk) -> tuple[UUID, tuple[UUID, ...]]:
    """Return the oldest of the matches' stories, and the others, which become part of it; without any, the item's own."""
    stories: dict[UUID, datetime] = {}
    for match in matches:
        story = desk.current(match.known.story_id)
        seen_at = desk.begun_at(story, match.known.story_seen_at or match.known.seen_at)
        stories[story] = min(seen_at, stories.get(story, seen_at))
    if not stories:
        return story_id_of(item.article_id), ()
    oldest, *others = sorted(stories, key=lambda one: (stories[one], one.int))
    return oldest, tuple(others)


def story_id_of(article_id: UUID) -> UUID:
    """Return the id of the story that an article opens."""
    return uuid5(article_id, "story")
