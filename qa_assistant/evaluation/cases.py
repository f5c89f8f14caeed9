"""What a test question is: the question, what a right answer says, and where the articles say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from qa_assistant.errors import ArticleError, EvalCaseError

if TYPE_CHECKING:
    from datetime import date

    from qa_assistant.schema import Filters, Span, Turn

Reader = Callable[[str], str]
"""Returns an article's text for its file; raises ArticleError, OSError or KeyError where there is none."""

NO_ARTICLE = (ArticleError, OSError, KeyError)
"""What a `Reader` may raise for a file it does not have."""

UNLABELLED = "unlabelled"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One statement that has to be found: in any of `files`, at `quote` if there is one, else anywhere in the file."""

    files: tuple[str, ...]
    quote: str | None = None
    lines: tuple[int, ...] = field(default=(), compare=False)
    """Lines of the question set on which the files stand, and last the line of the quote; for error messages."""
    spans: tuple[tuple[str, Span], ...] = field(default=(), compare=False)
    """Where the quote stands, as `(file, (start, end))`, every occurrence; filled by `check_cases`."""

    def spans_in(self, file: str) -> tuple[Span, ...]:
        """Return where the quote stands in `file`; empty if it was never looked up, or `file` words it differently."""
        return tuple(span for name, span in self.spans if name == file)


@dataclass(frozen=True, slots=True)
class Standalone:
    """What a follow-up means: the question as it would be asked alone, and what any rewrite of it must and may not say.

    A word counts as said where a word begins with it, in capitals or not: "sign" is in "signed".
    """

    question: str
    needs: tuple[tuple[str, ...], ...]
    """Of each entry at least one has to be said."""
    omits: tuple[str, ...] = ()
    """None of these may be said."""

    def is_met_by(self, question: str) -> bool:
        """Tell whether `question` says what is needed and nothing that must be left out."""
        needed = all(any(_says(question, word) for word in words) for words in self.needs)
        return needed and not any(_says(question, word) for word in self.omits)


def _says(question: str, words: str) -> bool:
    asked, sought = (text.replace("’", "'").casefold() for text in (question, words))
    return re.search(rf"(?<!\w){re.escape(sought)}", asked) is not None


@dataclass(frozen=True, slots=True)
class EvalCase:
    """One test question with what is expected."""

    id: str
    question: str
    kind: str = UNLABELLED
    """Free label; reports slice by it."""
    history: tuple[Turn, ...] = ()
    answers: tuple[str, ...] | None = None
    """Any one is right. Empty: the articles do not say. None: the right answer is unknown."""
    evidence: tuple[Evidence, ...] = ()
    """Each entry has to be found."""
    conflict: bool = False
    """Whether the answer must report a disagreement."""
    filters: Filters | None = None
    asked_on: date | None = None
    standalone: Standalone | None = None
    """What the question means after `history`, if that is known."""
    source: str = field(default="", compare=False)
    """Name of the question set, for error messages."""
    line: int | None = field(default=None, compare=False)
    """Line of the question set on which the case starts, for error messages."""

    @property
    def is_answerable(self) -> bool | None:
        """Whether the articles answer the question; None if that is unknown."""
        return None if self.answers is None else bool(self.answers)


def check_cases(cases: Iterable[EvalCase], read: Reader) -> tuple[EvalCase, ...]:
    """Return the cases with the spans of their quotes, after checking files and quotes against the articles.

    Every file of an entry must exist. A quote must stand in at least one of the entry's files, character by character
    except that any run of white space equals any other: the other files may carry the same copy in other words.

    Raises:
        EvalCaseError: a file is missing, or a quote is in none of its files; names id and line.
    """
    text_of = cache(read)
    return tuple(
        replace(case, evidence=tuple(_located(case, entry, text_of) for entry in case.evidence)) for case in cases
    )


def _located(case: EvalCase, entry: Evidence, read: Reader) -> Evidence:
    texts = [_text(case, entry, number, read) for number in range(len(entry.files))]
    if entry.quote is None:
        return entry
    pattern = re.compile(r"\s+".join(re.escape(word) for word in entry.quote.split()))
    spans = tuple(
        (file, m.span()) for file, text in zip(entry.files, texts, strict=True) for m in pattern.finditer(text)
    )
    if not spans:
        where = _place(case, entry.lines[-1] if entry.lines else None)
        raise EvalCaseError(f"{where}: {entry.quote!r} is not in {' or '.join(entry.files)}; copy it from the file")
    return replace(entry, spans=spans)


def _text(case: EvalCase, entry: Evidence, number: int, read: Reader) -> str:
    file = entry.files[number]
    try:
        return read(file)
    except NO_ARTICLE as error:
        where = _place(case, entry.lines[number] if entry.lines else None)
        reason = error.reason if isinstance(error, ArticleError) else str(error)
        raise EvalCaseError(
            f"{where}: no article {file!r}: {reason}; give its path below the articles folder"
        ) from error


def _place(case: EvalCase, line: int | None) -> str:
    return place(case.source, line or case.line, case.id)


def place(source: str, line: int | None, case_id: str | None) -> str:
    """Return where in a question set something stands, as every EvalCaseError of this package begins."""
    parts = [source or "questions", f"line {line}" if line else "", f"case {case_id!r}" if case_id else ""]
    return ", ".join(part for part in parts if part)
