from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_assistant.answering.citing import Quote
from qa_assistant.answering.finding import Answering, Found
from qa_assistant.answering.judging import SENTENCES as JUDGED
from qa_assistant.answering.judging import Settling, settling, surroundings, verdict
from qa_assistant.answering.scoring import LEAST_SURPLUS, LEAST_VERDICT, Scored, Signals, sentence_probabilities
from qa_assistant.models import Judgement
from qa_assistant.schema import Passage, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from qa_assistant.models import Pointing

SENTENCES = tuple(f"Clerk {letter} signed  it." for letter in "ABCDEFG")


def passage() -> Passage:
    text, spans = "", list[Span]()
    for sentence in SENTENCES:
        spans.append((len(text), len(text) + len(sentence)))
        text += f"{sentence}\n"
    return Passage("p", "a.txt", "News", 0, len(text), text, sentences=tuple(spans), score=0.0)


class Noting:
    """Judges words by the letter in them, A being the likeliest; notes what it was asked."""

    name = "noting"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros(len(texts), dtype=np.float32)

    def point(self, question: str, texts: Sequence[str]) -> list[Pointing]:
        raise AssertionError("the judge is asked about what was found")

    def verdicts(self, question: str, said: Sequence[tuple[str, str]]) -> list[Judgement]:
        self.asked += [(question, words, text) for words, text in said]
        return [Judgement(-float(ord(words[0]) - ord("A")), 0.0) for words, _ in said]


def found(*peaks: float) -> tuple[list[Quote], Found]:
    quotes = [Quote(passage(), span) for span in passage().sentences]
    read = {q.place: Answering(peak, peak, words=(6, 7), spans=np.zeros((1, 2), int)) for q, peak in zip(quotes, peaks)}  # noqa: B905
    return quotes, Found(read)


def test_the_likeliest_words_are_judged() -> None:
    judge = Noting()
    quotes, there = found(0.0, 1.0, 9.0, 8.0, -7.0, 6.0)

    found_so = verdict(judge, "Who signed?", quotes, there)

    assert judge.asked == [("Who signed?", "C", surroundings(passage(), passage().sentences[2]))]
    assert found_so == -2.0


def test_words_are_judged_in_their_surroundings_on_one_line() -> None:
    given = passage()

    assert surroundings(given, given.sentences[3]) == (
        "News. Clerk B signed it. Clerk C signed it. Clerk D signed it. Clerk E signed it."
    )
    assert surroundings(given, given.sentences[0]) == "News. Clerk A signed it. Clerk B signed it."


def test_the_likeliest_sentences_are_judged_for_a_question_for_yes_or_no() -> None:
    judge = Noting()
    quotes = [Quote(passage(), span) for span in passage().sentences]

    found_so = settling(judge, "Did a clerk sign it?", [*quotes, *quotes])

    assert [question for question, _, _ in judge.asked] == ["Did a clerk sign it?"] * JUDGED
    assert judge.asked[2][1:] == ("Clerk C signed it.", surroundings(passage(), passage().sentences[2]))
    assert found_so[quotes[1].place] == Settling(-2.0, 0.0)


def test_nothing_is_judged_where_nothing_was_read() -> None:
    assert verdict(Noting(), "Who signed?", [Quote(passage(), (0, 16))], Found({})) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who signed it?", {"several": 0.0, "surplus": LEAST_SURPLUS, "verdict": LEAST_VERDICT}),
        ("Did a clerk sign it?", {"surplus": LEAST_SURPLUS, "settled": 3.0}),
        (
            f"Did a clerk sign it{' after the meeting that was held' * 5}?",
            {"several": 1.0, "surplus": 0.0, "verdict": 0.0},
        ),
    ],
)
def test_of_a_question_for_yes_or_no_it_does_not_count_that_no_words_answer(
    question: str, expected: dict[str, float]
) -> None:
    judged = {("a", 0, 5): Settling(3.0, 0.0), ("a", 6, 9): Settling(-1.0, 0.0)}
    scored = Scored((), found=Found({}), verdict=-30.0, settling=judged)

    signals = Signals.of(question, [passage()], scored, nearest=0.5)

    assert signals.question == {"nearest": 0.5, "named": 1.0, "passage": 0.0} | expected
    assert signals.is_settled_at_once is ("settled" in expected)


def test_a_sentence_that_the_judge_finds_to_settle_the_question_is_the_likeliest() -> None:
    given = passage()
    quotes = tuple(Quote(given, span) for span in given.sentences)
    peaks = {quote.place: Answering(-4.0, -4.0, words=(6, 7), spans=np.zeros((1, 2), int)) for quote in quotes}
    judged = {quotes[2].place: Settling(2.0, 0.0), quotes[3].place: Settling(-3.0, 0.0)}
    scored = Scored(quotes, found=Found(peaks), settling=judged)

    likely = sentence_probabilities(Signals.of("Did a clerk sign it?", [given], scored, nearest=0.5))

    assert sorted(range(len(quotes)), key=lambda place: -likely[place])[:2] == [2, 3]
    assert likely[2] > 0.3
    assert likely[0] < 0.01
