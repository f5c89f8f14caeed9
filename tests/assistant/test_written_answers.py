"""With a language model an answer holds what the model wrote as far as the sample articles prove it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openai_server import Reply, ScriptedServer

from qa_assistant import Assistant, Config

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

WHO = "Who mediated the final round of talks at Tarnmouth?"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


@pytest.fixture
def writing(assistant: Assistant, config: Config, server: ScriptedServer) -> Assistant:
    return Assistant.open(
        Config(articles_dir=config.articles_dir, vectorstore_dir=Path(config.vectorstore_dir), llm=server.url)
    )


def test_a_proved_sentence_is_shown_with_its_support(writing: Assistant, server: ScriptedServer) -> None:
    server.replies = [Reply("The mediator of the final round of talks was Rosalind Kerr [1].")]

    answer = writing.ask(WHO)

    assert (answer.mode, answer.model) == ("llm", "scripted-model")
    assert "Rosalind Kerr" in answer.text
    assert all(0.5 <= sentence.support <= 1 for sentence in answer.sentences)


def test_an_invention_never_appears_not_even_while_streaming(writing: Assistant, server: ScriptedServer) -> None:
    server.replies = [Reply("Bishop Zebediah Quill mediated all 47 rounds of talks in 1912 [1]. ", pause=0.01)]

    answers = list(writing.stream(WHO))

    assert not any("Quill" in answer.text or "1912" in answer.text for answer in answers)
    assert not answers[-1].refused
    assert "Rosalind Kerr" in answers[-1].text


def test_a_model_that_fails_leaves_quote_mode_with_a_note(writing: Assistant, server: ScriptedServer) -> None:
    server.replies = [Reply(status=500)]

    answer = writing.ask(WHO)

    assert (answer.mode, answer.refused) == ("quote", False)
    assert "scripted error 500" in (answer.note or "")


def test_a_reader_who_leaves_ends_the_request(writing: Assistant, server: ScriptedServer) -> None:
    server.replies = [Reply("Rosalind Kerr mediated the final round of talks [1]. And " + "word " * 3000, pause=0.005)]

    with closing(writing.stream(WHO)) as answers:  # type: ignore[type-var]
        next(answer for answer in answers if answer.mode == "llm")

    assert server.client_left.wait(5)
