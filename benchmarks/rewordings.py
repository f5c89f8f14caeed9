"""Rewordings: quotes as they stand in articles, each with sentences that it proves and near misses that it does not.

Written for this project; `benchmarks/rewordings` holds files of blocks with an empty line between them:

    S the quote, one or two sentences
    T a sentence that it proves
    F a sentence that it does not prove
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal

from benchmarks.corruptions import Around, corruptions
from benchmarks.rewrites import rewrites
from benchmarks.sets import ROOT, number_of
from qa_assistant.answering.values import values
from qa_assistant.errors import EvalCaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = ROOT / "benchmarks" / "rewordings"
OTHERS, WRONG = 5, 2
"""Other quotes that words are taken from to make one wrong; wrong sentences made of one."""

Part = Literal["train", "dev", "test"]
"""`train` is for the support model, `dev` for the trees that its verdict is joined with others in."""


@dataclass(frozen=True, slots=True)
class Rewording:
    """A sentence beside a quote."""

    sentence: str
    quote: str
    is_proved: bool

    @property
    def part(self) -> Part:
        """What it may be used for; all sentences beside one quote for the same."""
        number = number_of(self.quote) % 8
        return "test" if number == 0 else "dev" if number == 4 else "train"


def read_rewordings(files: str = "") -> list[Rewording]:
    """Return those in the files of these letters, such as `abc`, or all of them, in the order of the files.

    Raises:
        EvalCaseError: a line begins with none of the three letters, or a block with no quote.
    """
    found = []
    for file in sorted(FOLDER.glob(f"[{files}]*.txt" if files else "*.txt")):
        for block in re.split(r"\n\s*\n", file.read_text("utf-8").strip()):
            first, *rest = (line.strip() for line in block.splitlines())
            if not first.startswith("S ") or any(line[:2] not in ("T ", "F ") for line in rest):
                raise EvalCaseError(f"{file.name}: {first!r}: a block is a line S, then lines T and F")
            found += [Rewording(line[2:], first[2:], line[0] == "T") for line in rest]
    return found


def changed_by_rules(rewordings: Sequence[Rewording]) -> list[Rewording]:
    """Return more sentences beside the quotes: as they stand, said otherwise, and these or written ones made wrong.

    What people write to mislead is mostly in the quote's own words; without these, to be in them would be to be wrong.
    """
    written: dict[str, list[str]] = {}
    for one in rewordings:
        written.setdefault(one.quote, []).extend([one.sentence] * one.is_proved)
    pools: dict[str, list[str]] = {}
    for quote in written:
        for value in values(quote):
            pools.setdefault(value.kind, []).append(value.text)
    quotes, found = list(written), list[Rewording]()
    for quote, proved in written.items():
        chance = Random(quote)
        around = Around(chance.sample(quotes, min(OTHERS, len(quotes))), pools, "dev")
        said = [text for _, text in rewrites(quote, chance)]
        starts = [quote, *chance.sample(proved, min(1, len(proved)))]
        wrong = [text for start in starts for text in _made_wrong(start, around, chance)]
        found += [Rewording(text, quote, is_proved=True) for text in (quote, *said)]
        found += [Rewording(text, quote, is_proved=False) for text in wrong]
    return found


def _made_wrong(sentence: str, around: Around, chance: Random) -> list[str]:
    # a sentence about other things teaches nothing
    able = [text for kind, text in corruptions(sentence, around, chance) if kind != "other sentence"]
    return chance.sample(able, min(WRONG, len(able)))
