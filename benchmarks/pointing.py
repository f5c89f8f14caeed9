"""Fit the layer that points at answers among the tokens of passages (`answering/finding.py`).

A question's tokens share what is likely by a softmax, together with there being no answer; the loss is the logarithm
of the share of the tokens of accepted answers, or of no answer. Features of a question that is used for fitting come
from a layer fitted without the article it asks about, or they would flatter.
"""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass, replace
from hashlib import blake2b, md5
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from benchmarks.bench import open_bench, sync
from benchmarks.remembering import write_pickle
from benchmarks.sets import PRACTICE, SAMPLES
from qa_assistant.answering.citing import Quote, quotable
from qa_assistant.answering.finding import TokenModel, TokenStates, token_states
from qa_assistant.answering.quoting import PASSAGES_READ
from qa_assistant.retrieval.hybrid import reading_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from benchmarks.fit import Example
    from qa_assistant.evaluation import EvalCase
    from qa_assistant.models import TokenReader
    from qa_assistant.schema import Passage
    from qa_assistant.terminal import Terminal

FOLDS = 5
EPOCHS, RATE, DECAY, BATCH = 4, 3e-3, 1e-2, 8
WEIGHTS = {SAMPLES: 2.0}
"""What a question of a set counts; default 1."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The tokens of the passages read for a question, and which belong to an accepted answer."""

    fold: int
    weight: float
    states: TokenStates
    is_answer: NDArray[np.bool_]
    is_open: NDArray[np.bool_]
    """The words of an answer where the set does not say that they answer; they count neither way."""


def marked(set_name: str, case: EvalCase, quotes: Sequence[Quote], states: TokenStates) -> Marked | None:
    """Return a question with its tokens marked; None where it is answered, but not in what was read."""
    words = {quote.place: quote.words.lower() for quote in quotes}
    said = {place: _occurrences(words[place], case.answers or ()) for place in states.places}
    gold = {file for evidence in case.evidence for file in evidence.files}
    hits = np.array(
        [
            any(start < b and end > a for a, b in said[states.places[owner]])
            for owner, (start, end) in zip(states.owners, states.spans, strict=True)
        ],
        dtype=bool,
    )
    in_gold = np.array([states.places[owner][0] in gold for owner in states.owners], dtype=bool)
    is_answer = hits & in_gold
    if case.answers and not is_answer.any():
        return None
    # questions about the same article share a fold; those that no article answers are on their own
    group = case.evidence[0].files[0] if case.evidence else case.id
    if set_name == "xquad" and case.evidence:
        group = group.partition("-")[0]
    fold = int(md5(f"{set_name} {group}".encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS
    return Marked(fold, WEIGHTS.get(set_name, 1.0), states, is_answer, hits & ~in_gold)


def _occurrences(words: str, answers: Sequence[str]) -> list[tuple[int, int]]:
    found = []
    for answer in answers:
        sought = re.escape(" ".join(answer.lower().split()))
        found += [match.span() for match in re.finditer(rf"(?<!\w){sought}(?!\w)", words)]
    return found


class StatesOnDisk:
    """Tokens and their states by question and passages, kept on disk with half the precision."""

    def __init__(self, file: Path, reader: TokenReader) -> None:
        self._file, self._reader = file, reader
        self._known: dict[bytes, TokenStates] = pickle.loads(file.read_bytes()) if file.is_file() else {}

    def of(self, question: str, passages: Sequence[Passage]) -> TokenStates:
        """Return the tokens of the passages read with a question."""
        texts = "\0".join([question, *(f"{passage.file} {reading_text(passage)}" for passage in passages)])
        key = blake2b(texts.encode(), digest_size=16).digest()
        if key not in self._known:
            found = token_states(self._reader, question, passages)
            self._known[key] = replace(found, states=found.states.astype(np.float16))
        return self._known[key]

    def save(self) -> None:
        """Write them to the file, whole or not at all."""
        write_pickle(self._file, self._known)


def practice(store: Path, reader: TokenReader, cases: Sequence[EvalCase], terminal: Terminal) -> list[Marked]:
    """Return the questions of the practice set, each with the article that it asks about and what search finds."""
    bench = open_bench(PRACTICE, store / PRACTICE)
    sync(bench, terminal)
    kept = StatesOnDisk(store / f"{PRACTICE}-states.pkl", reader)
    retriever = bench.parts.get().retriever
    found = []
    with terminal.progress() as progress:
        for done, case in enumerate(cases, start=1):
            passages = _to_read(case, retriever.retrieve(case.question, filters=None).passages)
            one = marked(PRACTICE, case, quotable(passages), kept.of(case.question, passages))
            found += [one] if one else []
            progress("read", done, len(cases))
    kept.save()
    bench.index.close()
    return found


def _to_read(case: EvalCase, passages: Sequence[Passage]) -> list[Passage]:
    """Return as many passages as are read for an answer, one that holds it among them if any was found."""
    gold = [evidence.quote for evidence in case.evidence[:1]]
    holding = [one for one in passages if any(quote and quote in one.text for quote in gold)]
    rest = [one for one in passages if one not in holding]
    return [*rest[: PASSAGES_READ - len(holding[:1])], *holding[:1]]


def fit_layer(examples: Sequence[Marked]) -> dict[str, Any]:
    """Return the layer in the form of `fitted.json`, the same for the same examples."""
    torch.manual_seed(0)
    order = np.random.default_rng(0)
    every = np.concatenate([one.states.states[::7] for one in examples]).astype(np.float32)
    mean, scale = torch.from_numpy(every.mean(0)), torch.from_numpy(every.std(0) + 1e-6)
    layer, nothing = torch.nn.Linear(every.shape[1], 1), torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.AdamW([*layer.parameters(), nothing], lr=RATE, weight_decay=DECAY)
    for epoch in range(EPOCHS):
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - epoch / EPOCHS)
        places = order.permutation(len(examples))
        for start in range(0, len(places), BATCH):
            loss = torch.zeros(())
            for place in places[start : start + BATCH]:
                one = examples[place]
                states = (torch.from_numpy(one.states.states).float() - mean) / scale
                values = layer(states).squeeze(-1).masked_fill(torch.from_numpy(one.is_open), -30.0)
                wanted = values[torch.from_numpy(one.is_answer)] if one.is_answer.any() else nothing
                loss = loss + one.weight * (torch.cat([values, nothing]).logsumexp(0) - wanted.logsumexp(0))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        weights = layer.weight[0] / scale
        bias = layer.bias[0] - (weights * mean).sum()
    return {
        "weights": [float(f"{weight:.5g}") for weight in weights],
        "bias": round(float(bias), 5),
        "nothing": round(float(nothing[0]), 5),
    }


def read_examples(
    examples: Sequence[Example], store: Path, reader: TokenReader, terminal: Terminal
) -> list[tuple[Example, TokenStates]]:
    """Return the examples with the states of the passages that are read for an answer."""
    kept = {name: StatesOnDisk(store / f"{name}-states.pkl", reader) for name in {one.set for one in examples}}
    read = []
    with terminal.progress() as progress:
        for done, one in enumerate(examples, start=1):
            assert one.seen is not None
            read.append((one, kept[one.set].of(one.seen.question, one.seen.passages[:PASSAGES_READ])))
            progress("read", done, len(examples))
    for states_on_disk in kept.values():
        states_on_disk.save()
    return read


def pointed(example: Example, states: TokenStates, layer: TokenModel) -> Example:
    """Return an example with features of where the layer points."""
    assert example.seen is not None
    scored = replace(example.seen.scored, found=states.found(layer))
    return replace(example, signals=replace(example.seen, scored=scored).signals())


def point(
    examples: Sequence[Example], others: Sequence[Marked], store: Path, reader: TokenReader, terminal: Terminal
) -> tuple[list[Example], dict[str, Any]]:
    """Return the examples with features of where the layer points, and the layer fitted on all of the dev half.

    `others` are questions for the layer alone.
    """
    read = []
    for one, states in read_examples(examples, store, reader, terminal):
        assert one.seen is not None
        read.append((one, states, marked(one.set, one.case, one.seen.scored.quotes, states)))
    dev = [mark for one, _, mark in read if mark and one.half == "dev"] + list(others)
    layers = [TokenModel.of(fit_layer([mark for mark in dev if mark.fold != fold])) for fold in range(FOLDS)]
    whole = fit_layer(dev)
    # what is not marked is in no fold, and was not learned from
    return [
        pointed(one, states, layers[mark.fold] if mark and one.half == "dev" else TokenModel.of(whole))
        for one, states, mark in read
    ], whole
