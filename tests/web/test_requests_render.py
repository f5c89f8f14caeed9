"""How the chat shows answers to requests: lists as lists, talk as talk."""

from dataclasses import replace

import scripted_backend as script
from scripted_backend import SCRIPT

from qa_assistant.schema import REFUSAL, Answer
from qa_assistant.web.conversation import Exchange
from qa_assistant.web.render import exchange_html

COST = SCRIPT[script.ASK_COST]
TALK = "Hello. There are 2 articles.\nFor example:\n- List the <articles>\n- Summarise “A & B”"


def html_of(answer: Answer) -> str:
    return exchange_html(Exchange(answer.question, "done", answer), 3)


def test_what_was_requested_is_a_list_of_sentences_under_their_headings() -> None:
    headed = tuple(replace(one, heading=f"{day} <March>") for day, one in enumerate(COST.sentences, 12))
    answer = replace(COST, kind="timeline", lead="Timeline:", sentences=headed, conflicts=())

    shown = html_of(answer)

    assert '<p class="qa-lead">Timeline:</p><ul class="qa-list qa-timeline">' in shown
    assert (
        f'<li><span class="qa-heading">12 &lt;March&gt;</span>{script.COST_LEDGER}<a class="qa-cite" href="#cite-3-1"'
        in shown
    )
    assert shown.count("<li>") == 2


def test_a_summary_is_running_text_below_its_lead() -> None:
    answer = replace(COST, kind="summary", lead="2 of its 9 sentences:", conflicts=())

    shown = html_of(answer)

    assert f'<p class="qa-lead">2 of its 9 sentences:</p><p>{script.COST_LEDGER}<a' in shown
    assert f"</a> {script.COST_COURIER}<a" in shown


def test_a_comparison_shows_disagreements_below_its_list() -> None:
    shown = html_of(replace(COST, kind="comparison", lead="Two sources:"))

    assert shown.index("qa-lead") < shown.index("The articles disagree")


def test_talk_is_shown_with_its_examples_as_a_list_and_without_sources() -> None:
    shown = html_of(Answer("Hi", "Hi", TALK, kind="reply"))

    assert "<p>Hello. There are 2 articles.</p><p>For example:</p>" in shown
    assert "<li>List the &lt;articles&gt;</li><li>Summarise “A &amp; B”</li>" in shown
    assert "Show sources" not in shown


def test_a_request_that_finds_nothing_is_a_refusal_with_its_reason() -> None:
    refusal = Answer("?", "?", REFUSAL, refused=True, reason="not-in-articles", note="No article is about “tea”.")

    shown = html_of(replace(refusal, kind="overview"))

    assert REFUSAL in shown
    assert "No article is about “tea”." in shown
