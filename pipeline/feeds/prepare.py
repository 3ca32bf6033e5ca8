"""Feed bytes to feed text: encoding, leading junk, broken prologs, entities. Before any parser sees them.

Everything that is repaired is said in a warning. What comes out is text that starts with the document's first
element (or JSON value); whether it is a feed is for the parsers to say.
"""

from __future__ import annotations

import codecs
import html
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

SNIFF_BYTES = 2_048  # the prolog and the first tags; nobody declares an encoding later
DETECT_BYTES = 65_536  # enough letters for a statistic, a bounded time on any body
PROLOG_CHARACTERS = 10_000  # of what stands before the first element; only a doctype in it is of use
WIDEST_ENTITY = 2_000  # characters; a declared entity longer than that is an attack, not an abbreviation

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_PROLOG = re.compile(r"\s*<\?[^<>]*\?>|\s*<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<[A-Za-z_]")
_ROOT_OR_COMMENT = re.compile(r"<!--|<[A-Za-z_]")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]+)\s+(?:"((?:[^"%&<]|&#\w{1,7};)*)"|'((?:[^'%&<]|&#\w{1,7};)*)')\s*>""")
_REFERENCE = re.compile(r"&([A-Za-z][\w.-]*);")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Names that mean a superset in practice (WHATWG Encoding Standard, table of labels).
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
}
_MAGIC = (
    (b"\x1f\x8b", "gzip data"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A feed document as text.

    text: from the first element on, without prolog and doctype; for JSON, from the first value on.
    """

    text: str
    encoding: str
    is_json: bool = False
    doctype: str = ""
    warnings: tuple[str, ...] = ()


def prepare_document(body: bytes, content_type: str | None = None) -> Prepared:
    """Return the document as clean text with what had to be repaired. Raises nothing, on any bytes."""
    text, encoding, warnings = _decode(body, content_type)
    text, count = _ILLEGAL.subn("", text)
    if count:
        warnings.append(f"{count} control characters removed")
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped[:1] in ("{", "["):
        return Prepared(text=stripped, encoding=encoding, is_json=True, warnings=tuple(warnings))
    start = _find_root(stripped)
    if start is None:
        return Prepared(text=stripped, encoding=encoding, warnings=tuple(warnings))
    head, document = stripped[:start][:PROLOG_CHARACTERS], stripped[start:]
    junk = _PROLOG.sub("", _DOCTYPE.sub("", head)).strip()
    if junk:
        warnings.append(f"text before the first element skipped: {junk[:40]!r}")
    found = _DOCTYPE.search(head)
    doctype = found.group() if found else ""
    entities = {
        name: one or other for name, one, other in _ENTITY.findall(doctype) if len(one or other) < WIDEST_ENTITY
    }
    if entities:
        document = _resolve_entities(document, entities)
    return Prepared(text=document, encoding=encoding, doctype=doctype, warnings=tuple(warnings))


def describe_bytes(body: bytes, content_type: str | None = None) -> str:
    """Return in a few words what bytes look like, for the message of an error."""
    if not body.strip():
        return "an empty body"
    for mark, kind in _MAGIC:
        if body.startswith(mark):
            return kind
    head = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:SNIFF_BYTES].lower()
    if head.startswith(b"<!doctype html") or b"<html" in head:
        return "an HTML page"
    if head[:1] in (b"{", b"["):
        return "JSON, but no JSON Feed"
    root = re.search(rb"<([a-z_][\w:.-]*)", head)
    if root:
        return f"XML or markup with the root element <{root.group(1).decode('ascii', 'replace')}>"
    printable = head[:40].decode("ascii", "replace").strip()
    return f"text without markup, starting {printable!r}" + (f" ({content_type})" if content_type else "")


def _decode(body: bytes, content_type: str | None) -> tuple[str, str, list[str]]:
    """Return (text, encoding, warnings): by byte order mark, zero pattern, UTF-8, declarations, detection."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name, []
    wide = _sniff_wide(body)
    if wide:
        return body.decode(wide, "replace"), wide, [f"{wide} without a byte order mark"]
    declared = _DECLARED.search(body[:SNIFF_BYTES])
    header = _CHARSET.search(content_type or "")
    names = [declared.group(1).decode("ascii")] if declared else []
    names += [header.group(1)] if header else []
    for name in _in_order_of_trust(names):
        try:
            return body.decode(name), name, []
        except (UnicodeDecodeError, LookupError):
            continue
    known = [name for name in _in_order_of_trust(names) if _is_known(name)]
    if not names or not known or "utf-8" in known:
        damaged = body.decode("utf-8", "replace")
        if damaged.count("\ufffd") <= len(damaged) // 1_000:  # a few bad bytes in UTF-8, not another encoding
            return damaged, "utf-8", ["invalid UTF-8 bytes replaced"]
        guessed = from_bytes(body[:DETECT_BYTES]).best()
        name = guessed.encoding if guessed else "cp1252"
        return body.decode(name, "replace"), name, [f"encoding guessed: {name}"]
    return body.decode(known[0], "replace"), known[0], [f"bytes invalid in {known[0]} replaced"]


def _in_order_of_trust(names: list[str]) -> list[str]:
    """Return the encodings to try: UTF-8 first, for no other text of some length passes for it by chance."""
    folded = [name.lower() for name in names]
    wide = {"utf-16", "utf16", "ucs-2", "utf-32", "utf-16le", "utf-16be"}  # no zero bytes here: the label is wrong
    narrow = [_WIDER.get(name, name) for name in folded if name not in wide]
    if any(
        name.startswith(("utf-7", "iso-2022", "hz")) for name in folded
    ):  # pure ASCII bytes: UTF-8 would pass wrongly
        return [*narrow, "utf-8"]
    return ["utf-8", *narrow]


def _is_known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _sniff_wide(body: bytes) -> str | None:
    """Return UTF-16 or UTF-32 when the first characters carry its zero bytes."""
    head = body[:SNIFF_BYTES].lstrip(b" \t\r\n")
    patterns = (
        (rb"(?:\x00\x00\x00[\x01-\x7f]){2}", "utf-32-be"),
        (rb"(?:[\x01-\x7f]\x00\x00\x00){2}", "utf-32-le"),
        (rb"(?:\x00[\x01-\x7f]){4}", "utf-16-be"),
        (rb"(?:[\x01-\x7f]\x00){4}", "utf-16-le"),
    )
    return next((name for pattern, name in patterns if re.match(pattern, head)), None)


def _find_root(text: str) -> int | None:
    """Return where the first element starts, not counting those in comments of the prolog; None without any."""
    at = 0
    while True:
        found = _ROOT_OR_COMMENT.search(text, at)
        if found is None:
            return None
        if found.group() != "<!--":
            return found.start()
        end = text.find("-->", found.end())
        if end < 0:  # a comment that never ends: the feed may stand in it
            rest = _ROOT.search(text, found.end())
            return rest.start() if rest else None
        at = end


def _resolve_entities(text: str, entities: dict[str, str]) -> str:
    """Return text with the document's own plain entities replaced, as long as it does not grow beyond reason."""
    growth = sum(len(entities.get(name, "")) for name in _REFERENCE.findall(text))
    if growth > 4 * len(text) + WIDEST_ENTITY:
        return text
    return _REFERENCE.sub(
        lambda found: html.escape(entities.get(found.group(1), ""), quote=False) or found.group(), text
    )
