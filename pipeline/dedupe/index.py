"""An index of keys in memory: which articles of a batch share a key. The store's GIN index does the same for the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

KEY_OLDEST, KEY_NEWEST = 8, 24  # articles kept under one key: what many share tells little, and originals are old


class KeyIndex:
    """Places of articles by key. Most keys stand in one article only, so a single place is kept bare: 100 bytes a key."""

    def __init__(self) -> None:
        self._shelves: dict[int, int | list[int]] = {}

    def file_under(self, keys: Iterable[int], place: int) -> None:
        """Put an article under its keys; of a common key the middle ones fall out."""
        shelves = self._shelves
        for key in keys:
            shelf = shelves.setdefault(key, place)
            if isinstance(shelf, list):
                shelf.append(place)
                if len(shelf) > KEY_OLDEST + KEY_NEWEST:
                    del shelf[KEY_OLDEST]
            elif shelf != place:
                shelves[key] = [shelf, place]

    def count_shared(self, keys: Iterable[int]) -> Counter[int]:
        """Return how many of the keys each article has, for those that have any."""
        found: list[int] = []
        for shelf in map(self._shelves.get, keys):
            if shelf is None:
                continue
            if isinstance(shelf, list):
                found.extend(shelf)
            else:
                found.append(shelf)
        return Counter(found)
