from datetime import date

from qa_assistant.answering.citing import Quote
from qa_assistant.answering.looking import Looked, Together
from qa_assistant.answering.quoting import Candidate, Evidence
from qa_assistant.answering.sources import Sources
from qa_assistant.schema import Passage, Window
from tests.answering.test_quoting import passage

MAY = Window("in May", date(2025, 5, 1), date(2025, 5, 31), "prefer")


def part(question: str, *passages: Passage, support: float = 0.9, windows: tuple[Window, ...] = ()) -> Looked:
    found = tuple(Candidate(Quote(one, one.sentences[0]), support) for one in passages)
    sources = Sources({one.file: (f"origin of {one.file}", ()) for one in passages}, {})
    return Looked(question, windows, passages, Evidence(question, found, support), sources)


def test_a_question_that_asks_one_thing_stays_as_it_was_looked_up() -> None:
    one = part("Who signed?", passage("a", "Ada signed."), windows=(MAY,))

    whole = Together([one], 0.5)

    assert (whole.question, whole.windows, whole.passages) == (one.question, one.windows, one.passages)
    assert whole.evidence is one.evidence
    assert whole.note is None


def test_the_best_passages_of_each_part_come_first_and_none_twice() -> None:
    a, b, c = passage("a", "Ada signed."), passage("b", "Bob paid."), passage("c", "Cy left.")

    whole = Together([part("Who signed?", a, b), part("Who paid?", b, c)], 0.5)

    assert [one.file for one in whole.passages] == ["a", "b", "c"]
    assert whole.question == "Who signed, and who paid?"
    assert [whole.sources.origin_of(file)[0] for file in "abc"] == ["origin of a", "origin of b", "origin of c"]


def test_a_part_that_is_not_answered_is_named_and_left_out() -> None:
    good = part("Who signed?", passage("a", "Ada signed."), windows=(MAY,))
    bad = part("What did it cost?", passage("b", "Bob paid."), support=0.1, windows=(MAY,))

    whole = Together([good, bad], 0.5)

    assert whole.evidence is good.evidence
    assert whole.note == "The articles do not say: What did it cost?"
    assert whole.windows == (MAY,)


def test_where_no_part_is_answered_all_is_kept_for_what_comes_near() -> None:
    parts = [part("Who signed?", passage("a", "A."), support=0.2), part("Who paid?", passage("b", "B."), support=0.3)]

    whole = Together(parts, 0.5)

    assert whole.evidence.support == 0.3
    assert [one.quote.passage.file for one in whole.evidence.candidates] == ["b", "a"]
    assert whole.note is None


def test_what_one_part_was_looked_up_with_is_not_shown() -> None:
    a, b = passage("a", "The storm destroyed a pier."), passage("b", "Bob paid.")
    parts = [part("What did the storm destroy?", a), part("Who was killed? (the storm)", b, support=0.1)]

    whole = Together(parts, 0.5)

    assert whole.question == "What did the storm destroy, and who was killed?"
    assert whole.note == "The articles do not say: Who was killed?"


def test_what_the_turns_before_were_about_is_shown_once() -> None:
    a, b, c = passage("a", "A."), passage("b", "B."), passage("c", "C.")
    parts = [part("Who won? (the vote)", a), part("Who lost? (the vote)", b), part("Who left? (the vote)", c)]

    assert Together(parts[:1], 0.5).question == "Who won? (the vote)"
    assert Together(parts, 0.5).question == "Who won, and who lost, and who left? (the vote)"
