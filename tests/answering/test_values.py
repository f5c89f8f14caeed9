import pytest

from qa_assistant.answering.values import values


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("£86 million", "money"),
        ("$20mn", "money"),
        ("$1.2tn", "money"),
        ("$1.2B", "money"),
        ("₹500 crore", "money"),
        ("US$1.5 billion", "money"),
        ("C$50 million", "money"),
        ("1.5 billion U.S. dollars", "money"),
        ("300 US dollars", "money"),
        ("2.5km", "length"),
        ("1,200km", "length"),
        ("80kg", "quantity"),
        ("4.5pc", "percent"),
        ("€2.4bn", "money"),
        ("$1000", "money"),
        ("1600 mm", "length"),
        ("40 billion dollars", "money"),
        ("5.6 percent", "percent"),
        ("71 per cent", "percent"),
        ("12%", "percent"),
        ("one job in nine", "percent"),
        ("two thirds", "percent"),
        ("1,850", "number"),
        ("twenty-five", "number"),
        ("two hundred", "number"),
        ("two hundred thousand", "number"),
        ("a hundred and twenty-five thousand", "number"),
        ("half a million", "number"),
        ("no", "number"),
        ("27.4 feet", "length"),
        ("112 metres", "length"),
        ("2.1 million cubic metres", "quantity"),
        ("64 hectares", "quantity"),
        ("five years", "duration"),
        ("an hour and a half", "duration"),
        ("a quarter of an hour", "duration"),
        ("three quarters of an hour", "duration"),
        ("a quarter of a percentage point", "percent"),
        ("half a percentage point", "percent"),
        ("three-quarters of a point", "percent"),
        ("a quarter-point", "percent"),
        ("a tenth of a per cent", "percent"),
        ("a quarter", "percent"),
        ("12C", "quantity"),
        ("-4C", "quantity"),
        ("31 °C", "quantity"),
        ("minus 4 degrees", "quantity"),
        ("last year", "year"),
        ("next spring", "weekday"),
        ("next week", "weekday"),
        ("25-day", "duration"),
        ("July 4, 2025", "day"),
        ("15 September", "day"),
        ("Jan. 6", "day"),
        ("Sept. 3, 2021", "day"),
        ("5 Oct 2020", "day"),
        ("Nov. 2021", "month"),
        ("April 2024", "month"),
        ("Thursday", "weekday"),
        ("2:10 a.m.", "clock"),
        ("five in the morning", "clock"),
        ("58-year-old", "age"),
        ("1874", "year"),
        ("Dame Rosalind Kerr", "name"),
        ("Bank of England", "name"),
        ("Tiago Brito e Cunha", "name"),
        ("Ursula von der Leyen", "name"),
    ],
)
def test_a_value_is_found_where_it_stands(text: str, kind: str) -> None:
    sentence = f"people said that {text} was it"

    (value,) = values(sentence)

    assert (value.kind, value.text) == (kind, text)
    assert sentence[slice(*value.span)] == text


def test_the_age_after_a_name() -> None:
    assert [value.kind for value in values("Curtis Boyle, 58, had been rescued.")] == ["name", "age"]


def test_a_date_is_no_number() -> None:
    assert [value.kind for value in values("it began on July 4 with 12 people")] == ["day", "number"]


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    assert values("Workers went home.") == ()
    assert [value.text for value in values("In Rotterdam they did not.")] == ["Rotterdam"]
    assert [value.text for value in values("Rosalind Kerr mediated.")] == ["Rosalind Kerr"]


def test_the_first_word_after_a_dateline_is_no_name() -> None:
    found = [(value.kind, value.text) for value in values("KILMORROW - Four wolves may be shot, Ada Berg said.")]

    assert found == [("number", "Four"), ("name", "Ada Berg")]


def test_may_is_a_month_only_in_capitals() -> None:
    assert values("it may end") == ()
    assert [value.kind for value in values("it ends in May")] == ["month"]


def test_punctuation_is_no_part_of_a_sum() -> None:
    assert [value.text for value in values("it paid £1,100, or more")] == ["£1,100"]


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [
        ("Police made four arrests in two days.", ["four", "two days"]),
        ("Profit rose 12% in the first half.", ["12%"]),
        ("The wall is 30m wide.", ["30m"]),
        ("In March 45 people were hurt.", ["March", "45"]),
        ("Milk costs 12c more.", []),
        ("It lasted a week and a quarter of them left.", ["a week", "a quarter"]),
        ("The price is higher than last year.", []),
        ("It was the next year that they met.", []),
        ("All wait for next week's vote and the autumn statement.", []),
        ("Prices paid for this fall in trade.", []),
        ("He lives in the summer of 1985.", ["1985"]),
        ("They live on Christmas Island.", ["Christmas Island"]),
        ("It grew in Q1 and in H2.", []),
        ("No one came, and no-one called.", ["No", "no"]),
    ],
)
def test_what_looks_like_another_value_is_none(sentence: str, texts: list[str]) -> None:
    assert [value.text for value in values(sentence)] == texts


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("it opens in the autumn", "the autumn"),
        ("it opened in spring, they said", "spring"),
        ("it opens by early summer", "early summer"),
        ("it opens at Christmas", "Christmas"),
        ("it opens on Christmas Eve", "Christmas Eve"),
        ("it opened at the weekend", "the weekend"),
        ("it opened during Ramadan", "Ramadan"),
    ],
)
def test_seasons_and_feasts_say_when(sentence: str, text: str) -> None:
    assert [(value.kind, value.text) for value in values(sentence)] == [("weekday", text)]
