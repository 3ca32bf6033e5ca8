"""What a page is: made-up pages of every kind that is no article, each with its reason, and look-alikes that are one."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipeline.extract.article import extract_article
from pipeline.records import ClaimedTime, FeedEntry, Page

SITE = "https://paper.example"
PROSE = "".join(
    f"<p>On day {number} the river rose again, and the people of the {name} bank carried their chairs up the hill.</p>"
    for number, name in enumerate(["north", "south", "upper", "lower", "left", "right", "old", "new"], 1)
)
TEASERS = "".join(
    f'<div class="teaser"><h2><a href="/news/story-{n}-of-the-day">Story {n} of the day</a></h2></div>'
    for n in range(40)
)


def judge(
    body: str,
    *,
    url: str = f"{SITE}/news/the-river-rose-again",
    title: str = "The river rose",
    head: str = "",
    classes: str = "",
    tags: str = "",
    entry: FeedEntry | None = None,
) -> str | None:
    """Return why a page is no article, None when it is one."""
    html = f"<html {tags}><head><title>{title}</title>{head}</head><body class='{classes}'><main>{body}</main></body></html>"
    return extract_article(Page(html, url, entry=entry)).not_article_reason


def linked(kind: str, **more: object) -> str:
    """Return JSON-LD of a type."""
    node = {"@context": "https://schema.org", "@type": kind, "name": "It", **more}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def section(count: int = 12) -> str:
    """Return a section's page: linked headlines, each with two sentences below it."""
    return "".join(
        f"<div><h3><a href='/news/{n}-the-bridge-is-mended'>The bridge of quarter {n} is mended after all</a></h3>"
        f"<p>The people of quarter {n} may cross again from Monday. The council paid for stone and not for wood.</p></div>"
        for n in range(count)
    )


OG_ARTICLE = '<meta property="og:type" content="article">'
CARDS = "".join(
    linked("NewsArticle", headline=f"Quite another headline {n}", url=f"{SITE}/news/{n}-else") for n in range(4)
)


@pytest.mark.parametrize(
    ("reason", "page"),
    [
        ("listing", {"body": TEASERS, "url": f"{SITE}/category/politics/"}),
        ("listing", {"body": TEASERS, "url": f"{SITE}/"}),
        ("listing", {"body": PROSE + TEASERS, "url": f"{SITE}/?utm_source=rss"}),
        ("listing", {"body": TEASERS, "head": linked("CollectionPage")}),
        ("video", {"body": "<video src=a.mp4></video><p>Watch the river.</p>", "head": linked("VideoObject")}),
        ("video", {"body": "<p>Watch.</p>", "head": '<meta property="og:type" content="video.other">'}),
        ("gallery", {"body": "<img src=1.jpg><p>The river, 1 of 12.</p>", "head": linked("ImageGallery")}),
        ("error", {"body": "<p>We looked everywhere.</p>", "title": "404 - Page not found"}),
        ("error", {"body": "<p>Es gibt sie nicht.</p>", "title": "Seite nicht gefunden"}),
        ("consent", {"body": "<p>We and our 812 partners value your privacy.</p>", "title": "Before you continue"}),
        ("login", {"body": "<p>Your e-mail</p>", "title": "Sign in to The Paper"}),
        ("product", {"body": PROSE, "head": linked("Product")}),
        ("product", {"body": PROSE, "url": f"{SITE}/products/rubber-boots-for-rivers"}),
        ("product", {"body": f'<div itemscope itemtype="https://schema.org/Product">{PROSE}</div>'}),
        ("forum", {"body": PROSE, "head": '<meta name="generator" content="Discourse 3.4">'}),
        ("forum", {"body": PROSE, "url": "https://forum.river.example/t/why-does-it-rise/1234"}),
        ("forum", {"body": PROSE, "head": linked("DiscussionForumPosting")}),
        ("documentation", {"body": PROSE, "url": "https://docs.river.example/en/stable/pump.html"}),
        ("documentation", {"body": PROSE, "head": '<meta name="generator" content="mkdocs-1.6, material">'}),
        ("empty", {"body": "<nav><a href=/>Home</a></nav>"}),
        ("listing", {"body": section(), "url": f"{SITE}/rivers"}),
        ("listing", {"body": section(), "classes": "archive category category-rivers", "head": OG_ARTICLE}),
        ("listing", {"body": section(), "classes": "home blog", "url": f"{SITE}/north/"}),
        ("listing", {"body": section(), "classes": "com_content view-category layout-blog"}),
        ("listing", {"body": section(6), "url": f"{SITE}/rubrique/fleuves/page/3"}),
        ("listing", {"body": "<p>Alle Texte.</p>" + section(1), "url": f"{SITE}/kategorie/fluss/"}),
        ("listing", {"body": section(), "url": f"{SITE}/", "head": CARDS}),
        ("listing", {"body": section(), "url": f"{SITE}/rivers", "head": CARDS}),
        ("video", {"body": "<div itemscope itemtype='https://schema.org/VideoObject'><p>Watch the river.</p></div>"}),
        ("video", {"body": "<p>这段视频显示了河水上涨的情况。</p>", "head": linked("VideoObject")}),
        ("gallery", {"body": "<img src=1.jpg><p>Der Fluss, Bild 1 von 12.</p>", "url": f"{SITE}/bilderstrecke/der-fluss"}),
        ("gallery", {"body": "<p>Le fleuve en douze images.</p>", "url": f"{SITE}/diaporama/le-fleuve-monte"}),
        ("product", {"body": PROSE, "classes": "single single-product woocommerce", "head": OG_ARTICLE}),
        ("product", {"body": PROSE, "classes": "catalog-category-view page-products"}),
        ("product", {"body": PROSE, "head": OG_ARTICLE + linked("Product", url=f"{SITE}/news/the-river-rose-again", offers={"@type": "Offer"})}),
        ("product", {"body": PROSE, "head": linked("SoftwareApplication")}),
        ("forum", {"body": PROSE, "tags": 'id="XF" data-app="public" data-template="thread_view"', "head": OG_ARTICLE}),
        ("forum", {"body": PROSE, "classes": "bbpress single-topic", "head": OG_ARTICLE}),
        ("forum", {"body": PROSE, "classes": "nojs section-viewtopic ltr"}),
        ("forum", {"body": PROSE, "url": "https://forums.river.example/threads/why-does-it-rise.77/", "head": OG_ARTICLE}),
        ("documentation", {"body": PROSE, "head": '<script src="../_static/documentation_options.js"></script>'}),
        ("error", {"body": "<p>Nichts.</p>", "classes": "error404"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_page_that_is_no_article_says_why(reason: str, page: dict[str, str]) -> None:
    assert judge(**page) == reason  # type: ignore[arg-type]


WALLS = {
    "error": {
        "en": ("The Paper", "<h1>Page not found</h1><p>Try the search.</p>"),
        "en_text": ("The Paper", "<p>Sorry, the page you are looking for could not be found. It may have moved.</p>"),
        "en_gone": ("The Paper", "<p>This article is no longer available.</p><p>Read our latest news.</p>"),
        "en_server": ("503 Service Unavailable", "<p>The server is busy. Come back later.</p>"),
        "en_forbidden": ("403 Forbidden", "<hr><center>nginx</center>"),
        "de": ("Die Zeitung", "<p>Die von Ihnen aufgerufene Seite existiert leider nicht mehr.</p>"),
        "fr": ("Le Journal", "<p>La page que vous recherchez n'existe pas ou a été déplacée.</p>"),
        "es": ("El Diario", "<p>Lo sentimos, la página que buscas no existe o ha cambiado de dirección.</p>"),
        "pt": ("O Jornal", "<p>A página que você está procurando não foi encontrada.</p>"),
        "it": ("Il Giornale", "<p>La pagina che stai cercando non esiste più.</p>"),
        "nl": ("De Krant", "<p>De pagina die je zoekt bestaat niet (meer).</p>"),
        "ru": ("Газета", "<p>Запрашиваемая вами страница не найдена.</p>"),
        "pl": ("Gazeta", "<p>Strona, której szukasz, nie istnieje.</p>"),
        "tr": ("Gazete", "<p>Aradığınız sayfa bulunamadı veya kaldırıldı.</p>"),
        "id": ("Koran", "<p>Halaman yang Anda cari tidak ditemukan.</p>"),
        "ar": ("الجريدة", "<p>الصفحة التي تبحث عنها غير موجودة.</p>"),
        "zh": ("报纸", "<p>您要访问的页面不存在或已被删除。</p>"),
        "ja": ("新聞", "<p>お探しのページは見つかりませんでした。</p>"),
        "ko": ("신문", "<p>요청하신 페이지를 찾을 수 없습니다.</p>"),
    },
    "challenge": {
        "en": ("Just a moment...", "<p>paper.example needs to review the security of your connection.</p>"),
        "en_script": ("paper.example", "<p>Please enable JS and disable any ad blocker</p>"),
        "en_verify": ("paper.example", "<p>Verify you are human by completing the action below.</p>"),
        "en_traffic": ("Sorry", "<p>Our systems have detected unusual traffic from your computer network.</p>"),
        "de": ("zeitung.example", "<p>Bitte bestätigen Sie, dass Sie ein Mensch sind.</p>"),
        "fr": ("journal.example", "<p>Veuillez activer JavaScript pour continuer.</p>"),
        "es": ("Verificación de seguridad", "<p>Un momento, por favor.</p>"),
        "ru": ("gazeta.example", "<p>Подтвердите, что вы не робот, чтобы продолжить.</p>"),
        "zh": ("人机验证", "<p>请完成安全验证后继续访问。</p>"),
    },
    "consent": {
        "en": ("The Paper", "<p>We and our 812 partners use cookies to store and read data on your device.</p>"),
        "en_title": ("Privacy settings | The Paper", "<p>Choose what we may do with your data.</p>" * 20),
        "de": ("Die Zeitung", "<p>Besuchen Sie zeitung.example wie gewohnt mit Werbung und Tracking.</p>"),
        "de_pur": ("Die Zeitung", "<p>Mit Werbung weiterlesen</p><p>Oder das Pur-Abo nehmen, ganz ohne Werbung.</p>"),
        "fr": ("Le Journal", "<p>Nous et nos 540 partenaires stockons des informations sur votre appareil.</p>"),
        "fr_accept": ("Le Journal", "<p>Continuer sans accepter</p><p>Ou s'abonner pour lire sans publicité.</p>"),
        "it": ("Il Giornale", "<p>Se accetti i cookie, puoi leggere gratis; altrimenti abbonati.</p>"),
        "es": ("El Diario", "<p>Aceptar y continuar</p><p>Rechazar y suscribirse por un euro.</p>"),
        "nl": ("De Krant", "<p>Wij en onze 300 partners slaan gegevens op.</p>"),
    },
    "login": {
        "en": ("The Paper", "<p>Please log in to continue reading this page.</p>"),
        "en_title": ("Log in | The Paper", "<form><input type=password></form><p>Your e-mail and your password.</p>"),
        "de": ("Die Zeitung", "<p>Bitte melden Sie sich an, um den Text zu lesen.</p>"),
        "fr": ("Le Journal", "<p>Veuillez vous connecter pour lire la suite.</p>"),
        "es": ("El Diario", "<p>Debes iniciar sesión para leer esta página.</p>"),
        "ru": ("Газета", "<p>Войдите, чтобы читать дальше.</p>"),
        "zh": ("报纸", "<p>请先登录后再阅读全文。</p>"),
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "title", "body"),
    [
        pytest.param(reason, *page, id=f"{reason}-{name}")
        for reason, pages in WALLS.items()
        for name, page in pages.items()
    ],
)
def test_wall_is_named_in_the_main_languages(reason: str, title: str, body: str) -> None:
    assert judge(body, title=title) == reason
    assert judge(body, title=title, entry=DATED) == reason  # a feed's date says nothing of what came back


def brief(text: str) -> str:
    """Return a body of one short piece of news."""
    return f"<article><h1>In brief</h1><p>{text}</p></article>"


FERRY = (
    "The ferry to the islands sails again from Tuesday, said the harbour master, after a week of repairs to its engine."
)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        pytest.param("500 people saved from the sea", brief(FERRY), id="number-like-a-status"),
        pytest.param("410 arrested after the match", brief(FERRY), id="number-of-arrests"),
        pytest.param("Access denied: how a village lost its road", brief(FERRY), id="access-denied-in-a-headline"),
        pytest.param("Anmeldung für das Sommerlager beginnt", brief(FERRY), id="german-registration"),
        pytest.param("Вход в парк ограничен", brief(FERRY), id="russian-entrance"),
        pytest.param("Zustimmung zum Haushalt wächst", brief(FERRY), id="german-approval"),
        pytest.param("Robots", brief("Verifying that you are human is no longer work for eyes alone, says a study. " + FERRY), id="news-of-checks"),
        pytest.param("Court", brief("The page on which the list was printed could be read by everybody, the court found. " + FERRY), id="news-of-a-page"),
        pytest.param("Cookies", brief("Before you bake: cookies need a cold oven rack and patience, says the baker. " + FERRY), id="cookies-to-eat"),
    ],
)  # fmt: skip
def test_brief_that_sounds_like_a_wall_stays_an_article(title: str, body: str) -> None:
    assert judge(body, title=title) is None


DATED = FeedEntry(
    "k", None, None, "The river rose", published_at=ClaimedTime(datetime(2026, 11, 1, tzinfo=UTC), source="feed")
)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param({"body": PROSE}, id="plain"),
        pytest.param({"body": PROSE + TEASERS, "url": f"{SITE}/category/politics/the-river"}, id="below-a-category"),
        pytest.param({"body": PROSE, "url": f"{SITE}/?p=1234"}, id="number-on-the-front-page"),
        pytest.param({"body": PROSE, "head": linked("VideoObject")}, id="text-with-a-video"),
        pytest.param({"body": PROSE, "head": linked("NewsArticle") + linked("Product")}, id="review-of-a-product"),
        pytest.param({"body": PROSE, "url": f"{SITE}/shopping/boots-tested-by-us"}, id="shopping-advice"),
        pytest.param({"body": PROSE, "title": "Why 404 houses were not found to be safe"}, id="404-in-a-headline"),
        pytest.param({"body": PROSE, "url": f"{SITE}/security/topics/alert20260402.html"}, id="alert-under-topics"),
        pytest.param({"body": PROSE, "url": f"{SITE}/docs/advisory-7", "entry": DATED}, id="dated-by-its-feed"),
        pytest.param({"body": PROSE, "url": f"{SITE}/docs/a-7", "head": OG_ARTICLE}, id="says-so"),
        pytest.param({"body": f"<h1>The river rose</h1>{PROSE}{TEASERS}", "url": f"{SITE}/", "entry": DATED}, id="front-page-that-its-feed-announces"),
        pytest.param({"body": f"<h1>Goodbye</h1>{PROSE}<a href=/contact>Contact</a>", "url": f"{SITE}/"}, id="front-page-of-one-text"),
        pytest.param({"body": PROSE + section(3)}, id="three-teasers-below"),
        pytest.param({"body": PROSE * 2 + section(4), "classes": "archive tax-theme term-rivers"}, id="text-on-an-archive"),
        pytest.param({"body": "".join(f"<h2><a href='#{n}'>A heading with an anchor, {n}</a></h2>{PROSE}" for n in range(8))}, id="headings-with-anchors"),
        pytest.param({"body": "".join(f"<h2><a href='https://shop{n}.example/'>The boots of another maker, {n}</a></h2>{PROSE}" for n in range(8))}, id="tested-wares-elsewhere"),
        pytest.param({"body": section(), "entry": DATED}, id="digest-that-its-feed-dates"),
        pytest.param({"body": PROSE, "head": CARDS + linked("NewsArticle", headline="The river rose", articleBody="It did.")}, id="cards-beside-its-own"),
        pytest.param({"body": "<p>" + "洪水昨天淹没了河边的三条街道，居民们把椅子和桌子搬到了山上。" * 8 + "</p>", "head": linked("VideoObject")}, id="chinese-text-with-a-video"),
    ],
)  # fmt: skip
def test_article_that_looks_like_another_kind_stays_one(page: dict[str, str]) -> None:
    assert judge(**page) is None  # type: ignore[arg-type]
