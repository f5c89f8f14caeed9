"""What the styles in a page say of its elements, as far as it may hide text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

_RELEVANT = frozenset(
    {"display", "visibility", "opacity", "font-size", "color", "background", "background-color", "background-image"}
    | {
        "position",
        "left",
        "top",
        "right",
        "text-indent",
        "clip",
        "clip-path",
        "overflow",
        "height",
        "max-height",
        "width",
    }
    | {"max-width", "transform"}
)
_MENTIONS = re.compile(
    r"display|visibility|opacity|font-size|color|background|position|text-indent|clip|overflow|height|width|transform",
    re.IGNORECASE,
)
_MOST_VISITS = 5_000_000
"""Elements looked at for selectors that are more than names: a few seconds, on a page made to take for ever."""

_LONGEST_SHEET = 2_000_000
_MOST_STYLED = 20_000
_NAMES = re.compile(r"([.#])((?:[\w-]|[^\x00-\x7f])+)")
_SIMPLE = re.compile(r"(?=.)(?P<tag>[A-Za-z][A-Za-z0-9]*|)(?:[.#](?:[\w-]|[^\x00-\x7f])+)*", re.DOTALL)
_MEDIA_WIDTH = re.compile(r"\(\s*min-width\s*:\s*(\d+)px\s*\)")
_SCREEN_WIDTH = 1280
_INLINE = (1, 0, 0, 0)

_Rank = tuple[bool, tuple[int, int, int, int], int]
"""Importance, specificity and order: of two values of one property, the one with the higher rank counts."""


@dataclass(frozen=True, slots=True)
class _Rule:
    selectors: str
    values: Mapping[str, tuple[str, bool]]
    """Value and importance, by property."""


class Styles:
    """The values that hold for the elements of one page, where styles in the page itself give any."""

    def __init__(self, page: HtmlElement) -> None:
        self._values: dict[HtmlElement, dict[str, tuple[_Rank, str]]] = {}
        self._apply(page, list(_rules(page)))
        for element in page.xpath(".//*[@style]")[:_MOST_STYLED]:
            if _MENTIONS.search(element.get("style")):
                for name, (value, is_important) in _declarations(element.get("style")).items():
                    self._set(element, name, value, (is_important, _INLINE, 0))
        for element in page.xpath(".//font[@color]|.//*[@bgcolor]")[:_MOST_STYLED]:
            for attribute, name in (("color", "color"), ("bgcolor", "background-color")):
                if element.get(attribute):
                    self._set(element, name, element.get(attribute).lower(), (False, (0, 0, 0, 0), -1))

    def styled(self) -> Iterator[tuple[HtmlElement, Mapping[str, str]]]:
        """Yield every element that has values, with them."""
        for element in self._values:
            yield element, self.of(element)

    def of(self, element: HtmlElement) -> Mapping[str, str]:
        """Return the values of an element's own, by property; none are inherited."""
        return {name: value for name, (_, value) in self._values.get(element, {}).items()}

    def _apply(self, page: HtmlElement, rules: list[_Rule]) -> None:
        index = _Index(page)
        for order, rule in enumerate(rules):
            for text in rule.selectors.split(",") if "(" not in rule.selectors else [rule.selectors]:
                for specificity, elements in index.matches(text.strip()):
                    for element in elements:
                        for name, (value, is_important) in rule.values.items():
                            self._set(element, name, value, (is_important, (0, *specificity), order))

    def _set(self, element: HtmlElement, name: str, value: str, rank: _Rank) -> None:
        values = self._values.setdefault(element, {})
        if name not in values or rank >= values[name][0]:
            values[name] = (rank, value)


def _rules(page: HtmlElement) -> Iterator[_Rule]:
    import tinycss2

    left = _LONGEST_SHEET
    for sheet in page.iter("style"):
        text = sheet.text or ""
        left -= len(text)
        if left < 0:
            return
        if _MENTIONS.search(text) and _applies(sheet.get("media") or ""):
            yield from _rules_in(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _rules_in(nodes: list[object], depth: int = 0) -> Iterator[_Rule]:
    import tinycss2

    for node in nodes:
        kind = getattr(node, "type", "")
        if kind == "qualified-rule":
            values = _values(tinycss2.parse_blocks_contents(node.content))  # type: ignore[attr-defined]
            if values:
                yield _Rule(tinycss2.serialize(node.prelude).strip(), values)  # type: ignore[attr-defined]
        elif kind == "at-rule" and node.content is not None and depth < 4:  # type: ignore[attr-defined]
            name, prelude = node.lower_at_keyword, tinycss2.serialize(node.prelude)  # type: ignore[attr-defined]
            if name in ("supports", "layer") or (name == "media" and _applies(prelude)):
                inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)  # type: ignore[attr-defined]
                yield from _rules_in(inner, depth + 1)


def _declarations(style: str) -> dict[str, tuple[str, bool]]:
    import tinycss2

    return _values(tinycss2.parse_blocks_contents(style))


def _values(nodes: list[object]) -> dict[str, tuple[str, bool]]:
    import tinycss2

    found: dict[str, tuple[str, bool]] = {}
    for node in nodes:
        if getattr(node, "type", "") == "declaration" and node.lower_name in _RELEVANT:  # type: ignore[attr-defined]
            value = tinycss2.serialize(node.value).strip().lower()  # type: ignore[attr-defined]
            if node.important or not found.get(node.lower_name, ("", False))[1]:  # type: ignore[attr-defined]
                found[node.lower_name] = (value, node.important)  # type: ignore[attr-defined]
    return found


def _applies(media: str) -> bool:
    """Say whether styles for these media hold on the screen of a computer."""
    media = media.lower()
    if not media.strip():
        return True
    for query in media.split(","):
        conditions = re.findall(r"\([^)]*\)", query)
        widths = [_MEDIA_WIDTH.fullmatch(condition) for condition in conditions]
        is_wide = all(width is not None and int(width[1]) <= _SCREEN_WIDTH for width in widths)
        words = re.sub(r"\([^)]*\)", " ", query).split()
        if is_wide and not {"not", "print", "speech", "tty", "projection", "handheld"} & set(words):
            return True
    return False


class _Index:
    """The elements of a page by the names that selectors go by."""

    def __init__(self, page: HtmlElement) -> None:
        self._page = page
        self._named: dict[str, list[HtmlElement]] = {}
        self._size = 1
        for element in page.iter():
            self._size += 1
            names = [f".{name}" for name in dict.fromkeys((element.get("class") or "").split())]
            for name in (*names, f"#{element.get('id')}", element.tag):
                self._named.setdefault(name, []).append(element)
        self._visits_left = _MOST_VISITS

    def matches(self, selectors: str) -> Iterator[tuple[tuple[int, int, int], list[HtmlElement]]]:
        """Yield specificity and elements of each selector that can be understood."""
        from cssselect import HTMLTranslator, SelectorError, parse
        from lxml.etree import XPathError

        if simple := _SIMPLE.fullmatch(selectors):
            yield self._simple(simple["tag"].lower(), _NAMES.findall(selectors))
            return
        if not self._may_match(selectors) or self._visits_left < 0:
            return
        try:
            for selector in parse(selectors):
                # what stands before or after an element is not in the page's text
                if selector.pseudo_element is None:
                    self._visits_left -= self._size
                    xpath = HTMLTranslator().selector_to_xpath(selector)
                    yield selector.specificity(), self._page.xpath(xpath)
        except (SelectorError, XPathError, RecursionError):
            # a selector that is wrong, or newer than the library, styles nothing here
            return

    def _simple(self, tag: str, names: list[tuple[str, str]]) -> tuple[tuple[int, int, int], list[HtmlElement]]:
        """Return what `tag.class#identifier` matches."""
        keys = [mark + name for mark, name in names]
        rarest = min([*keys, *([tag] if tag else [])], key=lambda key: len(self._named.get(key, ())))
        found = [
            element
            for element in self._named.get(rarest, ())
            if (not tag or element.tag == tag) and all(_is_named(element, mark, name) for mark, name in names)
        ]
        identifiers = sum(mark == "#" for mark, _ in names)
        return (identifiers, len(names) - identifiers, int(bool(tag))), found

    def _may_match(self, selectors: str) -> bool:
        """Say whether selectors can match: most rules are about things that are not in the page at all."""
        if any(sign in selectors for sign in "\\(["):
            return True
        return all(mark + name in self._named for mark, name in _NAMES.findall(selectors))


def _is_named(element: HtmlElement, mark: str, name: str) -> bool:
    return name in (element.get("class") or "").split() if mark == "." else element.get("id") == name
