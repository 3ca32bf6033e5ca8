"""Names from CLDR's files, beside those that babel's own loader gives for the same locale."""

from __future__ import annotations

import subprocess
import sys

import pytest
from babel import Locale

from pipeline.extract.cldr import names_in_calendar, territory_names


@pytest.mark.parametrize("locale", ["en", "de", "de_AT", "nb", "sr_Latn", "ar_LB", "ja", "pt", "zh", "uk"])
def test_countries_are_those_of_the_locale_and_of_what_it_inherits_from(locale: str) -> None:
    known = Locale.parse(locale).territories
    names = territory_names(locale)
    assert len(names) > 200
    assert {code: known[code] for code in names} == names


@pytest.mark.parametrize(
    ("locale", "month", "name"),
    [
        ("en", 1, "January"),
        ("de_AT", 1, "Jänner"),
        ("nb", 5, "mai"),
        ("ru", 1, "января"),
        ("ru", 1, "январь"),
        ("ar_LB", 7, "تموز"),
    ],
)
def test_months_are_known_as_in_a_date_and_alone(locale: str, month: int, name: str) -> None:
    assert (month, name) in set(names_in_calendar("months", "wide", locale))


def test_weekdays_are_counted_from_monday() -> None:
    assert dict(names_in_calendar("days", "wide", "fr"))[0] == "lundi"


def test_no_language_has_another_ones_names() -> None:
    code = (
        "from pipeline.extract.cldr import names_in_calendar as names;"
        "list(names('days', 'wide', 'ur')); print(dict(names('days', 'wide', 'sw'))[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "Jumatatu"


def test_unknown_locale_has_no_names() -> None:
    assert territory_names("qqx") == {}
    assert list(names_in_calendar("months", "wide", "")) == []
