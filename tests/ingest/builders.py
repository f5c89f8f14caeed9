"""Short ways to an article for the tests of reading and splitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.sources import read_source
from qa_assistant.ingest.splitting import quotable_sentences

if TYPE_CHECKING:
    from qa_assistant.schema import Article

BODY = (
    "Ministers from nine countries met in the old town hall on Tuesday to talk about the export of grain.\n\n"
    "They agreed to meet again in a month. Nobody had expected more."
)
"""Two paragraphs of prose, for texts whose head is what matters."""


def read(text: str, file: str = "story.txt") -> Article:
    """Read an article from text rather than from a file."""
    return only(file, text.encode())


def only(file: str, data: bytes) -> Article:
    """Read the one article of a file."""
    [article] = read_source(file, data).articles
    return article


def files(file: str, data: bytes) -> list[str]:
    """Return what the articles of a file are called."""
    return [article.file for article in read_source(file, data).articles]


def reason(file: str, data: bytes) -> str:
    """Return why a file cannot be read."""
    with pytest.raises(ArticleError) as caught:
        read_source(file, data)
    return caught.value.reason


def page(body: str, head: str = "", attributes: str = 'lang="en"') -> str:
    """Return an HTML page."""
    return f"<!DOCTYPE html><html {attributes}><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def quotes(text: str, file: str = "story.txt") -> list[str]:
    """Return the sentences of a text that may be quoted."""
    article = read(text, file)
    return [article.text[start:end] for start, end in quotable_sentences(article)]
