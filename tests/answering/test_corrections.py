"""What was wrongly reported is not quoted without what is right."""

from __future__ import annotations

import pytest

from qa_assistant.answering.citing import Quote
from qa_assistant.answering.corrections import corrected_by, inseparable, misreports, whole_correction
from qa_assistant.schema import Passage, Span

SENTENCES = (
    "The dam is 112 feet high.",
    "Correction: An earlier report said that three people had died.",
    "The number is two.",
    "Water reached the square at noon.",
)
TEXT = " ".join(SENTENCES)
SPANS: tuple[Span, ...] = tuple((TEXT.index(one), TEXT.index(one) + len(one)) for one in SENTENCES)
HEIGHT, WRONG, RIGHT, WATER = (Quote(Passage("p", "a.txt", "Dam", 0, len(TEXT), TEXT), span) for span in SPANS)


@pytest.mark.parametrize(
    ("sentence", "is_half"),
    [
        ("**Clarification:** In May this newspaper reported that the contract ran for seven years.", True),
        ("An earlier version of this article gave the mayor's age as 34.", True),
        ("The report misstated the date of the hearing.", True),
        ("Correction: An earlier report said that the bridge had not been inspected.", True),
        ("Correction: the mayor is 43, not 34.", False),
        ("An earlier version of this article gave her age as 34; the correct number is 43.", False),
        ("This newspaper reported in May that the dam was unsafe.", False),
        ("The mayor asked for a correction of the minutes.", False),
    ],
)
def test_a_sentence_that_leaves_what_is_right_to_the_next_is_half_a_correction(sentence: str, is_half: bool) -> None:
    assert misreports(sentence) is is_half


@pytest.mark.parametrize(
    ("quote", "together"), [(WRONG, (WRONG, RIGHT)), (RIGHT, (WRONG, RIGHT)), (HEIGHT, (HEIGHT,)), (WATER, (WATER,))]
)
def test_both_halves_go_together(quote: Quote, together: tuple[Quote, ...]) -> None:
    assert inseparable(quote, [WATER, RIGHT, WRONG, HEIGHT]) == together


def test_half_a_correction_is_quoted_where_the_other_half_was_not_found() -> None:
    assert inseparable(WRONG, [WRONG, HEIGHT]) == (WRONG,)


@pytest.mark.parametrize(
    ("quotes", "whole"), [([WRONG, HEIGHT, RIGHT], (0, 2)), ([WRONG, HEIGHT], ()), ([RIGHT, WRONG], (0,))]
)
def test_what_was_wrongly_reported_is_whole_with_what_is_right(quotes: list[Quote], whole: tuple[int, ...]) -> None:
    assert whole_correction(0, quotes) == whole


def quote_of(text: str, place: int = 0) -> list[Quote]:
    """Return the quotes of an article whose sentences are the lines of a text."""
    lines = text.splitlines()
    spans = tuple((text.index(line), text.index(line) + len(line)) for line in lines)
    passage = Passage(f"p{place}", f"{place}.txt", "Plant", 0, len(text), text, sentences=spans)
    return [Quote(passage, span) for span in spans]


REPORT = quote_of("Tessaro will buy 40 percent of the plant's output for seven years.")
CLARIFICATION = quote_of(
    "Clarification: In May we reported that Tessaro would take 40 percent of the plant's output for seven years.\n"
    "The contract runs for five years, with an option for two more.",
    1,
)
OTHERS_CLARIFICATION = quote_of("Correction: We said that the mayor had served seven years.\nShe served five years.", 2)


def place_of(words: str) -> Span:
    start = REPORT[0].words.index(words)
    return start, start + len(words)


def test_the_value_that_answers_is_corrected_by_what_follows_the_misreport() -> None:
    found = corrected_by(REPORT[0], place_of("seven years"), [*OTHERS_CLARIFICATION, *CLARIFICATION, *REPORT])

    assert found is not None
    wrong, quote, right = found
    assert (wrong.text, quote, right.text) == ("seven years", CLARIFICATION[1], "five years")


def test_what_the_correction_leaves_as_it_was_is_not_corrected() -> None:
    assert corrected_by(REPORT[0], place_of("40 percent"), [*CLARIFICATION, *REPORT]) is None
    assert corrected_by(REPORT[0], place_of("Tessaro"), [*CLARIFICATION, *REPORT]) is None


def test_a_correction_of_something_else_with_the_same_value_corrects_nothing() -> None:
    assert corrected_by(REPORT[0], place_of("seven years"), [*OTHERS_CLARIFICATION, *REPORT]) is None
