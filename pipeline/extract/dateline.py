"""The place a text is dated from: "KARACHI: ...", "KYIV, Ukraine (AP) — ...", "Viña del Mar.- ...", "本报江城讯 ...".

Capitals, a date or an agency are believed as they stand. A place in ordinary letters looks like any label, so it
needs a sentence of news behind it, and none of the signs of a label, a speaker or a subject.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.extract.agency import ANY_AGENCY, HEAD_CREDIT
from pipeline.extract.cldr import names_in_calendar
from pipeline.extract.date_text import LANGUAGES
from pipeline.extract.dateline_words import FUNCTION_WORDS, LABELS, PARTICLES

MAX_DATELINE_CHARS = 90  # "PORT-AU-PRINCE, Haiti, March 3 (Xinhua) --" is 42; prose with a colon comes later
CONTEXT_CHARS = 4_000  # of the text, in which the place or a weekday is looked for
MIN_SENTENCE_CHARS = 60
MIN_SURE_SENTENCE_CHARS = 20  # behind capitals with a separator
MIN_BARE_CHARS = 4  # of a place in capitals before a bare comma or full stop; shorter ones are acronyms
MAX_MIXED_WORDS = 3  # "Viña del Mar"
MAX_LABELLED_LINES = 2  # lines that open "Word: ..." beside the first: an interview, a list of terms
MIN_WEEKDAY_CHARS = 4
MIN_ARTICLE_CHARS = 400  # a text that names no weekday must be an article, and the place one word
MAX_MENTIONS = 2  # of such a place that never stands where a place stands

# Letters with their marks: \w alone breaks Arabic and Indic words at each vowel sign.
_LETTERS = r"[^\s\d:;,.!?()\[\]{}<>/|–—=\"“”„«»‘،؛؟。，：；！？（）【】《》*#@&%+_]+"
_PLACE = rf"(?:(?:St|ST|Mt|MT|Ft|FT|Ste|STE)\. )?(?=[^\W\d_]){_LETTERS}(?: (?=[^\W\d_]){_LETTERS}){{0,3}}?"
_REST = (
    r"(?:\s*[,،/]\s*[^:()–—\n]{1,40}?)?"  # country, date
    r"(?:\s*[(\[（][^)\]）\n]{1,40}[)\]）])?"  # agency
    r"(?:(?<=\))\s*\w{3,9}\.? \d{1,2}(?:, \d{4})?)?"  # date behind the agency
)
_DATELINE = re.compile(rf"(?P<place>{_PLACE})(?P<rest>{_REST})(?P<separator>\s*(?:\.\s*[-–—]+|--+|[–—:：]|-)\s*)(?=\S)")
# "VIENNA, Six countries have ...", "КОСТАНАЙ. Хоккеисты ...": capitals and a sentence, nothing between.
_BARE = re.compile(rf"(?P<place>{_PLACE})[,.]\s+(?=\S)")
# "МОСКВА, 3 марта. /ТАСС/. ..."
_SLASHED = re.compile(rf"(?P<place>{_PLACE})(?:, [^/\n]{{3,30}})?\.?\s*/(?:{ANY_AGENCY})/(?=.{{20}})")
# "本报江城讯", "新华社北京11月21日电（记者", "本報台北訊", "【ワシントン共同】", "(서울=연합뉴스)".
_HAN_WIRE = re.compile(
    r"^(?:本[报報]|本刊|新华社|新華社|中新社|中新网|法新社|路透社|美联社|(?:\w{2,6}[社网報报]))\s*"
    r"(?P<place>[\u3400-\u9fff]{2,6}?)\s*(?:\d{1,2}月)?(?:\d{1,2}日)?(?:讯|訊|电|電)(?=[\s（(：:，,\u3400-\u9fff])"
)
_BRACKETED = re.compile(
    rf"^[【(（\[](?P<place>[^\W\d_]{{2,8}}?)\s?(?:[=＝]|(?={ANY_AGENCY}))(?:[^】)）\]\n]{{2,20}})[】)）\]]"
)

_ARTICLE_NAMES = frozenset(
    ["hague", "bahamas", "gambia", "bronx", "woodlands", "dalles"]
)  # places with an English "the"
# What stands before a place and not before other nouns.
_LOCATIVE = r"\b(?:in|at|near|to|from|en|à|nach|aus|em|w|в|из|a|capital|city of) "
_OPENS_WITH_DAY = re.compile(
    r"(?:On |Am |Le |El |Em |In |Il |W |В )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|Am \w+tag\b"
)
_LABELLED_LINE = re.compile(r"^[^\W\d_a-z][^\s:]{0,20}(?: [^\s:]{1,20}){0,2}\s?: ?\S", re.MULTILINE)
_DIGIT = re.compile(r"\d")
# A word with the vowel signs of Arabic and southern Asia, so that "सोमवार" is one.
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_\u0900-\u0dff]|[\u0300-\u036f\u064b-\u0652\u0900-\u0dff])*")
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def find_dateline(text: str, title: str | None = None) -> str | None:
    """Return the place a text is dated from, in title case, or None. Only the first two lines are looked at."""
    context = f"{title or ''}\n{text[:CONTEXT_CHARS]}"
    for line in text.split("\n", 2)[:2]:
        place = _place_of(line.strip(), context)
        if place:
            return place
    return None


def _place_of(line: str, context: str) -> str | None:
    head = line[:MAX_DATELINE_CHARS]
    wired = _HAN_WIRE.match(head) or _BRACKETED.match(head)
    if wired:
        return wired["place"]
    slashed = _SLASHED.match(head)
    if slashed:
        return _in_title_case(slashed["place"])
    match = _DATELINE.match(head)
    if match and (place := _separated(match, line[match.end() :], context)):
        return place
    bare = _BARE.match(head)
    return _bare(bare["place"], line[bare.end() :], context) if bare else None


def _separated(match: re.Match[str], behind: str, context: str) -> str | None:
    """Return the place of "PLACE, Country, date (AGENCY) - Sentence", whichever of these it has."""
    place, rest, separator = match["place"].rstrip(" -'’"), match["rest"], match["separator"]
    has_agency = bool(HEAD_CREDIT.search(rest))
    if len(behind) < MIN_SURE_SENTENCE_CHARS or not _may_be_place(place, is_sure=has_agency):
        return None
    # A hyphen inside a compound is no separator.
    is_spaced = separator[0].isspace() and separator[-1].isspace()
    if separator.strip() == "-" and not (is_spaced or rest.endswith(")")):
        return None
    if not all(_opens_large(part) for part in re.split(r"[,،/]", rest.split("(", 1)[0])):
        return None  # "NASA, the agency said - ..."
    is_upper = place.isupper()
    is_dated = bool(_DIGIT.search(rest))
    if is_upper:
        is_sure = has_agency or is_dated or "(" in rest or not _is_acronym(place, context)
        return _in_title_case(place) if is_sure else None
    if not _is_name_of_place(place) or not (has_agency or is_dated or _opens_large(behind)):
        return None
    if has_agency or is_dated or separator.strip().startswith("."):
        return place
    return place if _is_news_of(place, behind, context, is_label=separator.strip() in ":：") else None


def _bare(place: str, behind: str, context: str) -> str | None:
    """Return the place of "PLACE, Sentence" and "PLACE. Sentence"."""
    opening = behind.split(" ", 1)[0]
    is_sentence = (
        len(behind) >= MIN_SENTENCE_CHARS and behind[:1].isupper() and not (opening.isupper() and len(opening) > 1)
    )
    if not is_sentence or not place.isupper() or len(place) < MIN_BARE_CHARS or not _may_be_place(place):
        return None
    return None if _is_acronym(place, context) else _in_title_case(place)


def _may_be_place(place: str, *, is_sure: bool = False) -> bool:
    """Return whether nothing in the words says that this is a label or the beginning of a sentence."""
    words = place.lower().split()
    if len(place) < 2 + (not is_sure) or re.fullmatch(ANY_AGENCY, place) or any(word in LABELS for word in words):
        return False
    return is_sure or words[0] not in FUNCTION_WORDS or (words[0] == "the" and words[-1] in _ARTICLE_NAMES)


def _is_name_of_place(place: str) -> bool:
    """Return whether the words are written as a name is: large first letters, but for particles; or in a script
    that has none."""
    words = place.split(" ")
    if sum(word not in PARTICLES for word in words) > MAX_MIXED_WORDS or _NO_SPACES.search(place):
        return False
    inner = all(_opens_large(word) or word in PARTICLES or _opens_large(word.rsplit("-", 1)[-1]) for word in words)
    return (
        inner
        and _opens_large(words[0])
        and not any(word.isupper() and len(word) > 1 and word.isalpha() for word in words if word.lower() != word)
    )


def _is_news_of(place: str, behind: str, context: str, *, is_label: bool) -> bool:
    """Return whether a sentence of news follows, and the place is not a word or a speaker that is given a colon."""
    if len(behind) < MIN_SENTENCE_CHARS:
        return False
    if _OPENS_WITH_DAY.match(behind):
        return True
    if is_label and len(_LABELLED_LINE.findall(context.split("\n", 1)[1])) > MAX_LABELLED_LINES:
        return False
    is_cased = place.lower() != place
    if is_cased and re.search(rf"\b{re.escape(place.lower())}\b", context):
        return False  # an ordinary word at the head of a sentence
    if is_cased and re.search(_LOCATIVE + re.escape(place) + r"\b", context):
        return True
    if not is_cased and _without_marks(context).count(_without_marks(place)) > 1:
        return True
    words = {word.casefold() for word in _TOKEN.findall(context)}
    if not all(_weekdays(one).isdisjoint(words) for one in (("en",), LANGUAGES)):  # the first loads little
        return True
    is_subject = context.count(place) > MAX_MENTIONS  # what a text is about comes again and again
    return len(context) >= MIN_ARTICLE_CHARS and not is_subject and " " not in place


def _is_acronym(place: str, context: str) -> bool:
    """Return whether one word in capitals is so again in a text that is not: NASA stays NASA, VIENNA becomes Vienna."""
    if " " in place or sum(map(str.isupper, context)) > len(context) // 3:
        return False
    return len(re.findall(rf"\b{re.escape(place)}\b", context)) > 1


def _opens_large(text: str) -> bool:
    """Return whether a text opens with a large letter, a figure, a quote, or a letter of a script without cases."""
    char = text.lstrip(" \"'“”„«»‘’¿¡(").strip()[:1]
    return not char or char == char.upper()


@lru_cache(maxsize=2)
def _weekdays(languages: tuple[str, ...]) -> frozenset[str]:
    names = {name for language in languages for _, name in names_in_calendar("days", "wide", language)}
    return frozenset(name.casefold() for name in names if len(name) >= MIN_WEEKDAY_CHARS and _TOKEN.fullmatch(name))


def _without_marks(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _in_title_case(place: str) -> str:
    return (
        re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda word: word.group().capitalize(), place)
        if place.isupper()
        else place
    )
