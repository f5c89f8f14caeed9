"""The default models, loaded for real."""

import numpy as np
import pytest

from qa_assistant.models import Embedder, Reranker, load_embedder, load_reranker

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder("BAAI/bge-small-en-v1.5")


@pytest.fixture(scope="module")
def reranker() -> Reranker:
    return load_reranker("cross-encoder/ms-marco-MiniLM-L12-v2")


def test_vectors_have_unit_length(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(["The strike ended on Friday.", "Bananas rot quickly."])

    assert vectors.shape == (2, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_a_question_is_nearest_to_the_passage_that_answers_it(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(["The strike ended on Friday.", "Bananas rot quickly."])

    assert np.argmax(vectors @ embedder.embed_question("When did the dockers go back to work?")) == 0


def test_a_vector_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    alone = embedder.embed_passages(["Bananas rot quickly."])
    among = embedder.embed_passages(["Bananas rot quickly.", "A much longer sentence about the strike. " * 9])

    assert np.array_equal(alone[0], among[0])


def test_progress_counts_passages(embedder: Embedder) -> None:
    heard: list[int] = []

    embedder.embed_passages(["a"] * 70, progress=heard.append)

    assert heard == [64, 70]


def test_no_texts_give_no_rows(embedder: Embedder, reranker: Reranker) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)
    assert reranker.scores("Who?", []).shape == (0,)


def test_the_text_that_answers_scores_highest(reranker: Reranker) -> None:
    scores = reranker.scores(
        "Who signed the deal?", ["It rained all day.", "The deal was signed by Anna Berg.", "Deals are often signed."]
    )

    assert int(np.argmax(scores)) == 1


def test_a_score_does_not_depend_on_its_neighbours(reranker: Reranker) -> None:
    alone = reranker.scores("Who signed?", ["Anna Berg signed."])
    among = reranker.scores("Who signed?", ["A long sentence about rain. " * 20, "Anna Berg signed."])

    assert alone[0] == among[1]
