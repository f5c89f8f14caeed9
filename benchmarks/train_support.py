"""Train the model that says how far a text proves a sentence (`qa_assistant/models/support.py`), and write its files.

    python -m benchmarks.train_support [--files LETTERS] [--only-written] [--epochs N]
                                        [--start WEIGHTS | --weights FILE] [--blend FILE] [--out FOLDER]

It is the default cross-encoder with a linear layer on its first token instead of its score, trained on the quotes below
`benchmarks/rewordings/` and the sentences beside them, and on others made by rules. About a minute for a thousand
sentences and epoch on two free cores. With `--start` training goes on from weights that were trained before, on other
files, at a lower rate. With `--blend` the mean with other weights that went on from the same ones is written.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from benchmarks.rewordings import Rewording, changed_by_rules, read_rewordings
from benchmarks.training import (
    Model,
    Pairs,
    Plan,
    learn,
    outputs_of,
    provenance,
    training_parser,
    write_model,
    write_provenance,
)
from qa_assistant.terminal import Terminal, quiet_libraries

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

PLAN = Plan(epochs=2, rate=1e-4, batch=32, spread=20)
LOST = 0.1
"""Share of proved sentences that may be lost where it is said how many of the others are caught."""
BLEND = 0.35
"""Share of the weights of `--blend`: training that goes on forgets some of what it began with, and the mean of two that
began alike keeps what both know. Chosen on the dev part from .35, .5 and .65.

Source: Wortsman et al., "Model soups", ICML 2022.
"""


@dataclass(frozen=True, slots=True)
class SupportExample:
    """A sentence with a quote."""

    tokens: NDArray[np.int32]
    """As the default cross-encoder reads both, of shape (tokens, 2)."""
    is_proved: bool


def examples_of(rewordings: Sequence[Rewording]) -> list[SupportExample]:
    """Return what is learned from."""
    pairs = Pairs()
    return [SupportExample(pairs.read(one.sentence, one.quote)[1], one.is_proved) for one in rewordings]


def loss_of(values: torch.Tensor, batch: Sequence[SupportExample]) -> torch.Tensor:
    """Return the mean cross-entropy; the value of the first token is the log-odds."""
    labels = torch.tensor([float(one.is_proved) for one in batch])
    return nn.functional.binary_cross_entropy_with_logits(values[:, 0, 0], labels)


def check(model: Model, held: Sequence[SupportExample]) -> dict[str, float]:
    """Return how well examples that were not trained on are told apart."""
    from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

    logits = np.array([values[0, 0] for values in outputs_of(model, held)])
    labels = np.array([one.is_proved for one in held])
    caught = logits[~labels] < np.quantile(logits[labels], LOST)
    return {
        "examples": len(held),
        "area under ROC": round(float(roc_auc_score(labels, logits)), 3),
        f"caught where {LOST} are lost": round(float(np.mean(caught)), 3),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(arguments)
    quiet_libraries()
    terminal = Terminal()
    model = Model(1)
    written = [one for one in read_rewordings(options.files) if one.part == "train"]
    training = written if options.only_written else [*written, *changed_by_rules(written)]
    Random(0).shuffle(training)
    if options.weights or options.start:
        model.take(options.weights or options.start)
    if not options.weights:
        with terminal.progress() as progress:
            learn("support", model, examples_of(training), PLAN, options, loss_of, progress)
    if options.blend:
        other = torch.load(options.blend)
        model.load_state_dict({key: torch.lerp(mine, other[key], BLEND) for key, mine in model.state_dict().items()})
    out: Path = options.out
    write_model("support", model, out)
    figures = check(model, examples_of([one for one in read_rewordings() if one.part == "test"]))
    terminal.out.print(figures)
    stored = provenance("train_support", arguments, counts_of(training), figures)
    write_provenance(out / "support.json", stored, goes_on=bool(options.start))
    return 0


def counts_of(training: Sequence[Rewording]) -> dict[str, int]:
    """Return what is said of the sentences that were trained on."""
    return {
        "quotes": len({one.quote for one in training}),
        "sentences proved": sum(one.is_proved for one in training),
        "sentences not proved": sum(not one.is_proved for one in training),
    }


def _parser() -> argparse.ArgumentParser:
    parser = training_parser("python -m benchmarks.train_support", "Train the support model.", PLAN)
    parser.add_argument("--files", default="", metavar="LETTERS", help="files of these names only, such as 'abc'")
    parser.add_argument("--blend", metavar="WEIGHTS", help=f"take {BLEND} of these weights, trained before")
    parser.add_argument("--only-written", action="store_true", help="train on nothing made by rules")
    return parser


if __name__ == "__main__":
    sys.exit(main())
