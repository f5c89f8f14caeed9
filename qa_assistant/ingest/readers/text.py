"""Plain text and Markdown: the text is the file as decoded, character for character."""

from __future__ import annotations

from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.decoding import decode
from qa_assistant.ingest.head import read_head
from qa_assistant.ingest.metadata import front_matter, title_of_file
from qa_assistant.schema import Article


class TextReader:
    """Reads .txt and Markdown files."""

    def read(self, file: str, data: bytes) -> Article:
        """Return the article; front matter, then the head of the text, then the file name say what it is.

        Raises:
            ArticleError: the file is empty or not text.
        """
        text = decode(file, data)
        above, start = front_matter(text)
        said = above.or_else(read_head(blocks(text, start)).dated(file))
        return Article(
            file=file,
            text=text,
            title=said.title or title_of_file(file),
            outlet=said.outlet,
            author=said.author,
            published=said.published,
            language=said.language,
        )
