"""
### ingest_news: feeds to rows

Every minute (and when the feed-updates asset is emitted) this DAG claims the feeds that are due, polls them, puts new
entries into batches and takes each batch through fetch, extract, deduplicate, classify and load. Re-checks of loaded
articles for edits (DATELINE_RECHECK_HOURS) travel in the same batches, so that a site hears from one worker only. A run
with nothing due and nothing waiting ends after its first task; the rest is skipped.

**Parameters** `force_poll`: poll every enabled feed now, due or not.

**When it is red**

* `claim_due_feeds`: Postgres does not answer; the message names the address. Nothing is lost, the next run goes on.
* `poll_feeds`: a worker died; a feed's own trouble never makes it red (see *News desk* or `mart.feed_health`).
* `batch.*`: the message says what broke. Clear the failed task of that batch ("clear task, downstream"): it reads the
  stage before again. A batch that no task works on for 45 minutes is given up, and its entries go into a later run,
  in smaller batches if that one breaks, too; an entry that broke five in a row is quarantined (`dateline quarantine list`).

**Re-running** is always safe: every write is keyed, the same batch gives the same rows. One run at a time, so that
politeness at the hosts holds across workers.

**Where to look** `mart.ledger` (every entry's state and reason), `ops.batches`, `dateline show URL`.
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.sdk import DAG, Param, task
from airflow.timetables.assets import AssetOrTimeSchedule
from airflow.timetables.trigger import CronTriggerTimetable
from dateline_tasks import DEFAULT_ARGS, FEED_UPDATES, STAGE_TIMEOUT, call_step, process_batch, run_id_of_this_run

POLL_TIMEOUT = timedelta(minutes=10)

with DAG(
    dag_id="ingest_news",
    dag_display_name="Ingest news",
    description="Polls the feeds that are due and loads their new articles, classified and deduplicated",
    doc_md=__doc__,
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("* * * * *", timezone="UTC"), assets=[FEED_UPDATES]),
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=2),
    default_args=DEFAULT_ARGS,
    params={"force_poll": Param(False, type="boolean", title="Poll every feed", description="due or not")},
    tags=["dateline", "ingest"],
) as dag:

    @task.short_circuit(execution_timeout=STAGE_TIMEOUT, ignore_downstream_trigger_rules=True)
    def claim_due_feeds(params: dict[str, bool] | None = None) -> list[int]:
        """Claim what is due; nothing due and nothing waiting ends the run here."""
        return call_step("claim_work", run_id=run_id_of_this_run(), is_forced=bool((params or {}).get("force_poll")))

    @task(execution_timeout=POLL_TIMEOUT, max_active_tis_per_dagrun=4)
    def poll_feeds(shard: int) -> dict[str, int]:
        """Poll one shard's feeds; hosts never straddle shards."""
        from dataclasses import asdict

        return asdict(call_step("poll_feeds", run_id=run_id_of_this_run(), shard=shard))

    @task(execution_timeout=STAGE_TIMEOUT, trigger_rule="all_done")
    def plan_batches() -> list[str]:
        """Put waiting entries into batches; a poll that failed does not hold the others' entries up."""
        return call_step("plan_batches", run_id=run_id_of_this_run(), kind="ingest")

    batches = plan_batches()
    poll_feeds.expand(shard=claim_due_feeds()) >> batches
    process_batch.expand(batch_id=batches)
