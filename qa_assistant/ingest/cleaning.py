"""Find what in an article's text is not the article's own prose, and so may be neither retrieved nor quoted.

Each rule is a small function from the blocks of the text to spans of junk. A doubtful line stays: a lost sentence is
worse than a stray caption.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from qa_assistant.ingest.blocks import blocks
from qa_assistant.ingest.furniture import is_furniture, opens_comments, opens_links
from qa_assistant.ingest.head import HEAD_BLOCKS, plain_line, read_head, read_note
from qa_assistant.ingest.metadata import front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_assistant.ingest.blocks import Block
    from qa_assistant.schema import Article, Span

_MARKDOWN = (".md", ".markdown")
_FOOT_BLOCKS = 6
_MOST_COMMENT_HEADINGS = 3
_LONGEST_CAPTION = 100
_LONGEST_HEADING = 45
_LONGEST_QUESTION_HEADING = 12
_SHORTEST_CUT_OFF = 12

_LIST_ITEM = re.compile(r"(?:[-*+•◦‣·–]|\d{1,3}[.)])\s+")
_TABLE_ROW = re.compile(r"\||\S\s*(?:\t|\s\|\s)")
_PROSE = re.compile(r"[.!?][\"'”’)]*\s+[\"'“‘(]?[^\W\da-z_]")
_VIDEO_LENGTH = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\s*[-–—|]\s*source\b.*", re.IGNORECASE)

# MOSCOW, RUSSIA - JUNE,10 …
_AGENCY_CAPTION = re.compile(r"[A-Z][A-Z .'’-]+(?:, [A-Z][A-Z .'’-]+)* [-–—] [A-Z]{3,9}\.?,? ?\d{1,2}\b")
_PICTURE = re.compile(
    r"\(not pictured\)|\((?:file|stock|handout|undated) (?:image|photo|photograph|picture|pic)\b[^)]*\)"
    r"|\((?:photo|photograph|image|picture|credit)s?(?: by| courtesy| credit|:)[^)]*\)\W*$"
    r"|\b(?:seen )?in this (?:\w+ ){0,3}(?:photo|photograph|picture|image|frame grab|screengrab)\b"
    r"|^(?:an? |the )?(?:file|undated|handout) (?:photo|photograph|picture|image)\b",
    re.IGNORECASE,
)
_PICTURED = re.compile(r"\(pictured\s+\w[^)]*\)", re.IGNORECASE)

_MARKDOWN_ONLY = re.compile(
    r"!\[[^\]]*\]\([^)]*\)\W*|\[!\[.*|<[^>]+>|(?:[-*_=]\s*){3,}|[|:\s-]+|```.*|~~~.*"
    r"|\[[^\]]+\]:\s*\S.*|(?:[-*+]\s+)?\[[^\]]*\]\([^)]*\)"
)
"""Lines that are markup and nothing else: images, rules, fences, targets of links, a link standing alone."""

_LONGEST_MATCHED = 2000
_LONG_TARGET = re.compile(r"\[[^\[\]]{1,200}\]:\s*\S")
"""How the target of a link begins; `[//]: # (…)` is a usual way to write a comment."""

_EMPHASISED = re.compile(r"([*_]{1,3})(?=[^\s*_])[^*_]+\1")
_MARKDOWN_MARK = re.compile(r"(?:>\s*)+|#{1,6}\s+")


def junk_spans(article: Article) -> tuple[Span, ...]:
    """Return the spans of `article.text` that are not its prose: sorted, apart from one another.

    Front matter, head lines, datelines, headings, captions, page furniture, readers' comments, credits, and the marks
    of Markdown and of lists at the start of a line.
    """
    is_markdown = PurePosixPath(article.file.removesuffix(".gz")).suffix.lower() in _MARKDOWN
    _, start = front_matter(article.text)
    lines = blocks(article.text, start)
    head = read_head(lines)
    junk: list[Span] = [(0, start)] if start else []
    junk += head.notes
    junk += _title_lines(lines, article.title)
    junk += _foot_notes(lines)
    junk += _comments(lines)
    junk += _furniture(lines)
    junk += _captions(lines)
    junk += _video_boxes(lines)
    if is_markdown:
        junk += _markup(lines)
        junk += _hidden_comments(article.text)
    covered = {first for first, _ in junk}
    junk += _headings([line for line in lines if line.start not in covered])
    junk += _marks(lines, is_markdown=is_markdown)
    return tuple(_merged(junk))


def _span(block: Block) -> Span:
    return block.start, block.end


def _title_lines(lines: Sequence[Block], title: str) -> Iterator[Span]:
    for line in lines[:HEAD_BLOCKS]:
        if plain_line(line.text).casefold() == title.casefold():
            yield _span(line)


def _foot_notes(lines: Sequence[Block]) -> Iterator[Span]:
    """Yield bylines and dates at the foot of the text, where some outlets have them."""
    for line in lines[HEAD_BLOCKS:][-_FOOT_BLOCKS:]:
        if read_note(line.text) is not None:
            yield _span(line)


def _comments(lines: Sequence[Block]) -> Iterator[Span]:
    """Yield everything from the heading of the readers' comments on.

    Not if most of the text comes after it, nor if there are many such headings: then the file holds several articles.
    """
    headings = [line for line in lines if opens_comments(line.text)]
    if not 0 < len(headings) <= _MOST_COMMENT_HEADINGS:
        return
    middle = (lines[0].start + lines[-1].end) / 2
    if headings[0].start > middle:
        yield headings[0].start, lines[-1].end


def _furniture(lines: Sequence[Block]) -> Iterator[Span]:
    """Yield lines of the page around the article, and the bare headlines listed below `Related articles`."""
    among_links = False
    for line in lines:
        among_links = opens_links(line.text) or (among_links and not line.is_stopped)
        if among_links or is_furniture(line.text):
            yield _span(line)


def _captions(lines: Sequence[Block]) -> Iterator[Span]:
    for line in lines:
        if len(line.text) > 1000 or line.words > _LONGEST_CAPTION:
            continue
        pictured = _PICTURED.search(line.text) and not _PROSE.search(line.text)
        if pictured or _AGENCY_CAPTION.match(line.text) or _PICTURE.search(line.text):
            yield _span(line)


def _video_boxes(lines: Sequence[Block]) -> Iterator[Span]:
    """Yield `03:09 - Source: CNN` and the title of the video in the line right above."""
    for before, line in zip([None, *lines], lines, strict=False):
        if _VIDEO_LENGTH.fullmatch(line.text):
            yield _span(line)
            if before is not None and not line.after_gap and not before.is_stopped:
                yield _span(before)


def _headings(lines: Sequence[Block]) -> Iterator[Span]:
    """Yield headings and captions: in prose, what stands alone and does not end like a sentence is no sentence.

    Lists, table rows, long lines, lines of several sentences and a text cut off at its end are left alone, and so are
    texts that mostly consist of such lines.
    """
    loose = [line for line in lines if not line.is_stopped]
    if 3 * sum(line.words for line in loose) > 2 * sum(line.words for line in lines):
        return
    for line in lines:
        is_cut_off = line is lines[-1] and line.words >= _SHORTEST_CUT_OFF
        is_kept = is_cut_off or line.words > _LONGEST_HEADING or _is_entry(line) or _PROSE.search(line.text)
        is_question = line.text.endswith("?") and line.words <= _LONGEST_QUESTION_HEADING and '"' not in line.text
        if not is_kept and (not line.is_stopped or (is_question and line.after_gap)):
            yield _span(line)


def _is_entry(line: Block) -> bool:
    return bool(_LIST_ITEM.match(line.text) or _TABLE_ROW.match(line.text) or _TABLE_ROW.search(line.text[:200]))


def _markup(lines: Sequence[Block]) -> Iterator[Span]:
    for line in lines:
        if line.text.startswith("#") or _is_markup(line.text):
            yield _span(line)


def _is_markup(text: str) -> bool:
    if len(text) < _LONGEST_MATCHED:
        return _MARKDOWN_ONLY.fullmatch(text) is not None
    # nothing that searches: what nobody sees may be as long as somebody likes
    is_image = text.startswith("![") and "](" in text and text.endswith(")")
    return is_image or _LONG_TARGET.match(text) is not None


def _hidden_comments(text: str) -> Iterator[Span]:
    """Yield what a Markdown page does not show."""
    # not by an expression: it would look for the end of every comment again
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        yield start, end + 3
        start = text.find("<!--", end + 3)


def _marks(lines: Sequence[Block], *, is_markdown: bool) -> Iterator[Span]:
    """Yield list marks, quotation marks of Markdown, and the marks around a line that is emphasised as a whole."""
    for line in lines:
        emphasis = _EMPHASISED.fullmatch(line.text) if is_markdown and len(line.text) < _LONGEST_MATCHED else None
        if emphasis:
            yield line.start, line.start + emphasis.end(1)
            yield line.end - len(emphasis[1]), line.end
        mark = _LIST_ITEM.match(line.text) or (_MARKDOWN_MARK.match(line.text) if is_markdown else None)
        if mark:
            yield line.start, line.start + mark.end()


def _merged(junk: Sequence[Span]) -> Iterator[Span]:
    last: Span | None = None
    for start, end in sorted(junk):
        if last is not None and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last
