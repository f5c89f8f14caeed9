"""The words of this project as frozen values; every border between modules is crossed by these and nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from qa_assistant.errors import ConfigError

REFUSAL = "The articles do not answer this question."
"""The one refusal phrase: what a refused `Answer.text` says, and what prompts ask a language model to say."""

RefusalReason = Literal["not-in-articles", "out-of-range", "low-support", "empty-index"]
Mode = Literal["quote", "llm"]
Span = tuple[int, int]
"""Character offsets `(start, end)` into `Article.text`, end exclusive."""


@dataclass(frozen=True, slots=True)
class Article:
    """One source file as read: `text` as decoded, or as extracted for formats that are not plain text."""

    file: str
    """Path below the articles folder, with forward slashes."""
    text: str
    title: str
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    language: str | None = None
    """ISO 639-1 code when the file declares it."""
    updated: date | None = None
    """Day of the last change the file declares, where it names one besides the day of publication."""
    section: str | None = None
    """Part of the outlet the article stood in, such as `Business`."""
    url: str | None = None
    """Canonical address on the web."""
    pages: tuple[int, ...] = ()
    """For paged formats: the offset in `text` at which each page begins, page 1 first."""

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page that `offset` lies on, from 1; None if the format has no pages."""
        return page_at(self.pages, offset)


def page_at(pages: Sequence[int], offset: int) -> int | None:
    """Return the number of the page that `offset` lies on, from 1, where `pages` begin; None if there are none."""
    return max(1, bisect_right(pages, offset)) if pages else None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of an article's text that is embedded and retrieved: `text == article.text[start:end]`."""

    id: str
    file: str
    title: str
    start: int
    end: int
    text: str
    outlet: str | None = None
    published: date | None = None
    sentences: tuple[Span, ...] = ()
    """The sentences that may be quoted, as offsets into the article; page junk inside the passage is not among them."""
    score: float | None = None
    """Relevance to the question it was retrieved for; None outside a retrieval. Higher is better."""

    @property
    def clean_text(self) -> str:
        """The passage without the page junk inside it: what is embedded, searched and reranked."""
        return " ".join(" ".join(self.text[a - self.start : b - self.start].split()) for a, b in self.sentences)


@dataclass(frozen=True, slots=True)
class Turn:
    """A past question with its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Restrict a question to some articles.

    Dates are inclusive and may be given as ISO strings. An article whose publication date is unknown is outside every
    date window; one whose outlet is unknown is outside every list of outlets. Outlets match without regard to case.

    Raises:
        ConfigError: a date is not a date, or `after` is later than `before`.
    """

    after: date | None = None
    before: date | None = None
    outlets: tuple[str, ...] | None = None
    files: tuple[str, ...] | None = None

    def __init__(
        self,
        after: date | str | None = None,
        before: date | str | None = None,
        outlets: Iterable[str] | None = None,
        files: Iterable[str] | None = None,
    ) -> None:
        object.__setattr__(self, "after", _day("after", after))
        object.__setattr__(self, "before", _day("before", before))
        object.__setattr__(self, "outlets", _names("outlets", outlets))
        object.__setattr__(self, "files", _names("files", files))
        if self.after and self.before and self.after > self.before:
            raise ConfigError(f"no date lies after {self.after} and before {self.before}; swap the two")

    def __bool__(self) -> bool:
        return any(value is not None for value in (self.after, self.before, self.outlets, self.files))


def _day(name: str, value: date | str | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ConfigError(f"{name}: {value!r} is not a date; write it as 2022-07-19") from error


def _names(name: str, value: Iterable[str] | None) -> tuple[str, ...] | None:
    if isinstance(value, str):
        raise ConfigError(f"{name}: {value!r} is one string; give a list of strings")
    return None if value is None else tuple(value)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, the numbers of its citations, and how well they support it (0…1)."""

    text: str
    citations: tuple[int, ...]
    support: float
    answer: Span | None = None
    """Where in `text` the number, date or name stands that the question asks for; None where that is not clear."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Proof of a sentence: always `article.text[start:end] == quote`."""

    number: int
    file: str
    title: str
    outlet: str | None
    published: date | None
    start: int
    end: int
    quote: str
    origin: str
    """Names the origin: the same for all articles that carry the same copy."""
    also_in: tuple[str, ...] = ()
    """Other files of the same origin."""
    page: int | None = None
    """Page on which the quote begins, from 1; None where the format has no pages."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more citations whose values for the same thing differ."""

    summary: str
    citations: tuple[int, ...]
    kind: Literal["conflict", "superseded"] = "conflict"
    """`superseded`: the first citation corrects the others or reports a later state of things."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask` returns, and what `stream` returns growing. Never changes once made."""

    question: str
    standalone_question: str
    text: str = ""
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()
    refused: bool = False
    reason: RefusalReason | None = None
    conflicts: tuple[Conflict, ...] = ()
    as_of: date | None = None
    mode: Mode = "quote"
    model: str | None = None
    near_misses: tuple[Citation, ...] = ()
    """With a refusal: what the articles say that comes closest, numbered from 1. It is no answer and proves none."""
    note: str | None = None
    """One line for the reader when something went other than asked, such as a language model that did not answer."""
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The citations a page shows: those of the answer or, with a refusal, the near misses."""
        return self.citations or self.near_misses

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON-ready dicts, lists, strings and numbers; dates as ISO strings."""
        ready: dict[str, Any] = _jsonable(asdict(self))
        return ready


def _jsonable(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_jsonable(item) for item in value]
    return value


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, as source files below the articles folder; each stands in one of the lists.

    A container is one file, however many articles it holds.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    """`(file, reason)` of every file that could not be read, and `(container/member, reason)` of such members."""
    passages: int = 0
    """Passages in the index after the sync."""
    embedded: int = 0
    """Passages embedded by this sync."""
    seconds: float = 0.0
    moved: tuple[tuple[str, str], ...] = ()
    """`(old, new)` names of files that are elsewhere with the same content; neither removed nor added."""

    @property
    def did_change(self) -> bool:
        """Whether the index differs from what it was."""
        return bool(self.added or self.changed or self.removed or self.moved)
