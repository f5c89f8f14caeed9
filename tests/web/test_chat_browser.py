"""The page in a real browser, in front of scripted lines."""

from collections.abc import Callable

import pytest
import scripted_backend as script
from chat_page import DESKTOP, PHONE, Chat
from playwright.sync_api import ViewportSize, expect
from scripted_backend import ScriptedBackend

from qa_assistant.schema import REFUSAL, Filters, Turn

pytestmark = pytest.mark.browser

WIDER_THAN_WINDOW = "document.documentElement.scrollWidth > window.innerWidth"


def test_an_answer_grows_while_it_can_be_stopped(chat: Chat) -> None:
    chat.ask(script.ASK_SLOW)

    expect(chat.citation(2)).to_be_visible()
    expect(chat.stop).to_be_visible()
    expect(chat.citation(20)).to_be_visible()


def test_stop_leaves_the_answer_as_far_as_it_got(chat: Chat) -> None:
    answer = chat.ask(script.ASK_SLOW)
    expect(chat.citation(3)).to_be_visible()

    chat.stop.click()

    expect(answer).to_contain_text("Stopped.")
    expect(chat.stop).to_be_hidden()
    text = answer.inner_text()
    chat.page.wait_for_timeout(400)
    assert answer.inner_text() == text
    expect(chat.ask(script.ASK_SIGNED)).to_contain_text("Tomas Reyl")


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_question_comes_to_the_top_and_stays_there_while_its_answer_grows(
    open_chat: Callable[..., Chat], window: ViewportSize
) -> None:
    chat = open_chat(viewport=window)
    for question, end in ((script.ASK_COST, "As of"), (script.ASK_SLOW, "As of"), (script.ASK_TEA, REFUSAL)):
        answer = chat.ask(question)
        expect(answer).to_contain_text(end, timeout=60_000)
        chat.wait_at_the_top(chat.page.locator(".user-row").last)
    # a short answer is seen whole
    expect(answer.locator(".qa-refusal")).to_be_in_viewport(ratio=1)


def test_an_answer_that_grows_moves_nothing_under_a_reader_who_scrolls(chat: Chat) -> None:
    expect(chat.ask(script.ASK_COST)).to_contain_text("As of")
    chat.ask(script.ASK_SLOW)
    expect(chat.citation(3)).to_be_visible()
    scrolled = "element => { element.scrollTop = 40; }"
    view = chat.page.locator("#qa-log .bubble-wrap")
    view.evaluate(scrolled)

    expect(chat.citation(9)).to_be_attached(timeout=30_000)

    assert view.evaluate("element => element.scrollTop") == 40


def test_a_copied_answer_has_its_citations_in_brackets(chat: Chat) -> None:
    expect(chat.ask(script.ASK_COST)).to_contain_text("As of")

    copied = chat.answer.evaluate(
        "element => { getSelection().selectAllChildren(element); return `${getSelection()}`; }"
    )

    assert copied.startswith(f"{script.COST_LEDGER} [1]\n\n{script.COST_COURIER} [2]\n")
    assert "as $52 million. [1] [2]\n" in copied


def test_retry_asks_the_last_question_again(chat: Chat) -> None:
    expect(chat.ask(script.ASK_TWICE)).to_contain_text("did not answer in time")
    chat.question.fill("Half a thought")

    chat.page.get_by_role("button", name="Retry").click()

    expect(chat.answer).to_contain_text("As of 12 March 2024")
    expect(chat.answers).to_have_count(1)
    expect(chat.question).to_have_value("Half a thought")


def test_a_citation_scrolls_to_the_marked_words_in_its_source(chat: Chat) -> None:
    chat.ask(script.ASK_COST)
    chat.citation(2).click()

    card = chat.sources.locator(".qa-chosen")
    expect(card.get_by_role("heading")).to_have_text(script.COURIER.title)
    expect(card).to_contain_text("The Courier · 15 March 2024")
    expect(card).to_contain_text(script.COURIER.file)
    expect(card.locator("mark")).to_have_text(script.COST_COURIER)
    chat.wait_in_view(card.locator("mark"))


def test_citations_of_an_earlier_answer_bring_back_its_sources(chat: Chat) -> None:
    first = chat.ask(script.ASK_COST)
    expect(first).to_contain_text("As of")
    expect(chat.ask(script.ASK_FERRY)).to_contain_text("As of")

    first.get_by_role("link", name="1", exact=True).first.click()

    expect(chat.sources.locator(".qa-chosen mark")).to_have_text(script.COST_LEDGER)
    expect(chat.sources.get_by_text(script.LONG.title)).to_be_hidden()


def test_open_article_shows_the_whole_text_scrolled_to_the_cited_words(chat: Chat) -> None:
    expect(chat.ask(script.ASK_FERRY)).to_contain_text("As of")

    chat.sources.get_by_role("button", name="Open article").click()

    expect(chat.article).to_contain_text("Paragraph 399 tells of the years")
    assert chat.article.locator("mark").inner_text() == script.FERRY
    chat.wait_in_view(chat.article.locator("mark"))
    chat.page.keyboard.press("Escape")
    expect(chat.article).to_be_hidden()
    chat.sources.get_by_role("button", name="Open article").click()
    expect(chat.article).to_be_visible()


def test_a_copy_of_the_article_can_be_opened(chat: Chat) -> None:
    chat.ask(script.ASK_SIGNED)

    chat.sources.get_by_role("button", name=script.COPY.file).click()

    expect(chat.article).to_contain_text("Coast Wire")
    expect(chat.article.locator("mark")).to_have_text(script.SIGNED)


def test_a_follow_up_shows_what_was_searched_for(chat: Chat, backend: ScriptedBackend) -> None:
    expect(chat.ask(script.ASK_SIGNED)).to_contain_text("As of")

    answer = chat.ask(script.ASK_BEGIN)

    expect(answer).to_contain_text("Searched for: When does work on the harbour bridge begin?")
    expect(answer).to_contain_text("As of")
    assert backend.calls[-1][1] == (Turn(script.ASK_SIGNED, f"{script.SIGNED} [1]"),)


def test_the_searched_question_can_be_edited_and_asked_as_it_then_stands(chat: Chat, backend: ScriptedBackend) -> None:
    expect(chat.ask(script.ASK_SIGNED)).to_contain_text("As of")
    expect(chat.ask(script.ASK_BEGIN)).to_contain_text("As of")

    chat.answer.get_by_role("link", name="Edit").click()
    chat.page.keyboard.type(script.ASK_FERRY)
    chat.page.keyboard.press("Enter")

    expect(chat.answer).to_contain_text(script.FERRY)
    expect(chat.answers).to_have_count(2)
    assert backend.calls[-1][:2] == (script.ASK_FERRY, ())


def test_an_edit_can_be_given_up(chat: Chat, backend: ScriptedBackend) -> None:
    expect(chat.ask(script.ASK_BEGIN)).to_contain_text("As of")
    asked = len(backend.calls)

    chat.answer.get_by_role("link", name="Edit").click()
    chat.page.keyboard.type("Something else")
    chat.page.keyboard.press("Escape")

    expect(chat.answer).to_contain_text("Searched for: When does work on the harbour bridge begin? Edit")
    assert len(backend.calls) == asked


def test_the_time_looked_at_can_be_cleared(chat: Chat, backend: ScriptedBackend) -> None:
    answer = chat.ask(script.ASK_LAST_WEEK)
    expect(answer).to_contain_text("Looking at 11 – 17 March 2024")
    expect(answer).to_contain_text("As of")

    answer.get_by_role("link", name="clear").click()

    expect(chat.answer).to_contain_text("Looking at all dates")
    expect(chat.answer).to_contain_text("As of")
    expect(chat.answers).to_have_count(1)
    assert backend.calls[-1][0] == script.ASK_LAST_WEEK
    assert backend.calls[-1][2] == Filters(any_date=True)


def test_a_refusal_does_not_look_like_an_answer(chat: Chat) -> None:
    answer = chat.ask(script.ASK_TEA)

    expect(answer.locator(".qa-refusal")).to_contain_text(REFUSAL)
    expect(answer.get_by_role("link")).to_have_count(0)
    expect(chat.sources).to_contain_text("No sources")


def test_disagreeing_articles_are_pointed_out(chat: Chat) -> None:
    answer = chat.ask(script.ASK_COST)

    expect(answer.locator(".qa-conflict")).to_contain_text("The price is given as $48 million and as $52 million.")
    expect(answer).to_contain_text("As of 15 March 2024 · 2 independent sources")


def test_an_error_is_told_in_one_friendly_message(chat: Chat) -> None:
    expect(chat.ask(script.ASK_BROKEN).locator(".qa-failure")).to_contain_text("<b>start it</b> or unset QA_LLM")


def test_a_mistake_in_the_code_shows_no_traceback(chat: Chat) -> None:
    answer = chat.ask(script.ASK_CRASH)

    expect(answer.locator(".qa-failure")).to_contain_text("Something went wrong")
    expect(answer).not_to_contain_text("a mistake in the code")


def test_article_text_is_shown_and_never_run(chat: Chat) -> None:
    answer = chat.ask(script.ASK_HOSTILE)

    expect(answer).to_contain_text("As of")
    expect(answer.locator(".qa-text p")).to_contain_text(script.HOSTILE_SHOWN)
    expect(chat.sources.get_by_role("heading", level=3)).to_have_text(script.HOSTILE_TITLE)
    expect(chat.sources.locator("mark")).to_have_text(script.HOSTILE_SENTENCE)
    chat.sources.get_by_role("button", name="Open article").click()
    expect(chat.article).to_contain_text("</blockquote></article><img src='http://example.com/e.png'")
    created = chat.page.locator("#qa-main, #qa-article").locator("img, script, iframe, #made, u, [href^=http]")
    expect(created).to_have_count(0)
    assert chat.page.evaluate("window.pwned") is None


def test_a_hostile_question_is_shown_as_text(chat: Chat) -> None:
    question = "<img src=x onerror='window.pwned=1'> **bold** $x$ [a](http://example.com)"

    chat.ask(question)

    expect(chat.page.locator("[data-testid=user]")).to_have_text(question)
    assert chat.page.evaluate("window.pwned") is None


def test_an_example_question_is_asked_when_chosen(chat: Chat) -> None:
    chat.page.get_by_text(script.ASK_FERRY).click()

    expect(chat.answer).to_contain_text(script.FERRY)


def test_an_empty_question_is_not_sent(chat: Chat, backend: ScriptedBackend) -> None:
    before = len(backend.calls)

    chat.ask("   ")

    expect(chat.page.get_by_text("Write a question first.")).to_be_visible()
    expect(chat.answers).to_have_count(0)
    assert len(backend.calls) == before


def test_filters_reach_the_assistant_and_are_named_in_the_answer(chat: Chat, backend: ScriptedBackend) -> None:
    chat.page.get_by_role("button", name="Filters").click()
    chat.page.get_by_label("Published from").fill("2024-03-01")
    chat.page.get_by_label("Outlets").click()
    chat.page.get_by_role("option", name="The Courier").click()
    expect(chat.page.get_by_role("button", name="Filters (2 active)")).to_be_visible()

    answer = chat.ask(script.ASK_SIGNED)

    expect(answer).to_contain_text("Only articles from 1 March 2024, by The Courier")
    assert backend.calls[-1][2] == Filters(after="2024-03-01", outlets=["The Courier"])


def test_dates_the_wrong_way_round_are_a_friendly_error(chat: Chat) -> None:
    chat.page.get_by_role("button", name="Filters").click()
    chat.page.get_by_label("Published from").fill("2024-03-02")
    chat.page.get_by_label("Published until").fill("2024-03-01")
    expect(chat.page.get_by_role("button", name="Filters (2 active)")).to_be_visible()

    expect(chat.ask(script.ASK_SIGNED).locator(".qa-failure")).to_contain_text("swap the two")


def test_a_new_conversation_starts_empty(chat: Chat) -> None:
    expect(chat.ask(script.ASK_SIGNED)).to_contain_text("As of")

    chat.page.get_by_role("button", name="New conversation").click()

    expect(chat.answers).to_have_count(0)
    expect(chat.sources.locator(".qa-card")).to_have_count(0)
    expect(chat.page.get_by_text(script.ASK_TEA)).to_be_visible()


def test_a_new_conversation_ends_an_answer_that_still_grows(chat: Chat) -> None:
    chat.ask(script.ASK_SLOW)
    expect(chat.citation(2)).to_be_visible()

    chat.page.get_by_role("button", name="New conversation").click()

    expect(chat.answers).to_have_count(0)
    expect(chat.stop).to_be_hidden()
    expect(chat.ask(script.ASK_SIGNED)).to_contain_text("As of")
    expect(chat.answers).to_have_count(1)


def test_a_question_asked_while_models_load_waits_and_says_so(open_chat: Callable[..., Chat]) -> None:
    backend = ScriptedBackend(loads_at_once=False)
    answer = open_chat(backend).ask(script.ASK_SIGNED)
    expect(answer).to_contain_text("Loading the models, one moment…")

    backend.loaded.set()

    expect(answer).to_contain_text("As of 12 March 2024")


def test_models_that_cannot_load_are_a_friendly_error(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(ScriptedBackend(loads_at_once=False, load_error="no weights; install them"))

    expect(chat.ask(script.ASK_SIGNED).locator(".qa-failure")).to_contain_text("no weights; install them")


def test_a_phone_shows_the_sources_when_they_are_asked_for(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(viewport=PHONE, has_touch=True)
    expect(chat.ask(script.ASK_COST)).to_contain_text("As of")
    expect(chat.sources).to_be_hidden()

    chat.citation(2).tap()

    mark = chat.sources.locator(".qa-chosen mark")
    expect(mark).to_be_visible()
    chat.wait_in_view(mark)
    chat.page.get_by_role("button", name="Close sources").tap()
    expect(chat.sources).to_be_hidden()


def test_nothing_is_wider_than_a_phone(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(viewport=PHONE)
    assert not chat.page.evaluate(WIDER_THAN_WINDOW)

    expect(chat.ask(script.ASK_HOSTILE)).to_contain_text("As of")
    expect(chat.ask("x" * 3000)).to_contain_text(REFUSAL)

    assert not chat.page.evaluate(WIDER_THAN_WINDOW)


def test_dark_follows_the_system(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(color_scheme="dark")

    expect(chat.page.locator("body")).to_have_css("background-color", "rgb(19, 23, 26)")
    expect(chat.page.locator("h1")).to_have_css("color", "rgb(230, 234, 236)")
