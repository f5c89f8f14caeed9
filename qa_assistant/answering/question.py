"""Take a question as it was typed."""

from __future__ import annotations

import re

LONGEST_QUESTION = 700
"""Characters of a question that are read; the models see about 2,000 characters of question and passage together."""


def read_question(question: str) -> tuple[str, str | None]:
    """Return the question on one line, at most `LONGEST_QUESTION` characters, and a note for the reader if need be.

    It is empty when there is no word in it.
    """
    # halves of characters, which a shell or JSON may let through, are text to nobody
    words = " ".join(question.encode("utf-8", "replace").decode("utf-8").split())
    if not re.search(r"\w", words):
        return "", "There is no question in that. Ask one in words."
    if len(words) > LONGEST_QUESTION:
        cut = words[:LONGEST_QUESTION].rpartition(" ")[0] or words[:LONGEST_QUESTION]
        return cut, f"The question is {len(words):,} characters long; only the first {len(cut):,} were read."
    letters = [letter for letter in words if letter.isalpha()]
    if sum(letter > "\u024f" for letter in letters) > len(letters) / 2:
        return words, "The models in use read English; questions in other scripts are seldom understood."
    return words, None
