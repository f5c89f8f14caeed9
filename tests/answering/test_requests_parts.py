"""What requests are made of: articles selected, days told, titles found, subjects and articles meant."""

from __future__ import annotations

from datetime import date

import pytest

from qa_assistant.answering.citing import Quote
from qa_assistant.answering.requests.comparison import questions_of
from qa_assistant.answering.requests.lines import title_place
from qa_assistant.answering.requests.listing import article_lines, newest_first
from qa_assistant.answering.requests.meant import named_article, topic_before, without_talk
from qa_assistant.answering.requests.recognise import Request
from qa_assistant.answering.requests.replies import reply
from qa_assistant.answering.requests.selection import select
from qa_assistant.answering.requests.timeline import event_of
from qa_assistant.index import ArticleInfo
from qa_assistant.schema import REFUSAL, Filters, Passage, Turn

TODAY = date(2024, 5, 20)
PUBLISHED = date(2024, 3, 15)  # a Friday


def info(file: str, day: date | None = None, outlet: str | None = None, author: str | None = None) -> ArticleInfo:
    return ArticleInfo(file, f"Title of {file}", outlet, author, day, file)


MARCH = info("a.txt", date(2024, 3, 12), "Port Ledger", "Maud Okafor and Tom Lee")
EARLIER_MARCH = info("b.txt", date(2022, 3, 2), "The Courier")
APRIL = info("c.txt", date(2024, 4, 1), "Port Ledger")
UNDATED = info("d.txt")
ARTICLES = (MARCH, EARLIER_MARCH, APRIL, UNDATED)


def whole(text: str, title: str = "A bridge at last", published: date | None = PUBLISHED) -> Passage:
    return Passage("", "a.md", title, 0, len(text), text, "Port Ledger", published, ((0, len(text)),))


def heading(sentence: str, published: date | None = PUBLISHED) -> str | None:
    event = event_of(Quote(whole(sentence, published=published), (0, len(sentence))))
    return event.heading if event else None


@pytest.mark.parametrize(
    ("request_read", "left"),
    [
        (Request("list"), ARTICLES),
        (Request("list", when="from March"), (MARCH,)),
        (Request("list", when="from March 2022"), (EARLIER_MARCH,)),
        (Request("list", when="since March 2024"), (MARCH, APRIL)),
        (Request("list", when="before 2023"), (EARLIER_MARCH,)),
        (Request("list", when="from last month"), (APRIL,)),
        (Request("list", by="the port ledger"), (MARCH, APRIL)),
        (Request("list", by="Tom Lee"), (MARCH,)),
        (Request("list", by="Courier", when="from March"), (EARLIER_MARCH,)),
        (Request("list", when="on 11 March", is_event=True), (MARCH,)),
        (Request("list", when="on 11 March"), ()),
        (Request("list", when="on 10 March", is_event=True), ()),
    ],
)
def test_a_request_selects_by_time_outlet_and_author(request_read: Request, left: tuple[ArticleInfo, ...]) -> None:
    assert select(request_read, ARTICLES, None, TODAY).articles == left


def test_filters_narrow_what_a_request_selects() -> None:
    selection = select(Request("list", when="from March"), ARTICLES, Filters(outlets=["the courier"]), TODAY)

    assert selection.articles == (EARLIER_MARCH,)
    assert str(selection.window) == "1 – 31 March 2022"


def test_a_reader_can_ask_without_the_time_a_request_names() -> None:
    selection = select(Request("list", when="from March"), ARTICLES, Filters(any_date=True), TODAY)

    assert selection.articles == ARTICLES


def test_unknown_names_and_times_to_come_select_nothing_and_say_so() -> None:
    unknown = select(Request("list", by="Reuters"), ARTICLES, None, TODAY)
    to_come = select(Request("list", when="from 2031"), ARTICLES, None, TODAY)

    assert (unknown.articles, to_come.articles) == ((), ())
    assert unknown.problem == "No article names Reuters as outlet or author."
    assert to_come.problem == "No article can be of that time: from 2031."


def test_lists_begin_with_the_newest_and_end_with_the_undated() -> None:
    assert newest_first(ARTICLES) == [APRIL, MARCH, EARLIER_MARCH, UNDATED]


def test_a_line_cites_the_title_where_it_stands_in_the_text() -> None:
    article = whole("# A bridge\nat last\n\nIt took nine years.")

    (line,) = article_lines([article])

    assert line.quote.text == "A bridge\nat last"
    assert line.heading == "15 March 2024 · Port Ledger · a.md"


def test_a_line_cites_the_first_sentence_where_the_title_stands_nowhere() -> None:
    article = whole("It took nine years.", title="Bridge opened")

    (line,) = article_lines([article])

    assert title_place(article) is None
    assert line.quote.text == "It took nine years."
    assert line.heading == "15 March 2024 · Port Ledger · a.md · Bridge opened"


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The contract was signed on 12 March 2024.", "12 March 2024"),
        ("The contract was signed on March 12.", "12 March 2024"),
        ("The contract was signed on Tuesday.", "12 March 2024 (“Tuesday”)"),
        ("The council will vote on Tuesday.", "19 March 2024 (“Tuesday”)"),
        ("The governor said she would visit on Tuesday.", "19 March 2024 (“Tuesday”)"),
        ("The river should be back within its banks on Tuesday.", "19 March 2024 (“Tuesday”)"),
        ("A claims office opens on Tuesday.", "19 March 2024 (“Tuesday”)"),
        ("The mayor said on Tuesday that the bridge opens in May 2026.", "May 2026"),
        ("The first crane is due to arrive in February.", "February 2025"),
        ("The harbour was founded in 1871.", "1871"),
        ("The rise is backdated to March 1.", None),
        ("There will be no redundancies before the end of 2028.", None),
        ("They may sign, and 2000 people wait.", None),
        ("Correction: An earlier version of this article said that the harbour was founded in 1781.", None),
    ],
)
def test_a_sentence_stands_under_the_day_it_tells_of(sentence: str, day: str | None) -> None:
    assert heading(sentence) == day


def test_a_weekday_of_an_undated_article_is_no_day() -> None:
    assert heading("The contract was signed on Tuesday.", published=None) is None


def test_numbers_are_asked_for_only_where_the_sentence_says_what_they_count() -> None:
    counted, bare = "In all, 27 ships were diverted, mostly to Rotterdam.", "Seven."

    assert questions_of(Quote(whole(counted), (0, len(counted))), "the strike") == [
        "How many ships were diverted, the strike?"
    ]
    assert questions_of(Quote(whole(bare), (0, len(bare))), "the strike") == []


def test_articles_are_meant_by_file_or_title() -> None:
    assert named_article("a.txt", ARTICLES) == MARCH
    assert named_article("A", ARTICLES) == MARCH
    assert named_article("“title of c.txt”", ARTICLES) == APRIL
    assert named_article("title", ARTICLES) is None


def test_what_was_talked_of_before_is_the_last_subject_that_was_answered() -> None:
    asked = [
        Turn("What do you have on the strike?", "…"),
        Turn("Who won?", REFUSAL),
        Turn("Thanks", "You are welcome."),
    ]

    assert topic_before(asked) == "the strike"
    named = [Turn("Compare Gemline and the Post on the flood", "2 articles about “the flood”. [1]")]
    assert topic_before(named, lambda name: name in ("Gemline", "the Post")) == "the flood"
    assert topic_before([Turn("How many ships were diverted?", "27. [1]")]) == "How many ships were diverted"


def test_greetings_and_thanks_are_no_turns_to_build_on() -> None:
    asked = [Turn("Hello", "Hello."), Turn("Who won?", "They. [1]"), Turn("Thanks!", "You are welcome.")]

    assert without_talk(asked) == asked[1:2]


@pytest.mark.parametrize(
    "said",
    ["Are you sure?", "That's wrong", "Source?", "Who wrote that?", "Who else reported this?", "Shorter, please"],
)
def test_what_is_said_of_an_answer_is_no_turn_to_build_on(said: str) -> None:
    asked = [Turn("Who won the vote?", "They. [1]"), Turn(said, "…")]

    assert without_talk(asked) == asked[:1]
    assert topic_before(asked) == "Who won the vote"


@pytest.mark.parametrize(
    ("asked", "answer", "said"),
    [
        ("What does the letter say?", "It thanks her. [1]", "Who wrote that?"),
        ("Why is the drug safe?", "A study of 3,000 people found no harm. [1]", "When was that published?"),
        ("Who reported the theft?", "A guard did. [1]", "Who else reported this?"),
        ("Who reported the theft?", "A guard did. [1]", "Who reported this first?"),
    ],
)
def test_who_wrote_or_reported_that_may_ask_about_what_the_answer_tells_of(asked: str, answer: str, said: str) -> None:
    turns = [Turn(asked, answer), Turn(said, "…")]

    assert without_talk(turns) == turns


def test_what_was_talked_of_before_is_understood_as_it_was() -> None:
    asked = [Turn("Who won?", "They. [1]"), Turn("Thanks", "…"), Turn("How?", "…")]

    topic = topic_before(asked, standalone=lambda words, before: f"{before[-1].question} {words}")

    assert topic == "Who won? How"


def test_a_greeting_names_what_is_in_the_folder() -> None:
    said = reply("greeting", ARTICLES)

    assert "4 articles by 2 outlets: Port Ledger, The Courier" in said
    assert "from 2 March 2022 to 1 April 2024" in said
    assert said.count("\n- ") == 3
