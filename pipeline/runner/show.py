"""`dateline show`: one article with everything that explains it."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape

from pipeline.archive.store import ArchiveStore
from pipeline.archive.warc import RawPage, read_raw
from pipeline.errors import BadInput
from pipeline.records import RawRef
from pipeline.settings import Settings
from pipeline.store.looking import find_article
from pipeline.store.store import Store

BODY_CHARS = 1_500  # of the body; `--` the whole is one SQL away
BLOCK_CHARS = 160  # of a block that was stripped
TIMES = ("published_at", "modified_at", "first_seen_at", "fetched_at", "loaded_at")


def print_article(store: Store, wanted: str) -> None:
    """Print an article found by URL or id, or else what the ledger knows of the URL. Raises BadInput for neither."""
    out = Console(highlight=False)
    row = find_article(store, wanted)
    if row is None:
        entries = store.rows("article_entries", article_id=None, url=wanted)
        if not entries:
            raise BadInput(f"no article and no entry has the URL or id {wanted}; try `dateline search`", subject=wanted)
        out.print("[b]no article[/b]; the ledger says:")
        _print_entries(out, entries)
        return
    sources = row.value_sources
    authors = ", ".join(one.name for one in store.rows("article_authors", article_id=row.article_id))
    out.print(f"\n[b]{escape(row.title or '(no headline)')}[/b]")
    out.print(f"{escape(row.source)}  {escape(row.canonical_url)}\n[dim]{row.article_id}[/dim]\n")
    for name in TIMES:
        note = _time_note(row) if name == "published_at" else sources.get(name, "")
        out.print(f"  {name:15} {getattr(row, name) or '-'}  [dim]{escape(note)}[/dim]")
    for name, value in (
        ("authors", authors),
        ("language", row.language),
        ("section", row.section),
        ("dateline", row.dateline_place),
        ("agency", row.wire_agency),
        ("tags", ", ".join(row.tags)),
        ("words", str(row.word_count) + (", behind a paywall" if row.is_paywalled else "")),
        ("raw", f"{row.raw_file} @{row.raw_offset}" if row.raw_file else None),
        *((f"page {number}", one["url"]) for number, one in enumerate(row.following_pages, 2)),
    ):
        key = {"dateline": "dateline_place", "agency": "wire_agency", "words": "text"}.get(name, name)
        if value:
            out.print(f"  {name:15} {escape(value)}  [dim]{escape(sources.get(key, ''))}[/dim]")
    _print_topics(out, store, row)
    _print_places(out, store, row)
    _print_story(out, store, row)
    revisions = store.rows("article_revisions", article_id=row.article_id)
    out.print(f"\n[b]revisions[/b]  {len(revisions)}")
    for one in revisions:
        until = one.valid_to_at or "now"
        out.print(
            f"  {one.revision_number}  {one.valid_from_at} to {until}  {one.body_length} characters  {escape(one.title or '')}"
        )
    _print_rechecks(out, store, row)
    out.print("\n[b]ledger[/b]")
    _print_entries(out, store.rows("article_entries", article_id=row.article_id, url=row.canonical_url))
    _print_stripped(out, row)
    cut = "…" if len(row.body) > BODY_CHARS else ""
    out.print(f"\n{escape(row.body[:BODY_CHARS])}{cut}\n")


def read_raw_page(store: Store, settings: Settings, wanted: str) -> RawPage:
    """Return the raw page of an article. Raises BadInput when there is no article or no raw page."""
    row = find_article(store, wanted)
    if row is None or row.raw_file is None:
        raise BadInput(f"no raw page for {wanted}; `dateline show {wanted}` says what is known", subject=wanted)
    ref = RawRef(row.raw_file, row.raw_offset, row.raw_length, row.raw_digest)
    return read_raw(ArchiveStore(settings.archive), ref)


def _time_note(row: Any) -> str:
    if row.published_at is None:
        return "nobody says; first_seen_at stands in"
    zone = "zone assumed UTC" if row.published_at_zone == "assumed" else "zone stated"
    return f"{row.published_at_source}, to the {row.published_at_precision}, {zone}"


def _print_topics(out: Console, store: Store, row: Any) -> None:
    out.print("\n[b]topics[/b]" + ("" if row.is_language_covered else "  [yellow]language not covered[/yellow]"))
    for one in store.rows("article_topics", article_id=row.article_id):
        mark = (
            "[green]yes[/green]"
            if one.is_assigned
            else "[yellow]review[/yellow]"
            if one.needs_review
            else "[dim]no[/dim]"
        )
        implied = f", implied by {one.implied_by}" if one.implied_by else ""
        chance = "  - " if one.probability is None else f"{one.probability:.2f}"
        out.print(f"  {mark}  {one.topic}  {chance}  [dim]{one.decided_by}{escape(implied)}[/dim]")
        if one.decided_by == "label":
            model = "did not judge" if one.model_probability is None else f"said {one.model_probability:.2f}"
            why = f": {one.label_reason}" if one.label_reason else ""
            out.print(
                f"        [dim]{escape(f'{one.labelled_by}, {one.labelled_at:%Y-%m-%d %H:%M}{why}; the model {model}')}[/dim]"
            )
        if one.is_text_changed:
            out.print(
                "        [yellow]the text changed since the label was given; it still wins, look at it again[/yellow]"
            )
        for span in one.evidence:
            out.print(f"        {span['field']} {span['start']}-{span['end']}: [b]{escape(span['text'])}[/b]")


def _why_not(candidate: Any) -> str:
    """Return why a candidate is no copy, in brackets; "" where it is one, or an older decision did not say."""
    why = candidate.get("why_not")
    return f" (no copy: {why})" if why else ""


def _print_places(out: Console, store: Store, row: Any) -> None:
    rows = store.rows("article_places", article_id=row.article_id)
    if not rows:
        return
    out.print("\n[b]places[/b]")
    for one in rows:
        mark = "[green]about[/green]" if one.is_main else "[dim]named[/dim]"
        named = ", ".join(dict.fromkeys(span["text"] for span in one.evidence))
        times = "once" if one.mention_count == 1 else f"{one.mention_count} times"
        out.print(
            f"  {mark}  {one.country_code}  {escape(one.place_name)} ({one.kind})  {one.salience_ratio:.2f}  "
            f"[dim]{times}: {escape(named)}[/dim]"
        )


def _print_story(out: Console, store: Store, row: Any) -> None:
    out.print(f"\n[b]story[/b]  {row.story_id}")
    what = f"copy of {row.duplicate_of}" if row.is_copy else "original"
    out.print(f"  {what}: {escape(row.decision_reason)}")
    for one in row.decision_candidates:
        out.print(
            f"  [dim]compared with {one['article_id']}: similarity {one['similarity']:.2f}, "
            f"containment {one['containment']:.2f}, as a report {one.get('story', 0.0):.2f} of what one story takes: "
            f"{one['relation']}{escape(_why_not(one))}[/dim]"
        )
    for one in store.rows("article_story", story_id=row.story_id, article_id=row.article_id):
        kind = "copy" if one.is_copy else "report"
        out.print(f"  {one.dated_at:%Y-%m-%d %H:%M}  {kind}  {escape(one.source)}: {escape(one.title or '')}")


def _print_stripped(out: Console, row: Any) -> None:
    """Print what left the body: by rule, and because the site repeats it, with the pages that carried it then."""
    if not row.removed_blocks and not row.site_blocks:
        return
    out.print("\n[b]stripped from the page[/b]")
    for one in row.site_blocks:
        told = f"on {one['page_count']} of the site's {one['site_page_count']} pages"
        out.print(f"  {told:32} {escape(one['text'][:BLOCK_CHARS])}")
    for text in row.removed_blocks:
        out.print(f"  {'by rule':32} [dim]{escape(text[:BLOCK_CHARS])}[/dim]")


def _print_rechecks(out: Console, store: Store, row: Any) -> None:
    rechecks = store.rows("article_rechecks", article_id=row.article_id)
    if row.withdrawn_at:
        out.print(f"\n[red]withdrawn[/red]: the page was gone on {row.withdrawn_at:%Y-%m-%d %H:%M}")
    if rechecks:
        out.print("\n[b]re-checks[/b]")
    for one in rechecks:
        when = f"{one.ended_at:%Y-%m-%d %H:%M}  {one.outcome}" if one.outcome else f"{one.due_at:%Y-%m-%d %H:%M}  due"
        out.print(f"  {one.check_number}  {when}  [dim]{escape(one.reason)}[/dim]")


def _print_entries(out: Console, rows: Any) -> None:
    for one in rows:
        detail = f" ({one.state_detail})" if one.state_detail else ""
        out.print(
            f"  {one.state_at:%Y-%m-%d %H:%M}  {one.state}: {escape(one.state_reason + detail)}  [dim]{escape(one.feed)}[/dim]"
        )
