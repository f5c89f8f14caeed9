"""From the cross-encoder's file to a model of its form in PyTorch, trained, and back to a file."""

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from benchmarks import train_support
from benchmarks.lessons import Lesson
from benchmarks.reading_examples import ExampleMaker
from benchmarks.rewordings import Rewording
from benchmarks.train_reader import PLAN, STARTS_AND_ENDS, loss_of
from benchmarks.trained_file import default_cross_encoder, embeddings_file
from benchmarks.training import Model, Pairs, padded, train, write_model
from qa_assistant.models.reader import AnswerReader
from qa_assistant.models.support import SupportModel
from qa_assistant.models.trained import EMBEDDINGS, weights_of
from qa_assistant.schema import Article

pytestmark = pytest.mark.slow

TEXT = "The pact was signed on Monday in Oslo. It rained.\n\nBerit Aas, who had chaired the talks,\nwent home early."


def lesson(question: str, *answers: str) -> Lesson:
    places = tuple((TEXT.index(answer), TEXT.index(answer) + len(answer)) for answer in answers)
    return Lesson(Article("a", TEXT, "Pact signed"), question, places)


@pytest.fixture(scope="module")
def maker() -> ExampleMaker:
    return ExampleMaker()


@pytest.fixture(scope="module")
def reader() -> Model:
    torch.manual_seed(0)
    return Model(STARTS_AND_ENDS).eval()


def test_answers_are_found_among_the_tokens(maker: ExampleMaker) -> None:
    asked = lesson("Who chaired the talks?", "Berit Aas", "chaired the talks,\nwent")

    (one,) = maker.examples(asked, Random(0))

    widths = sorted(last - first for first, last in one.gold)
    assert len(one.gold) == 2
    assert widths[1] == 4
    assert {int(one.sentence[first]) for first, _ in one.gold} == {2}
    assert one.is_open[0]
    assert not one.is_open[1]


def test_a_question_that_nothing_answers_points_at_no_token(maker: ExampleMaker) -> None:
    (one,) = maker.examples(lesson("Who paid?"), Random(0))

    assert one.gold == ()


def test_the_file_gives_what_the_reader_gives(reader: Model, tmp_path: Path) -> None:
    with torch.no_grad():
        reader.head.weight.mul_(20)
    pair = "Where was it signed?", "The pact was signed on Monday in Oslo. It rained."
    encoding, tokens = Pairs().read(*pair)

    write_model("reader", reader, tmp_path)
    written = AnswerReader((tmp_path / "reader.onnx").read_bytes())
    with torch.no_grad():
        wanted = reader(torch.from_numpy(tokens.astype(np.int64))[None], torch.ones(1, len(tokens), dtype=torch.bool))
    found = written.run(encoding)

    assert np.corrcoef(found.ravel(), wanted[0].numpy().ravel())[0, 1] > 0.98


def test_a_file_can_be_gone_on_from(reader: Model, tmp_path: Path) -> None:
    _, tokens = Pairs().read("Where was it signed?", "The pact was signed on Monday in Oslo. It rained.")
    given = torch.from_numpy(tokens.astype(np.int64))[None], torch.ones(1, len(tokens), dtype=torch.bool)
    write_model("reader", reader, tmp_path)
    other = Model(STARTS_AND_ENDS).eval()

    other.take(tmp_path / "reader.onnx")

    with torch.no_grad():
        assert np.corrcoef(other(*given).numpy().ravel(), reader(*given).numpy().ravel())[0, 1] > 0.99


def test_the_embeddings_of_the_project_are_the_cross_encoders() -> None:
    made = embeddings_file(default_cross_encoder() / "model.onnx")

    assert made == weights_of(EMBEDDINGS)


def test_training_teaches_what_was_asked(maker: ExampleMaker) -> None:
    reader = Model(STARTS_AND_ENDS)
    asked = [lesson("Where was it signed?", "Oslo"), lesson("Who paid?")]
    data = [example for one in asked for example in maker.examples(one, Random(0))] * 8
    before = loss_of(reader(*padded(data)), data).item()

    train(reader, data, replace(PLAN, epochs=20, rate=1e-4), loss_of, lambda *_: None)

    assert loss_of(reader.eval()(*padded(data)), data).item() < before / 2


def test_training_teaches_what_is_proved(tmp_path: Path) -> None:
    support = Model(1)
    proved = Rewording("Rain stopped the match.", "The match was stopped by rain.", is_proved=True)
    other = Rewording("Rain delayed the match.", "The match was stopped by rain.", is_proved=False)
    data = train_support.examples_of([proved, other] * 8)

    train(support, data, replace(PLAN, epochs=20), train_support.loss_of, lambda *_: None)
    write_model("support", support, tmp_path)
    written = SupportModel((tmp_path / "support.onnx").read_bytes())
    yes, no = (written.logit(Pairs().read(one.sentence, one.quote)[0]) for one in (proved, other))

    assert train_support.check(support, data)["area under ROC"] == 1
    assert yes > 0 > no
