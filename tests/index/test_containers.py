"""Source files that give several articles: boxes, in these tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from qa_assistant.errors import ArticleError
from qa_assistant.index import Reading
from qa_assistant.ingest import ReadFile
from qa_assistant.schema import Article, Filters

from .builders import READING, list_articles, parse_article, split_article

if TYPE_CHECKING:
    from pathlib import Path

    from .builders import Newsroom

RAIN, SNOW, HAIL = "It rains in Oslo.", "It snows in Bergen.", "It hails in Tromsø."


@pytest.fixture
def boxed(newsroom: Newsroom) -> Newsroom:
    """A container of two articles, and a plain file."""
    newsroom.write_box("week.box", monday=RAIN, tuesday=SNOW)
    newsroom.write("plain.txt", "Ships queue off Rotterdam.")
    newsroom.sync()
    return newsroom


def test_a_container_counts_as_one_file_and_gives_several_articles(newsroom: Newsroom) -> None:
    newsroom.write_box("week.box", monday=RAIN, tuesday=SNOW)

    report = newsroom.sync()

    assert (report.added, report.passages) == (("week.box",), 2)
    assert [info.file for info in newsroom.index.articles()] == ["week.box/monday", "week.box/tuesday"]
    assert newsroom.index.article("week.box/tuesday").text.strip().endswith(SNOW)


def test_an_unchanged_container_is_unchanged(boxed: Newsroom) -> None:
    report = boxed.sync()

    assert report.unchanged == ("plain.txt", "week.box")
    assert not report.did_change


def test_only_the_members_that_changed_are_embedded_again(boxed: Newsroom) -> None:
    boxed.embedder.embedded.clear()
    boxed.write_box("week.box", monday=RAIN, tuesday=HAIL, wednesday=SNOW)

    report = boxed.sync()

    assert (report.changed, report.passages) == (("week.box",), 4)
    assert boxed.embedder.embedded == [f"News\n{HAIL}"]
    assert boxed.matching("Oslo") == [RAIN]
    assert boxed.matching("Bergen") == [SNOW]


def test_a_member_that_is_gone_leaves_the_index(boxed: Newsroom) -> None:
    boxed.write_box("week.box", monday=RAIN)

    report = boxed.sync()

    assert (report.changed, report.removed) == (("week.box",), ())
    assert boxed.near("snows in Bergen") == [RAIN, "Ships queue off Rotterdam."]
    assert boxed.matching("Bergen") == []


def test_all_members_go_with_their_container(boxed: Newsroom) -> None:
    (boxed.articles / "week.box").unlink()

    report = boxed.sync()

    assert (report.removed, report.passages) == (("week.box",), 1)
    assert [info.file for info in boxed.index.articles()] == ["plain.txt"]


def test_a_container_that_moves_is_one_file_moved_and_embeds_nothing(boxed: Newsroom) -> None:
    (boxed.articles / "week.box").rename(boxed.articles / "archive.box")

    report = boxed.sync()

    assert (report.moved, report.embedded) == ((("week.box", "archive.box"),), 0)
    assert [info.file for info in boxed.index.articles()][:2] == ["archive.box/monday", "archive.box/tuesday"]


def test_members_that_cannot_be_read_are_named_each_time_and_the_rest_is_indexed(newsroom: Newsroom) -> None:
    newsroom.write_box("week.box", monday=RAIN, tuesday="BROKEN")

    first, second = newsroom.sync(), newsroom.sync()

    assert first.added == second.unchanged == ("week.box",)
    assert first.failed == second.failed == (("week.box/tuesday", "is broken"),)
    assert newsroom.matching("Oslo") == [RAIN]


def test_a_container_without_a_readable_member_is_not_indexed(newsroom: Newsroom) -> None:
    newsroom.write_box("week.box", monday="BROKEN")

    first, second = newsroom.sync(), newsroom.sync()

    assert (first.added, first.failed) == ((), (("week.box/monday", "is broken"),))
    assert (second.added, second.unchanged, second.failed) == ((), (), first.failed)


def test_an_empty_container_is_reported(newsroom: Newsroom) -> None:
    newsroom.write_box("week.box")

    assert newsroom.sync().failed == (("week.box", "holds no article"),)


def test_two_members_of_one_name_are_reported_and_the_first_indexed(newsroom: Newsroom) -> None:
    (newsroom.articles / "week.box").write_text(f"=== day\nNews | |\n{RAIN}\n=== day\nNews | |\n{SNOW}\n")

    report = newsroom.sync()

    assert report.failed == (("week.box/day", "bears the name of another article of this file"),)
    assert newsroom.near("weather") == [RAIN]


def test_naming_a_container_or_a_folder_in_the_filters_means_all_below_it(boxed: Newsroom) -> None:
    boxed.write("week.boxes/other.txt", HAIL)
    boxed.sync()

    def both(*files: str) -> list[set[str]]:
        filters = Filters(files=files)
        return [set(boxed.near("weather", filters=filters)), set(boxed.matching("it", filters=filters))]

    assert both("week.box") == [{RAIN, SNOW}, {RAIN, SNOW}]
    assert both("week.box/monday") == [{RAIN}, {RAIN}]
    assert both("week.boxes", "week.box/tuesday") == [{HAIL, SNOW}, {HAIL, SNOW}]
    assert both("week.bo") == [set(), set()]


def test_a_filter_names_what_its_container_holds_now(boxed: Newsroom) -> None:
    filters = Filters(files=["week.box"])
    before = boxed.near("weather", filters=filters)
    boxed.write_box("week.box", monday=RAIN, sunday=HAIL)
    boxed.sync()

    assert set(before) == {RAIN, SNOW}
    assert set(boxed.near("weather", filters=filters)) == {RAIN, HAIL}
    assert set(boxed.matching("it", filters=filters)) == {RAIN, HAIL}


def test_a_container_larger_than_a_batch_reports_growing_progress(newsroom: Newsroom) -> None:
    newsroom.write_box("year.box", **{f"day-{n}": f"Day number {n}." for n in range(1100)})
    heard: list[tuple[str, int, int]] = []

    report = newsroom.sync(lambda *step: heard.append(step))

    embedded = [(done, total) for stage, done, total in heard if stage == "embed"]
    assert (report.passages, embedded[-1]) == (1100, (1100, 1100))
    assert all(abs(total - 1100) < 30 for _, total in embedded)
    assert embedded == sorted(embedded, key=lambda pair: pair[0])


def test_what_is_known_of_an_article_comes_back_from_the_index(newsroom: Newsroom) -> None:
    from datetime import date

    article = Article(
        *("scan.txt", "Head\nOne.\fTwo.", "Scan", "Post", "A. Writer", date(2024, 5, 2), "en"),
        updated=date(2024, 5, 3),
        section="Business",
        url="https://post.example/scan",
        pages=(0, 10),
    )
    newsroom.write("scan.txt", "Anything.")
    reading = Reading(list_articles, lambda root, file: ReadFile((article,)), split_article)  # noqa: ARG005

    newsroom.index.sync(newsroom.articles, lambda: newsroom.embedder, reading)

    assert newsroom.index.article("scan.txt") == article
    assert newsroom.index.pages_of("scan.txt") == (0, 10)
    assert newsroom.index.pages_of("gone.txt") == ()


def test_a_file_that_changes_while_it_is_read_is_read_again(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", RAIN)
    reads: list[str] = []

    def read(root: Path, file: str) -> ReadFile:
        found = READING.read_articles(root, file)
        if not reads:
            newsroom.write("a.txt", SNOW, "And more.")
        reads.append(file)
        return found

    report = newsroom.index.sync(
        newsroom.articles, lambda: newsroom.embedder, Reading(list_articles, read, split_article)
    )

    assert (report.added, len(reads)) == (("a.txt",), 2)
    assert newsroom.matching("it") == [SNOW]
    assert newsroom.sync().unchanged == ("a.txt",)


def test_a_file_that_changes_all_the_time_is_reported_and_read_by_the_next_sync(newsroom: Newsroom) -> None:
    newsroom.write("log.txt", RAIN)
    reads: list[str] = []

    def read(root: Path, file: str) -> ReadFile:
        reads.append(file)
        newsroom.write("log.txt", *[RAIN] * len(reads), SNOW)
        return ReadFile((parse_article(file, "News | |\n" + RAIN),))

    report = newsroom.index.sync(
        newsroom.articles, lambda: newsroom.embedder, Reading(list_articles, read, split_article)
    )

    assert report.failed == (("log.txt", "changes while it is read; it is read again by the next sync"),)
    assert newsroom.sync().added == ("log.txt",)


def test_a_failure_is_remembered_and_tried_again_when_the_file_is_touched(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", RAIN)
    newsroom.age()
    reads: list[str] = []

    def read(root: Path, file: str) -> ReadFile:
        reads.append(file)
        raise ArticleError(file, "takes too long")

    reading = Reading(list_articles, read, split_article)
    for _ in range(2):
        report = newsroom.index.sync(newsroom.articles, lambda: newsroom.embedder, reading)
        assert report.failed == (("a.txt", "takes too long"),)
    (newsroom.articles / "a.txt").touch()

    assert len(reads) == 1
    assert newsroom.sync().added == ("a.txt",)


def test_the_answer_to_json_holds_the_page(newsroom: Newsroom) -> None:
    from qa_assistant.schema import Answer, Citation

    citation = Citation(1, "a.pdf", "A", None, None, 0, 4, "Text", "a.pdf", page=3)

    assert json.loads(json.dumps(Answer("Q", "Q", citations=(citation,)).to_dict()))["citations"][0]["page"] == 3
