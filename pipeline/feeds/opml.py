"""Feed lists as OPML 2.0, the format in which feed readers exchange subscriptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.errors import BadInput
from pipeline.feeds.prepare import describe_bytes, prepare_document
from pipeline.feeds.rows import FeedRow
from pipeline.feeds.text import absolute_url, plain_text
from pipeline.feeds.wellform import repair_markup

# Attributes of our own; readers skip what they do not know.
OWN_ATTRIBUTES = ("country", "kind", "include", "exclude")


def read_opml(data: bytes) -> list[FeedRow]:
    """Return the feeds of an OPML document, in order, each address once; folders give the kind.

    Raises BadInput when the bytes are no OPML or hold no feed.
    """
    document = prepare_document(data)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(repair_markup(document.text).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or str(root.tag).lower() != "opml":
        raise BadInput(f"this is no OPML but {describe_bytes(data)}; export the list from your reader as OPML")
    rows: dict[str, FeedRow] = {}
    for row in _read_outlines(root, None):
        rows.setdefault(row.url, row)
    if not rows:
        raise BadInput('this OPML lists no feeds: no outline has an "xmlUrl"; export it with its subscriptions')
    return list(rows.values())


def write_opml(rows: Iterable[FeedRow]) -> bytes:
    """Return the feeds as OPML 2.0 in UTF-8, a folder per kind; `read_opml` reads the same rows back, by folder."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Dateline feeds"
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for row in rows:
        parent = body
        if row.kind:
            if row.kind not in folders:
                folders[row.kind] = etree.SubElement(body, "outline", text=_clean(row.kind))
            parent = folders[row.kind]
        attributes = {"type": "rss", "text": row.name, "title": row.name, "xmlUrl": row.url, "htmlUrl": row.site}
        attributes |= {"language": row.language} | {name: getattr(row, name) for name in OWN_ATTRIBUTES}
        etree.SubElement(parent, "outline", {key: _clean(value) for key, value in attributes.items() if value})
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _read_outlines(parent: etree._Element, folder: str | None) -> Iterator[FeedRow]:
    """Yield the feeds below an element, depth first; lxml's own limit bounds the depth."""
    for element in parent:
        if not isinstance(element.tag, str):
            continue
        fields = {str(key).lower(): str(value).strip() for key, value in element.attrib.items()}
        name = plain_text(fields.get("title") or fields.get("text"))
        url = absolute_url((fields.get("xmlurl") or "").replace("feed://", "http://", 1), None)
        if url:
            yield FeedRow(
                name=name or url,
                url=url,
                site=absolute_url(fields.get("htmlurl"), None),
                country=(fields.get("country") or "").upper() or None,
                language=(fields.get("language") or "").lower() or None,
                kind=fields.get("kind") or folder,
                include=fields.get("include") or None,
                exclude=fields.get("exclude") or None,
            )
        yield from _read_outlines(element, name if element.tag.lower() == "outline" and not url else folder)


def _clean(text: str) -> str:
    """Return text without the control characters that XML forbids."""
    return "".join(one for one in text if one >= " " or one in "\t\n")
