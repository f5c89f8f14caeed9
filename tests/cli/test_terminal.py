"""What reaches a real terminal: our colours, and nothing that an article brought along."""

import io
import re
import time
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console
from scripted_assistant import ANSWERS, HOSTILE, QUESTION, STEERING

from qa_assistant.schema import DatedWords, Sentence, Window
from qa_assistant.terminal import Terminal, harmless

COLOUR = r"\x1b\[[\d;]*m"
LIVE = r"\x1b\[\?25[hl]|\x1b\[2K|\x1b\[1A|\r"


@pytest.fixture
def screen() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def terminal(screen: io.StringIO) -> Terminal:
    return Terminal(Console(file=screen, force_terminal=True, width=60, color_system="standard"))


def test_harmless_text_keeps_its_letters_lines_and_tabs() -> None:
    assert harmless("Ünï\tçode “quotes” 北京 👩‍🚀\nnext") == "Ünï\tçode “quotes” 北京 👩‍🚀\nnext"


def test_harmless_text_steers_nothing() -> None:
    assert harmless(STEERING) == "[31mred[0m ]0;title 2J back [bold]not bold[/bold] :smile: "


def test_a_growing_answer_brings_no_escape_sequence_of_its_own(terminal: Terminal, screen: io.StringIO) -> None:
    terminal.growing([ANSWERS[HOSTILE]], "Waiting")

    assert "Waiting" in screen.getvalue()
    assert "\x1b" not in re.sub(f"{COLOUR}|{LIVE}", "", screen.getvalue())
    assert "\x1b[31m" not in screen.getvalue()


def test_an_answer_is_coloured_by_us_alone(terminal: Terminal, screen: io.StringIO) -> None:
    terminal.answer(ANSWERS[HOSTILE])

    assert "\x1b[1mIt says [31mred[0m" in screen.getvalue()
    assert "\x1b" not in re.sub(COLOUR, "", screen.getvalue())


def test_progress_says_how_long_the_rest_will_take(terminal: Terminal, screen: io.StringIO) -> None:
    terminal.err = terminal.out
    with terminal.progress() as progress:
        for done in range(1, 5):
            progress("embed", done, 3600)
            time.sleep(0.15)

    assert re.search(r"Passages.*4/3600 \d:\d\d:\d\d", re.sub(COLOUR, "", screen.getvalue()))


def test_a_citation_names_its_page(terminal: Terminal, screen: io.StringIO) -> None:
    answer = ANSWERS[QUESTION]
    first, *rest = answer.citations

    terminal.answer(replace(answer, citations=(replace(first, page=3), *rest)))

    assert "harbour/ledger.txt p. 3:" in re.sub(COLOUR, "", screen.getvalue())
    assert "harbour/courier.md:0" in re.sub(COLOUR, "", screen.getvalue())


@pytest.fixture
def plain() -> Terminal:
    return Terminal(Console(file=io.StringIO(), width=200), Console(file=io.StringIO(), width=200))


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_time_looked_at_stands_beside_the_answer(plain: Terminal) -> None:
    windows = (Window("last week", date(2024, 3, 11), date(2024, 3, 17)),)

    plain.answer(replace(ANSWERS[QUESTION], windows=windows))

    assert "Looking at 11 – 17 March 2024" in printed(plain.err)


def test_an_answer_says_of_which_day_it_is(plain: Terminal) -> None:
    plain.answer(replace(ANSWERS[QUESTION], as_of=date(2024, 3, 15)))

    assert "\nAs of 2024-03-15\n" in printed(plain.out)


def test_a_sentence_of_several_origins_says_how_many_and_marks_of_emphasis_are_left_out(plain: Terminal) -> None:
    text = "**Correction:** it costs *more*."
    answer = replace(
        ANSWERS[QUESTION],
        text=f"{text} [1][2] No *ramps*. [1]",
        sentences=(Sentence(text, (1, 2), 0.9), Sentence("No *ramps*.", (1,), 0.9)),
    )

    plain.answer(answer)

    assert "Correction: it costs more. [1][2] (2 sources) No *ramps*. [1]\n" in printed(plain.out)


def test_the_day_that_a_quote_means_stands_beside_it(terminal: Terminal, screen: io.StringIO) -> None:
    answer = ANSWERS[QUESTION]
    quote = "They met on Tuesday."
    meant = DatedWords(12, 19, date(2022, 7, 19), date(2022, 7, 19))
    dated = replace(answer.citations[0], quote=quote, days=(meant,))

    terminal.answer(replace(answer, citations=(dated,)))

    shown = re.sub(COLOUR, "", screen.getvalue())
    assert "“They met on Tuesday.”" in shown
    assert "Tuesday [19 July 2022]" in shown
