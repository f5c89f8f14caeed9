"""How the terminal shows answers to requests."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

from rich.console import Console
from scripted_assistant import BRIDGE

from qa_assistant.schema import Answer
from qa_assistant.terminal import Terminal


def printed(answer: Answer) -> str:
    out = StringIO()
    Terminal(Console(file=out, width=200), Console(file=StringIO())).answer(answer)
    return out.getvalue()


def headed(kind: str) -> Answer:
    sentences = tuple(replace(sentence, heading="12 March 2024 · Port Ledger") for sentence in BRIDGE.sentences)
    lines = "\n".join(f"- {one.heading}: {one.text} [{one.citations[0]}]" for one in sentences)
    return replace(BRIDGE, kind=kind, lead="1 article:", text=f"1 article:\n{lines}", sentences=sentences)


def test_a_list_has_a_line_for_each_article_and_one_for_its_place() -> None:
    lines = printed(headed("list")).splitlines()

    assert lines[0] == "1 article:"
    assert lines[1].startswith("- 12 March 2024 · Port Ledger: ")
    assert lines[-2:] == ["[1] harbour/ledger.txt:22-94", "[2] harbour/courier.md:0-56"]


def test_a_timeline_shows_its_quotes_too() -> None:
    assert f"“{BRIDGE.citations[1].quote}”" in printed(headed("timeline"))


def test_talk_is_printed_as_it_is() -> None:
    assert printed(Answer("Hi", "Hi", "Hello.\nFor example:\n- help", kind="reply")) == "Hello.\nFor example:\n- help\n"
