"""Word documents (.docx): the text as it reads when changes are accepted and nothing hidden is shown."""

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
    from datetime import date

    from lxml.etree import _Element

    from qa_assistant.schema import Article

_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LEFT_OUT = frozenset({"del", "movefrom", "fallback", "ppr", "rpr", "instrtext", "deltext", "sectpr"})
_OFF = ("0", "false", "off")
_TEMPLATE_DAY = "2013-12-23"
"""When the template that a common library begins new documents with was made."""


class WordReader:
    """Reads .docx files."""

    def read(self, file: str, data: bytes) -> Article:
        """Return the article; headers, footers, notes, comments and deleted text are left out.

        Raises:
            ArticleError: the file is damaged, or holds no text.
        """
        with Package(file, data) as package:
            main = _main_part(package)
            tree = package.xml(main)
            styles = _Styles(package.xml_if_any("word/styles.xml"))
            core = package.xml_if_any("docProps/core.xml")
        try:
            body = tree.find(f"{_MAIN}body")
            found = list(_paragraphs(tree if body is None else body, styles))
        except RecursionError as error:
            raise ArticleError(file, "is nested too deeply to be a document") from error
        text = join_paragraphs([words for words, _ in found])
        if not text:
            raise ArticleError(file, "holds no text")
        titled = Metadata(title=next((words for words, style in found if style in ("title", "heading 1")), None))
        said, made = _core(core)
        head = read_head(blocks(text)).dated(file)
        return as_article(file, text, said.or_else(titled).or_else(head).or_made(made))


def _main_part(package: Package) -> str:
    """Return the name of the part that holds the text: usually word/document.xml, but a document may say otherwise."""
    relations = package.xml_if_any("_rels/.rels")
    for relation in relations.iter(_RELATION) if relations is not None else ():
        target = (relation.get("Target") or "").lstrip("/")
        if (relation.get("Type") or "").endswith("/officeDocument") and target in package:
            return target
    return "word/document.xml"


class _Styles:
    """What the styles of a document are called, and which of them hide text."""

    def __init__(self, tree: _Element | None) -> None:
        self.names: dict[str, str] = {}
        self.hidden: set[str] = set()
        for style in tree.iter(f"{_MAIN}style") if tree is not None else ():
            identifier = style.get(f"{_MAIN}styleId") or ""
            name = style.find(f"{_MAIN}name")
            self.names[identifier] = (_value(name) or "").lower()
            if _hides(style.find(f"{_MAIN}rPr")):
                self.hidden.add(identifier)

    def of(self, properties: _Element | None, kind: str) -> str:
        found = None if properties is None else properties.find(f"{_MAIN}{kind}")
        return _value(found) or ""


def _value(element: _Element | None) -> str | None:
    return None if element is None else element.get(f"{_MAIN}val")


def _paragraphs(parent: _Element, styles: _Styles) -> Iterator[tuple[str, str]]:
    """Yield each paragraph or table row, and the name of its style."""
    for element in parent:
        name = local_name(element)
        if name == "p":
            yield from _paragraph(element, styles)
        elif name == "tr":
            cells = [" ".join(words for words, _ in _paragraphs(cell, styles)) for cell in element.iter(f"{_MAIN}tc")]
            row = CELL_BORDER.join(cell.removeprefix(ITEM_MARK) for cell in cells if cell)
            if row:
                yield row, ""
        elif name not in _LEFT_OUT:
            yield from _paragraphs(element, styles)


def _paragraph(element: _Element, styles: _Styles) -> Iterator[tuple[str, str]]:
    properties = element.find(f"{_MAIN}pPr")
    style = styles.of(properties, "pStyle")
    if style in styles.hidden:
        return
    boxes: list[_Element] = []
    lines = "".join(_runs(element, styles, boxes)).split("\n")
    words = "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
    if words:
        is_item = properties is not None and properties.find(f"{_MAIN}numPr") is not None
        yield (ITEM_MARK if is_item else "") + words, styles.names.get(style, "")
    for box in boxes:
        yield from _paragraphs(box, styles)


def _runs(parent: _Element, styles: _Styles, boxes: list[_Element]) -> Iterator[str]:
    for element in parent:
        name = local_name(element)
        if name in _LEFT_OUT:
            continue
        if name == "txbxcontent":
            boxes.append(element)
        elif name == "t":
            yield element.text or ""
        elif name in ("tab", "br", "cr", "nobreakhyphen"):
            yield {"tab": " ", "nobreakhyphen": "-"}.get(name, "\n")
        elif name == "r":
            properties = element.find(f"{_MAIN}rPr")
            if not (_hides(properties) or styles.of(properties, "rStyle") in styles.hidden):
                yield from _runs(element, styles, boxes)
        else:
            yield from _runs(element, styles, boxes)


def _hides(properties: _Element | None) -> bool:
    """Say whether a run is hidden, or white without anything behind it."""
    if properties is None:
        return False
    vanish = properties.find(f"{_MAIN}vanish")
    if vanish is not None and (_value(vanish) or "").lower() not in _OFF:
        return True
    is_backed = any(properties.find(f"{_MAIN}{name}") is not None for name in ("highlight", "shd"))
    return (_value(properties.find(f"{_MAIN}color")) or "").lower() == "ffffff" and not is_backed


def _core(tree: _Element | None) -> tuple[Metadata, date | None]:
    """Return what the document's properties say, and the day it was made."""
    if tree is None:
        return Metadata(), None
    made = first_text(tree, "created") or ""
    said = Metadata(
        title=property_title(first_text(tree, "title")),
        author=property_author(first_text(tree, "creator")),
        language=language_code(first_text(tree, "language")),
        section=first_text(tree, "category"),
    )
    return said, None if made.startswith(_TEMPLATE_DAY) else date_of_value(made)
