"""
### maintain_news: housekeeping, every hour

Gives back batches whose run died, makes next month's partition, forgets polls and fruitless re-checks older than 90 days and
stage files older than 30 days, and turns copies whose original never arrived into originals. Nothing an analyst reads is deleted.

**When it is red** Postgres or the archive store does not answer; the message names it. The next run does what this one
left.

**Re-running** is safe at any time.
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.sdk import DAG, task
from airflow.timetables.trigger import CronTriggerTimetable
from dateline_tasks import DEFAULT_ARGS, STAGE_TIMEOUT, call_step, run_id_of_this_run

with DAG(
    dag_id="maintain_news",
    dag_display_name="Maintain news",
    description="Partitions, retention, dead batches and healing, every hour",
    doc_md=__doc__,
    schedule=CronTriggerTimetable("17 * * * *", timezone="UTC"),
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    default_args=DEFAULT_ARGS,
    tags=["dateline", "maintenance"],
) as dag:

    @task(execution_timeout=STAGE_TIMEOUT)
    def tidy_up() -> dict[str, int]:
        """Do all of the housekeeping."""
        from dataclasses import asdict

        return asdict(call_step("tidy_up", run_id=run_id_of_this_run()))

    tidy_up()
