"""Condense: turn a follow-up and the turns before it into one question that can be understood alone."""

from __future__ import annotations

import logging
import re
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_assistant.answering.fragments import CORRECTING, OPENING, complete
from qa_assistant.answering.listed import name_choices
from qa_assistant.answering.mentions import load_parser, read_mentions
from qa_assistant.answering.prompts import load_prompt
from qa_assistant.answering.question import is_foreign
from qa_assistant.answering.referents import name_that_person, resolve, with_context
from qa_assistant.answering.requests.recognise import recognise
from qa_assistant.answering.spoken import Past, Spoken
from qa_assistant.answering.values import MONTHS
from qa_assistant.errors import ModelError
from qa_assistant.models.language import stream_text
from qa_assistant.models.languages import ENGLISH
from qa_assistant.schema import REFUSAL

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from llama_index.core.llms import LLM
    from spacy.tokens import Doc

    from qa_assistant.schema import Turn

_log = logging.getLogger(__name__)

TURNS = 4
"""Earlier turns that a model is shown."""
TURNS_READ = 8
"""Earlier turns that the rules look at."""
SECONDS = 15.0
"""What a model may take for a rewrite at most, before the rules do it."""
LONGEST = 300
"""Characters of a question that may be a follow-up, and of one that a model may write."""
ANSWER_WORDS = 80
"""Words of an earlier answer that are looked at."""

_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|hers?|it|its|they|them|theirs?|this|that|these|those|there|then|else)\b", re.IGNORECASE
)
_ONE = re.compile(r"\b(?:the|that|this) (?:\w+ )?ones?\b", re.IGNORECASE)
"""Which of those named before: "the Spanish one"."""
_DEFINITE = re.compile(r"\bthe\b", re.IGNORECASE)
_SHORTENED = re.compile(
    r"^\s*(?:and|but|or|so|what about|how about|no|sorry|actually|i (?:mean|meant)|same for)\b"
    r"|^\W*(?:\w+\W+){0,5}\w*\W*$",
    re.IGNORECASE,
)
_THAT = r"(?:this|that|it|so|these|those|them)"
_REPORTED = r"(?:said|says?|claims?|claimed|reports?|reported|confirms?|confirmed|wrote|published|covered)"
_ABOUT_ALL = re.compile(
    rf"^(?:(?:is|was) {_THAT} (?:true|right|correct|confirmed|certain|official|so|wrong|false|sure)"
    rf"|(?:who|which (?:outlets?|newspapers?|papers?|articles?|sources?))(?: else)? {_REPORTED} {_THAT}(?: first| too)?"
    rf"|(?:who|which outlet|which newspaper|which paper) was (?:the )?first to \w+ {_THAT}"
    rf"|(?:when|where|by whom) (?:was|were|is|are) {_THAT} (?:first )?(?:published|said|written|reported)(?: first)?"
    rf"|{_THAT}(?:['’]?s| is| are|['’]?re) (?:not (?:true|right|correct)|wrong|false|incorrect)"
    r"|why not|how come|really|(?:are you|you) (?:really |quite )?(?:sure|certain)(?: about (?:that|this|it))?"
    r"|how do you know(?: that)?|where (?:is|does|did) (?:this|that|it) (?:come )?from"
    r"|(?:(?:the|an?|any|what(?:'s|’s| is) (?:the|your)) )?"
    r"(?:sources?|links?|urls?|references?|citations?|proof|authors?|outlets?)(?: please| for that| of that)?"
    r"|dates?)\W*$",
    re.IGNORECASE,
)
"""What asks or doubts the whole answer and names nothing: it is no new subject either."""
_WHO_IS_THAT = re.compile(r"^who(?:'s|’s| is| was) (?:that|this)\W*$", re.IGNORECASE)
_REASON = re.compile(r"^[Ww](?:hat|ho)\b[^A-Z]*\bthe (?:reason|cause|result|outcome|effect|purpose|aim)s?\W*$")
"""What happened is left out, and so is who did it."""
_NAMES_SOMETHING = re.compile(r"\S\s+(?:[A-Z]|\d)")
_ITEM = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s+(.+)$", re.MULTILINE)
"""A line of a list."""
_LEAD = re.compile(r"^(?:\S.* )?\d[\d,]* (?:articles?|of its [\d,]+ sentences?)\b[^\n]*:\n", re.IGNORECASE)
"""What stands above the articles that a request found."""
_DAY = rf"(?:published )?(?:\d{{1,2}} )?(?:(?:{'|'.join(MONTHS)}) )?\d{{4}}(?: \(“\w+”\))?"
_HEADING = re.compile(rf"^- (?:{_DAY}|[^\n]* · [^\n:]*): ", re.MULTILINE | re.IGNORECASE)
"""What is known of an article, or a day, above a sentence of it: `Title · outlet · day`."""
_CONTENT = re.compile(r"[^\W_]{4,}|\d+")


class Condenser:
    """Makes follow-ups understandable alone: with a language model where its rewrite passes for one, else by rules.

    Raises:
        PromptError: a prompt file is missing or has other variables than the code fills.
    """

    def __init__(self, llm: LLM | None = None, *, prompts_dir: Path | None = None, timeout: float = 60.0) -> None:
        self._llm = llm
        self._timeout = min(timeout, SECONDS)
        self._rules = load_prompt("condense-rules", (), prompts_dir)
        self._request = load_prompt("condense", ("history", "question"), prompts_dir)

    def standalone(self, question: str, history: Sequence[Turn]) -> str:
        """Return the question as it would be asked without the turns before it.

        The model is not asked about a question that names something itself and leaves nothing for the rules to do.
        """
        by_rules = _by_rules(question, history)
        names_something = by_rules == question and _NAMES_SOMETHING.search(question)
        if self._llm is None or not history or len(question) > LONGEST or names_something:
            return by_rules
        said = "\n".join(f"Question: {turn.question[:LONGEST]}\nAnswer: {_answer(turn)}" for turn in history[-TURNS:])
        request = self._request.fill(history=_fenced(said), question=" ".join(_fenced(question).split()))
        try:
            written = _read(stream_text(self._llm, self._rules.fill(), request, timeout=self._timeout))
        except ModelError as error:
            # The rules can do it too; the reader is told when the same model fails to answer.
            _log.warning("Follow-up rewritten by rules: %s", error)
            return by_rules
        return _accepted(written, question, f"{said} {by_rules}") or by_rules

    def later_part(self, question: str, before: Sequence[Turn]) -> str:
        """Return a later part of a question as it would be asked alone; `before` are the parts before it.

        Where it leans on them in a way that the rules do not know, the first of them goes with it.
        """
        words = self.standalone(question, before)
        if words != question:
            return words
        is_short = _POINTS_BACK.search(question) or _SHORTENED.match(question)
        if _ONE.search(question) or (is_short and not _NAMES_SOMETHING.search(question)):
            return with_context(question, before[0].question.rstrip("?"))
        return question


def standalone(question: str, history: Sequence[Turn], llm: LLM | None = None) -> str:
    """Return the question as it would be asked without the turns before it; see `Condenser`.

    A question that needs none of them comes back unchanged, to the byte.
    """
    return Condenser(llm).standalone(question, history) if llm else _by_rules(question, history)


def warm_up() -> None:
    """Load what the first follow-up would otherwise wait for."""
    load_parser()
    is_foreign("Which language is this?", ENGLISH)


def _by_rules(question: str, history: Sequence[Turn]) -> str:
    """Rewrite with spaCy's small English pipeline; without it, or in other languages, add the question before."""
    if not history or not _may_depend(question):
        return question
    said = " ".join([*(turn.question[:LONGEST] for turn in history[-TURNS:]), question])
    parse = load_parser()
    if parse is None or is_foreign(said, ENGLISH):
        return _joined(question, history)
    past: list[Spoken] = []
    for turn in history[-TURNS_READ:]:
        if not re.search(r"\w", turn.question):
            continue
        answer = _answer(turn)
        asked, known = split_context(" ".join(turn.question[:LONGEST].split()))
        if past and _means_the_answer(asked):
            past.insert(0, replace(past[0], answer=parse(answer) if answer else None, items=()))
            continue
        understood = with_context(asked, known) if known else _understood(asked, past, parse)
        words, context = split_context(understood) if understood != asked else (asked, "")
        topic = _topic_of(understood)
        spoken = Spoken(
            question=parse(topic or words),
            answer=parse(answer) if answer else None,
            asked=asked if understood != asked else "",
            is_request=bool(topic),
            context=parse(context) if context else None,
            items=_items(turn, parse),
        )
        past.insert(0, spoken)
    return _understood(question, past, parse)


def split_context(question: str) -> tuple[str, str]:
    """Return a question and what stands in brackets behind it, which says what it is about; empty where nothing does.

    Of several brackets the first one counts.
    """
    words, context = question, ""
    while words.endswith(")"):
        depth, start = 0, len(words)
        for place in range(len(words) - 1, -1, -1):
            depth += {")": 1, "(": -1}.get(words[place], 0)
            if depth == 0:
                start = place
                break
        if depth or not words[:start].strip() or words[start - 1] != " ":
            break
        words, context = words[:start].rstrip(), words[start + 1 : -1]
    return words, context


def _means_the_answer(question: str) -> bool:
    """Whether a question asks about the answer before it and names nothing: the next one builds on the one before."""
    return _ABOUT_ALL.match(" ".join(OPENING.sub("", question).split())) is not None


def _read(pieces: Generator[str]) -> str:
    """Return what a model writes, as far as it can still be a question."""
    written = ""
    with closing(pieces):
        for piece in pieces:
            written += piece
            if len(written) > 2 * LONGEST and "<think>" not in written:
                break
    return written


def _may_depend(question: str) -> bool:
    """Whether a question can be a follow-up at all; says so without a parser."""
    if len(question) > LONGEST or not re.search(r"[a-zA-Z]|\b\d{4}\b", question):
        return False
    points_back = _POINTS_BACK.search(question) or _SHORTENED.match(question) or _DEFINITE.search(question)
    return bool(points_back) or not _NAMES_SOMETHING.search(question)


def _understood(question: str, past: Sequence[Spoken], parse: Callable[[str], Doc]) -> str:
    """Return a question as it is understood after the turns in `past`, newest first."""
    if not past or not _may_depend(question):
        return question
    words = " ".join(OPENING.sub("", question).split())
    if _means_the_answer(words) or _REASON.match(words):
        return with_context(words[:1].upper() + words[1:], past[0].whole)
    parsed = parse(words)
    named = name_choices(parsed, Past(parsed, past))
    if named != parsed.text:
        question = question.replace(words, named) if words in question else named
        words = named
    if _WHO_IS_THAT.match(words):
        return name_that_person(words, Past(parsed, past))
    rewritten = complete(question, past[0], parse)
    if rewritten is not None and past[0].context is not None:
        rewritten = _with_what_is_missing(rewritten, past[0].context.text)
    if rewritten is None:
        asked = parse(CORRECTING.sub("", words) or words)
        rewritten = resolve(asked, Past(asked, past), opened=asked.text != question.strip())
    return question if rewritten is None else rewritten[:1].upper() + rewritten[1:]


def _joined(question: str, history: Sequence[Turn]) -> str:
    """Return the question with the one before it in brackets, if it looks like a follow-up; needs no parser."""
    words = " ".join(OPENING.sub("", question).split())
    if not _POINTS_BACK.search(words) and words == question.strip() and len(words.split()) > 3:
        return question
    before = [split_context(" ".join(turn.question[:LONGEST].split())) for turn in history]
    bases = [(said, context) for said, context in before if not _means_the_answer(said)] or before
    said, context = bases[-1]
    return with_context(words[:1].upper() + words[1:], context if context.endswith("?") else said)


def _topic_of(understood: str) -> str:
    """Return the subject of a request: `the painting` for `What do you have on the painting?`; empty for a question."""
    request = recognise(understood, is_first=False)
    return request.topic if request else ""


def _with_what_is_missing(question: str, context: str) -> str:
    """Return a question with what the one before it was about, as far as it does not say so itself."""
    if context in question:
        return question
    parts = [] if context.endswith("?") else context.split(", ")
    missing = [part for part in parts if part not in question]
    if len(missing) < len(parts):
        missing = [part for part in missing if re.search(r"[A-Z\d]", part)]
        return with_context(question, ", ".join(missing)) if missing else question
    return with_context(question, context)


def _answer(turn: Turn) -> str:
    """Return the beginning of an earlier answer without citation numbers and headings; nothing for a refusal."""
    text = _HEADING.sub("", _LEAD.sub("", turn.answer))[: 20 * ANSWER_WORDS]
    text = re.sub(r"\s*\[\d+\]", "", text)
    return "" if REFUSAL in text else " ".join(text.split()[:ANSWER_WORDS])


def _items(turn: Turn, parse: Callable[[str], Doc]) -> tuple[str, ...]:
    """Return what the lines of a list in an answer are about, each by what it names first."""
    lines = [parse(re.sub(r"\s*\[\d+\]", "", line)[:LONGEST]) for line in _ITEM.findall(turn.answer)]
    firsts = (next(iter(read_mentions(line, {})), None) for line in lines)
    return tuple(first.text if first else line.text for first, line in zip(firsts, lines, strict=True))


def _fenced(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")


def _accepted(written: str, question: str, said: str) -> str | None:
    """Return what a model wrote if it is one question, keeps the words of `question` and adds none of its own."""
    text = re.sub(r"^[\w ]*question:\s*", "", written.rpartition("</think>")[2].strip(), flags=re.IGNORECASE)
    text = text.strip('"“” *')
    if not text or "\n" in text or len(text) > LONGEST or text.count("?") > 1:
        return None
    if question.rstrip().endswith("?") and not text.endswith("?"):
        return None
    asked, rewritten, known = (_stems(part) for part in (question, text, f"{said} {question}"))
    keeps = len(asked & rewritten) >= len(asked) / 2
    return text if keeps and rewritten and len(rewritten & known) >= 0.8 * len(rewritten) else None


def _stems(text: str) -> set[str]:
    return {word[:5] for word in _CONTENT.findall(text.casefold())}
