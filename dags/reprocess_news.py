"""
### reprocess_news: history judged anew

Judges the articles of a span of history by a topic model (the one in use, or any that is known), from stored text: no
network, no fetching. First comes the difference to the topics that stand, as a table in `mart.topic_differences` and in
the answer of *show_differences*; it is written only when `apply` is set.

**Parameters** `since`, `until`: articles dated from, before (ISO 8601; empty: no bound). `source`: one outlet, by name or
site. `model`: a version (`mart.models`); empty: the one in use. `apply`: write the new topics. Labels stay whatever is
applied, and the words replaced go to `news.article_topic_history`.

Trigger it once without `apply`, read the table, and trigger it again with the same span and `apply`: what was compared is
applied, not judged again.

**When it is red** `plan` says what is wrong with span or model. `compare_batch`, `apply_batch`: a worker died or Postgres
does not answer; clear the failed ones, each batch stands alone.

**Re-running** is safe: a comparison that was interrupted goes on, batches that are through stay as they are.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pendulum
from airflow.sdk import DAG, Param, task
from dateline_tasks import DEFAULT_ARGS, NEWS_ARTICLES, STAGE_TIMEOUT, call_step, run_id_of_this_run

with DAG(
    dag_id="reprocess_news",
    dag_display_name="Reprocess news",
    description="Judges a span of history anew from stored text; shows the difference, applies it when asked",
    doc_md=__doc__,
    schedule=None,
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=24),
    default_args=DEFAULT_ARGS,
    params={
        "since": Param("", type="string", title="Since", description="articles dated from here on, ISO 8601"),
        "until": Param("", type="string", title="Until", description="articles dated before this"),
        "source": Param("", type="string", title="Outlet", description="its name or site; empty: all"),
        "model": Param("", type="string", title="Model", description="a version; empty: the one in use"),
        "apply": Param(False, type="boolean", title="Apply", description="write the new topics"),
    },
    tags=["dateline", "topics"],
) as dag:

    @task(execution_timeout=STAGE_TIMEOUT)
    def plan(params: dict[str, Any] | None = None) -> str:
        """Plan the comparison, or find the one to go on with."""
        asked = dict(params or {})
        is_applying = bool(asked.pop("apply", False))
        run_id = call_step("plan_reclassification", by=run_id_of_this_run(), is_applying=is_applying, **asked)
        return str(run_id)

    @task(execution_timeout=STAGE_TIMEOUT)
    def list_open_batches(run: str) -> list[int]:
        """List the batches that are not compared yet."""
        from uuid import UUID

        return call_step("list_batches", run_id=UUID(run), state="open")

    @task(execution_timeout=STAGE_TIMEOUT, max_active_tis_per_dagrun=4)
    def compare_batch(run: str, number: int) -> int:
        """Judge one batch anew and write down the difference."""
        from uuid import UUID

        return call_step("compare_batch", run_id=UUID(run), number=number)

    @task(execution_timeout=STAGE_TIMEOUT, trigger_rule="none_failed")
    def show_differences(run: str) -> list[dict[str, Any]]:
        """Answer with the table of differences, a row a topic."""
        from uuid import UUID

        rows, _ = call_step("read_differences", run_id=UUID(run))
        return [{name: str(value) for name, value in row._mapping.items()} for row in rows]

    @task.short_circuit(execution_timeout=STAGE_TIMEOUT)
    def is_asked_for(params: dict[str, Any] | None = None) -> bool:
        """End here unless applying is asked for."""
        return bool((params or {}).get("apply"))

    @task(execution_timeout=STAGE_TIMEOUT)
    def list_compared_batches(run: str) -> list[int]:
        """List the batches that are not applied yet."""
        from uuid import UUID

        return call_step("list_batches", run_id=UUID(run), state="compared")

    @task(execution_timeout=STAGE_TIMEOUT, max_active_tis_per_dagrun=1, outlets=[NEWS_ARTICLES])
    def apply_batch(run: str, number: int) -> int:
        """Write one batch's new topics; labels stay."""
        from uuid import UUID

        return call_step("apply_batch", run_id=UUID(run), number=number)

    planned = plan()
    compared = compare_batch.partial(run=planned).expand(number=list_open_batches(planned))
    shown = show_differences(planned)
    waiting = list_compared_batches(planned)
    compared >> shown >> is_asked_for() >> waiting
    apply_batch.partial(run=planned).expand(number=waiting)
