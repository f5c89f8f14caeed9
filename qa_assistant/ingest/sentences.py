"""Sentence borders: nltk's Punkt with its model of the language, and what it gets wrong in news."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from qa_assistant.errors import ModelError
from qa_assistant.ingest.blocks import blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nltk.tokenize.punkt import PunktSentenceTokenizer

    from qa_assistant.schema import Span

LONGEST_QUOTATION = 60
"""Words up to which a quotation of several sentences stays whole: parts of it would not say whose words they are."""

_ABBREVIATIONS = (
    {"adm", "brig", "capt", "cmdr", "gov", "hon", "pres", "rev", "sgt", "supt"}
    | {"approx", "dept", "est", "fig", "vol"}
    | {"e.g", "i.e"}
)
"""Added to Punkt's own: in news a name or a number follows them."""

_STARTERS = (
    {"a", "an", "the", "his", "her", "its", "our", "their", "she", "we", "you", "that", "those", "one", "two", "three"}
    | {"some", "about", "after", "all", "also", "another", "as", "at", "because", "before", "both", "by", "during"}
    | {"each", "earlier", "every", "for", "from", "last", "later", "nobody", "nor", "not", "on", "once", "only", "or"}
    | {"others", "since", "such", "then", "to", "until", "what", "who", "why", "with", "without"}
)
"""Added to Punkt's own: written with a capital, they begin a sentence even after `a.m.` or `U.S.`"""

_MODELS = dict(
    pair.split("=")
    for pair in (
        "cs=czech da=danish de=german el=greek en=english es=spanish et=estonian fi=finnish fr=french it=italian "
        "nl=dutch no=norwegian nb=norwegian pl=polish pt=portuguese ru=russian sl=slovene sv=swedish tr=turkish"
    ).split()
)
"""Punkt's models by the code of their language."""

# Punkt knows straight quotation marks only; one character stands for one, so offsets stay
_STRAIGHT = str.maketrans("“”„«»‘’‚", '"""""\'\'\'')
_GOES_ON = re.compile(r"[\"')\]]*\s*(?:[a-z](?![A-Z])|[,;])")
"""The rest of a sentence rather than a new one: `told CNN.` + `last week.`; but `iPhone` may begin one."""

_WINDOW = 10_000
_NUMBERED = re.compile(r"\b(?:Nos?|pp?|Art|Sec|Ch|Figs?)\.$")
_NOTES = re.compile(r"(?:\[(?:\d{1,3}|[a-z]|note \d{1,3}|citation needed)\]\s*)+", re.IGNORECASE)
_FULL_WIDTH_STOP = re.compile(r"[。！？]+[”’」』）]*")


def sentence_spans(text: str, junk: Sequence[Span] = (), language: str | None = None) -> list[Span]:
    """Return the sentences of `text` in order: no white space around them, none across a paragraph border.

    Around `junk`, sorted spans that do not overlap, a paragraph is cut: no sentence touches it. `language` is the
    two-letter code of the text's; what there is no model of is split as English.
    """
    found: list[Span] = []
    for start, end in _pieces(text, junk):
        for first, last in _sentences(text[start:end], _MODELS.get(language or "en", "english")):
            # the marks of notes to the sentence before: "… officials said.[2] Boats were moved."
            notes = _NOTES.match(text, start + first, start + last)
            begin = notes.end() if notes else start + first
            if begin < start + last:
                found.append((begin, start + last))
    return found


def _pieces(text: str, junk: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of each block without the junk."""
    at = 0
    for block in blocks(text):
        start = block.start
        while at < len(junk) and junk[at][0] < block.end:
            if junk[at][0] > start:
                yield start, junk[at][0]
            start = max(start, junk[at][1])
            if junk[at][1] > block.end:
                # it reaches into the next block
                break
            at += 1
        if start < block.end:
            yield start, block.end


def _sentences(piece: str, model: str) -> Iterator[Span]:
    straight = piece.translate(_STRAIGHT)
    spans = _whole_quotations(straight, _joined(straight, _punkt_spans(straight, model)))
    for start, end in _full_width(straight, spans):
        words = piece[start:end]
        if any(map(str.isalnum, words)):
            lead = len(words) - len(words.lstrip())
            yield start + lead, start + len(words.rstrip())


def _punkt_spans(text: str, model: str) -> Iterator[Span]:
    for start, end in _windows(text):
        for first, last in _punkt(model).span_tokenize(text[start:end]):
            yield start + first, start + last


def _windows(text: str) -> Iterator[Span]:
    """Yield parts of a paragraph that Punkt can take at once: its time grows faster than the length, up to a limit."""
    start = 0
    while len(text) - start > _WINDOW:
        middle, end = start + _WINDOW // 2, start + _WINDOW
        cut = next((at + 1 for stop in (". ", " ") if (at := text.rfind(stop, middle, end)) > 0), end)
        yield start, cut
        start = cut
    yield start, len(text)


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return `spans` without borders that are none: before a small letter, or between `No.` and its number."""
    joined: list[Span] = []
    for start, end in spans:
        is_number = text[start].isdigit() and joined and _NUMBERED.search(text, *joined[-1])
        if joined and (is_number or _GOES_ON.match(text, start)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _whole_quotations(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield `spans`, with the sentences of one quotation and its attribution as one."""
    at = 0
    while at < len(spans):
        last = at
        if text.count('"', *spans[at]) % 2:
            last = _closing(text, spans, at)
        yield spans[at][0], spans[last][1]
        at = last + 1


def _closing(text: str, spans: Sequence[Span], opening: int) -> int:
    """Return the index of the sentence that closes the quotation; `opening` if that is too far away, or missing."""
    start = spans[opening][0]
    for at in range(opening + 1, len(spans)):
        if len(text[start : spans[at][1]].split()) > LONGEST_QUOTATION:
            break
        if text.count('"', *spans[at]) % 2:
            return at
    return opening


def _full_width(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    for start, end in spans:
        stops = [match.end() for match in _FULL_WIDTH_STOP.finditer(text, start, end)]
        yield from pairwise([start, *(stop for stop in stops if stop < end), end])


@cache
def _punkt(model: str) -> PunktSentenceTokenizer:
    """Load a model of Punkt's from the copy that comes with llama-index-core; nltk never downloads."""
    import nltk.data
    from nltk.tokenize.punkt import PunktSentenceTokenizer, load_punkt_params

    # asking for llama_index.core itself would import it, which takes seconds
    package = find_spec("llama_index")
    places = package.submodule_search_locations if package and package.submodule_search_locations else []
    folders = [str(Path(place, "core", "_static", "nltk_cache")) for place in places]
    nltk.data.path[:0] = [folder for folder in folders if folder not in nltk.data.path]
    try:
        parameters = load_punkt_params(nltk.data.find(f"tokenizers/punkt_tab/{model}/", paths=folders))
    except LookupError as error:
        raise ModelError(f"the sentence model is not in {folders}; install llama-index-core again") from error
    if model == "english":
        parameters.abbrev_types |= _ABBREVIATIONS
        parameters.sent_starters |= _STARTERS
    return PunktSentenceTokenizer(parameters)
