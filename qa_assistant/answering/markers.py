"""Tell sentences and source numbers apart in what a language model wrote: `So it is [1, 2].`, `So it is. (3)`, …"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from qa_assistant.ingest.sentences import sentence_spans

_LABEL = r"[\^#]?(?:(?:sources?|sentences?|articles?|refs?\.?|nos?\.|s)\s*[:#]?\s*)?"
_ROUND_LABEL = r"(?:(?:sources?|sentences?)\s*)?"
"""In round brackets: "(Article 5)" may be what is written about."""
_NUMBERS = rf"\d+(?:\s*(?:,|;|/|-|–|—|&|and|to)\s*{_LABEL}\d+)*"
_MARKER = re.compile(
    rf"""\s*(?:
        \( \s* (?:see\s+)? \[ \s*{_LABEL}({_NUMBERS})\s* \] \s* \)
      | \[ \s*{_LABEL}({_NUMBERS})\s*\.? \] (?:\((?:https?:|\#)[^)\s]*\))?
      | 【 \s*{_LABEL}({_NUMBERS})\s* (?:†[^】]*)? 】
      # Round brackets may belong to the sentence: they hold sources only at its end.
      | \( \s*{_ROUND_LABEL}(?P<round>{_NUMBERS})\s* \) (?=\s*(?:[.!?,;\[(]|$))
      | (?<=[.!?]\s) \( \s*(?P<after>{_NUMBERS})\s* \)
    )
    (?:\s*(?:,|;|and|&)(?=\s*[\[【(]\s*\d))?  # "[1], [2] and [3]"
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MARKUP = re.compile(r"(?<!\w)(?:__|`)|(?:__|`)(?!\w)|</?[a-z]+>", re.IGNORECASE)
_POINTS_TO = re.compile(r"(?:according to|as (?:stated|reported|described|noted) (?:in|by)),\s*(?=\S)", re.IGNORECASE)
"""What is left of "According to [1], the deal is worth …"."""
_LINE_START = re.compile(r"\s*(?:(?:[-*•>]|\#+|\d{1,2}[.)])\s+)*(?:\**(?:final )?answer\**:\**\s*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence as written: where it starts in the text, its words without markers, and the numbers it names."""

    start: int
    text: str
    numbers: tuple[int, ...]
    unknown: int = 0
    """How many further numbers it names that do not exist."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Source numbers in a line: where in the line as written, where in the line without markers."""

    written: int
    plain: int
    numbers: tuple[int, ...]
    unknown: int


def read_segments(text: str, count: int) -> list[Segment]:
    """Return the sentences of `text` in order, each with the numbers from 1 to `count` that it names.

    A marker belongs to the sentence before it, except in a line that begins with one: there to the sentence after it.
    """
    found: list[Segment] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        sentences, orphans = _read_line(line, offset, count)
        if found and orphans:
            found[-1] = _with(found[-1], orphans)
        found.extend(sentences)
        offset += len(line)
    return found


def _read_line(line: str, offset: int, count: int) -> tuple[list[Segment], list[_Mark]]:
    """Return the sentences of one line, and the markers of a line that has no sentence."""
    plain, marks, anchors = _unmarked(line, count)
    spans = sentence_spans(plain)
    if not spans:
        return [], marks
    starts = [start for start, _ in spans]
    leads = bool(marks) and not plain[: marks[0].plain].strip() and bool(plain[marks[-1].plain :].strip(" .!?\n"))
    owned: list[list[_Mark]] = [[] for _ in spans]
    for mark in marks:
        index = bisect_left(starts, mark.plain)
        owned[min(index, len(spans) - 1) if leads else max(index - 1, 0)].append(mark)
    sentences = []
    for index, ((start, end), own) in enumerate(zip(spans, owned, strict=True)):
        plain_at, written_at = anchors[bisect_right(anchors, (start, len(line))) - 1]
        written = min([written_at + start - plain_at, *(mark.written for mark in own)]) if index else 0
        sentences.append(_with(Segment(offset + written, _tidy(plain[start:end]), ()), own))
    return sentences, []


def _unmarked(line: str, count: int) -> tuple[str, list[_Mark], list[tuple[int, int]]]:
    """Return a line without markers, the markers, and pairs of places that correspond (without, as written)."""
    prefix = _LINE_START.match(line)
    at = prefix.end() if prefix else 0
    plain, marks, anchors = "", [], [(0, at)]
    for match in _MARKER.finditer(line, at):
        numbers, unknown = _numbers(next(group for group in match.groups() if group), count)
        if match["round"] and (unknown or _is_age(line, match)):
            continue
        if match["after"] and unknown:
            continue
        plain += line[at : match.start()]
        marks.append(_Mark(match.start(), len(plain), numbers, unknown))
        at = match.end()
        if line[at : at + 1] == "." and plain.rstrip()[-1:] in tuple(".!?"):
            at += 1  # "He left. [1]. She stayed."
        plain += "" if line[at : at + 1] in tuple(".,;:!?") else " "
        anchors.append((len(plain), at))
    return plain + line[at:], marks, anchors


def _is_age(line: str, match: re.Match[str]) -> bool:
    """Return whether a number in round brackets belongs to a name: `Jonas Weber (19), a student`."""
    follows, before = line[match.end("round") + 1 :].lstrip()[:1], line[: match.start()].split()
    return follows in (",", ";") and bool(before) and before[-1][:1].isupper()


def _numbers(written: str, count: int) -> tuple[tuple[int, ...], int]:
    """Return the existing numbers that `1, 3-5` names, and how many others."""
    valid: list[int] = []
    unknown = 0
    for part in re.split(r"\s*(?:,|;|/|&|and)\s*", written, flags=re.IGNORECASE):
        ends = [int(digits[:9]) for digits in re.findall(r"\d+", part)]
        first, last = min(ends), max(ends)
        inside = range(max(first, 1), min(last, count) + 1)
        valid.extend(number for number in inside if number not in valid)
        unknown += not inside or first < 1 or last > count
    return tuple(valid), unknown


def _with(segment: Segment, marks: list[_Mark]) -> Segment:
    numbers = dict.fromkeys([*segment.numbers, *(number for mark in marks for number in mark.numbers)])
    return Segment(segment.start, segment.text, tuple(numbers), segment.unknown + sum(mark.unknown for mark in marks))


def _tidy(text: str) -> str:
    """Return a sentence on one line, without Markdown's stars, ended by a full stop if nothing ends it."""
    text = _MARKUP.sub("", text.replace("**", ""))
    text = re.sub(r"\s+(?=[.,;:!?])", "", " ".join(text.split())).lstrip(":;, ")
    if pointed := _POINTS_TO.match(text):
        text = f"{text[pointed.end()].upper()}{text[pointed.end() + 1 :]}"
    return f"{text}." if text and text[-1].isalnum() else text
