"""Language-model mode: number the sentences of the best passages, let a model write from them, read what it cites."""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_assistant.answering.citing import Quote, quotable
from qa_assistant.answering.drafts import Draft, DraftReader, DraftSentence
from qa_assistant.answering.prompts import load_prompt
from qa_assistant.models.language import count_tokens, model_name, stream_text
from qa_assistant.models.providers import reply_tokens
from qa_assistant.schema import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from pathlib import Path

    from llama_index.core.llms import LLM

    from qa_assistant.schema import Passage

__all__ = ["Draft", "DraftSentence", "Sources", "WrittenAnswerer", "number_sources"]

SOURCE_WORDS = 1200
"""Words of articles a model is given at most, whatever its window holds: more of them make it slower, not better."""
TRIED = 2
"""Sentences that are read for each that may be shown: some prove nothing."""
_HARMLESS = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")"})
"""An article can neither end the sources nor pose as another source."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Numbered sentences as a model reads them; number n is `quotes[n - 1]`."""

    text: str
    quotes: tuple[Quote, ...]


class WrittenAnswerer:
    """Lets a language model phrase the answer from numbered sentences; what it writes is still to be proved.

    Raises:
        PromptError: a prompt file is missing or has other variables than the code fills.
    """

    def __init__(
        self,
        llm: LLM,
        *,
        prompts_dir: Path | None = None,
        max_sentences: int = 3,
        timeout: float = 60.0,
        context: int = 4096,
    ) -> None:
        self.llm = llm
        self.max_sentences = max_sentences
        self._context = context
        self._timeout = timeout
        self._rules = load_prompt("answer-rules", ("max_sentences", "refusal"), prompts_dir)
        self._request = load_prompt("answer", ("sources", "question", "max_sentences"), prompts_dir)

    @property
    def model(self) -> str:
        """The model's name, as the server knows it.

        Raises:
            ModelError: the server had to be asked for it and did not answer.
        """
        return model_name(self.llm)

    def sources(self, question: str, passages: Sequence[Passage]) -> Sources:
        """Return the numbered sentences that fit in the model's window beside rules, question and reply.

        `passages` come best first.
        """
        empty = self._messages(question, "")
        left = self._context - reply_tokens(self._context) - sum(map(count_tokens, empty))
        return number_sources(passages, tokens=max(left, 0))

    def drafts(self, question: str, sources: Sources) -> Generator[Draft]:
        """Yield the growing answer to a standalone question; the last draft, and only that, is complete.

        Closing the iterator ends the request to the model.

        Raises:
            ModelError: the model did not answer, broke off or took too long.
        """
        if not sources.quotes:
            yield Draft(complete=True)
            return
        rules, request = self._messages(question, sources.text)
        reader = DraftReader(sources.quotes, TRIED * self.max_sentences)
        with closing(stream_text(self.llm, rules, request, timeout=self._timeout)) as pieces:
            for piece in pieces:
                if reader.feed(piece) and not reader.draft.complete:
                    yield reader.draft
                if reader.draft.complete:
                    break
        yield reader.finish()

    def _messages(self, question: str, sources: str) -> tuple[str, str]:
        most = str(self.max_sentences)
        rules = self._rules.fill(max_sentences=most, refusal=REFUSAL)
        return rules, self._request.fill(sources=sources, question=" ".join(question.split()), max_sentences=most)


def number_sources(passages: Sequence[Passage], words: int = SOURCE_WORDS, tokens: float = math.inf) -> Sources:
    """Return the sentences of the best passages, at most `words` words and `tokens` tokens of them, numbered from 1.

    They stand under their article's outlet, date and title, in reading order. A sentence that several articles have
    is given once, from the best of them.
    """
    articles: dict[str, list[Quote]] = {}
    for quote in _within(_distinct(quotable(passages)), words, tokens):
        articles.setdefault(quote.passage.file, []).append(quote)
    numbered: list[Quote] = []
    blocks: list[str] = []
    for own in articles.values():
        lines = [_heading(own[0].passage)]
        for quote in sorted(own, key=lambda quote: quote.span):
            numbered.append(quote)
            lines.append(f"[{len(numbered)}] {_plain(quote.text)}")
        blocks.append("\n".join(lines))
    return Sources("\n\n".join(blocks), tuple(numbered))


def _distinct(quotes: Iterable[Quote]) -> Iterator[Quote]:
    """Leave out what another article says in the same words."""
    seen: set[str] = set()
    for quote in quotes:
        if (key := " ".join(quote.text.casefold().split())) not in seen:
            seen.add(key)
            yield quote


def _within(quotes: Iterable[Quote], words: int, tokens: float) -> Iterator[Quote]:
    """Yield quotes until the next one would be too much, with its number and the heading of its article."""
    headed: set[str] = set()
    for quote in quotes:
        words -= len(quote.text.split())
        tokens -= count_tokens(f"[100] {quote.words}\n")
        if quote.passage.file not in headed:
            tokens -= count_tokens(f"{_heading(quote.passage)}\n\n")
            headed.add(quote.passage.file)
        if words < 0 or tokens < 0:
            return
        yield quote


def _heading(passage: Passage) -> str:
    published = passage.published.isoformat() if passage.published else None
    return _plain(", ".join(part for part in (passage.outlet, published, passage.title) if part)) + ":"


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_HARMLESS)
