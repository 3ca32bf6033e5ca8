"""Say which language an article is in, as far as the classifier must know: which lexicon reads it, or none.

The extractor's language wins when there is one. Otherwise script and the commonest short words decide.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

SAMPLE_CHARACTERS = 1_500  # enough for thirty common words in any prose
CERTAIN_ARTICLES = 3  # no other language writes "the" that often; spares English news the closer look
LEAST_EVIDENCE = 3  # common words that must be seen before a Latin-script text is called foreign
LEAST_EVIDENCE_WITHOUT_ENGLISH = 2  # the same, in a text without one English common word: headlines are short

# Commonest short words, without those that English or a neighbour shares in the same spelling.
COMMON_WORDS = {
    "en": "the of and to in is was that for with by from his her their has have are this it will said been were at",
    "es": "la en de un contra sobre hoy años policía el los las una que del por con para su como más pero sus al este ha es y está según fue también",
    "fr": "la le de un en contre selon après les des une est dans pour qui sur au par avec ce il elle été cette aux ont mais sont l' d' du et",
    "de": "sie sollen haben einen einer einem vor beginnt zwei auf gegen wegen der und das ist nicht mit dem den von für auf ein eine sich auch im nach bei wurde zu werden hat über",
    "tr": "karşı son ve bir bu için ile olarak da daha olan çok ancak gibi sonra kadar ise oldu olduğu dedi yeni göre",
    "id": "dua tiga para orang anak sudah bisa hari tahun jadi polisi warga usai kata saat tak kasus pelaku terduga tersangka tangkap soal yang dan di dengan untuk dari pada tidak ini itu dalam akan oleh telah juga sebagai kepada bahwa adalah",
    "pt": "de um em que não uma com os são dos das pelo foi também à mais ao pela em você há seu disse após",
    "it": "la un in per da che di il della gli per una sono con dei è nel alla più anche dal ha delle questo",
    "nl": "de in een het een van en niet dat zijn op te voor met aan ook maar bij heeft wordt naar werd",
    "pl": "się na nie że do jest to przez od po jak są za oraz które dla tym",
    "sv": "och att det som är på inte för av har till med ett den om från",
    "da": "og at det er på ikke af til med har en den som for blev fra",
    "ro": "de la un și este în că nu pe care cu din mai la pentru sunt fost prin",
    "cs": "je že se na do pro jsou byl podle které nebo jako ale také",
    "hu": "hogy az és nem egy is volt meg csak már mint szerint",
    "fi": "ja on ei että se oli mutta myös ovat hän kun mukaan",
    "vi": "của và là các có được trong cho một không với người này",
    "sw": "na ya wa kwa ni katika la za kuwa hiyo wake yake",
    "ms": "yang dan telah untuk dengan tidak berkata pada turut boleh kerana beliau",
    "tl": "ang ng sa na mga ay si ito niya kanyang para hindi",
}  # fmt: skip
_WORDS: dict[str, tuple[str, ...]] = {}
for _language, _text in COMMON_WORDS.items():
    for _word in dict.fromkeys(_text.split()):
        _WORDS[_word] = (*_WORDS.get(_word, ()), _language)
# Letters that only one of our Latin languages writes.
_LETTERS = {"ñ": "es", "¿": "es", "¡": "es", "ß": "de", "ğ": "tr", "ı": "tr", "ş": "tr", "ã": "pt", "õ": "pt",
            "ł": "pl", "ę": "pl", "ř": "cs", "ů": "cs", "å": "sv", "ő": "hu", "ț": "ro", "ơ": "vi", "ư": "vi"}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")

# Scripts that say the language by themselves, or at least that no Latin lexicon reads it.
_SCRIPTS = re.compile(
    "(?P<kana>[\u3040-\u30ff])|(?P<hangul>[\uac00-\ud7af])|(?P<han>[\u3400-\u9fff])|(?P<arabic>[\u0600-\u06ff])"
    "|(?P<devanagari>[\u0900-\u097f])|(?P<cyrillic>[\u0400-\u04ff])"
    "|(?P<other>[\u0370-\u03ff\u0530-\u05ff\u0980-\u0fff\u1000-\u109f\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff])"
)
_URDU = re.compile("[ٹڈڑےںھہۓ]")
_PERSIAN = re.compile("[پچژگیک]")
_NOT_RUSSIAN = re.compile("[іїєґўјљњћђџәғқңөұүһ]", re.IGNORECASE)
UNKNOWN_LANGUAGE = "und"  # ISO 639: undetermined


def guess_language(title: str, text: str, stated: str | None = None) -> str:
    """Return the ISO 639-1 code of an article's language, "und" for a script that is none we know.

    stated: the extractor's word, such as "en" or "pt-BR"; it wins. Latin text without a sign of another is English.
    """
    if stated and (code := _code_of(stated)):
        return code
    sample = f"{title} {text[:SAMPLE_CHARACTERS]}"
    if sample.count(" the ") + sample.count(" THE ") >= CERTAIN_ARTICLES:
        return "en"
    if sample.isascii() or sample.encode("latin-1", "replace").count(b"?") * 5 < len(sample):
        return _guess_by_words(sample)
    return _guess_by_script(sample)


@lru_cache(maxsize=1_000)
def _code_of(stated: str) -> str:
    stated = stated.strip().lower()
    return re.split("[-_]", stated)[0] if stated.isascii() else ""


def _guess_by_words(sample: str) -> str:
    lower = sample.lower()
    seen = Counter(language for word in _WORD.findall(lower) for language in _WORDS.get(word, ()))
    seen.update(_LETTERS[letter] for letter in lower if letter in _LETTERS)
    if not seen:
        return "en"
    best, count = max(seen.items(), key=_by_count_then_english)
    needed = LEAST_EVIDENCE if seen["en"] else LEAST_EVIDENCE_WITHOUT_ENGLISH
    return best if count >= needed and count > seen["en"] else "en"


def _guess_by_script(sample: str) -> str:
    scripts = Counter(match.lastgroup or "" for match in _SCRIPTS.finditer(sample))
    if not scripts:
        return _guess_by_words(sample)
    script, count = max(scripts.items(), key=_by_second)
    if count < sum(map(len, _WORD.findall(sample))) / 2:  # a few foreign names in a Latin text
        return _guess_by_words(sample)
    if script in ("han", "kana"):
        return "ja" if scripts["kana"] * 10 > scripts["han"] else "zh"
    if script == "arabic":
        return "ur" if _URDU.search(sample) else "fa" if _PERSIAN.search(sample) else "ar"
    if script == "cyrillic":
        return UNKNOWN_LANGUAGE if _NOT_RUSSIAN.search(sample) else "ru"
    return {"devanagari": "hi", "hangul": "ko"}.get(script, UNKNOWN_LANGUAGE)


def _by_count_then_english(item: tuple[str, int]) -> tuple[int, bool]:
    return item[1], item[0] == "en"


def _by_second(item: tuple[str, int]) -> int:
    return item[1]
