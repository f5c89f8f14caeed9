"""Sentence borders."""

from __future__ import annotations

import itertools

import pytest

from qa_assistant.ingest.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Boyle met Gen. Smith, Gov. Hochul and Sen. J. K. Doe at St. Brendan's on Jan. 5.",
        "The U.S. dollar fell against the U.K. pound at 5 p.m. Friday.",
        "It was No. 5 on the list, see p. 12 and Fig. 3 there.",
        "He said Velkar Inc. would pay $2.5 million, e.g. for roads.",
        "John Kirby, the coordinator, told CNN. last week.",
        "“It is good,” he said.",
        '"Is it good?" she asked.',
        "“It is good!” they cried.",
        "“We can boast of soil…We can boast of figures,” he said.",
        "“The West is opposed. If the way is open, it will know no limits,” Khamenei said.",
        '"It goes up and it goes down. Last night it went," he said.',
        "“There was one man. I thought, what's he know? Somebody ought to ask him.”",
        "Yahoo! and others were there.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["He left the U.S. on Friday.", "The president stayed."],
        ["They were lifted off between dawn and 9 a.m.", "One of them had a parrot."],
        ["He had to be “stopped.”", "Khamenei left."],
        ["“It is good,” he said.", "“It is very good.”"],
        ["It is ‘for as long as it takes.’", "Nobody objected."],
        ['She said "yes."', "He said no."],
        ["Is it over?", "It is not!", "It goes on."],
        ["He said no.", "5 people agreed."],
        ["It sold phones.", "iPhone sales rose."],
        ["伊朗总统会见了俄罗斯总统。", "他们讨论了粮食出口。"],
    ],
)
def test_sentences_are_split(parts: list[str]) -> None:
    separator = "" if parts[0].endswith("。") else " "

    assert sentences(separator.join(parts)) == parts


def test_a_long_quotation_is_split_after_all() -> None:
    quotation = "“" + " ".join(["We were standing in the rain for hours and hours."] * 8) + "”"

    assert len(sentences(quotation)) == 8


def test_a_quotation_mark_that_is_never_closed_joins_nothing() -> None:
    assert sentences("He was 6'2\" tall. She was not. They left.") == [
        "He was 6'2\" tall.",
        "She was not.",
        "They left.",
    ]


@pytest.mark.parametrize("newline", ["\n\n", "\r\n\r\n", "\n", "\r\n", "\r", "\n \n", "\u2029"])
def test_no_sentence_crosses_a_paragraph(newline: str) -> None:
    text = f"Russia is now in the fifth month of fighting{newline}The trip is the second one since the war began"

    assert len(sentences(text)) == 2


def test_lines_wrapped_at_a_fixed_width_are_one_paragraph() -> None:
    text = (
        "The ministers met in the old town hall on Tuesday to talk about\n"
        "the export of grain through the straits. They agreed to meet\n"
        "again in four weeks, and nobody had expected any more from it.\n"
        "\n"
        "A heading\n"
        "\n"
        "Ships have been waiting off the breakwater since the beginning\n"
        "of the month."
    )

    assert [" ".join(sentence.split()) for sentence in sentences(text)] == [
        "The ministers met in the old town hall on Tuesday to talk about the export of grain through the straits.",
        "They agreed to meet again in four weeks, and nobody had expected any more from it.",
        "A heading",
        "Ships have been waiting off the breakwater since the beginning of the month.",
    ]


def test_a_line_broken_within_a_sentence_goes_on() -> None:
    text = "Officials in the capital city said on Monday evening that the port\nwas open again. Ships left."

    assert len(sentences(text)) == 2


def test_short_lines_are_not_taken_for_wrapped_text() -> None:
    assert sentences("call the port\nbuy grain\nwrite to Bob") == ["call the port", "buy grain", "write to Bob"]


def test_marks_without_words_are_no_sentence() -> None:
    assert sentences("He left.\n\n* * *\n\n—\n\n...\n\nShe stayed.") == ["He left.", "She stayed."]


def test_the_mark_of_a_note_begins_no_sentence() -> None:
    text = "The river rose, officials said.[1][2] Boats were moved.[citation needed]\n\n[3]\n\nIn 1910,[4] it froze."

    assert sentences(text) == ["The river rose, officials said.", "Boats were moved.", "In 1910,[4] it froze."]


def test_junk_is_cut_out_and_nothing_reaches_across_it() -> None:
    text = "(CNN) -- He left. She [advert] stayed.\n\nRelated\n\nThey met."

    spans = sentence_spans(text, junk=[(0, 9), (22, 30), (40, 49)])

    assert [text[start:end] for start, end in spans] == ["He left.", "She", "stayed.", "They met."]


@pytest.mark.parametrize("text", ["", " \n\t ", "."])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "One. Two! Three?\n\n“Four,” he said. Five…\r\n\r\n- Six\n- Seven\n\n\tEight. ",
        "a" * 30_000,
        "word " * 10_000,
        "A man, a plan. " * 2_000,
        ". . . " * 5_000,
        "“" * 500 + " x. " + "”" * 500,
    ],
)
def test_spans_are_trimmed_in_order_and_apart(text: str) -> None:
    spans = sentence_spans(text)

    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("de", ["Am 4. Juli endete der Streik, so Prof. Weber.", "Im 19. Jahrhundert war das anders."]),
        ("es", ["El Sr. García llegó a Madrid.", "¿Quién lo recibió?", "¡Nadie!"]),
        ("fr", ["M. Dupont est arrivé le 4 juillet.", "Qui l'a reçu ?"]),
    ],
)
def test_a_text_is_split_by_the_rules_of_its_language(language: str, parts: list[str]) -> None:
    text = " ".join(parts)

    assert [text[start:end] for start, end in sentence_spans(text, language=language)] == parts


def test_a_language_without_a_model_is_split_as_english() -> None:
    text = "Tá sé anseo. Níl sé ansin."

    assert sentence_spans(text, language="ga") == sentence_spans(text, language="en")
