import pytest

from benchmarks import brackets as benchmark
from qa_assistant.answering import brackets
from qa_assistant.answering.brackets import referent, with_referents
from qa_assistant.answering.citing import Quote, Statement
from qa_assistant.answering.mentions import load_parser
from qa_assistant.answering.narrated import narrated
from qa_assistant.schema import Passage, Sentence

needs_parser = pytest.mark.skipif(load_parser() is None, reason="needs the extra offline")


def quotes(*sentences: str, between: str = " ") -> list[Quote]:
    text, spans = "", []
    for sentence in sentences:
        text += between if text else ""
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    passage = Passage("p", "a.txt", "Title", 0, len(text), text, sentences=tuple(spans))
    return [Quote(passage, span) for span in spans]


def shown(*of: Quote) -> list[Sentence]:
    statements = [Statement(quote.words, (quote,), 0.9) for quote in of]
    return list(with_referents([Sentence(one.text, (1,), 0.9) for one in statements], statements))


def last(*sentences: str) -> str:
    return shown(quotes(*sentences)[-1])[0].text


@needs_parser
@pytest.mark.parametrize(
    ("before", "sentence", "expected"),
    [
        (
            "Campaigner Lottie Brand, whose petition gathered 6,812 signatures, said she was relieved.",
            '"Old Quay is the only warm room on that estate," she said.',
            '"Old Quay is the only warm room on that estate," she [Lottie Brand] said.',
        ),
        (
            "Mr Achebe paid tribute to those who had opposed the plan.",
            "His deputy takes over in May.",
            "His [Achebe's] deputy takes over in May.",
        ),
        (
            "The ordinance passed on Tuesday.",
            "It does not apply to student residences.",
            "It [the ordinance] does not apply to student residences.",
        ),
        (
            "The brothers, aged 19 and 23, had been waiting for the first bus.",
            "They survived because a machine held up the beam.",
            "They [the brothers] survived because a machine held up the beam.",
        ),
    ],
)
def test_a_pronoun_at_the_beginning_is_followed_by_what_it_stands_for(
    before: str, sentence: str, expected: str
) -> None:
    assert last(before, sentence) == expected


@needs_parser
@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("Anna Berg met Maria Holt in Oslo.", "She left on Friday."),  # two can be meant
        ("Mr Berg signed the deal in Oslo.", "She left on Friday."),  # he is no she
        ("Anna Berg signed the deal.", "She left on Friday, Berg said."),  # the sentence names her
        ("Anna Berg signed the deal.", "“She left on Friday,” said a lawyer."),  # somebody else's words
        ("Anna Berg signed the deal.", "The minister said she would leave."),  # the sentence says who is meant
        ("The new bridge was opened in May.", "It is a matter of money."),  # means nothing
        ("The failure was caused by a certificate.", "It had been issued for a year."),  # either may be meant
        ("Anna Berg signed the deal.", "Asked whether she would stay, the child laughed."),  # named behind it
        ("Anna Berg signed the deal.", "She'd rather have waited."),  # nowhere to put it
        ("Anna Berg signed the deal.", "Did she leave?"),
        ("Carlisle Crown Court heard that the payments went on for a year.", "She was paid £31,500 a year."),
        ("Each dose costs four dollars.", "It must be kept between two and eight degrees."),  # none in particular
        ("Another course begins on Monday.", "It will run in May."),
    ],
)
def test_nothing_is_added_where_it_is_not_clear_or_said_already(before: str, sentence: str) -> None:
    assert last(before, sentence) == sentence


@needs_parser
def test_who_is_meant_may_stand_one_sentence_farther_back_if_the_one_between_goes_on_about_them() -> None:
    said = ("Sunniva Trell, a councillor, has promised to pay.", "She has lived there for years.", "She wants a vote.")

    assert last(*said) == "She [Sunniva Trell] wants a vote."


@needs_parser
def test_the_sentence_before_is_not_repeated_where_the_answer_shows_it() -> None:
    first, second = quotes("Sunniva Trell, a councillor, has promised to pay.", "She wants a vote.")

    assert [one.text for one in shown(first, second)] == [first.text, second.text]
    assert shown(second)[0].text == "She [Sunniva Trell] wants a vote."


@needs_parser
def test_a_heading_between_two_sentences_parts_them() -> None:
    parted = quotes(
        "Sunniva Trell, a councillor, has promised to pay.", "She wants a vote.", between="\n\n## Later\n\n"
    )

    assert referent(parted[-1]) is None


@needs_parser
def test_the_addition_is_marked_and_the_quote_stays_as_it_is() -> None:
    quote = quotes("Sunniva Trell, a councillor, has promised to pay.", "She wants  a\nvote.")[-1]

    (sentence,) = shown(quote)

    assert sentence.added is not None
    start, end = sentence.added
    assert sentence.text[start:end] == "[Sunniva Trell]"
    assert sentence.text[: start - 1] + sentence.text[end:] == quote.words == "She wants a vote."
    assert quote.text == "She wants  a\nvote."


@needs_parser
def test_the_marked_answer_stays_on_its_words() -> None:
    quote = quotes("Sunniva Trell, a councillor, has promised to pay.", "In 2019 she paid 40 marks.")[-1]
    statement = Statement(quote.words, (quote,), 0.9)

    for words in ("2019", "40 marks"):
        start = quote.words.index(words)
        marked = Sentence(quote.words, (1,), 0.9, answer=(start, start + len(words)))
        (sentence,) = with_referents([marked], [statement])
        assert sentence.answer is not None
        assert sentence.text[slice(*sentence.answer)] == words
        assert "she [Sunniva Trell] paid" in sentence.text


def test_a_sentence_that_a_language_model_wrote_gets_no_brackets() -> None:
    quote = quotes("Sunniva Trell, a councillor, has promised to pay.", "She wants a vote.")[-1]
    written = Statement("She would like a vote.", (quote,), 0.9)

    (sentence,) = with_referents([Sentence(written.text, (1,), 0.9)], [written])

    assert sentence.text == written.text
    assert sentence.added is None


def test_without_the_parser_there_are_no_brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brackets, "load_parser", lambda: None)
    brackets.find.cache_clear()

    assert last("Nora Vik signed the deal.", "She left on Friday.") == "She left on Friday."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We stopped," he said. ', "“…” he said."),
        ("She called it “a trait” on Monday.", "She called it “…” on Monday."),
        ("It was John’s own club.", "It was John’s own club."),
        ("She left.”", "“…”"),
    ],
)
def test_what_is_quoted_is_left_out(text: str, expected: str) -> None:
    assert narrated(text, 0, len(text.rstrip())).text == expected


def test_a_quotation_may_have_begun_in_an_earlier_sentence() -> None:
    text = "“We stopped. He left. It rained,” said Vik."

    assert narrated(text, text.index("He"), text.index(" It")).text == "“…”"


@needs_parser
def test_every_labelled_sentence_is_one_of_its_article() -> None:
    label = benchmark.read_labels("dev")[0]

    assert benchmark.find_quote(label["file"], label["begins"]).words.startswith(label["begins"])
