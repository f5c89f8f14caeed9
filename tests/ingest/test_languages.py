"""The language of a text is told by its words."""

import pytest

from qa_assistant.ingest.languages import language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Dockworkers at the Port of Tarnmouth will go back to work on Saturday after union leaders reached a deal.",
        ),
        (
            "de",
            "Die Hafenarbeiter in Tarnmouth kehren am Samstag an die Arbeit zurück, nachdem sich die Seiten einigten.",
        ),
        (
            "es",
            "Los estibadores del puerto de Tarnmouth volverán al trabajo el sábado después de que hubiera un acuerdo.",
        ),
    ],
)
def test_a_sentence_is_enough(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "Tarnmouth", "42 % 7 % 13 %"])
def test_little_text_tells_no_language(text: str) -> None:
    assert language_of(text) is None
