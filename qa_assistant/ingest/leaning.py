"""Sentences that lean on the one before: only that one says who "she" is."""

from __future__ import annotations

import re

_OPENS = re.compile(
    r"""[\W\d_]*(?:
    he|she|they|it|his|her|hers|its|their|theirs
    |er|sie|ihr|ihre[mnrs]?|sein|seine[mnrs]?
    |él|ella|ellos|ellas|sus?
    )(?!\w|\.\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_SAYS = re.compile(r"[\"”’'»]\s*,?\s+(?:(?:he|she|they)\s+[a-z]+|[a-z]+\s+(?:he|she|they)\b)")
""""We lost," she said."""


def leans(sentence: str) -> bool:
    """Return whether a sentence begins with a pronoun, or is what a pronoun says."""
    return bool(_OPENS.match(sentence) or _SAYS.search(sentence))
