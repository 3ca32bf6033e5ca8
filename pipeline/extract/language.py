"""The language an article is written in, by its content, and how many words it has in that script."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

from pipeline.extract.language_words import COMMON_WORDS

MIN_CHARS = 120  # below this py3langid guesses: the page's own claim decides when it is plausible
MIN_LETTERS = 20  # below this nobody can tell, and nothing is said
SAMPLE_CHARS = 600  # more changes no answer on recorded pages, and py3langid walks byte by byte

_CLAIM = re.compile(r"^\s*([A-Za-z]{2})(?:[-_][A-Za-z0-9]+)*\s*$")
# Scripts that one living news language uses. Arabic, Cyrillic, Devanagari and Latin need the model.
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("kn", re.compile("[\u0c80-\u0cff]")),
    ("ml", re.compile("[\u0d00-\u0d7f]")),
    ("gu", re.compile("[\u0a80-\u0aff]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("si", re.compile("[\u0d80-\u0dff]")),
    ("my", re.compile("[\u1000-\u109f]")),
    ("km", re.compile("[\u1780-\u17ff]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("am", re.compile("[\u1200-\u137f]")),
)
JAPANESE_KANA_RATIO = 0.1  # of all CJK characters; Chinese pages quote a kana now and then
SCRIPT_RATIO = 0.3  # of all letters
# Common words that settle a language by themselves: so many, this share of all words, so far ahead of the next.
WORDS_SAMPLE_CHARS = 1_500
MIN_COMMON_WORDS = 8
COMMON_SHARE = 0.15
COMMON_LEAD = 1.8
# The same where page or feed claim that very language: two witnesses who agree need less each.
MIN_CLAIMED_WORDS = 5
CLAIMED_LEAD = 1.2
_LETTERS_OF_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u064b-\u0652\u0900-\u0903\u093a-\u094f\u200c])*")

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    "|[^\\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+(?:['’-][^\\W_]+)*"
)
_LETTER = re.compile(r"[^\W\d_]")


def detect_language(text: str, claims: tuple[str | None, ...] = ()) -> tuple[str | None, str]:
    """Return (ISO 639-1 code or None, "content" or "claim").

    text: title and body. claims: what page and feed say, most trusted first; they decide only for short texts.
    """
    sample = text[:SAMPLE_CHARS]
    letters = len(_LETTER.findall(sample))
    claimed = next((code for one in claims if (code := normalize_language(one))), None)
    if not letters:
        return claimed, "claim"
    by_script = _language_by_script(sample, letters)
    if by_script:
        return by_script, "content"
    if len(sample) < MIN_CHARS and (claimed or letters < MIN_LETTERS):
        return claimed, "claim"
    return _language_by_words(text[:WORDS_SAMPLE_CHARS], claimed) or _language_by_model(sample), "content"


def normalize_language(claim: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag such as "en-GB" or "pt_BR", or None."""
    match = _CLAIM.match(claim or "")
    if not match:
        return None
    code = match.group(1).lower()
    return {"iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no"}.get(code, code)


def count_words(text: str) -> int:
    """Return the number of words; in scripts without spaces, of characters."""
    return len(_WORD.findall(text)) if _UNSPACED.search(text) else len(text.split())


def _language_by_script(sample: str, letters: int) -> str | None:
    if sample.isascii():
        return None
    counts = {code: len(pattern.findall(sample)) for code, pattern in _SCRIPTS}
    if counts["ja"] + counts["zh"] >= SCRIPT_RATIO * letters:
        return "ja" if counts["ja"] >= JAPANESE_KANA_RATIO * (counts["ja"] + counts["zh"]) else "zh"
    code, count = max(counts.items(), key=lambda item: item[1])
    return code if count >= SCRIPT_RATIO * letters else None


def _language_by_words(sample: str, claimed: str | None) -> str | None:
    """Return the language whose common words fill the text, None when none does or two come near each other."""
    words = _LETTERS_OF_WORD.findall(sample.lower())
    holders = _word_holders()
    scores: Counter[str] = Counter()
    weights: dict[str, float] = defaultdict(float)
    for word in words:
        languages = holders.get(word, ())
        for language in languages:
            scores[language] += 1
            weights[language] += 1 / len(languages)
    if not scores:
        return None
    best, *rest = sorted(weights, key=lambda language: -weights[language])[:2]
    lead = weights[best] / max((weights[one] for one in rest), default=1e-9)
    if best == claimed and scores[best] >= MIN_CLAIMED_WORDS and lead >= CLAIMED_LEAD:
        return best
    is_enough = scores[best] >= max(MIN_COMMON_WORDS, COMMON_SHARE * len(words))
    return best if is_enough and lead >= COMMON_LEAD else None


@cache
def _word_holders() -> dict[str, tuple[str, ...]]:
    holders: dict[str, tuple[str, ...]] = {}
    for language, text in COMMON_WORDS.items():
        for word in dict.fromkeys(text.split()):
            holders[word] = (*holders.get(word, ()), language)
    return holders


def _language_by_model(sample: str) -> str | None:
    import py3langid  # its model takes longer to load than twenty pages to read; few texts need it

    return normalize_language(str(py3langid.classify(sample)[0]))
