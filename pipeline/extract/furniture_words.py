"""What lines that call for something say, in the main languages: newsletters, apps, channels, commissions, programmes.

Words only; `furniture.py` says where they count. Each language has what must stand in a line at all (found in C, so that
other lines cost nothing) and the patterns of whole calls: the verb is in the imperative or addresses the reader.
"""

from __future__ import annotations

# One of these stands in every call below, in lower case.
CALL_NOUNS = (
    "newsletter", "nieuwsbrief", "nyhetsbrev", "nyhedsbrev", "uutiskir", "boletín", "lettre", "rassegna", "inbox", "рассылк",
    "розсилк", "bülten", "hírlevél", "ενημερωτικ", "النشرة", "خبرنامه", "メールマガジン", "ニュースレター", "電子報", "뉴스레터",
    "app", "aplica", "aplik", "приложени", "アプリ", "客户端", "handy", "phone",
    "facebook", "twitter", "instagram", "whatsapp", "telegram", "google news", "youtube", "linkedin", "tiktok", "social media",
    "телеграм", "дзен", "канал", "канал", "واتساب", "تلغرام", "فيسبوك", "تويتر", "يوتيوب", "قنا", "کانال", "واٹس",
    "व्हाट्सएप", "टेलीग्राम", "公众号", "微信", "频道", "頻道", "公式", "채널", "구독", "canal", "kanal", "saluran", "channel", "zalo",
    "affiliate", "commission", "provision", "affili", "afili",
    "im programm", "sendung", " min", "lesezeit", "reading time", "lecture", "lettura", "leitura", "lectura",
    "permalink", "video", "journalism", "disclosure", "account",
)  # fmt: skip

CALLS = (
    # English
    r"\b(?:sign(?:ing)? up|subscrib(?:e|ing)|register)\b.{0,40}\b(?:newsletters?|e-?mails?|alerts)\b|"
    r"^(?:please |you can |and )?(?:follow|like|join|find) (?:us|[\w .&’'-]{2,40}) on .{0,60}"
    r"\b(?:facebook|twitter|instagram|whatsapp|telegram|google news|tiktok|youtube|linkedin)\b|"
    r"\bdownload (?:the|our)\b.{0,40}\bapps?\b|^(?:get|for|stay) .{0,60}\b(?:news|stories|headlines|updates)\b.{0,120}"
    r"\b(?:app|newsletters?|inbox|your phone|whatsapp|channel|sign up|subscribe)\b|"
    r"\b(?:straight|directly|delivered) to your (?:inbox|phone|e-?mail)\b|"
    r"\bmay contain affiliate links\b|\b(?:contains?|includes?|use) affiliate links\b|"
    r"\b(?:we|i) (?:may |can |will )?(?:earn|receive|get)\b.{0,40}\bcommissions?\b|"
    r"\b(?:estimated )?reading time\b.{0,20}$|^\d{1,3}[ -]min(?:ute)?s?\.? read$|bookmark the permalink|"
    r"\bvideo (?:has )?failed to load\b|\bvideo (?:is )?(?:not available|no longer available|can ?not be played)\b|"
    r"^(?:please )?support (?:our |local |independent |quality )*journalism\b.{0,60}$|"
    r"\b(?:sign in|log in|register|create an account)\b.{0,20}\b(?:create an account|to continue|to unlock)\b|"
    # German
    r"\b(?:abonnier|bestell|meld)\w*\b.{0,60}\bnewsletter\b|\bnewsletter\b.{0,50}(?:\b(?:abonnier|anmeld|bestell)\w*|hier entlang)|"
    r"\bfolge?n? (?:sie )?(?:uns|\w+) (?:auf|bei) .{0,40}(?:facebook|twitter|instagram|whatsapp|youtube|google news)|"
    r"\b(?:lade|hol)n? (?:sie )?.{0,30}\bapp\b|\bnachrichten aufs handy\b|\bauch (?:bei|auf) social media\b|"
    r"^dieses thema im programm\b|^sendung: .{2,60}\d{4}.{0,30}$|[|,] ?\d{1,2}:\d\d min\.?$|"
    r"\b(?:enthält|sind) (?:sogenannte )?affiliate-?links?\b|\berhalten wir\b.{0,40}\b(?:provision|kommission)|"
    r"^(?:geschätzte )?lesezeit\b.{0,25}$|^\d{1,3} min(?:uten|\.)? lesezeit$|"
    # French
    r"\b(?:abonne|inscri)[\w-]*-vous\b.{0,60}\b(?:newsletter|lettre|chaîne)|\bsuivez-nous sur\b|\btéléchargez (?:l['’]|notre )appli|"
    r"^temps de lecture\b.{0,25}$|\bliens? affiliés?\b|"
    # Spanish, Portuguese, Italian
    r"\bsuscr[ií]b\w*\b.{0,60}\b(?:newsletter|boletín|canal)|\bs[ií]gu(?:enos|e a|anos)\b.{0,60}(?:facebook|twitter|instagram|whatsapp|youtube|telegram|google news)|"
    r"\b(?:únete|únase) a\w* .{0,30}\bcanal\b|\bdescarg(?:a|ue) (?:la|nuestra) (?:app|aplicación)|\bnuestro canal de (?:youtube|whatsapp|telegram)|"
    r"\binscreva-se\b.{0,60}\b(?:newsletter|canal)|\bsiga\b.{0,40}\b(?:no|nas) (?:facebook|twitter|instagram|whatsapp|youtube|google news)|"
    r"\b(?:entre|participe) (?:no|do) .{0,20}canal\b|\bbaixe o .{0,20}aplicativo|"
    r"\biscriviti (?:al|alla) .{0,40}(?:newsletter|canale)|\bseguici su\b|\bscarica (?:la|l['’]) ?app\b|^tempo d[ei] (?:lettura|leitura)\b.{0,25}$|"
    # Dutch, Scandinavian, Finnish
    r"\b(?:meld|schrijf) (?:je|u)\b.{0,40}\bnieuwsbrief|\bvolg ons op\b|\b(?:prenumerera|anmäl dig|abonner|meld deg|tilmeld dig)\b.{0,50}\bnyhe[td]sbrev|"
    r"\b(?:följ|følg) oss? på\b|\btilaa\b.{0,30}\buutiskir|"
    # Polish, Czech, Turkish
    r"\b(?:zapisz się|subskrybuj)\b.{0,50}(?:newsletter|kanał)|\b(?:obserwuj|śledź) nas (?:na|w)\b|\bpobierz .{0,20}aplikacj|"
    r"\b(?:přihlaste se|odebírejte)\b.{0,40}newsletter|\bsledujte nás na\b|\bbizi .{0,40}takip edin|\b(?:bülten|kanal)\w* .{0,20}(?:abone ol|katıl)|"
    # Russian, Ukrainian
    r"\bподпи(?:шитесь|сывайтесь|шись)\b.{0,60}(?:канал|рассылк|телеграм|telegram|дзен)|\bчитайте нас в\b|\b(?:скачайте|установите) .{0,20}приложени|"
    r"\bпідпи(?:шіться|суйтеся?|шись)\b.{0,60}(?:канал|розсилк|телеграм|telegram)|"
    # Arabic, Persian, Urdu, Hindi
    r"(?:اشترك|تابعنا|تابعونا|انضم).{0,60}(?:النشرة|قنا|واتساب|تلغرام|فيسبوك|تويتر|يوتيوب)|(?:خبرنامه|کانال).{0,30}(?:شوید|کنید)|"
    r"واٹس ایپ چینل|(?:व्हाट्सएप|टेलीग्राम|facebook|twitter|youtube).{0,40}(?:जुड़ें|फॉलो करें|सब्सक्राइब करें)|"
    # Indonesian, Vietnamese, Chinese, Japanese, Korean
    r"\b(?:ikuti|gabung|dapatkan)\b.{0,60}(?:google news|whatsapp|saluran|kanal|channel)|\btheo dõi\b.{0,60}(?:facebook|zalo|google news|youtube)|"
    r"^.{0,20}(?:关注|關注|扫描|下载|下載|訂閱|订阅).{0,20}(?:公众号|公眾號|微信|客户端|電子報|app|频道|頻道).{0,20}$|"
    r"^.{0,20}(?:メールマガジン|ニュースレター|公式(?:line|アプリ|チャンネル)).{0,20}(?:登録|フォロー|ダウンロード|購読|お届け).{0,20}$|"
    r"^.{0,20}(?:채널|뉴스레터).{0,10}(?:구독|추가).{0,20}$"
)
# Whole lines that name what stood below them or beside them.
LABELS = (
    r"table of contents|on this page|in this article|contents|inhaltsverzeichnis|inhalt|table des matières|sommaire|"
    r"tabla de contenidos?|índice|indice(?: dei contenuti)?|inhoud(?:sopgave)?|spis treści|obsah|содержание|зміст|içindekiler|目录|目次|목차|"
    r"noticias? relacionadas?|notas? relacionadas?|más información|te recomendamos|weitere (?:infos|informationen|artikel|themen|links)|"
    r"related (?:reads?|resources|products)|further reading|articles? liés?|à voir aussi|articoli correlati|notizie correlate|"
    r"artigos relacionados|notícias relacionadas|veja também|saiba mais|gerelateerd|meer lezen|läs mer|les mer|læs mere|lue lisää|"
    r"powiązane|czytaj więcej|související|kapcsolódó cikkek|ilgili haberler|материалы по теме|по теме|матеріали за темою|схожі новини|"
    r"baca juga|berita terkait|xem thêm|tin liên quan|यह भी पढ़ें|ये भी पढ़ें|संबंधित खबरें|مواضيع ذات صلة|أخبار ذات صلة|مطالب مرتبط|بیشتر بخوانید|"
    r"相關新聞|延伸閱讀|延伸阅读|更多新聞|推荐阅读|関連キーワード|関連リンク|あわせて読みたい|관련 ?기사|관련 ?뉴스|추천 ?뉴스|"
    r"weitere videos|recommended videos?|vidéos? recommandées?|personen-box|titelbild|bildnachweis"
)
# Before a colon, a dash or a bar: "Baca juga: ..."
READ_ALSO = (
    r"baca juga|simak juga|lihat juga|xem thêm|voir aussi|lisez aussi|ver también|veja também|leia ainda|vedi anche|"
    r"lue myös|katso myös|læs også|se også|se även|olvasta már|citește și|διαβάστε (?:επίσης|ακόμ[αη])|zobacz (?:też|także|również)|"
    r"przeczytaj (?:też|także|również)|přečtěte si(?: také)?|čtěte také|ayrıca bkz|ilgili haber|читайте також|дивіться також|смотрите также|"
    r"بیشتر بخوانید|مزید پڑھیں|یہ بھی پڑھیں|यह भी पढ़ें|ये भी पढ़ें|延伸閱讀|延伸阅读|あわせて読みたい"
)
