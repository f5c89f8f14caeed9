from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from qa_assistant.answering.citing import quotable
from qa_assistant.answering.quoting import WORTH_BESIDE, Candidate, Evidence, QuoteAnswerer
from qa_assistant.config import Config
from qa_assistant.schema import Passage


class Marked:
    """A reranker for which a text answers when it holds the word `answer`."""

    name = "marked"

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([8.0 if "answer" in text.lower() else -9.0 for text in texts], dtype=np.float32)


class OwnOrigins:
    """Every file is its own origin, but files whose names begin alike."""

    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        return file[0], ()


def passage(file: str, *sentences: str, score: float = 6.0) -> Passage:
    text = " ".join(sentences)
    spans = []
    for sentence in sentences:
        start = text.index(sentence)
        spans.append((start, start + len(sentence)))
    return Passage(
        file, file, "News", 0, len(text), text, published=date(2025, 7, 1), sentences=tuple(spans), score=score
    )


def answer(*passages: Passage, most: int = 3) -> list[tuple[str, list[str]]]:
    answerer = QuoteAnswerer(Marked(), max_sentences=most)
    evidence = answerer.weigh("What is the answer to the port strike?", passages, 0.8)
    return [(one.text, [quote.passage.file for quote in one.quotes]) for one in answerer.answer(evidence, OwnOrigins())]


def test_the_sentence_that_answers_is_quoted_alone() -> None:
    found = answer(passage("a", "Snow fell on the hills.", "The answer to the port strike was a rise.", "Cows sleep."))

    assert found == [("The answer to the port strike was a rise.", ["a"])]


def test_the_same_statement_of_another_origin_adds_a_citation() -> None:
    sentence = "The answer to the port strike was a rise of 5 percent."

    assert answer(passage("a", sentence), passage("b", sentence)) == [(sentence, ["a", "b"])]


def test_a_copy_of_the_same_origin_adds_nothing() -> None:
    sentence = "The answer to the port strike was a rise of 5 percent."

    assert answer(passage("a1", sentence), passage("a2", sentence)) == [(sentence, ["a1"])]


def test_never_more_sentences_than_allowed() -> None:
    weak = [passage(name, f"Rumour {name} tells of {name * 3} and {name * 4}.", score=-9.0) for name in "abcdef"]

    assert 1 <= len(answer(*weak, most=2)) <= 2


@pytest.mark.parametrize(("probability", "count"), [(WORTH_BESIDE * 0.4 - 0.01, 1), (WORTH_BESIDE * 0.4 + 0.01, 2)])
def test_what_is_far_less_likely_than_the_likeliest_is_not_set_beside_it(probability: float, count: int) -> None:
    given = passage("a", "The gate failed in the night.", "Entrance to the museum is free.")
    first, second = quotable([given])
    evidence = Evidence("Did the gate fail?", (Candidate(first, 0.4), Candidate(second, probability)), 0.6)

    assert len(QuoteAnswerer(Marked(), max_sentences=3).answer(evidence, OwnOrigins())) == count


def test_sentences_of_one_article_come_in_reading_order() -> None:
    answerer = QuoteAnswerer(Marked(), max_sentences=3)
    first, second = "Rain fell for eighteen hours there.", "Their mayor offered free breakfasts instead."
    evidence = answerer.weigh("Why was it?", [passage("a", first, second, score=-3.0)], 0.5)

    spans = [one.quotes[0].span for one in answerer.answer(evidence, OwnOrigins())]

    assert spans == sorted(spans)


def test_strong_evidence_supports_more_than_weak() -> None:
    answerer = QuoteAnswerer(Marked(), max_sentences=3)
    question = "What is the answer to the port strike?"

    strong = answerer.weigh(question, [passage("a", "The answer to the port strike was a rise.")], 0.85)
    weak = answerer.weigh(question, [passage("a", "Snow fell.", score=-10.0)], 0.5)

    assert weak.support < Config().refuse_below
    assert strong.support > 0.9


def test_a_sentence_is_read_after_the_one_before_it_even_from_another_passage() -> None:
    text = "The answer came on Friday with a long list of names. It pleased nobody at all there."
    first, second = (0, 52), (53, 84)
    passages = [
        Passage(str(part), "a", "News", *span, text[slice(*span)], sentences=(span,), score=2.0)
        for part, span in enumerate((second, first))
    ]
    alone = Passage("2", "b", "News", *second, text[slice(*second)], sentences=(second,), score=2.0)
    answerer = QuoteAnswerer(Marked(), max_sentences=3)

    evidence = answerer.weigh("What came?", [*passages, alone], 0.6)

    pleased = {one.quote.passage.file: one.probability for one in evidence.candidates if one.quote.span == second}
    assert pleased["a"] > pleased["b"]


def test_equal_input_gives_equal_output() -> None:
    given = [passage(name, f"The answer {name} is near.", f"Other {name} words.") for name in "abc"]

    assert answer(*given) == answer(*given)


def test_a_refusal_shows_what_comes_closest_once() -> None:
    answerer = QuoteAnswerer(Marked(), max_sentences=3)
    sentence = "The answer to the port strike was a rise of 5 percent."
    evidence = answerer.weigh(
        "What is the answer to the port strike?", [passage("a", sentence, "Cows sleep."), passage("b", sentence)], 0.8
    )

    assert [(one.text, [quote.passage.file for quote in one.quotes]) for one in answerer.near_misses(evidence)] == [
        (sentence, ["a"])
    ]


def test_a_refusal_of_a_question_about_other_things_shows_nothing() -> None:
    answerer = QuoteAnswerer(Marked(), max_sentences=3)

    assert answerer.near_misses(answerer.weigh("Who won?", [passage("a", "Snow fell.", score=-11.0)], 0.1)) == []


def test_each_part_of_a_question_is_answered_in_its_turn() -> None:
    answerer = QuoteAnswerer(Marked(), max_sentences=3)
    first = answerer.weigh("What is the answer of the port?", [passage("z", "The answer of the port is yes.")], 0.8)
    second = answerer.weigh("What is the answer of the union?", [passage("a", "The answer of the union is no.")], 0.8)

    whole = Evidence.of_parts("Which answers?", [first, second])

    assert whole.support == max(first.support, second.support)
    found = [statement.text for statement in answerer.answer(whole, OwnOrigins())]
    assert found == ["The answer of the port is yes.", "The answer of the union is no."]


def test_every_part_gets_a_sentence_though_the_first_could_use_more() -> None:
    answerer = QuoteAnswerer(Marked(), max_sentences=3)
    weak = [passage(name, f"Rumour {name} tells of {name * 3} and {name * 4}.", score=-3.0) for name in "bcdef"]
    first = answerer.weigh("What do rumours tell?", weak, 0.5)
    second = answerer.weigh("What is the answer of the union?", [passage("a", "The answer of the union is no.")], 0.8)

    found = answerer.answer(Evidence.of_parts("Which?", [first, second]), OwnOrigins())

    assert len(found) <= 3
    assert found[-1].text == "The answer of the union is no."


def test_what_answers_two_parts_is_quoted_once() -> None:
    answerer = QuoteAnswerer(Marked(), max_sentences=3)
    both = answerer.weigh("What is the answer?", [passage("a", "The answer is a rise and a day off.")], 0.8)

    assert len(answerer.answer(Evidence.of_parts("What, and what?", [both, both]), OwnOrigins())) == 1


def test_half_a_correction_brings_the_other_half() -> None:
    wrong = "Correction: We reported that the answer to the port strike was a rise of 7 percent."
    found = answer(passage("a", wrong, "It was 5 percent.", "Cows sleep in the meadows by the river."))

    assert [text for text, _ in found] == [wrong, "It was 5 percent."]


def test_where_one_sentence_is_wanted_it_is_what_is_right() -> None:
    wrong = "Correction: We reported that the answer to the port strike was a rise of 7 percent."

    assert [text for text, _ in answer(passage("a", wrong, "It was 5 percent."), most=1)] == ["It was 5 percent."]
