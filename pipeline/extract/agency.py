"""The wire agency that a text credits at its head or foot, or as its author."""

from __future__ import annotations

import re

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
ANY_AGENCY = "|".join(f"(?:{pattern})" for _, pattern in _AGENCIES)
_LONG = [
    (name, re.compile(rf"\b(?:{'|'.join(one for one in pattern.split('|') if len(one) > 4)})\b"))
    for name, pattern in _AGENCIES
    if any(len(one) > 4 for one in pattern.split("|"))
]
_NAME = re.compile(rf"^(?:{_ANY})$")
# (AP) — at the head, "PARIS (AFP) -", "/TASS/.", "(dpa/lno)", "【新华社】", "Source: Reuters", "-AFP" at the foot.
HEAD_CREDIT = re.compile(rf"[(（/\[【]\s*(?P<name>{ANY_AGENCY})\s*(?:[/,][^)\]）】]{{0,30}})?[)）/\]】]")
_HEAD_PLAIN = re.compile(rf"^[^\n.!?]{{0,60}}?\b(?P<name>{ANY_AGENCY})\s*(?:[-–—:]|\s)\s*[-–—:]")
_HEAD_CJK = re.compile(r"^\s*(?P<name>新华社|新華社|中新社|中新网|法新社|路透社|美联社)")
_FOOT_CREDIT = re.compile(
    rf"(?:[(（\[/–—-]\s*|(?:Source|Sources|Quelle|Fuente|Fonte|Kaynak|Источник|With inputs? from|With reporting by|"
    rf"Reporting by|©|\(c\)|Copyright)\s*:?\s*(?:\d{{4}}\s+)?(?:The\s+)?)(?P<name>{ANY_AGENCY})"
    rf"(?:\s*[,/&]\s*\w[\w -]{{0,20}})?\s*[)）\]/]?\s*\.?\s*$"
)
# What an agency calls itself, in any name: "Coast News Agency", "Harbour Wire", "Deutsche Presse-Agentur".
_CALLED_AGENCY = re.compile(
    r"\b(?:news ?wires?|wires?(?: services?| reports?)?|(?:news|press) agency|(?:presse|nachrichten)-?agentur)$|"
    r"^(?:agence (?:de )?presse|agencia de noticias|agência de notícias|agenzia di stampa|информационное агентство)\b|"
    r"(?:通讯社|通訊社|通信社)$",
    re.IGNORECASE,
)
_AUTHOR_CREDIT = re.compile(rf"^(?:{ANY_AGENCY})$")


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
        found = HEAD_CREDIT.search(line[:200]) or _HEAD_PLAIN.match(line[:120]) or _HEAD_CJK.match(line)
        if found:
            return _name_of(found["name"])
    for line in reversed(foot):
        found = _FOOT_CREDIT.search(line)
        if found:
            return _name_of(found["name"])
    return None


def is_called_agency(author: str) -> bool:
    """Return whether a byline's name says of itself that it is a wire agency, and no person."""
    return bool(_CALLED_AGENCY.search(author.strip()))


def _name_of(written: str) -> str | None:
    match = _NAME.match(written)
    if not match or match.lastgroup is None:
        return None
    return _AGENCIES[int(match.lastgroup[1:])][0]
