"""Words that open a text and are no place: labels before a colon or dash, and the beginnings of sentences."""

from __future__ import annotations

LABELS = frozenset(
    [
        "update", "updated", "exclusive", "breaking", "opinion", "analysis", "watch", "video", "videos", "photo",
        "photos", "read", "note", "notes", "editor", "editors", "disclaimer", "source", "sources", "summary",
        "live", "question", "answer", "reporter", "pros", "cons", "warning", "correction", "image", "credit",
        "photograph", "related", "more", "news", "report", "advertisement", "alert", "fact", "facts", "check",
        "tip", "tips", "step", "interview", "definition", "example", "examples", "conclusion", "introduction",
        "overview", "background", "context", "abstract", "objective", "results", "methods", "purpose", "location",
        "date", "time", "address", "phone", "email", "website", "price", "cost", "ingredients", "directions",
        "instructions", "method", "recipe", "rating", "verdict", "review", "spoiler", "trailer", "podcast",
        "listen", "transcript", "caption", "illustration", "comment", "commentary", "editorial", "letter", "quote",
        "reminder", "attention", "important", "caution", "danger", "notice", "announcement", "press", "media",
        "contact", "contacts", "author", "authors", "written", "posted", "published", "category", "categories",
        "tags", "topic", "topics", "title", "subject", "type", "status", "version", "features", "requirements",
        "part", "chapter", "section", "table", "figure", "appendix", "reason", "reasons", "problem", "solution",
        "result", "myth", "truth", "reality", "hint", "rule", "day", "week", "month", "year", "today", "tomorrow",
        "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
        "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
        "winner", "winners", "loser", "losers", "best", "worst", "also", "plus", "bonus", "guest", "host", "police",
        "officials", "reports", "sport", "sports", "business", "politics", "world", "culture", "science",
        "technology", "weather", "traffic", "score", "final", "halftime", "goals", "lineups", "teams", "venue",
        "stats", "preview", "recap", "highlights", "quiz", "poll", "survey", "study", "achtung", "kolumne",
        "kommentar", "foto", "fotos", "bild", "analyse", "hintergrund", "hinweis", "fazit", "wichtig", "ergebnis",
        "frage", "antwort", "anmerkung", "meinung", "glosse", "leitartikel", "gastbeitrag", "eilmeldung",
        "aktualisiert", "vorsicht", "tipp", "beispiel", "lösung", "zutaten", "zubereitung", "thema", "ort", "datum",
        "uhrzeit", "quelle", "autor", "autorin", "redaktion", "stand", "rezension", "kritik", "nachtrag",
        "fakt", "exclusif", "exclusivité", "entretien", "tribune", "édito", "éditorial", "vidéo", "rappel",
        "avis", "portrait", "enquête", "reportage", "récit", "chronique", "atención", "aviso", "nota", "opinión",
        "entrevista", "análisis", "exclusiva", "última", "fuente", "ejemplo", "conclusión", "reportaje", "crónica",
        "atenção", "opinião", "análise", "exclusivo", "vídeo", "fonte", "exemplo", "conclusão", "attenzione",
        "intervista", "analisi", "esclusiva", "esempio", "commento", "opinione", "opinie", "column", "внимание",
        "срочно", "видео", "фото", "интервью", "мнение", "обновлено", "источник", "примечание", "важно",
        "комментарий", "справка", "эксклюзив", "важливо", "увага", "терміново", "відео", "джерело", "dikkat",
        "güncelleme", "röportaj", "ملاحظة", "ملحوظة", "عاجل", "تحديث", "تنويه", "فيديو", "صور", "المصدر", "خاص",
        "حصري", "مقابلة", "تقرير", "تحليل", "رأي", "سؤال", "جواب", "نوٹ", "خبر", "تازہ", "ویڈیو", "تصویر", "تصاویر",
        "سوال", "تجزیہ", "رپورٹ", "انٹرویو", "بریکنگ", "اپڈیٹ", "नोट", "वीडियो", "सवाल", "जवाब", "अपडेट",
        "ब्रेकिंग", "points", "takeaways", "tldr", "must",
    ]
)  # fmt: skip

FUNCTION_WORDS = frozenset(
    [
        "the", "this", "that", "these", "those", "it", "its", "he", "she", "we", "they", "you", "i", "but", "and",
        "or", "so", "in", "on", "at", "for", "with", "as", "if", "when", "what", "why", "how", "who", "where",
        "which", "whose", "while", "after", "before", "since", "although", "though", "because", "our", "my", "your",
        "his", "her", "their", "here", "there", "one", "two", "three", "four", "five", "six", "first", "second",
        "third", "finally", "lastly", "however", "meanwhile", "then", "now", "by", "from", "to", "about", "yes",
        "no", "auch", "nach", "bei", "mit", "von", "die", "der", "das", "ein", "eine", "und", "aber", "wenn", "was",
        "wie", "warum", "wer", "wo", "hier", "dort", "es", "er", "sie", "wir", "ihr", "ich", "nun", "denn", "doch",
        "ja", "nein", "erstens", "zweitens", "a", "an",
    ]
)  # fmt: skip

# Small words inside a place's name.
PARTICLES = frozenset(
    [
        "de", "del", "la", "las", "los", "el", "al", "ez", "es", "ash", "ar", "as", "an", "am", "im", "der", "den",
        "sur", "le", "les", "da", "do", "dos", "das", "di", "du", "of", "and", "upon", "on", "y", "e", "i", "u",
        "bei",
    ]
)  # fmt: skip
