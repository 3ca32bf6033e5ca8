"""What a page says that is none of its site's: not found, a check for robots, consent or a sign-in wanted.

Titles in full, and the sentences that such pages open with, in the languages of the web's larger part. Pure words: who
asks (`fetch/content.py` of bytes, `extract/kinds.py` of what was read) adds how much text there must not be.
"""

from __future__ import annotations

import re
from typing import Final, Literal

WallKind = Literal["error", "challenge", "consent", "login"]

CHALLENGE_TITLE: Final = re.compile(
    r"just a moment\W*|attention required!?|access denied|access to this page has been denied|pardon our interruption"
    r"|are you (?:a robot|human)\W*|robot check|bot verification|human verification|security (?:check|verification)"
    r"|(?:please )?verify(?:ing)? (?:that )?you are (?:a )?human\W*|checking your browser.*|one moment,? please\W*"
    r"|you have been blocked|(?:please )?complete the security check.*|client challenge|ddos-guard|captcha"
    r"|un momento\W*|einen moment\W*|nur einen moment\W*|un instant\W*|один момент\W*|проверка браузера\W*"
    r"|sicherheitsüberprüfung|vérification de sécurité|verificación de seguridad|verifica di sicurezza"
    r"|验证您是真人\W*|安全验证|人机验证",
    re.IGNORECASE,
)
NOT_FOUND_TITLE: Final = re.compile(
    r"(?:http |error |erreur |fehler |ошибка |erro )?(?:status )?404(?: error| not found|\W*page not found)?\W*"
    r"|(?:oops\W+)?(?:the |this |sorry,? )*(?:page|article|story|content|url|file)(?: you(?:'re| are)? .{0,30})?"
    r" (?:(?:was|could|can|is|has|does) ?(?:not|n['’]t)|can['’]t|cannot|not|(?:is )?no longer)"
    r" (?:be |been )?(?:found|available|exists?)\W*"
    r"|(?:page|article|content) (?:removed|deleted|unavailable)"
    r"|p[aá]gina n[aã]o encontrada|p[aá]gina no encontrada|página não existe|page (?:introuvable|non trouvée)"
    r"|(?:die |diese )?seite (?:wurde )?(?:leider )?nicht gefunden\W*|pagina (?:niet gevonden|non trovata)|sidan hittades inte"
    r"|siden (?:blev )?ikke fundet"
    r"|siden ble ikke funnet|sivua ei löydy|strona nie (?:została znaleziona|istnieje)|nie znaleziono strony"
    r"|stránka (?:nenalezena|nebyla nalezena|sa nenašla)|az oldal nem található|pagina nu a fost găsită"
    r"|sayfa bulunamadı|страница не (?:найдена|существует)|сторінк[ау] не знайдено|страницата не е намерена"
    r"|η σελίδα δεν βρέθηκε|الصفحة غير موجودة|صفحة غير موجودة|لم يتم العثور على الصفحة"
    r"|صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد"
    r"|صفحہ نہیں ملا|הדף לא נמצא|页面(?:不存在|未找到|找不到)|找不到(?:页面|頁面|网页|網頁)|您访问的页面不存在"
    r"|頁面不存在|ページが見つかりません.*|페이지를 찾을 수 없습니다\W*|halaman tidak ditemukan|không tìm thấy trang"
    r"|ไม่พบหน้า.*|पृष्ठ नहीं मिला|পাতাটি পাওয়া যায়নি",
    re.IGNORECASE,
)
# Said by servers that are down or refuse; an article may have such a title, a page without text has no other reason for it.
ERROR_TITLE: Final = re.compile(
    r"(?:(?:http )?error )?(?:403(?: forbidden| error)?|410(?: gone)?|50[0234](?: error)?"
    r"|50[0234] (?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out))\W*"
    r"|forbidden|bad gateway|internal server error|service (?:temporarily )?unavailable|(?:an )?error (?:has )?occurred"
    r"|site maintenance|(?:site |down )?(?:under|for|en) maintenance|fehler|erreur|ошибка|エラー|错误",
    re.IGNORECASE,
)
CONSENT_TITLE: Final = re.compile(
    r"before you continue.*|(?:cookie|privacy) (?:consent|wall|settings|preferences)|your privacy(?: choices| matters)?"
    r"|we value your privacy|consent|bevor sie fortfahren.*|avant d['’]accéder.*|antes de continuar.*"
    r"|zustimmung(?: erforderlich| einholen| verwalten)?|(?:cookie|datenschutz|privatsphäre)-?\s?einstellungen"
    r"|consentement|paramètres des cookies|configuración de cookies|impostazioni (?:dei )?cookie|cookie-?instellingen"
    r"|prima di continuare.*|voordat je verdergaat.*",
    re.IGNORECASE,
)
LOGIN_TITLE: Final = re.compile(
    r"(?:please )?(?:log|sign)[ -]?in(?: (?:required|to continue|or (?:register|sign up)))?\W*"
    r"|(?:member|subscriber|account|user)s? (?:log|sign)[ -]?in|subscribe to (?:read|continue)\W*"
    r"|anmelden|anmeldung|einloggen|se connecter|connexion|iniciar sesi[oó]n|acceder|entrar|accedi|inloggen|logga in"
    r"|войти|вход|авторизация|تسجيل الدخول|ورود|登录|登入|ログイン|로그인|giriş(?: yap)?|zaloguj się|přihlášení",
    re.IGNORECASE,
)
LOGIN_TO_TITLE: Final = re.compile(r"(?:log|sign)[ -]?in to \S.{1,40}", re.IGNORECASE)  # "Sign in to The Paper"
_SEPARATORS: Final = re.compile(r"\s+[|\-–—·:»›•]+\s+|\s*[|·»›•]\s*")

# Sentences that a wall opens with; matched at a line's beginning, so that news about walls is none.
_OPENINGS: Final[tuple[tuple[WallKind, re.Pattern[str]], ...]] = (
    (
        "challenge",
        re.compile(
            r"(?:please )?enable (?:js|javascript|cookies)\b(?: and (?:disable any ad blocker|cookies)| to (?:continue|proceed|view))"
            r"|(?:please )?(?:verify|confirm|prove) (?:that )?you(?:['’]re| are) (?:a human|human|not a (?:ro)?bot)"
            r"|(?:we are )?checking (?:if the site connection is secure|your browser)|\S+ needs to review the security of your"
            r"|(?:our systems have detected|we(?:['’]ve| have) detected) unusual (?:traffic|activity)"
            r"|to continue, please click the box below|you have been blocked|sorry, you have been blocked|access denied\W*$"
            r"|you don['’]t have permission to access|as you were browsing,? something about your browser"
            r"|press (?:&|and) hold to confirm|one more step\W*$|additional security check is required"
            r"|bitte (?:aktivieren sie (?:java\s?script|cookies)|bestätigen sie,? dass sie (?:ein mensch|kein roboter))"
            r"|wir (?:haben|mussten) (?:sicherstellen|ungewöhnlich\w* \w*(?:verkehr|aktivität))"
            r"|(?:veuillez|merci de) (?:activer javascript|confirmer que vous (?:êtes un humain|n['’]êtes pas un robot))"
            r"|vérifi(?:ez|cation) que vous êtes (?:un )?humain"
            r"|(?:por favor,? )?(?:habilite|activa|active|ative) (?:el |o )?javascript|verifi(?:ca|que) que (?:usted )?(?:es|eres) (?:un )?humano"
            r"|(?:per favore )?(?:abilita|attiva) javascript|verifica di essere (?:un )?umano|conferma di non essere un robot"
            r"|(?:пожалуйста,? )?(?:включите javascript|подтвердите,? что вы (?:человек|не робот))|проверка браузера"
            r"|(?:lütfen )?(?:robot olmadığınızı|insan olduğunuzu) doğrulayın|请完成(?:安全)?验证|请(?:验证|证明)您(?:是真人|不是机器人)"
            r"|ロボットではないことを確認|로봇이 아님을|يرجى (?:تفعيل|تمكين) (?:جافا ?سكريبت|javascript)|تحقق من أنك إنسان",
            re.IGNORECASE,
        ),
    ),
    (
        "error",
        re.compile(
            r"(?:we(?:['’]re| are) sorry[,.!]? ?(?:but )?|sorry[,.!]? ?(?:but )?|oops\W+)*"
            r"(?:the|this|that) (?:page|article|story|content|url) (?:(?:that )?you(?:['’]re| are|['’]ve| have|) [^.]{3,40} )?"
            r"(?:(?:was|could|can|is|has|does|may) ?(?:not|n['’]t) (?:be |been )?(?:found|located|displayed|available|exist)"
            r"|can['’]?(?:not|t) be (?:found|located|displayed)|(?:is )?no longer (?:exists?|available|here)|has been (?:removed|deleted|moved)"
            r"|does(?:n['’]t| not) (?:seem to )?exist)"
            r"|(?:we(?:['’]re| are) sorry[,.!]? ?(?:but )?|sorry[,.!]? ?(?:but )?|oops\W+)*(?:we|i) (?:can['’]?t|cannot|could(?:n['’]t| not)"
            r"|were unable to) (?:seem to )?find (?:the|that|this|your) page"
            r"|(?:leider )?(?:wurde |konnte )?die (?:von ihnen )?(?:angeforderte|gewünschte|gesuchte|aufgerufene) seite"
            r" (?:[^.]{0,40} )?(?:nicht|existiert)|(?:leider )?(?:konnten wir|wir konnten|wir haben) die (?:\w+ )?seite (?:leider )?nicht"
            r"|(?:désolé,? )?la page (?:que vous (?:recherchez|demandez|cherchez|avez demandée)|demandée|recherchée) (?:est introuvable|n['’])"
            r"|(?:lo sentimos,? )?la página (?:que (?:busca|buscas|está buscando|intenta)[^.]{0,30}|solicitada) no (?:existe|se|ha|está)"
            r"|(?:desculpe,? )?a página (?:que (?:você )?(?:procura|está procurando|tentou)[^.]{0,30}|solicitada) não"
            r"|(?:spiacenti,? )?la pagina (?:che (?:cerchi|stai cercando|hai richiesto)|richiesta|cercata) non"
            r"|(?:helaas,? )?de (?:opgevraagde )?pagina (?:die (?:je|u) (?:zoekt|probeert)[^.]{0,30} )?(?:bestaat niet|kan niet|kon niet|is niet)"
            r"|(?:запрашиваемая|запрошенная) (?:вами )?страница|страница,? которую вы (?:ищете|запрашиваете|искали)"
            r"|сторінк\w+,? яку ви шукаєте|strona,? której szukasz|stránka,? kterou hledáte|aradığınız sayfa"
            r"|halaman yang anda (?:cari|tuju)|trang bạn (?:đang )?tìm|الصفحة التي (?:تبحث عنها|طلبتها)|صفحه‌?ای که (?:به )?دنبال"
            r"|您(?:要|所)?(?:访问|查找|请求|訪問)的(?:页面|网页|頁面)|抱歉，?您?(?:访问的)?页面"
            r"|お探しのページ|ご指定のページ|요청하신 페이지|찾으시는 페이지|आप जिस पेज|आपके द्वारा (?:अनुरोधित|खोजा)",
            re.IGNORECASE,
        ),
    ),
    (
        "consent",
        re.compile(
            r"before you continue to|we(?: and our (?:\d[\d,. ]* )?(?:\w+ )?partners|,? together with our partners,?) (?:value|use|store|process)"
            r"|we value your privacy|your privacy (?:matters|is important) to us|we care about your privacy"
            r"|\S+ (?:mit|wie gewohnt mit) werbung (?:lesen|weiterlesen|und (?:tracking|cookies))|mit werbung (?:weiter)?(?:lesen|nutzen)"
            r"|besuchen sie \S+ (?:wie gewohnt )?mit werbung|(?:weiter|kostenlos) mit werbung|(?:zustimmen|akzeptieren) (?:und|&) weiter"
            r"|wir (?:und unsere (?:\d[\d.]* )?partner|brauchen ihre zustimmung|benötigen ihre (?:zustimmung|einwilligung))"
            r"|bevor sie (?:fortfahren|weiterlesen)|nous et nos (?:\d[\d ]* )?partenaires|avec votre (?:accord|consentement),? nous"
            r"|continuer sans accepter|accepter et (?:continuer|accéder)|pour (?:accéder|continuer)[^.]{0,60}cookies"
            r"|en acceptant les cookies|nosotros y nuestros (?:\d[\d.]* )?socios|aceptar y continuar|rechazar y suscribirse"
            r"|para (?:seguir|continuar) (?:leyendo|navegando)[^.]{0,40}cookies|nós e (?:os )?nossos (?:\d[\d.]* )?parceiros"
            r"|noi e i nostri (?:\d[\d.]* )?(?:partner|fornitori)|accetta e continua|rifiuta e abbonati"
            r"|se accetti (?:i |tutti i )?cookie|wij en onze (?:\d[\d.]* )?partners|akkoord gaan en doorgaan"
            r"|vi och våra partners|vi og vores (?:\d[\d.]* )?partnere|my i nasi (?:\d[\d ]* )?partnerzy|biz ve iş ortaklarımız",
            re.IGNORECASE,
        ),
    ),
    (
        "login",
        re.compile(
            r"(?:please |you must |you need to )(?:be logged in|log ?in|sign ?in)\b[^.]{0,30}(?:to|continue|view|read|access)"
            r"|(?:log|sign) ?in (?:or (?:register|sign up|create an account) )?to (?:continue|read|view|access)"
            r"|this (?:content|page) is (?:only )?(?:available (?:only )?(?:to|for)|for) (?:registered|logged)"
            r"|(?:bitte )?(?:melden sie sich|loggen sie sich|melde dich)(?: bitte)? (?:an|ein)\b|(?:bitte anmelden|sie müssen angemeldet sein)"
            r"|(?:veuillez )?(?:vous connecter|connectez-vous) (?:pour|afin)|vous devez être connecté"
            r"|(?:debe|debes|tienes que) iniciar sesión|inici[ae] sesión para|(?:faça|fazer) login para|é necessário fazer login"
            r"|(?:devi )?(?:accedi|effettua(?:re)? (?:il login|l['’]accesso)) per|log in om|je moet ingelogd"
            r"|(?:пожалуйста,? )?(?:войдите|авторизуйтесь),? чтобы|необходимо (?:войти|авторизоваться)"
            r"|(?:devam etmek|görüntülemek) için giriş|请(?:先)?登录|請先登入|ログインしてください|로그인이 필요|يجب تسجيل الدخول|(?:ابتدا )?وارد شوید",
            re.IGNORECASE,
        ),
    ),
)
MAX_OPENING_CHARS = 300  # of a line that are looked at


def title_parts(title: str) -> tuple[str, ...]:
    """Return a title whole, and between its separators: "Page not found | The Daily" names its site too."""
    return tuple(part for part in (title, *_SEPARATORS.split(title)) if part)


def match_opening(line: str) -> WallKind | None:
    """Return what kind of wall a line opens as: "The page you are looking for does not exist"; None for other lines."""
    head = line[:MAX_OPENING_CHARS].strip()
    return next((kind for kind, pattern in _OPENINGS if pattern.match(head)), None)
