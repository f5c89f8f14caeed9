"""Fitting the models of quote mode."""

import pytest

from benchmarks.fit import Example, fit, fit_logistic
from benchmarks.signals import Seen
from qa_assistant.answering.citing import Quote
from qa_assistant.answering.judging import Settling
from qa_assistant.answering.scoring import LogisticModel, Scored, Signals
from qa_assistant.evaluation import EvalCase
from qa_assistant.schema import Passage


def example(number: int, *, answerable: bool) -> Example:
    found = 5.0 if answerable else -5.0
    case = EvalCase(f"q{number}", "Who signed?", answers=("Ada",) if answerable else ())
    texts = ("Ada signed.", "It rained.")
    signals = Signals(
        ({"logit": found + number}, {"logit": -8.0 - number}), {"nearest": found, "named": found + number}, True
    )
    return Example("samples", "dev", case, texts, signals)


def settled(number: int, *, answerable: bool) -> Example:
    """Return a question for yes or no, whose likeliest sentence by the judge is not the one with the reader's peak."""
    value = 3.0 if answerable else -3.0
    case = EvalCase(f"w{number}", "Did Ada sign?", answers=("Ada",) if answerable else ())
    spans = ((0, 11), (12, 21))
    quotes = tuple(
        Quote(Passage("a", "a", "News", 0, 21, "Ada signed. It rained.", sentences=spans), span) for span in spans
    )
    judged = {quote.place: Settling(0.0, 0.0) for quote in quotes}
    settling = tuple({"settles": sign * value, "alone": 1.0, "peak": -4.0} for sign in (1, -1))
    signals = Signals(
        ({"logit": -8.0}, {"logit": 5.0 + number}),
        {"nearest": 0.0, "settled": value + number / 10},
        has_common_word=True,
        settling=settling,
    )
    return Example(
        "samples",
        "dev",
        case,
        ("Ada signed.", "It rained."),
        signals,
        Seen("", (), Scored(quotes, settling=judged), 0.0),
    )


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


def test_questions_for_yes_or_no_have_models_of_their_own() -> None:
    whether = [settled(number, answerable=number % 2 == 0) for number in range(8)]

    fitted = fit([*EXAMPLES, *whether])

    assert fitted.question == fit(EXAMPLES).question
    assert min(fitted.support(one.signals) for one in whether if one.case.answers) > 0.5
    assert max(fitted.support(one.signals) for one in whether if not one.case.answers) < 0.5
    first, second = fitted.probabilities(whether[0].signals)
    assert first > second


def test_the_test_half_has_no_say() -> None:
    other = Example("samples", "test", EvalCase("t", "Who?", answers=("Ada",)), ("No.",), EXAMPLES[1].signals)

    assert fit([*EXAMPLES, other]) == fit(EXAMPLES)


@pytest.mark.parametrize("feature", ["nearest", "named"])
def test_a_feature_can_be_left_out(feature: str) -> None:
    assert feature not in fit(EXAMPLES, without=[feature]).question["names"]


def test_a_question_for_which_nothing_was_found_has_no_support() -> None:
    assert fit(EXAMPLES).support(Signals((), {}, has_common_word=True)) == 0
