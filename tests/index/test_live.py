"""A running assistant while other processes sync, and syncs that meet or are stopped."""

from __future__ import annotations

import os
import re
import signal
import time
from random import Random
from threading import Thread
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_assistant.answering.comparing import Comparer
from qa_assistant.answering.followups import Condenser
from qa_assistant.answering.quoting import QuoteAnswerer
from qa_assistant.answering.verify import BuiltInVerifier
from qa_assistant.assistant import Assistant
from qa_assistant.index.watch import changes
from qa_assistant.models.loading import Lazily
from qa_assistant.parts import Parts, open_index
from qa_assistant.retrieval.hybrid import HybridRetriever, PassageReranker

from . import runs
from .builders import TinyEmbedder
from .runs import Folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

QUESTION = "What is the tally in the north and in the south?"


@pytest.fixture(scope="module", autouse=True)
def _server() -> None:
    runs.start_server()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


class SameForAll:
    """Finds every passage equally good, and answers with whatever comes first."""

    name = "same"

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full(len(texts), 9.0, dtype=np.float32)


class EachItsOwn:
    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        return file, ()


def assistant_of(folder: Folder) -> Assistant:
    """Return an assistant with real parts and scripted models."""
    index = open_index(folder.config)
    retriever = HybridRetriever(index, TinyEmbedder(), dense_depth=20, keyword_depth=20, depth=15)  # type: ignore[arg-type]
    parts = Parts(
        condenser=Condenser(None, prompts_dir=None, timeout=1),
        retriever=retriever,
        reranker=PassageReranker(SameForAll()),
        quoting=QuoteAnswerer(SameForAll(), max_sentences=3),
        comparer=Comparer(TinyEmbedder()),  # type: ignore[arg-type]
        verifier=BuiltInVerifier(SameForAll()),
    )
    return Assistant(folder.config, index, Lazily(TinyEmbedder), Lazily(lambda: parts))  # type: ignore[arg-type]


def write_tallies(folder: Folder, number: int) -> None:
    for place in ("north", "south", "east", "west"):
        text = f"Tally of the {place}\n\nThe tally is {number} thousand votes in the {place} of the country by now.\n"
        (folder.config.articles_dir / f"{place}.txt").write_text(text)
    (folder.config.articles_dir / f"only-{number}.txt").write_text(
        f"Tally of the isles\n\nThe tally is {number} thousand votes on the isles of the country by now.\n"
    )


def sync_elsewhere(folder: Folder, *arguments: str) -> int | None:
    process = runs.start(runs.index_folder, folder.config.articles_dir.parent, arguments)
    process.join()
    return process.exitcode


def test_a_running_assistant_answers_from_each_new_state_and_never_from_two(folder: Folder) -> None:
    write_tallies(folder, 100)
    assert sync_elsewhere(folder) == 0
    running = assistant_of(folder)
    seen = [running.ask(QUESTION)]

    def change() -> None:
        for number in range(101, 107):
            (folder.config.articles_dir / f"only-{number - 1}.txt").unlink()
            write_tallies(folder, number)
            assert sync_elsewhere(folder) == 0

    changing = Thread(target=change)
    changing.start()
    while changing.is_alive():
        seen.append(running.ask(QUESTION))
    changing.join()
    seen.append(running.ask(QUESTION))

    numbers = [set(re.findall(r"\d{3}", " ".join(p.text for p in answer.passages))) for answer in seen]
    assert all(len(found) == 1 for found in numbers)
    assert all(len(answer.passages) == 5 for answer in seen)
    assert (numbers[0], numbers[-1]) == ({"100"}, {"106"})


def test_of_two_syncs_at_once_one_refuses_and_nothing_breaks(folder: Folder) -> None:
    for n in range(40):
        folder.write(f"article-{n}.txt", 10, Random(n))
    home = folder.config.articles_dir.parent

    both = [runs.start(runs.index_folder, home) for _ in range(2)]
    for process in both:
        process.join()

    codes = sorted(process.exitcode or 0 for process in both)
    assert codes in ([0, 2], [0, 0])
    assert len(folder.read()[1]) == 400


def test_ctrl_c_ends_a_run_with_130_and_the_next_goes_on(folder: Folder) -> None:
    for n in range(40):
        folder.write(f"article-{n}.txt", 20, Random(n))
    process = runs.start(runs.index_folder, folder.config.articles_dir.parent)
    while not folder.embedded.exists():
        time.sleep(0.005)
    assert process.pid is not None

    os.kill(process.pid, signal.SIGINT)
    process.join()

    assert process.exitcode == 130
    assert sync_elsewhere(folder) == 0
    assert len(folder.read()[1]) == 800


def test_changes_of_the_folder_are_told_once_they_rest(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    looks = changes(tmp_path, tmp_path / "store")

    def write() -> None:
        time.sleep(0.3)
        (tmp_path / ".hidden.txt").write_text("no")
        (tmp_path / "store" / "catalogue.sqlite").write_text("no")
        for n in range(5):
            (tmp_path / f"{n}.txt").write_text("yes")
            time.sleep(0.1)

    writing = Thread(target=write)
    writing.start()
    started = time.perf_counter()
    first = next(looks)
    seconds = time.perf_counter() - started
    writing.join()
    second = next(looks)
    looks.close()  # type: ignore[attr-defined]

    assert (first, second) == (True, False)
    assert seconds > 1.5


def test_watching_a_folder_follows_it_until_ctrl_c(folder: Folder) -> None:
    write_tallies(folder, 100)
    process = runs.start(runs.index_folder, folder.config.articles_dir.parent, ["--watch"])
    wait_for(lambda: articles(folder) == 5)

    folder.write("later.txt", 3, Random(1))
    wait_for(lambda: articles(folder) == 6)
    (folder.config.articles_dir / "north.txt").unlink()
    wait_for(lambda: articles(folder) == 5)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGINT)
    process.join(20)

    assert process.exitcode == 0


def articles(folder: Folder) -> int:
    from qa_assistant.errors import IndexNotBuiltError

    try:
        return len(open_index(folder.config).articles())
    except IndexNotBuiltError:
        return 0


def wait_for(condition: object, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)
