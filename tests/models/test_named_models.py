"""Models named in Config go through sentence-transformers; tiny ones with random weights stand for the real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from qa_assistant.errors import ModelError
from qa_assistant.models import load_embedder, load_reranker
from qa_assistant.models.prompts import prompts_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "query", "passage", ":", "quién", "firmó", "wer", "the", "deal"]
SIZES = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}


def save_encoder(folder: Path, labels: int = 0) -> Path:
    from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast

    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(WORDS), "utf-8")
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(vocab_size=len(WORDS), num_labels=labels or 2, **SIZES)
    (BertForSequenceClassification(config) if labels else BertModel(config)).save_pretrained(folder)
    return folder


@pytest.fixture
def e5(tmp_path: Path) -> Path:
    return save_encoder(tmp_path / "multilingual-e5-tiny")


def test_an_e5_model_is_told_what_is_a_question_and_what_a_passage(e5: Path) -> None:
    embedder = load_embedder(str(e5))

    question = embedder.embed_question("quién firmó the deal")
    passage = embedder.embed_passages(["quién firmó the deal"])[0]

    assert question == pytest.approx(embedder.model.encode("query: quién firmó the deal", normalize_embeddings=True))
    assert passage == pytest.approx(embedder.model.encode("passage: quién firmó the deal", normalize_embeddings=True))


def test_vectors_have_unit_length_also_of_a_model_that_does_not_see_to_it(e5: Path) -> None:
    embedder = load_embedder(str(e5))

    assert np.linalg.norm(embedder.embed_question("wer")) == pytest.approx(1)
    assert np.linalg.norm(embedder.embed_passages(["wer", "the deal"]), axis=1) == pytest.approx([1, 1])


def test_a_models_own_prompts_are_kept(e5: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    own = tmp_path / "my-e5-model"
    SentenceTransformer(str(e5), prompts={"query": "wer ", "document": ""}).save(str(own))

    assert load_embedder(str(own)).model.prompts["query"] == "wer "


def test_a_reranker_gives_one_score_a_text(tmp_path: Path) -> None:
    reranker = load_reranker(str(save_encoder(tmp_path / "mmarco-tiny", labels=1)))

    assert reranker.scores("quién firmó", ["the deal", "wer", "firmó"]).shape == (3,)


def test_a_model_that_classifies_is_no_reranker(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="gives 3 scores a pair, a reranker gives one"):
        load_reranker(str(save_encoder(tmp_path / "nli-tiny", labels=3)))


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("intfloat/multilingual-e5-small", "query: "),
        ("intfloat/e5-base-v2", "query: "),
        ("BAAI/bge-small-en-v1.5", "Represent this sentence for searching relevant passages: "),
        ("intfloat/multilingual-e5-large-instruct", None),
        ("BAAI/bge-m3", None),
        ("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", None),
    ],
)
def test_families_are_told_by_the_name(name: str, question: str | None) -> None:
    assert prompts_of(name).get("query") == question
