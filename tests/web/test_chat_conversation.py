"""From a question to its answer, without a page."""

import logging
import threading
from collections.abc import Generator

import pytest
import scripted_backend as script
from scripted_backend import SCRIPT, ScriptedBackend

from qa_assistant.errors import ModelError
from qa_assistant.schema import REFUSAL, Answer, Filters, Turn
from qa_assistant.web import conversation
from qa_assistant.web.conversation import UNEXPECTED, Conversation, Exchange, FilterChoice, converse, history, settle


def ask(backend: ScriptedBackend, question: str, conversation: Conversation = ()) -> Generator[Conversation]:
    return converse(backend, question, conversation, FilterChoice())


@pytest.fixture
def ready() -> ScriptedBackend:
    backend = ScriptedBackend(step=0.06)
    backend.warm_up()
    return backend


def test_an_answer_goes_from_searching_over_growing_to_done(ready: ScriptedBackend) -> None:
    steps = [grown[-1] for grown in ask(ready, script.ASK_COST)]

    assert [step.status for step in steps] == ["searching", "answering", "answering", "done"]
    assert [len(step.answer.citations) for step in steps if step.answer] == [1, 2, 2]
    assert steps[-1].answer == SCRIPT[script.ASK_COST]


def test_a_question_waits_for_the_models() -> None:
    backend = ScriptedBackend(loads_at_once=False)
    steps = ask(backend, script.ASK_SIGNED)

    assert next(steps)[-1].status == "loading"
    assert next(steps)[-1].status == "loading"
    backend.loaded.set()
    assert next(steps)[-1].status == "searching"


def test_history_holds_finished_turns_as_they_were_searched(ready: ScriptedBackend) -> None:
    begin = SCRIPT[script.ASK_BEGIN]
    conversation = (
        Exchange(script.ASK_BEGIN, "done", begin),
        Exchange(script.ASK_COST, "stopped", SCRIPT[script.ASK_COST]),
        Exchange(script.ASK_CRASH, "failed", error="no"),
    )

    list(ask(ready, script.ASK_SIGNED, conversation))

    assert history(conversation) == [Turn(begin.standalone_question, begin.text)]
    assert ready.calls[-1][1] == (Turn(begin.standalone_question, begin.text),)


def test_a_question_that_stands_alone_is_asked_without_what_was_said_before(ready: ScriptedBackend) -> None:
    conversation = (Exchange(script.ASK_BEGIN, "done", SCRIPT[script.ASK_BEGIN]),)

    grown = list(converse(ready, script.ASK_SIGNED, conversation, FilterChoice(), stands_alone=True))[-1]

    assert ready.calls[-1][1] == ()
    assert [exchange.stands_alone for exchange in grown] == [False, True]


def test_a_question_for_any_date_says_so_to_the_assistant(ready: ScriptedBackend) -> None:
    list(converse(ready, script.ASK_LAST_WEEK, (), FilterChoice(any_date=True)))

    assert ready.calls[-1][2] == Filters(any_date=True)


def test_chosen_filters_reach_the_assistant(ready: ScriptedBackend) -> None:
    list(converse(ready, script.ASK_SIGNED, (), FilterChoice("2024-01-01", "", ("CNN",))))

    assert ready.calls[-1][2] == Filters(after="2024-01-01", outlets=["CNN"])


def test_no_filter_is_none(ready: ScriptedBackend) -> None:
    list(ask(ready, script.ASK_SIGNED))

    assert ready.calls[-1][2] is None


@pytest.mark.parametrize("choice", [FilterChoice(after="soon"), FilterChoice("2024-01-02", "2024-01-01")])
def test_filters_that_cannot_work_fail_with_their_reason(ready: ScriptedBackend, choice: FilterChoice) -> None:
    (only,) = list(converse(ready, script.ASK_SIGNED, (), choice))

    assert only[-1].status == "failed"
    assert "soon" in (only[-1].error or "") or "swap" in (only[-1].error or "")


def test_an_error_of_the_assistant_becomes_its_message(ready: ScriptedBackend) -> None:
    failed = list(ask(ready, script.ASK_BROKEN))[-1][-1]

    assert failed.status == "failed"
    assert "unset QA_LLM" in (failed.error or "")


def test_a_mistake_in_the_code_is_logged_and_not_shown(
    ready: ScriptedBackend, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        failed = list(ask(ready, script.ASK_CRASH))[-1][-1]

    assert failed.error == UNEXPECTED
    assert "a mistake in the code" in caplog.text


@pytest.mark.parametrize("question", ["?!…", "价格是多少？", "x" * 20_000])
def test_odd_questions_are_passed_on(ready: ScriptedBackend, question: str) -> None:
    answered = list(ask(ready, question))[-1][-1]

    assert answered.answer
    assert answered.answer.text == REFUSAL


def test_a_slow_step_can_be_stopped_in_the_middle() -> None:
    backend = ScriptedBackend(step=60)
    backend.warm_up()
    steps = ask(backend, script.ASK_SIGNED)

    assert [next(steps)[-1].status for _ in range(3)] == ["searching", "searching", "searching"]
    steps.close()


def test_more_questions_than_are_answered_at_once_wait_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "_answering", threading.Semaphore(1))
    backend = ScriptedBackend(step=0.5)
    backend.warm_up()
    first, second = ask(backend, script.ASK_COST), ask(backend, script.ASK_SIGNED)

    assert next(first)[-1].status == "searching"
    next(first)  # the work has begun
    assert [next(second)[-1].status for _ in range(3)] == ["searching"] * 3
    assert [call[0] for call in backend.calls] == [script.ASK_COST]
    second.close()
    assert list(first)[-1][-1].status == "done"
    assert [call[0] for call in backend.calls] == [script.ASK_COST]


def test_what_failed_in_the_middle_shows_nothing_of_an_answer(
    ready: ScriptedBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> Generator[Answer]:
        yield SCRIPT[script.ASK_COST]
        raise ModelError("the model is gone")

    monkeypatch.setattr(ready, "stream", breaks)

    *_, last = ask(ready, script.ASK_COST)

    assert (last[-1].status, last[-1].answer, last[-1].error) == ("failed", None, "the model is gone")


def test_an_exchange_left_in_the_middle_is_settled_as_stopped() -> None:
    assert settle((Exchange("a", "done"), Exchange("b", "answering")))[-1].status == "stopped"
    assert settle((Exchange("a", "done"),)) == (Exchange("a", "done"),)
    assert settle(()) == ()
