from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.charset import decode_html

RUSSIAN = "Министр сообщил, что новый мост через реку откроют весной, а старый закроют на ремонт до конца года."
ARABIC = "قال الوزير إن الجسر الجديد فوق النهر سيفتح في الربيع وإن القديم سيغلق للصيانة حتى نهاية السنة"
CHINESE = "部长表示，河上的新桥将于春季通车，旧桥将关闭维修至年底。"
JAPANESE = "大臣は、川に架かる新しい橋が春に開通し、古い橋は年末まで修理のため閉鎖されると述べた。"
KOREAN = "장관은 강 위의 새 다리가 봄에 개통되고 낡은 다리는 연말까지 수리를 위해 폐쇄된다고 말했다."
SPANISH = "El ministro señaló que el nuevo puente abrirá en otoño; el antiguo cerrará por reparación."
QUOTED = "“Über uns” – so heißt’s dort…"


def page(text: str, head: str = "") -> str:
    return f"<html><head>{head}<title>x</title></head><body><p>{text}</p><p>{text}</p></body></html>"


DECLARED = {
    "header": (page(RUSSIAN).encode("cp1251"), "text/html; charset=windows-1251", RUSSIAN, "cp1251"),
    "header_quoted": (page(RUSSIAN).encode("cp1251"), 'text/html; charset="windows-1251"', RUSSIAN, "cp1251"),
    "header_x_label": (page(RUSSIAN).encode("cp1251"), "text/html; charset=x-cp1251", RUSSIAN, "cp1251"),
    "meta": (page(RUSSIAN, '<meta charset="koi8-r">').encode("koi8_r"), None, RUSSIAN, "koi8-r"),
    "meta_old": (
        page(ARABIC, '<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">').encode("cp1256"),
        "text/html", ARABIC, "cp1256",
    ),
    "meta_x_label": (page(RUSSIAN, "<meta charset=x-cp1251>").encode("cp1251"), None, RUSSIAN, "cp1251"),
    "xml": (b'<?xml version="1.0" encoding="gb2312"?>' + page(CHINESE).encode("gb18030"), None, CHINESE, "gb18030"),
    "latin1_means_1252": (page(QUOTED).encode("cp1252"), "text/html; charset=ISO-8859-1", QUOTED, "cp1252"),
    "ascii_means_1252": (page(QUOTED).encode("cp1252"), "text/html; charset=us-ascii", QUOTED, "cp1252"),
    "shift_jis": (page(JAPANESE).encode("cp932"), "text/html; charset=Shift_JIS", JAPANESE, "cp932"),
    "euc_kr": (page(KOREAN).encode("cp949"), "text/html; charset=euc-kr", KOREAN, "cp949"),
    "big5": (page("行政院長表示").encode("big5"), "text/html; charset=big5", "行政院長表示", "big5hkscs"),
    "header_before_meta": (page(RUSSIAN, "<meta charset=koi8-r>").encode("cp1251"), "text/html;charset=cp1251", RUSSIAN, "cp1251"),
    "meta_after_unknown_header": (page(RUSSIAN, "<meta charset=cp1251>").encode("cp1251"), "text/html; charset=none", RUSSIAN, "cp1251"),
    "bom_before_all": (codecs.BOM_UTF8 + page(RUSSIAN).encode(), "text/html; charset=koi8-r", RUSSIAN, "utf-8"),
    "bom_utf16": (page(RUSSIAN).encode("utf-16"), "text/html; charset=utf-8", RUSSIAN, "utf-16-le"),
    "bom_utf16_be": (codecs.BOM_UTF16_BE + page(RUSSIAN).encode("utf-16-be"), None, RUSSIAN, "utf-16-be"),
    "header_utf16": (page(RUSSIAN).encode("utf-16-le"), "text/html; charset=utf-16le", RUSSIAN, "utf-16-le"),
    "meta_utf16_is_utf8": (page(RUSSIAN, "<meta charset=utf-16>").encode(), None, RUSSIAN, "utf-8"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "content_type", "text", "codec"), DECLARED.values(), ids=DECLARED)
def test_declaration_is_followed(body: bytes, content_type: str | None, text: str, codec: str) -> None:
    read, used = decode_html(body, content_type)
    assert text in read
    assert used == codec
    assert not read.startswith("\ufeff")


WRONG = {
    "utf8_said_to_be_latin1": (page(RUSSIAN).encode(), "text/html; charset=iso-8859-1", RUSSIAN),
    "utf8_said_to_be_1251": (page(RUSSIAN).encode(), "text/html; charset=windows-1251", RUSSIAN),
    "utf8_said_to_be_gbk": (page(CHINESE).encode(), "text/html; charset=gbk", CHINESE),
    "1251_said_to_be_utf8": (page(RUSSIAN).encode("cp1251"), "text/html; charset=utf-8", RUSSIAN),
    "1251_header_utf8_meta_right": (page(RUSSIAN, "<meta charset=cp1251>").encode("cp1251"), "text/html; charset=utf-8", RUSSIAN),
    "said_to_be_utf16": (page(RUSSIAN).encode(), "text/html; charset=utf-16", RUSSIAN),
    "utf7_is_no_charset": (page(RUSSIAN).encode(), "text/html; charset=utf-7", RUSSIAN),
    "idna_is_no_charset": (page(RUSSIAN).encode(), "text/html; charset=idna", RUSSIAN),
    "escape_is_no_charset": (page(RUSSIAN).encode(), "text/html; charset=unicode_escape", RUSSIAN),
    "base64_is_no_charset": (page(RUSSIAN).encode(), "text/html; charset=base64", RUSSIAN),
}  # fmt: skip


@pytest.mark.parametrize(("body", "content_type", "text"), WRONG.values(), ids=WRONG)
def test_declaration_that_the_bytes_contradict_is_not_followed(body: bytes, content_type: str, text: str) -> None:
    assert text in decode_html(body, content_type)[0]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "utf-8"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (ARABIC, "cp1256"), (CHINESE, "gb18030"),
        (JAPANESE, "cp932"), (JAPANESE, "euc_jp"), (KOREAN, "cp949"), (RUSSIAN, "utf-16-le"), (RUSSIAN, "utf-16-be"),
    ],
)  # fmt: skip
def test_undeclared_charset_is_told_from_the_bytes(text: str, codec: str) -> None:
    assert text in decode_html(page(text).encode(codec))[0]


def test_language_of_the_page_helps() -> None:
    body = page(SPANISH).replace("<html>", '<html lang="es">').encode("cp1252")
    assert SPANISH in decode_html(body)[0]


def test_utf8_with_a_few_broken_bytes_stays_utf8() -> None:
    body = page(RUSSIAN).encode().replace("мост".encode(), "мост".encode()[:-1], 1)
    read, codec = decode_html(body, "text/html; charset=utf-8")
    assert (codec, read.count("\ufffd")) == ("utf-8", 1)


def test_multibyte_text_cut_at_its_end_keeps_its_charset() -> None:
    body = page(CHINESE).encode("gb18030") + "桥".encode("gb18030")[:1]
    assert decode_html(body, "text/html; charset=gb2312")[1] == "gb18030"


@settings(deadline=None)  # a busy machine is no failure
@given(st.binary(max_size=500), st.none() | st.text(max_size=40) | st.from_regex(r"text/html; ?charset=[\w-]{0,12}"))
def test_no_bytes_break_the_reader(body: bytes, content_type: str | None) -> None:
    text, codec = decode_html(body, content_type)
    assert isinstance(text, str)
    codecs.lookup(codec)


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=200))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    body = f"<p>é{text}".encode()
    assert decode_html(body, "text/html; charset=utf-8")[0] == f"<p>é{text}"
