"""Requests answered from an index of the sample articles, with models that count common words."""

from __future__ import annotations

from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_assistant.answering.clock import Clock
from qa_assistant.answering.comparing import Comparer
from qa_assistant.answering.given import Asked
from qa_assistant.answering.requests import Models, Requests
from qa_assistant.answering.statements import content_words
from qa_assistant.index import Index, Reading, fingerprint
from qa_assistant.schema import REFUSAL, Answer, Filters, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

TODAY = date(2026, 3, 1)
VOTE = (
    "The Quay Workers' Union said on Friday that 1,102 members had voted for the agreement and 451 against, "
    "a majority of 71 per cent on a turnout of 84 per cent. [1]"
)
REQUESTS = (
    "What do you have on the strike?",
    "Summarise velkar-delay.md",
    "Summarise the coverage of Velkar",
    "List the articles about the dam",
    "Timeline of the strike",
    "How do the outlets differ on the strike?",
    "Compare the outlets' coverage of the strike",
    "Compare Gemline and the Coastline Post on the strike",
    "Which outlets covered the dam?",
    "What do the articles say about Velkar?",
    "What's the latest on the strike?",
    "Brief me on the strike",
    "Summarise the latest news",
    "Key points of the strike coverage",
    "List the articles that mention Rosalind Kerr",
    "How did the strike unfold?",
)


class WordCounter:
    """Embeds and scores by the words that texts share."""

    name = "words"

    def embed_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        return np.stack([self.embed_question(text) for text in texts])

    def embed_question(self, text: str) -> NDArray[np.float32]:
        vector = np.full(64, 1e-6, dtype=np.float32)
        for word in content_words(text):
            vector[blake2b(word.encode(), digest_size=1).digest()[0] % 64] += 1
        return vector / np.linalg.norm(vector)

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        words = content_words(question)
        shares = [len(words & content_words(text)) / max(len(words), 1) for text in texts]
        return 12 * np.array(shares, dtype=np.float32) - 8


def index_of(articles: Path, store: Path) -> Index:
    built = Index(store, fingerprint(embedder="words", passage_words=180, passage_overlap=30))
    built.sync(articles, WordCounter, Reading.of(passage_words=180, passage_overlap=30))
    return built


@pytest.fixture(scope="module")
def index(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Index:
    return index_of(samples, tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def requests(index: Index) -> Requests:
    return requests_from(index)


def requests_from(index: Index) -> Requests:
    words = WordCounter()
    return Requests(index, lambda: Models(words, words, Comparer(words), lambda question, _: question))


def ask(requests: Requests, words: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
    answers = requests.answers(Answer(words, words), Asked(words, tuple(history), filters, TODAY), Clock())
    assert answers is not None
    *_, last = answers
    return last


def files(answer: Answer) -> set[str]:
    return {citation.file for citation in answer.citations}


@pytest.mark.parametrize("words", REQUESTS)
def test_every_sentence_is_the_articles_own_and_cited(requests: Requests, index: Index, words: str) -> None:
    answer = ask(requests, words)
    quotes = {citation.number: citation.quote for citation in answer.citations}

    assert answer.sentences
    for sentence in answer.sentences:
        assert sentence.text == " ".join(quotes[sentence.citations[0]].split())
        assert f"{sentence.text} [{sentence.citations[0]}]" in answer.text
    for citation in answer.citations:
        assert index.article(citation.file).text[citation.start : citation.end] == citation.quote


def test_a_question_is_left_to_others(requests: Requests) -> None:
    assert requests.answers(Answer("Q", "Who mediated the talks?"), Asked("Q", (), None, TODAY), Clock()) is None


@pytest.mark.parametrize("words", ["Hello", "What can you do?", "List the articles from July"])
def test_talk_and_lists_need_no_models(index: Index, words: str) -> None:
    answer = ask(Requests(index, pytest.fail), words)

    assert not answer.refused


@pytest.mark.parametrize("words", ["Summarise this article", "What is that article about?", "tldr", "Summarise it"])
def test_this_article_is_the_one_that_the_last_answer_cites_first(requests: Requests, words: str) -> None:
    history = [Turn("How did they vote?", VOTE), Turn("Thanks", "You are welcome.")]

    assert files(ask(requests, words, history)) == {"dockers-vote-result.txt"}


def test_this_article_is_the_one_that_a_list_names_first(requests: Requests) -> None:
    listed = ask(requests, "List the articles from July")

    summary = ask(requests, "Summarise the first article", [Turn("List the articles from July", listed.text)])

    assert files(summary) == {"dockers-vote-result.txt"}


@pytest.mark.parametrize(("words", "place"), [("Summarise the second one", 1), ("Summarise the last article", -1)])
def test_an_article_can_be_picked_from_a_list(requests: Requests, words: str, place: int) -> None:
    listed = ask(requests, "List the articles from July")

    summary = ask(requests, words, [Turn("List the articles from July", listed.text)])

    assert files(summary) == {listed.citations[place].file}
    assert len(listed.citations) > 2


def test_the_second_one_after_a_summary_of_the_first_is_still_of_the_list(requests: Requests) -> None:
    listed = ask(requests, "What do you have on the strike?")
    turns = [Turn("What do you have on the strike?", listed.text)]
    first = ask(requests, "Summarise the first one in two sentences", turns)
    turns.append(Turn("Summarise the first one in two sentences", first.text))

    second = ask(requests, "And the second one?", turns)

    assert files(first) == {listed.citations[0].file}
    assert files(second) == {listed.citations[1].file}
    assert len(first.sentences) == len(second.sentences) == 2


def test_an_article_that_no_list_has_is_asked_for(requests: Requests) -> None:
    history = [Turn("How did they vote?", VOTE)]

    assert "not clear which article" in ask(requests, "Summarise the fourth one", history).text


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [("in one sentence", 1, 1), ("in eight sentences", 8, 8), ("in detail", 7, 12), ("", 3, 6)],
)
def test_a_summary_is_as_long_as_it_is_asked_to_be(requests: Requests, words: str, least: int, most: int) -> None:
    assert least <= len(ask(requests, f"Summarise the coverage of the strike {words}").sentences) <= most


def test_a_summary_has_no_more_words_than_it_is_asked_to_have(requests: Requests) -> None:
    summary = ask(requests, "Summarise the coverage of the strike in 90 words")

    assert 45 < sum(len(sentence.text.split()) for sentence in summary.sentences) <= 90


def test_this_article_is_the_one_that_the_filters_leave(requests: Requests) -> None:
    summary = ask(requests, "Summarise this article", filters=Filters(files=["spillway-bond-vote.html"]))

    assert files(summary) == {"spillway-bond-vote.html"}


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Summarise this article", "not clear which article"),
        ("Timeline", "not clear what about"),
        ("Tell me about it", "not clear what about"),
    ],
)
def test_what_is_not_clear_is_asked_back(requests: Requests, words: str, part: str) -> None:
    answer = ask(requests, words)

    assert (answer.kind, answer.refused) == ("reply", False)
    assert part in answer.text


def test_a_request_without_a_subject_takes_that_of_the_turn_before(requests: Requests) -> None:
    answer = ask(requests, "Compare the coverage", [Turn("What do you have on the strike?", "…")])

    assert str(answer.lead).startswith("7 articles about “the strike”; 5 independent sources")


def test_a_time_narrows_what_is_searched(requests: Requests) -> None:
    answer = ask(requests, "What do you have on the strike from July?")

    assert str(answer.lead).startswith("5 articles about “the strike” published 1 – 31 July 2025; 3 independent")


def test_articles_selected_together_are_summarised_together(requests: Requests) -> None:
    answer = ask(requests, "Summarise the articles by Gemline")

    assert str(answer.lead) == "From 3 articles by Gemline; 3 independent sources:"
    assert 3 <= len(answer.sentences) <= 6


def test_what_happened_at_some_time_is_answered_by_the_articles_of_that_time(requests: Requests) -> None:
    answer = ask(requests, "What happened in July?")

    assert (answer.kind, answer.lead) == ("list", "6 articles published 1 – 31 July 2025:")
    assert [str(window) for window in answer.windows] == ["1 – 31 July 2025"]


def test_what_happened_on_one_day_is_in_the_papers_of_the_next_too(requests: Requests) -> None:
    assert ask(requests, "What happened on 17 July 2025?").lead == "1 article published 17 – 18 July 2025:"


def test_what_happened_before_all_articles_is_a_question(requests: Requests) -> None:
    words = "What happened in 1937?"

    assert requests.answers(Answer(words, words), Asked(words, (), None, TODAY), Clock()) is None


@pytest.mark.parametrize("before", [(), (Turn("Hello!", "Hello. There are 20 articles."),)])
def test_what_is_new_lists_the_newest_articles_first(requests: Requests, before: tuple[Turn, ...]) -> None:
    answer = ask(requests, "What's new?", before)

    assert answer.kind == "list"
    assert str(answer.sentences[0].heading).startswith("2 October 2025")


@pytest.mark.parametrize(
    ("words", "reason", "note"),
    [
        ("Tell me about football in Hamburg", "not-in-articles", "No article is about “football in Hamburg”."),
        ("List the articles by Reuters", "out-of-range", "No article names Reuters as outlet or author."),
        (
            "List the articles from 1998",
            "out-of-range",
            "No article published 1 January – 31 December 1998 is indexed.",
        ),
        (
            "Summarise today's news",
            "out-of-range",
            "No article published 1 March 2026 is indexed; the newest of all is of 2 October 2025.",
        ),
        (
            "What happened last week?",
            "out-of-range",
            "No article published 16 – 22 February 2026 is indexed; the newest of all is of 2 October 2025.",
        ),
    ],
)
def test_what_is_not_there_is_refused_with_the_reason(requests: Requests, words: str, reason: str, note: str) -> None:
    answer = ask(requests, words)

    assert (answer.refused, answer.reason, answer.note, answer.citations) == (True, reason, note, ())


def written(folder: Path, **texts: str) -> Requests:
    """Return requests to articles of an outlet, `outlet_number="text"`."""
    articles = folder / "articles"
    articles.mkdir()
    for place, (name, text) in enumerate(texts.items(), start=1):
        outlet = name.partition("_")[0].title()
        head = f"---\ntitle: {name}\noutlet: {outlet}\ndate: 2025-05-{place:02}\n---\n\n"
        (articles / f"{name}.md").write_text(head + text, "utf-8")
    return requests_from(index_of(articles, folder / "store"))


OBITUARY = (
    "Harald Moen, the architect of many a house in the north, died in Lund after a long life of work.\n\n"
    "Correction: An earlier version of this article said that Harald Moen was born in the spring of 1943. "
    "Mr Moen was born in 1934.\n"
)
REPORTED, RIGHT = "spring of 1943", "Mr Moen was born in 1934."


@pytest.mark.parametrize("words", ["Summarise ledger_1.md", "Summarise the coverage of Harald Moen"])
@pytest.mark.parametrize("length", ["", " in one sentence", " in two sentences", " in three sentences", " in detail"])
def test_a_summary_never_ends_on_half_a_correction(tmp_path: Path, words: str, length: str) -> None:
    answer = ask(written(tmp_path, ledger_1=OBITUARY), words + length)
    said = [sentence.text for sentence in answer.sentences]

    assert said
    assert [said[place + 1 : place + 2] for place, one in enumerate(said) if REPORTED in one] in ([], [[RIGHT]])


def test_an_article_that_only_says_what_was_wrong_is_still_summarised(tmp_path: Path) -> None:
    wrong = "Correction: An earlier version of this article said that Harald Moen was born in 1943."

    assert [one.text for one in ask(written(tmp_path, ledger_1=wrong), "Summarise ledger_1.md").sentences] == [wrong]


def test_no_day_that_was_wrongly_reported_stands_in_a_timeline(tmp_path: Path) -> None:
    answer = ask(written(tmp_path, ledger_1=OBITUARY), "Timeline of Harald Moen")

    assert [sentence.heading for sentence in answer.sentences] == ["1934"]


def test_a_side_is_not_what_was_wrongly_reported(tmp_path: Path) -> None:
    requests = written(tmp_path, ledger_1=OBITUARY, courier_1="Harald Moen died in Lund in spring.")

    answer = ask(requests, "How do the outlets differ on the spring of Harald Moen?")

    assert len(answer.sentences) == 2
    assert not any(REPORTED in sentence.text for sentence in answer.sentences)


def test_outlets_are_compared_by_all_their_articles_on_a_subject(tmp_path: Path) -> None:
    requests = written(
        tmp_path,
        ledger_1="The Quay Four strike is about pay, the union of the Quay Four dockers said in Velkar.",
        ledger_2="In the Quay Four strike 27 ships were diverted to Sorna, said the harbour master of Velkar.",
        courier_1="The Quay Four strike ended at dawn, and the Quay Four strike had lasted long, said Velkar.",
        courier_2="In the Quay Four strike 31 ships were diverted to Sorna, the ministry in Velkar said.",
    )

    answer = ask(requests, "How do the outlets differ on the Quay Four strike?")

    (conflict,) = answer.conflicts
    assert ("27" in conflict.summary, "31" in conflict.summary) == (True, True)
    headings = [str(sentence.heading) for sentence in answer.sentences]
    assert len(headings) == 4


@pytest.mark.parametrize(
    ("words", "file"),
    [
        ("Summarise the latest article", "brussels-clears-velkar-aid.html"),
        ("What is the most recent article?", "brussels-clears-velkar-aid.html"),
        ("Summarise the most recent article about the strike", "twenty-five-days-on-quay-four.md"),
        ("What is the latest article on the strike?", "twenty-five-days-on-quay-four.md"),
        ("Summarise Gemline's latest article", "cutler-bend-schools-reopen.txt"),
        ("What are the key points of this article?", "dockers-vote-result.txt"),
        ("What does this article say?", "dockers-vote-result.txt"),
        ("Key points of velkar-delay.md", "velkar-delay.md"),
    ],
)
def test_one_article_is_meant_by_its_age_its_outlet_or_the_answer_before(
    requests: Requests, words: str, file: str
) -> None:
    assert files(ask(requests, words, [Turn("How did they vote?", VOTE)])) == {file}


def test_the_newest_of_many_is_said_to_be_that(requests: Requests) -> None:
    assert ask(requests, "What is the most recent article?").lead == "The newest of 20 articles:"


def test_the_latest_news_is_summarised_from_the_newest_articles(requests: Requests) -> None:
    summary = ask(requests, "Summarise the latest news")

    assert str(summary.lead).startswith("From 12 articles, the newest of 20; ")
    assert min(str(citation.published) for citation in summary.citations) > "2025-07"


def test_the_latest_on_a_subject_comes_newest_first(requests: Requests) -> None:
    answer = ask(requests, "What's the latest on the strike?")
    days = [citation.published for citation in answer.citations if citation.published]

    assert str(answer.lead).endswith(", the newest first:")
    assert days == sorted(days, reverse=True)
    assert len(days) > 3


def test_two_outlets_are_compared_with_one_another_alone(requests: Requests) -> None:
    answer = ask(requests, "Compare the Coastline Post and the Eastern Register on the strike")

    assert {citation.outlet for citation in answer.citations} == {"Coastline Post", "Eastern Register"}
    assert "by the Coastline Post and the Eastern Register" in str(answer.lead)


def test_an_outlet_that_has_nothing_on_the_subject_is_named(requests: Requests) -> None:
    answer = ask(requests, "Compare Gemline and the Coastline Post on the strike")

    assert answer.note == "No article by Gemline is about “the strike”."
    assert {citation.outlet for citation in answer.citations} == {"Coastline Post"}


def test_articles_of_two_outlets_are_listed_together(requests: Requests) -> None:
    answer = ask(requests, "List articles by the Coastline Post and Gemline")

    assert str(answer.lead) == "5 articles by the Coastline Post and Gemline:"


def test_which_of_two_names_nobody_has_is_said(requests: Requests) -> None:
    answer = ask(requests, "List the articles by Gemline and Reuters")

    assert (answer.reason, answer.note) == ("out-of-range", "No article names Reuters as outlet or author.")


def test_what_is_worded_as_a_question_is_one_where_no_article_is_about_it(requests: Requests) -> None:
    words = "What do the articles say about football in Hamburg?"

    assert requests.answers(Answer(words, words), Asked(words, (), None, TODAY), Clock()) is None


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("Which newspapers do you have?", "The Saltmarsh Review"),
        ("What topics do the articles cover?", "Pruitt Dam"),
        ("Are you an AI?", "I am a program, not a person."),
    ],
)
def test_what_there_is_and_who_speaks_is_told(index: Index, words: str, part: str) -> None:
    answer = ask(Requests(index, pytest.fail), words)

    assert part in answer.text
    assert not answer.citations


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("How many articles mention Rosalind Kerr?", "4 articles about “Rosalind Kerr”:"),
        ("How many articles mention Tarnmouth?", "At least 8 articles about “Tarnmouth”:"),
    ],
)
def test_a_count_is_only_a_least_one_where_more_was_found_than_read(requests: Requests, words: str, lead: str) -> None:
    assert ask(requests, words).lead == lead


VOTED = Turn("How did the dockers vote?", VOTE)


def test_the_sources_of_an_answer_are_its_articles_with_day_outlet_and_author(requests: Requests, index: Index) -> None:
    answer = ask(requests, "Source?", [VOTED])

    (line,) = answer.sentences
    author = index.article("dockers-vote-result.txt").author
    known = [part for part in ("18 July 2025", "Coastline Post", author, "dockers-vote-result.txt") if part]
    assert line.heading == " · ".join(known)
    assert str(answer.lead).startswith("The answer before quotes 1 article")


@pytest.mark.parametrize("words", ["Who wrote that?", "When was that published?", "Which article is that from?"])
def test_who_wrote_that_and_when_is_told_of_the_article_that_was_quoted(requests: Requests, words: str) -> None:
    assert files(ask(requests, words, [VOTED])) == {"dockers-vote-result.txt"}


def test_the_sources_of_a_list_are_all_its_articles(requests: Requests) -> None:
    said = ask(requests, "List the articles from July")

    sources = ask(requests, "Sources?", [Turn("List the articles from July", said.text)])

    assert files(sources) == files(said)


def test_who_else_reported_this_is_an_overview_of_what_was_asked(requests: Requests) -> None:
    history = [Turn("What do you have on the strike?", "…"), Turn("Are you sure?", "…")]

    others = ask(requests, "Who else reported this?", history)
    first = ask(requests, "Which outlet reported this first?", history)

    assert "about “the strike”" in str(others.lead)
    assert str(first.lead).endswith(", the oldest first:")
    days = [citation.published for citation in first.citations if citation.published]
    assert days == sorted(days)
    assert len(set(days)) > 2


@pytest.mark.parametrize(
    ("words", "answer", "part"),
    [
        ("Are you sure?", VOTE, "whether they are right I cannot tell"),
        ("That's wrong", VOTE, "whether they are right I cannot tell"),
        ("Are you sure?", REFUSAL, "found nothing"),
        ("Source?", REFUSAL, "its article, with outlet and day"),
        ("Shorter, please", VOTE, "That I cannot do"),
        ("Translate that into French", VOTE, "That I cannot do"),
    ],
)
def test_what_cannot_be_told_or_done_is_said(index: Index, words: str, answer: str, part: str) -> None:
    said = ask(Requests(index, pytest.fail), words, [Turn("How did the dockers vote?", answer)])

    assert (said.kind, said.refused, said.citations) == ("reply", False, ())
    assert part in said.text


def test_who_else_reported_what_no_article_is_about_is_not_a_refusal(requests: Requests) -> None:
    said = ask(requests, "Who else reported this?", [Turn("Who won the football in Hamburg?", "They did. [1]")])

    assert (said.kind, said.refused) == ("reply", False)


@pytest.mark.parametrize(
    ("words", "count"),
    [("In one sentence, please", 1), ("shorter", 2), ("in five sentences", 5), ("Can you make it shorter?", 2)],
)
def test_a_summary_is_given_again_in_another_length(requests: Requests, words: str, count: int) -> None:
    asked = "Summarise the coverage of the strike in four sentences"
    before = ask(requests, asked)

    again = ask(requests, words, [Turn(asked, before.text)])

    assert (again.kind, len(again.sentences)) == ("summary", count)
    assert str(again.lead).startswith(str(before.lead)[:20])


def test_a_summary_of_no_given_length_is_made_shorter(requests: Requests) -> None:
    asked = "Summarise the coverage of the strike"
    before = ask(requests, asked)

    assert len(ask(requests, "Shorter, please", [Turn(asked, before.text)]).sentences) < len(before.sentences)


def test_a_question_of_how_long_after_a_summary_stays_a_question(requests: Requests) -> None:
    words = "How long did the strike last?"
    asked = Asked(words, (Turn("Summarise the coverage of the strike", "…"),), None, TODAY)

    assert requests.answers(Answer(words, words), asked, Clock()) is None


def test_who_wrote_that_is_a_question_where_a_letter_was_spoken_of(requests: Requests) -> None:
    words = "Who wrote that?"
    asked = Asked(words, (Turn("What does the letter say?", VOTE),), None, TODAY)

    assert requests.answers(Answer(words, words), asked, Clock()) is None
