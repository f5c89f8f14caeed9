"""Train the upper half of the default cross-encoder further, with a linear layer on top."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import torch
from torch import nn

from benchmarks.sets import ROOT
from benchmarks.upper_file import SCRATCH
from qa_assistant.config import Config
from qa_assistant.models.upper import SHARED_LAYERS
from qa_assistant.models.weights import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

OUT = ROOT / "qa_assistant" / "models"
LAYERS, WIDTH, HEADS, INNER = 12, 384, 12, 1536
"""Of the cross-encoder."""
ONWARD = 0.6
"""Share of the rate for training that goes on from weights trained before."""
STAGE = ("command", "date", "trained_on", "held_out", "started_from")
"""What is said of the training that another one went on from, which may have gone on from one itself."""
DECAY, WARM = 0.01, 0.06
"""`WARM` is the share of steps in which the rate rises; then it falls to nothing. The top layer's is five times it."""


class Example(Protocol):
    """Something to learn from."""

    @property
    def states(self) -> NDArray[np.float16]:
        """What the lower layers of the cross-encoder put out, of shape (tokens, width)."""
        ...


AnExample = TypeVar("AnExample", bound=Example)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. `spread` is by how many tokens examples of one batch may differ in length without need."""

    epochs: int
    rate: float
    batch: int
    spread: int


class Upper(nn.Module):  # type: ignore[misc]
    """The upper layers of the cross-encoder, and `outputs` values for each token."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        from transformers.models.bert.modeling_bert import BertConfig, BertEncoder

        config = BertConfig(
            hidden_size=WIDTH,
            num_hidden_layers=LAYERS - SHARED_LAYERS,
            num_attention_heads=HEADS,
            intermediate_size=INNER,
            hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.0,  # with it attention takes twice the time
        )
        config._attn_implementation = "sdpa"
        self.encoder = BertEncoder(config)
        self.head = nn.Linear(WIDTH, outputs)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return values of shape (texts, tokens, outputs) for states of shape (texts, tokens, width)."""
        states = self.encoder(states, attention_mask=mask[:, None, None, :]).last_hidden_state
        values: torch.Tensor = self.head(states)
        return values


def padded(batch: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return states and mask of a batch."""
    longest = max(len(one.states) for one in batch)
    states = torch.zeros(len(batch), longest, WIDTH)
    mask = torch.zeros(len(batch), longest, dtype=torch.bool)
    for row, one in enumerate(batch):
        states[row, : len(one.states)] = torch.from_numpy(one.states.astype(np.float32))
        mask[row, : len(one.states)] = True
    return states, mask


def train(
    model: Upper,
    data: Sequence[AnExample],
    plan: Plan,
    loss_of: Callable[[torch.Tensor, Sequence[AnExample]], torch.Tensor],
    progress: Callable[[str, int, int], None],
) -> None:
    """Train the model in place; the same for the same examples on the same machine.

    `loss_of` is given what the model puts out for a batch.
    """
    torch.manual_seed(0)
    order = np.random.default_rng(0)
    steps = plan.epochs * (len(data) // plan.batch)
    optimizer = torch.optim.AdamW(
        [{"params": model.encoder.parameters()}, {"params": model.head.parameters(), "lr": 5 * plan.rate}],
        lr=plan.rate,
        weight_decay=DECAY,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (WARM * steps), (steps - step) / (steps * (1 - WARM)) + 1e-3)
    )
    model.train()
    done = 0
    for _ in range(plan.epochs):
        # those of about the same length together, so that little is padded, in an order that changes
        lengths = np.array([len(one.states) for one in data]) + order.uniform(0, plan.spread, len(data))
        batches = np.array_split(np.argsort(lengths), len(data) // plan.batch)
        order.shuffle(batches)
        for places in batches:
            batch = [data[place] for place in places]
            loss = loss_of(model(*padded(batch)), batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            progress("train", done, steps)
    model.eval()


def learn(
    name: str,
    model: Upper,
    data: Sequence[AnExample],
    plan: Plan,
    options: argparse.Namespace,
    loss_of: Callable[[torch.Tensor, Sequence[AnExample]], torch.Tensor],
    progress: Callable[[str, int, int], None],
    *,
    onward: float = ONWARD,
) -> None:
    """Train as a command's options say, with `onward` of the rate where training goes on, and keep the weights.

    Those that were started from stay, so that the same command can be run again.
    """
    rate = onward * plan.rate if options.start else plan.rate
    train(model, data, replace(plan, epochs=options.epochs, rate=rate), loss_of, progress)
    torch.save(model.state_dict(), SCRATCH / f"{f'{options.start.stem}-onward' if options.start else name}.pt")


def training_parser(prog: str, description: str, plan: Plan) -> argparse.ArgumentParser:
    """Return a parser of what every training is told: `epochs`, `start` or `weights`, and `out`."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("--epochs", type=int, default=plan.epochs)
    given = parser.add_mutually_exclusive_group()
    given.add_argument("--start", type=Path, metavar="FILE", help="go on from these weights, on other files")
    given.add_argument("--weights", type=Path, metavar="FILE", help="train nothing; check and write these weights")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER", help="default: qa_assistant/models")
    return parser


def provenance(
    module: str, arguments: Sequence[str], trained_on: Mapping[str, int], held_out: Mapping[str, float]
) -> dict[str, Any]:
    """Return what a trained upper half is and where it comes from; `cross_encoder` decides whether it is used."""
    return {
        "cross_encoder": fingerprint(Config().reranker),
        "layers": f"{SHARED_LAYERS} to {LAYERS - 1}, counted from 0, trained; those below as they are",
        "licence": "Apache-2.0, as the cross-encoder",
        "command": " ".join([f"python -m benchmarks.{module}", *arguments]),
        "date": date.today().isoformat(),
        "torch": torch.__version__,
        "trained_on": dict(trained_on),
        "held_out": dict(held_out),
    }


def write_provenance(file: Path, stored: dict[str, Any], *, goes_on: bool) -> None:
    """Write what a training was, with what the project's file says of the one that it went on from."""
    if goes_on:
        earlier = json.loads((OUT / file.name).read_text("utf-8"))
        stored["started_from"] = {key: earlier[key] for key in STAGE if key in earlier}
    file.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", "utf-8")
