"""Lines that belong to the page, not to the article: by their words, at any place or at the edges of a body.

What is taken away is returned, so that a reader can check it. General phrases of the main languages only.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.extract.furniture_words import CALL_NOUNS, CALLS, LABELS, READ_ALSO

MAX_LINE_CHARS = 220  # furniture is short; a long paragraph that starts with "Read more" is prose
EDGE_LINES = 4
POINTER_LINK_RATIO = 0.5

_ANYWHERE = re.compile(
    r"^(?:"
    r"related(?: (?:articles?|posts?|stories|news|topics?|content|coverage|links?|reading))?|leave a (?:reply|comment)|"
    r"back to top(?: button)?|(?:share|follow|tweet|print|email|save)(?: (?:this|us|on|via|with|article|post|story|it).{0,40})?|"
    r"your email address will not be published\.?.{0,60}|required fields are marked.{0,5}|"
    r"(?:click to )?share on (?:facebook|twitter|x|whatsapp|linkedin|telegram|reddit|pinterest).{0,40}|"
    r"advertisement|(?:story|article) continues below(?: advertisement)?|continue reading.{0,40}|"
    r"(?:sign up|subscribe)(?: (?:for|to|now|here|today)\b.{0,120})?|load(?:ing)? more.{0,20}|"
    r"(?:you may|you might) also (?:like|be interested in|enjoy).{0,20}|recommended(?: for you| articles| stories)?|"
    r"more (?:from|on|in|stories|news)\b.{0,60}|most (?:read|popular|viewed)|trending(?: now)?|comments?(?: \(\d+\))?|"
    r"(?:previous|next) (?:article|post|story)|skip to (?:main )?content|listen to (?:this )?article.{0,30}|"
    r"artikel (?:teilen|drucken|merken)|zum (?:seiten)?anfang|nach oben|anzeige|werbung|weiterlesen|"
    r"mehr zum thema|lesen sie auch|auch interessant|newsletter(?: abonnieren)?|kommentare?(?: \(\d+\))?|"
    r"haut de page|à lire aussi|lire aussi|publicité|partager|sur le même sujet|"
    r"te puede interesar|lea también|lee también|noticias relacionadas|publicidad|compartir|volver arriba|"
    r"leia também|leia mais|publicidade|compartilhar|"
    r"leggi anche|pubblicità|condividi|potrebbe interessarti.{0,20}|"
    r"lees ook|advertentie|deel dit artikel|"
    r"читайте также|реклама|поделиться|наверх|"
    r"اقرأ أيضا|اقرأ أيضاً|شارك|یہ بھی پڑھیں|مزید پڑھیں|بھی پڑھیں|"
    rf"{LABELS}|"
    r"相关阅读|相关新闻|分享(?:到|至|给|让).{0,12}|分享|返回顶部|関連記事|広告|シェア|관련기사|광고|공유"
    r")\s*[:：…»›>*!.]*$",
    re.IGNORECASE,
)
_PREFIXED = re.compile(
    r"^(?:read (?:more|also|next|the full)|also read|see also|watch(?: now| also| the video)|don['’]t miss|"
    r"more on this|lesen sie (?:auch|hier|mehr)|lesetipp|mehr dazu|lire aussi|à lire|lea también|lee también|"
    r"leia (?:também|mais)|leggi anche|lees ook|les også|läs (?:också|mer)|czytaj (?:też|także|również)|"
    rf"{READ_ALSO}|"
    r"читайте (?:также|ещё)|читати також|ayrıca okuyun|اقرأ أيض\w+|相关阅读|関連記事)\s*[:：|–—-]",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"^(?:©|\(c\)|copyright\b).{0,160}$|^.{0,80}all rights reserved\.?.{0,60}$|^alle rechte vorbehalten.{0,60}$",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\b(?:we|this (?:site|website)) uses? cookies\b|\baccept (?:all )?cookies\b|wir verwenden cookies|"
    r"utilizamos cookies|nous utilisons des cookies|empfohlener (?:externer|redaktioneller) inhalt|"
    r"enable javascript|javascript (?:is disabled|aktivieren)|ad ?blocker",
    re.IGNORECASE,
)
# A picture's caption by its end: who took it.
_CAPTION_END = re.compile(
    r"(?:\b(?:bildrechte|bildquelle|fotoquelle|foto|photo|bild|photograph|picture|image|imagen|crédits?|credit|illustration|"
    r"archivbild|symbolbild|фото|zdj(?:ęcie)?\.)\s?(?:by|von|de|:|©)\s?[^.!?]{2,60}|"
    r"[(/|–—-]\s?(?:getty images|dpa|afp|ap photo|reuters|epa|imago|picture alliance|shutterstock|istock)[^.!?]{0,30}[)\]]?|"
    r"\(?©\s?[^.!?]{2,60}\)?)\s*\.?$",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"il vous reste [\d.,]+ ?% de cet article|この記事は会員限定|有料会員になると|無料で会員登録|"
    r"(?:this (?:article|content|story) is|exclusively) (?:for|available to|reserved for) (?:our )?(?:subscribers|members)|"
    r"(?:already|not) a (?:subscriber|member)\?|to continue reading|(?:log|sign) in to (?:read|continue)|"
    r"unlimited (?:online |digital )?access|subscribe (?:now )?to (?:read|unlock|continue)|"
    r"(?:jetzt|weiter)lesen mit|mit .{2,20}plus-abo|abo abschließen|bereits abonnent|"
    r"réservé(?:e)? aux abonnés|solo para suscriptores|contenido exclusivo para suscriptores|"
    r"questo contenuto è riservato|материал доступен (?:только )?подписчикам",
    re.IGNORECASE,
)
_NO_LETTERS = re.compile(r"\W+")
_CALL = re.compile(CALLS, re.IGNORECASE)
_ASCII_NOUNS = tuple(noun for noun in CALL_NOUNS if noun.isascii())
# "Label | headline" or "Label: headline", all of it or its second half a link: another article.
_READ_ALSO_SHAPE = re.compile(r"^[^:|»>.!?]{3,40}\s*[:|»>]\s*\S.{15,}$")
_CREDIT = re.compile(
    r"^(?:photo|image|picture|foto|bild|crédit|credit|imagen|photograph|фото|写真)s?(?: credits?| courtesy)?\s*"
    r"(?:by|von|de|:|©|/)\s*.{0,100}$",
    re.IGNORECASE,
)


def strip_furniture(
    paragraphs: list[str], title: str | None, labels: tuple[str, ...] = (), *, is_read: bool = False
) -> tuple[list[str], list[str]]:
    """Return (kept, removed): the article's own paragraphs in order, and the lines that were furniture.

    labels: what the page shows around its headline (section, author, outlet): no part of a body's first lines.
    is_read: the paragraphs come from our own reader, which has looked at their words already.
    """
    kept: list[str] = []
    removed: list[str] = []
    seen: set[str] = set()
    head_keys = {fold(one) for one in (title or "", *labels)}
    for line in paragraphs:
        key = fold(line)
        is_title = key in head_keys and len(kept) < EDGE_LINES
        is_repeat = not is_read and len(key) > 60 and key in seen
        if not key or is_title or is_repeat or (not is_read and is_furniture(line)):
            removed.append(line)
        else:
            seen.add(key)
            kept.append(line)
    return kept, removed


def is_furniture(line: str) -> bool:
    """Return whether a line's words are those of page furniture."""
    if len(line) > MAX_LINE_CHARS:
        return False
    bare = line.lstrip("-–•*► ").strip()
    return any(
        one.search(bare) for one in (_ANYWHERE, _PREFIXED, _COPYRIGHT, _COOKIES, _CREDIT, _CAPTION_END, _PAYWALL)
    ) or _calls_for_something(bare)


def _calls_for_something(line: str) -> bool:
    lower = line.lower()
    nouns = _ASCII_NOUNS if lower.isascii() else CALL_NOUNS
    for noun in nouns:  # a loop, not any(): a quarter less, and every short line of every page comes here
        if noun in lower:
            return bool(_CALL.search(line))
    return False


def points_elsewhere(line: str, link_ratio: float) -> bool:
    """Return whether a line only points to another article: "Label: linked headline"."""
    return link_ratio > POINTER_LINK_RATIO and len(line) <= MAX_LINE_CHARS and bool(_READ_ALSO_SHAPE.match(line))


def fold(text: str) -> str:
    """Return text in one case, letters and digits only: what equal lines have in common."""
    return _NO_LETTERS.sub("", (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold())
