from __future__ import annotations

import pytest

from qa_assistant.evaluation import interval, risk_coverage
from qa_assistant.evaluation.intervals import difference_interval


def test_interval_is_around_the_mean_and_the_same_every_time() -> None:
    values = [1.0] * 80 + [0.0] * 20

    low, high = interval(values) or (0.0, 0.0)

    # The normal approximation: .8 ± 1.96 * sqrt(.8 * .2 / 100)
    assert low == pytest.approx(0.7216, abs=0.02)
    assert high == pytest.approx(0.8784, abs=0.02)
    assert interval(values) == (low, high)


def test_interval_of_equal_values_has_no_width() -> None:
    assert interval([1.0, 1.0, 1.0]) == (1.0, 1.0)


@pytest.mark.parametrize("values", [[], [1.0]])
def test_interval_needs_two_values(values: list[float]) -> None:
    assert interval(values) is None


def test_risk_coverage_answers_the_most_confident_first() -> None:
    curve = risk_coverage([0.2, 0.9, 0.8, 0.1], [False, True, False, True])

    assert curve.points == ((0.9, 0.25, 0.0), (0.8, 0.5, 0.5), (0.2, 0.75, 2 / 3), (0.1, 1.0, 0.5))
    assert curve.area == pytest.approx((0 + 1 / 2 + 2 / 3 + 1 / 2) / 4)


def test_risk_coverage_answers_equal_confidence_together() -> None:
    curve = risk_coverage([0.5, 0.5, 0.5], [True, False, True])

    assert curve.points == ((0.5, 1.0, 1 / 3),)
    assert curve.area == pytest.approx(1 / 3)


@pytest.mark.parametrize(("confidence", "correct"), [([], []), ([0.5], [True, False])])
def test_risk_coverage_wants_one_outcome_a_confidence(confidence: list[float], correct: list[bool]) -> None:
    with pytest.raises(ValueError, match="give one for each"):
        risk_coverage(confidence, correct)


def test_the_interval_of_a_difference_goes_by_pairs() -> None:
    before = [float(number) for number in range(50)]

    assert difference_interval(before, [value + 1 for value in before]) == pytest.approx((1.0, 1.0))


def test_the_means_of_a_difference_leave_out_what_is_missing() -> None:
    assert difference_interval([1.0, None, None], [None, 0.5, 0.5]) is not None
    assert difference_interval([None, 0.5], [0.5, None]) is not None
    assert difference_interval([1.0], [0.0]) is None
