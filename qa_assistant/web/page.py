"""The page: a chat at the left, the sources of its answers at the right."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import gradio as gr

from qa_assistant.web import render, sources
from qa_assistant.web.backend import ChatBackend
from qa_assistant.web.handlers import Handlers, filter_label

TITLE = "QA Assistant"
PAGES_AT_ONCE = 100
"""Pages that may wait for an answer; how many are worked on at a time is `conversation.QUESTIONS_AT_ONCE`."""

_HERE = files("qa_assistant.web")
SCRIPT = _HERE.joinpath("page.js").read_text(encoding="utf-8")
HEAD = f"<style>{_HERE.joinpath('style.css').read_text(encoding='utf-8')}</style>{render.FAVICON}"
"""Goes into the page's head as it is: Gradio's own `css` would rewrite every selector."""

_OPEN_ON_CLICK = """
element.addEventListener("click", (event) => {
  const button = event.target.closest(".qa-open, .qa-link");
  if (!button) return;
  const { turn, number, file } = button.dataset;
  trigger("click", { turn: Number(turn), number: Number(number), file: file ?? null });
});
"""
_SHOW_WHEN_FILLED = """
watch("value", () => window.qaShowArticle(element));
element.addEventListener("close", () => { props.value = ""; }, true);
"""
_ASK_AGAIN = 'window.qaAskAgain = (words) => trigger("click", { words });'
"""Called by page.js with other words for the last question, or with none to ask it for any date."""
_DATE_FIELD = '<label>${label}<input type="date" max="9999-12-31" value="${value}"></label>'
_KEEP_DATE = 'element.addEventListener("change", (event) => { props.value = event.target.value; });'

_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
_AT_ONCE: dict[str, Any] = {**_QUIET, "queue": False}
"""For everything that is quick: past the queue, whose stream of messages an answer may be closing at that moment."""


def theme() -> gr.themes.Base:
    """Return the base of Gradio's own parts, with the system's fonts so that none is fetched."""
    return gr.themes.Base(radius_size="lg", font=["sans-serif"], font_mono=["monospace"]).set(
        # what shows while the page loads; everything else is in style.css
        body_background_fill="#f6f5f2",
        body_background_fill_dark="#13171a",
        body_text_color="#1d2327",
        body_text_color_dark="#e6eaec",
    )


def build_page(assistant: ChatBackend, *, examples: Sequence[str] = ()) -> gr.Blocks:
    """Return the chat page in front of `assistant`, with `examples` as questions to start from.

    Nothing of the assistant is called until somebody opens the page. `theme()`, `HEAD` and `SCRIPT` belong to the page
    and go to whatever serves it.
    """
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, fill_height=True)
    with page:
        with gr.Row(elem_id="qa-header"):
            header = _html(render.header_html())
            new = gr.Button("New conversation", size="sm", elem_id="qa-new", scale=0)
        with gr.Row(elem_id="qa-main"):
            with gr.Column(elem_id="qa-chat"):
                chat = _chat(examples)
                question = _question()
                filters = _filters()
            with gr.Column(elem_id="qa-side"):
                _html(sources.SIDE_HEAD)
                panel = _html(sources.panel((), lambda *_: ""), js_on_load=_OPEN_ON_CLICK)
        article = _html("", js_on_load=_SHOW_WHEN_FILLED, elem_id="qa-article")
        again = _html("", js_on_load=_ASK_AGAIN, elem_id="qa-again")

        handlers = Handlers(assistant)
        page.load(handlers.opening, outputs=[header, filters[-1]], **_AT_ONCE)
        _connect(handlers, (chat, panel, question), filters, (new, again), article)
    return page


def _html(value: str, **options: Any) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, **options)


def _chat(examples: Sequence[str]) -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        show_label=False,
        elem_id="qa-log",
        layout="bubble",
        # page.js puts the question at the top: an answer is read from its beginning, however long it is
        autoscroll=False,
        buttons=[],
        placeholder=render.WELCOME,
        examples=[{"text": text} for text in examples] or None,
        # every message is our own HTML, escaped; what an article says is never read as Markdown or LaTeX
        latex_delimiters=[],
        sanitize_html=True,
        allow_tags=False,
        allow_file_downloads=False,
    )


def _question() -> gr.Textbox:
    return gr.Textbox(
        label="Question",
        show_label=False,
        placeholder="Ask a question about the articles",
        max_lines=6,
        autofocus=True,
        submit_btn="Ask",
        elem_id="qa-input",
    )


def _filters() -> tuple[gr.HTML, gr.HTML, gr.Dropdown]:
    with gr.Accordion("Filters", open=False, elem_id="qa-filters") as row, gr.Row():
        after = _date_field("Published from")
        before = _date_field("Published until")
        outlets = gr.Dropdown([], multiselect=True, label="Outlets", elem_id="qa-outlets")
    fields = (after, before, outlets)
    gr.on([field.change for field in fields], filter_label, list(fields), row, **_AT_ONCE)
    return fields


def _date_field(label: str) -> gr.HTML:
    """Return a date field as the browser draws it; its value is an ISO date or empty."""
    return _html("", label=label, html_template=_DATE_FIELD, js_on_load=_KEEP_DATE, elem_classes=["qa-date"])


def _connect(
    handlers: Handlers,
    shown: tuple[gr.Chatbot, gr.HTML, gr.Textbox],
    filters: tuple[gr.HTML, gr.HTML, gr.Dropdown],
    buttons: tuple[gr.Button, gr.HTML],
    article: gr.HTML,
) -> None:
    """Tie what the reader does to the handlers."""
    chat, panel, question = shown
    new, again = buttons
    conversation = gr.State(())
    outputs = [conversation, chat, panel, question]
    asked: Any = gr.on(
        [question.submit, chat.example_select, chat.retry, again.click],
        handlers.ask,
        [question, conversation, *filters],
        outputs,
        trigger_mode="once",
        concurrency_limit=PAGES_AT_ONCE,
        **_QUIET,
    )
    cleared_at = gr.State(0.0)
    asked.then(handlers.settle, [conversation, cleared_at], outputs, **_AT_ONCE)
    question.stop(None, cancels=[asked], **_QUIET)
    gr.on([new.click, chat.clear], handlers.clear, None, [*outputs, cleared_at], cancels=[asked], **_AT_ONCE)
    panel.click(handlers.open_article, conversation, article, **_AT_ONCE)
