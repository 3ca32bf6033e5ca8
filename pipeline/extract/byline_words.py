"""What stands before a writer's name, in the main languages: "By", "Autor:", "Geschrieben von", "Текст:", "記者".

Words only, as parts of patterns; `byline_lines.py` and `names.py` say where they count.
"""

from __future__ import annotations

# Prepositions that open a byline by themselves, in front of a capital: en, de, fr, es/pt, it, nl, sv/nb, da.
BY = r"by|von|par|por|di|door|av|af"
# Labels that end in a colon. Those of other hands (editor, photographer, translator) and of sources are left out.
_LATIN_LABELS = (
    r"author(?:s|\(s\))?|text(?: (?:&|und|and|og|och|en) (?:fotos?|bilder?|photos?|foto))?|words|story|interview|contributors?|redaktion|"  # en
    r"autor(?:in|en|e|a|as|es|s|i|ka|zy|ři|ul)?(?:/(?:in|autor(?:in)?))?|verfasser(?:in)?|gastautor(?:in)?|"  # de, es, pt, pl, cs, ro
    r"auteure?s?|autrice|texte|propos recueillis par|"  # fr
    r"texto|escribe|reportagem|reportaje|autor/a|"  # es, pt
    r"autor[ei]|testo|"  # it
    r"tekst(?: (?:og|en|i) (?:foto|zdjęcia))?|tekstit?|"  # nl, pl, da, nb
    r"yazar|yazan|haber|muhabir|"  # tr
    r"författare|skribent|forfatter|journalist|kirjoittaja|teksti|toimittaja|"  # sv, da, nb, fi
    r"napsala?|szerző|írta|scris de|articol de"  # cs, hu, ro
)
_OTHER_LABELS = (
    r"автор[ыи]?|текст|подготовила?|підготува(?:в|ла)|"  # ru, uk
    r"συντάκτ(?:ης|ρια)|κείμενο|γράφει(?: [οη])?|"  # el
    r"بقلم|الكاتبة?|المؤلف|إعداد|نویسنده|نگارنده|"  # ar, fa
    r"文|取材・文|執筆者?|著者|筆者|記者|ライター|作者|撰文|记者|글|작성자"  # ja, zh, ko
)
LABEL = rf"(?:{_LATIN_LABELS}|{_OTHER_LABELS})"
# Verbs with their preposition: "Written by", "Ein Artikel von", "Scritto da".
WRITTEN_BY = (
    r"(?:(?:this )?(?:article|post|story|text|words|report|reported|analysis|review|opinion|written|posted|published|authored|compiled)"
    r"(?: was written| was posted| written)?|blog beitrag) by|"
    r"(?:(?:ein(?:e)? )?(?:artikel|(?:gast)?beitrag|text|interview|kommentar|kolumne|bericht|analyse|reportage|essay|rezension|gastkommentar)|"
    r"geschrieben|verfasst|erstellt|gepostet|veröffentlicht|publiziert|eingestellt) von|"
    r"(?:(?:un )?(?:article|texte|billet|entretien)|écrit|publié|rédigé) (?:par|de)|"
    r"(?:(?:un )?(?:artículo|reportaje|texto)|escrito|publicado|redactado) por|escribe|"
    r"(?:articolo|testo|intervista|scritto|pubblicato) (?:di|da)|a cura di|"
    r"(?:texto|reportagem|artigo) de|(?:geschreven|gepost) door|(?:skriven|skrevet|publicerad|publisert) av|skrevet af|"
    r"scris de|articol de|kirjoittanut"
)
# A line that is nothing but such a word announces the name below it.
LABEL_ALONE = rf"(?:{BY}|{WRITTEN_BY}|{LABEL})\s*[:：]?"
