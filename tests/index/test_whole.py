from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_assistant.errors import ArticleError

if TYPE_CHECKING:
    from .builders import Newsroom


def test_an_article_is_one_passage_with_every_sentence_once_in_reading_order(newsroom: Newsroom) -> None:
    newsroom.write("deal.txt", "Iran signed a deal.", "It is worth much.", outlet="CNN", published="2022-07-19")
    newsroom.sync()

    whole = newsroom.index.whole("deal.txt")

    assert whole.text == newsroom.index.article("deal.txt").text
    assert [whole.text[start:end] for start, end in whole.sentences] == ["Iran signed a deal.", "It is worth much."]
    assert (whole.title, whole.outlet, str(whole.published)) == ("News", "CNN", "2022-07-19")


def test_an_article_that_is_not_indexed_has_no_passage(three: Newsroom) -> None:
    with pytest.raises(ArticleError, match="is not in the index"):
        three.index.whole("gone.txt")
