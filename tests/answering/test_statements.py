import pytest

from qa_assistant.answering.statements import content_words, names_and_numbers, same_statement


def test_a_copy_states_the_same() -> None:
    one = "The two-year deal gives some 1,850 dockers a rise of 5.6 percent backdated to April 1."

    assert same_statement(one, one)


def test_a_light_rewrite_states_the_same() -> None:
    assert same_statement(
        "It will be chaired by Dame Rosalind Kerr, the retired judge who mediated the final round of talks.",
        "Dame Rosalind Kerr, a retired judge who mediated the final round of the talks, will be in the chair.",
    )


@pytest.mark.parametrize(
    "other",
    [
        "The strike was the longest at Tarnmouth since 1989.",
        "The deal gives some 1,420 dockers a rise of 5.6 percent backdated to April 1.",
        "Dockers welcomed the deal.",
    ],
)
def test_other_facts_are_other_statements(other: str) -> None:
    assert not same_statement(
        "The two-year deal gives some 1,850 dockers a rise of 5.6 percent backdated to April 1.", other
    )


def test_numbers_lose_their_separators() -> None:
    assert "1850" in content_words("some 1,850 dockers")


def test_names_are_capitalised_words_but_the_first_and_numbers() -> None:
    assert names_and_numbers("Which year did Velkar sign with Tessaro, 2024 or 2025?") == {
        "velkar",
        "tessaro",
        "2024",
        "2025",
    }
