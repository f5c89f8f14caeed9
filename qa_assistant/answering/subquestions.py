"""Take a question that asks several things apart, so that each is looked up and answered by itself.

"Who was counted among the dead, and what did he tell the commissioners?" needs two articles, and for the second the
answer to the first.
"""

from __future__ import annotations

import re

_PREPOSITION = r"(?:(?:in|at|on|by|for|to|from|with|of|since|until|under|about|after|before)\s+)?"
_ASKING = r"(?:who|whom|whose|what|when|where|why|how|which)\b"
_RELATIVE = re.compile(rf"^{_PREPOSITION}(?:who|whom|whose|which)\b", re.IGNORECASE)
"""What may also go on about a noun: "the man who faced a judge, and who pleaded not guilty"."""
_JOINT = re.compile(rf"\s*,?\s+and\s+(?={_PREPOSITION}{_ASKING})", re.IGNORECASE)
_VERB = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b"
_OPENING = re.compile(rf"^(?:{_PREPOSITION}{_ASKING}|{_VERB})", re.IGNORECASE)
_TOLD_OF = re.compile(
    rf"^(?:when|where|why|how)\s+(?!{_VERB}|(?:much|many|long|far|old|often|big|large|high|soon|fast|deep|tall|wide|late|early"
    r"|well|badly|serious|likely|come|about)\b"
    rf"|(?!(?:people|they|we|he|she|it|that|this|\w+s)\b)\w+\s+{_VERB})",
    re.IGNORECASE,
)
"""No question, but what one asks about: "what is known of when the gate failed and how the alarm was raised"."""
_NAMES_BOTH = re.compile(
    rf"\b(?:between|compare|known|know|clear|certain|said|say|decided|agreed)\s+(?:{_ASKING}|(?:whether|if)\b)",
    re.IGNORECASE,
)
"""What is asked about several clauses at once: "the difference between what he said and what she said"."""
_LEAST = 3
"""Words of a part at least: "and when" asks for more about the same."""
_MOST = 3
"""Parts looked up at most."""


def subquestions(question: str) -> tuple[str, ...]:
    """Return the parts of a question that asks several things, each as a question; one that asks one thing as it is.

    Later parts may lean on earlier ones: "and what did he say?".
    """
    first, *more = parts = [part.strip(" ,?") for part in _JOINT.split(question)]
    is_several = (
        1 < len(parts) <= _MOST
        and all(len(part.split()) >= _LEAST and _OPENING.search(part) for part in parts)
        and not _NAMES_BOTH.search(first)
        and not any(_TOLD_OF.search(part) for part in more)
        and not (_RELATIVE.search(first) and any(_RELATIVE.search(part) for part in more))
    )
    return tuple(f"{part[0].upper()}{part[1:]}?" for part in parts) if is_several else (question,)
