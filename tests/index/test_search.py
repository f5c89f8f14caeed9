from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa_assistant.schema import Filters

from .builders import Newsroom

if TYPE_CHECKING:
    from pathlib import Path

DEAL = "Iran signed a deal with Gazprom."
STRIKE = "Dockers signed a pay deal."
CELLS = "Battery cells are wound from foil."


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(after="2022-07-20"), [STRIKE]),
        (Filters(after="2022-07-19", before="2022-07-19"), [DEAL]),
        (Filters(before="2030-01-01"), [DEAL, STRIKE]),
        (Filters(outlets=["cnn"]), [DEAL]),
        (Filters(outlets=["CNN", "COURIER"]), [DEAL, STRIKE]),
        (Filters(outlets=["Reuters"]), []),
        (Filters(outlets=[]), []),
        (Filters(files=["cells.txt"]), [CELLS]),
        (Filters(files=["cells.txt", "deal.txt", "gone.txt"]), [CELLS, DEAL]),
        (Filters(files=[]), []),
        (Filters(after="2022-01-01", outlets=["Courier", "CNN"], files=["deal.txt", "cells.txt"]), [DEAL]),
        (Filters(), [CELLS, DEAL, STRIKE]),
    ],
)
def test_filters_reach_both_searches(three: Newsroom, filters: Filters, expected: list[str]) -> None:
    assert sorted(three.near("signed foil", filters=filters)) == sorted(expected)
    assert sorted(three.matching("signed foil", filters=filters)) == sorted(expected)


def test_a_filter_finds_what_many_nearer_passages_would_crowd_out(newsroom: Newsroom) -> None:
    newsroom.write("many.txt", *(f"It rains in Oslo on day {n}." for n in range(300)), outlet="Post")
    newsroom.write("one.txt", "Ships queue off Rotterdam.", outlet="Courier")
    newsroom.sync()

    assert newsroom.near("rains in Oslo", k=3, filters=Filters(outlets=["Courier"])) == ["Ships queue off Rotterdam."]
    assert len(newsroom.near("rains in Oslo", k=200, filters=Filters(outlets=["Post"]))) == 200


def test_more_files_than_one_query_takes_can_be_named(three: Newsroom) -> None:
    files = ["deal.txt", *(f"file-{n}.txt" for n in range(40_000)), "cells.txt"]

    assert sorted(three.near("deal", filters=Filters(files=files))) == [CELLS, DEAL]
    assert three.matching("deal", filters=Filters(files=files)) == [DEAL]


def test_dense_scores_are_cosine_similarities(three: Newsroom) -> None:
    question = three.embedder.embed_question("Iran signed a deal")

    found = three.index.dense(question, 3)

    texts = ["News\n" + passage.clean_text for passage in three.index.passages([key for key, _ in found])]
    expected = [float(score) for score in three.embedder.embed_passages(texts) @ question]
    assert [score for _, score in found] == pytest.approx(sorted(expected, reverse=True), abs=1e-5)


def test_dense_search_is_exact_on_a_small_index(newsroom: Newsroom) -> None:
    newsroom.write("many.txt", *(f"{sky} word {n} of {n % 7}." for n in range(60) for sky in ("Rain", "Snow", "Hail")))
    newsroom.sync()
    question = newsroom.embedder.embed_question("Snow word 17 of 3")
    texts = [f"News\n{text}" for text in newsroom.matching("word", k=200)]
    exact = sorted((float(score) for score in newsroom.embedder.embed_passages(texts) @ question), reverse=True)

    nearest = newsroom.index.dense(question, 10)

    assert len(exact) == 180
    assert [score for _, score in nearest] == pytest.approx(exact[:10], abs=1e-5)


def test_a_passage_unlike_hundreds_that_resemble_one_another_is_found(newsroom: Newsroom) -> None:
    newsroom.write("many.txt", *(f"Paragraph number {n}." for n in range(480)))
    newsroom.write("other.txt", "It rains in Oslo.")
    newsroom.sync()

    assert newsroom.near("rains in Oslo", k=1) == ["It rains in Oslo."]


def test_equal_scores_stand_in_the_order_of_ids(newsroom: Newsroom) -> None:
    for n in range(12):
        newsroom.write(f"copy-{n}.txt", "It rains in Oslo.")
    newsroom.sync()

    dense = [key for key, _ in newsroom.index.dense(newsroom.embedder.embed_question("Oslo"), 5)]
    keyword = [key for key, _ in newsroom.index.keyword("Oslo", 5)]

    every = sorted(key for key, _ in newsroom.index.keyword("Oslo", 12))
    assert dense == keyword == every[:5]


def test_two_fresh_builds_rank_alike(tmp_path: Path) -> None:
    rankings = []
    for name in ("one", "two"):
        room = Newsroom(tmp_path / name)
        room.write("many.txt", *(f"Word {n} and {n % 5} of rain." for n in range(150)))
        room.sync()
        question = room.embedder.embed_question("rain word 3")
        rankings.append((room.index.dense(question, 30), room.index.keyword("rain word 3", 30)))

    assert rankings[0] == rankings[1]


def test_passages_come_in_the_order_asked_for_and_unknown_ones_are_left_out(three: Newsroom) -> None:
    first, second = (key for key, _ in three.index.keyword("signed", 2))

    found = three.index.passages([second, "unknown", first])

    assert [passage.id for passage in found] == [second, first]


def test_a_passage_is_the_text_of_its_article_at_its_offsets(three: Newsroom) -> None:
    article = three.index.article("deal.txt")
    (passage,) = three.index.passages([key for key, _ in three.index.keyword("Gazprom", 1)])

    assert passage.text == article.text[passage.start : passage.end] == DEAL
    assert passage.clean_text == DEAL
    assert (passage.file, passage.outlet, passage.published) == ("deal.txt", "CNN", date(2022, 7, 19))


def test_an_article_is_kept_to_the_character(newsroom: Newsroom) -> None:
    newsroom.write("odd.txt", "Nul \0 and tab \t and 🙂 and e\u0301.", "\ufeffMore.")
    newsroom.sync()

    assert newsroom.index.article("odd.txt").text == "News |  | \nNul \0 and tab \t and 🙂 and e\u0301.\n\ufeffMore."
    assert newsroom.matching("more") == ["\ufeffMore."]


def test_articles_are_listed_with_what_is_known_of_them(three: Newsroom) -> None:
    listed = [(info.file, info.title, info.outlet, info.published) for info in three.index.articles()]

    assert listed == [
        ("cells.txt", "News", None, None),
        ("deal.txt", "News", "CNN", date(2022, 7, 19)),
        ("strike.txt", "News", "Courier", date(2025, 7, 4)),
    ]


def test_keyword_search_finds_other_forms_accents_and_titles(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "Ministers négotiated agreements.", title="Brussels summit")
    newsroom.sync()

    assert newsroom.matching("negotiating agreement") == newsroom.matching("BRUSSELS") != []


def test_rarer_words_count_more(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "Rain in Oslo.", "Rain in Bergen.", "Rain in Turku.", "Rain and hail in Kiruna.")
    newsroom.sync()

    assert newsroom.matching("rain hail", k=1) == ["Rain and hail in Kiruna."]


def test_stop_words_are_dropped_unless_there_is_nothing_else_or_it_is_asked_for(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "The ship is in.", "Ships queue.", "To be or not to be.")
    newsroom.sync()

    assert newsroom.matching("the ships") == newsroom.matching("ships")
    assert newsroom.matching("to be or not to be") == ["To be or not to be."]
    assert "The ship is in." in [
        passage.text
        for passage in newsroom.index.passages(
            [key for key, _ in newsroom.index.keyword("the queue", 9, drop_stop_words=False)]
        )
    ]


@pytest.mark.parametrize(
    "query",
    ["", " ", "...?!", '"', '""', "'", "NEAR(", "*", "deal*", "title:deal", "-deal", "(deal OR", "^deal", "{a b}: c",
     "NOT", "AND AND", "x" * 20_000, "\0", "\ud800", "北京天气怎么样", "a\nb"],
)  # fmt: skip
def test_no_query_breaks_the_keyword_search(three: Newsroom, query: str) -> None:
    assert isinstance(three.index.keyword(query, 5), list)
    assert isinstance(three.index.term_weights(query), dict)


def test_operators_in_a_query_are_words(three: Newsroom) -> None:
    assert three.matching("NOT deal*") == three.matching("deal")


def test_chinese_is_found_by_its_own_words(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", "北京 天气 很好。")
    newsroom.sync()

    assert newsroom.matching("天气") == ["北京 天气 很好。"]


def test_a_question_of_20000_characters_is_quick(newsroom: Newsroom) -> None:
    newsroom.write("many.txt", *(f"word{n} and word{n + 1} and rain." for n in range(500)))
    newsroom.sync()
    question = " ".join(f"word{n}" for n in range(2_600))[:20_000]
    started = time.perf_counter()

    found = newsroom.index.keyword(question, 20)

    assert len(found) == 20
    assert time.perf_counter() - started < 1


def test_document_frequency_counts_passages_with_any_form_of_a_word(three: Newsroom) -> None:
    assert three.index.document_frequency("signing") == 2
    assert three.index.document_frequency("Gazprom signed") == 1
    assert three.index.document_frequency("zebra") == 0
    assert three.index.document_frequency("?") == 0


def test_term_weights_are_higher_for_rarer_words_and_leave_stop_words_out(three: Newsroom) -> None:
    weights = three.index.term_weights("Has the zebra signed with Gazprom?")

    assert list(weights) == ["zebra", "sign", "gazprom"]
    assert weights["zebra"] > weights["gazprom"] > weights["sign"] > 0


def test_stems_come_in_the_order_of_the_text(three: Newsroom) -> None:
    assert three.index.stems("Agreements, agreed; the Café's agreements") == [
        "agreement", "agre", "the", "cafe", "s", "agreement",
    ]  # fmt: skip
