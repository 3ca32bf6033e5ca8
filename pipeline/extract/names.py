"""Names of people out of bylines: split, cleaned of "By", roles and dates, and told from outlets and accounts.

Words only; which byline speaks for the article is `authors.py`'s decision.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pipeline.extract import jsonld
from pipeline.extract.byline_words import BY, LABEL, WRITTEN_BY
from pipeline.extract.date_text import find_dates
from pipeline.extract.tree import squeeze

MAX_NAME_CHARS = 70  # "Sheikh Abdulrahman bin Mohammed bin Jassim Al Thani" is 52; longer is a sentence
MAX_NAME_WORDS = 7
MAX_CLAIM_CHARS = 600
MAX_INITIALS = 3  # "PP", "dsw": signs of a writer whom the page may name in full elsewhere

LEAD_IN = re.compile(
    r"^(?:(?:(?:view|see|read|zeige) )?(?:(?:all|more|alle) )?(?:(?:blog )?beitrag|this (?:post|article|story) was)?\s?"
    r"(?:written|posted|reported|published|story|text|words|analysis|review|opinion|compiled|authored|stories|posts|"
    r"articles|beiträge|geschrieben|verfasst|erstellt|gepostet|publié|escrito|scritto)?\s*(?:by|von|par|por)|"
    rf"{WRITTEN_BY}|{BY}|投稿者|著者|作者|記者|文|przez|autor(?:e|en|in|a|es|s|x)?(?:/autor(?:in)?)?|author(?:s|\(s\))?|"
    r"auteurs?|автор|interview|ein(?:e)? \w+ von|text (?:&|und|and) (?:fotos?|bilder?|photos?)|text|words|från|written)"
    rf"\s*[:：]?\s+|^(?:{LABEL}|by|von)\s?[:：]\s*|"
    r"^(?:[@©]|✍️?\s*|文[/／]|(?:本报)?[记記]者(?=[\u4e00-\u9fff]{2,4}$))\s*",
    re.IGNORECASE,
)
# Another hand than the writer's: its names are left out.
OTHER_HAND = re.compile(
    r"(?:\b(?:medically |clinically |technically |expert )?(?:reviewed|edited|fact[- ]?checked|translated|illustrat\w+|"
    r"photograph\w*|photos?|images?|pictures?|produced|redigiert|übersetzt|lektoriert|fotos?|bilder?|bild|illustration\w*)"
    r"\s*(?:by|von|par|por|:)|翻訳者?|訳)",
    re.IGNORECASE,
)
# What follows a name in a byline's running text: a section, a day, an employer.
_BEHIND_NAME = re.compile(
    r"(?<=\w)\s+(?:in|on|at|for|from|under|on behalf of|am|vom|bei|aus|für|unter|is|ist|has|was|published|posted|updated)\s.*$|\s+(?:published|posted|updated|released|last|tags|special|follow|share|seo)$|\s+im gespräch$|\s*기자$|(?<=[\u4e00-\u9fff]{2})[记記]者$",
    re.IGNORECASE,
)
_TITLE_BEHIND = re.compile(
    r"^(\S+\s(?:\S+\s)?\S+)\s+(?:Senior|Staff|Special|Content|Head|Chief|Managing|Contributing|Associate|Assistant|Deputy|"
    r"Editor|Reporter|Correspondent|Writer|Director|Producer|Extension|Certified|Licensed)\b.*$"
)
_TITLE_BEFORE = re.compile(
    r"^(?:rechtsanw[aä]lt(?:in)?|redakteur(?:in)?|staff writer|guest author|gastautor(?:in)?|reporter|correspondent|columnist)\s+(?=\w+\s)",
    re.IGNORECASE,
)
_ACADEMIC = re.compile(r"^(?:(?:Dr|Prof|Mag|Dipl|Ing|PD|Mr|Mrs|Ms|Frau|Herr)\.?(?:-\w+\.)?\s+)+(?=\w)")
# A name in a script without spaces; longer is a phrase: "王小明", "山田太郎", "アレクサンドラ・ベルグ".
_UNSPACED = re.compile(
    r"[\u4e00-\u9fff々]{2,6}|(?=.*[\u3040-\u30ff\uac00-\ud7af])[\w・]{2,14}|[^\W\d_\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,30}"
)
_GLUED_BY = re.compile(r"^(?:(?:By|by|BY|Von|Par|Por)+(?=[A-Z][a-z])|(?:[Bb]y){2,}\s+)")
_SPLIT = re.compile(
    r"\s*[;|•·●∙/／]\s*|\s+(?:and|und|et|y|og|och|en|e|ve|и|with|mit)\s+(?=\S)|\s+&\s+|,\s+(?:and|und|et)\s+|\s*\n\s*|、",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DASH = re.compile(r"\s[-–—]\s")
_COMMA = re.compile(r"\s*[,，]\s*")
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\.(?:com|org|net|de)\b|^\d+$|^(?:admin(?:istrator)?|editor|staff|unknown|none|null|no author|anonymous|"
    r"author|autor|guest|contributor|webmaster|user|root|undefined|n/?a|www|default|test|by|von|par|por|di|text|autoren|"
    r"authors?|register|registrieren|log ?in|sign in|follow|share|privacy|about|team|redaktion|home|menu|profile|"
    r"read more|view all|more|all posts|posts|articles)$|\?$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|journalist|contributor|redakteur\w*|redaktion|producer|columnist|"
    r"chief|staff|manager|director|professor|photographer|analyst|specialist|freelance\w*|senior|ceo|cfo|dvm|rn|rd|cpa|mba|"
    r"cfp|esq|founder|expert|educators?|dietitian|"
    r"\w*(?:leiter|sprecher|referent|mitarbeiter|vorstand|vorsitzender|geschäftsführer)(?:in|s)?|"
    r"korrespondent\w*|autor|autorin|redactor\w*|periodista|corresponsal|journaliste|intern|phd|m\.?d\.?|jr\.?|"
    r"min read|minutes?|updated?|published|posted|stand|uhr|january|february|july|september|"
    r"october|november|december)\b|\d{2,}",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\]|[-–—|,:]\s*(?:" + _ROLE.pattern + r").*)\s*$", re.IGNORECASE)
ADDRESS = re.compile(r"https?:|www\.|\S@\S|\S[\[(](?:at|ät)[\])]\S")
PLACEHOLDER = re.compile(
    r"(?:admin(?:istrator)?|unknown|none|null|no author|anonymous|author|autor|guest|webmaster|user|root|undefined|n/?a|www|"
    r"default|test|\d+|@\w+)$",
    re.IGNORECASE,
)
# An institution, a paper, a desk: the author of last resort.
_ORGANISATION = re.compile(
    r"\b(?:e\.\s?v|gmbh|ag|inc|ltd|llc|plc|corp|s\.a|stiftung|foundation|institut\w*|(?:\w*)verband\w*|verein|"
    r"(?:\w*)anstalt|(?:\w*)redaktion|team|news|nachrichten|media|magazin\w*|press\w*|association|society|universit\w+|"
    r"hochschule|cent(?:er|re)|department|minist\w+|company|group|agency|agentur|times|tribune|zeitung|gazette|herald|"
    r"network|radio|tv|blog|editorial|desk|office|committee|council|club|school|college|bank|federation|gesellschaft|"
    r"forschungs\w+|presse\w*|journal|kanzlei|shop|store|services?|solutions|studios?|labs?)\b|^(?:the|die|das|der) |\.\w{2,3}$",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"\b(?:team|staff|desk|editors|editorial|newsroom|redaktion|rédaction|redacción|redazione)\b|編集部|编辑部|편집부",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"^[\w.-]*[a-z\d][._\d-]+[\w.-]*$|^[a-z\d]+$|^[A-Z][a-z]+[A-Z]\w*$")
_PARTICLES = frozenset(
    ["van", "von", "vom", "de", "der", "den", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "al", "el", "bin", "ibn", "bint",
     "y", "e", "ter", "ten", "zu", "zur", "af", "av", "und", "abu", "ben", "st"]
)  # fmt: skip
# Words of buttons and menus, and those that no name holds.
_CONTROL_WORD = re.compile(
    r"\d|\b(?:by|more|view|all|posts?|stories|articles?|follow|share|log ?in|sign|register|registrieren|read|about|profil\w*|"
    r"written|published|posted|updated|menu|home|author|autoren|alle|zur|mehr|von|ver[öo]ffentlicht|publiziert|beiträge|"
    r"copier|copy|partager|passwort|password|click|here|source|quelle)\b",
    re.IGNORECASE,
)
_OTHER_WORD = re.compile(
    r"^(?:in|on|at|im|am|vor|hace)\s|\b(?:from|of|the|for|with|aus|die|das|inhalte|category|kategorie|comments?|kommentare?|newsletter|subscribe|abonnieren|"
    r"image|foto|video|archiv\w*|über|unter|nach|ist|und|head|product|reviews?|region)\b|[:：?!\"]",
    re.IGNORECASE,
)


def clean_names(claims: Iterable[str], outlet: set[str] | frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield each person of these bylines once, in order."""
    seen: set[str] = set()
    for claim in claims:
        if ADDRESS.search(claim):
            continue
        for part in _split(claim):
            name = _clean(part)
            key = fold_name(name)
            if name and key not in seen and key not in outlet and _is_name(name):
                seen.add(key)
                yield name


def without_dates(text: str) -> str:
    """Return a line with a bar in place of each date."""
    if _DIGIT.search(text):
        for one in find_dates(text):
            text = text[: one.start] + "|" + " " * (one.end - one.start - 1) + text[one.end :]
    return text


def without_lead_in(text: str) -> str:
    """Return a byline without "By", ends stripped: a name for want of a better one."""
    return LEAD_IN.sub("", squeeze(text)).strip(" .,:;|")


def without_title(name: str) -> str:
    """Return a name without "Dr.", "Prof." and their like before it."""
    return _ACADEMIC.sub("", name)


def is_person(name: str) -> bool:
    """Return whether a name has the shape of a person's: given name and surname, or a script without spaces."""
    words = name.split()
    if is_organisation(name):
        return False
    if len(words) < 2:
        return (
            not name.isascii() and not name[0].isupper() and not name[0].islower() and bool(_UNSPACED.fullmatch(name))
        )
    if words[-1].lower() in _PARTICLES:
        return False
    return all(not word[0].islower() or word.lower() in _PARTICLES for word in words)


def is_organisation(name: str) -> bool:
    """Return whether a name says that it is an institution's, a paper's or a desk's."""
    return bool(_ORGANISATION.search(name))


def is_desk(name: str) -> bool:
    """Return whether a name is that of the people of an outlet: its publisher means nobody in particular."""
    return bool(_DESK.search(name))


def has_role(text: str) -> bool:
    """Return whether a byline tells a role or an office beside its names."""
    return bool(_ROLE.search(text))


def is_account(name: str) -> bool:
    """Return whether a name is an account's or a sign ("jane.doe", "KatieS", "PP"), and not how its owner is called."""
    return " " not in name and bool(_HANDLE.match(name) or (name.isupper() and len(name) <= MAX_INITIALS))


def is_control(name: str) -> bool:
    """Return whether a text that stands where names do holds words of menus and buttons."""
    return bool(_CONTROL_WORD.search(name))


def says_something_else(name: str) -> bool:
    """Return whether a text that stands where names do holds words that are in no person's name."""
    return bool(_CONTROL_WORD.search(name) or _OTHER_WORD.search(name))


def fold_name(text: str) -> str:
    """Return what equal names have in common: letters and digits in one case."""
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text).casefold())


def _split(claim: str) -> list[str]:
    text = squeeze(jsonld.unescape(claim))[:MAX_CLAIM_CHARS]
    other = OTHER_HAND.search(text)
    if other and other.start() > 0:
        text = text[: other.start()]
    parts = [part for part in _SPLIT.split(without_dates(text)) if part and part.strip()]
    # "Jane Doe - Harbour News Team": who employs her.
    dashed = [_DASH.split(part) for part in parts]
    parts = [one for pieces in dashed for one in (pieces[0], *(piece for piece in pieces[1:] if is_person(piece)))]
    split: list[str] = []
    for part in parts:
        pieces = _COMMA.split(part)
        # "Doe, Jane" is one name; "Jane Doe, John Roe" are two; "Jane Doe, Senior Editor" is one with a role.
        if len(pieces) == 2 and all(len(piece.split()) == 1 for piece in pieces) and not _ROLE.search(pieces[1]):
            split.append(f"{pieces[1]} {pieces[0]}")
        else:
            split.extend(pieces)
    return split


def _clean(text: str) -> str:
    text = squeeze(text).strip(" .,:;|-–—•*\"'“”")
    text = _GLUED_BY.sub("", text)
    for _ in range(2):
        text = LEAD_IN.sub("", text).strip()
    text = _TITLE_BEFORE.sub("", _BEHIND_NAME.sub("", text))
    text = _TITLE_BEHIND.sub(r"\1", text)
    text = _TRAILING.sub("", text).strip(" .,:;|-–—•*\"'“”")
    if text.isupper() and len(text.split()) > 1:
        text = re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), text)
    return text


def _is_name(text: str) -> bool:
    if not 2 <= len(text) <= MAX_NAME_CHARS or len(text.split()) > MAX_NAME_WORDS or _NOT_A_NAME.search(text):
        return False
    return not _ROLE.search(text) and any(char.isalpha() for char in text)
