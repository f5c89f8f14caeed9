"""What a language model wrote is shown as far as the articles prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_assistant.answering.citing import Quote
from qa_assistant.answering.drafts import Draft, DraftSentence
from qa_assistant.answering.proving import Prover, is_statement
from qa_assistant.schema import Passage, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_assistant.answering.verify import Background

TEXT = "The ferry sank at noon. Two sailors were saved by a trawler. The owner has gone abroad. The harbour was closed."
SPANS: tuple[Span, ...] = ((0, 23), (24, 60), (61, 87), (88, 111))
PASSAGE = Passage("p", "a.txt", "Ferry", 0, len(TEXT), TEXT, sentences=SPANS)
SANK, SAVED, OWNER, CLOSED = (Quote(PASSAGE, span) for span in SPANS)


class Literal:
    """Supports what the quotes hold word for word, counting words of all of them together."""

    def support(self, sentence: str, quotes: Sequence[str], backgrounds: Sequence[Background] = ()) -> float:
        words = set(sentence.lower().replace(",", "").strip(".").split())
        return 0.9 if words - {"and", "because"} <= set(" ".join(quotes).lower().replace(".", "").split()) else 0.1


def prover(max_sentences: int = 3, **answers: float) -> Prover:
    places = {"owner": OWNER.place, "closed": CLOSED.place}
    chances = {places[name]: chance for name, chance in answers.items()}
    return Prover(Literal(), (SANK, SAVED, OWNER, CLOSED), chances, max_sentences=max_sentences)


def written(text: str, *quotes: Quote) -> DraftSentence:
    return DraftSentence(text, quotes)


def test_a_proved_sentence_keeps_the_quotes_that_prove_it_and_loses_the_others() -> None:
    found = prover().prove(written("The ferry sank at noon.", SANK, CLOSED))

    assert found is not None
    assert (found.text, found.quotes, found.support) == ("The ferry sank at noon.", (SANK,), 0.9)


SENT = "Nato says that Germany sends tanks. Nato says that Poland sends tanks. Sales rose sharply. Sales fell sharply."
SENT_SPANS: tuple[Span, ...] = ((0, 36), (37, 72), (73, 92), (93, 112))


@pytest.mark.parametrize(
    ("said", "count"),
    [
        (("Germany will send tanks to Ukraine.", "Poland will send tanks to Ukraine."), 2),
        (("Sales rose sharply in Europe last year.", "Sales fell sharply in Europe last year."), 2),
        (("The court will approve the sale on Friday.", "The court will not approve the sale on Friday."), 2),
        (("The court will approve the sale on Friday.", "On Friday the court will approve the sale."), 1),
        (("Germany will send tanks to Ukraine.", "Germany will send its tanks to Ukraine."), 1),
        (("Officials closed the harbour on Friday.", "Guards closed the harbour on Friday."), 1),
    ],
)
def test_nothing_is_shown_twice_and_what_differs_is_shown(said: tuple[str, str], count: int) -> None:
    class Everything:
        def support(self, sentence: str, quotes: Sequence[str], backgrounds: Sequence[Background] = ()) -> float:
            return 1.0

    passage = Passage("p", "a.txt", "Arms", 0, len(SENT), SENT, sentences=SENT_SPANS)
    sources = [Quote(passage, span) for span in SENT_SPANS]
    proving = Prover(Everything(), sources, {}, max_sentences=4)

    proving.read(Draft(tuple(DraftSentence(text, (sources[0],)) for text in said)))

    assert len(proving.statements) == count


def test_what_turned_out_to_be_thoughts_is_taken_back() -> None:
    proving = prover()
    proving.read(Draft((written("The harbour was closed.", CLOSED),)))

    assert proving.read(Draft((written("The ferry sank at noon.", SANK),), restarts=1))
    assert [statement.text for statement in proving.statements] == ["The ferry sank at noon."]


def test_a_sentence_that_needs_two_quotes_keeps_both_and_no_third() -> None:
    found = prover().prove(written("The ferry sank and the harbour was closed.", SANK, SAVED, CLOSED))

    assert found is not None
    assert found.quotes == (SANK, CLOSED)


def test_a_sentence_with_the_wrong_source_gets_the_right_one() -> None:
    found = prover().prove(written("Two sailors were saved.", CLOSED))

    assert found is not None
    assert (found.text, found.quotes) == ("Two sailors were saved.", (SAVED,))


def test_a_sentence_without_a_source_gets_one() -> None:
    found = prover().prove(written("The harbour was closed."))

    assert found is not None
    assert found.quotes == (CLOSED,)


def test_a_half_proved_sentence_is_cut_to_its_proved_part() -> None:
    found = prover().prove(written("The ferry sank at noon, because its hull was rotten.", SANK))

    assert found is not None
    assert (found.text, found.quotes) == ("The ferry sank at noon.", (SANK,))


def test_a_sentence_is_not_cut_to_a_bare_name() -> None:
    text = "The Old Harbour and Ferry Office closed the quay."

    assert prover().prove(written(text, CLOSED)) is None


def test_a_sentence_is_not_cut_so_that_it_loses_who_says_it() -> None:
    assert prover().prove(written("The ferry sank at noon, officials said.", SANK)) is None


def test_an_unproved_sentence_gives_way_to_its_quote_where_that_answers() -> None:
    found = prover(owner=0.7).prove(written("The owner fled to Brazil.", OWNER))

    assert found is not None
    assert (found.text, found.quotes, found.support) == ("The owner has gone abroad.", (OWNER,), 1.0)


def test_an_unproved_sentence_whose_quote_does_not_answer_is_dropped() -> None:
    assert prover(owner=0.1).prove(written("The owner fled to Brazil.", OWNER)) is None


def test_a_proved_sentence_that_answers_nothing_is_dropped() -> None:
    assert prover(closed=0.01).prove(written("The harbour was closed.", CLOSED)) is None


@pytest.mark.parametrize("text", ["Ferry:", "<source>", "Sources.", "{}", "The answer is:"])
def test_headings_and_marks_of_the_prompt_are_no_statements(text: str) -> None:
    assert prover().prove(written(text, SANK)) is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("The article is about a ferry.", False),
        ("The passage seems to be about the harbour.", False),
        ("These sources describe the ferry.", False),
        ("Question: when did the ferry sink.", False),
        ("The source is in the hills above the town.", True),
        ("The text of the treaty is kept in Oslo.", True),
        ("The question was put to the owner.", True),
    ],
)
def test_remarks_about_the_sources_are_no_statements_of_the_articles(text: str, is_one: bool) -> None:
    assert is_statement(text) is is_one


def test_only_what_is_proved_is_shown_while_a_draft_grows_and_nothing_twice() -> None:
    growing = prover()
    one, other = written("The ferry sank at noon.", SANK), written("Pirates did it.", SANK)

    assert growing.read(Draft((one,)))
    assert not growing.read(Draft((one, other)))
    assert not growing.read(Draft((one, other, one), complete=True))
    assert [statement.text for statement in growing.statements] == ["The ferry sank at noon."]


def test_an_answer_has_no_more_sentences_than_it_may() -> None:
    full = prover(max_sentences=1)

    full.read(Draft((written("The ferry sank at noon.", SANK), written("The harbour was closed.", CLOSED))))

    assert full.is_full
    assert len(full.statements) == 1
