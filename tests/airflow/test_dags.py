"""The DAGs as Airflow reads them: which there are, how they are wired, what they tell an operator, what parsing costs."""

from __future__ import annotations

import ast
import itertools
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

DAG_FOLDER = ROOT / "dags"
BATCH = [
    "batch.fetch_pages",
    "batch.extract_articles",
    "batch.deduplicate_articles",
    "batch.classify_articles",
    "batch.load_batch",
]
TASKS = {
    "ingest_news": ["claim_due_feeds", "poll_feeds", "plan_batches", *BATCH],
    "backfill_news": ["discover_archive", "plan_batches", *BATCH],
    "maintain_news": ["tidy_up"],
    "train_topics": ["train"],
    "reprocess_news": [
        "plan",
        "list_open_batches",
        "compare_batch",
        "show_differences",
        "is_asked_for",
        "list_compared_batches",
        "apply_batch",
    ],
}


@pytest.fixture(scope="session")
def dag_bag(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The DAG folder, read as the DAG processor reads it, with an Airflow home of the tests' own."""
    os.environ["AIRFLOW_HOME"] = str(tmp_path_factory.mktemp("airflow"))
    os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
    from airflow.dag_processing.dagbag import DagBag

    sys.path.insert(0, str(DAG_FOLDER))
    return DagBag(str(DAG_FOLDER))


def test_the_folder_holds_these_dags_and_no_errors(dag_bag: Any) -> None:
    assert dag_bag.import_errors == {}
    assert sorted(dag_bag.dags) == sorted(TASKS)


@pytest.mark.parametrize("dag_id", TASKS)
def test_tasks_stand_in_this_order(dag_bag: Any, dag_id: str) -> None:
    dag = dag_bag.dags[dag_id]
    assert [task.task_id for task in dag.topological_sort()] == TASKS[dag_id]
    for before, after in itertools.pairwise(BATCH):
        if after in TASKS[dag_id]:
            assert before in dag.get_task(after).upstream_task_ids


@pytest.mark.parametrize("dag_id", TASKS)
def test_every_task_has_a_timeout_retries_and_an_owner(dag_bag: Any, dag_id: str) -> None:
    for task in dag_bag.dags[dag_id].tasks:
        assert task.execution_timeout is not None, task.task_id
        assert task.execution_timeout <= timedelta(hours=1), task.task_id
        assert task.retries >= 1, task.task_id
        assert task.owner == "dateline", task.task_id


@pytest.mark.parametrize("dag_id", TASKS)
def test_documentation_says_what_to_do_when_red_and_how_to_rerun(dag_bag: Any, dag_id: str) -> None:
    dag = dag_bag.dags[dag_id]
    assert "When it is red" in dag.doc_md
    assert "Re-running" in dag.doc_md
    assert dag.description
    for task in dag.tasks:
        function = getattr(task, "python_callable", None) or task.partial_kwargs["python_callable"]
        assert function.__doc__, f"{task.task_id} has no documentation"


@pytest.mark.parametrize("dag_id", TASKS)
def test_one_run_at_a_time_where_hosts_need_it(dag_bag: Any, dag_id: str) -> None:
    dag = dag_bag.dags[dag_id]
    assert dag.catchup is False
    assert dag.max_active_runs == (2 if dag_id == "backfill_news" else 1)
    assert dag.dagrun_timeout


def test_load_emits_the_articles_asset(dag_bag: Any) -> None:
    outlets = dag_bag.dags["ingest_news"].get_task("batch.load_batch").outlets
    assert [asset.uri for asset in outlets] == ["dateline://news/articles"]


def test_reprocessing_judges_topics_or_reads_text_and_every_step_it_names_is_there(dag_bag: Any) -> None:
    import reprocess_news

    from pipeline import steps

    dag = dag_bag.dags["reprocess_news"]
    assert dag.params.get_param("what").schema["enum"] == list(reprocess_news.STEPS) == ["topics", "text"]
    assert dag.params["what"] == "topics"
    assert dag.params["apply"] is False
    names = [set(one) for one in reprocess_news.STEPS.values()]
    assert names[0] == names[1]
    for step in (name for one in reprocess_news.STEPS.values() for name in one.values()):
        assert callable(getattr(steps, step))
    outlets = dag.get_task("apply_batch").partial_kwargs["outlets"]
    assert [asset.uri for asset in outlets] == ["dateline://news/articles"]


@pytest.mark.parametrize(
    ("what", "asked", "passed"),
    [
        ("topics", {"model": "topics-3f2a"}, {"model": "topics-3f2a"}),
        (
            "text",
            {"article": "https://a.example/x", "older": True},
            {"article": "https://a.example/x", "is_older_only": True},
        ),
    ],
    ids=["topics", "text"],
)
def test_planning_passes_what_belongs_to_what_is_asked_for(
    dag_bag: Any, monkeypatch: pytest.MonkeyPatch, what: str, asked: dict[str, Any], passed: dict[str, Any]
) -> None:
    import reprocess_news

    dag = dag_bag.dags["reprocess_news"]
    plan = dag.get_task("plan").python_callable
    called: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setitem(plan.__globals__, "call_step", lambda name, **given: called.append((name, given)))
    monkeypatch.setitem(plan.__globals__, "run_id_of_this_run", lambda: "run")
    plan(params={**dag.params.dump(), "what": what, "source": "Herald", "apply": True, **asked})
    shared = {"by": "run", "is_applying": True, "since": "", "until": "", "source": "Herald"}
    assert called == [(reprocess_news.STEPS[what]["plan"], shared | passed)]


@pytest.mark.parametrize("path", sorted(DAG_FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_top_level_code_imports_no_pipeline(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names]
    imported += [node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert not [name for name in imported if name.split(".")[0] == "pipeline"]


def test_parsing_loads_nothing_of_the_pipeline() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import ingest_news, backfill_news, maintain_news, train_topics, reprocess_news; "
        "print([name for name in sys.modules if name.split('.')[0] in ('pipeline', 'trafilatura', 'sklearn')])"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(DAG_FOLDER)], capture_output=True, text=True, check=True, env=env
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_wrong_input_fails_the_task_for_good_and_passing_trouble_is_retried(
    dag_bag: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dateline_tasks
    from airflow.sdk.exceptions import AirflowFailException

    from pipeline.errors import Unavailable

    monkeypatch.setenv("DATELINE_NO_SUCH_KNOB", "1")
    with pytest.raises(AirflowFailException, match="DATELINE_NO_SUCH_KNOB"):
        dateline_tasks.call_step("claim_work", run_id="run")
    monkeypatch.delenv("DATELINE_NO_SUCH_KNOB")
    monkeypatch.setenv("DATELINE_DATABASE_URL", "postgresql+psycopg2://nobody:x@127.0.0.1:9/none")
    with pytest.raises(Unavailable, match="DATELINE_DATABASE_URL"):
        dateline_tasks.call_step("claim_work", run_id="run")
