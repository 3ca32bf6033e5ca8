"""What every step is given: settings, the store, the archive, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.archive.store import ArchiveStore
from pipeline.settings import Settings
from pipeline.store.store import Store, open_store

STAGES = ("fetch", "extract", "deduplicate", "classify")  # load reads the last one's file


@dataclass(frozen=True, slots=True)
class Workplace:
    """An open store and archive with their settings; `clock` is the only source of time in the steps."""

    settings: Settings
    store: Store
    archive: ArchiveStore
    clock: Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time, aware, UTC."""
    return datetime.now(UTC)


@contextmanager
def open_workplace(settings: Settings | None = None, clock: Callable[[], datetime] = utc_now) -> Iterator[Workplace]:
    """Yield a workplace on the configured services; settings default to the environment's."""
    settings = settings or Settings.from_env()
    with open_store(settings) as store:
        yield Workplace(settings, store, ArchiveStore(settings.archive), clock)
