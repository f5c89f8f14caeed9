"""Take a question as it was typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa_assistant.ingest.languages import chances
from qa_assistant.models.languages import ENGLISH

if TYPE_CHECKING:
    from qa_assistant.models.languages import Languages

LONGEST_QUESTION = 700
"""Characters of a question that are read; the models see about 2,000 characters of question and passage together."""
_NAMES = {"en": "English", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "pt": "Portuguese"}
_UNLIKELY = 0.03
"""Probability of all languages that are read, under which a question is taken to be in another one."""
_WORDS = 3
"""Words a guess is made from at least."""


def read_question(question: str, languages: Languages | None = None) -> tuple[str, str | None]:
    """Return the question on one line, at most `LONGEST_QUESTION` characters, and a note for the reader if need be.

    It is empty when there is no word in it. `languages` are those that the models read; None: any.
    """
    # halves of characters, which a shell or JSON may let through, are text to nobody
    words = " ".join(question.encode("utf-8", "replace").decode("utf-8").split())
    if not re.search(r"\w", words):
        return "", "There is no question in that. Ask one in words."
    if len(words) > LONGEST_QUESTION:
        cut = words[:LONGEST_QUESTION].rpartition(" ")[0] or words[:LONGEST_QUESTION]
        return cut, f"The question is {len(words):,} characters long; only the first {len(cut):,} were read."
    if languages is not None and is_foreign(words, languages):
        read = " and ".join(sorted(_NAMES.get(language, language) for language in languages))
        return words, f"The models in use read {read}; questions in other languages are seldom understood."
    return words, None


def is_foreign(question: str, languages: Languages) -> bool:
    """Tell whether a question is surely in none of the languages; False where it is too short to tell.

    Names are left out of the guess: they are in any language.
    """
    letters = [letter for letter in question if letter.isalpha()]
    if languages == ENGLISH and sum(letter > "\u024f" for letter in letters) > len(letters) / 2:
        return True
    first, *others = question.split() or [""]
    words = [first, *(word for word in others if not word[:1].isupper())]
    if len(words) < _WORDS:
        return False
    found = chances(" ".join(words))
    return sum(found.get(language, 0.0) for language in languages) < _UNLIKELY
