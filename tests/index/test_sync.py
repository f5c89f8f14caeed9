from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from qa_assistant.errors import ArticleError, ConfigError
from qa_assistant.index import Index
from qa_assistant.schema import Filters

from .builders import ENVIRONMENT, FINGERPRINT, READING, Newsroom, TinyEmbedder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_first_sync_adds_every_article(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "First one.", "Second one.")
    newsroom.write("deep/b.txt", "Third one.")

    report = newsroom.sync()

    assert report.added == ("a.txt", "deep/b.txt")
    assert (report.passages, report.embedded, newsroom.index.passage_count) == (3, 3, 3)


def test_an_index_inside_the_folder_of_articles_is_none_of_them(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.articles = tmp_path  # the index is its subfolder `vectorstore`
    room.write("a.txt", "First one.")
    room.write("vectorstore-notes/b.txt", "Second one.")
    room.store.mkdir(exist_ok=True)
    (room.store / "README.txt").write_text("What this folder holds is made by a machine, and no article.")

    assert room.sync().added == ("a.txt", "vectorstore-notes/b.txt")
    assert room.sync().unchanged == ("a.txt", "vectorstore-notes/b.txt")
    assert room.index.verify(tmp_path, READING).is_sound


def test_a_second_sync_leaves_everything_unchanged(three: Newsroom) -> None:
    before = three.index.version

    report = three.sync()

    assert report.unchanged == ("cells.txt", "deal.txt", "strike.txt")
    assert not report.did_change
    assert three.index.version == before


def test_only_changed_passages_are_embedded_again(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "It rains in Oslo.", "It snows in Bergen.")
    newsroom.sync()
    newsroom.embedder.embedded.clear()
    newsroom.write("a.txt", "It rains in Oslo.", "It hails in Bergen.")

    report = newsroom.sync()

    assert report.changed == ("a.txt",)
    assert newsroom.embedder.embedded == ["News\nIt hails in Bergen."]
    assert newsroom.near("snows in Bergen") == ["It hails in Bergen.", "It rains in Oslo."]
    assert newsroom.matching("snows") == []


def test_passages_that_only_moved_within_their_article_are_not_embedded_again(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "It rains in Oslo.")
    newsroom.sync()
    newsroom.write("a.txt", "New at the top.", "It rains in Oslo.")

    report = newsroom.sync()

    assert report.embedded == 1
    assert newsroom.near("rains in Oslo", k=1) == ["It rains in Oslo."]


def test_a_passage_that_moved_is_found_where_it_stands_now(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "It rains in Oslo.")
    newsroom.sync()
    newsroom.write("a.txt", "New at the top.", "It rains in Oslo.")
    newsroom.sync()

    (passage,) = newsroom.index.passages([key for key, _ in newsroom.index.keyword("Oslo", 1)])

    assert newsroom.near("rains in Oslo", k=1) == ["It rains in Oslo."]
    assert newsroom.index.article("a.txt").text[passage.start : passage.end] == passage.text == "It rains in Oslo."


def test_a_removed_article_is_gone_from_both_searches(three: Newsroom) -> None:
    (three.articles / "deal.txt").unlink()

    report = three.sync()

    assert report.removed == ("deal.txt",)
    assert "Iran signed a deal with Gazprom." not in three.near("Gazprom") + three.matching("Gazprom")
    with pytest.raises(ArticleError, match=r"deal\.txt: is not in the index"):
        three.index.article("deal.txt")


def test_an_article_that_comes_back_is_found_again(three: Newsroom) -> None:
    (three.articles / "deal.txt").unlink()
    three.sync()
    three.write("deal.txt", "Iran signed a deal with Gazprom.", outlet="CNN", published="2022-07-19")

    three.sync()

    assert three.near("Gazprom", k=1) == ["Iran signed a deal with Gazprom."]


def test_an_empty_folder_removes_everything(three: Newsroom) -> None:
    for path in three.articles.iterdir():
        path.unlink()

    report = three.sync()

    assert report.removed == ("cells.txt", "deal.txt", "strike.txt")
    assert (report.passages, three.near("deal"), three.matching("deal"), three.index.articles()) == (0, [], [], [])


def test_an_empty_folder_can_be_indexed_and_searched(newsroom: Newsroom) -> None:
    newsroom.sync()

    assert (newsroom.index.passage_count, newsroom.near("deal"), newsroom.matching("deal")) == (0, [], [])


def test_a_missing_folder_is_an_error_and_leaves_the_index_alone(three: Newsroom) -> None:
    with pytest.raises(ConfigError, match=r"no such folder: .*; give --articles DIR"):
        three.index.sync(three.folder / "artikles", TinyEmbedder, READING)

    assert three.index.passage_count == 3


def test_a_broken_file_is_reported_each_time_and_the_rest_indexed(newsroom: Newsroom) -> None:
    newsroom.write("good.txt", "It rains in Oslo.")
    (newsroom.articles / "bad.txt").write_text("BROKEN")

    assert newsroom.sync().failed == (("bad.txt", "is broken"),)
    assert newsroom.sync().failed == (("bad.txt", "is broken"),)
    assert newsroom.matching("Oslo") == ["It rains in Oslo."]


def test_an_article_that_breaks_is_no_longer_cited(three: Newsroom) -> None:
    (three.articles / "deal.txt").write_text("BROKEN")

    report = three.sync()

    assert report.failed == (("deal.txt", "is broken"),)
    assert report.removed == ("deal.txt",)
    assert three.matching("Gazprom") == []


def test_an_article_without_a_sentence_to_quote_is_reported(newsroom: Newsroom) -> None:
    newsroom.write("junk.txt")

    assert newsroom.sync().failed == (("junk.txt", "holds no sentence that could be quoted"),)


def test_text_that_is_not_valid_unicode_is_reported(newsroom: Newsroom) -> None:
    newsroom.write("half.txt", "Half a character: \ud83d.")

    assert newsroom.sync().failed == (("half.txt", "holds characters that are not valid Unicode"),)


def test_touching_a_file_embeds_nothing(three: Newsroom) -> None:
    os.utime(three.articles / "deal.txt", (1_700_000_900, 1_700_000_900))
    three.embedder.embedded.clear()

    report = three.sync()

    assert not report.did_change
    assert "deal.txt" in report.unchanged
    assert three.embedder.embedded == []


def test_moving_a_file_embeds_nothing(three: Newsroom) -> None:
    (three.articles / "deal.txt").rename(three.articles / "moved.txt")

    report = three.sync()

    assert (report.moved, report.added, report.removed) == ((("deal.txt", "moved.txt"),), (), ())
    assert (report.embedded, report.did_change) == (0, True)
    assert three.near("Gazprom", k=1) == ["Iran signed a deal with Gazprom."]


def test_a_text_that_several_articles_share_is_embedded_once(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "It rains in Oslo.")
    newsroom.write("b.txt", "It rains in Oslo.")

    report = newsroom.sync()

    assert (report.passages, report.embedded) == (2, 1)
    assert newsroom.near("Oslo") == ["It rains in Oslo.", "It rains in Oslo."]


def test_a_change_right_after_a_sync_is_noticed_though_size_and_time_are_equal(newsroom: Newsroom) -> None:
    now = time.time() + 60
    newsroom.write("a.txt", "It rains in Oslo.")
    os.utime(newsroom.articles / "a.txt", (now, now))
    newsroom.sync()
    newsroom.write("a.txt", "It hails in Oslo.")
    os.utime(newsroom.articles / "a.txt", (now, now))

    assert newsroom.sync().changed == ("a.txt",)


def test_a_new_publication_date_reaches_the_filters_without_embedding(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "It rains in Oslo.", published="2022-07-19")
    newsroom.sync()
    newsroom.write("a.txt", "It rains in Oslo.", published="2023-01-01")

    report = newsroom.sync()

    assert (report.changed, report.embedded) == (("a.txt",), 0)
    assert newsroom.near("Oslo", filters=Filters(after="2023-01-01")) == ["It rains in Oslo."]
    assert newsroom.near("Oslo", filters=Filters(before="2022-12-31")) == []


def test_a_sync_reports_its_progress(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "It rains in Oslo.", "It snows in Bergen.")
    heard: list[tuple[str, int, int]] = []

    newsroom.sync(lambda *step: heard.append(step))

    assert heard[0] == ("scan", 1, 1)
    assert ("embed", 1, 2) in heard
    assert ("embed", 2, 2) in heard
    assert ("copies", 1, 1) in heard
    assert heard[-1] == ("save", 2, 2)


def test_more_passages_than_a_batch_are_all_indexed(newsroom: Newsroom) -> None:
    newsroom.write("long.txt", *(f"Paragraph number {n}." for n in range(520)))
    newsroom.write("short.txt", "It rains in Oslo.")

    report = newsroom.sync()

    assert report.passages == 521
    assert newsroom.near("rains in Oslo", k=1) == ["It rains in Oslo."]


def test_a_store_that_cannot_be_written_is_an_error_that_names_it(newsroom: Newsroom) -> None:
    newsroom.store.write_text("a file where the folder should be")

    with pytest.raises(ConfigError, match=r"vectorstore: cannot write there .*; give --store DIR"):
        newsroom.sync()


def test_two_syncs_at_once_are_refused(three: Newsroom) -> None:
    with FileLock(three.store / "sync.lock"), pytest.raises(ConfigError, match="another sync is running"):
        three.sync()


def test_a_sync_with_nothing_to_do_loads_no_model_and_no_heavy_library(three: Newsroom) -> None:
    code = (
        "import sys; from pathlib import Path; from qa_assistant.index import Index\n"
        "from index.builders import FINGERPRINT, READING\n"
        f"index = Index.open(Path({str(three.store)!r}), FINGERPRINT, create=True)\n"
        f"report = index.sync(Path({str(three.articles)!r}), lambda: 1 / 0, READING)\n"
        "print(len(report.unchanged), {'chromadb', 'llama_index', 'torch'} & sys.modules.keys())"
    )

    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=True)

    assert done.stdout == "3 set()\n"


def test_an_index_opened_before_sees_a_later_sync(three: Newsroom) -> None:
    reader = Index.open(three.store, FINGERPRINT)
    before = reader.version
    three.write("new.txt", "Ships queue off Rotterdam.")

    three.sync()

    assert reader.version != before
    assert [info.file for info in reader.articles()] == ["cells.txt", "deal.txt", "new.txt", "strike.txt"]


def test_within_a_snapshot_all_reads_see_one_state(three: Newsroom) -> None:
    reader = Index.open(three.store, FINGERPRINT)
    with reader.snapshot() as version:
        three.write("new.txt", "Ships queue off Rotterdam.")
        three.sync()

        assert reader.version == version
        assert reader.keyword("Rotterdam", 5) == []

    assert len(reader.keyword("Rotterdam", 5)) == 1
