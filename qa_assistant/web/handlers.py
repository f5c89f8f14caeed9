"""What happens when the reader does something: from what stands on the page to what it shows next."""

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import gradio as gr

from qa_assistant.errors import QAAssistantError
from qa_assistant.schema import Answer, Citation
from qa_assistant.web import render, sources
from qa_assistant.web.backend import ChatBackend
from qa_assistant.web.conversation import Conversation, Exchange, FilterChoice, converse, settle

Update = tuple[Any, ...]
"""The conversation, the chat's messages, the sources panel and the question box."""


class Handlers:
    """The page's events for one assistant; everything about a reader comes in with each call."""

    def __init__(self, assistant: ChatBackend) -> None:
        self._assistant = assistant

    def opening(self) -> tuple[str, Any]:
        """Return the header and the outlets to choose from, as the index stands when the page is opened."""
        try:
            articles = self._assistant.articles()
        except QAAssistantError as error:
            return render.header_html(str(error)), gr.Dropdown(choices=[])
        # filters do not tell "CNN" from "cnn"
        named = {article.outlet.casefold(): article.outlet for article in articles if article.outlet}
        outlets = sorted(named.values(), key=str.casefold)
        count = f"{len(articles):,} {'article' if len(articles) == 1 else 'articles'}"
        return render.header_html(count), gr.Dropdown(choices=outlets)

    def ask(
        self,
        typed: str,
        conversation: Conversation,
        after: str,
        before: str,
        outlets: list[str],
        event: gr.EventData,
    ) -> Iterator[Update]:
        """Answer what was typed, an example, or the last question once more: as it was, reworded, or of any date.

        One handler for all, so that Gradio lets only one of them run at a time.
        """
        question, stands_alone = typed, False
        choice = FilterChoice(after, before, tuple(outlets))
        if isinstance(event.target, (gr.Chatbot, gr.HTML)) and conversation:  # examples stand only in an empty chat
            last, conversation = conversation[-1], conversation[:-1]
            question, stands_alone = last.question, last.stands_alone
            choice = replace(choice, any_date=bool(last.filters and last.filters.any_date))
            if isinstance(event.target, gr.HTML):
                question, stands_alone, choice = _otherwise(event, question, stands_alone, choice)
        elif isinstance(event.target, gr.HTML):
            # the page outlived what was kept of its conversation here
            question, stands_alone = str(event.words or ""), True
        elif isinstance(event.target, gr.Chatbot):
            question = event.value["text"] if isinstance(event.value, dict) and "text" in event.value else ""
        if not question.strip():
            is_lost = isinstance(event.target, (gr.Chatbot, gr.HTML))
            gr.Info(
                "This conversation is no longer kept; ask again." if is_lost else "Write a question first.", duration=3
            )
            yield (gr.skip(),) * 4
            return
        left_in_box = "" if question == typed else typed
        shown: Exchange | None = None
        cards = lru_cache(maxsize=256)(self._cards_of)
        for grown in converse(self._assistant, question, conversation, choice, stands_alone=stands_alone):
            yield self._progress(grown, shown, left_in_box, cards)
            shown = grown[-1]

    def settle(self, conversation: Conversation, cleared_at: float) -> Update:
        """Tidy up after an answer that was stopped; nothing is left to do after one that came to its end."""
        settled = settle(conversation)
        if settled and settled[-1].asked_at < cleared_at:
            settled = ()  # its last words arrived after a new conversation was begun
        if settled == conversation:
            return gr.skip(), gr.skip(), gr.skip(), question_box(running=False)
        return self._show(settled, question_box(running=False))

    def clear(self) -> Update:
        """Begin a new conversation; besides what to show, return when that was.

        The question box stays as it is: `settle` opens it once an answer that was still running has ended.
        """
        return *self._show((), gr.skip()), time.monotonic()

    def open_article(self, conversation: Conversation, clicked: gr.EventData) -> str:
        """Return the article of a citation, or a copy of it, as a dialog; nothing that was not cited can be opened."""
        answer, citation = _cited(conversation, clicked.turn, clicked.number)
        if not answer or not citation:
            return sources.article_failure("It is not among the sources of this conversation.")
        file = clicked.file or citation.file
        if file not in (citation.file, *citation.also_in):
            return sources.article_failure("It is not among the sources of this conversation.")
        try:
            article = self._assistant.article(file)
        except QAAssistantError as error:
            return sources.article_failure(str(error))
        same_article = [other for other in answer.shown if other.file == citation.file]
        marks = [mark for other in same_article if (mark := sources.locate(article, other))]
        return sources.article_view(article, marks, citation.number)

    def _progress(
        self, conversation: Conversation, shown: Exchange | None, left_in_box: str, cards: sources.Cards
    ) -> Update:
        """Return the next picture of a growing answer, sending again only what changed since `shown`.

        `cards` are kept for this answer only: the articles may be other ones at the next.
        """
        latest = conversation[-1]
        if shown is None:
            return self._show(conversation, question_box(running=latest.is_running, value=left_in_box), cards)
        if not latest.is_running:
            return self._show(conversation, question_box(running=False), cards)
        return self._show(conversation, gr.skip(), cards, panel_stays=_citations(latest) == _citations(shown))

    def _show(
        self, conversation: Conversation, box: Any, cards: sources.Cards | None = None, *, panel_stays: bool = False
    ) -> Update:
        panel = gr.skip() if panel_stays else sources.panel(conversation, cards or self._cards_of)
        return conversation, render.messages(conversation), panel, box

    def _cards_of(self, turn: int, citations: tuple[Citation, ...]) -> str:
        return sources.source_cards(turn, citations, self._assistant.article)


def _otherwise(
    event: gr.EventData, question: str, stands_alone: bool, choice: FilterChoice
) -> tuple[str, bool, FilterChoice]:
    """Return what the reader made of the last question: other words, which stand alone, or the same for any date."""
    if event.words:
        return str(event.words), True, choice
    return question, stands_alone, replace(choice, any_date=True)


def question_box(*, running: bool, **changes: Any) -> Any:
    """Return the question box with a button to ask, or, while an answer is `running`, one to stop it."""
    return gr.Textbox(submit_btn=False if running else "Ask", stop_btn="Stop" if running else False, **changes)


def filter_label(after: str, before: str, outlets: list[str]) -> Any:
    """Return the filter row named after how many filters are active, which shows while it is closed."""
    active = sum(bool(value) for value in (after, before, outlets))
    return gr.Accordion(label=f"Filters ({active} active)" if active else "Filters")


def _citations(exchange: Exchange) -> tuple[Citation, ...]:
    return exchange.answer.shown if exchange.answer else ()


def _cited(conversation: Conversation, turn: int, number: int) -> tuple[Answer | None, Citation | None]:
    answer = conversation[turn].answer if 0 <= turn < len(conversation) else None
    cited = answer.shown if answer else ()
    return answer, next((citation for citation in cited if citation.number == number), None)
