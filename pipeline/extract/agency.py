"""The wire agency that a text credits, and the place of its dateline."""

from __future__ import annotations

import re

MAX_DATELINE_CHARS = 90  # "PORT-AU-PRINCE, Haiti, March 3 (Xinhua) --" is 42; prose with a colon comes later
EDGE_CHARS = 400  # credits stand at the head or foot of a text

# (name we give, how texts write it). Short forms count only in a credit's shape: "(AP)", "AP -", "/TASS/".
_AGENCIES: tuple[tuple[str, str], ...] = (
    ("Reuters", r"Reuters|REUTERS|Рейтер|رويترز|路透社?"),
    ("AP", r"AP|Associated Press|The Associated Press|美联社"),
    ("AFP", r"AFP|Agence France-Presse|法新社"),
    ("APP", r"APP|Associated Press of Pakistan"),
    ("ANI", r"ANI"),
    ("PTI", r"PTI|Press Trust of India"),
    ("IANS", r"IANS"),
    ("UNI", r"UNI"),
    ("Xinhua", r"Xinhua|新华社|新華社"),
    ("CNS", r"中新社|中新网|CNS"),
    ("TASS", r"TASS|ТАСС"),
    ("RIA Novosti", r"RIA Novosti|РИА Новости"),
    ("Interfax", r"Interfax|Интерфакс"),
    ("dpa", r"dpa|DPA|dpa-AFX"),
    ("epd", r"epd"),
    ("KNA", r"KNA"),
    ("SID", r"SID"),
    ("APA", r"APA"),
    ("EFE", r"EFE|Efe"),
    ("Europa Press", r"Europa Press|EUROPA PRESS"),
    ("ANSA", r"ANSA"),
    ("Lusa", r"Lusa|LUSA"),
    ("Belga", r"Belga|BELGA"),
    ("ANP", r"ANP"),
    ("NTB", r"NTB"),
    ("TT", r"TT"),
    ("Anadolu", r"AA|Anadolu|Anadolu Agency|Anadolu Ajansı"),
    ("IRNA", r"IRNA"),
    ("SPA", r"SPA"),
    ("WAM", r"WAM"),
    ("MENA", r"MENA"),
    ("SANA", r"SANA"),
    ("Yonhap", r"Yonhap|연합뉴스"),
    ("Kyodo", r"Kyodo|Kyodo News|共同通信|共同"),
    ("Jiji", r"Jiji|時事通信|時事"),
    ("Bernama", r"Bernama|BERNAMA"),
    ("Antara", r"Antara|ANTARA"),
    ("UPI", r"UPI"),
    ("Bloomberg", r"Bloomberg"),
    ("PA Media", r"PA Media|PA"),
    ("CP", r"The Canadian Press|Canadian Press|CP"),
    ("AAP", r"AAP"),
    ("Ukrinform", r"Ukrinform|Укринформ|Укрінформ"),
    ("KUNA", r"KUNA"),
    ("PAP", r"PAP"),
    ("ČTK", r"ČTK|CTK"),
)
_ANY = "|".join(f"(?P<a{number}>{pattern})" for number, (_, pattern) in enumerate(_AGENCIES))
_PLAIN = "|".join(f"(?:{pattern})" for _, pattern in _AGENCIES)
_LONG = [
    (name, re.compile(rf"\b(?:{'|'.join(one for one in pattern.split('|') if len(one) > 4)})\b"))
    for name, pattern in _AGENCIES
    if any(len(one) > 4 for one in pattern.split("|"))
]
_NAME = re.compile(rf"^(?:{_ANY})$")
# (AP) — at the head, "PARIS (AFP) -", "/TASS/.", "(dpa/lno)", "【新华社】", "Source: Reuters", "-AFP" at the foot.
_HEAD_CREDIT = re.compile(rf"[(（/\[【]\s*(?P<name>{_PLAIN})\s*(?:[/,][^)\]）】]{{0,30}})?[)）/\]】]")
_HEAD_PLAIN = re.compile(rf"^[^\n.!?]{{0,60}}?\b(?P<name>{_PLAIN})\s*(?:[-–—:]|\s)\s*[-–—:]")
_HEAD_CJK = re.compile(r"^\s*(?P<name>新华社|新華社|中新社|中新网|法新社|路透社|美联社)")
_FOOT_CREDIT = re.compile(
    rf"(?:[(（\[/–—-]\s*|(?:Source|Sources|Quelle|Fuente|Fonte|Kaynak|Источник|With inputs? from|With reporting by|"
    rf"Reporting by|©|\(c\)|Copyright)\s*:?\s*(?:\d{{4}}\s+)?(?:The\s+)?)(?P<name>{_PLAIN})"
    rf"(?:\s*[,/&]\s*\w[\w -]{{0,20}})?\s*[)）\]/]?\s*\.?\s*$"
)
_AUTHOR_CREDIT = re.compile(rf"^(?:{_PLAIN})$")

# A dateline: place words in capitals or title case, optional country and date and agency, then a separator.
_PLACE = r"[^\W\d_][\w'’.\-]*(?:[ -][^\W\d_][\w'’.\-]*){0,3}"
_SEPARATOR = r"\s*(?:--|[-–—:]|\.\s*[-–—]+)\s*"
_DATELINE = re.compile(
    rf"^(?P<place>{_PLACE})"
    rf"(?P<rest>(?:\s*[,/]\s*[^:()–—\n]{{1,40}}?)?(?:\s*\((?:[^)\n]{{1,40}})\))?(?:\s*,?\s*\w{{3,9}}\.? \d{{1,2}}(?:, \d{{4}})?)?)"
    rf"(?P<separator>{_SEPARATOR})(?=\S)"
)
# "МОСКВА, 3 марта. /ТАСС/. ..."
_SLASHED = re.compile(rf"^(?P<place>{_PLACE})(?:, [^/\n]{{3,30}})?\.?\s*/(?:{_PLAIN})/")
_NOT_A_PLACE = frozenset(
    [
        "update",
        "updated",
        "exclusive",
        "breaking",
        "opinion",
        "analysis",
        "watch",
        "video",
        "photo",
        "photos",
        "read",
        "note",
        "editor",
        "editors",
        "disclaimer",
        "source",
        "sources",
        "key",
        "summary",
        "live",
        "question",
        "answer",
        "reporter",
        "q",
        "a",
        "by",
        "from",
        "the",
        "this",
        "that",
        "these",
        "it",
        "he",
        "she",
        "we",
        "they",
        "but",
        "and",
        "in",
        "on",
        "at",
        "for",
        "with",
        "as",
        "if",
        "when",
        "what",
        "why",
        "how",
        "who",
        "where",
        "our",
        "my",
        "your",
        "here",
        "there",
        "one",
        "two",
        "three",
        "first",
        "second",
        "step",
        "tip",
        "tips",
        "pros",
        "cons",
        "warning",
        "correction",
        "image",
        "credit",
        "photograph",
        "related",
        "more",
        "news",
        "report",
        "advertisement",
        "alert",
        "fact",
        "check",
        "kolumne",
        "kommentar",
        "update",
        "foto",
        "video",
        "analyse",
        "interview",
        "hintergrund",
        "hinweis",
        "auch",
        "nach",
        "bei",
        "mit",
        "von",
        "die",
        "der",
        "das",
        "ein",
        "eine",
        "stand",
    ]
)
# What stands before a place and not before other nouns; German "in Migration" is rare enough.
_LOCATIVE = r"\b(?:in|at|near|to|from|en|à|nach|aus|em|w|в|из|a|capital|city of) "
_DAY = re.compile(r"(?:On |Am |Le |El |Em |In |Il |W |В )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|Am \w+tag\b")
LOCATIVE_CHARS = 4_000
MIN_SENTENCE_CHARS = 60
_WORD = re.compile(r"[^\W\d_][\w'’.\-]*")


def find_agency(text: str, authors: tuple[str, ...] = ()) -> str | None:
    """Return the agency that a text credits at its head or foot, or as its author; None when it credits none."""
    for author in authors:
        found = _AUTHOR_CREDIT.match(author.strip())
        if found:
            return _name_of(author.strip())
        for name, pattern in _LONG:
            if pattern.search(author):
                return name
    head, foot = text[:EDGE_CHARS].split("\n", 3)[:3], text[-EDGE_CHARS:].rsplit("\n", 3)[-3:]
    for line in head:
        found = _HEAD_CREDIT.search(line[:200]) or _HEAD_PLAIN.match(line[:120]) or _HEAD_CJK.match(line)
        if found:
            return _name_of(found["name"])
    for line in reversed(foot):
        found = _FOOT_CREDIT.search(line)
        if found:
            return _name_of(found["name"])
    return None


def find_dateline(text: str, title: str | None = None) -> str | None:
    """Return the place a text is dated from, in title case, or None. Only the first two lines are looked at.

    In capitals, with an agency or with a date it is believed as it stands; "Islamabad : On Wednesday" only where the
    sentence opens with a day, or title or text speak of something in Islamabad.
    """
    for line in text.split("\n", 2)[:2]:
        place = _place_of(line.strip(), f"{title or ''}\n{text[:LOCATIVE_CHARS]}")
        if place:
            return place
    return None


def _place_of(line: str, context: str) -> str | None:
    slashed = _SLASHED.match(line[:MAX_DATELINE_CHARS])
    if slashed:
        return _title_case(slashed["place"])
    match = _DATELINE.match(line[:MAX_DATELINE_CHARS])
    if not match or len(line) < match.end() + 20:
        return None
    place, rest, separator = match["place"].strip(" .-"), match["rest"], match["separator"]
    words = _WORD.findall(place)
    if not words or words[0].lower() in _NOT_A_PLACE or len(place) < 3:
        return None
    is_upper = place.isupper()
    has_agency = bool(_HEAD_CREDIT.search(rest))
    if not (is_upper or has_agency or (len(words) <= 3 and all(word[0].isupper() for word in words))):
        return None
    if _NAME.match(place):
        return None
    # A hyphen inside a compound is no separator, and a colon after ordinary words is prose ("Police: ...").
    if separator.strip() == "-" and not separator.startswith(" ") and not separator.endswith(" "):
        return None
    if is_upper or has_agency or any(char.isdigit() for char in rest) or ".-" in separator.replace(" ", ""):
        return _title_case(place) if is_upper else place
    behind = line[match.end() :]
    if len(behind) < MIN_SENTENCE_CHARS or not behind[:1].isupper():
        return None
    is_known = _DAY.match(behind) or re.search(_LOCATIVE + re.escape(place) + r"\b", context)
    return place if is_known else None


def _title_case(place: str) -> str:
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda word: word.group().capitalize(), place)


def _name_of(written: str) -> str | None:
    match = _NAME.match(written)
    if not match or match.lastgroup is None:
        return None
    return _AGENCIES[int(match.lastgroup[1:])][0]
