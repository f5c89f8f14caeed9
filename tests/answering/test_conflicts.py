"""Which other sides an answer shows, and in what words. The embedder here finds any two texts alike."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from qa_assistant.answering.citing import Quote, Statement, cite
from qa_assistant.answering.comparing import Comparer
from qa_assistant.answering.conflicts import RELEVANT, OtherSides, find_disagreements
from qa_assistant.answering.disagreements import Disagreement
from qa_assistant.answering.finding import Answering, find
from qa_assistant.answering.quoting import Candidate, Evidence
from qa_assistant.answering.sides import conflicts_of, values_of, with_sides, without_guesses
from qa_assistant.schema import Conflict, Passage
from tests.answering.test_corrections import CLARIFICATION, REPORT
from tests.answering.test_finding import WordReader

HOW_MANY = "How many people had to leave their homes?"
ORDERED = "About 5,600 people were ordered to leave their homes below the dam."
EVACUATED = "By noon 4,100 people had been evacuated from their homes below the dam."
CORRECTED = "The flood killed two people, not three, the sheriff said."


class Alike:
    name = "alike"

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        return np.ones((len(texts), 1), dtype=np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        return np.ones(1, dtype=np.float32)


class EachItsOwn:
    def origin_of(self, file: str) -> tuple[str, tuple[str, ...]]:
        return file, ()

    def page_of(self, file: str, offset: int) -> int | None:
        return None


def said(text: str, outlet: str, published: date, score: float | None = None) -> Quote:
    spans = ((0, len(text)),)
    file = f"{outlet}-{published}.txt"
    passage = Passage("1", file, "Dam flood", 0, len(text), text, outlet, published, sentences=spans, score=score)
    return Quote(passage, (0, len(text)))


def found_beside(lead: Quote, *others: Quote) -> list[Disagreement]:
    tribune = said(EVACUATED, "Tribune", date(2025, 9, 15))
    quotes = (lead, tribune, *others)
    evidence = Evidence(HOW_MANY, (Candidate(lead, 0.9), Candidate(tribune, 0.5)), 0.9)
    statements = [Statement(lead.words, (lead,), 0.9)]
    passages = [quote.passage for quote in quotes]
    return find_disagreements(Comparer(Alike()), EachItsOwn(), evidence, statements, passages)


def values(disagreement: Disagreement) -> list[str]:
    return [side.amount.text for side in disagreement.sides if side.amount]


def read_as(words: str | None, quote: Quote) -> Answering | None:
    return find(WordReader(words), HOW_MANY, [quote.passage]).of(quote.place) if words else None


def conflicts(question: str, lead: Quote, *others: Quote) -> tuple[Conflict, ...]:
    sides = OtherSides(Comparer(Alike()), EachItsOwn(), question, [quote.passage for quote in (lead, *others)])
    found = sides.against([lead])
    statements = [Statement(lead.words, (lead,), 0.9)]
    return conflicts_of(found, cite(with_sides(statements, found, max_sentences=4), EachItsOwn()))


def test_both_sides_are_named_with_outlet_date_and_value() -> None:
    gemline = said(ORDERED, "Gemline", date(2025, 9, 14))
    tribune = said(EVACUATED, "Tribune", date(2025, 9, 15))

    (conflict,) = conflicts(HOW_MANY, gemline, tribune)

    assert conflict.summary == "Gemline (14 September) says 5,600; Tribune (15 September) says 4,100."
    assert conflict.citations == (1, 2)
    assert conflict.kind == "conflict"


def test_dates_of_different_years_are_given_with_the_year() -> None:
    gemline = said(ORDERED, "Gemline", date(2024, 12, 31))
    tribune = said(EVACUATED, "Tribune", date(2025, 1, 1))

    (conflict,) = conflicts(HOW_MANY, gemline, tribune)

    assert conflict.summary == "Gemline (31 December 2024) says 5,600; Tribune (1 January 2025) says 4,100."


def test_a_correction_supersedes_what_it_names() -> None:
    first = said("Three people were killed in the flood.", "Tribune", date(2025, 9, 14))
    second = said(CORRECTED, "Gemline", date(2025, 9, 16))

    (conflict,) = conflicts("How many people were killed in the flood?", first, second)

    assert conflict.kind == "superseded"
    assert conflict.summary == ("Gemline (16 September) says two (earlier reported as three by Tribune, 14 September).")


def test_what_supersedes_comes_before_what_it_supersedes() -> None:
    first = said("The flood killed two people.", "Gemline", date(2025, 9, 14))
    second = said("The flood killed five people.", "Gemline", date(2025, 9, 17))
    sides = OtherSides(
        Comparer(Alike()), EachItsOwn(), "How many people were killed by the flood?", [first.passage, second.passage]
    )
    aside = said("It rained for two days.", "Gemline", date(2025, 9, 14))
    statements = [Statement(quote.words, (quote,), 0.9) for quote in (aside, first)]

    shown = with_sides(statements, sides.against([first]), max_sentences=4)

    assert [one.text for one in shown] == [aside.words, second.words, first.words]


def test_a_later_report_by_the_same_outlet_supersedes() -> None:
    first = said("The flood killed two people.", "Gemline", date(2025, 9, 14))
    second = said("The flood killed five people.", "Gemline", date(2025, 9, 17))

    (conflict,) = conflicts("How many people were killed by the flood?", first, second)

    assert conflict.kind == "superseded"


@pytest.mark.parametrize(("probability", "shown"), [(RELEVANT, 1), (RELEVANT - 0.01, 0)])
def test_only_what_was_asked_for_is_a_disagreement_about_the_answer(
    probability: float, shown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa_assistant.answering.conflicts.relevance", lambda _: probability)

    assert len(found_beside(said(ORDERED, "Gemline", date(2025, 9, 14)))) == shown


def test_a_third_value_of_the_same_thing_is_shown_too() -> None:
    counted = said("Some 5,100 people had to leave their homes.", "Post", date(2025, 9, 15))

    found = found_beside(said(ORDERED, "Gemline", date(2025, 9, 14)), counted)

    assert sorted(tuple(values(each)) for each in found) == [("5,600", "4,100"), ("5,600", "5,100")]


def test_articles_that_name_nobody_and_nothing_alike_tell_of_different_events() -> None:
    ordered = said(f"{ORDERED} So said Carla Dominguez.", "Gemline", date(2025, 9, 14))
    elsewhere = said("By noon 4,100 people had been evacuated from Lower Wexholm.", "Post", date(2025, 9, 15))
    same = said("By noon 4,100 people had been evacuated, Dominguez said.", "Post", date(2025, 9, 15))

    assert conflicts(HOW_MANY, ordered, elsewhere) == ()
    assert len(conflicts(HOW_MANY, ordered, same)) == 1


def test_a_name_may_stand_in_another_passage_of_the_article() -> None:
    question = "How many people had to leave their homes near Cutler Bend?"
    ordered = said("About 5,600 people were ordered to leave their homes at Cutler Bend.", "A", date(2025, 9, 14))
    evacuated = said(EVACUATED, "B", date(2025, 9, 15))
    named = said("The gate above Cutler Bend had rusted.", "B", date(2025, 9, 15))

    assert conflicts(question, ordered, evacuated) == ()
    assert len(conflicts(question, ordered, evacuated, named)) == 1


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("How many people were killed?", "The flood killed two people.", "The flood killed 2 people."),
        ("How many people were killed?", "The flood killed two people.", "Last week a flood killed 9 people."),
        ("Who ordered people to leave?", ORDERED, EVACUATED),
        ("When did the gate fail?", "The gate failed on Sunday.", "The gate failed on 14 September."),
        (
            "What share of the homes was insured?",
            "Half of the homes were insured.",
            "50 percent of homes were insured.",
        ),
        ("How big was the rise?", "They accepted a rise of 5.6 percent.", "They had demanded a rise of 8 percent."),
    ],
)
def test_no_conflict(question: str, one: str, other: str) -> None:
    day = date(2025, 9, 16)

    assert conflicts(question, said(one, "Gemline", day), said(other, "Tribune", day)) == ()


def test_an_origin_does_not_conflict_with_itself() -> None:
    day = date(2025, 9, 14)

    assert conflicts(HOW_MANY, said(ORDERED, "Gemline", day), said(EVACUATED, "Gemline", day)) == ()


def test_a_passage_about_other_things_is_not_compared() -> None:
    gemline = said(ORDERED, "Gemline", date(2025, 9, 14))
    far = said(EVACUATED, "Tribune", date(2025, 9, 15), score=-10.5)

    assert conflicts(HOW_MANY, gemline, far) == ()


def test_the_other_side_takes_the_place_of_the_least_likely_statement() -> None:
    gemline = said(ORDERED, "Gemline", date(2025, 9, 14))
    tribune = said(EVACUATED, "Tribune", date(2025, 9, 15))
    aside = said("The dam held.", "Courier", date(2025, 9, 15))
    sides = OtherSides(Comparer(Alike()), EachItsOwn(), HOW_MANY, [gemline.passage, tribune.passage])
    statements = [Statement(gemline.words, (gemline,), 0.9), Statement(aside.words, (aside,), 0.2)]

    shown = with_sides(statements, sides.against([gemline]), max_sentences=2)

    assert [statement.text for statement in shown] == [ORDERED, EVACUATED]


def test_the_values_of_both_sides_are_found_in_their_words() -> None:
    gemline, tribune = said(ORDERED, "Gemline", date(2025, 9, 14)), said(EVACUATED, "Tribune", date(2025, 9, 15))
    passages = [quote.passage for quote in (gemline, tribune)]
    found = OtherSides(Comparer(Alike()), EachItsOwn(), HOW_MANY, passages).against([gemline])

    values = {words: words[slice(*place)] for words, place in values_of(found).items()}

    assert values == {ORDERED: "5,600", EVACUATED: "4,100"}


@pytest.mark.parametrize(("support", "kept"), [(0.9, 2), (0.2, 3)])
def test_what_was_added_in_doubt_goes_where_the_likeliest_sentence_is_a_side(support: float, kept: int) -> None:
    gemline, tribune = said(ORDERED, "Gemline", date(2025, 9, 14)), said(EVACUATED, "Tribune", date(2025, 9, 15))
    guess = said("Some 430 people filled the hall.", "Gemline", date(2025, 9, 20))
    statements = [
        Statement(gemline.words, (gemline,), support),
        Statement(guess.words, (guess,), 0.4),
        Statement(tribune.words, (tribune,), 0.1),
    ]
    passages = [quote.passage for quote in (gemline, tribune)]
    found = OtherSides(Comparer(Alike()), EachItsOwn(), HOW_MANY, passages).against([gemline])

    assert len(without_guesses(statements, found)) == kept
    assert len(without_guesses(statements, [])) == 3


def test_a_sentence_that_does_not_say_what_its_value_is_of_contradicts_nothing() -> None:
    bare = said("The number is two.", "Gemline", date(2025, 9, 16))
    board = said("All five board members were at the hearing.", "Tribune", date(2025, 9, 30))

    assert conflicts("How many people died?", bare, board) == ()


def test_the_reader_looks_at_another_side_that_it_did_not_look_at_yet() -> None:
    ordered, evacuated = said(ORDERED, "Gemline", date(2025, 9, 14)), said(EVACUATED, "Tribune", date(2025, 9, 15))
    asked: list[Passage] = []

    def read(passage: Passage) -> Mapping[tuple[str, int, int], Answering]:
        asked.append(passage)
        return find(WordReader("nothing"), HOW_MANY, [passage]).sentences

    reading = read_as("5,600", ordered)
    assert reading is not None
    readings = {ordered.place: reading}
    sides = OtherSides(Comparer(Alike()), EachItsOwn(), HOW_MANY, [ordered.passage, evacuated.passage], readings, read)

    sides.against([ordered])
    assert asked == [evacuated.passage]
    assert sides.readings[evacuated.place].peak < 0 < sides.readings[ordered.place].peak


def test_what_is_right_stays_beside_what_was_wrongly_reported() -> None:
    ordered, evacuated = said(ORDERED, "Gemline", date(2025, 9, 14)), said(EVACUATED, "Tribune", date(2025, 9, 15))
    wrong = said("Correction: We reported that three people had died.", "Post", date(2025, 9, 16))
    right = said("The number is two.", "Post", date(2025, 9, 17))
    statements = [
        Statement(one.words, (one,), support) for one, support in ((ordered, 0.9), (wrong, 0.5), (right, 0.2))
    ]
    sides = OtherSides(Comparer(Alike()), EachItsOwn(), HOW_MANY, [ordered.passage, evacuated.passage])

    shown = with_sides(statements, sides.against([ordered]), max_sentences=3)

    assert [one.text for one in shown] == [ORDERED, right.words, EVACUATED]


@pytest.mark.parametrize("value", [3.0, -0.5])
def test_a_correction_stands_though_the_reader_doubts_that_the_report_answers(value: float) -> None:
    question = "For how many years will Tessaro buy?"
    words = REPORT[0].words
    place = (start := words.index("seven years"), start + len("seven years"))
    reading = Answering(value, value, place)
    candidates = (Candidate(REPORT[0], 0.9, reading), *(Candidate(one, 0.4) for one in CLARIFICATION))
    passages = [one.passage for one in (*REPORT, *CLARIFICATION)]
    statements = [Statement(words, (REPORT[0],), 0.9)]

    found = find_disagreements(
        Comparer(Alike()), EachItsOwn(), Evidence(question, candidates, 0.9), statements, passages
    )

    assert [values(one) for one in found] == [["five years", "seven years"]]
