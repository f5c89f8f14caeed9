"""Runs of `qa-assistant index` that are killed at any moment: real processes, files and Chroma."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from . import runs
from .runs import Folder

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 50


@pytest.fixture(scope="module", autouse=True)
def _server() -> None:
    runs.start_server()


def expected(folder: Folder) -> runs.State:
    """Return what the index of the folder as it is now must hold, worked out without an index."""
    from qa_assistant.ingest import list_articles, read_article, split_article

    texts, places = {}, set()
    for file in list_articles(folder.config.articles_dir):
        article = read_article(folder.config.articles_dir, file)
        texts[file] = article.text
        places |= {(file, p.start) for p in split_article(article, passage_words=20, passage_overlap=0)}
    return texts, frozenset(places), frozenset(places)


def kept_embeddings(folder: Folder) -> set[str]:
    path = folder.config.vectorstore_dir / "embeddings.sqlite"
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path)) as connection:
        return {key for (key,) in connection.execute("SELECT key FROM embeddings")}


def embedded_by_now(folder: Folder) -> list[str]:
    return folder.embedded.read_text().split() if folder.embedded.exists() else []


def change(folder: Folder, chance: random.Random) -> None:
    """Remove, change, rename and add some articles."""
    files = sorted(path.name for path in folder.config.articles_dir.iterdir())
    chance.shuffle(files)
    for file in files[:3]:
        (folder.config.articles_dir / file).unlink()
    for file in files[3:6]:
        folder.write(file, chance.randint(2, 20), chance)
    for file in files[6:8]:
        (folder.config.articles_dir / file).rename(folder.config.articles_dir / f"moved-{chance.random()}.txt")
    for _ in range(4):
        folder.write(f"new-{chance.random()}.txt", chance.randint(2, 60), chance)


def test_runs_killed_at_any_moment_leave_the_old_index_or_the_new_one_and_the_next_goes_on(tmp_path: Path) -> None:
    chance = random.Random(5)
    folder = Folder(tmp_path)
    for n in range(60):
        folder.write(f"first-{n}.txt", 15, chance)
    finish(tmp_path)
    old = runs.read_anew(tmp_path)
    assert old == expected(folder)
    seconds, kills = 0.5, 0
    while kills < KILLS:
        change(folder, chance)
        new = expected(folder)
        for _ in range(3):
            kills += kill_one(tmp_path, chance.uniform(0, seconds))
            found = runs.read_anew(tmp_path)
            assert found in (old, new), f"neither the old nor the new state after kill {kills}"
            old = found
        kept, before = kept_embeddings(folder), len(embedded_by_now(folder))
        seconds = finish(tmp_path)
        assert runs.read_anew(tmp_path) == new, f"not the new state after kill {kills} and a whole run"
        assert not kept & set(embedded_by_now(folder)[before:]), "embedded again what was embedded"
        assert sound(folder)
        old = new


def kill_one(folder: Path, after: float) -> bool:
    """Start a run and kill it after some seconds; return whether that came before its end."""
    process = runs.start(runs.index_folder, folder)
    time.sleep(after)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def finish(folder: Path) -> float:
    """Let a run go through; return how many seconds it took."""
    started = time.perf_counter()
    process = runs.start(runs.index_folder, folder)
    process.join()
    assert process.exitcode == 0
    return time.perf_counter() - started


def sound(folder: Folder) -> bool:
    """Return whether a run left a vector a passage, one store, and no note of being unfinished."""
    from qa_assistant.parts import open_index

    index = open_index(folder.config)
    store = folder.config.vectorstore_dir
    return index.passage_count == index.vector_count and not (store / "unfinished").exists()
