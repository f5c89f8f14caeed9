"""What a document's properties say, without what programs write there on their own."""

from __future__ import annotations

import re

_MADE_BY_PROGRAM = re.compile(
    r"microsoft (?:word|powerpoint|excel|publisher)\b.*|(?:word|print|full page|slide)? ?(?:document|presentation)\d*"
    r"|untitled.*|(?:sin|senza|sem|ohne|sans) (?:t[ií]tulo|titolo|titel|titre).*|dokument ?\d*|documento?\s?\d*"
    r"|powerpoint.*|title|no title|layout \d+"
    r"|.*\.(?:docx?|dotx?|indd|qxp|qxd|pdf|rtf|odt|tmp|html?|pages|tex|dvi|e?ps|pptx?|txt)"
    r"|\W*|[\W\d_]+|[0-9a-f-]{16,}|about:blank|https?://.*",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:user|admin(?:istrator)?|root|owner|author|unknown|anonymous|default|guest|test|pc|hp|dell|lenovo|acer|asus"
    r"|(?:microsoft )?office(?: user)?|microsoft|windows(?: user)?|python-docx|apache poi|calibre|scanner|canon|xerox"
    r"|epson)[\s\d]*|\W*|.*@.*|.*\.(?:com|org|net|exe)",
    re.IGNORECASE,
)
_LONGEST = 300


def property_title(title: str | None) -> str | None:
    """Return a title that somebody wrote; None for file names, `Microsoft Word - x.doc`, `Untitled` and the like."""
    words = _one_line(title)
    return None if _MADE_BY_PROGRAM.fullmatch(words) else words


def property_author(author: str | None) -> str | None:
    """Return an author who is a person or a publisher; None for `Administrator`, `user` and names of programs."""
    words = _one_line(author)
    return None if _NOBODY.fullmatch(words) else words


def _one_line(value: str | None) -> str:
    readable = "".join(character if character.isprintable() else " " for character in (value or "")[: 2 * _LONGEST])
    return " ".join(readable.split())[:_LONGEST]
