"""Every knob of Dateline: name, unit, default and reason. Read from DATELINE_* variables, never at import.

`Settings.from_env()` fails loudly with the variable's name. Nothing below pipeline/ reads the environment elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import BadInput

PREFIX = "DATELINE_"
HOURS_OF_TEN_YEARS = 87_660.0
HOME = Path(__file__).resolve().parent.parent

T = TypeVar("T")


def knob(default: T, reason: str, *, at_least: float | None = None) -> T:
    """Return a dataclass field with a default and the reason for it."""
    value: T = field(default=default, metadata={"reason": reason, "at_least": at_least})
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, each with the reason for its default."""

    # Where things stand
    state_dir: str = knob(
        str(HOME / ".dateline"), "run state of a checkout: Postgres, archive, logs; `make clean` removes it"
    )
    database_url: str = knob("", "SQLAlchemy URL of the dateline database; empty: the embedded server in state_dir")
    archive_url: str = knob("", "fsspec URL of raw pages and stage files (file, s3, gs ...); empty: state_dir/archive")
    seeds_dir: str = knob(str(HOME / "seeds"), "reference data")
    sql_dir: str = knob(str(HOME / "sql"), "queries and migrations")

    # Ports of `make run`, on loopback
    ui_port: int = knob(8080, "Airflow's API server and UI", at_least=1)
    newsroom_port: int = knob(8765, "the sample newsroom", at_least=1)
    postgres_port: int = knob(5433, "embedded Postgres; 5432 is often taken", at_least=1)

    # The HTTP edge
    contact: str = knob(
        "https://github.com/dateline-news/dateline", "who runs this crawler: goes into the user agent (RFC 9110 10.1.5)"
    )
    fetch_concurrency: int = knob(64, "requests in flight per process: loopback rounds gain nothing above", at_least=1)
    host_concurrency: int = knob(2, "requests in flight per host: what browsers of the polite age used", at_least=1)
    host_delay_seconds: float = knob(1.0, "between two page requests to one host, without a crawl-delay", at_least=0)
    connect_timeout_seconds: float = knob(10.0, "TCP and TLS", at_least=0.01)
    feed_timeout_seconds: float = knob(30.0, "a whole feed, headers to last byte", at_least=0.01)
    page_timeout_seconds: float = knob(20.0, "a whole page, headers to last byte", at_least=0.01)
    feed_max_bytes: int = knob(16 * 2**20, "decoded feed body; full-text feeds of large sites reach 8 MiB", at_least=1)
    page_max_bytes: int = knob(8 * 2**20, "decoded page body; article pages above are data dumps", at_least=1)
    wire_max_bytes: int = knob(8 * 2**20, "body before decompression", at_least=1)
    max_redirects: int = knob(8, "hops; browsers stop at 20, honest news sites need 3", at_least=0)
    robots_ttl_seconds: int = knob(86_400, "RFC 9309 2.4: not longer than 24 hours", at_least=1)
    page_attempts: int = knob(4, "tries before a page is unreachable: now, 15 min, 1 h, 4 h", at_least=1)
    allow_addresses: str = knob(
        "", "comma-separated networks allowed although private, as 127.0.0.1/32 for the newsroom"
    )
    allow_ports: str = knob("80,443,8080,8443", "comma-separated ports a URL from a stranger may name")
    allow_userinfo: bool = knob(False, "whether user:password@ in a stranger's URL is sent")
    obey_robots: bool = knob(True, "robots.txt of page hosts (RFC 9309)")
    replay_prefix: str = knob(
        "", "fetch <prefix><absolute URL> instead of the URL itself: a replay server or web archive"
    )

    # Feeds
    poll_min_seconds: int = knob(120, "no feed more often", at_least=1)
    poll_max_seconds: int = knob(86_400, "no feed less often", at_least=1)
    poll_shards: int = knob(4, "poll tasks a run may use at once; hosts never straddle shards", at_least=1)
    feed_prefix: str = knob("", "claim only feeds whose URL starts so; a run with the newsroom follows nothing else")
    claim_limit: int = knob(2_000, "feeds a run takes at most", at_least=1)

    # Batches
    batch_entries: int = knob(200, "entries a batch: a minute of work, a second of Airflow overhead", at_least=1)
    run_batches: int = knob(50, "batches a run plans at most; the rest wait for the next", at_least=1)
    batch_lease_seconds: int = knob(
        2_700, "after which a batch that no stage works on is taken over: half an hour of fetching and some", at_least=1
    )
    batch_attempts: int = knob(
        5,
        "batches in a row that may break with an entry, each far smaller than the last; then it is quarantined",
        at_least=1,
    )
    extract_timeout_seconds: float = knob(
        20.0, "one page in the extractor; slower pages are quarantined", at_least=0.01
    )

    # Re-checks for edits
    recheck_hours: str = knob(
        "1,24,168",
        "hours after an article was first seen at which its page is looked at again, comma-separated; most edits come "
        "early; empty: never",
    )
    recheck_run_entries: int = knob(
        100, "re-checks a run takes at most: new articles come first, and a run should end in minutes", at_least=1
    )

    # Backfill
    backfill_archive: str = knob("", "archive that backfill_news replays when a run names none: WARC file or folder")

    # Topics
    training_sets: str = knob(
        "",
        "comma-separated files of labelled articles; with them train_topics trains anew, else it teaches the shipped",
    )
    topics_gold: str = knob("", "file of labelled articles that no model is trained on: train_topics judges on it, too")

    # Stories
    dedupe_window_days: int = knob(14, "how far apart copies are looked for; wires re-run within days", at_least=1)

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Return the settings of an environment (default: the process's).

        Raises BadInput naming the variable when a value does not parse, is out of bounds, or no setting has that name.
        """
        env = os.environ if env is None else env
        known = {PREFIX + one.name.upper(): one for one in fields(cls)}
        unknown = sorted(name for name in env if name.startswith(PREFIX) and name not in known)
        if unknown:
            raise BadInput(
                f"{unknown[0]} is no setting of Dateline; `dateline settings` lists them", subject=unknown[0]
            )
        settings = cls(**{one.name: _parse(name, one, env[name]) for name, one in known.items() if name in env})
        _ = settings.recheck_offsets
        return settings

    def as_env(self) -> dict[str, str]:
        """Return the settings that differ from their defaults as environment variables, for a child process."""
        return {
            PREFIX + one.name.upper(): _text(getattr(self, one.name))
            for one in fields(self)
            if getattr(self, one.name) != one.default
        }

    @property
    def archive(self) -> str:
        """The archive store's root as an fsspec URL or path."""
        return self.archive_url or str(Path(self.state_dir) / "archive")

    @property
    def recheck_offsets(self) -> tuple[timedelta, ...]:
        """When an article's page is looked at again, after it was first seen; in order. Empty: never.

        Raises BadInput naming the variable when one is no positive number of hours.
        """
        try:
            hours = sorted({float(one) for one in self.recheck_hours.split(",") if one.strip()})
            if any(not 0 < one < HOURS_OF_TEN_YEARS for one in hours):
                raise ValueError(self.recheck_hours)
        except ValueError as error:
            raise BadInput(
                f"DATELINE_RECHECK_HOURS={self.recheck_hours!r} is no list of hours such as 1,24,168",
                subject="DATELINE_RECHECK_HOURS",
            ) from error
        return tuple(timedelta(hours=one) for one in hours)

    @property
    def user_agent(self) -> str:
        """The honest user agent: product, version, contact (RFC 9110 10.1.5)."""
        return f"Dateline/0.1 (+{self.contact})"


def describe_settings() -> list[tuple[str, str, str]]:
    """Return (variable, default, reason) of every setting, in order."""
    return [(PREFIX + one.name.upper(), _text(one.default), one.metadata["reason"]) for one in fields(Settings)]


def _parse(name: str, one: Field[Any], text: str) -> Any:
    kind: Any = type(one.default)
    try:
        value = _parse_bool(text) if kind is bool else kind(text)
    except ValueError as error:
        raise BadInput(
            f"{name}={text!r} is not a valid {kind.__name__}; {one.metadata['reason']}", subject=name
        ) from error
    bound = one.metadata["at_least"]
    if bound is not None and value < bound:
        raise BadInput(f"{name}={text!r} is below {bound}; {one.metadata['reason']}", subject=name)
    return value


def _parse_bool(text: str) -> bool:
    folded = text.strip().lower()
    if folded in ("1", "true", "yes", "on"):
        return True
    if folded in ("0", "false", "no", "off", ""):
        return False
    raise ValueError(text)


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
