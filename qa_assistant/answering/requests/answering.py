"""Answer requests that are not questions from the index, word for word and cited, as questions are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from qa_assistant.answering.citing import cite
from qa_assistant.answering.composing import refused
from qa_assistant.answering.requests import comparison, listing, summary, timeline
from qa_assistant.answering.requests.about import READ, Found, Subject, by_origin, find_articles
from qa_assistant.answering.requests.asides import length_of_another
from qa_assistant.answering.requests.lines import about_article, counted, listed, shown
from qa_assistant.answering.requests.meant import (
    POINTS_BACK,
    article_before,
    articles_before,
    is_of_contents,
    named_article,
    request_before,
    topic_before,
    without_talk,
)
from qa_assistant.answering.requests.recognise import Request, picked, recognise
from qa_assistant.answering.requests.replies import DOUBTED, NOT_FOUND, SHOWN_BESIDE, reply
from qa_assistant.answering.requests.selection import is_before_all, is_known, newest_of, select, silent
from qa_assistant.answering.sides import conflicts_of
from qa_assistant.answering.sources import Sources
from qa_assistant.schema import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qa_assistant.answering.clock import Clock
    from qa_assistant.answering.comparing import Comparer
    from qa_assistant.answering.given import Asked
    from qa_assistant.answering.requests.lines import Line
    from qa_assistant.answering.requests.selection import Selection
    from qa_assistant.index import ArticleInfo, Index
    from qa_assistant.models import Embedder, Reranker
    from qa_assistant.schema import Answer, RefusalReason, Turn

PASSAGES_SHOWN = 10
"""Retrieved passages that an answer keeps."""
MANY = READ * 9 // 10
"""Passages about a subject from which more articles may be about it than the cross-encoder has read of."""
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
class Wanted:
    """A request with all that its answer is made from besides the index."""

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
        self._is_name = partial(self._is_known, index)

    def answers(self, start: Answer, asked: Asked, clock: Clock) -> Iterator[Answer] | None:
        """Return the growing answers to a request, or None where `start` asks a question."""
        history = without_talk(asked.history)
        request = recognise(start.standalone_question, self._is_name, is_first=not history)
        if request is not None and is_of_contents(request, history):
            request = None
        if request is None:
            request = self._another(start.standalone_question, history)
        elif request.aside == "reworded":
            request = self._again(start.standalone_question, history) or request
        if request is None or (request.is_event and self._is_history(request, asked)):
            return None
        if history and POINTS_BACK.search(request.topic):
            # "the dam" may follow "that dam": what is meant stands in the turns before
            with clock.stage("condense"):
                words = self._models().standalone(start.standalone_question, history)
            request = recognise(words, self._is_name, is_first=False) or request
            start = replace(start, standalone_question=words)
        start = replace(start, kind=request.kind)
        if request.is_asked:
            # worded as a question, which may be answered even where no article is about its subject
            answer = self._consistent(request, start, asked, clock)
            return None if answer.reason == "not-in-articles" else iter((answer,))
        return self._answers(request, start, asked, clock)

    def _another(self, words: str, history: Sequence[Turn]) -> Request | None:
        """Return the request for a summary that `And the second one?` makes after a list, or a summary of the first."""
        place, before = picked(words), request_before(history, self._is_name)
        if place is None or before is None or before.kind == "reply":
            return None
        return Request("summary", is_this=True, place=place, length=before.length)

    def _again(self, words: str, history: Sequence[Turn]) -> Request | None:
        """Return the request for the summary before in another length: `Shorter, please`, `In one sentence`."""
        before = request_before(history, self._is_name)
        if before is None or before.kind != "summary" or POINTS_BACK.search(before.topic):
            return None
        length = length_of_another(words, before.length)
        return replace(before, length=length) if length else None

    @staticmethod
    def _is_known(index: Index, name: str) -> bool:
        return is_known(name, index.articles())

    def _is_history(self, request: Request, asked: Asked) -> bool:
        """Return whether something happened before all articles: then only what one of them tells of it can answer."""
        articles = self._index.articles()
        return is_before_all(select(request, articles, asked.filters, asked.asked_on), articles)

    def _answers(self, request: Request, start: Answer, asked: Asked, clock: Clock) -> Iterator[Answer]:
        yield start
        yield self._consistent(request, start, asked, clock)

    def _consistent(self, request: Request, start: Answer, asked: Asked, clock: Clock) -> Answer:
        return self._index.consistently(lambda: self._answer(request, start, asked, clock))

    def _answer(self, request: Request, start: Answer, asked: Asked, clock: Clock) -> Answer:
        articles = self._index.articles()
        selection = select(request, articles, asked.filters, asked.asked_on)
        start = replace(start, windows=(selection.window,) if selection.window else ())
        wanted = Wanted(request, start, selection, asked.history, clock)
        if request.talk and request.aside != "doubt":
            return wanted.said(reply(request.talk, selection.articles or articles))
        if request.aside in ("doubt", "sources", "written"):
            return self._on_answer(wanted)
        if selection.problem or not selection.articles:
            there = (
                f"No article{selection.spoken} is indexed{newest_of(selection, articles)}."
                if selection.spoken
                else None
            )
            return wanted.refused("out-of-range", selection.problem or there or "No article is within the filters.")
        if request.kind == "summary":
            return self._summary(wanted)
        if request.kind == "list" and not request.topic:
            return self._list(wanted, selection.articles, selection.spoken)
        return self._on_subject(wanted)

    def _on_subject(self, wanted: Wanted) -> Answer:
        """Answer from the articles about the subject of the request, or that of the turns before."""
        request, history = wanted.request, wanted.history
        topic = request.topic
        if not topic or POINTS_BACK.fullmatch(topic):
            topic = self._topic_before(history) or ""
        if not topic or POINTS_BACK.search(topic):
            return wanted.said(WHICH_SUBJECT.format(example=_EXAMPLES.get(request.kind, "What do you have on")))
        answer = self._about(wanted, topic)
        return wanted.said(SHOWN_BESIDE) if request.aside and answer.refused else answer

    def _topic_before(self, history: Sequence[Turn]) -> str | None:
        return topic_before(history, self._is_name, lambda words, turns: self._models().standalone(words, turns))

    def _on_answer(self, wanted: Wanted) -> Answer:
        """Say how sure the answer before is, or list the articles that it quotes, with what is known of each."""
        if wanted.request.aside == "doubt":
            is_refusal = bool(wanted.history) and REFUSAL in wanted.history[-1].answer
            return wanted.said(NOT_FOUND if is_refusal else DOUBTED)
        found = articles_before(wanted.history, self._index, self._index.articles())
        if not found:
            return wanted.said(SHOWN_BESIDE)
        with wanted.clock.stage("answer"):
            authors = {article.file: article.author for article in found}
            lines = listing.article_lines([self._index.whole(article.file) for article in found], authors)
        unnamed = "" if any(authors.values()) else f", which name{'s' if len(found) == 1 else ''} no author"
        lead = f"The answer before quotes {counted(len(found), 'article')}{unnamed}:"
        return wanted.finished(listed(wanted.start, lead, lines, self._sources(lines)))

    def _list(self, wanted: Wanted, articles: Sequence[ArticleInfo], which: str, *, is_all: bool = True) -> Answer:
        newest = listing.newest_first(articles)[: 1 if wanted.request.is_one else listing.LISTED]
        with wanted.clock.stage("answer"):
            lines = listing.article_lines([self._index.whole(article.file) for article in newest])
        lead = ("" if is_all else "at least ") + counted(len(articles), "article") + which
        if wanted.request.is_one and len(articles) > 1:
            lead = f"The newest of {lead}"
        elif len(articles) > len(lines):
            lead += f"; the newest {len(lines)}, and {len(articles) - len(lines):,} more"
        lead = lead[0].upper() + lead[1:]
        return wanted.finished(listed(wanted.start, f"{lead}:", lines, self._sources(lines)))

    def _summary(self, wanted: Wanted) -> Answer:
        """Summarise one article that is named or pointed at, else what is said about the subject."""
        request, articles = wanted.request, wanted.selection.articles
        named = named_article(request.topic, articles) if request.topic else None
        if named is not None:
            return self._article_summary(wanted, named.file)
        if request.topic and not (request.is_this or POINTS_BACK.search(request.topic)):
            return self._about(wanted, request.topic)
        if len(articles) == 1 or (request.is_newest and request.is_one):
            return self._article_summary(wanted, listing.newest_first(articles)[0].file)
        if request.is_this or request.topic:
            file = article_before(wanted.history, self._index, articles, request.place)
            return self._article_summary(wanted, file) if file else wanted.said(WHICH_ARTICLE)
        if len(articles) <= FEW or wanted.selection.spoken or request.is_newest:
            newest = listing.newest_first(articles)[:FEW]
            groups = by_origin([Found.of(self._index.whole(one.file), one.origin) for one in newest])
            rest = f", the newest of {len(articles):,}" if len(articles) > len(newest) else ""
            return self._coverage_summary(wanted, groups, wanted.selection.spoken + rest)
        topic = self._topic_before(wanted.history)
        return self._about(wanted, topic) if topic else wanted.said(WHICH_ARTICLE)

    def _article_summary(self, wanted: Wanted, file: str) -> Answer:
        whole = self._index.whole(file)
        with wanted.clock.stage("answer"):
            lines = summary.article_summary(whole, self._models().embedder, wanted.request.length)
        if not lines:
            return wanted.refused("not-in-articles", f"{file} has no sentence that can be quoted.")
        lead = f"{about_article(whole)}; {len(lines)} of its {counted(len(whole.sentences), 'sentence')}:"
        return wanted.finished(listed(wanted.start, lead, lines, self._sources(lines)))

    def _about(self, wanted: Wanted, topic: str) -> Answer:
        """Answer from the articles about a subject."""
        models, index = self._models(), self._index
        with wanted.clock.stage("retrieve"):
            subject = Subject(topic, index)
            found = find_articles(subject, index, models.embedder, models.reranker, wanted.selection.filters)
        if not found:
            return wanted.refused("not-in-articles", f"No article{wanted.selection.spoken} is about “{topic}”.")
        passages = [replace(passage, score=one.score) for one in found for passage in one.passages]
        others = silent(wanted.request, (one.whole.file for one in found), wanted.selection.articles)
        note = wanted.start.note or (f"No article by {' or '.join(others)} is about “{topic}”." if others else None)
        wanted = replace(wanted, start=replace(wanted.start, note=note, passages=tuple(passages[:PASSAGES_SHOWN])))
        which = f" about “{topic}”{wanted.selection.spoken}"
        groups = by_origin(found)
        with wanted.clock.stage("answer"):
            if wanted.request.kind == "list":
                names = {one.whole.file for one in found}
                listed_here = [one for one in wanted.selection.articles if one.file in names]
                return self._list(wanted, listed_here, which, is_all=len(passages) < MANY)
            if wanted.request.is_one:
                best = listing.newest(found)[0] if wanted.request.is_newest else found[0]
                return self._article_summary(wanted, best.whole.file)
            if wanted.request.kind == "summary":
                return self._coverage_summary(wanted, groups, which)
            answers = {"timeline": self._timeline, "comparison": self._comparison}
            return answers.get(wanted.request.kind, self._overview)(wanted, subject, groups, which)

    def _overview(self, wanted: Wanted, subject: Subject, groups: Sequence[Sequence[Found]], which: str) -> Answer:
        best = groups[: listing.SHOWN_ORIGINS]
        if wanted.request.is_newest or wanted.request.is_oldest:
            best = listing.by_age(best, is_oldest=wanted.request.is_oldest)
        lines = listing.overview_lines(subject, best)
        lead = f"{counted(sum(map(len, groups)), 'article')}{which}; {_sources(len(groups))}"
        if len(groups) > len(lines):
            lead += f", the {len(lines)} that fit best"
        if len(groups) > 1:
            lead += ", the newest first" if wanted.request.is_newest else ""
            lead += ", the oldest first" if wanted.request.is_oldest else ""
        return wanted.finished(listed(wanted.start, f"{lead}:", lines, self._sources(lines)))

    def _coverage_summary(self, wanted: Wanted, groups: Sequence[Sequence[Found]], which: str) -> Answer:
        files = [one.whole.file for group in groups for one in group]
        sources = Sources.of(self._index, files)
        lines = summary.coverage_summary(groups, self._models().embedder, sources, wanted.request.length)
        if not lines:
            return wanted.refused("not-in-articles", f"The articles{which} have no sentence that can be quoted.")
        lead = f"From {counted(len(files), 'article')}{which}; {_sources(len(groups))}:"
        return wanted.finished(listed(wanted.start, lead, lines, sources))

    def _timeline(self, wanted: Wanted, subject: Subject, groups: Sequence[Sequence[Found]], which: str) -> Answer:
        files = [one.whole.file for group in groups for one in group]
        sources = Sources.of(self._index, files)
        lines = timeline.timeline_lines(subject, groups, self._models().reranker, sources)
        if not lines:
            return wanted.refused("not-in-articles", f"The articles{which} name no day, and their own is not known.")
        lead = f"Timeline from {counted(len(files), 'article')}{which}:"
        is_reckoned = any("“" in (line.heading or "") for line in lines)
        start = replace(wanted.start, note=wanted.start.note or timeline.RECKONED) if is_reckoned else wanted.start
        return wanted.finished(listed(start, lead, lines, sources))

    def _comparison(self, wanted: Wanted, subject: Subject, groups: Sequence[Sequence[Found]], which: str) -> Answer:
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
        answer = shown(wanted.start, f"{lead}:", cited, [line.heading for line in lines])
        return wanted.finished(replace(answer, conflicts=conflicts_of(differing, cited)))

    def _sources(self, lines: Sequence[Line]) -> Sources:
        return Sources.of(self._index, (line.quote.passage.file for line in lines))


def _sources(count: int) -> str:
    return counted(count, "independent source")
