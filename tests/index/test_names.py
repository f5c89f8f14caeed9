"""Files with odd names and odd places, through the real readers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from qa_assistant.index import Index, Reading
from qa_assistant.schema import Filters

from .builders import FINGERPRINT, TinyEmbedder

if TYPE_CHECKING:
    from pathlib import Path

    from qa_assistant.schema import SyncReport

NEWS = "Ferry makes its last crossing\n\nThe last ferry left Alder Quay with nineteen passengers on Tuesday evening.\n"


class Room:
    def __init__(self, folder: Path) -> None:
        self.articles = folder / "articles"
        self.articles.mkdir()
        self.index = Index.open(folder / "store", FINGERPRINT, create=True)

    def sync(self) -> SyncReport:
        reading = Reading.of(passage_words=180, passage_overlap=30)
        return self.index.sync(self.articles, TinyEmbedder, reading)

    def files_found(self, filters: Filters | None = None) -> set[str]:
        """Return the files that both searches find."""
        near = self.index.dense(TinyEmbedder().embed_question("ferry"), 50, filters)
        words = self.index.keyword("ferry", 50, filters)
        found = [{p.file for p in self.index.passages([key for key, _ in hits])} for hits in (near, words)]
        assert found[0] == found[1]
        return found[0]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


NAMES = {
    "a line break": "two\nlines.txt",
    "control characters": "bell\x07 and escape\x1b[31m.txt",
    "quotes and wildcards": 'it\'s "100%" [a-z]* ?.txt',
    "255 bytes": "é" * 125 + "x.txt",
    "characters beyond the first plane": "👩‍🚀 北京.txt",
    "a leading space and a trailing dot": " . .txt",
    "a JSON string": '{"a": ["b"]}.txt',
    "a colon": "C:news.txt",
    "a composed letter": "caf\u00e9.txt",
    "the same letter in two": "cafe\u0301.txt",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_file_of_any_name_is_indexed_found_filtered_changed_and_removed(room: Room, name: str) -> None:
    (room.articles / "other.txt").write_text(NEWS)
    (room.articles / name).write_text(NEWS)

    assert room.sync().added == tuple(sorted((name, "other.txt")))
    assert room.files_found(Filters(files=[name])) == {name}
    assert room.index.article(name).file == name
    (room.articles / name).write_text(NEWS.replace("nineteen", "twenty"))
    assert room.sync().changed == (name,)
    (room.articles / name).unlink()
    assert room.sync().removed == (name,)
    assert room.files_found() == {"other.txt"}


def test_files_whose_names_differ_only_in_case_are_two(room: Room) -> None:
    (room.articles / "Ferry.txt").write_text(NEWS)
    (room.articles / "ferry.txt").write_text(NEWS.replace("nineteen", "twenty"))

    report = room.sync()

    assert report.added == ("Ferry.txt", "ferry.txt")
    assert room.files_found(Filters(files=["Ferry.txt"])) == {"Ferry.txt"}
    assert "twenty" in room.index.article("ferry.txt").text


def test_a_name_that_is_not_valid_text_is_reported_and_the_rest_indexed(room: Room) -> None:
    (room.articles / "good.txt").write_text(NEWS)
    (room.articles / os.fsdecode(b"bad\xff.txt")).write_text(NEWS)

    report = room.sync()

    assert report.added == ("good.txt",)
    assert len(report.failed) == 1
    report.failed[0][0].encode()


def test_loops_of_links_and_links_to_nowhere_end_and_the_rest_is_indexed(room: Room) -> None:
    (room.articles / "good.txt").write_text(NEWS)
    (room.articles / "self.txt").symlink_to("self.txt")
    (room.articles / "one.txt").symlink_to("two.txt")
    (room.articles / "two.txt").symlink_to("one.txt")
    (room.articles / "nowhere.txt").symlink_to("gone.txt")
    (room.articles / "deeper").mkdir()
    (room.articles / "deeper" / "up").symlink_to("..", target_is_directory=True)

    assert room.sync().added == ("good.txt",)
    assert room.sync().unchanged == ("good.txt",)


def test_a_pipe_is_left_alone(room: Room) -> None:
    (room.articles / "good.txt").write_text(NEWS)
    os.mkfifo(room.articles / "pipe.txt")

    assert room.sync().added == ("good.txt",)


def test_a_file_that_vanishes_between_the_listing_and_the_reading_is_reported(room: Room) -> None:
    (room.articles / "good.txt").write_text(NEWS)
    real = Reading.of(passage_words=180, passage_overlap=30)

    def listed(root: Path, store: Path) -> list[str]:
        return [*real.list_articles(root, store), "gone.txt"]

    reading = Reading(listed, real.read_articles, real.split_article)

    report = room.index.sync(room.articles, TinyEmbedder, reading)

    assert (report.added, report.failed) == (("good.txt",), (("gone.txt", "is not there (any more)"),))
