"""Every difference between folder, manifest, vectors and keyword index is found, and mended."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_assistant.errors import ConfigError, IndexMismatchError, IndexNotBuiltError
from qa_assistant.index.collection import VectorRow
from qa_assistant.index.keyword_writer import KeywordWriter
from qa_assistant.index.keywords import KEYWORDS
from qa_assistant.index.vectors import open_vectors

from .builders import READING, Newsroom, TinyEmbedder

if TYPE_CHECKING:
    from collections.abc import Callable

DEAL = "Iran signed a deal with Gazprom."
AGED = (1_700_000_000, 1_700_000_000)


def problems(room: Newsroom) -> dict[str, list[str]]:
    found = room.index.verify(room.articles, READING)
    return {area: problems for area, problems in found.problems.items() if problems}


def repair(room: Newsroom) -> None:
    found = room.index.verify(room.articles, READING)
    room.index.repair(found, room.articles, TinyEmbedder, READING)


def change_catalogue(room: Newsroom, *statements: str) -> None:
    with closing(sqlite3.connect(room.store / "catalogue.sqlite")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def lose_a_vector(room: Newsroom) -> None:
    store = open_vectors(room.store / "chroma")
    store.delete(sorted(store.ids())[:1])


def add_a_vector(room: Newsroom) -> None:
    row = VectorRow("f" * 48, "deal.txt", None, None)
    open_vectors(room.store / "chroma").add([row], TinyEmbedder().embed_passages(["more"]))


def alter_a_vector(room: Newsroom) -> None:
    store = open_vectors(room.store / "chroma")
    name = sorted(store.ids())[0]
    store.delete([name])
    store.add([VectorRow(name, "deal.txt", "CNN", None)], np.eye(1, 64, dtype=np.float32))


def lose_the_vectors(room: Newsroom) -> None:
    open_vectors(room.store / "chroma").close()
    shutil.rmtree(room.store / "chroma")


def lose_an_entry(room: Newsroom) -> None:
    with closing(KeywordWriter(room.store / KEYWORDS)) as writer:
        writer.delete(sorted(writer.ids())[:1])
        writer.commit()


def add_an_entry(room: Newsroom) -> None:
    (passage, *_) = room.index.passages([key for key, _ in room.index.keyword("deal", 5)])
    with closing(KeywordWriter(room.store / KEYWORDS)) as writer:
        writer.add({"f" * 48: passage})
        writer.commit()


def damage_the_keywords(room: Newsroom) -> None:
    largest = max((room.store / KEYWORDS).glob("*.store"), key=lambda path: path.stat().st_size)
    largest.write_bytes(b"x" * largest.stat().st_size)


def lose_the_keywords(room: Newsroom) -> None:
    shutil.rmtree(room.store / KEYWORDS)


def lose_a_kept_embedding(room: Newsroom) -> None:
    with closing(sqlite3.connect(room.store / "embeddings.sqlite")) as connection:
        connection.execute("DELETE FROM embeddings WHERE key = (SELECT min(key) FROM embeddings)")
        connection.commit()


def spoil_a_kept_embedding(room: Newsroom) -> None:
    with closing(sqlite3.connect(room.store / "embeddings.sqlite")) as connection:
        connection.execute("UPDATE embeddings SET embedding = x'00' WHERE key = (SELECT min(key) FROM embeddings)")
        connection.commit()


def alter_a_file_behind_its_time(room: Newsroom) -> None:
    room.write("deal.txt", DEAL.replace("signed", "denied"), outlet="CNN", published="2022-07-19")
    os.utime(room.articles / "deal.txt", AGED)


def add_a_file(room: Newsroom) -> None:
    room.write("new.txt", "Ships queue off Rotterdam.")


def remove_a_file(room: Newsroom) -> None:
    (room.articles / "deal.txt").unlink()


def lose_a_source(room: Newsroom) -> None:
    change_catalogue(room, "DELETE FROM sources WHERE file = 'deal.txt'")


def lose_an_article(room: Newsroom) -> None:
    change_catalogue(room, "PRAGMA foreign_keys = ON", "DELETE FROM articles WHERE file = 'deal.txt'")


def lose_a_passage(room: Newsroom) -> None:
    change_catalogue(room, "DELETE FROM passages WHERE number = 1")


def lose_a_text(room: Newsroom) -> None:
    change_catalogue(room, "DELETE FROM texts WHERE article = 1")


def alter_a_text(room: Newsroom) -> None:
    change_catalogue(room, "UPDATE texts SET text = replace(text, 'Iran', 'Iraq')")


def alter_a_title(room: Newsroom) -> None:
    change_catalogue(room, "UPDATE articles SET title = 'Olds' WHERE number = 1")


def move_a_passage(room: Newsroom) -> None:
    change_catalogue(room, "UPDATE passages SET sentences = '[[0, 3]]' WHERE number = 1")


def miscount(room: Newsroom) -> None:
    change_catalogue(room, "UPDATE meta SET value = 7 WHERE key = 'passages'")


DIFFERENCES: dict[Callable[[Newsroom], None], tuple[str, str]] = {
    lose_a_vector: ("vectors", "1 of 3 are missing"),
    add_a_vector: ("vectors", "1 belong to no passage"),
    alter_a_vector: ("vectors", "1 differ from their kept embeddings"),
    lose_the_vectors: ("vectors", "chroma is damaged or gone"),
    lose_an_entry: ("keywords", "1 of 3 are missing"),
    add_an_entry: ("keywords", "1 belong to no passage"),
    damage_the_keywords: ("keywords", "damaged"),
    lose_the_keywords: ("keywords", "damaged"),
    lose_a_kept_embedding: ("embeddings", "1 are not kept"),
    spoil_a_kept_embedding: ("embeddings", "1 are not kept"),
    alter_a_file_behind_its_time: ("folder", "changed though size and time are what they were: deal.txt"),
    add_a_file: ("folder", "not indexed: new.txt"),
    remove_a_file: ("folder", "indexed and no longer there: deal.txt"),
    lose_a_source: ("folder", "indexed and not in the manifest: deal.txt"),
    lose_an_article: ("articles", "lack articles or passages: deal.txt"),
    lose_a_passage: ("articles", "lack articles or passages"),
    lose_a_text: ("articles", "other than they were read"),
    alter_a_text: ("articles", "other than they were read: deal.txt"),
    alter_a_title: ("articles", "other than they were read"),
    move_a_passage: ("articles", "have passages under a wrong name"),
    miscount: ("articles", "3 passages, but 7 are noted"),
}


def test_a_sound_index_has_no_problems(three: Newsroom) -> None:
    assert problems(three) == {}


@pytest.mark.parametrize("differ", DIFFERENCES)
def test_a_difference_is_found_named_and_mended(three: Newsroom, differ: Callable[[Newsroom], None]) -> None:
    three.sync()
    differ(three)
    area, text = DIFFERENCES[differ]

    assert text in "; ".join(problems(three)[area])
    repair(three)

    assert problems(three) == {}
    texts = {path.read_text().split("\n")[1] for path in three.articles.iterdir()}
    assert set(three.near("deal")) == texts


def test_what_is_found_is_only_looked_at(three: Newsroom) -> None:
    lose_a_vector(three)
    before = three.index.version

    assert problems(three) == problems(three) != {}
    assert three.index.version == before


def test_a_damaged_catalogue_is_rebuilt_without_embedding(three: Newsroom) -> None:
    three.index.close()
    path = three.store / "catalogue.sqlite"
    path.write_bytes(path.read_bytes()[:4096] + os.urandom(path.stat().st_size - 4096))
    found = three.index.verify(three.articles, READING)

    report = three.index.repair(found, three.articles, TinyEmbedder, READING)

    assert found.problems["catalogue"]
    assert (report.embedded, len(report.added)) == (0, 3)
    assert problems(three) == {}


def test_repairing_a_sound_index_changes_nothing(three: Newsroom) -> None:
    found = three.index.verify(three.articles, READING)

    report = three.index.repair(found, three.articles, TinyEmbedder, READING)

    assert (report.did_change, report.embedded, len(report.unchanged)) == (False, 0, 3)


def test_an_index_that_was_never_built_cannot_be_verified(newsroom: Newsroom) -> None:
    newsroom.store.mkdir()

    with pytest.raises(IndexNotBuiltError, match=r"run: qa-assistant index --articles DIR --store \S+vectorstore$"):
        newsroom.index.verify(newsroom.articles, READING)


def test_an_index_of_other_settings_is_not_repaired(three: Newsroom) -> None:
    other = Newsroom(three.folder)
    other.index.fingerprint = "embedder=other"

    with pytest.raises(IndexMismatchError, match="built with other settings"):
        other.index.verify(three.articles, READING)


def test_nothing_is_verified_while_a_sync_runs(three: Newsroom) -> None:
    with three.index._alone(), pytest.raises(ConfigError, match="another sync is running"):
        Newsroom(three.folder).index.verify(three.articles, READING)
