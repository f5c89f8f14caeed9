from __future__ import annotations

import pytest

from qa_assistant.evaluation.normalise import contains, shared_words, token_f1, without_markers, words


def test_case_punctuation_articles_and_space_do_not_count() -> None:
    assert words("The  “Grand”\n(new) deal, an Agreement!") == ["grand", "new", "deal", "agreement"]


def test_typographic_dashes_and_quotes_vanish_like_plain_ones() -> None:
    assert words("five–time don’t") == words("five-time don't") == ["fivetime", "dont"]


def test_split_separates_at_punctuation_but_keeps_numbers_together() -> None:
    assert words("1,024.5 points, 1990–95, Newton's", split=True) == ["10245", "points", "1990", "95", "newton", "s"]


def test_invisible_characters_vanish() -> None:
    assert words("agree\u00adment\u200b\ufeff") == ["agreement"]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("They won 24 games.", "24"),
        ("It ended 24–10.", "24"),
        ("It rose 4.5 percent.", "4.5"),
        ("They met at 7:20 p.m.", "7.20"),
        ("1.024 ships", "1024"),
        ("It cost US$40 billion.", "$40 billion"),
        ("Newton’s laws", "Newton"),
        ("the U.S. Army", "US"),
        ("the US Army", "U.S."),
        ("It rose by 5%.", "5 %"),
        ("rich in vitamin A", "A"),
        ("They said NO!", "no"),
    ],
)
def test_a_phrase_is_found_as_whole_words(text: str, phrase: str) -> None:
    assert contains(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("It was 1924.", "24"),
        ("the 24th day", "24"),
        ("1.24 metres", "24"),
        ("1,024 ships", "24"),
        ("It rose 4.5 percent.", "45"),
        ("It rose 45 percent.", "4.5"),
        ("at 7.20", "720"),
        ("", "A.A."),
        ("nothing of note", "no"),
        ("a Vitamin", "A"),
        ("", "24"),
    ],
)
def test_a_phrase_inside_a_longer_word_is_not_found(text: str, phrase: str) -> None:
    assert not contains(text, phrase)


def test_citation_markers_are_no_part_of_what_is_said() -> None:
    assert without_markers("It was signed [1] [12]. Then more.[3]") == "It was signed. Then more."


def test_shared_words_counts_repetition() -> None:
    assert shared_words("x x y z", "x y") == 0.5


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    # 2 of 4 words right, 2 of 3 found: 2 * (1/2 * 2/3) / (1/2 + 2/3)
    assert token_f1("one two three four", "one two five") == pytest.approx(4 / 7)


def test_f1_without_a_shared_word_is_zero() -> None:
    assert token_f1("one", "two") == token_f1("", "two") == 0.0
