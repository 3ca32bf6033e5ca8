"""Wiring shared by the DAGs: defaults, and the batch task group of ingest and backfill.

Nothing is read or imported from `pipeline` at parse time but inside the tasks: parsing costs the scheduler nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, get_current_context, task, task_group

NEWS_ARTICLES = Asset("dateline://news/articles", group="dateline")
FEED_UPDATES = Asset("dateline://ops/feed-updates", group="dateline")

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "dateline",
    "retries": 2,
    "retry_delay": timedelta(seconds=20),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=5),
}
# Fetching is bound by politeness at the hosts, the rest by CPU; both far above what a batch of 200 has ever taken.
FETCH_TIMEOUT = timedelta(minutes=30)
STAGE_TIMEOUT = timedelta(minutes=20)


def call_step(name: str, **arguments: Any) -> Any:
    """Run one step of pipeline.steps; errors that a retry cannot mend fail the task at once.

    Returns what the step returns. Raises AirflowFailException for wrong input; what may pass by itself is raised as
    it is, so that Airflow retries.
    """
    from airflow.sdk.exceptions import AirflowFailException

    from pipeline import steps
    from pipeline.errors import BadInput, NeverRetry

    try:
        with steps.open_workplace() as place:
            return getattr(steps, name)(place, **arguments)
    except (BadInput, NeverRetry) as error:
        raise AirflowFailException(f"{type(error).__name__}: {error}") from error


def run_id_of_this_run() -> str:
    """Return an id of this DAG run that no other DAG's run has."""
    run = get_current_context()["dag_run"]
    return f"{run.dag_id}/{run.run_id}"


@task_group(group_id="batch")
def process_batch(batch_id: str) -> None:
    """One batch through the stages; each writes the file that the next one reads, so any can be cleared alone."""
    fetched = fetch_pages(batch_id)
    extracted = extract_articles(batch_id)
    decided = deduplicate_articles(batch_id)
    classified = classify_articles(batch_id)
    fetched >> extracted >> decided >> classified >> load_batch(batch_id)  # type: ignore[operator]


@task(execution_timeout=FETCH_TIMEOUT, map_index_template="{{ task.op_args[0] }}")
def fetch_pages(batch_id: str) -> str:
    """Fetch the batch's pages into one WARC file."""
    return _stage("fetch_pages", batch_id)


@task(execution_timeout=STAGE_TIMEOUT)
def extract_articles(batch_id: str) -> str:
    """Extract articles from the raw pages."""
    return _stage("extract_articles", batch_id)


@task(execution_timeout=STAGE_TIMEOUT)
def deduplicate_articles(batch_id: str) -> str:
    """Decide new, copy, revision or unchanged, and the story."""
    return _stage("deduplicate_articles", batch_id)


@task(execution_timeout=STAGE_TIMEOUT)
def classify_articles(batch_id: str) -> str:
    """Give topics with their evidence."""
    return _stage("classify_articles", batch_id)


@task(execution_timeout=STAGE_TIMEOUT, outlets=[NEWS_ARTICLES])
def load_batch(batch_id: str) -> dict[str, int]:
    """Write rows and end the ledger entries, in one transaction."""
    return _stage("load_batch", batch_id)


def _stage(step: str, batch_id: str) -> Any:
    from uuid import UUID

    return call_step(step, batch_id=UUID(batch_id))
