"""What of a page no person sees: scripts, what its styles hide, and text in the colour of what is behind it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from qa_assistant.ingest.readers.page import clean_text
from qa_assistant.ingest.readers.styles import Styles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

    Colour = tuple[float, float, float]

_NEVER_TEXT = ("script", "style", "template", "noscript", "svg", "iframe", "object", "embed", "textarea", "select")
_MOST_OF_PAGE = 0.5
_LEAST_REST = 250
"""Characters: a page of which less is left without an element was not meant to be read without it."""

_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|r?em|pt|%|ch|vw|vh)?(?!\w)")
_PIXELS = {"px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "ch": 8.0, "%": 10.0, "vw": 12.8, "vh": 7.2}
_FAR = -900
_SMALLEST = 2.0
_FAINTEST = 0.05
_CLOSEST = 0.06
_DEEPEST = 100
_WHITE = (1.0, 1.0, 1.0)
_BLACK = (0.0, 0.0, 0.0)
_IMAGE = re.compile(r"url\(|gradient|image|var\(")


def remove_unseen(page: HtmlElement) -> None:
    """Remove from `page` what no person sees: scripts, styles, hidden elements, and line breaks of the source."""
    styles = Styles(page)
    for element in list(page.iter(*_NEVER_TEXT)):
        element.drop_tree()
    # before elements are removed, as what is behind a text is told by those around it
    invisible = [element for element, values in styles.styled() if _is_coloured_away(element, values, styles)]
    lengths = _lengths(page)
    everything = lengths[page]
    for element in [*page.xpath(".//*[@hidden or @aria-hidden]|.//dialog[not(@open)]"), *_hidden_by(styles)]:
        if element.getparent() is None:
            continue
        length = lengths[element]
        is_most = length >= _MOST_OF_PAGE * everything
        # a dialog that was open when the page was saved marks the whole page behind it
        is_for_ears = (
            "hidden" not in element.attrib and element.get("aria-hidden") is not None and element.tag != "dialog"
        )
        if is_for_ears and (element.get("aria-hidden").strip().lower() != "true" or is_most):
            continue
        # some pages are faded in by a script that does not run here
        if not (is_most and everything - length < _LEAST_REST):
            element.drop_tree()
    _blank(invisible, styles, everything)
    for element in page.iter():
        element.text = clean_text(element.text, is_preformatted=element.tag == "pre")
        element.tail = clean_text(element.tail)
        # all is said about it; others would take `overflow: hidden` for hidden
        element.attrib.pop("style", None)


def _hidden_by(styles: Styles) -> list[HtmlElement]:
    return [element for element, values in styles.styled() if element.tag not in ("html", "head") and _hides(values)]


def _hides(values: Mapping[str, str]) -> bool:
    """Say whether an element with these values, and all that is in it, is not seen."""
    if values.get("display") == "none" or values.get("visibility") in ("hidden", "collapse"):
        return True
    opacity, size = _number(values.get("opacity")), _number(values.get("font-size"))
    if (opacity is not None and opacity < _FAINTEST) or (size is not None and size < _SMALLEST):
        return True
    return _is_away(values) or _is_closed(values)


def _is_away(values: Mapping[str, str]) -> bool:
    """Say whether an element stands beyond the border of the page."""
    indent = _number(values.get("text-indent"))
    if indent is not None and indent <= _FAR:
        return True
    places = (_number(values.get(name)) for name in ("left", "top", "right"))
    is_placed = values.get("position") in ("absolute", "fixed", "relative")
    return is_placed and any(place is not None and place <= _FAR for place in places)


def _is_closed(values: Mapping[str, str]) -> bool:
    """Say whether nothing is shown of the room an element takes, or it takes none."""
    clip = values.get("clip", "") + values.get("clip-path", "")
    if re.search(r"rect\((?:[01](?:px)?[ ,]*){4}\)|inset\((?:50|100)%\)|circle\(0", clip):
        return True
    if re.search(r"scale\(\s*0(?:\s*,\s*0)?\s*\)", values.get("transform", "")):
        return True
    if values.get("overflow") not in ("hidden", "clip"):
        return False
    rooms = (_number(values.get(name)) for name in ("height", "max-height", "width", "max-width"))
    return any(room is not None and room <= 1 for room in rooms)


def _number(value: str | None) -> float | None:
    """Return a length in pixels, or a number without a unit as it is; None for anything else."""
    match = _LENGTH.match(value or "")
    return float(match[1]) * _PIXELS.get(match[2] or "", 1.0) if match else None


def _is_coloured_away(element: HtmlElement, values: Mapping[str, str], styles: Styles) -> bool:
    if not any(name in values for name in ("color", "background", "background-color")):
        return False
    letters, behind = _letters(element, styles), _behind(element, styles)
    if letters == "transparent":
        return True
    if not isinstance(letters, tuple) or behind is None:
        return False
    return max(abs(one - other) for one, other in zip(letters, behind, strict=True)) < _CLOSEST


def _upwards(element: HtmlElement) -> list[HtmlElement]:
    return [element, *islice(element.iterancestors(), _DEEPEST)]


def _letters(element: HtmlElement, styles: Styles) -> Colour | str | None:
    """Return the colour of an element's letters, inherited or its own; None if it cannot be told."""
    for place in _upwards(element):
        value = styles.of(place).get("color")
        if value and value not in ("inherit", "currentcolor"):
            return _colour(value)
    return _BLACK


def _behind(element: HtmlElement, styles: Styles) -> Colour | None:
    """Return the colour behind an element; None if it cannot be told, as over a picture."""
    for place in _upwards(element):
        values = styles.of(place)
        said = " ".join(values.get(name, "") for name in ("background", "background-color", "background-image"))
        if _IMAGE.search(said):
            return None
        colours = (_colour(word) for word in re.findall(r"[#\w.-]+(?:\([^)]*\))?", said))
        found = next((colour for colour in colours if isinstance(colour, tuple)), None)
        if found:
            return found
    return _WHITE


def _colour(value: str) -> Colour | str | None:
    from tinycss2.color4 import parse_color

    colour = parse_color(value)
    if colour is None or isinstance(colour, str):
        return None
    try:
        red, green, blue, alpha = colour.to("srgb")
    except (NotImplementedError, ValueError, TypeError):
        return None
    return "transparent" if alpha < _FAINTEST else (red, green, blue)


def _blank(invisible: list[HtmlElement], styles: Styles, everything: int) -> None:
    """Take the text out of elements that are coloured away, down to those with a colour of their own."""
    parts = [part for element in invisible for part in _parts(element, styles)]
    length = sum(len((element.text if is_text else element.tail) or "") for element, is_text in parts)
    if length >= _MOST_OF_PAGE * everything and everything - length < _LEAST_REST:
        # what is behind the text of this page is said elsewhere
        return
    for element, is_text in parts:
        if is_text:
            element.text = None
        else:
            element.tail = None


def _parts(element: HtmlElement, styles: Styles) -> list[tuple[HtmlElement, bool]]:
    found, waiting = [(element, True)], [element]
    while waiting:
        for child in waiting.pop():
            found.append((child, False))
            values = styles.of(child)
            if not any(name in values for name in ("color", "background", "background-color", "background-image")):
                found.append((child, True))
                waiting.append(child)
    return found


def _lengths(page: HtmlElement) -> dict[HtmlElement, int]:
    """Return the characters of text in every element."""
    found: dict[HtmlElement, int] = {}
    for element in reversed(list(page.iter())):
        inside = sum(found[child] + len((child.tail or "").strip()) for child in element)
        found[element] = len((element.text or "").strip()) + inside
    return found
