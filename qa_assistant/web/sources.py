"""The sources panel and the article view as HTML: cited words marked inside their surroundings."""

import html
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa_assistant.answering.relative import in_words
from qa_assistant.errors import QAAssistantError
from qa_assistant.ingest.metadata import front_matter
from qa_assistant.schema import Article, Citation, Span, day_in_words
from qa_assistant.web.conversation import Conversation
from qa_assistant.web.render import escape, pages

SURROUNDINGS = 200
"""Characters shown on either side of cited words."""
ARTICLE_SHOWN = 200_000
"""Characters of an article shown at once: a page that holds a book's shelf does not scroll."""

SIDE_HEAD = (
    '<div class="qa-side-head"><h2>Sources</h2>'
    '<button type="button" class="qa-close-side" aria-label="Close sources">×</button></div>'
)
EMPTY = (
    '<div class="qa-no-sources"><span class="qa-icon qa-icon-quote"></span>'
    "<p>The articles behind an answer appear here, with the cited words marked.</p></div>"
)


LONGEST_WORD = 30
"""How far the end of a word is looked for; some scripts have no spaces."""

Cards = Callable[[int, tuple[Citation, ...]], str]
"""Gives the cards of one turn's citations."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Cited words: where they stand in the article's text, and the citation's number."""

    start: int
    end: int
    number: int


def panel(conversation: Conversation, cards: Cards) -> str:
    """Return the sources of every turn, the newest shown; the page's script switches between them.

    `cards(turn, citations)` gives the cards of one turn, so that the caller can keep them.
    """
    groups = []
    for turn, exchange in enumerate(conversation):
        hidden = "" if turn == len(conversation) - 1 else " hidden"
        answer = exchange.answer
        inside = cards(turn, answer.shown) if answer and answer.shown else EMPTY
        if answer and answer.refused:
            said = "<p>No sources: the articles do not answer this question.</p>"
            if answer.shown:
                said += "<p>Closest, but no answer:</p>"
            # one block, for what lies in the outer one stands side by side
            inside = f'<div class="qa-no-sources"><div>{said}</div></div>{inside if answer.shown else ""}'
        asked = f'<p class="qa-asked">{escape(exchange.question[:200])}</p>' if answer and answer.shown else ""
        groups.append(f'<div class="qa-sources" id="sources-{turn}"{hidden}>{asked}{inside}</div>')
    return "".join(groups) or f'<div class="qa-sources">{EMPTY}</div>'


def source_cards(turn: int, citations: Sequence[Citation], read: Callable[[str], Article]) -> str:
    """Return one card for each cited article, in the order of their first citation."""
    by_file: dict[str, list[Citation]] = {}
    for citation in citations:
        by_file.setdefault(citation.file, []).append(citation)
    return "".join(_card(turn, cited, read) for cited in by_file.values())


def _card(turn: int, cited: list[Citation], read: Callable[[str], Article]) -> str:
    first = cited[0]
    numbers = "".join(f'<span class="qa-number">{citation.number}</span>' for citation in cited)
    published = day_in_words(first.published) if first.published else first.published_iso
    about = " · ".join(part for part in (first.outlet, published, pages(cited)) if part)
    return (
        f'<article class="qa-card" aria-label="{html.escape(f"Source: {first.title}")}">'
        f'<header><span class="qa-numbers">{numbers}</span>'
        f"<div><h3>{escape(first.title)}</h3>"
        f'<p class="qa-about">{escape(about)}</p><p class="qa-file">{escape(first.file)}</p></div></header>'
        f"{_surroundings(turn, cited, read)}{_days(cited)}{_also_in(turn, cited)}"
        f'<button type="button" class="qa-open" data-turn="{turn}" data-number="{first.number}">Open article</button>'
        "</article>"
    )


def _days(cited: list[Citation]) -> str:
    """Return which days the cited words mean by `Tuesday` and `last month`."""
    said = dict.fromkeys(in_words(citation.quote, citation.days) for citation in cited if citation.days)
    return f'<p class="qa-also qa-days">{escape(", ".join(said))}</p>' if said else ""


def _also_in(turn: int, cited: list[Citation]) -> str:
    files = sorted({file for citation in cited for file in citation.also_in})
    if not files:
        return ""
    number = cited[0].number
    links = ", ".join(
        f'<button type="button" class="qa-link" data-turn="{turn}" data-number="{number}" '
        f'data-file="{html.escape(file)}">{escape(file)}</button>'
        for file in files
    )
    return f'<p class="qa-also">Also in: {links}</p>'


def _surroundings(turn: int, cited: list[Citation], read: Callable[[str], Article]) -> str:
    try:
        article = read(cited[0].file)
    except QAAssistantError:
        return "".join(_quote_alone(citation, turn) for citation in cited)
    found = [mark for citation in cited if (mark := locate(article, citation))]
    lost = [citation for citation in cited if not locate(article, citation)]
    begin = _beginning(article.text)
    excerpts = [
        _excerpt(article.text, window, [mark for mark in found if window[0] <= mark.start < window[1]], turn, begin)
        for window in _windows(article.text, found, begin)
    ]
    return "".join([*excerpts, *(_quote_alone(citation, turn) for citation in lost)])


def _quote_alone(citation: Citation, turn: int) -> str:
    """Return the cited words without surroundings: their article changed or left the index after it was cited."""
    length = len(citation.quote)
    return _excerpt(citation.quote, (0, length), [Mark(0, length, citation.number)], turn)


def _beginning(text: str) -> int:
    """Return where what people read of an article begins: after front matter, which is written for programs."""
    _, begin = front_matter(text)
    while begin < len(text) and text[begin].isspace():
        begin += 1
    return begin


def _windows(text: str, marks: Iterable[Mark], begin: int) -> list[Span]:
    """Return the runs of text to show around the marks, merged where they touch, cut between words.

    What stands before `begin` is no surroundings; a mark there, such as a title that stands nowhere else, is alone.
    """
    windows: list[Span] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        start, end = mark.start, mark.end
        if start >= begin:
            start = _word_start(text, max(begin, start - SURROUNDINGS), start, begin)
            end = _word_end(text, min(len(text), end + SURROUNDINGS), end)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(end, windows[-1][1]))
        else:
            windows.append((start, end))
    return windows


def _word_start(text: str, position: int, limit: int, begin: int) -> int:
    """Return the start of the first whole word at or after `position`, not beyond `limit`; the text is at `begin`."""
    if position == begin:
        return begin
    nearest = range(position, min(limit, position + LONGEST_WORD))
    return next((at for at in nearest if text[at - 1].isspace()), min(position, limit))


def _word_end(text: str, position: int, limit: int) -> int:
    """Return the end of the last whole word at or before `position`, not before `limit`."""
    if position == len(text):
        return position
    nearest = range(position, max(limit, position - LONGEST_WORD), -1)
    return next((at for at in nearest if text[at].isspace()), max(position, limit))


def _excerpt(text: str, window: Span, marks: list[Mark], turn: int, begin: int = 0) -> str:
    before = "… " if window[0] > begin else ""
    after = " …" if window[1] < len(text) else ""
    return f"<blockquote>{before}{marked(text, window, marks, f'cite-{turn}-')}{after}</blockquote>"


def marked(text: str, window: Span, marks: Iterable[Mark], id_prefix: str) -> str:
    """Return `text[window]` escaped, cited words inside `<mark>`; the first run of citation n has the id prefix + n.

    Marks may overlap; what several citations share carries all their numbers.
    """
    inside = [mark for mark in marks if mark.start < window[1] and mark.end > window[0]]
    edges = {window[0], window[1]}
    for mark in inside:
        edges |= {max(mark.start, window[0]), min(mark.end, window[1])}
    borders = sorted(edges)
    named: set[int] = set()
    pieces = []
    for start, end in pairwise(borders):
        numbers = [mark.number for mark in inside if mark.start < end and mark.end > start]
        piece = html.escape(text[start:end])
        pieces.append(_mark(piece, numbers, named, id_prefix) if numbers else piece)
    return "".join(pieces)


def _mark(piece: str, numbers: list[int], named: set[int], id_prefix: str) -> str:
    fresh = [number for number in numbers if number not in named]
    named.update(fresh)
    anchors = "".join(f'<span class="qa-anchor" id="{id_prefix}{number}"></span>' for number in fresh)
    shown = " ".join(map(str, numbers))
    return f'{anchors}<mark data-numbers="{shown}">{piece}</mark>'


def locate(article: Article, citation: Citation) -> Mark | None:
    """Return where `article` carries the cited words, cited or a copy; None if it words it otherwise."""
    if article.text[citation.start : citation.end] == citation.quote:
        return Mark(citation.start, citation.end, citation.number)
    start = article.text.find(citation.quote)
    return None if start < 0 else Mark(start, start + len(citation.quote), citation.number)


def article_view(article: Article, marks: Sequence[Mark], number: int) -> str:
    """Return a dialog with the whole article, its marks, and citation `number` as the place to scroll to."""
    window = _readable(article.text, marks, number)
    left_out = ""
    if window != (0, len(article.text)):
        shown = f"characters {window[0]:,} to {window[1]:,} of {len(article.text):,}"
        left_out = f'<p class="qa-note">A long article: {shown} are shown.</p>'
    about = " · ".join(
        part
        for part in (
            article.outlet,
            article.author,
            day_in_words(article.published) if article.published else article.published_iso,
        )
        if part
    )
    return (
        '<dialog class="qa-article" aria-labelledby="qa-article-title">'
        f'<header><div><h2 id="qa-article-title">{escape(article.title)}</h2>'
        f'<p class="qa-about">{escape(about)}</p><p class="qa-file">{escape(article.file)}</p></div>'
        '<button type="button" class="qa-close" aria-label="Close article">×</button></header>'
        f'<div class="qa-article-text" tabindex="0" data-number="{number}">{left_out}'
        f"{marked(article.text, window, marks, 'article-')}</div></dialog>"
    )


def article_failure(message: str) -> str:
    """Return the dialog that says why an article cannot be shown."""
    return (
        '<dialog class="qa-article" aria-label="Article"><header><div><h2>This article cannot be shown</h2></div>'
        '<button type="button" class="qa-close" aria-label="Close article">×</button></header>'
        f'<div class="qa-article-text" tabindex="0">{escape(message)}</div></dialog>'
    )


def _readable(text: str, marks: Sequence[Mark], number: int) -> Span:
    if len(text) <= ARTICLE_SHOWN:
        return 0, len(text)
    centre = next((mark.start for mark in marks if mark.number == number), 0)
    start = max(0, min(centre - ARTICLE_SHOWN // 2, len(text) - ARTICLE_SHOWN))
    return start, start + ARTICLE_SHOWN
