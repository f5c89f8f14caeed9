"""Text in pictures of pages, for PDFs that hold nothing else; an optional extra of the project brings the library."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from qa_assistant.ingest.readers.pdf_lines import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    import pypdfium2

    Recogniser = Callable[[pypdfium2.PdfPage], list[Line]]
    """Reads the lines in the picture of a page, from top to bottom."""

EXTRA = "pip install 'qa-assistant[ocr]'"

_DOTS_A_POINT = 150 / 72
_MOST_DOTS = 2000
"""Along the longer side of a page: what the library looks at."""


def installed() -> Recogniser | None:
    """Return what recognises text, where the extra is installed; it loads its models with the first page."""
    return recognised if find_spec("rapidocr") else None


def recognised(page: pypdfium2.PdfPage) -> list[Line]:
    """Return the lines that RapidOCR sees on a page, with their places on it in points."""
    width, height = page.get_size()
    scale = min(_DOTS_A_POINT, _MOST_DOTS / max(width, height, 1))
    picture = page.render(scale=scale).to_numpy()
    seen = _engine()(picture)
    if seen.txts is None:
        return []
    lines = []
    for corners, text in zip(seen.boxes, seen.txts, strict=True):
        words = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
        across, down = [float(x) / scale for x, _ in corners], [float(y) / scale for _, y in corners]
        if words:
            lines.append(Line(words, min(across), height - max(down), max(across), height - min(down), is_broken=False))
    return lines


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})
