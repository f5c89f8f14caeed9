"""From the cross-encoder's file to a reader in PyTorch and back to a file."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from benchmarks.lessons import Lesson
from benchmarks.reader_file import reader_file, upper_weights
from benchmarks.reading_examples import ExampleMaker, default_cross_encoder
from benchmarks.train_reader import RATE, Reader, loss_of, padded, train
from qa_assistant.models.reader import AnswerReader
from qa_assistant.schema import Article

pytestmark = pytest.mark.slow

TEXT = "The pact was signed on Monday in Oslo. It rained.\n\nBerit Aas, who had chaired the talks,\nwent home early."


def lesson(question: str, *answers: str) -> Lesson:
    places = tuple((TEXT.index(answer), TEXT.index(answer) + len(answer)) for answer in answers)
    return Lesson(Article("a", TEXT, "Pact signed"), question, places)


@pytest.fixture(scope="module")
def maker() -> ExampleMaker:
    return ExampleMaker.default()


@pytest.fixture(scope="module")
def reader() -> Reader:
    torch.manual_seed(0)
    reader = Reader()
    reader.encoder.load_state_dict(upper_weights(default_cross_encoder() / "model.onnx"))
    return reader.eval()


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


def test_the_file_gives_what_the_reader_gives(maker: ExampleMaker, reader: Reader, tmp_path: Path) -> None:
    with torch.no_grad():
        reader.head.weight.mul_(20)
    (one,) = maker.examples(lesson("Where was it signed?", "Oslo"), Random(0))
    model = default_cross_encoder() / "model.onnx"

    written = AnswerReader(reader_file(model, tmp_path / "upper.onnx", reader.encoder.state_dict(), reader.head))
    with torch.no_grad():
        wanted = reader(*padded([one]))[0].numpy()
    found = written.values(one.states.astype(np.float32))

    assert np.corrcoef(found.ravel(), (wanted - wanted[0]).ravel())[0, 1] > 0.98


def test_training_teaches_what_was_asked(maker: ExampleMaker) -> None:
    reader = Reader()
    reader.encoder.load_state_dict(upper_weights(default_cross_encoder() / "model.onnx"))
    asked = [lesson("Where was it signed?", "Oslo"), lesson("Who paid?")]
    data = [example for one in asked for example in maker.examples(one, Random(0))] * 8
    before = loss_of(reader(*padded(data)), data).item()

    train(reader, data, 20, RATE, lambda *_: None)

    assert loss_of(reader.eval()(*padded(data)), data).item() < before / 2
