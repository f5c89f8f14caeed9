"""The sources panel and the article view, as HTML: pure functions of citations and article texts."""

import html
from dataclasses import replace
from datetime import date

import scripted_backend as script
from scripted_backend import ARTICLES, COURIER, HOSTILE, LEDGER, LONG, SCRIPT, cite

from qa_assistant.errors import ArticleError
from qa_assistant.schema import Article, DatedWords
from qa_assistant.web.conversation import Exchange
from qa_assistant.web.sources import ARTICLE_SHOWN, Mark, article_view, locate, marked, panel, source_cards


def gone(file: str) -> Article:
    raise ArticleError(file, "not in the index")


def test_a_card_names_its_article_and_marks_the_cited_words_between_whole_words() -> None:
    card = source_cards(0, [cite(1, LONG, script.FERRY)], ARTICLES.__getitem__)

    assert "<h3>The ferrymen of Alder Quay</h3>" in card
    assert "Tideline Magazine · 4 November 2023" in card
    assert f'<mark data-numbers="1">{script.FERRY}</mark>' in card
    assert "<blockquote>… boats, tides and the men" in card
    assert card.count("Paragraph") == 5


def test_citations_of_one_article_share_a_card_and_near_ones_an_excerpt() -> None:
    cards = source_cards(0, [cite(1, LEDGER, script.SIGNED), cite(2, LEDGER, script.BEGIN)], ARTICLES.__getitem__)

    assert cards.count("<article") == 1
    assert cards.count("<blockquote>") == 1
    assert cards.count("<mark") == 2


def test_citations_far_apart_have_an_excerpt_each() -> None:
    far = [cite(1, LONG, "Paragraph 3 of a long story"), cite(2, LONG, script.FERRY)]

    assert source_cards(0, far, ARTICLES.__getitem__).count("<blockquote>") == 2


FRONT = "---\ntitle: Talks end\nsource: Harbour Wire\ntags: [port, pay]\n---\n\n"


def test_a_script_without_spaces_has_surroundings_too() -> None:
    text = "東京都は新しい橋を作ることを決めた。" * 60
    article, cited = Article("a.txt", text, "橋"), text[530:536]

    card = source_cards(0, [replace(cite(1, article, cited), start=530, end=536)], lambda _: article)

    assert len(html.unescape(card.split("<blockquote>")[1].split("</blockquote>")[0])) > 300


def test_the_surroundings_begin_where_the_article_does_and_not_in_its_front_matter() -> None:
    article = Article("a.md", f"{FRONT}# Talks end\n\nThey met in the old town hall. Nobody came late.", "Talks end")

    card = source_cards(0, [cite(1, article, "Nobody came late.")], lambda _: article)

    assert "<blockquote># Talks end\n\nThey met in the old town hall. " in card
    assert "Harbour Wire" not in card
    assert "Harbour Wire" in article_view(article, [], 1)


def test_a_title_cited_from_front_matter_is_shown_without_the_rest_of_it() -> None:
    article = Article("a.md", f"{FRONT}They met in the old town hall.", "Talks end")

    card = source_cards(0, [cite(1, article, "Talks end")], lambda _: article)

    assert ">Talks end</mark>" in card
    assert "Harbour Wire" not in card
    assert "title:" not in card


def test_overlapping_citations_are_marked_without_losing_a_character() -> None:
    text = "one two three four"

    shown = marked(text, (0, len(text)), [Mark(0, 13, 1), Mark(4, 18, 2)], "cite-0-")

    assert '<mark data-numbers="1">one </mark>' in shown
    assert '<span class="qa-anchor" id="cite-0-2"></span><mark data-numbers="1 2">two three</mark>' in shown
    assert '<mark data-numbers="2"> four</mark>' in shown
    assert shown.count('id="cite-0-1"') == 1


def test_an_article_that_left_the_index_still_shows_the_cited_words() -> None:
    assert f">{script.BEGIN}</mark>" in source_cards(0, [cite(1, LEDGER, script.BEGIN)], gone)


def test_copies_are_offered() -> None:
    card = source_cards(0, [cite(1, LEDGER, script.SIGNED, also_in=("b.txt", "a.txt"))], ARTICLES.__getitem__)

    assert card.index('data-file="a.txt"') < card.index('data-file="b.txt"')


def test_nothing_of_an_article_becomes_markup() -> None:
    citation = cite(1, HOSTILE, script.HOSTILE_SENTENCE, also_in=("<i>.md",))

    shown = source_cards(0, [citation], ARTICLES.__getitem__) + article_view(HOSTILE, [Mark(0, 10, 1)], 1)

    for tag in ("<script", "<iframe", "<img", "<b ", "<u>", "<i>"):
        assert tag not in shown


def test_the_panel_shows_the_newest_turn_and_keeps_the_others() -> None:
    conversation = tuple(Exchange(q, "done", SCRIPT[q]) for q in (script.ASK_COST, script.ASK_FERRY))

    shown = panel(conversation, lambda turn, citations: f"[{turn}: {len(citations)}]")

    assert 'id="sources-0" hidden>' in shown
    assert 'id="sources-1">' in shown
    assert "[0: 2]" in shown
    assert "[1: 1]" in shown


def test_the_article_view_holds_the_whole_text_and_says_where_to_scroll() -> None:
    shown = article_view(LONG, [Mark(*_span(LONG, script.FERRY), 4)], 4)

    assert 'data-number="4"' in shown
    assert 'id="article-4"' in shown
    assert "Paragraph 0 of a long story" in shown
    assert "Paragraph 399 tells of" in shown


def test_a_huge_article_is_shown_around_the_cited_words() -> None:
    huge = replace(LONG, text="a " * 300_000 + script.FERRY + " b" * 300_000)

    shown = article_view(huge, [Mark(*_span(huge, script.FERRY), 1)], 1)

    assert len(shown) < ARTICLE_SHOWN + 2_000
    assert f">{script.FERRY}</mark>" in shown
    assert "A long article: characters 500,000 to 700,000 of" in shown


def test_cited_words_are_found_in_a_copy_unless_it_rewrote_them() -> None:
    citation = cite(5, LEDGER, script.SIGNED)
    copy = replace(script.COPY, text="A new first line.\n" + script.COPY.text)

    assert locate(copy, citation) == Mark(*_span(copy, script.SIGNED), 5)
    assert locate(COURIER, citation) is None


def test_an_article_that_changed_since_it_was_cited_marks_nothing_wrong() -> None:
    changed = replace(LEDGER, text="Something else entirely, longer than the offsets of the citation. " * 20)

    card = source_cards(0, [cite(1, LEDGER, script.BEGIN)], lambda _: changed)

    assert f">{script.BEGIN}</mark>" in card
    assert "Something else" not in card


def _span(article: Article, quote: str) -> tuple[int, int]:
    start = article.text.index(quote)
    return start, start + len(quote)


def test_the_days_that_cited_words_mean_stand_below_them() -> None:
    start = script.SIGNED.index(" ") + 1
    meant = DatedWords(0, start - 1, date(2022, 7, 19), date(2022, 7, 19))

    card = source_cards(0, [replace(cite(1, LEDGER, script.SIGNED), days=(meant,))], ARTICLES.__getitem__)

    assert f"{script.SIGNED[: start - 1]} [19 July 2022]</p>" in card
    assert f">{html.escape(script.SIGNED)}</mark>" in card


def test_a_month_of_publication_is_shown_as_one() -> None:
    undated = replace(cite(1, LEDGER, script.SIGNED), published=None, published_iso="2022-07")

    assert "2022-07</p>" in source_cards(0, [undated], ARTICLES.__getitem__)
