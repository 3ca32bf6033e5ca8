"""`python -m tests.fuzz --minutes 10`: strange input for feed cutter, URL canonicaliser, robots.txt and header parsing.

Not part of `make test`. Each property is tried in turn for its share of the time, always with new examples; one that
fails is shrunk, printed, and ends the run with status 1. What is found is kept as a test beside its mending.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import HypothesisException

from tests.fuzz.properties import PROPERTIES

EXAMPLES = 500  # of a property at a time, so that all get their turns
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example, HealthCheck.filter_too_much)


def main() -> int:
    """Fuzz; return 0 when nothing was found, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long, all properties together")
    parser.add_argument("--only", action="append", choices=list(PROPERTIES), help="this property")
    asked = parser.parse_args()
    end_at = time.monotonic() + asked.minutes * 60
    names = asked.only or list(PROPERTIES)
    counts = dict.fromkeys(names, 0)
    while time.monotonic() < end_at:
        for name in names:
            strategy, check = PROPERTIES[name]
            if not try_property(given(strategy)(count_calls(check, counts, name))):
                print(f"{name}: FAILED after {counts[name]} examples", flush=True)
                return 1
            if time.monotonic() > end_at:
                break
    print(", ".join(f"{name} {count}" for name, count in counts.items()) + ": nothing found")
    return 0


def count_calls(check: Callable[[object], None], counts: dict[str, int], name: str) -> Callable[[object], None]:
    """Return the check, counted."""

    def counted(value: object) -> None:
        counts[name] += 1
        check(value)

    return counted


def try_property(test: Callable[[], None]) -> bool:
    """Return whether a property held for one round of new examples; print what broke it."""
    options = settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=QUIET,
        phases=[Phase.generate, Phase.shrink],
    )
    try:
        options(test)()
    except HypothesisException as error:
        print(f"hypothesis itself: {error}")
        return False
    except Exception:
        traceback.print_exc()
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
