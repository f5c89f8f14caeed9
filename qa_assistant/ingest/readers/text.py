"""Plain text and Markdown: the text is the file as decoded, character for character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.decoding import decode
from qa_assistant.ingest.head import read_head
from qa_assistant.ingest.limits import MAX_LINES
from qa_assistant.ingest.metadata import as_article, front_matter

if TYPE_CHECKING:
    from qa_assistant.schema import Article


class TextReader:
    """Reads .txt and Markdown files."""

    def read(self, file: str, data: bytes) -> Article:
        """Return the article; front matter, then the head of the text, then the file name say what it is.

        Raises:
            ArticleError: the file is empty, not text, or has too many lines.
        """
        text = decode(file, data)
        if text.count("\n") > MAX_LINES:
            raise ArticleError(file, f"has more than {MAX_LINES} lines; split it")
        above, start = front_matter(text)
        said = above.or_else(read_head(blocks(text, start)).dated(file))
        return as_article(file, text, said)
