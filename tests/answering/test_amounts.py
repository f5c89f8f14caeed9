from datetime import date

import pytest

from qa_assistant.answering.amounts import amounts, are_comparable, differ

FRIDAY = date(2025, 7, 4)


def are_same(one: str, other: str, *, published: date = FRIDAY) -> bool:
    (first,), (second,) = amounts(one, published), amounts(other, published)
    return are_comparable(first, second) and not differ(first, second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("300 houses", "three hundred houses"),
        ("two hundred thousand letters", "200,000 letters"),
        ("a hundred and twenty-five thousand letters", "125,000 letters"),
        ("about 1500 houses", "1,500 houses"),
        ("on Jan. 6", "on 6 January"),
        ("on Sept. 3, 2021", "on 3 September 2021"),
        ("in Nov. 2021", "in November 2021"),
        ("two hundred and fifty pupils", "250 pupils"),
        ("about 5,600 people", "5,640 people"),
        ("some 1,850 dockers", "1,850 dockers"),
        ("it rose 5.6 percent", "it rose 5.6 per cent"),
        ("half of it", "50 percent of it"),
        ("two thirds of it", "67% of it"),
        ("it cost €2.4 billion", "it cost 2.4bn euros"),
        ("it cost €2.4 billion", "it cost €2.38 billion"),
        ("for four weeks", "for 28 days"),
        ("it is 3 metres high", "it is ten feet high"),
        ("on Tuesday", "on 1 July"),
        ("yesterday", "on July 3, 2025"),
        ("in June 2025", "on 9 June"),
        ("at noon", "at 12 p.m."),
        ("at half past eleven", "at 11:30 p.m."),
        ("it was a quarter past six", "at 6.15 a.m."),
        ("at ten to six on the way", "at 5:50 a.m."),
        ("after six in the evening", "after 6 p.m."),
        ("at 7.20 on the way", "at 7:20 p.m."),
        ("a loss of NOK 310m", "a loss of 310 million kroner"),
        ("a fine of 3.5 million Egyptian pounds", "a fine of EGP 3.5 million"),
        ("nine and a half thousand depositors", "9,500 depositors"),
        ("two hundred and twelve thousand visitors", "212,000 visitors"),
        ("it grew six and a half percent", "it grew 6.5 per cent"),
        ("it weighed 310 kilograms", "it weighed three hundred and ten kilos"),
        ("it weighed 2 tonnes", "it weighed 2,000 kg"),
        ("at 110 kilometres an hour", "at 110 km/h"),
        ("it is short of 650 MW", "it is short of 650 megawatts"),
        ("a quarter of a million letters", "250,000 letters"),
        ("forty-one thousand three hundred spectators", "41,300 spectators"),
        ("fifteen hundred troops", "1,500 troops"),
        ("two and a half years", "30 months"),
    ],
)
def test_the_same_in_other_words(one: str, other: str) -> None:
    assert are_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,850 dockers", "1,420 dockers"),
        ("two people", "three people"),
        ("it rose 5.6 percent", "it rose 4.1 percent"),
        ("it cost €2.4 billion", "it cost €2.5 billion"),
        ("on June 9", "on June 11"),
        ("in June 2023", "in April 2024"),
        ("on Tuesday", "on 3 July"),
        ("at 2:10 a.m.", "at 1:45 a.m."),
        ("it cost €5", "it cost $5"),
        ("it cost 5 kroner", "it cost SEK 5"),
        ("at half past eleven", "at 11:15 p.m."),
        ("at ten to six on the way", "at ten past six on the way"),
        ("two and a half years", "half a year"),
        ("nine and a half thousand depositors", "9,000 depositors"),
        ("about 1500 houses", "1,900 houses"),
        ("two hundred thousand letters", "200 letters"),
        ("it went to North Korea", "it went to South Korea"),
        ("it went to New York", "it went to New Delhi"),
    ],
)
def test_another_value(one: str, other: str) -> None:
    assert not are_same(one, other)


@pytest.mark.parametrize(
    ("sentence", "former"),
    [
        ("The flood killed two people, not three.", ["three"]),
        ("The offer rose from 4.1 to 4.8 per cent.", ["4.1"]),
        ("They hired 40 engineers instead of the 150 planned.", ["150"]),
        ("An earlier report said that three people had died.", ["three"]),
        ("The flood killed two people.", []),
        ("The first estimate was 300 people.", ["300"]),
        ("The first victim was 35 years old.", []),
        ("It made an initial public offering of $3 million.", []),
    ],
)
def test_what_was_said_before_is_told_from_what_is(sentence: str, former: list[str]) -> None:
    assert [amount.text for amount in amounts(sentence, FRIDAY) if amount.is_former] == former


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("from five to ten people, three to one", ["count"] * 4),
        ("killed two after one collapsed", ["count", "count"]),
        ("they try 3 times", ["count"]),
    ],
)
def test_what_only_looks_like_a_time_of_day_or_a_sum(sentence: str, measures: list[str]) -> None:
    assert [amount.measure for amount in amounts(sentence, FRIDAY)] == measures


def test_what_says_too_little_is_no_amount() -> None:
    assert amounts("Several people waited for hundreds of ships.", FRIDAY) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It cost $20mn.", "It cost $20 million."),
        ("It cost US$1.2tn.", "It cost $1.2 trillion."),
        ("It is 2.5km long.", "It is 2.5 kilometres long."),
        ("The wall is 30m high.", "The wall is 30 metres high."),
        ("It began at three in the afternoon.", "It began at 3pm."),
    ],
)
def test_units_and_scales_are_the_same_however_outlets_write_them(one: str, other: str) -> None:
    (mine,), (theirs,) = amounts(one, None), amounts(other, None)

    assert are_comparable(mine, theirs)
    assert not differ(mine, theirs)


def test_a_number_like_a_year_counts_only_where_it_says_so() -> None:
    said = "In 2019 people left, about 1500 houses burned, and 1500 dockers walked out in 1950."

    assert [(one.text, one.measure) for one in amounts(said, FRIDAY)] == [
        ("2019", "date"),
        ("1500", "count"),
        ("1500", "count"),
        ("1950", "date"),
    ]


def test_what_a_newspaper_reported_is_not_replaced_by_that() -> None:
    (arrests,) = amounts("At least 40 people were arrested, the newspaper reported.", FRIDAY)

    assert not arrests.is_former


def test_a_day_that_does_not_exist_is_no_amount() -> None:
    assert amounts("The talks begin on 29 February.", date(2025, 2, 1)) == ()
