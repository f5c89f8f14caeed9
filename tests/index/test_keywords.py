from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_assistant.errors import ConfigError
from qa_assistant.index.keyword_writer import KeywordWriter
from qa_assistant.index.keywords import DamagedKeywordsError, Keywords, inverse_frequency, stemmer
from qa_assistant.schema import Filters, Passage

from .builders import Newsroom, read_articles, split_article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[KeywordWriter]:
    writer = KeywordWriter(tmp_path / "keywords")
    yield writer
    writer.close()


def passages(*texts: str) -> dict[str, Passage]:
    """Return passages under the names a, b, c…"""
    return {
        chr(ord("a") + n): Passage(f"id-{n}", f"{n}.txt", "News", 0, len(text), text, sentences=((0, len(text)),))
        for n, text in enumerate(texts)
    }


def found(writer: KeywordWriter, words: str) -> list[tuple[str, float]]:
    return Keywords(writer.folder).search("1", stemmer().stems([words])[0], 10, None)


def test_nothing_is_found_before_the_commit_and_everything_after_it(writer: KeywordWriter) -> None:
    writer.add(passages("Rain in Oslo."))
    writer.commit()
    writer.add({"b": passages("Snow in Oslo.")["a"]})

    assert [name for name, _ in found(writer, "Oslo")] == ["a"]
    writer.commit()
    assert [name for name, _ in found(writer, "Oslo")] == ["a", "b"]


def test_what_was_not_committed_is_gone_when_the_writer_is_closed(writer: KeywordWriter) -> None:
    writer.add(passages("Rain in Oslo."))
    writer.commit()
    writer.add({"b": passages("Snow in Oslo.")["a"]})
    writer.delete(["a"])

    writer.close()

    assert writer.count() == 1
    assert [name for name, _ in found(writer, "Oslo")] == ["a"]


def test_an_entry_added_twice_is_there_once(writer: KeywordWriter) -> None:
    for _ in range(2):
        writer.add(passages("Rain in Oslo."))
        writer.commit()

    assert writer.count() == 1
    assert writer.ids() == {"a"}


def test_a_searcher_sees_the_version_it_asked_for_though_entries_were_deleted_since(writer: KeywordWriter) -> None:
    writer.add(passages("Rain in Oslo.", "Snow in Oslo."))
    writer.commit()
    keywords = Keywords(writer.folder)
    keywords.warm_up("old")

    writer.delete(["a"])
    writer.commit()

    assert [name for name, _ in keywords.search("old", ["oslo"], 10, None)] == ["a", "b"]
    assert [name for name, _ in keywords.search("new", ["oslo"], 10, None)] == ["b"]
    assert [name for name, _ in keywords.search("old", ["oslo"], 10, None)] == ["a", "b"]


def test_scores_of_a_changed_index_are_those_of_a_fresh_one(tmp_path: Path) -> None:
    changed, fresh = Newsroom(tmp_path / "changed"), Newsroom(tmp_path / "fresh")
    for room in (changed, fresh):
        room.write("kept.txt", "Rain in Oslo.", "Snow in Bergen.", "Hail and rain in Turku.")
    changed.write("gone.txt", *(f"Rain number {n} of Oslo." for n in range(30)))
    changed.write("other.txt", "Nothing but rain.")
    changed.sync()

    (changed.articles / "gone.txt").unlink()
    changed.write("other.txt", "Ships queue off Rotterdam.")
    fresh.write("other.txt", "Ships queue off Rotterdam.")
    changed.sync()
    fresh.sync()

    assert changed.index.keyword("rain in Oslo", 10) == fresh.index.keyword("rain in Oslo", 10) != []
    assert changed.index.term_weights("rain Oslo") == fresh.index.term_weights("rain Oslo")


def test_the_same_search_gives_the_same_scores_every_time(writer: KeywordWriter) -> None:
    writer.add({f"{n:03}": p for n in range(400) for p in passages(f"Rain {n % 7} and hail {n % 5} in Oslo.").values()})
    writer.commit()

    first = found(writer, "rain hail 3 Oslo")

    assert all(found(writer, "rain hail 3 Oslo") == first for _ in range(5))
    assert [name for name, score in first if score == first[0][1]] == sorted(
        name for name, score in first if score == first[0][1]
    )


def test_filters_reach_the_search(newsroom: Newsroom, writer: KeywordWriter) -> None:
    newsroom.write("a.txt", "Rain in Oslo.", outlet="Post", published="2024-01-01")
    newsroom.write("b.txt", "Rain in Oslo.")
    for file in ("a.txt", "b.txt"):
        (article,) = read_articles(newsroom.articles, file).articles
        writer.add({file: split_article(article)[0]})
    writer.commit()
    keywords = Keywords(writer.folder)

    def within(filters: Filters) -> list[str]:
        return [name for name, _ in keywords.search("1", ["rain"], 10, filters)]

    assert within(Filters(after="2024-01-01")) == within(Filters(before="2024-01-01")) == ["a.txt"]
    assert within(Filters(after="2024-01-02")) == within(Filters(outlets=["Courier"])) == []
    assert within(Filters(outlets=["POST"])) == ["a.txt"]
    assert within(Filters(files=["b.txt"])) == ["b.txt"]
    assert sorted(within(Filters())) == ["a.txt", "b.txt"]


def test_a_filter_adds_nothing_to_a_score(writer: KeywordWriter) -> None:
    writer.add(passages("Rain in Oslo.", "Snow in Oslo."))
    writer.commit()

    free = Keywords(writer.folder).search("1", ["rain"], 10, None)

    assert Keywords(writer.folder).search("1", ["rain"], 10, Filters(files=["0.txt"])) == free


def test_titles_and_outlets_are_searched(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "It never ends.", title="Harbour strike", outlet="Eastern Register")
    newsroom.sync()

    assert newsroom.matching("strikes") == newsroom.matching("What does the Register say?") == ["It never ends."]


def test_a_word_that_was_deleted_weighs_no_less_than_nothing() -> None:
    assert inverse_frequency(passages=2, frequency=5) == inverse_frequency(passages=2, frequency=2) > 0


@pytest.mark.parametrize("harm", ["cut", "zeros"])
def test_damage_is_seen_and_the_next_sync_builds_the_index_anew(three: Newsroom, harm: str) -> None:
    for path in (three.store / "keywords").glob("*.idx"):
        data = path.read_bytes()
        path.write_bytes({"cut": data[: len(data) // 2], "zeros": bytes(len(data))}[harm])

    three.index.close()

    with pytest.raises(DamagedKeywordsError, match="qa-assistant index"):
        three.matching("Gazprom")
    three.sync()

    assert three.matching("Gazprom") == ["Iran signed a deal with Gazprom."]


def test_a_single_changed_byte_is_seen_by_who_looks_closely(three: Newsroom) -> None:
    keywords = Keywords(three.store / "keywords")
    was_whole = keywords.is_whole()
    (path,) = (three.store / "keywords").glob("*.idx")
    data = path.read_bytes()

    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])

    assert (was_whole, keywords.is_whole()) == (True, False)


def test_a_lost_keyword_index_is_built_anew_without_embedding_anything(three: Newsroom) -> None:
    KeywordWriter(three.store / "keywords").remove()
    three.index.close()

    report = three.sync()

    assert (report.embedded, report.did_change) == (0, False)
    assert three.matching("Gazprom") == ["Iran signed a deal with Gazprom."]


def test_a_second_writer_is_refused(writer: KeywordWriter) -> None:
    writer.add(passages("Rain in Oslo."))

    with pytest.raises(ConfigError, match="cannot be written"):
        KeywordWriter(writer.folder).add(passages("Snow in Oslo."))
