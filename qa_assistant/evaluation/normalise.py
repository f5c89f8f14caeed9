"""Bring answers into the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_DECIMALS = re.compile(r"(?<=\d)[.:](?!\d{3}(?!\d))(?=\d)")
"""The point of "4.5" and the colon of "7:20", not that of thousands: "1.024"."""
_POINT = "\ue000"
"""Stands for both; no mark of punctuation to Unicode, and of no meaning in any text."""
ARTICLES = frozenset({"a", "an", "the"})
MARKERS = re.compile(r"\s*\[\d+\]")


def words(text: str, *, split: bool = False) -> list[str]:
    """Return the words of `text` after SQuAD normalisation: lower case, no punctuation, no a/an/the.

    Punctuation is every Unicode punctuation mark and symbol, so typographic quotes and dashes vanish like plain ones.
    As in SQuAD it is deleted, which joins what it stood between ("five-time" → "fivetime"). With `split` it separates
    instead ("five time", "newton s"), except between two digits, where only a dash separates ("1,024" → "1024").
    """
    text = unicodedata.normalize("NFC", text).lower()
    if split:
        text = re.sub(r"(?<=\d)[.,:/'’](?=\d)", "", text)
    gap = " " if split else ""
    kept = "".join(_kept(character, gap) for character in text)
    return [word for word in kept.split() if word not in ARTICLES]


def _kept(character: str, gap: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":  # invisible: soft hyphens, zero-width spaces, byte order marks
        return ""
    return gap if category[0] in "PS" else character


def without_markers(text: str) -> str:
    """Return `text` without its `[1]`-style citation markers."""
    return MARKERS.sub("", text)


def contains(text: str, phrase: str) -> bool:
    """Tell whether `phrase` occurs in `text`, both normalised, as whole words.

    Whole words: "24" is in "24 points" and "24–10", not in "1924", "24th" or "1.24", nor is "45" in "4.5". It is enough
    that the phrase is found either with punctuation deleted or with punctuation separating: "U.S." finds "US", and
    "Newton" "Newton's".
    A phrase of nothing but articles or punctuation ("A", "%") is looked up as it is written, as a whole word.
    """
    if not words(phrase):
        return re.search(rf"(?<!\w){re.escape(phrase.strip())}(?!\w)", text) is not None
    phrase, text = (_DECIMALS.sub(_POINT, one) for one in (phrase, text))
    sought = [(words(phrase, split=split), words(text, split=split)) for split in (False, True)]
    return any(part and f" {' '.join(part)} " in f" {' '.join(whole)} " for part, whole in sought)


def shared_words(text: str, other: str) -> float:
    """Return the share of the words of `text` that `other` has too, each counted as often as it occurs; 0…1."""
    mine, theirs = Counter(words(text, split=True)), Counter(words(other, split=True))
    return (mine & theirs).total() / mine.total() if mine else 0.0


def token_f1(text: str, gold: str) -> float:
    """Return SQuAD's F1 between the words of `text` and of `gold`; 0…1."""
    mine, theirs = Counter(words(text)), Counter(words(gold))
    shared = (mine & theirs).total()
    return 2 * shared / (mine.total() + theirs.total()) if shared else 0.0
