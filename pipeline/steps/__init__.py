"""One function per Airflow task, in the order of an entry's way. The only conductor: stages never call each other.

The CLI and the DAGs call exactly these; each takes a Workplace and ids, reads the stage before, writes its own.
Each is imported when it is first asked for: a run with nothing due loads neither the HTTP client nor the classifier.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.steps.backfilling import discover_archive as discover_archive
    from pipeline.steps.claiming import claim_due_feeds as claim_due_feeds
    from pipeline.steps.claiming import claim_work as claim_work
    from pipeline.steps.classifying import classify_articles as classify_articles
    from pipeline.steps.deciding import deduplicate_articles as deduplicate_articles
    from pipeline.steps.extracting import extract_articles as extract_articles
    from pipeline.steps.fetching import fetch_pages as fetch_pages
    from pipeline.steps.labelling import label_line as label_line
    from pipeline.steps.labelling import label_topic as label_topic
    from pipeline.steps.loading import load_batch as load_batch
    from pipeline.steps.models import find_model as find_model
    from pipeline.steps.models import list_models as list_models
    from pipeline.steps.models import promote_model as promote_model
    from pipeline.steps.models import roll_back_model as roll_back_model
    from pipeline.steps.planning import plan_batches as plan_batches
    from pipeline.steps.polling import poll_feeds as poll_feeds
    from pipeline.steps.reclassifying import apply_batch as apply_batch
    from pipeline.steps.reclassifying import compare_batch as compare_batch
    from pipeline.steps.reclassifying import find_run as find_run
    from pipeline.steps.reclassifying import list_batches as list_batches
    from pipeline.steps.reclassifying import plan_reclassification as plan_reclassification
    from pipeline.steps.reclassifying import read_differences as read_differences
    from pipeline.steps.reextracting import apply_text_batch as apply_text_batch
    from pipeline.steps.reextracting import compare_text_batch as compare_text_batch
    from pipeline.steps.reextracting import find_text_run as find_text_run
    from pipeline.steps.reextracting import list_text_batches as list_text_batches
    from pipeline.steps.reextracting import plan_reextraction as plan_reextraction
    from pipeline.steps.reextracting import read_text_differences as read_text_differences
    from pipeline.steps.seeding import load_seeds as load_seeds
    from pipeline.steps.training import train_topics as train_topics
    from pipeline.steps.upkeep import tidy_up as tidy_up
    from pipeline.steps.workplace import Workplace as Workplace
    from pipeline.steps.workplace import open_workplace as open_workplace

_HOMES = {
    "claim_due_feeds": "claiming",
    "claim_work": "claiming",
    "poll_feeds": "polling",
    "discover_archive": "backfilling",
    "plan_batches": "planning",
    "fetch_pages": "fetching",
    "extract_articles": "extracting",
    "deduplicate_articles": "deciding",
    "classify_articles": "classifying",
    "load_batch": "loading",
    "load_seeds": "seeding",
    "train_topics": "training",
    "apply_batch": "reclassifying",
    "compare_batch": "reclassifying",
    "find_run": "reclassifying",
    "list_batches": "reclassifying",
    "plan_reclassification": "reclassifying",
    "read_differences": "reclassifying",
    "apply_text_batch": "reextracting",
    "compare_text_batch": "reextracting",
    "find_text_run": "reextracting",
    "list_text_batches": "reextracting",
    "plan_reextraction": "reextracting",
    "read_text_differences": "reextracting",
    "label_line": "labelling",
    "label_topic": "labelling",
    "find_model": "models",
    "list_models": "models",
    "promote_model": "models",
    "roll_back_model": "models",
    "tidy_up": "upkeep",
    "Workplace": "workplace",
    "open_workplace": "workplace",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"pipeline.steps has no {name}")
    return getattr(import_module(f"pipeline.steps.{_HOMES[name]}"), name)
