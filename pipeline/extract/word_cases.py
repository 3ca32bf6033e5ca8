"""The cases that names of places take in Russian and Ukrainian, for the gazetteer's look-up."""

from __future__ import annotations

_RUSSIAN_ENDINGS = (  # of a noun or adjective in its dictionary form -> all its endings
    ("ия", ("ия", "ии", "ию", "ией")),
    ("ія", ("ія", "ії", "ію", "ією")),
    ("ая", ("ая", "ой", "ую")),
    ("ья", ("ья", "ьи", "ье", "ью", "ьей")),
    ("я", ("я", "и", "е", "ю", "ей")),
    ("а", ("а", "ы", "и", "е", "у", "ой", "і", "ою")),
    ("й", ("й", "я", "ю", "ем", "е")),
    ("ь", ("ь", "я", "ю", "ем", "е", "и", "ью")),
)
_RUSSIAN_CASES = ("", "а", "у", "ом", "е")


def bend(word: str) -> tuple[str, ...]:
    """Return the cases of a word, roughly: what does not exist does no harm."""
    if word.isupper() or len(word) < 3:
        return (word,)
    for ending, endings in _RUSSIAN_ENDINGS:
        if word.endswith(ending):
            return tuple(word[: -len(ending)] + one for one in endings)
    return tuple(word + one for one in _RUSSIAN_CASES) if word[-1] not in "оеуиыэю" else (word,)
