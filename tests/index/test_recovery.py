from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING

import pytest

from qa_assistant.index import Index
from qa_assistant.index.vectors import open_vectors
from qa_assistant.schema import Filters

from .builders import ENVIRONMENT, FINGERPRINT, READING, TinyEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from .builders import Newsroom

DEAL = "Iran signed a deal with Gazprom."
CANCELLED = "Iran cancelled the deal with Gazprom."


class StoppingEmbedder(TinyEmbedder):
    """Stops after a number of texts, as a crash in the middle of the work would."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        if len(self.embedded) + len(texts) > self.after:
            raise RuntimeError("out of power")
        return super().embed_passages(texts, progress=progress)


def stop_at(*moment: object) -> Callable[..., None]:
    """Return a progress callback that interrupts the sync at one moment."""

    def progress(*step: object) -> None:
        if step == moment:
            raise KeyboardInterrupt

    return progress


def run_python(code: str, newsroom: Newsroom) -> subprocess.CompletedProcess[str]:
    """Run code in another process, with `room` as the newsroom."""
    before = "import os; from pathlib import Path; from index.builders import *\n"
    before += f"room = Newsroom(Path({str(newsroom.folder)!r}))\n"
    return subprocess.run(
        [sys.executable, "-c", before + code], env=ENVIRONMENT, check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize("moment", [("scan", 2, 3), ("embed", 0, 1), ("embed", 1, 1), ("save", 0, 2)])
def test_stopped_before_the_commit_the_old_index_answers_and_the_next_sync_goes_on(
    three: Newsroom, moment: tuple[str, int, int]
) -> None:
    three.write("deal.txt", CANCELLED, outlet="CNN", published="2022-07-20")
    before = three.index.version

    with pytest.raises(KeyboardInterrupt):
        three.sync(stop_at(*moment))

    assert three.index.version == before
    assert three.near("Gazprom", k=1) == three.matching("Gazprom") == [DEAL]
    assert three.near("Gazprom", filters=Filters(outlets=["CNN"])) == [DEAL]
    assert three.sync().changed == ("deal.txt",)
    assert three.near("Gazprom", k=1) == three.matching("Gazprom") == [CANCELLED]
    assert three.index.vector_count == 3


def test_stopped_after_the_commit_the_new_index_answers_and_the_next_sync_cleans_up(three: Newsroom) -> None:
    three.write("deal.txt", CANCELLED, outlet="CNN", published="2022-07-20")

    with pytest.raises(KeyboardInterrupt):
        three.sync(stop_at("save", 1, 2))

    assert three.near("Gazprom", filters=Filters(outlets=["CNN"])) == three.matching("Gazprom") == [CANCELLED]
    assert three.index.vector_count == 4
    assert not three.sync().did_change
    assert three.index.vector_count == 3


def test_an_embedder_that_fails_midway_costs_no_more_than_its_batch(three: Newsroom) -> None:
    for n in range(2):
        three.write(f"long-{n}.txt", *(f"Paragraph {k} of article {n}." for k in range(300)))
    three.embedder = StoppingEmbedder(after=550)

    with pytest.raises(RuntimeError, match="out of power"):
        three.sync()
    assert three.index.passage_count == 3
    assert len(three.near("Paragraph of article", k=3)) == 3
    three.embedder = TinyEmbedder()

    assert three.sync().embedded == 600 - 512
    assert three.index.passage_count == 603


def test_a_first_sync_that_is_stopped_leaves_nothing_to_read_and_is_finished_by_the_next(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "It rains in Oslo.")
    with pytest.raises(KeyboardInterrupt):
        newsroom.sync(stop_at("save", 0, 2))

    report = newsroom.sync()

    assert (report.added, report.embedded) == (("a.txt",), 0)
    assert newsroom.near("Oslo") == ["It rains in Oslo."]


def test_a_stopped_rebuild_leaves_the_old_index_and_no_rubbish(three: Newsroom) -> None:
    with pytest.raises(KeyboardInterrupt):
        three.sync(stop_at("save", 0, 2), rebuild=True)

    assert three.near("Gazprom", k=1) == [DEAL]
    three.sync()
    assert len([path for path in three.store.glob("chroma*") if path.is_dir()]) == 1
    assert three.near("Gazprom", k=1) == [DEAL]


def test_what_a_power_cut_loses_of_an_unfinished_sync_is_made_again(three: Newsroom) -> None:
    three.write("new.txt", "Ships queue off Rotterdam.")
    with pytest.raises(KeyboardInterrupt):
        three.sync(stop_at("save", 0, 2))
    three.index.close()
    # what was written last and not yet forced to disk
    (three.store / "unfinished").unlink()
    for path in three.store.glob("embeddings.sqlite*"):
        path.unlink()

    assert three.near(DEAL, k=1) == three.matching("Gazprom") == [DEAL]
    assert three.sync().added == ("new.txt",)
    assert three.index.verify(three.articles, READING).problems["vectors"] == []
    assert three.near("Ships queue off Rotterdam", k=1) == ["Ships queue off Rotterdam."]


def test_a_process_that_is_killed_leaves_the_old_index_answering(three: Newsroom) -> None:
    three.write("new.txt", *(f"Paragraph {n}." for n in range(100)))

    run_python("room.sync(lambda *step: os._exit(9) if step == ('save', 0, 2) else None)", three)

    assert three.index.passage_count == 3
    assert len(three.near("Paragraph", k=3)) == 3
    assert (three.sync().embedded, three.index.passage_count) == (0, 103)


def test_a_full_disk_is_said_to_be_full_and_the_old_index_answers(three: Newsroom) -> None:
    three.write("new.txt", *(f"Paragraph {n}." for n in range(300)))

    done = run_python(
        "import resource, qa_assistant.errors as e\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "try: room.sync()\n"
        "except e.ConfigError as error: print('make room on the disk' in str(error))\n",
        three,
    )

    assert done.stdout == "True\n"
    assert three.near("Gazprom", k=1) == three.matching("Gazprom") == [DEAL]
    assert three.sync().passages == 303


def test_what_another_process_synced_is_found_and_survives_the_next_sync_here(three: Newsroom) -> None:
    three.near("Gazprom")
    three.write("other.txt", *(f"Ship {n} queues off Rotterdam." for n in range(1050)), outlet="Post")
    # so many that Chroma merges its log into its graph, and a process with an old graph could lose them
    run_python("room.sync()", three)

    assert len(three.near("Ship queues off Rotterdam", k=900, filters=Filters(outlets=["Post"]))) == 900
    three.write("here.txt", "Storms close the Bosphorus.")
    three.sync()

    assert three.near("Storms close the Bosphorus", k=1) == ["Storms close the Bosphorus."]
    assert len(three.near("Ship queues off Rotterdam", k=1000, filters=Filters(outlets=["Post"]))) == 1000


def test_filtered_searches_work_while_another_process_is_in_the_middle_of_a_sync(three: Newsroom) -> None:
    three.near("Gazprom")
    three.write("more.txt", "Iran signed again.", outlet="CNN", published="2022-07-21")

    run_python("room.sync(lambda *step: os._exit(9) if step == ('save', 0, 2) else None)", three)

    assert three.near("Iran signed", filters=Filters(outlets=["CNN"])) == [DEAL]


def test_vectors_lost_from_the_store_are_put_back(three: Newsroom) -> None:
    store = open_vectors(three.store / "chroma")
    store.delete(sorted(store.ids())[:1])
    three.write("new.txt", "Ships queue off Rotterdam.")

    report = three.sync()

    assert report.embedded == 1
    assert len(three.near("deal", k=10)) == 4


def test_reads_in_eight_threads_see_whole_states_while_syncs_run(three: Newsroom) -> None:
    reader = Index.open(three.store, FINGERPRINT)
    question = three.embedder.embed_question("Iran Gazprom deal")
    stop = Event()

    def read() -> tuple[int, int, list[str], list[str], str]:
        dense = [key for key, _ in reader.dense(question, 20)]
        filtered = [key for key, _ in reader.dense(question, 20, Filters(outlets=["CNN"]))]
        words = [key for key, _ in reader.keyword("Gazprom", 20)]
        (deal,) = reader.passages(words)
        text = reader.article("deal.txt").text[deal.start : deal.end]
        return len(dense), reader.passage_count, filtered, words, text.removeprefix(deal.text)

    def read_on() -> list[tuple[int, int, list[str], list[str], str]]:
        seen = [reader.consistently(read)]
        while not stop.is_set():
            seen.append(reader.consistently(read))
        return seen

    with ThreadPoolExecutor(8) as pool:
        readers = [pool.submit(read_on) for _ in range(8)]
        for n in range(6):
            three.write("deal.txt", f"Iran signed deal number {n} with Gazprom.", outlet="CNN", published="2022-07-20")
            three.write(f"extra-{n}.txt", f"Extra article {n}.")
            three.sync()
        stop.set()

    seen = [state for reader in readers for state in reader.result()]
    assert all(found == count for found, count, *_ in seen)
    assert all(filtered == words for _, _, filtered, words, _ in seen)
    assert {rest for *_, rest in seen} == {""}
