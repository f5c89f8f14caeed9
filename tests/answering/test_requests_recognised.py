"""What is taken for a request, and what stays a question."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from qa_assistant.answering.requests.length import Length
from qa_assistant.answering.requests.recognise import Request, picked, recognise
from qa_assistant.evaluation import load_cases, load_question_set

TESTS = Path(__file__).resolve().parents[1]
PHRASINGS = yaml.safe_load((TESTS / "request_phrasings.yaml").read_text("utf-8"))
NAMES = {"gemline", "the coastline post", "coastline post", "priya nair"}
PUBLIC_SETS = ("xquad", "squad2_500", "multihop_rag_500", "twowiki_101")


def is_name(name: str) -> bool:
    return name.lower() in NAMES


def written(half: str) -> list[tuple[str, str]]:
    return [(kind, phrasing) for kind, phrasings in PHRASINGS[half].items() for phrasing in phrasings]


@pytest.mark.parametrize(("kind", "phrasing"), [*written("dev"), *written("held_out")])
def test_requests_are_recognised_however_they_are_phrased(kind: str, phrasing: str) -> None:
    request = recognise(phrasing, is_name)

    assert request is not None
    assert request.kind == kind


@pytest.mark.parametrize("question", PHRASINGS["questions"])
def test_questions_that_look_like_requests_stay_questions(question: str) -> None:
    assert recognise(question, is_name) is None


@pytest.mark.parametrize("file", ["tests/questions.yaml", "tests/dated_questions.yaml", "benchmarks/practice.yaml"])
def test_no_question_written_for_the_project_is_a_request(file: str) -> None:
    cases = load_cases(TESTS.parent / file)

    assert [case.question for case in cases if recognise(case.question, is_name)] == []


@pytest.mark.parametrize("name", PUBLIC_SETS)
def test_no_question_of_the_public_sets_is_a_request(shared: Path, name: str) -> None:
    cases = load_question_set(shared / "data" / name / "normalized").cases

    assert len(cases) > 90
    assert [case.question for case in cases if recognise(case.question, lambda _: True)] == []


@pytest.mark.parametrize(
    ("words", "request_read"),
    [
        ("List the articles from July", Request("list", when="from July")),
        ("Articles by Gemline from 3 to 9 July 2025?", Request("list", by="Gemline", when="from 3 to 9 July 2025")),
        ("articles about the flood from Gemline", Request("list", topic="the flood", by="Gemline")),
        ("articles from Vila da Sorna", None),
        ("What did Gemline publish in September?", Request("list", by="Gemline", when="in September")),
        ("What did Darwin publish in 1859?", None),
        ("What do you have on the strike since June?", Request("overview", topic="the strike", when="since June")),
        ("Hi, could you summarise it for me, please?", Request("summary", is_this=True)),
        ("Summarise velkar-delay.md", Request("summary", topic="velkar-delay.md")),
        ("Summarise the article about the flood", Request("summary", topic="the flood", is_one=True)),
        ("Summarise the articles by Gemline", Request("summary", by="Gemline")),
        ("Summarise the strike coverage", Request("summary", topic="strike")),
        ("Compare the coverage", Request("comparison")),
        ("List articles from July about the flood", Request("list", topic="the flood", when="from July")),
        ("List the articles by Gemline about the strike", Request("list", topic="the strike", by="Gemline")),
        ("List Gemline's articles from July", Request("list", by="Gemline", when="from July")),
        ("Summarise it in three sentences", Request("summary", is_this=True, length=Length(sentences=3))),
        (
            "Summarise the flood for me in a few sentences",
            Request("summary", topic="the flood", length=Length(sentences=3)),
        ),
        ("A two-sentence summary of the flood", Request("summary", topic="the flood", length=Length(sentences=2))),
        ("Summarise the flood in under 100 words", Request("summary", topic="the flood", length=Length(words=100))),
        ("Give me a detailed summary of it", Request("summary", is_this=True, length=Length(is_long=True))),
        ("Summarise five points of the plan", Request("summary", topic="five points of the plan")),
        ("Summarise the second one", Request("summary", is_this=True, place=1)),
        ("What's the 3rd article on the list about?", Request("summary", is_this=True, place=2)),
        (
            "Summarise article 2 in one sentence",
            Request("summary", is_this=True, place=1, length=Length(sentences=1)),
        ),
        ("Summarise the last of these", Request("summary", is_this=True, place=-1)),
        ("Summarise the second round of talks", Request("summary", topic="the second round of talks")),
        ("What is there on Velkar in the articles?", Request("overview", topic="Velkar")),
        ("Got it, thanks", Request("reply", talk="thanks")),
        ("Okay", Request("reply", talk="noted")),
        ("Hello, what can you do?", Request("reply", talk="abilities")),
        ("Summarise the latest article", Request("summary", is_one=True, is_newest=True)),
        (
            "Summarise the most recent article about the flood",
            Request("summary", topic="the flood", is_one=True, is_newest=True),
        ),
        ("What is Gemline's latest article about?", Request("summary", by="Gemline", is_one=True, is_newest=True)),
        ("Summarise today's news", Request("summary", when="from today")),
        (
            "Summarise the Coastline Post's coverage of the flood",
            Request("summary", topic="the flood", by="Coastline Post"),
        ),
        ("Summarise the council's latest report", Request("summary", topic="the council's latest report")),
        (
            "Summarise the coverage of the flood in Idaho by Gemline",
            Request("summary", topic="the flood in Idaho", by="Gemline"),
        ),
        ("What are the key points of this article?", Request("summary", is_this=True)),
        (
            "The three main points of velkar-delay.md",
            Request("summary", topic="velkar-delay.md", length=Length(sentences=3)),
        ),
        ('Key points of "Velkar\'s gamble"', Request("summary", topic="Velkar's gamble")),
        (
            "Compare Gemline's and the Coastline Post's coverage of the flood",
            Request("comparison", topic="the flood", by="Gemline and the Coastline Post"),
        ),
        (
            "How does the coverage of the flood differ between Gemline and the Coastline Post?",
            Request("comparison", topic="the flood", by="Gemline and the Coastline Post"),
        ),
        ("How does the coverage of the flood differ between outlets?", Request("comparison", topic="the flood")),
        ("Compare Gemline and Reuters on the flood", None),
        ("Compare Gemline on the flood", None),
        ("List articles by Gemline and Priya Nair", Request("list", by="Gemline and Priya Nair")),
        ("What do the articles say about Velkar?", Request("overview", topic="Velkar", is_asked=True)),
        ("What do you know about the number of dead?", None),
        ("What can you tell me about Velkar's profits?", None),
        ("Tell me about the cause of the fire", Request("overview", topic="the cause of the fire")),
        ("Any updates on Velkar?", Request("overview", topic="Velkar", is_newest=True, is_asked=True)),
        ("List the articles that mention Priya Nair", Request("list", topic="Priya Nair")),
        ("How many articles mention Priya Nair?", Request("list", topic="Priya Nair")),
        ("List the July articles", Request("list", when="from July")),
        ("Today's news", Request("list", when="from today")),
        ("Which articles were published on Wednesday, July 9?", Request("list", when="on Wednesday, July 9")),
        ("What did the third one say?", None),
        ("What came out in July?", Request("list", when="in July", is_event=True)),
        ("What did Priya Nair write in July?", Request("list", by="Priya Nair", when="in July")),
        ("What is the most recent article?", Request("list", is_one=True, is_newest=True)),
        ("Show me a timeline of events in Sorna", Request("timeline", topic="Sorna")),
        ("Timeline of what happened in Sorna", Request("timeline", topic="Sorna")),
        ("Timeline of the key events", Request("timeline")),
        ("How did the flood unfold?", Request("timeline", topic="the flood")),
        ("Who made the timeline?", None),
        ("Is it okay?", None),
        ("Tell me about the man who left", None),
        (
            "What did Priya Nair report on the dam in may?",
            Request("overview", topic="the dam", by="Priya Nair", when="in may", is_asked=True),
        ),
        ("What has Priya Nair reported in march?", Request("list", by="Priya Nair", when="in march")),
        ("What did Priya report in March?", None),
        ("List all articles by date", Request("list")),
        ("What does the dam article say?", Request("summary", topic="dam", is_one=True, is_asked=True)),
        ("Key points of the new dam article", Request("summary", topic="new dam", is_one=True)),
        ("What does the Gemline article say?", None),
        (
            "Which outlet reported first on the dam?",
            Request("overview", topic="the dam", is_oldest=True, is_asked=True),
        ),
        ("When was the article on the dam published?", Request("list", topic="the dam", is_asked=True)),
        ("whats the latest on the dam pls", Request("overview", topic="the dam", is_newest=True, is_asked=True)),
        ("summarise the hows and whys of it", Request("summary", topic="the hows and whys of it")),
        ("List the articles " + "about that strike and " * 12, None),
    ],
)
def test_what_a_request_is_restricted_to_is_read(words: str, request_read: Request | None) -> None:
    assert recognise(words, is_name) == request_read


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("And the second one?", 1),
        ("What about the third?", 2),
        ("and number 2", 1),
        ("the last", -1),
        ("And Turkey?", None),
    ],
)
def test_a_few_words_pick_an_article_from_a_list(words: str, place: int | None) -> None:
    assert picked(words) == place


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    ("words", "talk"),
    [
        ("thanks, that's helpful", "thanks"),
        ("Thank you. That was very helpful!", "thanks"),
        ("That's all, thanks", "thanks"),
        ("Thanks for that", "thanks"),
        ("That's all for today", "noted"),
        ("ok thanks, bye", "farewell"),
        ("Hi there, how are you?", "greeting"),
        ("Hello! How are you? What can you do?", "abilities"),
        ("Which newspapers do you have?", "outlets"),
        ("What topics do the articles cover?", "topics"),
        ("Are you an AI or a person?", "nature"),
        ("No, thanks", "thanks"),
        ("Yes, please", "noted"),
        ("Yes", "noted"),
    ],
)
def test_talk_is_talk_in_one_sentence_or_several_and_after_other_turns(words: str, talk: str, is_first: bool) -> None:
    request = recognise(words, is_first=is_first)

    assert request is not None
    assert request.talk == talk


def test_how_does_this_work_asks_about_the_subject_after_other_turns() -> None:
    assert recognise("How does this work?") == Request("reply", talk="abilities")
    assert recognise("How does this work?", is_first=False) is None


@pytest.mark.parametrize("words", ["What's new?", "Is there any news?", "so what is the latest"])
def test_what_is_new_asks_for_the_newest_articles_but_after_other_turns_about_their_subject(words: str) -> None:
    assert recognise(words) == Request("list")
    assert recognise(words, is_first=False) is None


@pytest.mark.parametrize("is_first", [True, False])
def test_what_happened_at_some_time_is_a_list_of_that_time(is_first: bool) -> None:
    wanted = Request("list", when="in July 2025", is_event=True)

    assert recognise("What happened in July 2025?", is_first=is_first) == wanted


@pytest.mark.parametrize(
    "words",
    ["What was reported last week?", "what did the papers write in July 2025?", "What was in the news yesterday?"],
)
def test_what_was_reported_at_some_time_is_a_list(words: str) -> None:
    request = recognise(words, is_name)

    assert request is not None
    assert request.kind == "list"
    assert request.when


@pytest.mark.parametrize(
    "words",
    ["What was reported about the strike last week?", "What was reported by police on Monday?", "What was published?"],
)
def test_what_was_reported_about_something_is_a_question(words: str) -> None:
    assert recognise(words, is_name) is None


@pytest.mark.parametrize(
    ("words", "aside"),
    [
        ("Are you sure?", "doubt"),
        ("but are you really sure about that?", "doubt"),
        ("That's wrong.", "doubt"),
        ("No, that is not true!", "doubt"),
        ("I don't believe that", "doubt"),
        ("Source?", "sources"),
        ("Link?", "sources"),
        ("Reference, please", "sources"),
        ("Do you have a source for that?", "sources"),
        ("Where did you get that from?", "sources"),
        ("Which article says that?", "sources"),
        ("Date?", "written"),
        ("when was that published", "written"),
        ("who wrote that", "written"),
        ("who else reported this", "others"),
        ("Has anyone else reported that?", "others"),
        ("Which other outlets covered this?", "others"),
        ("Which outlet reported this first?", "first"),
        ("who broke the story?", "first"),
        ("shorter please", "reworded"),
        ("in one sentence please", "reworded"),
        ("Can you make it a bit shorter?", "reworded"),
    ],
)
def test_what_is_said_of_the_answer_before_is_read_after_other_turns_alone(words: str, aside: str) -> None:
    request = recognise(words, is_first=False)

    assert request is not None
    assert request.aside == aside
    assert recognise(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "Are you sure the bridge is open?",
        "What is the source?",
        "The source of it?",
        "Is there a link?",
        "Who reported that?",
        "Who said that?",
        "Has anyone reported this?",
        "Who reported it first?",
        "When was it written?",
        "When was it built?",
        "Is it wrong?",
        "Was that wrong of him?",
        "What date?",
        "Is it shorter?",
        "Longer?",
        "How long?",
        "And in one year?",
        "in Spain?",
        *PHRASINGS["questions"][-49:],
    ],
)
def test_a_question_after_other_turns_is_not_taken_for_words_about_the_answer(words: str) -> None:
    assert recognise(words, is_name, is_first=False) is None
