"""Month names in the languages that news is written in, from CLDR (babel). Loaded once, when first met."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

# Languages of the feeds that we follow or expect to; each costs some milliseconds once.
LANGUAGES = (
    "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "es", "et", "eu", "fa", "fi", "fil",
    "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "ky", "lt", "lv", "mk", "mn", "ms",
    "nb", "ne", "nl", "pl", "ps", "pt", "ro", "ru", "si", "sk", "sl", "sq", "sr", "sr_Latn", "sv", "sw", "ta", "te",
    "tg", "th", "tk", "tr", "uk", "ur", "uz", "vi",
)  # fmt: skip

# English in full and as abbreviated in feeds; checked first, so that most feeds never load CLDR.
ENGLISH = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1,
    )
    for name in names.split()
}  # fmt: skip

# What publishers write and CLDR does not list.
EXTRA = {
    "janv": 1, "fevr": 2, "févr": 2, "fev": 2, "mrz": 3, "maerz": 3, "avr": 4, "mai": 5, "juil": 7, "aout": 8,
    "ene": 1, "abr": 4, "ago": 8, "dic": 12, "dez": 12, "okt": 10, "set": 9, "sett": 9, "sep": 9, "gen": 1, "mag": 5, "giu": 6, "lug": 7,
    "ott": 10, "мая": 5, "май": 5, "фев": 2, "сен": 9, "сент": 9, "ноя": 11, "нояб": 11, "янв": 1, "июн": 6, "июл": 7,
    "ιαν": 1, "φεβ": 2, "μαρ": 3, "απρ": 4, "ιουν": 6, "ιουλ": 7, "αυγ": 8, "σεπ": 9, "οκτ": 10, "νοε": 11, "δεκ": 12,
}  # fmt: skip


def english_month(word: str) -> int | None:
    """Return the month (1-12) that a word names in English, or None. Loads nothing."""
    return ENGLISH.get(word.casefold())


def month_of(word: str, language: str | None = None) -> int | None:
    """Return the month (1-12) that a word names, or None.

    A word that means different months in two languages is read by `language`, and is None without it.
    """
    folded = word.casefold().rstrip(".")
    known = ENGLISH.get(folded) or EXTRA.get(folded)
    if known or len(folded) < 2:
        return known
    if language:
        own = _names_of(language.replace("-", "_")) or _names_of(language[:2].lower())
        if folded in own:
            return own[folded]
    months = _all_names().get(folded, frozenset())
    return next(iter(months)) if len(months) == 1 else None


@lru_cache(maxsize=1)
def _all_names() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for name, number in _names_of(language).items():
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@lru_cache(maxsize=128)
def _names_of(language: str) -> dict[str, int]:
    """Return one language's month names, case-folded, dots off; empty for a language we do not list."""
    if language not in LANGUAGES:
        return {}
    months = Locale.parse(language).months
    return {
        name.casefold().rstrip("."): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[context][width].items()
        if not name.isdigit() and not name[0].isdigit()
    }
