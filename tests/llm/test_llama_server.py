"""A real OpenAI-compatible server with a real, small and unreliable model: only what the articles prove is shown."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qa_assistant.answering.proving import Prover
from qa_assistant.answering.verify import SUPPORTED, BuiltInVerifier
from qa_assistant.answering.written import WrittenAnswerer
from qa_assistant.config import Config
from qa_assistant.models import load_reranker
from qa_assistant.models.language import load_language_model, model_name, stream_text
from qa_assistant.schema import Passage, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llama_index.core.llms import LLM

pytestmark = pytest.mark.slow

SERVER = Path(__file__).with_name("llama_server.py")
TEXT = (
    "The Harbour Bridge in Tarnmouth will reopen on 4 May after eleven months of repairs. "
    "The repairs cost 14 million euros, the city council said on Monday. "
    "Engineers replaced 320 cables and two of the nine pillars."
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, str(SERVER)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        try:
            # the model is loaded when the address is printed
            address = process.stdout.readline().strip()
            assert address, f"the server ended with {process.wait(10)}"
            yield f"{address}/v1"
        finally:
            process.terminate()


@pytest.fixture
def llm(url: str) -> LLM:
    found = load_language_model(Config(llm=url, llm_timeout=50, llm_context=2048))
    assert found is not None
    found.max_tokens = 60  # type: ignore[attr-defined]
    return found


def article() -> Passage:
    spans: list[Span] = []
    for sentence in TEXT.split(". "):
        start = TEXT.index(sentence)
        spans.append((start, start + len(sentence.rstrip(".")) + 1))
    return Passage("p", "bridge.txt", "Harbour Bridge to reopen", 0, len(TEXT), TEXT, sentences=tuple(spans))


def test_the_server_says_which_model_it_has(llm: LLM) -> None:
    assert model_name(llm) == "smollm2"


def test_only_proved_sentences_of_what_it_writes_are_shown(llm: LLM) -> None:
    answerer = WrittenAnswerer(llm, timeout=50, context=2048)
    question = "How much did the repairs of the Harbour Bridge cost?"
    sources = answerer.sources(question, [article()])
    prover = Prover(BuiltInVerifier(load_reranker(Config().reranker)), sources.quotes, {}, max_sentences=3)

    drafts = list(answerer.drafts(question, sources))
    prover.read(drafts[-1])

    assert drafts[-1].raw
    assert all(statement.support >= SUPPORTED and statement.quotes for statement in prover.statements)


def test_a_reader_who_leaves_ends_the_request(llm: LLM) -> None:
    with closing(stream_text(llm, "You count.", "Count from one to one thousand.", timeout=50)) as pieces:
        next(pieces)
    started = time.monotonic()

    "".join(stream_text(llm, "You answer with one word.", "Say yes.", timeout=50))

    assert time.monotonic() - started < 45
