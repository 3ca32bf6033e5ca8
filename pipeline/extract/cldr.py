"""Names of months, weekdays and countries as CLDR has them, from babel's data files.

`Locale` merges each language with all that it inherits, formats and plurals included, which took a process half a second
for what every page's dates may ask for; here only the tables that are wanted are merged.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal

from babel import localedata
from babel.core import get_global

LOCALES_KEPT = 128  # some kilobytes each

_WANTED = ("territories", "months", "days")
_Table = Literal["months", "days"]


def names_in_calendar(table: _Table, width: Literal["wide", "abbreviated"], locale: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers and names of months (from 1) or days (Monday is 0), as in a date and as they stand alone.

    Yields nothing for a locale that CLDR does not know.
    """
    for context in ("format", "stand-alone"):
        merged: dict[int, str] = {}
        for data in _lineage(locale):
            names = data.get(table, {}).get(context, {}).get(width)
            if isinstance(names, dict):  # else it refers to another table, which is read as well
                merged |= names
        yield from merged.items()


def territory_names(locale: str) -> dict[str, str]:
    """Return the names of countries and regions by ISO 3166-1 or UN M.49 code; {} for a locale that CLDR does not know."""
    merged: dict[str, str] = {}
    for data in _lineage(locale):
        merged |= data.get("territories", {})
    return merged


def _lineage(locale: str) -> list[dict[str, Any]]:
    """Return the data of a locale and of those that it inherits from, its own last; the root has no names."""
    found = []
    while locale and localedata.exists(locale):
        found.append(_read_data(locale))
        locale = get_global("parent_exceptions").get(locale) or locale.rpartition("_")[0]
    return found[::-1]


@lru_cache(maxsize=LOCALES_KEPT)
def _read_data(locale: str) -> dict[str, Any]:
    with open(localedata.resolve_locale_filename(locale), "rb") as file:
        data = pickle.load(file)  # noqa: S301 the package's own file
    return {name: data[name] for name in _WANTED if name in data}
