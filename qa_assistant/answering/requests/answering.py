"""Answer requests that are not questions from the index, word for word and cited, as questions are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from qa_assistant.answering.citing import cite
from qa_assistant.answering.composing import refused
from qa_assistant.answering.conflicts import conflicts_of
from qa_assistant.answering.requests import comparison, listing, summary, timeline
from qa_assistant.answering.requests.about import Found, Subject, by_origin, find_articles
from qa_assistant.answering.requests.lines import about_article, counted, listed, shown
from qa_assistant.answering.requests.meant import POINTS_BACK, article_before, named_article, topic_before
from qa_assistant.answering.requests.recognise import recognise
from qa_assistant.answering.requests.replies import reply
from qa_assistant.answering.requests.selection import is_known, select
from qa_assistant.answering.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from qa_assistant.answering.clock import Clock
    from qa_assistant.answering.comparing import Comparer
    from qa_assistant.answering.requests.lines import Line
    from qa_assistant.answering.requests.recognise import Request
    from qa_assistant.answering.requests.selection import Selection
    from qa_assistant.index import ArticleInfo, Index
    from qa_assistant.models import Embedder, Reranker
    from qa_assistant.schema import Answer, Filters, RefusalReason, Turn

PASSAGES_SHOWN = 10
"""Retrieved passages that an answer keeps."""
FEW = 12
"""Articles that are summarised together without a subject."""
WHICH_ARTICLE = (
    "It is not clear which article is meant. Name its file or its title, ask for it after an answer that cites it, or "
    "name a subject: “Summarise the coverage of …”."
)
WHICH_SUBJECT = "It is not clear what about. Name a subject: “{example} …”."
_EXAMPLES = {
    "timeline": "Timeline of",
    "comparison": "How do the outlets differ on",
    "summary": "Summarise the news on",
}


@dataclass(frozen=True, slots=True)
class Models:
    """What requests need besides the index."""

    embedder: Embedder
    reranker: Reranker
    comparer: Comparer
    standalone: Callable[[str, Sequence[Turn]], str]
    """Makes a follow-up understandable alone."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with all it was asked with."""

    request: Request
    start: Answer
    selection: Selection
    history: Sequence[Turn]
    clock: Clock

    def refused(self, reason: RefusalReason, note: str) -> Answer:
        """Return the refusal, with a line that says why."""
        return refused(replace(self.start, note=self.start.note or note), reason, self.clock)

    def said(self, text: str) -> Answer:
        """Return a reply that cites nothing."""
        return replace(self.start, kind="reply", text=text, seconds=self.clock.seconds())

    def finished(self, answer: Answer) -> Answer:
        """Return the answer with the time it took."""
        return replace(answer, seconds=self.clock.seconds())


class Requests:
    """Answers requests from an index; the models are loaded when the first request needs them.

    A configured language model has no part in it.
    """

    def __init__(self, index: Index, models: Callable[[], Models]) -> None:
        self._index = index
        self._models = models

    def answers(
        self, start: Answer, history: Sequence[Turn], filters: Filters | None, asked_on: date, clock: Clock
    ) -> Iterator[Answer] | None:
        """Return the growing answers to a request, or None where `start` asks a question."""
        is_name = partial(self._is_name, self._index.articles)
        request = recognise(start.standalone_question, is_name, is_first=not history)
        if request is None:
            return None
        if history and POINTS_BACK.search(request.topic):
            # "the dam" may follow "that dam": what is meant stands in the turns before
            with clock.stage("condense"):
                words = self._models().standalone(start.standalone_question, history)
            request = recognise(words, is_name, is_first=False) or request
            start = replace(start, standalone_question=words)
        return self._answers(request, replace(start, kind=request.kind), history, filters, asked_on, clock)

    @staticmethod
    def _is_name(articles: Callable[[], Sequence[ArticleInfo]], name: str) -> bool:
        return is_known(name, articles())

    def _answers(
        self,
        request: Request,
        start: Answer,
        history: Sequence[Turn],
        filters: Filters | None,
        asked_on: date,
        clock: Clock,
    ) -> Iterator[Answer]:
        yield start
        yield self._index.consistently(lambda: self._answer(request, start, history, filters, asked_on, clock))

    def _answer(
        self,
        request: Request,
        start: Answer,
        history: Sequence[Turn],
        filters: Filters | None,
        asked_on: date,
        clock: Clock,
    ) -> Answer:
        articles = self._index.articles()
        selection = select(request, articles, filters, asked_on)
        start = replace(start, windows=(selection.window,) if selection.window else ())
        asked = Asked(request, start, selection, history, clock)
        if request.talk:
            return asked.said(reply(request.talk, selection.articles or articles))
        if selection.problem or not selection.articles:
            there = f"No article{selection.spoken} is indexed." if selection.spoken else None
            return asked.refused("out-of-range", selection.problem or there or "No article is within the filters.")
        if request.kind == "summary":
            return self._summary(asked)
        if request.kind == "list" and not request.topic:
            return self._list(asked, selection.articles, f"{selection.spoken}")
        topic = request.topic
        if not topic or POINTS_BACK.fullmatch(topic):
            topic = topic_before(history) or ""
        if not topic or POINTS_BACK.search(topic):
            return asked.said(WHICH_SUBJECT.format(example=_EXAMPLES.get(request.kind, "What do you have on")))
        return self._about(asked, topic)

    def _list(self, asked: Asked, articles: Sequence[ArticleInfo], which: str) -> Answer:
        newest = listing.newest_first(articles)[: listing.LISTED]
        with asked.clock.stage("answer"):
            lines = listing.article_lines([self._index.whole(article.file) for article in newest])
        lead = counted(len(articles), "article") + which
        if len(articles) > len(lines):
            lead += f"; the newest {len(lines)}, and {len(articles) - len(lines):,} more"
        return asked.finished(listed(asked.start, f"{lead}:", lines, self._sources(lines)))

    def _summary(self, asked: Asked) -> Answer:
        """Summarise one article that is named or pointed at, else what is said about the subject."""
        request, articles = asked.request, asked.selection.articles
        named = named_article(request.topic, articles) if request.topic else None
        if named is not None:
            return self._article_summary(asked, named.file)
        if request.topic and not (request.is_this or POINTS_BACK.search(request.topic)):
            return self._about(asked, request.topic)
        if len(articles) == 1:
            return self._article_summary(asked, articles[0].file)
        if request.is_this or request.topic:
            file = article_before(asked.history, self._index, articles)
            return self._article_summary(asked, file) if file else asked.said(WHICH_ARTICLE)
        if len(articles) <= FEW:
            groups = by_origin([Found.of(self._index.whole(one.file), one.origin) for one in articles])
            return self._coverage_summary(asked, groups, asked.selection.spoken)
        topic = topic_before(asked.history)
        return self._about(asked, topic) if topic else asked.said(WHICH_ARTICLE)

    def _article_summary(self, asked: Asked, file: str) -> Answer:
        whole = self._index.whole(file)
        with asked.clock.stage("answer"):
            lines = summary.article_summary(whole, self._models().embedder)
        if not lines:
            return asked.refused("not-in-articles", f"{file} has no sentence that can be quoted.")
        lead = f"{about_article(whole)}; {len(lines)} of its {counted(len(whole.sentences), 'sentence')}:"
        return asked.finished(listed(asked.start, lead, lines, self._sources(lines)))

    def _about(self, asked: Asked, topic: str) -> Answer:
        """Answer from the articles about a subject."""
        models, index = self._models(), self._index
        with asked.clock.stage("retrieve"):
            subject = Subject(topic, index)
            found = find_articles(subject, index, models.embedder, models.reranker, asked.selection.filters)
        if not found:
            return asked.refused("not-in-articles", f"No article{asked.selection.spoken} is about “{topic}”.")
        passages = [replace(passage, score=one.score) for one in found for passage in one.passages]
        asked = replace(asked, start=replace(asked.start, passages=tuple(passages[:PASSAGES_SHOWN])))
        which = f" about “{topic}”{asked.selection.spoken}"
        groups = by_origin(found)
        with asked.clock.stage("answer"):
            if asked.request.kind == "list":
                names = {one.whole.file for one in found}
                return self._list(asked, [one for one in asked.selection.articles if one.file in names], which)
            if asked.request.is_one:
                return self._article_summary(asked, found[0].whole.file)
            if asked.request.kind == "summary":
                return self._coverage_summary(asked, groups, which)
            answers = {"timeline": self._timeline, "comparison": self._comparison}
            return answers.get(asked.request.kind, self._overview)(asked, subject, groups, which)

    def _overview(self, asked: Asked, subject: Subject, groups: Sequence[Sequence[Found]], which: str) -> Answer:
        lines = listing.overview_lines(subject, groups[: listing.SHOWN_ORIGINS])
        lead = f"{counted(sum(map(len, groups)), 'article')}{which}; {_sources(len(groups))}"
        if len(groups) > len(lines):
            lead += f", the {len(lines)} that fit best"
        return asked.finished(listed(asked.start, f"{lead}:", lines, self._sources(lines)))

    def _coverage_summary(self, asked: Asked, groups: Sequence[Sequence[Found]], which: str) -> Answer:
        files = [one.whole.file for group in groups for one in group]
        sources = Sources.of(self._index, files)
        lines = summary.coverage_summary(groups, self._models().embedder, sources)
        if not lines:
            return asked.refused("not-in-articles", f"The articles{which} have no sentence that can be quoted.")
        lead = f"From {counted(len(files), 'article')}{which}; {_sources(len(groups))}:"
        return asked.finished(listed(asked.start, lead, lines, sources))

    def _timeline(self, asked: Asked, subject: Subject, groups: Sequence[Sequence[Found]], which: str) -> Answer:
        files = [one.whole.file for group in groups for one in group]
        sources = Sources.of(self._index, files)
        lines = timeline.timeline_lines(subject, groups, self._models().reranker, sources)
        if not lines:
            return asked.refused("not-in-articles", f"The articles{which} name no day, and their own is not known.")
        lead = f"Timeline from {counted(len(files), 'article')}{which}:"
        is_reckoned = any("“" in (line.heading or "") for line in lines)
        start = replace(asked.start, note=asked.start.note or timeline.RECKONED) if is_reckoned else asked.start
        return asked.finished(listed(start, lead, lines, sources))

    def _comparison(self, asked: Asked, subject: Subject, groups: Sequence[Sequence[Found]], which: str) -> Answer:
        models = self._models()
        found = [one for group in groups for one in group]
        sources = Sources.of(self._index, (one.whole.file for one in found))
        sides = comparison.sides_of(subject, groups, self._index.articles(), models.reranker)
        differing = comparison.disagreements(subject, sides, found, models, sources)
        lines = comparison.with_disagreements(comparison.side_lines(sides), differing)
        cited = cite([line.statement for line in lines], sources)
        lead = f"{counted(len(found), 'article')}{which}; {_sources(len(groups))}"
        if len(groups) == 1:
            lead += ", so there is nothing to compare it with"
        elif not differing:
            lead += ", no disagreement found"
        answer = shown(asked.start, f"{lead}:", cited, [line.heading for line in lines])
        return asked.finished(replace(answer, conflicts=conflicts_of(differing, cited)))

    def _sources(self, lines: Sequence[Line]) -> Sources:
        return Sources.of(self._index, (line.quote.passage.file for line in lines))


def _sources(count: int) -> str:
    return counted(count, "independent source")
