"""Cases, answers, passages and citations in one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa_assistant.evaluation import EvalCase, Evidence, check_cases
from qa_assistant.schema import REFUSAL, Answer, Citation, Conflict, Passage, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

DEAL = "Background. They signed a $40 billion agreement in Tehran. Nothing else was said."
WIRE = "In Tehran they have signed an agreement of $40 billion, state media say. Weather follows."
ARTICLES = {"deal.txt": DEAL, "wire.txt": WIRE, "other.txt": "The weather was fine in Kyiv."}
QUOTE = "signed a $40 billion agreement"


def make_case(
    answers: tuple[str, ...] | None = ("$40 billion",),
    files: tuple[str, ...] = ("deal.txt",),
    quote: str | None = QUOTE,
    **fields: Any,
) -> EvalCase:
    """A case on the deal, its evidence looked up in `ARTICLES`; no evidence without files."""
    evidence = (Evidence(files, quote),) if files else ()
    case = EvalCase("deal", "How much is the agreement worth?", answers=answers, evidence=evidence, **fields)
    return check_cases([case], ARTICLES.__getitem__)[0]


def passage(file: str, start: int = 0, end: int | None = None) -> Passage:
    text = ARTICLES[file][start:end]
    return Passage(f"{file}#{start}", file, file, start, start + len(text), text)


def citation(file: str, quote: str, also_in: tuple[str, ...] = (), shift: int = 0) -> Citation:
    start = ARTICLES[file].find(quote) + shift
    return Citation(1, file, file, None, None, start, start + len(quote), quote, file, also_in)


def say(
    text: str = "They signed a $40 billion agreement in Tehran.",
    citations: Sequence[Citation] = (),
    passages: Sequence[Passage] = (),
    **fields: Any,
) -> Answer:
    numbers = tuple(range(1, len(citations) + 1))
    markers = "".join(f" [{number}]" for number in numbers)
    return Answer(
        "How much?",
        "How much?",
        text=text + markers,
        sentences=(Sentence(text, numbers, 1.0),),
        citations=tuple(citations),
        passages=tuple(passages),
        **fields,
    )


def refuse(passages: Sequence[Passage] = ()) -> Answer:
    return Answer("How much?", "How much?", REFUSAL, passages=tuple(passages), refused=True, reason="low-support")


DISAGREEMENT = Conflict("$40 billion or $42 billion", (1, 2))
