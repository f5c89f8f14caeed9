"""What the chat says, as HTML: pure functions of an exchange."""

import re
from dataclasses import replace
from datetime import date

import pytest
import scripted_backend as script
from scripted_backend import SCRIPT

from qa_assistant.schema import REFUSAL, Answer, Filters, Sentence, Window
from qa_assistant.web.conversation import Exchange
from qa_assistant.web.render import LOADING, QUESTION_SHOWN, SEARCHING, exchange_html, messages, question_html


def done(answer: Answer) -> Exchange:
    return Exchange(answer.question, "done", answer)


def test_each_sentence_of_a_quoting_answer_is_a_paragraph_with_its_citations_as_links() -> None:
    shown = exchange_html(done(SCRIPT[script.ASK_COST]), turn=3)

    assert f'<p>{script.COST_LEDGER}<a class="qa-cite" href="#cite-3-1"' in shown
    assert f'<p>{script.COST_COURIER}<a class="qa-cite" href="#cite-3-2"' in shown


def test_a_number_is_copied_in_brackets_with_a_space_before_it() -> None:
    shown = exchange_html(done(SCRIPT[script.ASK_COST]), turn=0)
    text = re.sub(r"<[^>]+>", "", shown)

    assert f"{script.COST_LEDGER} [1]{script.COST_COURIER} [2]" in text
    assert "as $52 million. [1] [2]" in text


def test_a_written_answer_is_one_paragraph() -> None:
    written = replace(SCRIPT[script.ASK_COST], mode="llm")

    assert exchange_html(done(written), turn=0).count("<p>The council") == 1
    assert "<p>Papers" not in exchange_html(done(written), turn=0)


def test_a_growing_written_answer_shows_text_that_is_not_a_whole_sentence_yet() -> None:
    growing = replace(SCRIPT[script.ASK_SIGNED], text="Calder signed [1] and then", mode="llm")

    shown = exchange_html(Exchange("Who?", "answering", growing), turn=0)

    assert '<p>Calder signed<a class="qa-cite" href="#cite-0-1"' in shown
    assert "</a> and then</p>" in shown


def test_a_number_in_the_text_that_is_no_citation_is_no_link() -> None:
    growing = replace(SCRIPT[script.ASK_SIGNED], text="See page [7]. It (of [1]) is", sentences=())

    shown = exchange_html(Exchange("Who?", "answering", growing), turn=0)

    assert "See page [7]. It (of<a " in shown
    assert "</a>) is</p>" in shown


def test_provenance_names_the_newest_date_and_counts_origins_not_files() -> None:
    same_origin = tuple(replace(c, origin="one") for c in SCRIPT[script.ASK_COST].citations)

    shown = exchange_html(done(replace(SCRIPT[script.ASK_COST], citations=same_origin)), turn=0)

    assert "As of 15 March 2024 · 1 independent source ·" in shown


def test_the_searched_question_is_shown_only_when_it_differs() -> None:
    same = replace(SCRIPT[script.ASK_SIGNED], standalone_question=f" {script.ASK_SIGNED}\n")

    assert "Searched for: <em>When does work" in exchange_html(done(SCRIPT[script.ASK_BEGIN]), turn=0)
    assert "Searched for" not in exchange_html(done(same), turn=0)


def test_a_refusal_says_its_phrase_and_why_and_cites_nothing() -> None:
    refused = Answer("?", "?", REFUSAL, refused=True, reason="out-of-range")

    shown = exchange_html(done(refused), turn=0)

    assert "qa-refusal" in shown
    assert REFUSAL in shown
    assert "outside what the articles cover" in shown
    assert "qa-cite" not in shown


def test_filters_and_notes_are_named() -> None:
    filters = Filters(after="2022-07-01", before=date(2022, 7, 31), outlets=["CNN", "A & B"])
    exchange = replace(done(replace(SCRIPT[script.ASK_SIGNED], note="No <model> answered.")), filters=filters)

    shown = exchange_html(exchange, turn=0)

    assert "Only articles from 1 July 2022, until 31 July 2022, by CNN, A &amp; B" in shown
    assert "No &lt;model&gt; answered." in shown


@pytest.mark.parametrize(
    ("exchange", "text"),
    [
        (Exchange("?", "loading"), LOADING),
        (Exchange("?", "searching"), SEARCHING),
        (Exchange("?", "answering", Answer("?", "?")), SEARCHING),
        (Exchange("?", "stopped"), "Stopped before there was an answer."),
        (Exchange("?", "stopped", SCRIPT[script.ASK_SIGNED]), "Stopped."),
        (Exchange("?", "failed", error="<b>no</b>"), "&lt;b&gt;no&lt;/b&gt;"),
    ],
)
def test_every_state_of_an_exchange_says_so(exchange: Exchange, text: str) -> None:
    assert text in exchange_html(exchange, turn=0)


def test_a_message_is_one_line_so_that_no_part_of_it_is_read_as_markdown() -> None:
    quote = "One.\n\n# Two\n\n    three"
    hostile = replace(SCRIPT[script.ASK_SIGNED], sentences=(Sentence(quote, (1,), 1.0),), note=quote)

    shown = messages((done(hostile), Exchange("a\n\n\n**b**", "failed", error=quote)))

    assert all("\n" not in message["content"] for message in shown)


def test_a_question_keeps_its_lines_and_a_very_long_one_is_cut() -> None:
    assert question_html("a < b\n\nc") == '<div class="qa-question">a &lt; b<br>c</div>'
    assert "and 18,500 more characters" in question_html("x" * (QUESTION_SHOWN + 18_500))


def test_the_words_the_question_asks_for_are_bold() -> None:
    answer = SCRIPT[script.ASK_SIGNED]
    first = answer.sentences[0]
    marked = replace(answer, sentences=(replace(first, text="It was two, not three.", answer=(7, 10)),))

    shown = exchange_html(Exchange(script.ASK_SIGNED, answer=marked, status="done"), 0)

    assert 'It was <strong class="qa-direct">two</strong>, not three.' in shown


def test_words_in_brackets_that_the_article_does_not_say_are_set_off() -> None:
    answer = SCRIPT[script.ASK_SIGNED]
    added = replace(answer.sentences[0], text="She [A < B] paid 40 marks.", answer=(17, 25), added=(4, 11))

    shown = exchange_html(done(replace(answer, sentences=(added,))), 0)

    assert 'She <span class="qa-added"' in shown
    assert '>[A &lt; B]</span> paid <strong class="qa-direct">40 marks</strong>.' in shown


def test_a_refusal_shows_what_comes_closest_and_says_that_it_is_no_answer() -> None:
    citation = SCRIPT[script.ASK_SIGNED].citations[0]
    refusal = Answer("Q", "Q", text=REFUSAL, refused=True, reason="not-in-articles", near_misses=(citation,))

    shown = exchange_html(Exchange("Q", answer=refusal, status="done"), 2)

    assert "Closest in the articles, but no answer" in shown
    assert 'href="#cite-2-1"' in shown


WINDOW = Window("last week", date(2022, 6, 27), date(2022, 7, 3))


def test_the_time_looked_at_is_shown_and_can_be_cleared_in_the_last_turn() -> None:
    exchange = done(replace(SCRIPT[script.ASK_SIGNED], windows=(WINDOW,)))

    assert "Looking at 27 June – 3 July 2022 · <a" in exchange_html(exchange, turn=0, is_last=True)
    assert "Looking at 27 June – 3 July 2022</p>" in exchange_html(exchange, turn=0)


def test_a_question_asked_for_any_date_says_so() -> None:
    exchange = replace(done(SCRIPT[script.ASK_SIGNED]), filters=Filters(any_date=True))

    assert "Looking at all dates" in exchange_html(exchange, turn=0)


def test_only_the_last_question_can_be_edited_as_it_was_searched() -> None:
    exchange = done(SCRIPT[script.ASK_BEGIN])

    first, last = (message["content"] for message in messages((exchange, exchange)) if message["role"] == "assistant")

    assert ">Edit</a>" not in first
    assert ">Edit</a>" in last


def test_a_sentence_of_several_origins_says_in_how_many_it_was_found() -> None:
    answer = SCRIPT[script.ASK_COST]
    both = replace(answer, sentences=(Sentence("It costs much.", (1, 2), 0.9), Sentence("Twice as much.", (2,), 0.9)))

    shown = exchange_html(done(both), turn=0)

    assert shown.count("qa-origins") == 1
    assert ">2 sources</span></p><p>Twice" in shown


def test_marks_of_emphasis_in_markdown_are_not_shown() -> None:
    answer = SCRIPT[script.ASK_COST]
    text = "**Correction:** it was *two*, not three."
    marked = replace(answer, sentences=(Sentence(text, (2,), 0.9, answer=(24, 27)),))

    assert 'Correction: it was <strong class="qa-direct">two</strong>, not' in exchange_html(done(marked), turn=0)
    plain = replace(marked, sentences=(Sentence(text, (1,), 0.9),))
    assert "**Correction:** it" in exchange_html(done(plain), turn=0)
