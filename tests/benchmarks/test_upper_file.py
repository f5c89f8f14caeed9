"""From the cross-encoder's file to upper halves in PyTorch, trained, and back to a file."""

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
from benchmarks.training import Upper, padded, train
from benchmarks.upper_file import LowerHalf, default_cross_encoder, upper_file, upper_weights
from qa_assistant.models.reader import AnswerReader
from qa_assistant.models.support import SupportModel
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
def reader() -> Upper:
    torch.manual_seed(0)
    reader = Upper(STARTS_AND_ENDS)
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


def test_the_file_gives_what_the_reader_gives(maker: ExampleMaker, reader: Upper, tmp_path: Path) -> None:
    with torch.no_grad():
        reader.head.weight.mul_(20)
    (one,) = maker.examples(lesson("Where was it signed?", "Oslo"), Random(0))
    model = default_cross_encoder() / "model.onnx"

    written = AnswerReader(upper_file(model, tmp_path / "upper.onnx", reader.encoder.state_dict(), reader.head))
    with torch.no_grad():
        wanted = reader(*padded([one]))[0].numpy()
    found = written.values(one.states.astype(np.float32))

    assert np.corrcoef(found.ravel(), (wanted - wanted[0]).ravel())[0, 1] > 0.98


def test_training_teaches_what_was_asked(maker: ExampleMaker) -> None:
    reader = Upper(STARTS_AND_ENDS)
    reader.encoder.load_state_dict(upper_weights(default_cross_encoder() / "model.onnx"))
    asked = [lesson("Where was it signed?", "Oslo"), lesson("Who paid?")]
    data = [example for one in asked for example in maker.examples(one, Random(0))] * 8
    before = loss_of(reader(*padded(data)), data).item()

    train(reader, data, replace(PLAN, epochs=20), loss_of, lambda *_: None)

    assert loss_of(reader.eval()(*padded(data)), data).item() < before / 2


def test_training_teaches_what_is_proved(tmp_path: Path) -> None:
    lower, model = LowerHalf(), default_cross_encoder() / "model.onnx"
    support = Upper(1)
    support.encoder.load_state_dict(upper_weights(model))
    proved = Rewording("Rain stopped the match.", "The match was stopped by rain.", is_proved=True)
    other = Rewording("Rain delayed the match.", "The match was stopped by rain.", is_proved=False)
    data = train_support.examples_of([proved, other] * 8, lower)

    train(support, data, replace(PLAN, epochs=20), train_support.loss_of, lambda *_: None)
    written = SupportModel(upper_file(model, tmp_path / "upper.onnx", support.encoder.state_dict(), support.head))

    assert train_support.check(support, data)["area under ROC"] == 1
    assert written.logit(data[0].states.astype(np.float32)) > 0 > written.logit(data[1].states.astype(np.float32))
