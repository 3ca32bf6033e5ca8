"""The decision on every article of a batch: new, copy, revision or unchanged; its copy group and its story.

Pure: what is registered comes in as candidates, decisions go out, and the store writes them. The result does not depend
on the order of the items; articles are taken by the time they were seen, then by id. Words: a *copy* has the same text
(edited, cut and excerpted texts too); a *story* joins reports of one event, and every copy group lies inside one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID, uuid5

from pipeline.dedupe.compare import are_copies, are_series, compare_stories, measure_likeness
from pipeline.dedupe.index import KeyIndex
from pipeline.records import Candidate, Decision, Fingerprint, Known

MAX_COPIES_COMPARED = 40  # candidates that share the most copy keys; real copies share many
MAX_STORIES_COMPARED = 24
CANDIDATES_TOLD = 5  # in a decision, to explain it

STORY_LIKENESS = 0.34  # cosine from which two articles of one hour report one event: above, events fall apart
STORY_LIKENESS_LATER = 0.50  # the same at STORY_HOURS: what still binds then is the event, not the week's topics
STORY_MERGE = 1.8  # times what is enough, from which an article shows two stories to be one
STORY_HOURS = 96.0  # between an article and another of its story; events are reported on for days, then anew
STORY_VOICES = 3  # members of a story that have a say on a new one
ROUNDUP_SHARE = 0.35  # of its length below which a contained text may be one item of a roundup


@dataclass(frozen=True, slots=True)
class DedupeItem:
    """One article to decide on.

    seen_at: published, else first seen. previous: the article as registered, where the id is known already.
    """

    article_id: UUID
    fingerprint: Fingerprint
    seen_at: datetime
    previous: Known | None = None


def decide_batch(
    items: Sequence[DedupeItem], candidates: Mapping[UUID, Sequence[Known]] | None = None
) -> list[Decision]:
    """Return one decision per item, in the items' order.

    candidates: by article id, what the store found under its copy keys and story keys (in any order, more than needed).
    A group or story that a decision merges is named in it (`merged_groups`, `merged_stories`): its other members
    take the decision's `copy_group` or `story_id`. An id that comes twice is decided on twice, the second time
    against the first. Raises nothing.
    """
    desk = _Desk()
    order = sorted(range(len(items)), key=lambda i: _turn_of(items[i]))
    decisions: dict[int, Decision] = {}
    for i in order:
        item = items[i]
        stored = (candidates or {}).get(item.article_id, ())
        decision = _decide(item, desk, stored)
        desk.register(item, decision)
        decisions[i] = decision
    return [desk.settle(decisions[i]) for i in range(len(items))]


def _turn_of(item: DedupeItem) -> tuple[datetime, int, str, str]:
    return item.seen_at, item.article_id.int, item.fingerprint.body_hash, item.fingerprint.title_hash


@dataclass(slots=True)
class _Desk:
    """What the batch has decided so far: an index of its articles, and which groups and stories were merged."""

    articles: list[Known] = field(default_factory=list)
    places: dict[UUID, int] = field(default_factory=dict)  # article id -> place in articles
    copies: KeyIndex = field(default_factory=KeyIndex)
    stories: KeyIndex = field(default_factory=KeyIndex)
    merged: dict[UUID, UUID] = field(default_factory=dict)  # group or story -> what it became
    begun: dict[UUID, datetime] = field(default_factory=dict)  # group or story -> when its first article was seen

    def current(self, one: UUID) -> UUID:
        """Return what a group or story is called now."""
        while one in self.merged:
            one = self.merged[one]
        return one

    def begun_at(self, one: UUID, claimed: datetime) -> datetime:
        """Return when a group or story began, as far as known: by what a candidate claims, and what others did before."""
        begun = self.begun[one] = min(claimed, self.begun.get(one, claimed))
        return begun

    def register(self, item: DedupeItem, decision: Decision) -> None:
        """Take a decision into account for the articles that follow."""
        for new, old in ((decision.copy_group, decision.merged_groups), (decision.story_id, decision.merged_stories)):
            self.merged.update(dict.fromkeys(old, new))
            self.begun[new] = min(self.begun_at(one, item.seen_at) for one in (new, *old))
        known = Known(item.article_id, item.fingerprint, decision.copy_group, decision.story_id, item.seen_at)
        place = self.places.setdefault(item.article_id, len(self.articles))
        self.articles[place : place + 1] = [known]
        self.copies.file_under(item.fingerprint.copy_keys, place)
        self.stories.file_under(item.fingerprint.story_keys, place)

    def find(self, article_id: UUID) -> Known | None:
        """Return an article that the batch has decided on, as it stands."""
        place = self.places.get(article_id)
        return None if place is None else self.articles[place]

    def settle(self, decision: Decision) -> Decision:
        """Return a decision with the names that later decisions of the batch gave to its group and story."""
        group, story = self.current(decision.copy_group), self.current(decision.story_id)
        if group == decision.copy_group and story == decision.story_id:
            return decision
        if decision.kind == "new" and group != decision.copy_group:
            return replace(
                decision,
                kind="copy",
                reason=f"a later article showed it to be one text with {group}",
                copy_group=group,
                story_id=story,
                duplicate_of=group,
            )
        return replace(decision, copy_group=group, story_id=story)


class _Match(NamedTuple):  # made ten times an article
    """A registered article beside the one to decide on."""

    known: Known
    similarity: float
    containment: float
    story: float  # how alike as reports of an event, 1.0: just enough
    relation: Literal["copy", "story", "none"]

    def as_candidate(self) -> Candidate:
        return Candidate(self.known.article_id, round(self.similarity, 4), round(self.containment, 4), self.relation)


def _decide(item: DedupeItem, desk: _Desk, stored: Sequence[Known]) -> Decision:
    previous = desk.find(item.article_id) or item.previous
    if previous is not None:
        return _decide_again(item, previous, desk)
    matches = sorted(_compare_all(item, desk, stored), key=_by_closeness)
    told = tuple(match.as_candidate() for match in matches[:CANDIDATES_TOLD])
    copies = _without_roundup(item, [match for match in matches if match.relation == "copy"], desk)
    if not copies:
        story_id, merged = _find_story(item, matches, desk)
        reason = f"no copy among {len(matches)} candidates" if matches else "no candidates"
        return Decision(
            item.article_id, "new", reason, item.article_id, story_id, candidates=told, merged_stories=merged
        )
    group, merged_groups = _choose_group(item, copies, desk)
    story_id, merged = _join_stories(copies, desk)
    best = copies[0]
    is_head = group == item.article_id
    original = None if is_head else min(copies, key=lambda match: (match.known.seen_at, match.known.article_id.int))
    shown = original or best
    return Decision(
        item.article_id,
        "new" if is_head else "copy",
        _say_why(item, shown, is_head=is_head),
        group,
        story_id,
        duplicate_of=None if original is None else original.known.article_id,
        similarity=round(shown.similarity, 4),
        containment=round(shown.containment, 4),
        candidates=told,
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
    likeness = measure_likeness(before, now)
    what = " and ".join(name for name, has in (("body", body_changed), ("headline", title_changed)) if has)
    return Decision(
        item.article_id,
        "revision",
        f"{what} changed",
        group,
        story,
        similarity=round(likeness.similarity, 4),
        containment=round(likeness.containment, 4),
    )


def _compare_all(item: DedupeItem, desk: _Desk, stored: Sequence[Known]) -> Iterator[_Match]:
    for known in _choose_candidates(item, desk, stored):
        hours = abs((known.seen_at - item.seen_at).total_seconds()) / 3600
        likeness = measure_likeness(item.fingerprint, known.fingerprint)
        is_copy = are_copies(item.fingerprint, known.fingerprint, likeness, hours)
        is_near = is_copy or (hours <= STORY_HOURS and not are_series(item.fingerprint, known.fingerprint, likeness))
        story = compare_stories(item.fingerprint, known.fingerprint) / _story_likeness_at(hours) if is_near else 0.0
        relation: Literal["copy", "story", "none"] = "copy" if is_copy else "story" if story >= 1 else "none"
        yield _Match(known, likeness.similarity, likeness.containment, story, relation)


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


def _without_roundup(item: DedupeItem, copies: list[_Match], desk: _Desk) -> list[_Match]:
    """Return the copies; of several short texts of different groups inside one article, only the closest.

    A morning briefing holds five dispatches whole: they are no copies of each other.
    """
    large = [m for m in copies if m.known.fingerprint.token_count >= ROUNDUP_SHARE * item.fingerprint.token_count]
    groups = {desk.current(match.known.copy_group) for match in (large or copies[:1])}
    return [match for match in copies if desk.current(match.known.copy_group) in groups]


def _choose_group(item: DedupeItem, copies: Sequence[_Match], desk: _Desk) -> tuple[UUID, tuple[UUID, ...]]:
    """Return the group's id, which is its earliest article's, and the groups that become part of it."""
    heads: dict[UUID, datetime] = {}
    for match in copies:
        group = desk.current(match.known.copy_group)
        seen_at = desk.begun_at(group, match.known.group_seen_at or match.known.seen_at)
        heads[group] = min(seen_at, heads.get(group, seen_at))
    heads[item.article_id] = item.seen_at
    group = min(heads, key=lambda one: (heads[one], one.int))
    return group, tuple(sorted((one for one in heads if one not in (group, item.article_id)), key=lambda one: one.int))


def _join_stories(matches: Sequence[_Match], desk: _Desk) -> tuple[UUID, tuple[UUID, ...]]:
    """Return the oldest of the matches' stories, and the others, which become part of it."""
    stories: dict[UUID, datetime] = {}
    for match in matches:
        story = desk.current(match.known.story_id)
        seen_at = desk.begun_at(story, match.known.story_seen_at or match.known.seen_at)
        stories[story] = min(seen_at, stories.get(story, seen_at))
    oldest, *others = sorted(stories, key=lambda one: (stories[one], one.int))
    return oldest, tuple(others)


def _find_story(item: DedupeItem, matches: Sequence[_Match], desk: _Desk) -> tuple[UUID, tuple[UUID, ...]]:
    """Return the story of an article that is nobody's copy: of the closest reports, else its own."""
    voices: dict[UUID, list[_Match]] = defaultdict(list)
    for match in matches:
        if match.story > 0:
            voices[desk.current(match.known.story_id)].append(match)
    likeness = {story: _mean_of_best(members) for story, members in voices.items()}
    near = sorted((one for one in likeness if likeness[one] >= 1), key=lambda one: (-likeness[one], one.int))
    if not near:
        return story_id_of(item.article_id), ()
    joined = [near[0]] + [story for story in near[1:] if min(likeness[story], likeness[near[0]]) >= STORY_MERGE]
    return _join_stories([match for story in joined for match in voices[story]], desk)


def story_id_of(article_id: UUID) -> UUID:
    """Return the id of the story that an article opens."""
    return uuid5(article_id, "story")


def _mean_of_best(members: Sequence[_Match]) -> float:
    best = sorted((match.story for match in members), reverse=True)[:STORY_VOICES]
    return sum(best) / len(best)


def _say_why(item: DedupeItem, match: _Match, *, is_head: bool) -> str:
    other = match.known
    if item.fingerprint.body_hash == other.fingerprint.body_hash:
        how = "the same text as"
    elif match.containment - match.similarity < 0.2:
        how = "the text, edited, of"
    elif item.fingerprint.token_count < other.fingerprint.token_count:
        how = "an excerpt of"
    else:
        how = "the longer text of"
    return f"{how} {other.article_id}" + (", and seen before it" if is_head else "")
