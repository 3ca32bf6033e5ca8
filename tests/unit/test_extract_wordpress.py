"""A WordPress magazine page: the article comes out alone. The seed case, where its text is at hand, and a made-up twin."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from pipeline.extract.article import extract_article
from pipeline.records import Article, Page

SEED = Path("/work/shared/seed_article.txt")
FURNITURE = (
    "Related Articles", "Leave a Reply", "Your email address", "Required fields", "Back to top button", "Facebook",
    "WhatsApp", "Post Comment", "A storm closes three ports", "Save my name", "Home",
)  # fmt: skip

TWIN_TITLE = "Karimabad to open a joint river police unit with its neighbours: Dara Mehsud"
TWIN = [
    "Karimabad : On Monday, Interior Minister Dara Mehsud announced a joint river police unit that will guard the ferries "
    "between the two banks of the Sarband.",
    "He spoke at the headquarters of the neighbouring country’s coast guard, where he was received by its commander, "
    "Admiral Li Wen, and other senior officers.",
    "Both sides agreed to share the names of known smugglers and to meet every four months until the unit is at full "
    "strength, according to a statement of the ministry.",
    "“Our rivers are roads, and roads need police,” the minister said.",
    "The delegation included the provincial police chief, two judges and the director of the harbour, Sohail Anwar Beg.",
]


def wordpress_page(section: str, title: str, paragraphs: list[str]) -> str:
    """Return a magazine theme's page around a text: menus, share bar, related posts, comment form, back-to-top."""
    body = "\n".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    share = "".join(
        f'<a href="#{one}" class="share-button {one.lower()}-share-button"><span class="screen-reader-text">{one}</span></a>'
        for one in ("Facebook", "X", "LinkedIn", "WhatsApp", "Telegram", "Share via Email", "Print")
    )
    related = "".join(
        f'<div class="related-item"><a href="/p/{number}"><img alt=""></a><h3 class="post-title"><a href="/p/{number}">{one}'
        '</a></h3><div class="post-meta"><span class="date meta-item">2 weeks ago</span></div></div>'
        for number, one in enumerate(("A storm closes three ports", "Wheat prices fall again", "New tram line delayed"))
    )
    return f"""<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8"><title>{escape(title)} - The Valley Post</title>
<link rel="canonical" href="https://valleypost.example/2025/07/30/a-unit/"><meta property="og:site_name" content="The Valley Post">
<meta property="og:title" content="{escape(title)} - The Valley Post"></head>
<body class="post-template-default single single-post wp-singular">
<header id="theme-header"><nav id="main-nav"><ul id="menu" class="menu"><li><a href="/">Home</a></li><li><a href="/world">World</a>
</li><li><a href="/sport">Sport</a></li></ul></nav></header>
<div id="content" class="site-content container"><div class="tie-row main-content-row"><div class="main-content tie-col-md-8">
<article id="the-post" class="container-wrapper post-content tie-standard">
<header class="entry-header-outer"><nav id="breadcrumb"><a href="/">Home</a><em>/</em><a href="/category/{section.lower()}">
{section}</a></nav><div class="entry-header"><span class="post-cat-wrap"><a class="post-cat tie-cat-4"
href="https://valleypost.example/category/{section.lower()}/">{section}</a></span>
<h1 class="post-title entry-title">{escape(title)}</h1>
<div class="single-post-meta post-meta clearfix"><span class="date meta-item">July 30, 2025</span></div></div></header>
<div class="entry-content entry clearfix">{body}</div>
<div id="post-extra-info"></div>
<div id="share-buttons-bottom" class="share-buttons share-buttons-bottom"><div class="share-links">{share}</div></div>
</article>
<div class="post-components"><div id="related-posts" class="container-wrapper has-extra-post"><div class="mag-box-title
the-global-title"><h3>Related Articles</h3></div><div class="related-posts-list">{related}</div></div>
<div id="comments" class="comments-area"><div id="add-comment-block" class="container-wrapper"><div id="respond"
class="comment-respond"><h3 id="reply-title" class="comment-reply-title the-global-title">Leave a Reply</h3><form
action="/wp-comments-post.php" class="comment-form"><p class="comment-notes"><span id="email-notes">Your email address will not
be published.</span> <span class="required-field-message">Required fields are marked <span class="required">*</span></span></p>
<p class="comment-form-comment"><label for="comment">Comment</label><textarea id="comment"></textarea></p><p><label>Save my name
in this browser for the next time I comment.</label></p><p><input type="submit" value="Post Comment"></p></form></div></div></div>
</div></div></div></div>
<footer id="footer"><p>© The Valley Post 2025. All rights reserved.</p></footer>
<a id="go-to-top" class="go-to-top-button" href="#go-to-tie-body"><span class="screen-reader-text">Back to top button</span></a>
</body></html>"""


def assert_article_alone(article: Article, title: str, section: str, place: str, paragraphs: list[str]) -> None:
    assert article.title == title
    assert article.section == section
    assert article.dateline_place == place
    assert article.text.split("\n") == paragraphs
    assert article.language == "en"
    assert article.is_article
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2025-07-30"
    assert not [one for one in FURNITURE if one in article.text]


def test_wordpress_page_gives_its_article_and_none_of_its_furniture() -> None:
    page = Page(
        html=wordpress_page("Valley", TWIN_TITLE, TWIN).encode(), url="https://valleypost.example/2025/07/30/a-unit/"
    )
    assert_article_alone(extract_article(page), TWIN_TITLE, "Valley", "Karimabad", TWIN)


@pytest.mark.skipif(not SEED.exists(), reason="the seed article stands beside a working checkout only")
def test_seed_article_comes_out_exactly() -> None:
    section, title, *rest = [line.strip() for line in SEED.read_text().split("\n") if line.strip()]
    paragraphs = rest[: rest.index("Related Articles")]
    page = Page(
        html=wordpress_page(section, title, paragraphs).encode(), url="https://valleypost.example/2025/07/30/a-unit/"
    )
    article = extract_article(page)
    assert_article_alone(article, title, "Pakistan", "Islamabad", paragraphs)
    assert article.text.startswith("Islamabad : On Wednesday, ")
    assert article.text.endswith("Ali Nasir Rizvi.")
