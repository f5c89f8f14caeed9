"""Bytes → text, whatever encoding an editor once chose."""

from __future__ import annotations

import codecs
import re

from qa_assistant.errors import ArticleError

# UTF-32 first: its little-endian mark begins with the one of UTF-16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROL = 0.02
"""Above this share of control characters a file is not text."""

_SIGN_IN_WORD = re.compile(r"[^\W\d_][\u0080-\u009f¡-©«-³¶¸»-¿×÷][^\W\d_]|[^\W\d_mM][³¹]|£[a-z]{2}")
"""A sign within a word, such as a fraction or a currency: the mark of a text decoded with the wrong 8-bit table."""

_NO_ENCODINGS = ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "unicode_escape", "raw_unicode_escape")
"""What Python decodes by these names is not how a page was written."""

_MOST_ACCENTS = 0.3
"""Western European words have at most this share of accented letters; Cyrillic or Greek read as Western have more."""


def decode(file: str, data: bytes, declared: str | None = None) -> str:
    """Return the text of `data` without its byte order mark; nothing else is changed.

    `declared` is the encoding the file itself names; it is used where it fits.

    Raises:
        ArticleError: the bytes are empty or not text.
    """
    if not data:
        raise ArticleError(file, "is empty")
    text = _marked(file, data)
    if text is None:
        text = _unmarked(file, data, declared)
    if not text.strip("\ufeff\u200b \t\r\n\f\v\xa0"):
        raise ArticleError(file, "holds nothing but white space")
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise ArticleError(file, "is not text: binary data under the name of a text file")
    return text


def _marked(file: str, data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise ArticleError(file, f"begins as {encoding} but goes on as something else; save it anew") from error
    return None


def _unmarked(file: str, data: bytes, declared: str | None) -> str:
    if b"\0" in data:
        text = _utf16(data)
        if text is None:
            raise ArticleError(file, "is not text: binary data under the name of a text file")
        return text
    # UTF-8 proves itself: text of another encoding practically never fits its rules
    for encoding in ("utf-8", *_western(declared)):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    damaged = _damaged_utf8(data)
    return damaged if damaged is not None else _eight_bit(file, data)


def _western(declared: str | None) -> tuple[str, ...]:
    if declared is None:
        return ()
    try:
        name = codecs.lookup(declared).name
    except (LookupError, ValueError):
        # ValueError: a name with a zero byte in it
        return ()
    if name.startswith("utf") or name in _NO_ENCODINGS:
        # a name that can be read byte by byte is not that of UTF-16; UTF-8 is tried anyway
        return ()
    # browsers read Latin-1 and ASCII as Windows-1252, so that is what pages mean by it
    return ("cp1252",) if name in ("iso8859-1", "ascii") else (name,)


def _utf16(data: bytes) -> str | None:
    """Return UTF-16 without a mark: every second byte of Western text is zero."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 or max(even, odd) < 0.3 * len(data) / 2 or min(even, odd) > 0.05 * len(data) / 2:
        return None
    try:
        return data.decode("utf-16-le" if odd > even else "utf-16-be")
    except UnicodeDecodeError:
        return None


def _damaged_utf8(data: bytes) -> str | None:
    """Return UTF-8 in which a few bytes were lost or cut, with a replacement character for each."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    intact = sum(1 for character in text if character > "\x7f") - broken
    return text if intact >= 4 * broken else None


def _eight_bit(file: str, data: bytes) -> str:
    """Return Windows-1252 where it reads like words, else what charset-normalizer makes of the bytes."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and _reads_western(text):
        return text
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise ArticleError(file, "is in an encoding that cannot be told; save it as UTF-8")
    return str(best)


def _reads_western(text: str) -> bool:
    letters = sum(1 for character in text if character.isalpha())
    accents = sum(1 for character in text if "À" <= character <= "ÿ")
    return accents <= _MOST_ACCENTS * max(letters, 1) and not _SIGN_IN_WORD.search(text)
