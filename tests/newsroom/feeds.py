"""The outlets' feeds in every format of the field, with the oddities that real ones have.

A feed lists its pieces newest first, with absolute addresses and the times from the front matter: same bytes on
every start.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from newsroom.content import OutletFeed, Piece
from newsroom.pages import Context, body_html, utc

QUIRKS = {
    "full_text": "items carry the whole text in content:encoded",
    "tracking": "links carry utm parameters",
    "amp_links": "links name the AMP twin",
    "one_guid": "every item has the same GUID",
    "broken": "not well-formed: a bare ampersand, an unclosed element, and the document ends in mid-item",
    "legacy_encoding": "bytes in the outlet's encoding, declared in the XML prolog only",
}


def render_feed(context: Context, feed: OutletFeed, pieces: list[Piece]) -> tuple[bytes, str]:
    """Return (bytes, content type) of a feed."""
    return FORMATS[feed.format](context, feed, pieces)


def link_of(context: Context, feed: OutletFeed, piece: Piece) -> str | None:
    """Return the absolute address that the feed gives for a piece, or None when it gives none."""
    path = feed.link_of(piece)
    return None if path is None else context.url(path)


def render_rss20(context: Context, feed: OutletFeed, pieces: list[Piece]) -> tuple[bytes, str]:
    """Return an RSS 2.0 feed as WordPress and its kin write it."""
    outlet = context.outlet
    encoding = outlet.encoding if "legacy_encoding" in feed.quirks else "UTF-8"
    items = "".join(rss20_item(context, feed, piece) for piece in pieces)
    newest = max((one.updated_at for one in pieces), default=datetime(2026, 11, 1, tzinfo=UTC))
    text = f"""<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
<title>{escape(feed.title)}</title>
<atom:link href="{escape(context.url(feed.path))}" rel="self" type="application/rss+xml" />
<link>{escape(context.url())}</link>
<description>{escape(outlet.tagline)}</description>
<lastBuildDate>{format_datetime(newest)}</lastBuildDate>
<language>{outlet.language}</language>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>
{items}</channel>
</rss>
"""
    if "broken" in feed.quirks:
        text = break_feed(text)
    return text.encode(
        encoding, "xmlcharrefreplace"
    ), "text/xml" if encoding != "UTF-8" else "application/rss+xml; charset=UTF-8"


def rss20_item(context: Context, feed: OutletFeed, piece: Piece) -> str:
    """Return one item."""
    link = link_of(context, feed, piece)
    parts = [f"<title>{escape(piece.title)}</title>"]
    if link:
        parts.append(f"<link>{escape(link)}</link>")
    parts += [f"<dc:creator><![CDATA[{name}]]></dc:creator>" for name in piece.byline]
    if "no_date" not in piece.feed_quirks:
        parts.append(f"<pubDate>{format_datetime(piece.published_at)}</pubDate>")
    parts += [f"<category><![CDATA[{name}]]></category>" for name in (piece.section, *piece.tags) if name]
    if "one_guid" in feed.quirks:
        parts.append(f'<guid isPermaLink="false">{escape(context.url())}</guid>')
    elif link:
        parts.append(f'<guid isPermaLink="false">{escape(context.url(f"?p={piece.number}"))}</guid>')
    parts.append(f"<description><![CDATA[<p>{escape(piece.summary)}</p>]]></description>")
    if "full_text" in feed.quirks:
        parts.append(f"<content:encoded><![CDATA[{body_html(piece)}]]></content:encoded>")
    return "<item>\n" + "\n".join(parts) + "\n</item>\n"


def break_feed(text: str) -> str:
    """Return the feed as a careless template and a cut connection leave it: every real item can still be read."""
    text = text.replace("<description>", "<description>News & views <br> from ", 1)
    return text[: text.rindex("</channel>")] + "<item"


def render_rss10(context: Context, feed: OutletFeed, pieces: list[Piece]) -> tuple[bytes, str]:
    """Return an RSS 1.0 (RDF) feed: dates in Dublin Core, the link as the item's identity."""
    outlet = context.outlet
    seq = "".join(f'<rdf:li rdf:resource="{escape(link_of(context, feed, one) or "")}"/>' for one in pieces)
    items = "".join(
        f'<item rdf:about="{escape(link_of(context, feed, one) or "")}"><title>{escape(one.title)}</title>'
        f"<link>{escape(link_of(context, feed, one) or '')}</link><description>{escape(one.summary)}</description>"
        f"<dc:date>{one.published_at.isoformat()}</dc:date><dc:subject>{escape(one.section)}</dc:subject>"
        + "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in one.byline)
        + "</item>\n"
        for one in pieces
    )
    return (
        f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="{escape(context.url(feed.path))}"><title>{escape(feed.title)}</title><link>{escape(context.url())}</link>
<description>{escape(outlet.tagline)}</description><dc:language>{outlet.language}</dc:language>
<items><rdf:Seq>{seq}</rdf:Seq></items></channel>
{items}</rdf:RDF>
""".encode(),
        "application/rdf+xml",
    )


def render_atom10(context: Context, feed: OutletFeed, pieces: list[Piece]) -> tuple[bytes, str]:
    """Return an Atom feed: ids that are no addresses, published and updated apart."""
    outlet = context.outlet
    newest = max((one.updated_at for one in pieces), default=datetime(2026, 11, 1, tzinfo=UTC))
    entries = "".join(
        f"<entry><id>tag:{outlet.slug}.example,2026:{one.number}</id><title>{escape(one.title)}</title>"
        f'<link rel="alternate" type="text/html" href="{escape(link_of(context, feed, one) or "")}"/>'
        f"<published>{utc(one.published_at)}</published><updated>{utc(one.updated_at)}</updated>"
        + "".join(f"<author><name>{escape(name)}</name></author>" for name in one.byline)
        + "".join(f'<category term="{escape(name)}"/>' for name in (one.section, *one.tags))
        + f'<summary type="html">{escape(f"<p>{escape(one.summary)}</p>")}</summary></entry>\n'
        for one in pieces
    )
    return (
        f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">
<id>tag:{outlet.slug}.example,2026:feed</id><title>{escape(feed.title)}</title><updated>{utc(newest)}</updated>
<author><name>{escape(outlet.name)}</name></author>
<link rel="self" href="{escape(context.url(feed.path))}"/><link rel="alternate" href="{escape(context.url())}"/>
{entries}</feed>
""".encode(),
        "application/atom+xml; charset=utf-8",
    )


def render_json11(context: Context, feed: OutletFeed, pieces: list[Piece]) -> tuple[bytes, str]:
    """Return a JSON Feed 1.1."""
    items = [
        {
            "id": f"{context.outlet.slug}-{one.number}",
            "url": link_of(context, feed, one),
            "title": one.title,
            "summary": one.summary,
            "content_text": one.summary,
            "date_published": one.published_at.isoformat(),
            **({"date_modified": one.modified_at.isoformat()} if one.modified_at else {}),
            "authors": [{"name": name} for name in one.byline],
            "tags": [one.section, *one.tags],
            "language": context.outlet.language,
        }
        for one in pieces
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": context.url(),
        "feed_url": context.url(feed.path),
        "description": context.outlet.tagline,
        "language": context.outlet.language,
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode(), "application/feed+json"


def render_sitemap_news(context: Context, feed: OutletFeed, pieces: list[Piece]) -> tuple[bytes, str]:
    """Return a Google News sitemap: addresses, titles, times and keywords."""
    outlet = context.outlet
    urls = "".join(
        f"<url><loc>{escape(link_of(context, feed, one) or '')}</loc><lastmod>{one.updated_at.isoformat()}</lastmod><news:news>"
        f"<news:publication><news:name>{escape(outlet.name)}</news:name><news:language>{outlet.language}</news:language>"
        f"</news:publication><news:publication_date>{one.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{escape(one.title)}</news:title><news:keywords>{escape(', '.join(one.tags))}</news:keywords>"
        "</news:news></url>\n"
        for one in pieces
    )
    return (
        f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
{urls}</urlset>
""".encode(),
        "application/xml; charset=utf-8",
    )


FORMATS: dict[str, Callable[[Context, OutletFeed, list[Piece]], tuple[bytes, str]]] = {
    "rss20": render_rss20,
    "rss10": render_rss10,
    "atom10": render_atom10,
    "json11": render_json11,
    "sitemap-news": render_sitemap_news,
}
