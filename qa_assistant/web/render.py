"""Exchanges as HTML for the chat. Whatever was not written here passes through `escape` and stays text."""

import html
import re
from collections.abc import Iterable, Sequence

from qa_assistant.answering.emphasis import emphasis, hidden, is_markdown, without
from qa_assistant.schema import REFUSAL, Answer, Citation, Conflict, Filters, Sentence, Span, day_in_words
from qa_assistant.web.conversation import Conversation, Exchange

QUESTION_SHOWN = 1500
"""Characters of a question that the chat repeats."""

FAVICON = (
    '<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 32 32%22%3E'
    "%3Crect width=%2232%22 height=%2232%22 rx=%228%22 fill=%22%230f5f73%22/%3E%3Ctext x=%2216%22 y=%2232%22 "
    "font-family=%22Georgia,serif%22 font-weight=%22bold%22 font-size=%2234%22 text-anchor=%22middle%22 "
    'fill=%22white%22%3E”%3C/text%3E%3C/svg%3E">'
)
WELCOME = (
    '<div class="qa-welcome"><h2>Ask about your articles</h2>'
    "<p>Every sentence of an answer is cited: choose its number to see the words in the article.</p></div>"
)
LOADING = "Loading the models, one moment…"
SEARCHING = "Searching the articles…"

HINTS = {
    "not-in-articles": "Try other words, or ask about something the articles report.",
    "out-of-range": "The dates or outlets asked for are outside what the articles cover.",
    "low-support": "Some passages come close, but none of them supports an answer.",
    "empty-index": "No articles are indexed yet. Put some into the articles folder and run: qa-assistant index",
}

_MARKER = re.compile(r"\[(\d+)\]")
_DIRECT = '<strong class="qa-direct">'
_ADDED = '<span class="qa-added" title="Not in the quote: from the sentences before it">'
_COPIED = '<span class="qa-copied">'
"""Around what is neither seen nor read out but copied: the number would be glued to the word before it otherwise."""


def escape(text: str) -> str:
    """Return `text` as HTML that shows it literally, on one line: a blank line would hand the rest to Markdown."""
    return html.escape(" ".join(text.split()))


def header_html(state: str = "") -> str:
    """Return the top of the page; `state` says what is indexed, or why nothing is."""
    return (
        '<div class="qa-brand"><span class="qa-logo" aria-hidden="true">”</span><div><h1>QA Assistant</h1>'
        '<p><span class="qa-tagline">Answers from your articles, every sentence cited</span>'
        f'<span class="qa-count">{escape(state)}</span></p></div></div>'
    )


def messages(conversation: Conversation) -> list[dict[str, str]]:
    """Return the whole conversation in the form of Gradio's Chatbot."""
    shown: list[dict[str, str]] = []
    for turn, exchange in enumerate(conversation):
        shown.append({"role": "user", "content": question_html(exchange.question)})
        is_last = turn == len(conversation) - 1
        shown.append({"role": "assistant", "content": exchange_html(exchange, turn, is_last=is_last)})
    return shown


def question_html(question: str) -> str:
    """Return a question as the reader typed it, the tail of a very long one left out."""
    shown, rest = question[:QUESTION_SHOWN], len(question) - QUESTION_SHOWN
    more = f' <span class="qa-more">… and {rest:,} more characters</span>' if rest > 0 else ""
    lines = "<br>".join(html.escape(line) for line in shown.splitlines() if line.strip())
    return f'<div class="qa-question">{lines}{more}</div>'


def exchange_html(exchange: Exchange, turn: int, *, is_last: bool = False) -> str:
    """Return what the assistant has to say in turn number `turn`, counted from 0.

    The last question can be asked again: reworded, or without the times it names.
    """
    if exchange.status == "failed":
        return f"{_filters(exchange.filters)}{_failure(exchange.error or '')}"
    answer = exchange.answer
    again = is_last and not exchange.is_running
    parts = [_searched_for(answer, again), _filters(exchange.filters), _windows(answer, again)] if answer else []
    if answer is None or not answer.text:
        return _waiting(exchange, "".join(parts))
    if answer.refused:
        parts += [_refusal(answer), _near_misses(answer, turn)]
    else:
        parts += [_body(exchange, answer, turn), _conflicts(answer, turn)]
    parts.append(_note(answer.note))
    if exchange.status == "done":
        parts.append(_provenance(answer, turn))
    if exchange.status == "stopped":
        parts.append('<p class="qa-meta">Stopped.</p>')
    running = " qa-running" if exchange.is_running else ""
    return f'<div class="qa-answer{running}">{"".join(parts)}</div>'


def citation_link(citation: Citation, turn: int) -> str:
    """Return a citation number as a link to the cited words in the sources panel; copied, it is ` [1]`."""
    source = " · ".join(part for part in (citation.title, citation.outlet, pages([citation])) if part)
    label = html.escape(f"Source {citation.number}: {' '.join(source.split())}")
    number = citation.number
    shown = f"{_COPIED} [</span>{number}{_COPIED}]</span>"
    return f'<a class="qa-cite" href="#cite-{turn}-{number}" title="{label}">{shown}</a>'


def pages(citations: Iterable[Citation]) -> str | None:
    """Return the pages that citations of one article are on, such as `p. 3`; None where it has no pages."""
    numbers = sorted({citation.page for citation in citations if citation.page})
    return f"p. {', '.join(map(str, numbers))}" if numbers else None


def _links(numbers: Iterable[int], answer: Answer, turn: int) -> str:
    known = {citation.number: citation for citation in answer.citations}
    return "".join(citation_link(known[number], turn) for number in numbers if number in known)


def _waiting(exchange: Exchange, about: str) -> str:
    if not exchange.is_running:
        said = "Stopped before there was an answer." if exchange.status == "stopped" else "There was no answer."
        return f'<div class="qa-answer">{about}<p class="qa-meta">{said}</p></div>'
    text = LOADING if exchange.status == "loading" else SEARCHING
    dots = '<span class="qa-dots"><i></i><i></i><i></i></span>'
    return f'<div class="qa-answer">{about}<div class="qa-waiting">{dots}<span>{text}</span></div></div>'


def _failure(error: str) -> str:
    return (
        '<div class="qa-notice qa-failure" role="alert"><span class="qa-icon qa-icon-warning"></span>'
        f"<div><strong>No answer this time</strong><p>{escape(error)}</p></div></div>"
    )


def _searched_for(answer: Answer, can_ask_again: bool) -> str:
    if not answer.standalone_question or _words(answer.standalone_question) == _words(answer.question):
        return ""
    words = f"<em>{escape(answer.standalone_question)}</em>"
    edit = ' <a class="qa-reword" href="#reword">Edit</a>' if can_ask_again else ""
    return f'<p class="qa-searched">Searched for: {words}{edit}</p>'


def _windows(answer: Answer, can_ask_again: bool) -> str:
    if not answer.windows:
        return ""
    clear = ' · <a class="qa-any-date" href="#any-date">clear</a>' if can_ask_again else ""
    return f'<p class="qa-searched">{escape(answer.looking_at)}{clear}</p>'


def _words(text: str) -> str:
    return " ".join(text.split())


def _filters(filters: Filters | None) -> str:
    if not filters:
        return ""
    parts = [f"from {day_in_words(filters.after)}"] if filters.after else []
    parts += [f"until {day_in_words(filters.before)}"] if filters.before else []
    parts += [f"by {', '.join(filters.outlets)}"] if filters.outlets else []
    lines = [f"Only articles {', '.join(parts)}"] if parts else []
    lines += ["Looking at all dates"] if filters.any_date else []
    return "".join(f'<p class="qa-searched">{escape(line)}</p>' for line in lines)


def _refusal(answer: Answer) -> str:
    hint = HINTS.get(answer.reason or "", "")
    return (
        '<div class="qa-notice qa-refusal" role="note"><span class="qa-icon qa-icon-none"></span>'
        f"<div><strong>{escape(answer.text or REFUSAL)}</strong><p>{escape(hint)}</p></div></div>"
    )


def _body(exchange: Exchange, answer: Answer, turn: int) -> str:
    if answer.kind == "reply":
        return f'<div class="qa-text">{_reply(answer.text)}</div>'
    if answer.lead:
        return f'<div class="qa-text"><p class="qa-lead">{escape(answer.lead)}</p>{_requested(answer, turn)}</div>'
    if not answer.sentences or (exchange.is_running and answer.mode == "llm"):
        return f'<div class="qa-text"><p>{_growing_text(answer, turn)}</p></div>'
    if answer.mode == "quote":
        return f'<div class="qa-text">{"".join(f"<p>{_sentence(s, answer, turn)}</p>" for s in answer.sentences)}</div>'
    return f'<div class="qa-text"><p>{" ".join(_sentence(s, answer, turn) for s in answer.sentences)}</p></div>'


def _requested(answer: Answer, turn: int) -> str:
    """Return what was requested: a list where its sentences stand under something, else running text."""
    if not any(sentence.heading for sentence in answer.sentences):
        return f"<p>{' '.join(_sentence(s, answer, turn) for s in answer.sentences)}</p>"
    items = (
        f'<li><span class="qa-heading">{escape(s.heading or "")}</span>{_sentence(s, answer, turn)}</li>'
        for s in answer.sentences
    )
    return f'<ul class="qa-list qa-{answer.kind}">{"".join(items)}</ul>'


def _reply(text: str) -> str:
    """Return a few words of talk; lines that begin with a dash are a list."""
    shown, items = [], []
    for line in text.splitlines():
        if line.startswith("- "):
            items.append(f"<li>{escape(line[2:])}</li>")
        else:
            shown.append(f"<p>{escape(line)}</p>")
    return "".join(shown) + (f'<ul class="qa-list qa-examples">{"".join(items)}</ul>' if items else "")


def _sentence(sentence: Sentence, answer: Answer, turn: int) -> str:
    words = _marked(sentence, hidden(answer, sentence))
    return f"{words}{_links(sentence.citations, answer, turn)}{_origins(sentence, answer)}"


def _origins(sentence: Sentence, answer: Answer) -> str:
    """Return in how many independent sources a sentence was found, where it is more than one."""
    count = answer.origins_of(sentence)
    if count < 2:
        return ""
    title = f"Found in {count} sources that do not copy one another"
    return f' <span class="qa-origins" title="{title}">{count} sources</span>'


def _marked(sentence: Sentence, left_out: Sequence[Span]) -> str:
    """Return the sentence without what is `left_out`: in bold what the question asks for, set off what was added."""
    # only line ends change: spaces at the borders of the marked words must stay
    text = re.sub(r"[\r\n]", " ", sentence.text)
    shown, place = [], 0
    spans = ((sentence.answer, _DIRECT), (sentence.added, _ADDED))
    for (start, end), opening in sorted((span, opening) for span, opening in spans if span):
        closing = opening[: opening.index(" ")].replace("<", "</") + ">"
        shown += [html.escape(without(text, left_out, place, start)), opening]
        shown += [html.escape(without(text, left_out, start, end)), closing]
        place = end
    return "".join([*shown, html.escape(without(text, left_out, place))])


def _growing_text(answer: Answer, turn: int) -> str:
    """Return the text so far, which may end in the middle of a sentence that `sentences` does not hold yet."""
    known = {str(citation.number): citation for citation in answer.citations}
    pieces = _MARKER.split(answer.text)
    shown = [_one_line(pieces[0])]
    for number, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if number in known:
            # a link stands close to the word before it
            shown = [*shown[:-1], shown[-1].rstrip(), citation_link(known[number], turn), _one_line(text)]
        else:
            shown += [f"[{number}]", _one_line(text)]
    return "".join(shown).strip()


def _one_line(text: str) -> str:
    """Return a piece of a text as HTML on one line, with the spaces at its ends."""
    return html.escape(re.sub(r"\s+", " ", text))


def _near_misses(answer: Answer, turn: int) -> str:
    if not answer.near_misses:
        return ""
    items = "".join(f"<li>{escape(_readable(one))}{citation_link(one, turn)}</li>" for one in answer.near_misses)
    return f'<div class="qa-near"><p>Closest in the articles, but no answer:</p><ul>{items}</ul></div>'


def _readable(citation: Citation) -> str:
    return without(citation.quote, emphasis(citation.quote)) if is_markdown(citation.file) else citation.quote


def _conflicts(answer: Answer, turn: int) -> str:
    if not answer.conflicts:
        return ""
    items = "".join(f"<p>{_conflict(conflict, answer, turn)}</p>" for conflict in answer.conflicts)
    is_settled = all(conflict.kind == "superseded" for conflict in answer.conflicts)
    heading = "Reported otherwise before" if is_settled else "The articles disagree"
    return (
        '<div class="qa-notice qa-conflict" role="note"><span class="qa-icon qa-icon-warning"></span>'
        f"<div><strong>{heading}</strong>{items}</div></div>"
    )


def _conflict(conflict: Conflict, answer: Answer, turn: int) -> str:
    return f"{escape(conflict.summary)}{_links(conflict.citations, answer, turn)}"


def _note(note: str | None) -> str:
    return f'<p class="qa-note">{escape(note)}</p>' if note else ""


def _provenance(answer: Answer, turn: int) -> str:
    if not answer.citations:
        return ""
    origins = len({citation.origin for citation in answer.citations})
    parts = [f"As of {day_in_words(answer.as_of)}"] if answer.as_of else []
    parts.append("1 independent source" if origins == 1 else f"{origins} independent sources")
    link = f'<a class="qa-show" href="#sources-{turn}">Show sources</a>'
    return f'<p class="qa-meta">{" · ".join([*parts, link])}</p>'
