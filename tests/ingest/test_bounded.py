"""A file that takes too much time or memory is reported, and those after it are read."""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from benchmarks.format_samples import SAMPLES
from qa_assistant.errors import ArticleError
from qa_assistant.ingest import read_articles
from qa_assistant.ingest.bounded import BoundedReader

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="files are read in this process here")

# entry points are not needed to add a reader to a process of the test's own
WORKER = """
import sys, time, os
from qa_assistant.ingest import worker, readers
class Hostile:
    def read(self, file, data):
        if b"sleep" in data: time.sleep(60)
        if b"spin" in data:
            while True: pass
        if b"memory" in data: return bytearray(8 * 1024 ** 3)
        os.abort()
readers.READERS[".rtf"] = Hostile()
sys.argv = ["worker", *sys.argv[1:]]
worker.main()
"""


def hostile(**limits: float) -> BoundedReader:
    return BoundedReader(command=(sys.executable, "-P", "-c", WORKER), **limits)  # type: ignore[arg-type]


def reason(reader: BoundedReader, root: Path, file: str) -> str:
    with pytest.raises(ArticleError) as caught:
        reader.read_articles(root, file)
    assert caught.value.file == file
    return caught.value.reason


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("storks.html", "storks.pdf", "storks.zip"):
        (tmp_path / name).write_bytes(SAMPLES[name])
    for name in ("sleep", "memory", "crash"):
        (tmp_path / f"{name}.rtf").write_bytes(b"{\\rtf1 " + name.encode() + b"}")
    (tmp_path / "empty.html").write_bytes(b"<html><body></body></html>")
    return tmp_path


def test_files_are_read_as_without_bounds(folder: Path) -> None:
    reader = BoundedReader()

    for name in ("storks.html", "storks.pdf", "storks.zip"):
        assert reader.read_articles(folder, name) == read_articles(folder, name)


def test_what_cannot_be_read_is_said_in_the_same_words(folder: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        read_articles(folder, "empty.html")

    assert reason(BoundedReader(), folder, "empty.html") == caught.value.reason


def test_a_file_that_takes_too_long_is_reported_and_the_next_one_read(folder: Path) -> None:
    reader = hostile(seconds=1)

    assert reason(reader, folder, "sleep.rtf").startswith("takes more than 1 seconds to read")
    assert reader.read_articles(folder, "storks.html").articles


def test_a_file_that_needs_too_much_memory_is_reported_and_the_next_one_read(folder: Path) -> None:
    reader = hostile(megabytes=2048)

    assert reason(reader, folder, "memory.rtf").startswith("needs more than 2048 MB of memory")
    assert reader.read_articles(folder, "storks.html").articles


def test_a_file_that_ends_the_process_is_reported_and_the_next_one_read(folder: Path) -> None:
    reader = hostile()

    assert "SIGABRT" in reason(reader, folder, "crash.rtf")
    assert reader.read_articles(folder, "storks.html").articles


def test_plain_text_needs_no_second_process(folder: Path) -> None:
    (folder / "story.txt").write_text("They met. They agreed.", encoding="utf-8")

    found = BoundedReader(command=("/no/such/program",)).read_articles(folder, "story.txt")

    assert found.articles[0].text == "They met. They agreed."


def test_without_a_second_process_files_are_read_and_a_warning_says_so(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        found = BoundedReader(command=("/no/such/program",)).read_articles(folder, "storks.html")

    assert found == read_articles(folder, "storks.html")
    assert "without limits of time and memory" in caplog.text


def test_the_process_ends_with_its_reader(folder: Path) -> None:
    reader = BoundedReader()
    reader.read_articles(folder, "storks.html")
    assert reader.process_id is not None

    number = reader.process_id
    del reader

    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_it_is_started_from_a_thread_among_others(folder: Path) -> None:
    found: list[str] = []

    def read() -> None:
        found.append(BoundedReader().read_articles(folder, "storks.html").articles[0].title)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 2
