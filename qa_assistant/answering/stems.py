"""Words and names without what differs between their forms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "edly", "ies", "ied", "ers", "ed", "es", "er", "ly", "s")
IRREGULAR = {
    "met": "meet", "won": "win", "lost": "lose", "losing": "lose", "bought": "buy", "sold": "sell", "made": "make",
    "took": "take", "taken": "take", "gave": "give", "given": "give", "went": "go", "gone": "go", "came": "come",
    "began": "begin", "begun": "begin", "became": "become", "grew": "grow", "grown": "grow", "wrote": "write",
    "written": "write", "knew": "know", "known": "know", "led": "lead", "held": "hold", "kept": "keep", "left": "leave",
    "built": "build", "sent": "send", "spent": "spend", "paid": "pay", "said": "say", "told": "tell", "found": "find",
    "fell": "fall", "fallen": "fall", "rose": "rise", "risen": "rise", "ran": "run", "saw": "see", "seen": "see",
    "spoke": "speak", "spoken": "speak", "stood": "stand", "thought": "think", "brought": "bring", "caught": "catch",
    "taught": "teach", "fought": "fight", "died": "die", "dying": "die", "dead": "die", "death": "die",
    "drew": "draw", "drawn": "draw", "chose": "choose", "chosen": "choose", "broke": "break", "broken": "break",
    "women": "woman", "men": "man", "children": "child", "people": "person", "countries": "country",
}  # fmt: skip


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a word of lower case without its common endings, so that its forms are equal."""
    if word.endswith("'s"):
        word = word[:-2]
    word = IRREGULAR.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeioulsz":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "ey" else word


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """Return a name in lower case without accents, dots and possessive ending."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"'s?$", "", plain.replace("’", "'").lower()).replace(".", "")
