"""How the outlets' pages look: a WordPress magazine, a JSON-LD site, tables from 1999, plain HTML5 with AMP twins.

A theme gets a piece and gives the whole page, from a template beside this file. The furniture is part of the point:
menus, share bars, read-also boxes, comment forms and cookie notes, as extractors meet them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from newsroom.content import AMP_FOLDER, Outlet, Piece, visible_lines

TEMPLATES = Path(__file__).with_name("templates")
FEED_TYPES = {
    "rss20": "application/rss+xml",
    "rss10": "application/rdf+xml",
    "atom10": "application/atom+xml",
    "json11": "application/feed+json",
}  # a sitemap is not announced in a page's head


@dataclass(frozen=True, slots=True)
class Context:
    """What a page knows besides its piece: the outlet, its pieces as they stand, how addresses are built."""

    outlet: Outlet
    pieces: list[Piece]
    url: Callable[..., str]

    def others(self, piece: Piece, count: int) -> list[Piece]:
        """Return other pieces for the boxes around one."""
        return [one for one in self.pieces if one.slug != piece.slug and one.kind != "robots"][:count]


def render_piece(context: Context, piece: Piece, number: int = 1) -> str:
    """Return the page at a piece's address: an article in the outlet's theme, or the listing that poses as one.

    number: of the page, where the text is spread over several; only plain pages are.
    """
    if piece.kind == "listing":
        return render_listing(context, piece.title, context.others(piece, len(context.pieces)))
    if piece.pages > 1:
        return render_plain(context, piece, number)
    return THEMES[context.outlet.theme](context, piece)


def render_home(context: Context) -> str:
    """Return the outlet's front page, with its feeds to discover."""
    return render_listing(context, context.outlet.name, [one for one in context.pieces if one.kind != "robots"])


def render_listing(context: Context, heading: str, pieces: list[Piece]) -> str:
    """Return a page of teasers: links, dates, a line each, and pages to turn."""
    teasers = "".join(
        f'<div class="teaser"><h2><a href="{context.url(one.path)}">{escape(one.title)}</a></h2>'
        f'<span class="date">{one.published_at:%Y-%m-%d}</span><p>{escape(one.summary[:90])}…</p></div>\n'
        for one in pieces
    )
    return fill("listing", outlet_fields(context), heading=escape(heading), teasers=teasers)


def render_magazine(context: Context, piece: Piece) -> str:
    """Return a page of a WordPress magazine theme: category above the headline, share bar, related, comment form."""
    address = context.url(piece.path)
    share = "".join(
        f'<a href="https://{site}.example/share?u={escape(address)}" rel="external noopener nofollow" '
        f'class="share-btn {site}-share-button"><span class="screen-reader-text">{name}</span></a>'
        for site, name in (("facebook", "Facebook"), ("x", "X"), ("whatsapp", "WhatsApp"), ("telegram", "Telegram"))
    )
    related = "".join(
        f'<div class="related-item"><a class="post-thumb" href="{context.url(one.path)}"></a>'
        f'<h3 class="post-title"><a href="{context.url(one.path)}">{escape(one.title)}</a></h3>'
        f'<div class="post-meta"><span class="date meta-item">{one.published_at:%B %d, %Y}</span></div></div>'
        for one in context.others(piece, 3)
    )
    tags = " ".join(
        f'<a href="{context.url(f"tag/{i}/")}" rel="tag">{escape(tag)}</a>' for i, tag in enumerate(piece.tags)
    )
    author = piece.byline[0] if piece.byline else context.outlet.name
    return fill(
        "magazine", piece_fields(context, piece), share=share, related=related, tags=tags, author=escape(author)
    )


def render_graph(context: Context, piece: Piece) -> str:
    """Return a modern paper's page: a JSON-LD @graph, a teaser amid the text, a paywall where due."""
    lines = body_html(piece).split("\n")
    middle = max(1, len(lines) // 2)
    other = next(iter(context.others(piece, 1)), piece)
    teaser = (
        '<aside class="inline-teaser" data-component="related"><span>Read more</span> '
        f'<a href="{context.url(other.path)}">{escape(other.title)}</a></aside>'
    )
    return fill(
        "graph",
        piece_fields(context, piece),
        body_head="\n".join(lines[:middle]),
        teaser=teaser if len(lines) > 2 else "",
        body_tail="\n".join(lines[middle:]),
        wall=PAYWALL if piece.kind == "paywalled" else "",
        tags="".join(f"<li>{escape(tag)}</li>" for tag in piece.tags),
    )


def render_tables(context: Context, piece: Piece) -> str:
    """Return a page of the table era: no metadata, upper-case tags, unclosed cells, date and author as bare text."""
    body = "\n".join(
        f"<P><B>{escape(line.removeprefix('## '))}</B>" if line.startswith("## ") else f"<P>{escape(line)}"
        for line in visible_lines(piece)
    )
    return fill("tables", {**piece_fields(context, piece), "body": body})


def render_plain(context: Context, piece: Piece, number: int = 1) -> str:
    """Return a tidy HTML5 page: Open Graph, a time element, a byline; JSON-LD but for agencies and AMP pairs."""
    outlet = context.outlet
    fields = piece_fields(context, piece)
    if piece.pages > 1:
        lines = fields["body"].split("\n")
        size = -(-len(lines) // piece.pages)
        fields |= {
            "body": "\n".join([*lines[(number - 1) * size : number * size], page_links(context, piece, number)]),
            "address": context.url(piece.path_of_page(number)),
        }
    script = f'<script type="application/ld+json">{fields["linked_data"]}</script>'
    return fill(
        "plain",
        fields,
        amp_link=f'<link rel="amphtml" href="{context.url(amp_path(piece))}">\n' if outlet.theme == "twin" else "",
        script=script if outlet.theme == "plain" and outlet.kind != "agency" else "",
        tag_metas="".join(f'<meta property="article:tag" content="{escape(tag)}">\n' for tag in piece.tags),
        credit=f'<p class="credit">{escape(piece.agency)}</p>\n' if piece.agency else "",
    )


def render_amp(context: Context, piece: Piece) -> str:
    """Return the AMP half of a pair: its canonical link names the full page."""
    return fill("amp", piece_fields(context, piece))


THEMES: dict[str, Callable[[Context, Piece], str]] = {
    "magazine": render_magazine,
    "graph": render_graph,
    "tables": render_tables,
    "plain": render_plain,
    "twin": render_plain,
}


# --- what templates are filled with ------------------------------------------------------------------------------


def fill(name: str, fields: dict[str, str], **more: str) -> str:
    """Return a template filled; a field that is missing raises KeyError."""
    return read_template(name).substitute({**fields, **more})


@cache
def read_template(name: str) -> Template:
    """Return a template of the templates folder."""
    return Template((TEMPLATES / f"{name}.html").read_text("utf-8"))


def read_style() -> bytes:
    """Return the style sheet that the pages share."""
    return (TEMPLATES / "style.css").read_bytes()


def outlet_fields(context: Context) -> dict[str, str]:
    """Return what every page of an outlet says: its name, language, menu and feeds, as markup."""
    outlet = context.outlet
    menu = "".join(
        f'<li class="menu-item"><a href="{context.url(f"category/{i}/")}">{escape(name)}</a></li>'
        for i, name in enumerate(outlet.menu, 1)
    )
    words = WORDS["en"] | WORDS.get(outlet.language, {})
    return {
        "home": context.url(),
        "name": escape(outlet.name),
        "tagline": escape(outlet.tagline),
        "language": outlet.language,
        "country": outlet.country,
        "direction": outlet.direction,
        "encoding": outlet.encoding,
        "menu": menu,
        "feed_links": "".join(feed_links(outlet, context.url)),
        **{f"word_{name}": text for name, text in words.items()},
    }


def piece_fields(context: Context, piece: Piece) -> dict[str, str]:
    """Return what an article's page says in any theme, as markup."""
    modified = piece.modified_at
    return {
        **outlet_fields(context),
        "title": escape(piece.title),
        "section": escape(piece.section),
        "number": str(piece.number),
        "address": context.url(piece.path),
        "description": escape(piece.summary[:155]),
        "byline": escape(", ".join(piece.byline)),
        "published": piece.published_at.isoformat(),
        "published_utc": utc(piece.published_at),
        "published_long": f"{piece.published_at:%B %d, %Y}",
        "published_short": f"{piece.published_at:%d.%m.%Y %H:%M}",
        "modified_meta": f'<meta property="article:modified_time" content="{utc(modified)}" />\n' if modified else "",
        "body": body_html(piece),
        "links_2": piece_links(context, context.others(piece, 2)),
        "links_5": piece_links(context, context.others(piece, 5)),
        "linked_data": json.dumps(linked_data(context, piece), ensure_ascii=False),
    }


def linked_data(context: Context, piece: Piece) -> dict[str, object]:
    """Return the page's JSON-LD: the article within a @graph, or alone where the outlet is simpler."""
    outlet, address = context.outlet, context.url(piece.path)
    article: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
        "headline": piece.title,
        "datePublished": piece.published_at.isoformat(),
        "dateModified": piece.updated_at.isoformat(),
        "articleSection": piece.section,
        "keywords": list(piece.tags),
        "inLanguage": outlet.language,
        "author": linked_authors(piece),
        "isAccessibleForFree": piece.kind != "paywalled",
    }
    if piece.kind == "paywalled":
        article["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".article__body"}
    publisher = {"@type": "NewsMediaOrganization", "@id": "#publisher", "name": outlet.name, "url": context.url()}
    if outlet.theme == "graph":
        page = {"@type": "WebPage", "@id": address, "name": piece.title}
        graph = [publisher, page, {**article, "publisher": {"@id": "#publisher"}}]
        return {"@context": "https://schema.org", "@graph": graph}
    return {"@context": "https://schema.org", **article, "publisher": publisher}


def linked_authors(piece: Piece) -> object:
    """Return JSON-LD's author: people, else the agency, else the publisher."""
    if piece.authors:
        return [{"@type": "Person", "name": name} for name in piece.authors]
    return {"@type": "Organization", "name": piece.agency} if piece.agency else {"@id": "#publisher"}


def body_html(piece: Piece) -> str:
    """Return the visible lines as markup, one element a line."""
    return "\n".join(
        f"<h2>{escape(line.removeprefix('## '))}</h2>" if line.startswith("## ") else f"<p>{escape(line)}</p>"
        for line in visible_lines(piece)
    )


def piece_links(context: Context, pieces: Iterable[Piece]) -> str:
    """Return list items that link to pieces."""
    return "".join(f'<li><a href="{context.url(one.path)}">{escape(one.title)}</a></li>' for one in pieces)


def page_links(context: Context, piece: Piece, number: int) -> str:
    """Return the bar that turns a piece's pages, and last a link to the article after it, which is `next` as well."""
    links = [
        f"<b>{one}</b>" if one == number else f'<a href="{context.url(piece.path_of_page(one))}">{one}</a>'
        for one in range(1, piece.pages + 1)
    ]
    other = next(iter(context.others(piece, 1)), piece)
    links.append(f'<a rel="next" href="{context.url(other.path)}">Next article</a>')
    return f'<nav class="pages">{" ".join(links)}</nav>'


def feed_links(outlet: Outlet, url: Callable[..., str]) -> list[str]:
    """Return the autodiscovery links of an outlet's feeds."""
    return [
        f'<link rel="alternate" type="{FEED_TYPES[feed.format]}" title="{escape(feed.title)}" '
        f'href="{escape(url(feed.path))}">\n'
        for feed in outlet.feeds
        if feed.format in FEED_TYPES
    ]


def amp_path(piece: Piece) -> str:
    """Return the address of a piece's AMP page below its outlet."""
    return AMP_FOLDER + piece.path


def utc(moment: datetime) -> str:
    """Return ISO 8601 in UTC, the way WordPress plugins print it."""
    return moment.astimezone(UTC).isoformat()


PAYWALL = """
<div class="paywall-gate"><h2>Keep reading with a subscription</h2>
<p>This story is for subscribers. Already have an account? <a href="/login">Sign in</a>.
Plans start at 4.99 a month, cancel at any time.</p></div>"""
WORDS = {
    "en": {
        "subscribe": "Subscribe", "trending": "Trending", "minutes": "2 minutes read", "share": "Share",
        "related": "Related Articles", "reply": "Leave a Reply", "cancel": "Cancel reply",
        "email": "Your email address will not be published.", "required": "Required fields are marked",
        "comment": "Comment", "recent": "Recent Posts", "rights": "All Rights Reserved", "top": "Back to top button",
    },
    "ur": {
        "subscribe": "سبسکرائب", "trending": "تازہ ترین", "minutes": "دو منٹ", "share": "شیئر کریں",
        "related": "متعلقہ خبریں", "reply": "جواب دیں", "cancel": "منسوخ کریں",
        "email": "آپ کا ای میل ایڈریس شائع نہیں کیا جائے گا۔", "required": "ضروری خانوں کو نشان زد کیا گیا ہے",
        "comment": "تبصرہ", "recent": "حالیہ خبریں", "rights": "جملہ حقوق محفوظ ہیں", "top": "اوپر جائیں",
    },
    "ar": {"related": "اقرأ أيضا"},
    "ru": {"related": "Читайте также"},
    "es": {"related": "Te puede interesar"},
    "zh": {"related": "相关阅读"},
}  # fmt: skip
