"""Read what a language model writes, while it writes it, as sentences with the sources they name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_assistant.answering.markers import Segment, read_segments
from qa_assistant.schema import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.citing import Quote

_ENDED = re.compile(r"[.!?…。！？।؟\]】)][\s\"'”’)*`_]*(?:</\w+>\s*)?$")
_THOUGHT = re.compile(r"\s*<(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_THOUGHT_ENDS = re.compile(r"</(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_TEXTS = r"(?:\w+\s+){0,2}(?:articles?|sentences?|sources?|texts?|passages?|documents?)\s+"
_SAYING = r"(?:\w+ly\s+)?(?:answer|say|mention|contain|provide|state|specify|include|give|tell)"
_REFUSES = re.compile(
    r"(?:(?:unfortunately|sorry|however)\W+)?(?:based on [\w\s]{1,40}, )?"
    rf"(?:(?:the|these)\s+{_TEXTS}(?:do|does|did)(?:\s+not|n['’]t)\s+{_SAYING}|none of the\s+{_TEXTS}{_SAYING}s?"
    r"|i (?:cannot|can['’]t|could not|couldn['’]t) (?:answer|find)|there is no (?:information|mention))\b"
    r"(?!.*\b(?:but|however|though|although|only)\b)",
    re.IGNORECASE,
)
"""A refusal in other words than those asked for, which says nothing else. With a source it may be what the source says:
"the documents do not mention a ransom"."""
_OPEN_MARKER = re.compile(r"[\[【(][^\]】)\n]*$")


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a language model without its source numbers, and the quotes behind them, if it named any."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a language model has answered so far; nothing in it is proven yet.

    A complete draft that is not refused and has no sentences is no answer.
    """

    sentences: tuple[DraftSentence, ...] = ()
    refused: bool = False
    complete: bool = False
    raw: str = ""
    """Everything the model wrote so far."""
    dropped_numbers: int = 0
    """Source numbers left out because they do not exist."""
    restarts: int = 0
    """How often all before turned out to be thoughts, which are no part of the answer."""


class DraftReader:
    """Takes the words of a language model as they come, as sentences with the existing sources that they name.

    Source number n is `sources[n - 1]`. A sentence is taken when the next one begins; what was kept never changes.
    """

    def __init__(self, sources: Sequence[Quote], max_sentences: int) -> None:
        self._sources = sources
        self._max_sentences = max_sentences
        self._pending = ""
        self._seen: set[str] = set()
        self.draft = Draft()

    def feed(self, text: str) -> bool:
        """Read on; return whether the draft has a new sentence or is complete."""
        before = self.draft
        self._set(raw=before.raw + text)
        self._pending += text
        if end := list(_THOUGHT_ENDS.finditer(self._pending)):
            # some models say only at the end that they were thinking
            self._pending, self._seen = self._pending[end[-1].end() :], set()
            self._set(sentences=(), complete=False, refused=False, restarts=self.draft.restarts + 1)
        if not _is_thinking(self._pending):
            segments = read_segments(_settled(self._pending), len(self._sources))
            for segment in segments[:-1]:
                self._take(segment)
            self._pending = self._pending[segments[-1].start if segments else 0 :]
        return self.draft.complete or len(self.draft.sentences) > len(before.sentences)

    def finish(self) -> Draft:
        """Take what is left as the last sentence, and return the complete draft."""
        if not _is_thinking(self._pending):
            segments = read_segments(self._pending, len(self._sources))
            is_all = len(segments) == 1 and not self.draft.sentences
            if segments and not is_all and not _ENDED.search(self._pending):
                segments.pop()  # the reply broke off for want of tokens
            for segment in segments:
                self._take(segment)
        self._set(complete=True)
        return self.draft

    def _take(self, segment: Segment) -> None:
        if self.draft.complete:
            return
        words = _words(segment.text)
        self._set(dropped_numbers=self.draft.dropped_numbers + segment.unknown)
        if _words(REFUSAL) in words:
            self._set(refused=not self.draft.sentences, complete=True)
        elif not segment.numbers and _REFUSES.match(segment.text):
            if not self.draft.sentences:
                self._set(refused=True, complete=True)
        elif words in self._seen:
            # A small model that repeats itself goes on doing so until it runs out of tokens.
            self._set(complete=True)
        elif words:
            quotes = tuple(self._sources[number - 1] for number in segment.numbers)
            sentences = (*self.draft.sentences, DraftSentence(segment.text, quotes))
            self._set(sentences=sentences, complete=len(sentences) >= self._max_sentences)
        if len(words.split()) > 3:
            self._seen.add(words)

    def _set(self, **changes: object) -> None:
        self.draft = replace(self.draft, **changes)  # type: ignore[arg-type]


def _settled(text: str) -> str:
    """Return the part of a growing text that can be read already: whole words, no marker begun and not ended."""
    text = text[: max(text.rfind(" "), text.rfind("\n")) + 1]
    return _OPEN_MARKER.sub("", text)


def _is_thinking(text: str) -> bool:
    return _THOUGHT.match(text) is not None


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
