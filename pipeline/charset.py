"""Bytes of a page to text: by BOM, HTTP header, meta or XML declaration, then by the bytes themselves.

Pure. Labels follow the WHATWG Encoding Standard (latin-1 means windows-1252). A declaration is believed unless the
bytes contradict it: servers put their default charset before pages that are plainly in another.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

MAX_DAMAGE_RATIO: Final = (
    0.2  # of non-ASCII characters: UTF-8 cut or pasted into has a few broken ones, others have most
)
SAMPLE_BYTES: Final = 32 * 2**10  # detection costs milliseconds a KiB and is sure long before
FALLBACK: Final = "cp1252"  # WHATWG's own, for most locales

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# WHATWG labels that Python's codecs do not know.
_LABELS: Final = {
    "unicode-1-1-utf-8": "utf-8",
    "unicode11utf8": "utf-8",
    "unicode20utf8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "x-user-defined": "cp1252",
    "x-x-big5": "big5hkscs",
    "x-gbk": "gb18030",
    "chinese": "gb18030",
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-8-e": "iso8859_8",
    "logical": "iso8859_8",
    "visual": "iso8859_8",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ukrainian": "mac_cyrillic",
    "koi": "koi8_r",
    "koi8": "koi8_r",
    "koi8-ru": "koi8_u",
    "korean": "cp949",
    "windows-949": "cp949",
}
_MULTIBYTE: Final = frozenset(
    {"gb18030", "big5hkscs", "big5", "cp949", "cp932", "euc_jp", "shift_jis", "iso2022_jp", "johab"}
)
_PAGE_CODECS: Final = re.compile(
    r"utf-(?:8|16|32)(?:-(?:sig|le|be))?|cp\d+|iso8859-\d+|koi8-[rtu]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*"
    r"|iso2022_\w+|hz|johab|tis-620|ascii|kz1048|ptcp154|hp-roman8"
)
_LABEL_IN_HEADER: Final = re.compile(r"""charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_LABEL_IN_MARKUP: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_MARKUP: Final = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_HTML_LANGUAGE: Final = re.compile(rb"""<html[^>]*?\slang\s*=\s*["']?([a-z]{2})""", re.IGNORECASE)
# Scripts that only one charset gives from the bytes: kana are a third of Japanese, syllables all of Korean.
_KANA: Final = re.compile("[\u3040-\u30ff]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_SCRIPTS: Final = (("euc_jp", _KANA, 0.25), ("cp932", _KANA, 0.25), ("euc_kr", _HANGUL, 0.6))
# What a page of that language was written in before UTF-8 (WHATWG 13.2.3.2, step 9).
_LANGUAGE_CODECS: Final = {
    b"ru": "cp1251", b"uk": "cp1251", b"be": "cp1251", b"bg": "cp1251", b"mk": "cp1251", b"sr": "cp1251",
    b"kk": "cp1251", b"ky": "cp1251", b"tg": "cp1251", b"ar": "cp1256", b"ur": "cp1256", b"fa": "cp1256",
    b"el": "cp1253", b"he": "cp1255", b"tr": "cp1254", b"az": "cp1254", b"th": "cp874", b"vi": "cp1258",
    b"lt": "cp1257", b"lv": "cp1257", b"et": "cp1257", b"pl": "cp1250", b"cs": "cp1250", b"sk": "cp1250",
    b"hu": "cp1250", b"hr": "cp1250", b"sl": "cp1250", b"ro": "cp1250", b"ko": "cp949",
    b"es": "cp1252", b"fr": "cp1252", b"de": "cp1252", b"pt": "cp1252", b"it": "cp1252", b"nl": "cp1252",
    b"sv": "cp1252", b"da": "cp1252", b"no": "cp1252", b"nb": "cp1252", b"fi": "cp1252", b"is": "cp1252",
}  # fmt: skip


def decode_html(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """Return the text of a page and the name of the Python codec it was read with.

    body: bytes with the content-encoding undone. content_type: the HTTP header, if there was one.
    Never raises: what does not decode becomes U+FFFD.
    """
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace"), codec
    for declared in (_codec_of_header(content_type), _codec_of_markup(body)):
        if declared is not None:
            text = _decode_as(body, declared)
            if text is not None:
                return text
    return _decode_undeclared(body)


def _decode_as(body: bytes, codec: str) -> tuple[str, str] | None:
    """Return the text as declared, as UTF-8 where the bytes plainly are that, or None where they contradict."""
    if codec == "utf-8":
        return _decode_damaged_utf8(body)
    if codec in _MULTIBYTE:
        try:
            return body.decode(codec), codec
        except UnicodeDecodeError as error:
            if _is_utf8_text(body):
                return body.decode("utf-8"), "utf-8"
            if error.start < len(body) - 4 and _damage_ratio(text := body.decode(codec, "replace")) > MAX_DAMAGE_RATIO:
                return None
            return body.decode(codec, "replace") if error.start >= len(body) - 4 else text, codec
    if codec.startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
        return (body.decode(codec, "replace"), codec) if b"\0" in body[:200] else None
    if _is_utf8_text(body):  # by chance, legacy text is not
        return body.decode("utf-8"), "utf-8"
    return body.decode(codec, "replace"), codec


def _decode_damaged_utf8(body: bytes) -> tuple[str, str] | None:
    text = body.decode("utf-8", "replace")
    return (text, "utf-8") if _damage_ratio(text) <= MAX_DAMAGE_RATIO else None


def _decode_undeclared(body: bytes) -> tuple[str, str]:
    codec = _guess_utf16(body)  # first: its bytes may all be ASCII
    if codec is None:
        utf8 = _decode_damaged_utf8(body)
        if utf8 is not None:
            return utf8
        codec = _guess_by_language(body) or _guess_by_bytes(body) or FALLBACK
    return body.decode(codec, "replace"), codec


def _guess_utf16(body: bytes) -> str | None:
    head = body[:64]
    if head[1::2].count(0) * 2 > len(head[1::2]) > 4:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) * 2 > len(head[0::2]) > 4 else None


def _guess_by_language(body: bytes) -> str | None:
    found = _HTML_LANGUAGE.search(body[:4096])
    return _LANGUAGE_CODECS.get(found.group(1).lower()) if found else None


def _guess_by_bytes(body: bytes) -> str | None:
    text = b" ".join(_MARKUP.sub(b" ", body[: 8 * SAMPLE_BYTES]).split())
    first = next((position for position, byte in enumerate(text) if byte > 127), 0)
    sample = text[max(0, first - 200) : first + SAMPLE_BYTES]
    for codec, script, least in _SCRIPTS:
        if _share_of_script(sample, codec, script) > least:
            return resolve_encoding(codec)
    best = from_bytes(sample).best()
    return resolve_encoding(best.encoding) if best is not None else None


def _share_of_script(sample: bytes, codec: str, script: re.Pattern[str]) -> float:
    """Return the share of a script in the non-ASCII characters of a sample; 0 when it is not in that codec."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:  # else the sample ends within a character
            return 0.0
        text = sample[: error.start].decode(codec)
    wide = sum(1 for char in text if char > "\x7f")
    return len(script.findall(text)) / wide if wide else 0.0


def _is_utf8_text(body: bytes) -> bool:
    if body.isascii():
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _damage_ratio(text: str) -> float:
    if text.isascii():
        return 0.0
    broken = text.count("\ufffd")
    if not broken:
        return 0.0
    return broken / sum(1 for char in text if char > "\x7f")


def _codec_of_header(content_type: str | None) -> str | None:
    if not content_type:
        return None
    found = _LABEL_IN_HEADER.search(content_type)
    special = _LABELS.get(found.group(1).lower()) if found else None
    return _usable(special or http_content_type_encoding(content_type))


def _codec_of_markup(body: bytes) -> str | None:
    codec = html_body_declared_encoding(body)
    if codec is None:
        found = _LABEL_IN_MARKUP.search(body[:4096])
        label = found.group(1).decode("ascii", "replace").lower() if found else ""
        codec = _LABELS.get(label) or _windows_label(label)
    # A declaration that could be read as ASCII is not in UTF-16, whatever it says (WHATWG 13.2.3.3).
    return "utf-8" if codec and codec.startswith(("utf-16", "utf-32")) else _usable(codec)


def _windows_label(label: str) -> str | None:
    found = re.fullmatch(r"(?:x-)?cp-?(125\d)", label)
    return f"cp{found.group(1)}" if found else None


def _usable(codec: str | None) -> str | None:
    """Return a codec that pages are written in; Python has others (base64, idna, unicode_escape)."""
    if codec is None:
        return None
    try:
        name = codecs.lookup(codec).name
    except LookupError:
        return None
    return name if _PAGE_CODECS.fullmatch(name) else None
