"""One frozen dataclass per seam of an entry's way. Standard library only; no behaviour beyond reading.

Each field says its unit and whose word it is. "According to the feed" is a claim; `first_seen_at`, `fetched_at`
and `loaded_at` are ours. Every datetime is aware. Stage files hold these records as JSON lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

Precision = Literal["second", "minute", "day"]
Zone = Literal["stated", "assumed"]


class EntryState(StrEnum):
    """Where an entry of the ledger stands. All but `discovered` are ends."""

    DISCOVERED = "discovered"
    LOADED = "loaded"  # a new article
    COPY = "copy"  # a new article with the text of one we have
    REVISION = "revision"  # an article we have, changed
    UNCHANGED = "unchanged"  # an article we have, the same
    REFUSED = "refused"  # robots.txt, address, filter, 401/403
    UNREACHABLE = "unreachable"  # gone, or silent after the last try
    NOT_ARTICLE = "not_article"  # listing, gallery, error, challenge, consent, login
    QUARANTINED = "quarantined"  # broke a stage; kept with its error and a replay command


@dataclass(frozen=True, slots=True)
class ClaimedTime:
    """A time as somebody claims it.

    at: aware. For precision "day", midnight UTC of that day.
    zone: "assumed" when the source gave no zone and UTC was taken; never silently.
    source: who says so: "feed", "json-ld", "meta", "time-element", "url", "text", "script".
    """

    at: datetime
    precision: Precision = "second"
    zone: Zone = "stated"
    source: str = ""

    def isoformat(self) -> str:
        """Return ISO 8601: with offset, or a plain date where only the day is known."""
        if self.precision == "day":
            return self.at.date().isoformat()
        return self.at.isoformat()


# --- feeds -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item of a feed, according to the feed (or to a backfill source)."""

    key: str  # identity within the feed: GUID if distinct there, else URL, else content hash
    url: str | None  # absolute; None when the item has no link
    guid: str | None
    title: str | None  # plain text
    published_at: ClaimedTime | None = None
    updated_at: ClaimedTime | None = None
    authors: tuple[str, ...] = ()
    summary: str | None = None  # HTML as the feed gives it
    content: str | None = None  # HTML of the full text, where the feed carries it
    tags: tuple[str, ...] = ()
    language: str | None = None
    image_url: str | None = None
    title_markup: str | None = None  # HTML of the title, where the feed's title carries markup


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document, read."""

    format: str  # rss20, rss10, atom10, json11, sitemap-news, ... (feedparser's version words where it has one)
    title: str | None
    site_url: str | None
    language: str | None
    entries: tuple[FeedEntry, ...]
    ttl_seconds: int | None = None  # RSS ttl or sy:update*, as the feed asks
    warnings: tuple[str, ...] = ()  # what was repaired or skipped, for the poll's row
    child_urls: tuple[str, ...] = ()  # a sitemap index: sitemaps to read next


# --- fetch and archive -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RawRef:
    """Where the raw bytes stand: one record of a WARC file on the archive store."""

    file: str  # path below the archive root
    offset: int  # bytes
    length: int  # bytes, compressed record
    digest: str  # "sha256:<hex>" of the payload


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One GET to make."""

    url: str
    kind: Literal["feed", "page"] = "page"
    etag: str | None = None
    last_modified: str | None = None
    headers: tuple[tuple[str, str], ...] = ()  # per-feed extra headers, an operator's word


@dataclass(frozen=True, slots=True)
class FetchResponse:
    """An answer: 200 with a whole body, or 304. Everything else is raised as an error."""

    url: str  # as asked
    final_url: str  # after redirects
    status_code: int
    headers: tuple[tuple[str, str], ...]  # as received, in order
    body: bytes  # decoded of any content-encoding, whole
    fetched_at: datetime
    elapsed_seconds: float
    wire_bytes: int  # body bytes before decompression
    redirects: tuple[tuple[int, str], ...] = ()  # (status, url it led to) of each hop taken
    request_headers: tuple[tuple[str, str], ...] = ()  # as sent, secrets withheld: for the archive's request record

    @property
    def content_type(self) -> str | None:
        """The Content-Type header, or None."""
        return self.header("content-type")

    def header(self, name: str) -> str | None:
        """Return the last value of a header, case-insensitively, or None."""
        wanted = name.lower()
        return next((value for key, value in reversed(self.headers) if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Recheck:
    """A look at the page of an article that is loaded, for edits."""

    recheck_id: int
    article_id: UUID
    canonical_url: str  # the article's; a page that moved keeps it
    check_number: int  # from 1
    etag: str | None = None
    last_modified: str | None = None
    raw_digest: str | None = None  # of the page last fetched


@dataclass(frozen=True, slots=True)
class EntryTask:
    """One ledger row as a batch takes it on: the first stage file's line."""

    entry_id: int
    feed_id: int
    url: str
    entry: FeedEntry
    first_seen_at: datetime
    attempt_count: int = 0
    raw: RawRef | None = None  # set when the page is already in the archive (backfill, reprocess)
    source_name: str | None = None
    source_country: str | None = None
    feed_language: str | None = None
    feed_content_only: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    site_url: str | None = None  # the feed's outlet; None for a backfill, whose pages name their own
    feed_kind: str | None = None
    recheck: Recheck | None = None  # set when the article is loaded and this only looks for edits


@dataclass(frozen=True, slots=True)
class FollowingPage:
    """A page of an article after its first one."""

    url: str  # after redirects
    raw: RawRef
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What came of fetching one entry's page: bytes in the archive, or a state with its reason."""

    task: EntryTask
    state: EntryState  # DISCOVERED: go on (or retry later when raw is None); otherwise an end
    reason: str = ""
    detail: str = ""  # the error's message, for operators
    final_url: str | None = None
    status_code: int | None = None
    content_type: str | None = None
    fetched_at: datetime | None = None
    elapsed_seconds: float | None = None
    body_bytes: int | None = None
    raw: RawRef | None = None
    retry_after_seconds: float | None = None
    etag: str | None = None  # validators of the answer, for a re-check
    last_modified: str | None = None
    following: tuple[FollowingPage, ...] = ()  # pages 2, 3 ... of the article, in order


# --- extract ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """What the extractor is given: bytes (or text) of one page and what the feed said of it."""

    html: bytes | str
    url: str | None = None
    content_type: str | None = None
    entry: FeedEntry | None = None
    fetched_at: datetime | None = None  # bounds what can be a publication time; None: unbounded


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span that decided. Offsets are characters into title or text."""

    field: Literal["title", "text"]
    start: int
    end: int
    text: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """A country, region or city that an article names, and how much it is about it."""

    country_code: str  # ISO 3166-1 alpha-2; XK for Kosovo
    name: str  # English, as the gazetteer has it
    kind: Literal["country", "region", "city"]
    mention_count: int  # in title and body; a country's cities, regions and people count for it
    salience: float  # 0..1, share of all places' weight: title, dateline and lead weigh more
    is_main: bool  # the article is about it, not only mentions it
    geoname_id: int | None = None  # of a city
    evidence: tuple[Evidence, ...] = ()  # the spans that name it, the weightiest first


@dataclass(frozen=True, slots=True)
class SiteBlock:
    """A block that left a body because its source prints it on many pages."""

    text: str
    page_count: int  # pages of the source that carry it, as known then
    site_page_count: int  # pages of the source that were counted


@dataclass(frozen=True, slots=True)
class Article:
    """One article, as extracted. Field names follow schema.org NewsArticle where it has one."""

    canonical_url: str | None
    title: str | None  # headline, without the site's name
    text: str  # body: NFC, paragraphs separated by a newline, no markup; "" when there is none
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    published_at: ClaimedTime | None = None
    modified_at: ClaimedTime | None = None
    language: str | None = None  # ISO 639-1, by content
    section: str | None = None
    tags: tuple[str, ...] = ()
    dateline_place: str | None = None
    wire_agency: str | None = None
    site_name: str | None = None
    image_url: str | None = None
    word_count: int = 0
    page_count: int = 1  # pages that its text was joined from
    is_article: bool = True
    not_article_reason: str | None = (
        None  # listing, video, gallery, error, consent, login, product, forum ...: kinds.py
    )
    is_paywalled: bool = False
    value_sources: dict[str, str] = field(default_factory=dict)  # field -> where its value came from
    removed: tuple[str, ...] = ()  # furniture that was stripped by rule, for inspection
    site_blocks: tuple[SiteBlock, ...] = ()  # what was stripped because the source repeats it
    places: tuple[Place, ...] = ()  # countries first, the main ones foremost
    extractor: str = ""  # name and version, so that reprocess knows what is old


# --- dedupe ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What deduplication keeps of one article. Opaque to the store but for the keys it indexes."""

    body_hash: str  # BLAKE2b-128 hex of the normalised body: equal means same text
    title_hash: str
    token_count: int
    copy_keys: tuple[int, ...]  # 32 bits each; two documents that share one are compared (GIN index)
    story_keys: tuple[int, ...]  # the same, for "is it the same event"
    sketch: bytes  # what the comparison of two candidates needs, compact


@dataclass(frozen=True, slots=True)
class Known:
    """A registered article, as a candidate that the store looked up."""

    article_id: UUID
    fingerprint: Fingerprint
    copy_group: UUID
    story_id: UUID
    seen_at: datetime  # published, else first seen: orders originals before copies
    batch_id: UUID | None = None
    is_wire_own: bool = False  # stands on the site of the agency that wrote it: the original, whenever it came
    story_seen_at: datetime | None = None  # seen_at of the story's first article; None: as seen_at


@dataclass(frozen=True, slots=True)
class Candidate:
    """A comparison that was made, kept so that the decision can be explained."""

    article_id: UUID
    similarity: float  # resemblance 0..1
    containment: float  # share of the smaller body found in the larger, 0..1
    relation: Literal["copy", "story", "none"]
    story: float = 0.0  # how alike as reports of one event; from 1 on, they are
    why_not: str = ""  # why it is no copy: other text, series (one template, other figures), roundup


@dataclass(frozen=True, slots=True)
class Decision:
    """Deduplication's word on one article."""

    article_id: UUID
    kind: Literal["new", "copy", "revision", "unchanged"]
    reason: str
    copy_group: UUID  # id of the group of same text, which is its original's
    story_id: UUID
    duplicate_of: UUID | None = None  # the group's original; None for itself
    similarity: float | None = None  # to the original
    containment: float | None = None
    candidates: tuple[Candidate, ...] = ()
    merged_stories: tuple[UUID, ...] = ()  # stories that this article showed to be one
    merged_groups: tuple[UUID, ...] = ()  # copy groups that become part of copy_group


# --- classify --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TopicScore:
    """One topic of one article."""

    topic: str  # slug: security, counterterrorism, cybercrime, ...
    probability: float  # calibrated, 0..1
    is_assigned: bool
    needs_review: bool = False
    evidence: tuple[Evidence, ...] = ()
    implied_by: str | None = None  # a topic that carries this one with it


@dataclass(frozen=True, slots=True)
class Classification:
    """All topics of one article by one model."""

    scores: tuple[TopicScore, ...]
    model_version: str
    language_covered: bool = True


# --- what load writes ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExtractedEntry:
    """Stage extract: the page's article, or why there is none."""

    page: FetchedPage
    state: EntryState
    reason: str = ""
    detail: str = ""
    article_id: UUID | None = None
    article: Article | None = None
    canonical_url: str | None = None  # the article's identity, canonicalised


@dataclass(frozen=True, slots=True)
class DecidedEntry:
    """Stage deduplicate: an extracted entry with its decision."""

    extracted: ExtractedEntry
    state: EntryState
    reason: str = ""
    detail: str = ""
    fingerprint: Fingerprint | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class ClassifiedEntry:
    """Stage classify: ready to load."""

    decided: DecidedEntry
    state: EntryState
    reason: str = ""
    detail: str = ""
    classification: Classification | None = None


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """How many entries discovered on a day stand in which state."""

    day: date
    state: EntryState
    entry_count: int
