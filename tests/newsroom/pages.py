"""Which page an outlet shows for a piece, and the pages that are no articles: home pages and listings."""

from __future__ import annotations

from html import escape

from newsroom.content import Piece
from newsroom.themes import (
    Context,
    amp_path,
    feed_links,
    render_amp,
    render_graph,
    render_magazine,
    render_plain,
    render_tables,
    render_twin,
)

__all__ = ["THEMES", "Context", "amp_path", "feed_links", "render_amp", "render_home", "render_piece"]

THEMES = {
    "magazine": render_magazine,
    "graph": render_graph,
    "tables": render_tables,
    "plain": render_plain,
    "twin": render_twin,
}


def render_piece(context: Context, piece: Piece) -> str:
    """Return the page at a piece's address: an article in the outlet's theme, or the listing that poses as one."""
    if piece.kind == "listing":
        return render_listing(context, piece.title, context.others(piece, len(context.pieces)))
    return THEMES[context.outlet.theme](context, piece)


def render_home(context: Context) -> str:
    """Return the outlet's front page, with its feeds to discover."""
    return render_listing(context, context.outlet.name, [one for one in context.pieces if one.kind != "robots"])


def render_listing(context: Context, title: str, pieces: list[Piece]) -> str:
    """Return a page of teasers: links, dates, a line each, and pages to turn."""
    outlet, url = context.outlet, context.url
    teasers = "".join(
        f'<div class="teaser"><h2><a href="{url(one.path)}">{escape(one.title)}</a></h2>'
        f'<span class="date">{one.published_at:%Y-%m-%d}</span><p>{escape(one.summary[:90])}…</p></div>\n'
        for one in pieces
    )
    menu = "".join(f'<a href="{url("topic/" + str(i))}">{escape(name)}</a> ' for i, name in enumerate(outlet.menu))
    return f"""<!DOCTYPE html>
<html lang="{outlet.language}" dir="{outlet.direction}"><head>
<meta http-equiv="Content-Type" content="text/html; charset={outlet.encoding}">
<title>{escape(title)}</title><meta property="og:type" content="website">
<meta name="description" content="{escape(outlet.tagline)}">
{"".join(feed_links(outlet, url))}<link rel="icon" href="{url("favicon.ico")}"></head>
<body><header><a href="{url()}">{escape(outlet.name)}</a> <nav>{menu}</nav></header>
<h1>{escape(title)}</h1>
<main class="archive">{teasers}</main>
<nav class="pagination"><span>1</span> <a href="{url("?page=2")}">2</a> <a href="{url("?page=3")}">3</a></nav>
<footer>{escape(outlet.name)}</footer></body></html>
"""
