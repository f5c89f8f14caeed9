import pytest

from qa_assistant.answering.emphasis import emphasis, is_markdown, without


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**Correction:** An earlier report was wrong.", "Correction: An earlier report was wrong."),
        ("She called it *a neat touch* and __left__.", "She called it a neat touch and left."),
        ("The *Astrid Bakke* and the *Costa Lirio* waited.", "The Astrid Bakke and the Costa Lirio waited."),
        ("The file is harbour_plan_2.txt, 5 * 3 * 2 metres.", "The file is harbour_plan_2.txt, 5 * 3 * 2 metres."),
        ("A footnote* stands alone.", "A footnote* stands alone."),
        ("It costs 3 ** 2.", "It costs 3 ** 2."),
        (r"Not \*emphasis\*.", r"Not \*emphasis\*."),
        ("", ""),
    ],
)
def test_paired_marks_are_not_shown(text: str, shown: str) -> None:
    assert without(text, emphasis(text)) == shown


def test_a_part_is_shown_without_its_marks() -> None:
    text = "It was **two**, not *three*."

    assert without(text, emphasis(text), 9, 12) == "two"
    assert without(text, emphasis(text), 0, 9) == "It was "


@pytest.mark.parametrize(("file", "is_so"), [("a/b.md", True), ("B.MARKDOWN", True), ("b.txt", False), ("md", False)])
def test_only_markdown_files_have_marks(file: str, is_so: bool) -> None:
    assert is_markdown(file) is is_so
