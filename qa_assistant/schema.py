"""The words of this project as frozen values; every border between modules is crossed by these and nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import PurePath
from typing import Any, Literal

from qa_assistant.errors import ConfigError

REFUSAL = "The articles do not answer this question."
"""The one refusal phrase: what a refused `Answer.text` says, and what prompts ask a language model to say."""

RefusalReason = Literal["not-in-articles", "out-of-range", "low-support", "empty-index"]
Mode = Literal["quote", "llm"]
AnswerKind = Literal["answer", "reply", "overview", "summary", "list", "timeline", "comparison"]
"""What an answer is: to a question (`answer`), a few words about the assistant and its articles that cite nothing
(`reply`), or what was requested."""
_LONGEST_SHOWN = 80
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
    published_iso: str | None = None
    """When it was published as precisely as the file says, in ISO 8601: `2022`, `2022-07`, `2022-07-19`,
    `2022-07-19T10:30` or `2022-07-19T10:30+02:00`. `published` is its day where there is one."""

    @property
    def published_precision(self) -> Literal["year", "month", "day", "time"] | None:
        """How precisely the time of publication is known; None where nothing says it."""
        return precision_of(self.published_iso) or ("day" if self.published else None)

    @property
    def published_at(self) -> datetime | None:
        """The time of publication, with the writer's zone where the file gives it; None where it gives no time."""
        return datetime.fromisoformat(self.published_iso or "") if self.published_precision == "time" else None

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page that `offset` lies on, from 1; None if the format has no pages."""
        return page_at(self.pages, offset)


def precision_of(iso: str | None) -> Literal["year", "month", "day", "time"] | None:
    """Return how precise a date in ISO 8601 is."""
    if not iso:
        return None
    return "time" if "T" in iso else ("year", "month", "day")[iso.count("-")]


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
    published_iso: str | None = None
    """When the article was published, as precisely as it says; see `Article`."""
    also_in: tuple[str, ...] = ()
    """Other files of the same origin, which carry the same copy; empty outside a retrieval."""

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
class Window:
    """A stretch of time that a question names, and what it was used for."""

    words: str
    """What the question says, such as `last week`."""
    first: date | None
    """First day, included; None where the window is open."""
    last: date | None
    """Last day, included; None where the window is open."""
    use: Literal["only", "prefer", "newest"] = "prefer"
    """`only`: articles published outside are left out. `prefer`: what was published within or soon after, or names the
    time, comes first. `newest`: the newer, the better."""

    def __str__(self) -> str:
        """Return the days as people write them: `27 June – 3 July 2022`."""
        if self.first is None or self.last is None:
            return "any time" if self.last is self.first else self._open()
        if self.first == self.last:
            return day_in_words(self.first)
        same_year, same_month = self.first.year == self.last.year, self.first.month == self.last.month
        start = f"{self.first.day}" if same_year and same_month else f"{self.first.day} {self.first:%B}"
        return f"{start if same_year else day_in_words(self.first)} – {day_in_words(self.last)}"

    def _open(self) -> str:
        return f"from {day_in_words(self.first)}" if self.first else f"until {day_in_words(self.last or date.max)}"


def day_in_words(day: date) -> str:
    """Return a date as people write it: 19 July 2022."""
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Filters:
    """Restrict a question to some articles.

    Dates are inclusive and may be given as ISO strings. An article whose publication date is unknown is outside every
    date window; one whose outlet is unknown is outside every list of outlets. Outlets match without regard to case.
    Files are strings or paths.

    `any_date` restricts nothing; it asks that a time the question itself names ("last week") be left out of account.

    Raises:
        ConfigError: a date is not a date, outlets or files are no lists of names, or `after` is later than `before`.
    """

    after: date | None = None
    before: date | None = None
    outlets: tuple[str, ...] | None = None
    files: tuple[str, ...] | None = None
    any_date: bool = False

    def __init__(
        self,
        after: date | str | None = None,
        before: date | str | None = None,
        outlets: Iterable[str] | None = None,
        files: Iterable[str | PurePath] | None = None,
        *,
        any_date: bool = False,
    ) -> None:
        object.__setattr__(self, "after", day_of("after", after))
        object.__setattr__(self, "before", day_of("before", before))
        object.__setattr__(self, "outlets", _names("outlets", outlets))
        object.__setattr__(self, "files", _names("files", files))
        object.__setattr__(self, "any_date", any_date)
        if self.after and self.before and self.after > self.before:
            raise ConfigError(f"no date lies after {self.after} and before {self.before}; swap the two")

    def __bool__(self) -> bool:
        return self.any_date or any(x is not None for x in (self.after, self.before, self.outlets, self.files))


def day_of(name: str, value: date | str | None) -> date | None:
    """Return the day that the argument `name` gives, if any: a date, a time of it, or a day in ISO 8601.

    Raises:
        ConfigError: it is no date.
    """
    if isinstance(value, datetime):  # which is a date too, but not to be compared with one
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{name}: {shown(value)} is not a date; write it as 2022-07-19") from error


def shown(value: object) -> str:
    """Return a value as an error line shows it: on one line, and not all of a long one."""
    words = " ".join(repr(value).split())
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"


def _names(name: str, value: Iterable[str | PurePath] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise ConfigError(f"{name}: {shown(value)} is one value; give a list of strings")
    names = tuple(item.as_posix() if isinstance(item, PurePath) else item for item in value)
    if wrong := [item for item in names if not isinstance(item, str)]:
        raise ConfigError(f"{name}: {shown(wrong[0])} is no string; give a list of strings")
    return names


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, the numbers of its citations, and how well they support it (0…1)."""

    text: str
    citations: tuple[int, ...]
    support: float
    answer: Span | None = None
    """Where in `text` the number, date or name stands that the question asks for; None where that is not clear."""
    heading: str | None = None
    """In an answer that is a list: what the sentence stands under, such as a day, or an outlet with its article. It is
    taken from what is known of the article, not from its words."""
    added: Span | None = None
    """Where in `text` stands what the article does not say there: in square brackets, who or what a pronoun means, as
    the sentences before it tell. Without it, and the space before it, `text` is the quote."""


@dataclass(frozen=True, slots=True)
class DatedWords:
    """Words of a quote such as `Tuesday` or `last month`, as offsets into it, and the days they stand for."""

    start: int
    end: int
    first: date
    last: date

    def __str__(self) -> str:
        """Return the time as people write it: `19 July 2022`, `July 2022`, `2022`."""
        days = (self.last - self.first).days + 1
        if days >= 365:
            return str(self.first.year)
        return f"{self.first:%B %Y}" if days >= 28 else str(Window("", self.first, self.last))


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
    days: tuple[DatedWords, ...] = ()
    """The words of the quote that name a day by its distance from the day of publication, with what they name."""
    published_iso: str | None = None
    """When the article was published, as precisely as it says; see `Article`."""


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
    windows: tuple[Window, ...] = ()
    """The times that the question names and that were used; `Filters(any_date=True)` asks without them."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """Of each stage, and of all as `total`. An answer that was kept from the last time the same was asked spent none in
    any stage."""
    kind: AnswerKind = "answer"
    lead: str | None = None
    """The line above what was requested: what it is made from, and how much of it is shown."""

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The citations a page shows: those of the answer or, with a refusal, the near misses."""
        return self.citations or self.near_misses

    @property
    def looking_at(self) -> str:
        """The windows in words: `Looking at 27 June – 3 July 2022`; empty where there is none."""
        if any(window.use == "newest" for window in self.windows):
            return "Newest articles first"
        days = " and ".join(map(str, self.windows))
        only = any(window.use == "only" for window in self.windows)
        return days and f"{'Only articles published' if only else 'Looking at'} {days}"

    def origins_of(self, sentence: Sentence) -> int:
        """Return in how many independent origins a sentence of this answer was found."""
        return len({one.origin for one in self.citations_of(sentence)})

    def citations_of(self, sentence: Sentence) -> tuple[Citation, ...]:
        """Return the citations of a sentence of this answer."""
        return tuple(one for one in self.citations if one.number in sentence.citations)

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
