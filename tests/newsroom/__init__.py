"""The sample newsroom: made-up outlets with made-up news, served over loopback the way real sites serve theirs.

`make run` shows Dateline at work on it, and tests prove the line against what `expected()` says of every piece.
It imports neither Airflow nor the pipeline. Nothing in it changes with the clock: a second start serves the same bytes.
"""

from newsroom.archive import ARCHIVE_DAYS, write_pages_folder, write_warc
from newsroom.content import Expectation, expected
from newsroom.misbehaviour import MISBEHAVIOURS, Misbehaviour
from newsroom.running import FeedRow, NewsroomControl, RunningNewsroom, list_feeds, serve, start, write_feeds_csv

__all__ = [
    "ARCHIVE_DAYS",
    "MISBEHAVIOURS",
    "Expectation",
    "FeedRow",
    "Misbehaviour",
    "NewsroomControl",
    "RunningNewsroom",
    "expected",
    "list_feeds",
    "serve",
    "start",
    "write_feeds_csv",
    "write_pages_folder",
    "write_warc",
]
