"""What models want to be told before a text, where their own settings do not say it."""

from __future__ import annotations

import re

BGE_QUESTION = "Represent this sentence for searching relevant passages: "
"""What the bge English models expect before a question (their model cards)."""

_FAMILIES = (
    (re.compile(r"(?:^|[/_-])e5-(?!.*instruct)", re.IGNORECASE), {"query": "query: ", "document": "passage: "}),
    (re.compile(r"(?:^|/)bge-\w+-en", re.IGNORECASE), {"query": BGE_QUESTION, "document": ""}),
)
"""By their names; what the model cards of the families say."""


def prompts_of(name: str) -> dict[str, str]:
    """Return what goes before a question (`query`) and a passage (`document`), by the name of the model; or nothing."""
    return next((dict(prompts) for family, prompts in _FAMILIES if family.search(name)), {})
