"""OpenDocument texts (.odt): the text as it reads when changes are accepted and nothing hidden is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.dates import date_of_value
from qa_assistant.ingest.head import read_head
from qa_assistant.ingest.metadata import Metadata, as_article, language_code
from qa_assistant.ingest.readers.package import Package, first_text, local_name
from qa_assistant.ingest.readers.page import CELL_BORDER, ITEM_MARK, join_paragraphs
from qa_assistant.ingest.readers.properties import property_author, property_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from qa_assistant.schema import Article

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LEFT_OUT = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "note", "hidden-text", "hidden-paragraph", "forms", "ruby-text"}
    | {"table-of-content", "alphabetical-index", "sequence-decls", "variable-decls", "desc", "title", "bibliography"}
)
_BREAKS = {"s": " ", "tab": " ", "line-break": "\n"}


class OpenDocumentReader:
    """Reads .odt files."""

    def read(self, file: str, data: bytes) -> Article:
        """Return the article; headers, footers, notes, comments, tables of contents and deleted text are left out.

        Raises:
            ArticleError: the file is encrypted or damaged, or holds no text.
        """
        with Package(file, data) as package:
            manifest = package.xml_if_any("META-INF/manifest.xml")
            if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
                raise ArticleError(file, "is encrypted: save it without a password")
            content = package.xml("content.xml")
            meta = package.xml_if_any("meta.xml")
            hidden = _hiding_styles(content) | _hiding_styles(package.xml_if_any("styles.xml"))
        try:
            body = next(content.iter("{*}body"), content)
            text = join_paragraphs(list(_paragraphs(body, hidden)))
        except RecursionError as error:
            raise ArticleError(file, "is nested too deeply to be a document") from error
        if not text:
            raise ArticleError(file, "holds no text")
        said = _meta(meta)
        head = read_head(blocks(text)).dated(file)
        known = Metadata(title=said.title, author=said.author, language=said.language)
        return as_article(file, text, known.or_else(head).or_made(said.published))


def _hiding_styles(tree: _Element | None) -> set[str]:
    found = set()
    for style in tree.iter(f"{_STYLE}style") if tree is not None else ():
        for properties in style.iter(f"{_STYLE}text-properties"):
            is_white = (properties.get(f"{_FORMAT}color") or "").lower() == "#ffffff"
            backed = properties.get(f"{_FORMAT}background-color") not in (None, "transparent")
            if properties.get(f"{_TEXT}display") == "none" or (is_white and not backed):
                found.add(style.get(f"{_STYLE}name") or "")
    return found


def _paragraphs(parent: _Element, hidden: set[str], mark: str = "") -> Iterator[str]:
    for element in parent:
        name = local_name(element)
        if name in _LEFT_OUT or element.get(f"{_TEXT}style-name") in hidden:
            continue
        if name in ("p", "h"):
            boxes: list[_Element] = []
            lines = [" ".join(line.split()) for line in "".join(_words(element, hidden, boxes)).split("\n")]
            words = "\n".join(line for line in lines if line)
            if words:
                yield mark + words
            for box in boxes:
                yield from _paragraphs(box, hidden)
        elif name == "table-row":
            cells = (" ".join(_paragraphs(cell, hidden)) for cell in element if local_name(cell) == "table-cell")
            row = CELL_BORDER.join(cell for cell in cells if cell)
            if row:
                yield row
        else:
            yield from _paragraphs(element, hidden, ITEM_MARK if name == "list-item" else mark)


def _words(element: _Element, hidden: set[str], boxes: list[_Element]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name == "text-box":
            boxes.append(child)
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name not in _LEFT_OUT and child.get(f"{_TEXT}style-name") not in hidden:
            yield from _words(child, hidden, boxes)
        yield child.tail or ""


def _meta(tree: _Element | None) -> Metadata:
    if tree is None:
        return Metadata()
    return Metadata(
        title=property_title(first_text(tree, "title")),
        author=property_author(first_text(tree, "initial-creator", "creator")),
        published=date_of_value(first_text(tree, "creation-date")),
        language=language_code(first_text(tree, "language")),
    )
