"""The lines of a PDF page as PDFium finds them: in the order of the page's content, with their places on it."""

from __future__ import annotations

from ctypes import byref, c_float, c_uint
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pypdfium2

_LINE_BREAKS = frozenset({10, 13})
_HYPHENS = frozenset({0x02, 0xFFFE})
"""What PDFium has for a hyphen at which a word was broken at the end of a line."""

_NO_CHARACTERS = frozenset({0, 0xFFFF, 0xFEFF, 0x200B})
_SPACES = frozenset({9, 11, 12, 32, 0xA0, 0x3000})
_SMALLEST = 1.5
"""Points; smaller letters are not seen."""

_WHITE = 250


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, and the box around it in points from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    is_broken: bool
    """Whether the line ends within a word, at a hyphen that is not in `text`."""

    @property
    def size(self) -> float:
        """Return the height of the line."""
        return self.top - self.bottom


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    box: Box
    is_leftward: bool
    """Whether it is written from right to left."""


def page_lines(page: pypdfium2.PdfPage) -> list[Line]:
    """Return the lines of a page that a reader sees: not what is tiny, off the page, or white on nothing."""
    textpage = page.get_textpage()
    try:
        canvas = _Canvas(page)
        return [line for words, is_broken in _runs(textpage, canvas) if (line := _line(words, is_broken=is_broken))]
    finally:
        textpage.close()


def _runs(textpage: pypdfium2.PdfTextPage, canvas: _Canvas) -> Iterator[tuple[list[_Word], bool]]:
    """Yield the words of each line, and whether the last one is broken."""
    from pypdfium2.raw import FPDFText_GetUnicode

    words: list[_Word] = []
    letters: list[int] = []
    first = 0

    def end_word(last: int) -> None:
        if letters:
            box = _box(textpage, first, last)
            if box and canvas.is_seen(textpage, first, box):
                is_leftward = any(map(_is_leftward, letters))
                if is_leftward and _runs_right(textpage, first, last):
                    # in the order of the places on the page, not in that of reading
                    letters.reverse()
                words.append(_Word(_text(letters), box, is_leftward))
            letters.clear()

    count = textpage.count_chars()
    for at in range(count):
        code = FPDFText_GetUnicode(textpage, at)
        if code in _SPACES or code in _LINE_BREAKS or code in _HYPHENS:
            end_word(at - 1)
            if code in _LINE_BREAKS or code in _HYPHENS:
                yield words, code in _HYPHENS
                words = []
        elif code not in _NO_CHARACTERS:
            first = first if letters else at
            letters.append(code)
    end_word(count - 1)
    yield words, False


def _text(codes: Sequence[int]) -> str:
    # some systems give characters beyond the first 65,536 as two halves
    joined = "".join(chr(code) for code in codes if code < 0x110000)
    text = joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(character if character.isprintable() else " " for character in text).strip()


def _line(words: Sequence[_Word], *, is_broken: bool) -> Line | None:
    kept = [word for word in words if word.text]
    if not kept:
        return None
    lefts, bottoms, rights, tops = zip(*(word.box for word in kept), strict=True)
    text = " ".join(word.text for word in _in_order(kept))
    return Line(text, min(lefts), min(bottoms), max(rights), max(tops), is_broken)


def _in_order(words: Sequence[_Word]) -> Sequence[_Word]:
    """Return the words of a line in the order of reading: if most are written leftward, from the right."""
    leftward = [word for word in words if word.is_leftward]
    if 2 * len(leftward) <= len(words) or leftward[0].box[0] >= leftward[-1].box[0]:
        return words
    runs = [list(run) for _, run in groupby(words, key=lambda word: word.is_leftward)]
    return [word for run in reversed(runs) for word in (reversed(run) if run[0].is_leftward else run)]


def _is_leftward(code: int) -> bool:
    return 0x590 <= code <= 0x8FF or 0xFB1D <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFE


def _runs_right(textpage: pypdfium2.PdfTextPage, first: int, last: int) -> bool:
    one, other = _box(textpage, first, first), _box(textpage, last, last)
    return one is not None and other is not None and one[0] < other[0]


def _box(textpage: pypdfium2.PdfTextPage, first: int, last: int) -> Box | None:
    from pypdfium2.raw import FS_RECTF, FPDFText_GetLooseCharBox

    boxes = []
    for at in (first, last):
        box = FS_RECTF()
        if FPDFText_GetLooseCharBox(textpage, at, byref(box)):
            boxes.append(box)
    if not boxes:
        return None
    return (
        min(min(box.left, box.right) for box in boxes),
        min(min(box.bottom, box.top) for box in boxes),
        max(max(box.left, box.right) for box in boxes),
        max(max(box.bottom, box.top) for box in boxes),
    )


class _Canvas:
    """What the text of a page is printed on."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._dark: list[Box] | None = None

    def is_seen(self, textpage: pypdfium2.PdfTextPage, at: int, box: Box) -> bool:
        """Say whether the word at a character is seen."""
        left, bottom, right, top = box
        is_on_page = right > self._left and left < self._right and top > self._bottom and bottom < self._top
        if not is_on_page or max(top - bottom, right - left) < _SMALLEST:
            return False
        return not _is_white(textpage, at) or self._is_on_dark(box)

    def _is_on_dark(self, box: Box) -> bool:
        if self._dark is None:
            self._dark = list(_dark_areas(self._page))
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in self._dark)


def _is_white(textpage: pypdfium2.PdfTextPage, at: int) -> bool:
    from pypdfium2.raw import FPDFText_GetFillColor

    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    if not FPDFText_GetFillColor(textpage, at, byref(red), byref(green), byref(blue), byref(alpha)):
        return False
    return min(red.value, green.value, blue.value) >= _WHITE


def _dark_areas(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """Yield the boxes of pictures and of shapes that are not white: what white letters can be seen on."""
    from pypdfium2 import raw

    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING]):
        if item.type == raw.FPDF_PAGEOBJ_PATH:
            red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
            is_known = raw.FPDFPageObj_GetFillColor(item, byref(red), byref(green), byref(blue), byref(alpha))
            if not is_known or min(red.value, green.value, blue.value) >= _WHITE:
                continue
        left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
        if raw.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
            yield left.value, bottom.value, right.value, top.value
