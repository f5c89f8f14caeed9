"""Short ways to an article for the tests of reading and splitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.ingest.readers import reader_for
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
    return reader_for(file).read(file, text.encode())


def page(body: str, head: str = "", attributes: str = 'lang="en"') -> str:
    """Return an HTML page."""
    return f"<!DOCTYPE html><html {attributes}><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def quotes(text: str, file: str = "story.txt") -> list[str]:
    """Return the sentences of a text that may be quoted."""
    article = read(text, file)
    return [article.text[start:end] for start, end in quotable_sentences(article)]
