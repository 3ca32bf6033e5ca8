"""
### backfill_news: past articles, a day a run

Replays a local archive (a WARC file, a folder of WARC files, or a folder `YYYY-MM-DD/page.html`) day by day: the run of
a day discovers the pages captured on that day and takes them through the same batches as *Ingest news*. The network is
not touched.

**To start** use Airflow's own Backfill: in the UI *Trigger > Backfill* with a date range, or
`dateline airflow backfill create --dag-id backfill_news --from-date 2026-10-01 --to-date 2026-10-31 --dag-run-conf '{"archive": "/path"}'`.

**Parameters** `archive`: path of the archive as the workers see it; empty means the setting `DATELINE_BACKFILL_ARCHIVE`.

**When it is red** `discover_archive` names the path and what is wrong with it. `batch.*` as in *Ingest news*: clear the
failed task.

**Re-running** a day adds nothing: pages are keyed by their URL, and known ones are passed over. Use *reprocess all* in
the Backfill dialog to run days again.
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.sdk import DAG, Param, get_current_context, task
from airflow.timetables.interval import CronDataIntervalTimetable
from dateline_tasks import DEFAULT_ARGS, STAGE_TIMEOUT, call_step, process_batch, run_id_of_this_run

with DAG(
    dag_id="backfill_news",
    dag_display_name="Backfill news",
    description="Replays a local archive (WARC or folder of pages) by day, through Airflow's Backfill",
    doc_md=__doc__,
    # Midnight to midnight, so that a Backfill has a run per day; the end date keeps the scheduler from adding its own.
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=pendulum.datetime(1990, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=2,
    dagrun_timeout=timedelta(hours=6),
    default_args=DEFAULT_ARGS,
    params={"archive": Param("", type="string", title="Archive", description="path of a WARC file or folder of pages")},
    tags=["dateline", "backfill"],
) as dag:

    @task.short_circuit(execution_timeout=STAGE_TIMEOUT)
    def discover_archive(params: dict[str, str] | None = None) -> bool:
        """Write the day's pages into the ledger; a day with nothing new or waiting ends here."""
        context = get_current_context()
        return bool(
            call_step(
                "discover_archive",
                run_id=run_id_of_this_run(),
                archive=(params or {}).get("archive", ""),
                day=context["data_interval_start"].date(),
                # Unpaused without a Backfill, the day's own run has nothing to replay, and nothing is wrong.
                is_required=context["dag_run"].run_type != "scheduled",
            )
        )

    @task(execution_timeout=STAGE_TIMEOUT)
    def plan_batches() -> list[str]:
        """Put the day's entries into batches."""
        return call_step("plan_batches", run_id=run_id_of_this_run(), kind="backfill")

    batches = plan_batches()
    discover_archive() >> batches
    process_batch.expand(batch_id=batches)
