"""What a language model writes becomes sentences with the quotes they name, however it writes the numbers."""

from __future__ import annotations

import pytest

from qa_assistant.answering.citing import Quote
from qa_assistant.answering.drafts import Draft, DraftReader
from qa_assistant.schema import REFUSAL, Passage

TEXT = "One. Two. Three. Four. Five."
PASSAGE = Passage("p", "a.txt", "Title", 0, len(TEXT), TEXT)
SOURCES = [Quote(PASSAGE, span) for span in ((0, 4), (5, 9), (10, 16), (17, 22), (23, 28))]
NUMBERS = {quote.text: number for number, quote in enumerate(SOURCES, 1)}


def read(written: str, *, step: int = 1, max_sentences: int = 4) -> Draft:
    reader = DraftReader(SOURCES, max_sentences)
    for start in range(0, len(written), step):
        reader.feed(written[start : start + step])
    return reader.finish()


def cited(draft: Draft) -> list[tuple[str, list[int]]]:
    return [(sentence.text, [NUMBERS[quote.text] for quote in sentence.quotes]) for sentence in draft.sentences]


@pytest.mark.parametrize("step", [1, 3, 1000], ids=["letter by letter", "in pieces", "at once"])
@pytest.mark.parametrize(
    "written",
    [
        "Putin met Raisi [1]. They spoke of Syria [2][3].",
        "Putin met Raisi. [1] They spoke of Syria. [2, 3]",
        "Putin met Raisi.[1] They spoke of Syria.[2][3]",
        "Putin met Raisi [1]. They spoke of Syria [2-3].",
        "Putin met Raisi [1]. They spoke of Syria [2], [3].",
        "Putin met Raisi [1]. They spoke of Syria [2] and [3].",
        "Putin met Raisi (1). They spoke of Syria (2, 3).",
        "Putin met Raisi. (1) They spoke of Syria. (2)(3)",
        "Putin met Raisi【1】. They spoke of Syria【2】【3†source】.",
        "Putin met Raisi [Source 1]. They spoke of Syria [sources 2 and 3].",
        "Putin met Raisi [^1]. They spoke of Syria [2](#2)[3](https://example.org/3).",
        "Putin met Raisi [1]\nThey spoke of Syria [2] [3]",
        "- Putin met Raisi [1]\n- They spoke of Syria [2; 3]\n",
        "1. Putin met Raisi. [1]\n2. They spoke of Syria. [2][3]",
        "[1] Putin met Raisi.\n[2][3] They spoke of Syria.",
        "[1] Putin met Raisi. [2][3] They spoke of Syria.",
        "Putin met Raisi.\n[1]\nThey spoke of Syria.\n[2][3]",
        "Answer: Putin met Raisi [1]. They spoke of Syria [2] [3].",
        "**Answer:** **Putin met Raisi** [1]. They spoke of Syria [2, 3, 2].",
        "Putin met Raisi [Source: 1]. They spoke of Syria [Source 2, Source 3].",
        "Putin met Raisi [S1]. They spoke of Syria [2 to 3].",
        "Putin met Raisi ([1]). They spoke of Syria (see [2, 3]).",
        "Putin met Raisi. [1]. They spoke of Syria. [2/3].",
        "According to [1], Putin met Raisi. They spoke of Syria [2][3].</answer>",
        "Putin met Raisi `[1]`. They spoke of __Syria__ [2][3]",
        "<thinking>Is it [4]? The articles don't answer.</thinking>Putin met Raisi [1]. They spoke of Syria [2, 3].",
        "Is it so? I read [4]. Yes, it is so [5].</think>\n\nPutin met Raisi [1]. They spoke of Syria [2, 3].",
        "<think>Is it [4]? Yes [5].</think>\n\nPutin met Raisi [1]. They spoke of Syria [2, 3].",
    ],
)
def test_numbers_are_understood_in_every_usual_style(written: str, step: int) -> None:
    draft = read(written, step=step)

    assert cited(draft) == [("Putin met Raisi.", [1]), ("They spoke of Syria.", [2, 3])]


def test_numbers_that_do_not_exist_are_dropped() -> None:
    draft = read("Putin met Raisi [1, 17]. They spoke of Syria [0][99][2-400].")

    assert cited(draft) == [("Putin met Raisi.", [1]), ("They spoke of Syria.", [2, 3, 4, 5])]
    assert draft.dropped_numbers == 4


def test_a_sentence_without_an_existing_number_is_kept_without_quotes() -> None:
    draft = read("It rained in Tehran. Putin met Raisi [1]. They danced [44].")

    assert cited(draft) == [("It rained in Tehran.", []), ("Putin met Raisi.", [1]), ("They danced.", [])]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Sullivan of the U.S. spoke of $1.5 billion.",
        "He met Erdogan (the leader of Turkey) in July (2022) there.",
        "“It is over,” he said on Feb. 24.",
        "It is 40 (in words: forty).",
    ],
)
def test_points_and_brackets_inside_a_sentence_stay(sentence: str) -> None:
    assert cited(read(f"{sentence} [1] And so on [2].")) == [(sentence, [1]), ("And so on.", [2])]


def test_a_number_in_the_middle_of_a_sentence_counts_for_it() -> None:
    assert cited(read("Putin [1] met Raisi [2].")) == [("Putin met Raisi.", [1, 2])]


def test_the_refusal_phrase_is_a_refusal() -> None:
    draft = read(f" {REFUSAL}\n")

    assert draft.refused
    assert draft.complete


def test_a_refusal_that_names_a_source_is_a_refusal_all_the_same() -> None:
    draft = read(f"{REFUSAL.removesuffix('.')} [3]. But Putin met Raisi [1].")

    assert (draft.refused, draft.sentences) == (True, ())


def test_a_refusal_after_an_answer_is_left_out() -> None:
    draft = read(f"Putin met Raisi [1]. {REFUSAL}")

    assert not draft.refused
    assert cited(draft) == [("Putin met Raisi.", [1])]


@pytest.mark.parametrize(
    "written",
    [
        "The articles do not say who signed the gas deal.",
        "The provided sentences don't mention a deal. They are about weather [1].",
        "None of the articles mentions it.",
        "Unfortunately, the sources do not explicitly state the date.",
        "I cannot answer this from the articles.",
        "Based on the given sentences, there is no information about a deal.",
    ],
)
def test_a_refusal_in_other_words_is_one(written: str) -> None:
    draft = read(written)

    assert (draft.refused, draft.complete, draft.sentences) == (True, True, ())


@pytest.mark.parametrize(
    "written",
    [
        "The article says that Putin met Raisi [1].",
        "The sources do not give the day, but say it was in May [1].",
        "The articles of association do not bind him [1].",
        "The documents do not mention a ransom [1].",
    ],
)
def test_what_articles_say_is_no_refusal(written: str) -> None:
    assert not read(written).refused


def test_a_refusal_in_other_words_after_an_answer_ends_nothing() -> None:
    draft = read("Putin met Raisi [1]. The articles do not say why. They spoke of Syria [2].")

    assert cited(draft) == [("Putin met Raisi.", [1]), ("They spoke of Syria.", [2])]


def test_a_reply_of_one_sentence_may_lack_its_stop() -> None:
    assert cited(read("Putin met Raisi in Tehran")) == [("Putin met Raisi in Tehran.", [])]


@pytest.mark.parametrize(
    "sentence", ["The victim was Jonas Weber (4), a boy from Bonn.", "It invoked the clause (Article 5)."]
)
def test_a_number_in_round_brackets_may_belong_to_the_sentence(sentence: str) -> None:
    assert cited(read(f"{sentence} [1] And so on [2].")) == [(sentence, [1]), ("And so on.", [2])]


def test_a_sentence_that_broke_off_is_left_out() -> None:
    assert cited(read("Putin met Raisi [1]. They spoke of")) == [("Putin met Raisi.", [1])]


def test_a_model_that_repeats_itself_is_not_listened_to_any_longer() -> None:
    draft = read("Putin met Raisi in Tehran [1]. Putin met Raisi in Tehran [2]. Putin left [3].")

    assert cited(draft) == [("Putin met Raisi in Tehran.", [1])]


def test_no_more_sentences_are_taken_than_asked_for() -> None:
    draft = read("One is so [1]. Two is so [2]. Three is so [3].", max_sentences=2)

    assert cited(draft) == [("One is so.", [1]), ("Two is so.", [2])]


@pytest.mark.parametrize("written", ["", "  \n ", "[1]", "<think>Putin met Raisi [1].", "[[[", "*** [1]"])
def test_text_without_a_sentence_leaves_a_complete_draft_without_sentences(written: str) -> None:
    draft = read(written)

    assert (draft.complete, draft.refused, draft.sentences) == (True, False, ())


def test_a_sentence_is_taken_as_soon_as_the_next_one_begins() -> None:
    reader = DraftReader(SOURCES, 4)

    assert not reader.feed("Putin met Raisi. [1] ")
    assert reader.feed("They ")
    assert cited(reader.draft) == [("Putin met Raisi.", [1])]


def test_a_list_of_impossible_length_is_read_at_once() -> None:
    draft = read(f"So it is [1-{10**12}]." + "[" * 5000 + "(1" * 5000, step=100_000)

    assert cited(draft)[0] == ("So it is.", [1, 2, 3, 4, 5])
