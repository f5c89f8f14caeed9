"""Tables of articles: .jsonl, .json, .csv and .tsv; every row is an article, told by the names of its columns."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Mapping
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from qa_assistant.errors import ArticleError
from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.decoding import decode
from qa_assistant.ingest.head import read_head
from qa_assistant.ingest.limits import MAX_ROWS
from qa_assistant.ingest.members import Collection
from qa_assistant.ingest.metadata import Metadata, as_article, metadata_of, plain_key
from qa_assistant.ingest.readers.html import read_fragment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_assistant.ingest.reading import ReadFile
    from qa_assistant.schema import Article

_Row = TypeVar("_Row")

TEXT_COLUMNS = (
    *(
        "text",
        "body",
        "content",
        "article",
        "articlebody",
        "articletext",
        "fulltext",
        "maintext",
        "maincontent",
        "story",
    ),
    *(
        "bodytext",
        "contenttext",
        "plaintext",
        "cleanedtext",
        "rawtext",
        "contenthtml",
        "bodyhtml",
        "html",
        "transcript",
    ),
    *("description", "summary", "abstract", "lead", "snippet", "excerpt"),
)
"""Names of the column that holds the text, best first, as `plain_key` writes them."""

_MARKUP = re.compile(
    r"</(?:p|div|br|li|h[1-6]|article|body|section|span|a|b|i|em|strong)\s*>|<(?:p|br)\s*/?>", re.IGNORECASE
)
_LONGEST_CELL = 20 * 1024 * 1024
_DELIMITERS = ",;\t|"
_SAMPLE = 64 * 1024
_NO_COLUMN = "has no column with text; name it text, body, content or article"


class JsonLinesReader:
    """Reads .jsonl files: one JSON object a line."""

    def read(self, file: str, data: bytes) -> ReadFile:
        """Return the rows, called by the number of their line.

        Raises:
            ArticleError: no row can be read.
        """
        collection = Collection(file)
        lines = ((number, line) for number, line in enumerate(_lines(file, data), 1) if line.strip())
        for number, line in _bounded(collection, lines):
            collection.add(f"row {number}", partial(_json_row, line))
        return collection.result("holds no rows")


class JsonReader:
    """Reads .json files: one article, a list of them, or an object that holds such a list."""

    def read(self, file: str, data: bytes) -> Article | ReadFile:
        """Return the article, or the rows called by their number.

        Raises:
            ArticleError: the file is not JSON, or no row can be read.
        """
        value = _parsed(file, decode(file, data))
        if isinstance(value, Mapping) and text_of(value):
            return row_article(value, file)
        collection = Collection(file)
        for number, row in _bounded(collection, enumerate(_list_in(value), 1)):
            collection.add(f"row {number}", partial(row_article, row))
        return collection.result("holds no articles: neither a list of objects nor an object with a text")


class TableReader:
    """Reads .csv and .tsv files; the first row names the columns."""

    def read(self, file: str, data: bytes) -> ReadFile:
        """Return the rows, called by their number as a spreadsheet shows it: the names of the columns are row 1.

        Raises:
            ArticleError: there is no column with text, or no row can be read.
        """
        text = decode(file, data).replace("\0", "")
        collection = Collection(file)
        # the module's own limit is for all readers together; ours is that of a file
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
        try:
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(file, text))
            columns = [name.strip().lstrip("\ufeff") for name in next(rows, [])]
            if not any(plain_key(column) in TEXT_COLUMNS for column in columns):
                raise ArticleError(file, _NO_COLUMN)
            numbered = ((number, row) for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row))
            for number, row in _bounded(collection, numbered):
                cells = {column: cell for column, cell in zip(columns, row, strict=False) if cell.strip()}
                collection.add(f"row {number}", partial(row_article, cells))
        except csv.Error as error:
            raise ArticleError(file, f"is a damaged table: {error}") from error
        return collection.result("holds no rows below the names of its columns")


def row_article(row: object, file: str) -> Article:
    """Return the article in a row.

    Raises:
        ArticleError: the row has no text.
    """
    if not isinstance(row, Mapping):
        raise ArticleError(file, "is not an object with named values")
    text = text_of(row)
    if not text:
        raise ArticleError(file, _NO_COLUMN)
    if _MARKUP.search(text):
        text = read_fragment(file, text) or text
    return as_article(file, text, metadata_of(row).or_else(_named_title(text)))


def text_of(row: Mapping[object, object]) -> str | None:
    """Return the text of a row: that of the first column known to hold one."""
    given = {plain_key(key): value for key, value in row.items()}
    values = (given.get(name) for name in TEXT_COLUMNS)
    found = (_as_text(value) for value in values)
    return next((text for text in found if text), None)


def _as_text(value: object) -> str | None:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "\n\n".join(value)
    if not isinstance(value, str) or not value.strip():
        return None
    # half a character, as broken escapes leave them, can be neither stored nor shown
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _named_title(text: str) -> Metadata:
    head = read_head(blocks(text)).metadata
    if head.title is not None:
        return head
    first = text.split("\n", 1)[0].split()
    # a row has no file name to be called by
    words = " ".join(first[:10])
    return head.or_else(Metadata(title=words[:100] + ("…" if len(first) > 10 or len(words) > 100 else "")))


def _json_row(line: str, file: str) -> Article:
    return row_article(_parsed(file, line), file)


def _parsed(file: str, text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ArticleError(file, "is JSON nested too deeply") from error
    except ValueError as error:
        raise ArticleError(file, f"is not JSON: {error}") from error


def _lines(file: str, data: bytes) -> Iterator[str]:
    """Yield the lines of a file, decoded one by one: a large file is in memory only once."""
    if not data.strip():
        # says what is wrong with it
        decode(file, data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = decode(file, data).encode("utf-8", "replace")
    for line in io.BytesIO(data.removeprefix(codecs.BOM_UTF8)):
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")


def _list_in(value: object, depth: int = 0) -> list[object]:
    """Return the list of rows: the value itself, or the first list of objects in it, such as that of `articles`."""
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and depth < 3:
        for inner in value.values():
            if isinstance(inner, list) and inner and isinstance(inner[0], Mapping) and any(map(_has_text, inner[:20])):
                return inner
        for inner in value.values():
            if isinstance(inner, Mapping) and (found := _list_in(inner, depth + 1)):
                return found
    return []


def _has_text(row: object) -> bool:
    return isinstance(row, Mapping) and text_of(row) is not None


def _delimiter(file: str, text: str) -> str:
    if file.lower().removesuffix(".gz").endswith(".tsv"):
        return "\t"
    first = text[:_SAMPLE].split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


def _bounded(collection: Collection, rows: Iterator[_Row]) -> Iterator[_Row]:
    yield from islice(rows, MAX_ROWS)
    if next(rows, None) is not None:
        collection.fail(collection.file, f"holds more than {MAX_ROWS} rows; the rest is not read")
