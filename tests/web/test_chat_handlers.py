"""What the page does with events, without a browser."""

from typing import Any

import gradio as gr
import pytest
import scripted_backend as script
from scripted_backend import LEDGER, SCRIPT, ScriptedBackend

from qa_assistant.errors import ArticleError
from qa_assistant.schema import Article
from qa_assistant.web.conversation import Conversation, Exchange
from qa_assistant.web.handlers import Handlers, Update


class Events(ScriptedBackend):
    """One whose articles can be taken away."""

    are_gone = False

    def article(self, file: str) -> Article:
        if self.are_gone:
            raise ArticleError(file, "cannot be read just now")
        return super().article(file)


@pytest.fixture
def backend() -> Events:
    backend = Events(step=0.0)
    backend.warm_up()
    return backend


def ask(backend: Events, typed: str, conversation: Conversation, target: Any, **event: Any) -> list[Update]:
    return list(Handlers(backend).ask(typed, conversation, "", "", [], gr.EventData(target, event)))


def test_what_is_typed_is_answered_after_what_was_said(backend: Events) -> None:
    before = (Exchange(script.ASK_BEGIN, "done", SCRIPT[script.ASK_BEGIN]),)

    *_, last = ask(backend, script.ASK_COST, before, gr.Textbox(render=False))

    assert [one.question for one in last[0]] == [script.ASK_BEGIN, script.ASK_COST]
    assert last[0][-1].status == "done"


def test_a_page_whose_conversation_is_lost_asks_the_edited_question(backend: Events) -> None:
    *_, last = ask(backend, "a draft", (), gr.HTML(render=False), words=script.ASK_COST)

    assert [one.question for one in last[0]] == [script.ASK_COST]
    assert last[0][0].stands_alone


@pytest.mark.parametrize("value", [2, "text", [{"text": "x"}], None])
def test_a_page_whose_conversation_is_lost_stays_as_it_is_when_asked_to_retry(backend: Events, value: object) -> None:
    (only,) = ask(backend, "a draft", (), gr.Chatbot(render=False), value=value)

    assert all(update == gr.skip() for update in only)
    assert not backend.calls


def test_an_empty_question_leaves_the_page_as_it_is(backend: Events) -> None:
    conversation = (Exchange(script.ASK_BEGIN, "done", SCRIPT[script.ASK_BEGIN]),)

    (only,) = ask(backend, "  ", conversation, gr.Textbox(render=False))

    assert all(update == gr.skip() for update in only)


def test_an_article_that_could_not_be_read_is_shown_whole_the_next_time(backend: Events) -> None:
    handlers, around = Handlers(backend), "Shopkeepers on the quay"
    assert around in LEDGER.text

    def panel(conversation: Conversation) -> tuple[Conversation, str]:
        event = gr.EventData(gr.Textbox(render=False), {})
        *_, last = handlers.ask(script.ASK_BEGIN, conversation, "", "", [], event)
        return last[0], last[2]

    backend.are_gone = True
    conversation, without = panel(())
    backend.are_gone = False
    _, whole = panel(conversation)

    assert around not in without
    assert whole.count(around) == 2


def test_outlets_are_offered_once_however_they_are_written(backend: Events, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["CNN", "cnn", "AP", None]
    articles = [Article(f"{n}.txt", "x", "x", outlet=name) for n, name in enumerate(names)]
    monkeypatch.setattr(backend, "articles", lambda: articles)

    _, dropdown = Handlers(backend).opening()

    assert [value for _, value in dropdown.choices] == ["AP", "cnn"]
