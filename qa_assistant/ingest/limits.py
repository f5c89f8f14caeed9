"""The bounds of reading, in one place: a hostile or damaged file costs this much at most."""

from __future__ import annotations

from pathlib import PurePosixPath

MEGABYTE = 1024 * 1024

MAX_MEGABYTES = 20
"""A text or page above this is not read: a newspaper's whole year of plain text is smaller."""

MAX_CONTAINER_MEGABYTES = 200
"""A file above this is not read, whatever it holds: pictures, pages, rows, messages."""

MAX_UNPACKED_MEGABYTES = 400
"""All that one source file may unpack to, nested archives counted in."""

MAX_MEMBERS = 20_000
"""Files read from one archive, and messages, feed items and saved pages from one file."""

MAX_ROWS = 200_000
"""Rows read from one table."""

MAX_DEPTH = 2
"""How many archives may stand around a file."""

MAX_RATIO = 200
"""Text packs to a fifth; what packs to less than a two-hundredth was made to fill a memory."""

RATIO_FREE_MEGABYTES = 4
"""Up to this size any ratio is fine: a short file of the same line over and over does no harm."""

MAX_PAGES = 3000
"""Pages of one paged document."""

MAX_PDF_SECONDS = 60.0
"""Time after which no further page of a PDF is begun; a thousand pages of text take about five seconds."""

MAX_OCR_SECONDS = 240.0
"""The same for pages of which only a picture is there: each takes seconds."""

MAX_FILE_SECONDS = 300.0
"""Time for one file that is no plain text, whatever it holds; `MAX_SECONDS_A_MEGABYTE` comes on top."""

MAX_SECONDS_A_MEGABYTE = 5.0

MAX_MEMORY_MEGABYTES = 4096
"""Address space of the process that reads such files."""

MAX_LINES = 500_000
"""Lines of one text: so many has a book of 20 MB."""

MAX_ELEMENTS = 100_000
"""Elements of one page; long live blogs have a third of that."""

MAX_NESTING = 2_000_000
"""All elements of one page, each counted as often as there are others around it: what some steps take time for."""

MAX_XML_ELEMENTS = 1_000_000
"""Elements of one XML file or part, before what is in them is looked at."""

_MEGABYTES = {
    **dict.fromkeys((".txt", ".md", ".markdown", ".html", ".htm", ".xhtml"), MAX_MEGABYTES),
    # read as a whole, which takes many times their size in memory
    **dict.fromkeys((".xml", ".rss", ".atom", ".json"), 2 * MAX_MEGABYTES),
    **dict.fromkeys((".csv", ".tsv"), MAX_CONTAINER_MEGABYTES // 2),
}


def most_megabytes(file: str) -> int:
    """Return how many megabytes a file of this name may have."""
    return _MEGABYTES.get(PurePosixPath(file).suffix.lower(), MAX_CONTAINER_MEGABYTES)
