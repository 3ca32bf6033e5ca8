"""`dateline diff`: what changed between two versions of an article."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from pipeline.dedupe.changes import Change, count_changed_words, diff_texts
from pipeline.errors import BadInput
from pipeline.store.looking import find_article
from pipeline.store.store import Store, StoredRow

STYLES = {"same": "", "added": "green underline", "removed": "red strike"}
MARKS = {"same": ("", ""), "added": ("{+", "+}"), "removed": ("[-", "-]")}  # as git diff --word-diff writes them


def print_diff(
    store: Store, wanted: str, from_number: int | None = None, to_number: int | None = None, *, as_json: bool = False
) -> None:
    """Print the change from one version to another: default the last two. Coloured on a terminal, else with marks.

    Raises BadInput when there is no such article or version.
    """
    row = find_article(store, wanted)
    if row is None:
        raise BadInput(f"no article has the URL or id {wanted}; try `dateline search`", subject=wanted)
    versions = store.rows("article_versions", article_id=row.article_id)
    before, after = choose_versions(versions, from_number, to_number, wanted)
    title = diff_texts(before.title or "", after.title or "")
    body = diff_texts(before.body, after.body)
    added, removed = count_changed_words(whole_text(before), whole_text(after))
    if as_json:
        print_json(row, before, after, title, body, added, removed)
        return
    # A pipe gets whole paragraphs; NO_COLOR gets marks.
    out = Console(highlight=False, soft_wrap=True)
    is_plain = out.no_color or not out.is_terminal
    out.print(Text(str(row.canonical_url), "dim"))
    for sign, one in (("-", before), ("+", after)):
        claimed = f", says it was modified {one.modified_at}" if one.modified_at else ""
        out.print(f"{sign} version {one.revision_number}, fetched {one.fetched_at:%Y-%m-%d %H:%M:%S %Z}{claimed}")
    if before.extractor != after.extractor:
        out.print(f"read by {before.extractor} and {after.extractor}: what differs need not be an edit", style="yellow")
    out.print(f"{added} words added, {removed} removed\n")
    out.print(render(title, is_plain=is_plain), style="bold")
    out.print(render(body, is_plain=is_plain))


def choose_versions(
    versions: Sequence[StoredRow], from_number: int | None, to_number: int | None, wanted: str
) -> tuple[StoredRow, StoredRow]:
    """Return the two versions to compare. Raises BadInput naming the numbers there are."""
    numbers = [one.revision_number for one in versions]
    if len(versions) < 2:
        raise BadInput(f"{wanted} has one version only: nothing we saw of it changed", subject=wanted)
    to_number = numbers[-1] if to_number is None else to_number
    if from_number is None:
        from_number = max((one for one in numbers if one < to_number), default=numbers[0])
    for number in (from_number, to_number):
        if number not in numbers:
            raise BadInput(f"{wanted} has no version {number}; it has {numbers[0]} to {numbers[-1]}", subject=wanted)
    return versions[numbers.index(from_number)], versions[numbers.index(to_number)]


def whole_text(version: Any) -> str:
    """Return headline and body as the counts in news.article_revisions take them."""
    return f"{version.title or ''}\n{version.body}"


def render(changes: Sequence[Change], *, is_plain: bool) -> Text:
    """Return the changes as text: coloured, or with marks where colours do not show."""
    out = Text()
    for change in changes:
        start, end = MARKS[change.kind] if is_plain else ("", "")
        text = change.text.rstrip("\n")
        out.append(start + text + end, "" if is_plain else STYLES[change.kind])
        out.append(change.text[len(text) :])
    return out


def print_json(
    row: StoredRow,
    before: StoredRow,
    after: StoredRow,
    title: Sequence[Change],
    body: Sequence[Change],
    added: int,
    removed: int,
) -> None:
    """Print the change as one JSON object."""
    answer = {
        "article_id": str(row.article_id),
        "url": row.canonical_url,
        "from": before.revision_number,
        "to": after.revision_number,
        "is_same_extractor": before.extractor == after.extractor,
        "added_word_count": added,
        "removed_word_count": removed,
        "title": [{"kind": one.kind, "text": one.text.strip("\n")} for one in title],
        "body": [{"kind": one.kind, "text": one.text} for one in body],
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
