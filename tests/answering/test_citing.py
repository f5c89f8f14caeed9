from datetime import date

from qa_assistant.answering.citing import Quote, Statement, cite, quotable
from qa_assistant.schema import Passage

TEXT = "Anna signed. Bert did not."
FIRST, SECOND = (0, 12), (13, 26)


def passage(file: str, published: date | None = None) -> Passage:
    return Passage(file, file, file, 0, len(TEXT), TEXT, published=published, sentences=(FIRST, SECOND))


class Origins:
    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        return ("a", ("b",)) if file == "a" else (file, ())

    def page_of(self, file: str, offset: int) -> int | None:
        return 3 if file == "a" and offset == SECOND[0] else None


def test_citations_are_numbered_in_order_of_appearance() -> None:
    statements = [
        Statement("One.", (Quote(passage("b"), SECOND),), 0.9),
        Statement("Two.", (Quote(passage("a"), FIRST), Quote(passage("b"), SECOND)), 0.8),
    ]

    cited = cite(statements, Origins())

    assert [(item.number, item.file) for item in cited.citations] == [(1, "b"), (2, "a")]
    assert [sentence.citations for sentence in cited.sentences] == [(1,), (2, 1)]
    assert cited.text == "One. [1] Two. [2][1]"


def test_a_quote_is_exactly_the_characters_at_its_offsets() -> None:
    (citation,) = cite([Statement("x", (Quote(passage("a"), SECOND),), 1.0)], Origins()).citations

    assert citation.quote == TEXT[citation.start : citation.end] == "Bert did not."
    assert citation.also_in == ("b",)


def test_a_quote_bears_the_page_it_begins_on_where_there_are_pages() -> None:
    statements = [Statement("x", (Quote(passage("a"), SECOND), Quote(passage("b"), SECOND)), 1.0)]

    assert [citation.page for citation in cite(statements, Origins()).citations] == [3, None]


def test_as_of_is_the_newest_cited_date() -> None:
    quotes = tuple(Quote(passage(str(day), date(2025, 7, day)), FIRST) for day in (3, 9, 5))

    assert cite([Statement("x", quotes, 1.0)], Origins()).as_of == date(2025, 7, 9)


def test_overlapping_passages_give_each_sentence_once() -> None:
    assert [quote.span for quote in quotable([passage("a"), passage("a")])] == [FIRST, SECOND]
