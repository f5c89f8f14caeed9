"""The retrieval alone, also behind LlamaIndex's interface."""

import pytest

from qa_assistant import Assistant, Filters

pytestmark = pytest.mark.slow


def test_passages_come_best_first_with_the_characters_of_their_article(assistant: Assistant) -> None:
    passages = assistant.retrieve("Who mediated between the dockers and their employer?")

    assert "Rosalind Kerr" in passages[0].text
    for passage in passages:
        assert assistant.article(passage.file).text[passage.start : passage.end] == passage.text


def test_llamaindex_gets_the_same_passages_as_nodes(assistant: Assistant) -> None:
    question, filters = "Who mediated between the dockers and their employer?", Filters(outlets=["Tarnmouth Courier"])
    passages = assistant.retrieve(question, filters=filters)

    nodes = assistant.as_retriever(filters=filters).retrieve(question)

    assert [(node.node.node_id, node.text, node.score) for node in nodes] == [
        (passage.id, passage.text, passage.score) for passage in passages
    ]
    assert {node.metadata["outlet"] for node in nodes} == {"Tarnmouth Courier"}


@pytest.mark.parametrize("unit", ["Who mediated between the dockers and their employer? ", "谁赢得了选举", "Why" * 900])
def test_a_question_of_any_length_finds_passages(assistant: Assistant, unit: str) -> None:
    for found in (assistant.retrieve(unit * 500), assistant.as_retriever().retrieve(unit * 500)):
        assert found


def test_an_endless_question_is_cut_as_it_is_for_an_answer(assistant: Assistant) -> None:
    question = "Who mediated between the dockers and their employer? " * 500

    assert assistant.retrieve(question) == assistant.ask(question).passages


@pytest.mark.parametrize("question", ["", "  ", "?!"])
def test_no_question_finds_no_passages(assistant: Assistant, question: str) -> None:
    assert assistant.retrieve(question) == ()
