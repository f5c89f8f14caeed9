"""Encodings: what an editor wrote is what is read."""

from __future__ import annotations

import codecs

import pytest

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.decoding import decode

TEXT = "“Grain” – €40 a ton,” said the café’s owner…"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (TEXT.encode(), TEXT),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT),
        (TEXT.encode("utf-16"), TEXT),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT),
        (TEXT.encode("utf-16-le"), TEXT),
        (TEXT.encode("utf-16-be"), TEXT),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT),
        (TEXT.encode("cp1252"), TEXT),
        (b"\x93No,\x94 he said \x97 for \x8040.", "“No,” he said — for €40."),
        (b"It\x92s.", "It’s."),
        (b"caf\xe9", "café"),
        (b"L\xb4homme a \xe9t\xe9 arr\xeat\xe9 pr\xe8s de la gare.", "L´homme a été arrêté près de la gare."),
        (b"Mr. M\xfcller paid 3\xb5 and 1\xbd.", "Mr. Müller paid 3µ and 1½."),
    ],
)
def test_text_is_decoded_whatever_its_encoding(data: bytes, text: str) -> None:
    assert decode("a.txt", data) == text


def test_cyrillic_is_not_taken_for_western_text() -> None:
    text = "Президент России прибыл в Иран во вторник. Он встретился там с президентом Ирана."

    assert decode("a.txt", text.encode("cp1251")) == text


def test_nothing_but_the_byte_order_mark_is_taken_away() -> None:
    text = "\r\n  First line\r\nsecond line\rthird\n\n\t"

    assert decode("a.txt", codecs.BOM_UTF8 + text.encode()) == text


def test_utf8_that_was_cut_within_a_character_stays_utf8() -> None:
    assert decode("a.txt", "“Oui”, a-t-il dit à la presse — “non”".encode()[:-1]).startswith("“Oui”, a-t-il dit à la")


def test_a_declared_encoding_is_used_where_it_fits() -> None:
    assert decode("a.html", "Łódź".encode("cp1250"), declared="windows-1250") == "Łódź"


@pytest.mark.parametrize("declared", ["utf-16", "no-such-encoding", "rot13", "utf-8"])
def test_a_declared_encoding_that_cannot_be_is_passed_over(declared: str) -> None:
    assert decode("a.html", TEXT.encode("cp1252"), declared=declared) == TEXT


def test_a_mark_that_promises_another_encoding_is_reported() -> None:
    with pytest.raises(ArticleError, match="begins as utf-16"):
        decode("a.txt", codecs.BOM_UTF16_LE + b"odd")
