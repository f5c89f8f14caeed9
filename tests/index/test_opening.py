from __future__ import annotations

import shutil
import sqlite3
import timeit
from typing import TYPE_CHECKING

import pytest

from qa_assistant.errors import IndexMismatchError, IndexNotBuiltError
from qa_assistant.index import Index, fingerprint

from .builders import FINGERPRINT, Newsroom, TinyEmbedder

if TYPE_CHECKING:
    from pathlib import Path

OTHER = fingerprint(embedder="tiny", passage_words=120)


def test_a_reader_of_a_folder_that_was_never_indexed_is_told_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexNotBuiltError, match=r"run: qa-assistant index --articles DIR --store \S+vectorstore$"):
        Index.open(tmp_path / "vectorstore", FINGERPRINT)

    assert not (tmp_path / "vectorstore").exists()


def test_an_index_opened_to_be_synced_says_so_when_it_is_read_too_early(newsroom: Newsroom) -> None:
    with pytest.raises(IndexNotBuiltError):
        newsroom.index.keyword("deal", 5)


def test_another_fingerprint_is_a_mismatch_that_names_what_differs(three: Newsroom) -> None:
    with pytest.raises(IndexMismatchError, match=r"passage_words was 180 and is 120; run: .* --rebuild"):
        Index.open(three.store, OTHER)


def test_a_sync_with_another_fingerprint_changes_nothing(three: Newsroom) -> None:
    three.index = Index.open(three.store, OTHER, create=True)

    with pytest.raises(IndexMismatchError):
        three.sync()

    assert Index.open(three.store, FINGERPRINT).passage_count == 3


def test_a_rebuild_takes_the_new_fingerprint(three: Newsroom) -> None:
    three.index = Index.open(three.store, OTHER, create=True)

    report = three.sync(rebuild=True)

    assert (report.added, report.embedded) == (("cells.txt", "deal.txt", "strike.txt"), 3)
    assert three.near("Gazprom", k=1) == ["Iran signed a deal with Gazprom."]
    with pytest.raises(IndexMismatchError):
        Index.open(three.store, FINGERPRINT)


def test_the_old_index_answers_until_a_rebuild_is_complete(three: Newsroom) -> None:
    reader = Index.open(three.store, FINGERPRINT)
    question = three.embedder.embed_question("Gazprom")
    before = reader.dense(question, 3)
    during = []

    three.sync(lambda *step: during.append(reader.dense(question, 3)) if step == ("save", 0, 2) else None, rebuild=True)

    assert during == [before]
    assert reader.dense(question, 3) == before


def test_a_running_reader_notices_a_rebuild_with_other_settings(three: Newsroom) -> None:
    reader = Index.open(three.store, FINGERPRINT)
    three.index = Index.open(three.store, OTHER, create=True)
    three.sync(rebuild=True)

    with pytest.raises(IndexMismatchError):
        reader.keyword("deal", 5)


def test_what_a_rebuild_replaced_is_deleted_by_the_next_sync(three: Newsroom) -> None:
    three.sync(rebuild=True)
    three.sync()

    assert len([path for path in three.store.glob("chroma*") if path.is_dir()]) == 1
    assert three.near("Gazprom", k=1) == ["Iran signed a deal with Gazprom."]


def test_a_folder_deleted_and_built_anew_is_read_anew(three: Newsroom) -> None:
    reader = Index.open(three.store, FINGERPRINT)
    shutil.rmtree(three.store)
    (three.articles / "deal.txt").unlink()

    three.sync()

    assert [info.file for info in reader.articles()] == ["cells.txt", "strike.txt"]
    assert len(reader.dense(three.embedder.embed_question("deal"), 5)) == 2


def test_opening_is_quick(three: Newsroom) -> None:
    seconds = timeit.repeat(lambda: Index.open(three.store, FINGERPRINT), number=1, repeat=5)

    assert min(seconds) < 0.05


def test_warming_up_makes_ready_to_search(three: Newsroom) -> None:
    reader = Index.open(three.store, FINGERPRINT)

    reader.warm_up()

    assert len(reader.dense(TinyEmbedder().embed_question("deal"), 1)) == 1


def test_the_catalogue_is_a_sound_database_after_changes(three: Newsroom) -> None:
    three.write("deal.txt", "Iran cancelled the deal.")
    (three.articles / "cells.txt").unlink()
    three.sync()

    connection = sqlite3.connect(three.store / "catalogue.sqlite")
    problems = connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()

    assert problems == [("ok",)]
