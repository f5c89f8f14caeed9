"""EPUB books and magazines: every chapter is an article."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.dates import date_of_value
from qa_assistant.ingest.decoding import decode
from qa_assistant.ingest.head import read_head
from qa_assistant.ingest.limits import MAX_MEMBERS
from qa_assistant.ingest.members import Collection, member_part
from qa_assistant.ingest.metadata import Metadata, as_article, language_code
from qa_assistant.ingest.moments import moment_of
from qa_assistant.ingest.readers.html import page_tree
from qa_assistant.ingest.readers.package import Package, first_text, resolve
from qa_assistant.ingest.readers.page import join_paragraphs, paragraphs
from qa_assistant.ingest.readers.properties import property_author, property_title
from qa_assistant.ingest.readers.unseen import remove_unseen

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

    from qa_assistant.ingest.reading import ReadFile
    from qa_assistant.schema import Article

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGE_TYPES = ("application/xhtml+xml", "text/html")
_LEAST_WORDS = 30
"""A cover, a title page or a dedication has fewer words than this."""


class EpubReader:
    """Reads .epub files."""

    def read(self, file: str, data: bytes) -> ReadFile:
        """Return the chapters in reading order; covers, tables of contents and pages of a few words are left out.

        Raises:
            ArticleError: the book is damaged or copy-protected, or holds no text.
        """
        collection = Collection(file)
        with Package(file, data) as package:
            opf = _root_file(package)
            tree = package.xml(opf)
            said = _book(tree)
            locked = _encrypted(package)
            for number, href in enumerate(_spine(tree)[:MAX_MEMBERS], 1):
                name = resolve(opf, href)
                if name in locked:
                    raise ArticleError(file, "is copy-protected: it can be read only by the program it was bought for")
                _add(collection, package, name, number, said)
        return collection.result("holds no text, only pictures or titles")


def _add(collection: Collection, package: Package, name: str, number: int, said: Metadata) -> None:
    try:
        page = page_tree(name, decode(name, package.part(name)))
    except ArticleError as error:
        collection.fail(collection.name(f"{number:03} {member_part(name)}"), error.reason)
        return
    if page is None:
        return
    try:
        remove_unseen(page)
        body = page.find(".//body")
        found = paragraphs(page if body is None else body)
        heading = _heading(page)
    except RecursionError:
        collection.fail(collection.name(f"{number:03} {member_part(name)}"), "is nested too deeply to be a page")
        return
    text = join_paragraphs(found)
    if len(text.split()) < _LEAST_WORDS:
        return
    member = f"{number:03} {member_part(heading or '')}".strip()
    collection.add(member, partial(_chapter, text, Metadata(title=heading), said))


def _chapter(text: str, own: Metadata, book: Metadata, file: str) -> Article:
    head = read_head(blocks(text)).metadata
    titled = Metadata(title=f"{book.title}, part {file.rpartition('/')[2][:3].lstrip('0')}" if book.title else None)
    about = Metadata(
        outlet=book.title,
        author=book.author,
        published=book.published,
        language=book.language,
        section=book.section,
        moment=book.moment,
    )
    return as_article(file, text, own.or_else(head).or_else(titled).or_else(about))


def _heading(page: HtmlElement) -> str | None:
    for element in page.iter("h1", "h2", "h3"):
        words = " ".join(element.text_content().split())
        if words:
            return words[:200]
    title = page.find(".//title")
    return property_title(None if title is None else title.text_content())


def _root_file(package: Package) -> str:
    for root in package.xml(_CONTAINER).iter("{*}rootfile"):
        path = root.get("full-path")
        if path and path in package:
            return path
    raise ArticleError(package.file, "is damaged or incomplete: it names no list of its chapters")


def _spine(tree: _Element) -> list[str]:
    """Return the addresses of the pages in reading order, without the table of contents."""
    pages = {
        item.get("id"): unquote((item.get("href") or "").partition("#")[0])
        for item in tree.iter("{*}item")
        if item.get("media-type") in _PAGE_TYPES and "nav" not in (item.get("properties") or "").split()
    }
    order = [pages[item.get("idref")] for item in tree.iter("{*}itemref") if item.get("idref") in pages]
    return list(dict.fromkeys(order or pages.values()))


def _encrypted(package: Package) -> set[str]:
    tree = package.xml_if_any(_ENCRYPTION)
    return {unquote(found.get("URI") or "") for found in tree.iter("{*}CipherReference")} if tree is not None else set()


def _book(tree: _Element) -> Metadata:
    return Metadata(
        title=property_title(first_text(tree, "title")),
        author=property_author(first_text(tree, "creator")),
        published=date_of_value(first_text(tree, "date")),
        moment=moment_of(first_text(tree, "date")),
        language=language_code(first_text(tree, "language")),
    )
