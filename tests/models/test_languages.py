"""Which languages the models read, and which questions are in others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.sets import ROOT
from qa_assistant.answering.question import is_foreign
from qa_assistant.config import Config
from qa_assistant.evaluation import load_question_set
from qa_assistant.models.languages import ENGLISH, languages_read

if TYPE_CHECKING:
    from pathlib import Path

MULTILINGUAL = {
    "embedder": "intfloat/multilingual-e5-small",
    "reranker": "cross-encoder/mmarco-mMiniLMv2-L12-H384-v1",
}


def test_the_default_models_read_english() -> None:
    assert languages_read(Config()) == ENGLISH


def test_models_whose_names_do_not_say_are_taken_to_read_any_language() -> None:
    assert languages_read(Config(**MULTILINGUAL)) is None


def test_an_english_reranker_behind_a_multilingual_embedder_reads_english_only() -> None:
    assert languages_read(Config(embedder=MULTILINGUAL["embedder"])) == ENGLISH


def test_models_of_two_languages_say_both_in_their_names() -> None:
    bilingual = Config(embedder=MULTILINGUAL["embedder"], reranker="cross-encoder/msmarco-MiniLM-L12-en-de-v1")

    assert languages_read(bilingual) == frozenset({"en", "de"})


def test_what_the_settings_say_counts() -> None:
    assert languages_read(Config(**MULTILINGUAL, languages="en,es")) == frozenset({"en", "es"})


@pytest.mark.parametrize(
    "question",
    [
        "¿Cuántos barcos fueron desviados durante la huelga?",
        "Wie viele Schiffe wurden während des Streiks umgeleitet?",
        "Combien de navires ont été détournés pendant la grève ?",
        "Quante navi sono state dirottate durante lo sciopero?",
        "Сколько судов было отправлено в другие порты?",
        "谁签署了协议？",
    ],
)
def test_questions_in_other_languages_are_recognised(question: str) -> None:
    assert is_foreign(question, ENGLISH)


def test_a_question_in_one_of_several_languages_is_at_home() -> None:
    german = "Wie viele Schiffe wurden während des Streiks umgeleitet?"

    assert not is_foreign(german, frozenset({"en", "de"}))
    assert is_foreign(german, frozenset({"en", "es"}))


@pytest.mark.parametrize(
    "question",
    [
        "Who is José António Brandão?",
        "What did Conceição Magalhães say?",
        "Velkar Sorna Tessaro",
        "Who ran it?",
        "Why?",
    ],
)
def test_names_and_few_words_tell_no_language(question: str) -> None:
    assert not is_foreign(question, ENGLISH)


def test_no_question_on_the_sample_articles_is_taken_for_another_language() -> None:
    sets = (load_question_set(ROOT / "tests" / file) for file in ("questions.yaml", "conversations.yaml"))

    assert [case.id for loaded in sets for case in loaded.cases if is_foreign(case.question, ENGLISH)] == []


def test_public_english_questions_are_hardly_ever_taken_for_another_language(shared: Path) -> None:
    folders = (shared / "data" / name / "normalized" for name in ("xquad", "squad2_500", "multihop_rag_500"))
    questions = [case.question for folder in folders for case in load_question_set(folder).cases]

    assert sum(is_foreign(question, ENGLISH) for question in questions) < 0.005 * len(questions)
