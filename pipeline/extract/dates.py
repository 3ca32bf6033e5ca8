"""When an article was published and changed, as claimed by whom; a zone is never guessed silently.

Order of trust, measured on recorded pages (docs/articles.md): `datePublished` of JSON-LD, meta elements made for it,
creation dates of JSON-LD, microdata, the feed, a line or `time` element beside the headline that says "published", the
address, such a line without a label, data for scripts, meta elements that also mean other days, dates at the foot, what
htmldate finds.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lxml.html import HtmlElement

from pipeline.extract.blocks import Block
from pipeline.extract.date_lines import DATE_LINE_CHARS, ShownDate, Trust, find_shown_dates
from pipeline.extract.date_text import find_dates, sure_order
from pipeline.extract.facts import Facts
from pipeline.extract.headline import Place
from pipeline.extract.local_time import ONE_DAY, SAME_INSTANT, in_local_time, with_stated_zone
from pipeline.extract.machine_times import make_claim, parse_time
from pipeline.extract.stated_dates import (
    language_of,
    modified_claims,
    read_times,
    script_claims,
    stated_claims,
    weak_claims,
)
from pipeline.records import ClaimedTime

logging.getLogger("htmldate").setLevel(logging.CRITICAL)  # it logs what it returns as None

FIRST_YEAR = 1990  # no web page is older; earlier years are events or epoch zero
FAR_FUTURE = datetime(2100, 1, 1, tzinfo=UTC)  # the bound when nobody says when the page was fetched
CLOCK_SKEW = timedelta(days=2)  # publishers' clocks and zones against ours
RENDERING = timedelta(minutes=15)  # from a page's making to our visit, a cache between them included
BYLINE_LINES = 5  # blocks from the headline to a date that outweighs a stamp
MONTHS = 12
MAX_SEARCHED_BLOCKS = 1_000  # beyond, htmldate's last search takes a second, and finds other articles' dates

_URL_DATE = re.compile(r"(?<!\d)(199\d|20\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_SPLIT_DATE = re.compile(r"(?<!\d)(199\d|20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
_URL_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[_-](\d{1,2})[_-](20\d\d)(?!\d)")
_URL_MONTH = re.compile(r"/(199\d|20\d\d)/(0[1-9]|1[0-2])/(?!\d{1,2}/)")  # the permalinks of many blogs
# Where English writes the day first, whatever its templates say of their language.
_DAY_FIRST_DOMAINS = frozenset(
    ["uk", "ie", "au", "nz", "in", "za", "pk", "bd", "lk", "ng", "ke", "gh", "ug", "tz", "zm", "zw", "sg", "my", "hk", "mt",
     "jm", "tt"]
)  # fmt: skip


def read_dates(
    facts: Facts, blocks: Sequence[Block] = (), fetched_at: datetime | None = None, place: Place | None = None
) -> tuple[ClaimedTime | None, ClaimedTime | None]:
    """Return when the article says it was published and changed, each by the most trusted source that can be true.

    place: where among the blocks headline and text stand. A change that is not after the publication is none.
    """
    latest = fetched_at + CLOCK_SKEW if fetched_at else FAR_FUTURE
    language = language_of(facts)
    times = list(read_times(facts.root, language))
    stated = [one for one in stated_claims(facts) if is_plausible(one, latest)]
    changed = [one for one in modified_claims(facts) if is_plausible(one, latest)]
    order = _month_first(facts.url, blocks)
    shown = find_shown_dates(times, blocks, place or Place(None, None, None), language, is_month_first=order)
    shown = _settled(shown, [*stated, *changed])
    in_address = list(_url_date(facts.url)) or list(_url_date(_own_canonical(facts)))
    shown_days = [one.claim for one in shown if one.trust <= Trust.NEAR]
    found = next(iter(stated), None)
    if found and _is_stamp(found, changed, fetched_at, [*in_address, *shown_days, *_fed(facts)]):
        found = _older_line(found, changed, shown) or found
    if found is None:
        others = _other_claims(facts, blocks, shown, in_address, latest)
        found = next((one for one in others if is_plausible(one, latest)), None)
    if found is None:
        published = None
    else:
        days = [one.at.date() for one in in_address]
        published = in_local_time(found, stated, shown, days, times, facts.root)
    changed += [one.claim for one in shown if one.trust is Trust.MODIFIED and is_plausible(one.claim, latest)]
    changed = [with_stated_zone(one, [*changed, *([published] if published else [])]) for one in changed]
    return published, next((one for one in changed if published is None or _is_behind(one, published)), None)


def _is_behind(change: ClaimedTime, published: ClaimedTime) -> bool:
    """Return whether a change is later than the publication; on the same day only its hour can tell."""
    is_later = change.at > published.at
    return is_later and (change.precision != "day" or change.at.date() > published.at.date())


def is_plausible(claim: ClaimedTime, latest: datetime) -> bool:
    """Return whether a web page can have been published then."""
    return claim.at.year >= FIRST_YEAR and claim.at <= latest


def _is_stamp(
    claim: ClaimedTime, changed: Sequence[ClaimedTime], fetched_at: datetime | None, others: Sequence[ClaimedTime]
) -> bool:
    """Return whether a stated time may be only that of the last save, an import or the page's making.

    So it may be when no change is stated behind it, or when it is that of our visit; and nothing else agrees with it.
    """
    is_last = not changed or changed[0].at - claim.at < SAME_INSTANT
    is_now = fetched_at is not None and abs(fetched_at - claim.at) < RENDERING
    return (is_last or is_now) and not any(abs(one.at - claim.at) <= 2 * ONE_DAY for one in others)


def _older_line(claim: ClaimedTime, changed: Sequence[ClaimedTime], shown: Sequence[ShownDate]) -> ClaimedTime | None:
    """Return the day that stands in the byline, where it is older than the claim and not that of a change."""
    for one in shown:
        if one.trust <= Trust.NEAR and 0 <= one.distance <= BYLINE_LINES:
            is_older = one.claim.at < claim.at and one.claim.at.date() not in {change.at.date() for change in changed}
            return one.claim if is_older else None
    return None


def _fed(facts: Facts) -> Iterator[ClaimedTime]:
    if facts.entry and facts.entry.published_at:
        yield facts.entry.published_at


def _month_first(url: str | None, blocks: Sequence[Block]) -> bool | None:
    """Return whether the page writes 3/4/2025 with the month first: by its other figures, then by its country."""
    order = sure_order(one.text for one in blocks if len(one.text) <= DATE_LINE_CHARS)
    if order is not None or not url:
        return order
    host = url.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    return False if host.rsplit(".", 1)[-1].lower() in _DAY_FIRST_DOMAINS else None


def _settled(shown: Sequence[ShownDate], stated: Sequence[ClaimedTime]) -> list[ShownDate]:
    """Return shown dates, of two readings (3/4/2025) the one that is a day which the page states for programs."""
    days = {one.at.date() for one in stated}
    return [
        replace(one, claim=one.other, other=one.claim)
        if one.other and one.other.at.date() in days and one.claim.at.date() not in days
        else one
        for one in shown
    ]


def _other_claims(
    facts: Facts,
    blocks: Sequence[Block],
    shown: Sequence[ShownDate],
    in_address: Sequence[ClaimedTime],
    latest: datetime,
) -> Iterator[ClaimedTime]:
    """Yield what stands in the page's text and address, and head elements that also mean other days."""
    yield from (one.claim for one in shown if one.trust is Trust.LABELLED)
    yield from in_address
    yield from (one.claim for one in shown if Trust.LABELLED < one.trust < Trust.FAR)
    yield from _days_of_address_month(facts.url, blocks, language_of(facts))
    yield from script_claims(facts)
    yield from weak_claims(facts)
    yield from (one.claim for one in shown if one.trust >= Trust.FAR)
    found = _search_text(facts.root, facts.url, latest, is_small=len(blocks) <= MAX_SEARCHED_BLOCKS)
    if found:
        yield found
    if facts.entry and facts.entry.updated_at:
        yield facts.entry.updated_at


def _own_canonical(facts: Facts) -> str | None:
    """Return the canonical address that the page gives itself on its own host; it may hold the day that ours leaves out."""
    claimed = next(iter(facts.links.get("canonical", ())), None)
    same_host = claimed and facts.url and claimed.split("/", 3)[:3] == facts.url.split("/", 3)[:3]
    return claimed if same_host else None


def _url_date(url: str | None) -> Iterator[ClaimedTime]:
    path = (url or "").split("://", 1)[-1].split("?", 1)[0]
    path = path.split("/", 1)[1] if "/" in path else ""
    for pattern in (_URL_SPLIT_DATE, _URL_DATE):
        match = pattern.search(path)
        claim = match and make_claim((*match.groups(), None, None, None, None), "url")
        if claim:
            yield claim
            return
    match = _URL_DAY_FIRST.search(path)
    if match:
        first, second, year = match.groups()
        month, day = (first, second) if int(second) > MONTHS else (second, first)
        claim = make_claim((year, month, day, None, None, None, None), "url") if int(day) > MONTHS else None
        if claim:
            yield claim


def _days_of_address_month(url: str | None, blocks: Sequence[Block], language: str | None) -> Iterator[ClaimedTime]:
    """Yield the first day that the page shows of the month that its address names: comments and archives are later."""
    match = _URL_MONTH.search(url or "")
    if match:
        year, month = int(match[1]), int(match[2])
        lines = (one.text[:DATE_LINE_CHARS] for one in blocks if match[1] in one.text[:DATE_LINE_CHARS])
        claims = [one.claim for line in lines for one in find_dates(line, language)]
        days = [one for one in claims if (one.at.year, one.at.month) == (year, month)]
        if days:
            yield min(days, key=lambda one: one.at)


def _search_text(root: HtmlElement, url: str | None, latest: datetime, *, is_small: bool) -> ClaimedTime | None:
    from htmldate import find_date  # a third of a second with all it brings along; few pages need it

    try:
        found = find_date(
            root, extensive_search=is_small, original_date=True, url=url, max_date=latest.strftime("%Y-%m-%d")
        )
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError):
        return None  # a stranger's markup can break any of its patterns
    # The first of January is what it makes of a lone year, mostly of the copyright line.
    return parse_time(found, "text") if found and not found.endswith("-01-01") else None
