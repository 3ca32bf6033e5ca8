"""How the outlets' article pages look: a WordPress magazine, a JSON-LD site, tables from 1999, plain HTML5, AMP twins.

A theme gets a piece and gives the whole page. The furniture is part of the point: menus, share bars, read-also
boxes, comment forms, cookie notes, as extractors meet them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from newsroom.content import Outlet, Piece, visible_lines


@dataclass(frozen=True, slots=True)
class Context:
    """What a page knows besides its piece: the outlet, all its pieces as they stand, and how addresses are built."""

    outlet: Outlet
    pieces: list[Piece]
    url: Callable[..., str]

    def others(self, piece: Piece, count: int) -> list[Piece]:
        """Return other pieces for the boxes around one."""
        return [one for one in self.pieces if one.slug != piece.slug and one.kind != "robots"][:count]


def feed_links(outlet: Outlet, url: Callable[..., str]) -> list[str]:
    """Return the autodiscovery links of an outlet's feeds; a sitemap is not announced that way."""
    types = {
        "rss20": "application/rss+xml",
        "rss10": "application/rdf+xml",
        "atom10": "application/atom+xml",
        "json11": "application/feed+json",
    }
    return [
        f'<link rel="alternate" type="{types[feed.format]}" title="{escape(feed.title)}" href="{escape(url(feed.path))}">\n'
        for feed in outlet.feeds
        if feed.format in types
    ]


def body_html(piece: Piece, tag: str = "p") -> str:
    """Return the visible lines as markup."""
    return "\n".join(
        f"<h2>{escape(line.removeprefix('## '))}</h2>" if line.startswith("## ") else f"<{tag}>{escape(line)}</{tag}>"
        for line in visible_lines(piece)
    )


def render_magazine(context: Context, piece: Piece) -> str:
    """Return a page of a WordPress magazine theme: category above the headline, share bar, related, comment form."""
    outlet, url = context.outlet, context.url
    words = WORDS.get(outlet.language, WORDS["en"])
    address = url(piece.path)
    menu = "".join(
        f'<li class="menu-item menu-item-type-taxonomy"><a href="{url(f"category/{i}/")}">{escape(name)}</a></li>'
        for i, name in enumerate(outlet.menu, 1)
    )
    related = "".join(
        f'<div class="related-item"><a class="post-thumb" href="{url(one.path)}"></a>'
        f'<h3 class="post-title"><a href="{url(one.path)}">{escape(one.title)}</a></h3>'
        f'<div class="post-meta"><span class="date meta-item">{one.published_at:%B %d, %Y}</span></div></div>'
        for one in context.others(piece, 3)
    )
    author = escape(piece.authors[0] if piece.authors else outlet.name)
    tags = "".join(f'<a href="{url("tag/" + str(i))}" rel="tag">{escape(tag)}</a> ' for i, tag in enumerate(piece.tags))
    share = "".join(
        f'<a href="https://{site}.example/share?u={escape(address)}" rel="external noopener nofollow" '
        f'class="share-btn {site}-share-button"><span class="screen-reader-text">{name}</span></a>'
        for site, name in (("facebook", "Facebook"), ("x", "X"), ("whatsapp", "WhatsApp"), ("telegram", "Telegram"))
    )
    return f"""<!DOCTYPE html>
<html lang="{outlet.language}" dir="{outlet.direction}" prefix="og: http://ogp.me/ns#">
<head>
<meta charset="UTF-8" />
<title>{escape(piece.title)} - {escape(outlet.name)}</title>
<meta name="description" content="{escape(piece.summary[:155])}" />
<link rel="canonical" href="{address}" />
<meta property="og:locale" content="{outlet.language}_{outlet.country}" />
<meta property="og:type" content="article" />
<meta property="og:title" content="{escape(piece.title)} - {escape(outlet.name)}" />
<meta property="og:url" content="{address}" />
<meta property="og:site_name" content="{escape(outlet.name)}" />
<meta property="article:published_time" content="{utc(piece.published_at)}" />
{modified_meta(piece)}<meta property="article:section" content="{escape(piece.section)}" />
<meta name="generator" content="WordPress 6.8" />
{"".join(feed_links(outlet, url))}<link rel="shortlink" href="{url(f"?p={piece.number}")}" />
</head>
<body class="wp-singular post-template-default single single-post postid-{piece.number} single-format-standard">
<div id="page" class="site">
<header id="theme-header"><div class="logo"><a href="{url()}">{escape(outlet.name)}</a><span>{escape(outlet.tagline)}</span></div>
<nav id="main-nav"><ul id="menu-main" class="menu">{menu}<li><a href="{url("subscribe/")}">{words["subscribe"]}</a></li></ul></nav>
<div class="breaking"><span class="breaking-title">{words["trending"]}</span><ul>{"".join(f'<li><a href="{url(o.path)}">{escape(o.title)}</a></li>' for o in context.others(piece, 2))}</ul></div></header>
<div id="content" class="site-content container"><div class="main-content">
<article id="the-post" class="post-content post-{piece.number} post type-post status-publish hentry">
<header class="entry-header"><span class="post-cat-wrap"><a class="post-cat" href="{url("category/" + str(piece.number))}">{escape(piece.section)}</a></span>
<h1 class="post-title entry-title">{escape(piece.title)}</h1>
<div class="post-meta"><span class="author-meta"><a href="{url("author/desk/")}" class="author-name" rel="author">{author}</a></span>
<span class="date meta-item"><time class="published" datetime="{piece.published_at.isoformat()}">{piece.published_at:%B %d, %Y}</time></span>
<span class="meta-comment meta-item">0</span> <span class="meta-reading-time">{words["minutes"]}</span></div></header>
<div class="share-buttons share-buttons-top">{share}</div>
<div class="entry-content entry clearfix">
{body_html(piece)}
<div class="post-bottom-meta post-bottom-tags"><span class="tagcloud">{tags}</span></div>
</div>
<div class="share-buttons share-buttons-bottom"><span class="share-title">{words["share"]}</span>{share}</div>
</article>
<div class="about-author container-wrapper"><div class="author-avatar"></div><div class="author-info"><h3 class="author-name"><a href="{url("author/desk/")}">{author}</a></h3></div></div>
<div id="related-posts" class="container-wrapper"><div class="mag-box-title"><h3>{words["related"]}</h3></div><div class="related-posts-list">{related}</div></div>
<div id="respond" class="comment-respond"><h3 id="reply-title" class="comment-reply-title">{words["reply"]} <small><a rel="nofollow" href="#respond" style="display:none;">{words["cancel"]}</a></small></h3>
<form action="{url("wp-comments-post.php")}" method="post" id="commentform" class="comment-form"><p class="comment-notes"><span id="email-notes">{words["email"]}</span> <span class="required-field-message">{words["required"]} <span class="required">*</span></span></p>
<p class="comment-form-comment"><label for="comment">{words["comment"]} <span class="required">*</span></label><textarea id="comment" name="comment"></textarea></p></form></div>
</div>
<aside class="sidebar"><div class="widget"><h3>{words["recent"]}</h3><ul>{"".join(f'<li><a href="{url(o.path)}">{escape(o.title)}</a></li>' for o in context.others(piece, 5))}</ul></div></aside>
</div>
<footer id="footer"><div id="site-info">&copy; 2026 {escape(outlet.name)}. {words["rights"]}</div></footer>
<a id="go-to-top" class="go-to-top-button" href="#go-to-top"><span class="screen-reader-text">{words["top"]}</span></a>
</div></body></html>
"""


def render_graph(context: Context, piece: Piece) -> str:
    """Return a modern newspaper's page: a JSON-LD @graph, live teasers between paragraphs, a paywall where due."""
    outlet, url = context.outlet, context.url
    address, lines = url(piece.path), body_html(piece).split("\n")
    middle = max(1, len(lines) // 2)
    other = next(iter(context.others(piece, 1)), piece)
    teaser = (
        f'<aside class="inline-teaser" data-component="related"><span>Read more</span> '
        f'<a href="{url(other.path)}">{escape(other.title)}</a></aside>'
    )
    wall = (
        '<div class="paywall-gate"><h2>Keep reading with a subscription</h2><p>This story is for subscribers. Already '
        'have an account? <a href="/login">Sign in</a>. Plans start at 4.99 a month, cancel at any time.</p></div>'
        if piece.kind == "paywalled"
        else ""
    )
    byline = escape(", ".join(piece.authors)) or escape(outlet.name)
    return f"""<!doctype html>
<html lang="{outlet.language}-{outlet.country}" dir="{outlet.direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{escape(piece.title)} | {escape(piece.section)} | {escape(outlet.name)}</title>
<link rel="canonical" href="{address}">
<meta name="description" content="{escape(piece.summary[:180])}">
<meta property="og:title" content="{escape(piece.title)}"><meta property="og:type" content="article">
<meta property="og:site_name" content="{escape(outlet.name)}"><meta name="twitter:title" content="{escape(piece.title)}">
<script type="application/ld+json">{json.dumps(linked_data(context, piece), ensure_ascii=False)}</script>
{"".join(feed_links(outlet, url))}</head>
<body>
<div class="consent-bar" hidden><p>We use cookies to measure our audience. <button>Accept all</button></p></div>
<header><a href="{url()}">{escape(outlet.name)}</a><nav aria-label="Sections">{"".join(f'<a href="{url("s/" + str(i))}">{escape(name)}</a> ' for i, name in enumerate(outlet.menu))}</nav></header>
<main><article data-content-id="{piece.number}"><p class="kicker">{escape(piece.section)}</p><h1>{escape(piece.title)}</h1>
<div class="byline">{byline}</div><time datetime="{piece.published_at.isoformat()}">{piece.published_at:%d.%m.%Y %H:%M}</time>
<div class="article__body">{chr(10).join(lines[:middle])}
{teaser if len(lines) > 2 else ""}
{chr(10).join(lines[middle:])}</div>{wall}
<ul class="topics">{"".join(f"<li>{escape(tag)}</li>" for tag in piece.tags)}</ul></article>
<section class="newsletter"><h2>The morning briefing</h2><p>The day's stories in your inbox before breakfast.</p><form><input type="email" placeholder="Your e-mail"><button>Sign up</button></form></section>
<section class="most-read"><h2>Most read</h2><ol>{"".join(f'<li><a href="{url(o.path)}">{escape(o.title)}</a></li>' for o in context.others(piece, 5))}</ol></section></main>
<footer><p>&copy; {escape(outlet.name)} 2026</p><a href="#top">Back to top</a></footer></body></html>
"""


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
        "author": [{"@type": "Person", "name": name} for name in piece.authors] or {"@id": "#publisher"},
        "publisher": {"@id": "#publisher"},
        "isAccessibleForFree": piece.kind != "paywalled",
    }
    if piece.kind == "paywalled":
        article["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".article__body"}
    publisher = {"@type": "NewsMediaOrganization", "@id": "#publisher", "name": outlet.name, "url": context.url()}
    if outlet.theme == "graph":
        return {"@context": "https://schema.org", "@graph": [publisher, {"@type": "WebPage", "@id": address}, article]}
    return {"@context": "https://schema.org", **article, "publisher": publisher}


def render_tables(context: Context, piece: Piece) -> str:
    """Return a page of the table era: no metadata, upper-case tags, unclosed cells, date and author as bare text."""
    outlet, url = context.outlet, context.url
    links = "".join(
        f'<TR><TD><A HREF="{url(one.path)}"><FONT SIZE=2>{escape(one.title)}</FONT></A>'
        for one in context.others(piece, 4)
    )
    byline = escape(", ".join(piece.authors))
    lines = "\n".join(
        f"<P><B>{escape(line.removeprefix('## '))}</B>" if line.startswith("## ") else f"<P>{escape(line)}"
        for line in visible_lines(piece)
    )
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML><HEAD>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={outlet.encoding}">
<TITLE>{escape(outlet.name)}: {escape(piece.title)}</TITLE>
</HEAD>
<BODY BGCOLOR="#FFFFFF" LINK="#003399">
<TABLE WIDTH=760 BORDER=0 CELLPADDING=4><TR><TD COLSPAN=2 BGCOLOR="#DDDDEE"><A HREF="{url()}"><B>{escape(outlet.name)}</B></A> &nbsp; <FONT SIZE=1>{escape(outlet.tagline)}</FONT>
<TR><TD WIDTH=160 VALIGN=top><TABLE>{"".join(f"<TR><TD><A HREF='{url(f'dir{i}.html')}'>{escape(name)}</A>" for i, name in enumerate(outlet.menu))}{links}</TABLE>
<TD VALIGN=top><FONT SIZE=1>{escape(piece.section)}</FONT>
<H2>{escape(piece.title)}</H2>
<FONT SIZE=1>{piece.published_at:%d.%m.%Y, %H:%M} {byline}</FONT>
{lines}
<HR><FONT SIZE=1>&copy; 1998-2026 {escape(outlet.name)} &nbsp; <A HREF="{url("print.html")}">print</A></FONT>
</TABLE></BODY></HTML>
"""


def render_plain(context: Context, piece: Piece) -> str:
    """Return a tidy HTML5 page: one JSON-LD object or none, Open Graph, a time element, a byline."""
    return render_twin(context, piece, twin=False)


def render_twin(context: Context, piece: Piece, *, twin: bool = True) -> str:
    """Return the same page as the canonical half of an AMP pair when `twin`."""
    outlet, url = context.outlet, context.url
    amp = f'<link rel="amphtml" href="{url(amp_path(piece))}">\n' if twin else ""
    data = ""
    if outlet.theme == "plain" and outlet.kind != "agency":
        data = f'<script type="application/ld+json">{json.dumps(linked_data(context, piece), ensure_ascii=False)}</script>\n'
    byline = (
        f'<p class="byline"><span rel="author">{escape(", ".join(piece.authors))}</span></p>' if piece.authors else ""
    )
    credit = f'<p class="credit">{escape(piece.agency)}</p>' if piece.agency else ""
    return f"""<!DOCTYPE html>
<html lang="{outlet.language}" dir="{outlet.direction}"><head><meta charset="{outlet.encoding}">
<title>{escape(piece.title)} – {escape(outlet.name)}</title>
<link rel="canonical" href="{url(piece.path)}">
{amp}<meta property="og:title" content="{escape(piece.title)}"><meta property="og:type" content="article">
<meta property="og:site_name" content="{escape(outlet.name)}"><meta property="article:section" content="{escape(piece.section)}">
<meta property="article:published_time" content="{piece.published_at.isoformat()}">
{modified_meta(piece)}{"".join(f'<meta property="article:tag" content="{escape(tag)}">' for tag in piece.tags)}
{data}{"".join(feed_links(outlet, url))}</head>
<body><header><a class="brand" href="{url()}">{escape(outlet.name)}</a>
<nav><ul>{"".join(f'<li><a href="{url("topic/" + str(i))}">{escape(name)}</a></li>' for i, name in enumerate(outlet.menu))}</ul></nav></header>
<main><article><header><h1>{escape(piece.title)}</h1>{byline}
<time datetime="{piece.published_at.isoformat()}">{piece.published_at:%Y-%m-%d %H:%M}</time></header>
<div class="story-body">
{body_html(piece)}
</div>{credit}</article>
<aside><h2>{WORDS.get(outlet.language, WORDS["en"])["related"]}</h2><ul>{"".join(f'<li><a href="{url(o.path)}">{escape(o.title)}</a></li>' for o in context.others(piece, 3))}</ul></aside></main>
<footer>&copy; {escape(outlet.name)}</footer></body></html>
"""


def render_amp(context: Context, piece: Piece) -> str:
    """Return the AMP half of a pair: its canonical link names the full page."""
    outlet, url = context.outlet, context.url
    return f"""<!doctype html><html ⚡ lang="{outlet.language}"><head><meta charset="utf-8">
<link rel="canonical" href="{url(piece.path)}"><title>{escape(piece.title)} – {escape(outlet.name)}</title>
<meta name="viewport" content="width=device-width"><script async src="https://cdn.ampproject.example/v0.js"></script>
<script type="application/ld+json">{json.dumps(linked_data(context, piece), ensure_ascii=False)}</script></head>
<body><amp-sidebar id="menu"><ul>{"".join(f"<li>{escape(name)}</li>" for name in outlet.menu)}</ul></amp-sidebar>
<article><h1>{escape(piece.title)}</h1><p class="meta">{escape(", ".join(piece.authors))}</p>
<amp-social-share type="x"></amp-social-share>
{body_html(piece)}
</article><p><a href="{url(piece.path)}">View the full site</a></p></body></html>
"""


def amp_path(piece: Piece) -> str:
    """Return the address of a piece's AMP page below its outlet."""
    return f"amp/{piece.path}"


def modified_meta(piece: Piece) -> str:
    """Return the modified_time element, or nothing for a piece never touched again."""
    if piece.modified_at is None:
        return ""
    return f'<meta property="article:modified_time" content="{utc(piece.modified_at)}" />\n'


def utc(moment: datetime) -> str:
    """Return ISO 8601 in UTC, the way WordPress plugins print it."""
    return moment.astimezone(UTC).isoformat()


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
