"""Fitting the models of quote mode."""

import pytest

from benchmarks.fit import Example, fit, fit_logistic
from qa_assistant.answering.scoring import LogisticModel, Signals
from qa_assistant.evaluation import EvalCase


def example(number: int, *, answerable: bool) -> Example:
    found = 5.0 if answerable else -5.0
    case = EvalCase(f"q{number}", "Who signed?", answers=("Ada",) if answerable else ())
    texts = ("Ada signed.", "It rained.")
    signals = Signals(
        ({"logit": found + number}, {"logit": -8.0 - number}), {"nearest": found, "named": found + number}, True
    )
    return Example("samples", "dev", case, texts, signals)


EXAMPLES = [example(number, answerable=number % 2 == 0) for number in range(8)]


def test_a_fitted_model_tells_toy_labels_apart() -> None:
    rows = [{"logit": value, "constant": 1.0} for value in (-3.0, -2.0, 2.0, 3.0)]

    model = LogisticModel.of(fit_logistic(rows, [False, False, True, True], strength=1.0))

    assert model.probability({"logit": -3.0, "constant": 1.0}) < 0.3
    assert model.probability({"logit": 3.0, "constant": 1.0}) > 0.7


def test_a_model_that_may_only_rise_has_no_weight_below_zero() -> None:
    rows = [{"logit": value, "contrary": -value / 2} for value in (-3.0, -2.0, 2.0, 3.0)]

    weights = fit_logistic(rows, [False, False, True, True], strength=1.0, only_rising=True)["weights"]

    assert weights[0] > 0
    assert weights[1] == 0


def test_without_need_of_its_bounds_it_is_the_model_of_scikit_learn() -> None:
    rows = [{"logit": value} for value in (-3.0, -1.0, -2.0, 2.0, 3.0)]
    labels, counts = [False, True, False, True, True], [1.0, 0.5, 1.0, 2.0, 3.0]

    free, bounded = (
        fit_logistic(rows, labels, weights=counts, strength=0.5, only_rising=rise) for rise in (False, True)
    )

    assert bounded["weights"] == pytest.approx(free["weights"], abs=1e-3)
    assert bounded["bias"] == pytest.approx(free["bias"], abs=1e-3)


def test_support_tells_answerable_questions_from_others() -> None:
    fitted = fit(EXAMPLES)

    assert min(fitted.support(one.signals) for one in EXAMPLES if one.case.answers) > 0.5
    assert max(fitted.support(one.signals) for one in EXAMPLES if not one.case.answers) < 0.5


def test_the_test_half_has_no_say() -> None:
    other = Example("samples", "test", EvalCase("t", "Who?", answers=("Ada",)), ("No.",), EXAMPLES[1].signals)

    assert fit([*EXAMPLES, other]) == fit(EXAMPLES)


@pytest.mark.parametrize("feature", ["nearest", "named"])
def test_a_feature_can_be_left_out(feature: str) -> None:
    assert feature not in fit(EXAMPLES, without=[feature]).question["names"]


def test_a_question_for_which_nothing_was_found_has_no_support() -> None:
    assert fit(EXAMPLES).support(Signals((), {}, has_common_word=True)) == 0
