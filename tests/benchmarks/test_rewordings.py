"""Sentences written beside quotes are read, and what is trained on is not measured on."""

from pathlib import Path

import pytest

from benchmarks import rewordings
from benchmarks.rewordings import Rewording, changed_by_rules, read_rewordings
from qa_assistant.errors import EvalCaseError


def test_a_block_is_a_quote_with_the_sentences_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(
        "S It rained.\nT Rain fell.\nF It snowed.\n\nS It is late.\nF It is early.\n", "utf-8"
    )
    monkeypatch.setattr(rewordings, "FOLDER", tmp_path)

    assert read_rewordings() == [
        Rewording("Rain fell.", "It rained.", True),
        Rewording("It snowed.", "It rained.", False),
        Rewording("It is early.", "It is late.", False),
    ]


@pytest.mark.parametrize("text", ["T Rain fell.", "S It rained.\nX Rain fell."])
def test_a_block_without_a_quote_or_with_another_line_is_named(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    monkeypatch.setattr(rewordings, "FOLDER", tmp_path)

    with pytest.raises(EvalCaseError, match=r"a\.txt"):
        read_rewordings()


def test_no_quote_is_trained_on_and_measured_on() -> None:
    found = read_rewordings()
    quotes = {part: {one.quote for one in found if one.part == part} for part in ("train", "dev", "test")}

    assert len(found) > 13_000
    assert min(map(len, quotes.values())) > 150
    assert not quotes["train"] & (quotes["dev"] | quotes["test"])
    assert not quotes["dev"] & quotes["test"]


def test_more_are_made_by_rules_beside_the_same_quotes() -> None:
    quote = "On Monday the mayor, Anna Berg, said that 40 of the town's 60 wells had run dry because of the drought."
    made = changed_by_rules([Rewording("Forty wells are dry, Anna Berg said.", quote, is_proved=True)])

    assert {one.quote for one in made} == {quote}
    assert Rewording(quote, quote, is_proved=True) in made
    assert any(one.is_proved and one.sentence != quote for one in made)
    assert any(not one.is_proved for one in made)
    assert made == changed_by_rules([Rewording("Forty wells are dry, Anna Berg said.", quote, is_proved=True)])
