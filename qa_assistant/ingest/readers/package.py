"""Documents that are ZIP packages of XML parts: Word, OpenDocument, EPUB."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Self

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.archives import Allowance, open_zip, read_member
from qa_assistant.ingest.limits import MAX_MEGABYTES, MAX_XML_ELEMENTS, MEGABYTE

if TYPE_CHECKING:
    import zipfile
    from types import TracebackType

    from lxml.etree import _Element

_MAX_PART = 2 * MAX_MEGABYTES * MEGABYTE
"""Markup makes the text of a part about twice as long."""


class Package:
    """The parts of a packaged document, each read when it is asked for; all of them within one allowance."""

    def __init__(self, file: str, data: bytes) -> None:
        self.file = file
        self._archive: zipfile.ZipFile = open_zip(file, data)
        self._names = set(self._archive.namelist())
        self._allowance = Allowance()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._archive.close()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def part(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            ArticleError: there is no such part, or it is damaged, encrypted or too large.
        """
        if name not in self._names:
            raise ArticleError(self.file, f"is damaged or incomplete: its part {name[:80]!r} is missing")
        return read_member(self.file, self._archive, self._archive.getinfo(name), self._allowance, _MAX_PART)

    def xml(self, name: str) -> _Element:
        """Return a part as a tree.

        Raises:
            ArticleError: as for `part`, or the part is not XML.
        """
        tree = parse_xml(self.file, self.part(name))
        if tree is None:
            raise ArticleError(self.file, f"is damaged: its part {name[:80]!r} is not XML")
        return tree

    def xml_if_any(self, name: str) -> _Element | None:
        """Return a part that a document can be read without, as a tree; None if it is missing or damaged."""
        try:
            return self.xml(name) if name in self._names else None
        except ArticleError:
            return None


def parse_xml(file: str, data: bytes) -> _Element | None:
    """Return the tree of XML, mended where it is broken; None if nothing is left.

    Nothing outside is fetched, and entities are not expanded.

    Raises:
        ArticleError: it has too many elements.
    """
    if data.count(b"<") > 2 * MAX_XML_ELEMENTS:
        raise ArticleError(file, f"has more than {MAX_XML_ELEMENTS} elements; split it")
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring

    parser = XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        return fromstring(data, parser)
    except (XMLSyntaxError, ValueError):
        # ValueError: an encoding that does not exist
        return None


def local_name(element: _Element) -> str:
    """Return the name of an element without its namespace, in lower case; empty for entities and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def first_text(element: _Element, *names: str) -> str | None:
    """Return the text of the first element below of one of these local names, tried in their order, that has any."""
    for name in names:
        for found in element.iter("{*}" + name):
            words = " ".join("".join(map(str, found.itertext())).split())
            if words:
                return words
    return None


def resolve(base: str, target: str) -> str:
    """Return the name of the part that `target` means in the part `base`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))
