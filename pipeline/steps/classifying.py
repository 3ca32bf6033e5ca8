"""Stage classify: articles come in, their topics come out. What ended before goes through unchanged."""

from __future__ import annotations

import logging
from uuid import UUID

from pipeline.archive.stages import read_stage, stage_path, write_stage
from pipeline.records import ClassifiedEntry, DecidedEntry, EntryState
from pipeline.steps.models import classifier_in_force
from pipeline.steps.stage import batch_stage
from pipeline.steps.workplace import Workplace

log = logging.getLogger(__name__)

JUDGED = (EntryState.LOADED, EntryState.COPY, EntryState.REVISION)


@batch_stage("classify")
def classify_articles(place: Workplace, batch_id: UUID) -> str:
    """Give the articles of a batch their topics by the model in use; return the stage file's path."""
    decided = list(read_stage(place.archive, stage_path(batch_id, "deduplicate"), DecidedEntry))
    classifier = classifier_in_force(place)
    judged = [one for one in decided if one.state in JUDGED and one.extracted.article is not None]
    articles = [one.extracted.article for one in judged if one.extracted.article is not None]
    given = classifier.classify_many([(one.title, one.text, one.language, one.section) for one in articles])
    by_entry = {one.extracted.page.task.entry_id: result for one, result in zip(judged, given, strict=True)}
    classified = [
        ClassifiedEntry(one, one.state, one.reason, one.detail, by_entry.get(one.extracted.page.task.entry_id))
        for one in decided
    ]
    log.info("articles classified: %d of %d", len(judged), len(decided))
    return write_stage(place.archive, batch_id, "classify", classified)
