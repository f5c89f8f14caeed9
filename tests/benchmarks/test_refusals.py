"""What thresholds of refusing would do, in figures and as a picture."""

from xml.etree import ElementTree

import pytest

from benchmarks.refusals import Judged, auc, brier, calibration_error, curves, draw, refusal_rates, reliability

JUDGED = [
    Judged(support=0.9, is_answerable=True, would_match=True),
    Judged(support=0.6, is_answerable=True, would_match=False),
    Judged(support=0.4, is_answerable=True, would_match=True),
    Judged(support=0.2, is_answerable=False, would_match=False),
]


def test_rates_at_a_threshold() -> None:
    wrong_refusals, refused_impossible, refusals_right = refusal_rates(JUDGED, 0.5)

    assert wrong_refusals == pytest.approx(1 / 3)
    assert refused_impossible == 1
    assert refusals_right == 0.5


def test_support_that_separates_has_the_greatest_area() -> None:
    assert auc(JUDGED) == 1


def test_support_that_is_what_is_so_has_no_error() -> None:
    sure = [Judged(1.0, is_answerable=True, would_match=True), Judged(0.0, is_answerable=False, would_match=False)]

    assert brier(sure) == 0
    assert calibration_error(sure) == 0


def test_the_brier_score_is_the_mean_squared_distance() -> None:
    assert brier(JUDGED) == pytest.approx((0.01 + 0.16 + 0.36 + 0.04) / 4)


def test_the_calibration_error_weighs_each_range_by_its_questions() -> None:
    half_right = [Judged(0.75, is_answerable=at < 2, would_match=True) for at in range(4)]

    assert reliability(half_right) == [(0.75, 0.5, 4)]
    assert calibration_error([*half_right, *half_right]) == pytest.approx(0.25)


def test_the_picture_is_well_formed_whatever_its_title() -> None:
    picture = ElementTree.fromstring(draw(curves(JUDGED), "Risk & <coverage>", 0.5))

    lines = picture.findall("{http://www.w3.org/2000/svg}polyline")

    assert picture.findtext("{http://www.w3.org/2000/svg}title") == "Risk & <coverage>"
    assert [len(line.attrib["points"].split()) for line in lines] == [4, 4]
