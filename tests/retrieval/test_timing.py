"""What the time that a question names does to the search."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from qa_assistant.retrieval.recency import recency_of
from qa_assistant.retrieval.timing import WINDOW_DEPTH, Timing, timing_of
from qa_assistant.schema import Filters, Passage, Window

ASKED_ON = date(2025, 7, 16)
JUNE = Window("June 2025", date(2025, 6, 1), date(2025, 6, 30))


def passage(published: date | None, text: str = "They signed it.") -> Passage:
    return Passage("id", "a.txt", "A title", 0, len(text), text, published=published, sentences=((0, len(text)),))


def test_a_window_is_searched_besides_and_for_some_weeks_longer() -> None:
    filters = Filters(outlets=["CNN"])

    within = Filters("2025-06-01", "2025-07-28", ["CNN"])
    assert Timing((JUNE,)).searches(filters) == [(filters, None), (within, WINDOW_DEPTH)]


def test_a_question_for_articles_of_a_time_leaves_out_all_others() -> None:
    timing = timing_of("What do the articles from June say?", ASKED_ON)

    assert timing.searches(None) == [(Filters("2025-06-01", "2025-06-30"), None)]
    assert timing.searches(Filters(after="2025-07-01")) == []


def test_nothing_is_read_from_a_question_that_is_asked_for_any_date() -> None:
    assert timing_of("Who resigned last week?", ASKED_ON, Filters(any_date=True)) == Timing()


@pytest.mark.parametrize(
    ("published", "weight"),
    [
        (date(2025, 6, 1), 1.0),
        (date(2025, 6, 30), 1.0),
        (date(2025, 7, 14), 0.5),
        (date(2025, 7, 28), 0.25),
        (date(2025, 5, 31), 0.0),
        (None, 0.0),
    ],
)
def test_articles_of_the_window_weigh_most_later_ones_less_and_earlier_ones_nothing(
    published: date | None, weight: float
) -> None:
    assert Timing((JUNE,)).weight(passage(published)) == weight


@pytest.mark.parametrize(
    ("published", "text"),
    [
        (date(2026, 1, 9), "The talks failed on 19 June 2025."),
        (date(2025, 9, 6), "In the second week of June nothing moved."),
        (None, "The talks failed on 19 June 2025."),
    ],
)
def test_a_passage_that_names_a_day_of_the_window_weighs_as_much(published: date | None, text: str) -> None:
    assert Timing((JUNE,)).weight(passage(published, text)) == 1.0


@pytest.mark.parametrize(
    ("published", "text"),
    [
        (None, "The talks failed on 19 June."),
        (date(2025, 5, 2), "It closed on 30 April 2025, or on Tuesday."),
        (date(2025, 5, 2), "It has been so since the 1990s."),
    ],
)
def test_a_day_that_is_not_of_the_window_or_of_no_known_year_weighs_nothing(published: date | None, text: str) -> None:
    assert Timing((JUNE,)).weight(passage(published, text)) == 0.0


def test_a_passage_names_days_as_they_were_when_it_was_published() -> None:
    eighteenth = Timing((Window("18 July", date(2025, 7, 18), date(2025, 7, 18)),))

    assert eighteenth.weight(passage(date(2025, 7, 19), "The union said so on Friday.")) == 1.0
    assert eighteenth.weight(passage(date(2025, 7, 12), "The union said so on Friday.")) == 0.0


def test_only_windows_that_something_fits_were_used() -> None:
    timing = Timing((JUNE, Window("2019", date(2019, 1, 1), date(2019, 12, 31))))

    assert timing.used([passage(date(2025, 6, 3))]) == (JUNE,)
    assert timing.used([passage(None)]) == ()


def test_a_window_that_leaves_articles_out_was_used_whatever_was_found() -> None:
    (window,) = timing_of("List the articles from 2019.", ASKED_ON).used([])

    assert window.use == "only"


STOOD = "As of 10 June, how many people had died?"
EARLIER, LATER = date(2025, 6, 9), date(2025, 6, 15)
TOLL = "The fire of 8 June killed people."


@pytest.mark.parametrize(
    ("question", "known_by"),
    [
        (STOOD, date(2025, 6, 10)),
        ("How many were missing as at 10 June?", date(2025, 6, 10)),
        ("How many had signed so far by 10 June?", date(2025, 6, 10)),
        ("How many people had been found up to Monday?", date(2025, 7, 14)),
        ("As of 10 June, what is the fee?", None),
        ("How many have died as of today?", None),
        ("Who led the company before 2021?", None),
        ("How many did the yard build by 2020?", None),
    ],
)
def test_how_things_stood_on_a_day_is_asked_for(question: str, known_by: date | None) -> None:
    timing = timing_of(question, ASKED_ON)

    assert timing.known_by == known_by
    assert known_by is None or timing.recency is None


def test_how_things_stood_is_told_best_by_the_last_article_up_to_that_day() -> None:
    timing = timing_of(STOOD, ASKED_ON)
    told = [
        passage(EARLIER, TOLL),
        passage(date(2025, 5, 12), TOLL),
        passage(LATER, "On 10 June the toll rose."),
        passage(LATER, TOLL),
    ]

    weights = [timing.weight(one) for one in told]

    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)
    assert timing.searches(None)[1:] == [(Filters(before="2025-06-10"), WINDOW_DEPTH)]


def scored(published: date | None, text: str, score: float) -> Passage:
    return replace(passage(published, text), score=score)


def test_later_articles_are_left_out_where_one_up_to_the_day_fits_about_as_well() -> None:
    timing = timing_of(STOOD, ASKED_ON)
    later, of_the_day = scored(LATER, TOLL, 5.0), scored(LATER, "On 10 June the toll rose.", 2.0)
    near, far = scored(EARLIER, TOLL, 3.0), scored(EARLIER, TOLL, -4.0)

    assert timing.telling([later, near, of_the_day]) == [near, of_the_day]
    assert timing.telling([later, far]) == [later, far]
    assert timing.telling([later]) == [later]


@pytest.mark.parametrize(
    "question",
    [
        "What did the mayor say this week?",
        "What did the mayor say on Monday?",
        "What is the latest on the mayor?",
        "What did the mayor say in July?",
        "What has the mayor said today?",
    ],
)
@pytest.mark.parametrize("score", [2.5, 5.0])
def test_what_came_after_the_day_of_the_question_gives_way_to_what_was_there(question: str, score: float) -> None:
    timing = timing_of(question, ASKED_ON)
    there, undated = scored(ASKED_ON, "We owe them all, she said.", score), scored(None, "She said so.", 1.0)
    after = scored(ASKED_ON + timedelta(days=98), "The mayor said that it was over.", 5.0)

    assert timing.telling([after, there, undated]) == [there, undated]


@pytest.mark.parametrize(
    ("question", "published", "score"),
    [
        # nothing that fits
        ("What did the mayor say this week?", ASKED_ON, 1.0),
        # nothing of that time
        ("Who led the council in May?", date(2025, 3, 1), 5.0),
        # no time is asked about
        ("What did the mayor say about the tram?", ASKED_ON, 5.0),
    ],
)
def test_it_stays_where_nothing_else_answers(question: str, published: date, score: float) -> None:
    given = [scored(ASKED_ON + timedelta(days=1), "The mayor said.", 5.0), scored(published, "She said.", score)]

    assert timing_of(question, ASKED_ON).telling(given) == given


def test_a_later_article_may_look_back_at_a_time_that_is_over() -> None:
    given = [scored(date(2025, 7, 9), "In May the mayor said.", 5.0), scored(date(2025, 5, 9), "She said.", 5.0)]

    assert timing_of("What did the mayor say in May?", ASKED_ON).telling(given) == given


@pytest.mark.parametrize(
    ("question", "event"),
    [
        ("What did the minister say yesterday?", "said"),
        ("Last week, what did the minister announce?", "said"),
        ("What did the minister say about the tax yesterday?", "done"),
        ("Who resigned last week?", "done"),
        ("Who was arrested in Lund last week?", "done"),
        ("What happened on 3 July 2025?", "done"),
        ("What happened on 3 July?", None),
        ("What did the minister say about the vote on 3 July?", None),
        ("What did the report of 3 July say?", None),
        ("What did the deal signed in June say about fees?", None),
        ("Who led the firm in 2021?", None),
        ("Who was the elected mayor in 2021?", None),
        ("Where did he live in 2021?", None),
        ("How many have died as of today?", None),
        ("Who was to be elected last week?", None),
        ("Who died before 2021?", None),
        ("What did the articles from June say?", None),
    ],
)
def test_an_event_is_asked_for_only_where_that_is_clear(question: str, event: str | None) -> None:
    assert timing_of(question, ASKED_ON).event == event


@pytest.mark.parametrize(
    ("question", "published", "text", "tells"),
    [
        ("What did the minister say yesterday?", date(2025, 7, 8), "The tax will not rise, he said on Tuesday.", False),
        ("What did the minister say yesterday?", date(2025, 7, 15), "The tax will not rise.", True),
        ("What did the minister say yesterday?", None, "The tax will not rise.", True),
        ("What did the minister say yesterday?", date(2025, 7, 8), "He speaks on 15 July 2025.", True),
        ("Where was the treaty signed last week?", date(2025, 7, 1), "It will be signed in Lund.", True),
        ("Where was the treaty signed last week?", date(2025, 7, 1), "The other treaty was signed in Ystad.", False),
        ("Who led the firm in 2021?", date(2019, 7, 1), "Ann Lee leads it.", True),
        ("Who won in 2019 and who won in 2021?", date(2020, 7, 1), "Ann Lee won.", True),
    ],
)
def test_an_article_from_before_cannot_tell_what_happened(
    question: str, published: date | None, text: str, tells: bool
) -> None:
    timing, one = timing_of(question, ASKED_ON), passage(published, text)

    assert timing.telling([one]) == ([one] if tells else [])


def test_a_window_for_which_something_is_left_out_was_used() -> None:
    timing = timing_of("What did the minister say yesterday?", ASKED_ON)

    assert [window.words for window in timing.used([passage(date(2025, 7, 8))])] == ["yesterday"]


def test_the_latest_is_the_newest_there_is() -> None:
    archive = [passage(date(2020, 3, 1)), passage(date(2020, 3, 15))]
    timing = timing_of("What is the latest on the strike?", ASKED_ON)

    assert [round(timing.among(archive).weight(one), 2) for one in archive] == [0.5, 1.0]
    assert [window.use for window in timing.used(archive)] == ["newest"]


def test_this_week_is_this_week_even_in_an_archive() -> None:
    recency = recency_of("What happened this week?", ASKED_ON)

    assert recency
    assert recency.among([date(2020, 3, 1)]) == recency


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2022, 6, 27), date(2022, 7, 3), "27 June – 3 July 2022"),
        (date(2022, 7, 3), date(2022, 7, 10), "3 – 10 July 2022"),
        (date(2022, 12, 30), date(2023, 1, 2), "30 December 2022 – 2 January 2023"),
        (date(2022, 7, 3), date(2022, 7, 3), "3 July 2022"),
        (None, date(2020, 12, 31), "until 31 December 2020"),
        (date(2020, 1, 1), None, "from 1 January 2020"),
    ],
)
def test_a_window_is_written_as_people_write_it(first: date | None, last: date | None, shown: str) -> None:
    assert str(Window("words", first, last)) == shown
