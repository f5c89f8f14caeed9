from datetime import date

import pytest

from qa_assistant.answering.scoring import Scored, Signals
from qa_assistant.schema import Passage

NOTHING = Scored(())


def passage(published: date | None) -> Passage:
    text = "The dockers voted for the deal."
    return Passage(
        "p", "a.txt", "A vote", 0, len(text), text, published=published, sentences=((0, len(text)),), score=0
    )


@pytest.mark.parametrize(
    ("published", "named"), [(date(2025, 7, 18), 1.0), (date(2025, 7, 4), 2 / 3), (date(2024, 6, 1), 0.0), (None, 0.0)]
)
def test_the_day_of_publication_is_among_what_a_question_may_name(published: date | None, named: float) -> None:
    signals = Signals.of("How did they vote on 18 July 2025?", [passage(published)], NOTHING, nearest=0.5)

    assert signals.question["named"] == pytest.approx(named)
