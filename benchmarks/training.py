"""Train a model of the default cross-encoder's form further, with a linear layer on top."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn.utils.rnn import pad_sequence

from benchmarks.sets import ROOT
from benchmarks.trained_file import default_cross_encoder, embeddings_file, model_file, weights_in
from qa_assistant.config import Config
from qa_assistant.models.onnx import OnnxEncoder
from qa_assistant.models.trained import EMBEDDINGS
from qa_assistant.models.weights import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray
    from tokenizers import Encoding

OUT = ROOT / "qa_assistant" / "models"
SCRATCH = ROOT / "build" / "reader"
LAYERS, WIDTH, HEADS, INNER = 12, 384, 12, 1536
"""Of the cross-encoder."""
AT_ONCE = 32
"""Examples that are checked at a time."""
_ATTENTION = "in_32_bits"
_HALF = bool(torch.cpu.get_capabilities().get("avx512_bf16"))
"""Whether the processor multiplies numbers of 16 bits, in half the time then; others take twenty times as long."""
ONWARD = 0.6
"""Share of the rate for training that goes on from weights trained before."""
STAGE = ("command", "date", "trained_on", "held_out", "started_from")
"""What is said of the training that another one went on from, which may have gone on from one itself."""
DECAY, WARM = 0.01, 0.06
"""`WARM` is the share of steps in which the rate rises; then it falls to nothing. The top layer's is five times it."""


class Example(Protocol):
    """Something to learn from."""

    @property
    def tokens(self) -> NDArray[np.int32]:
        """The tokens of two texts read together and which text each is of, of shape (tokens, 2)."""
        ...


AnExample = TypeVar("AnExample", bound=Example)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. `spread` is by how many tokens examples of one batch may differ in length without need."""

    epochs: int
    rate: float
    batch: int
    spread: int


class Pairs:
    """Reads two texts together as the default cross-encoder does."""

    def __init__(self) -> None:
        self._encoder = OnnxEncoder(default_cross_encoder(), out="scores")

    def read(self, first: str, second: str) -> tuple[Encoding, NDArray[np.int32]]:
        """Return the tokens, and what an `Example` keeps of them."""
        (encoding,) = self._encoder.encode([(first, second)])
        return encoding, np.array([encoding.ids, encoding.type_ids], dtype=np.int32).T


class Model(nn.Module):  # type: ignore[misc]
    """The default cross-encoder with `outputs` values for each token instead of its score; its embeddings stay."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS
        from transformers.models.bert.modeling_bert import BertConfig, BertModel

        ALL_ATTENTION_FUNCTIONS.register(_ATTENTION, _attention)
        config = BertConfig(
            hidden_size=WIDTH,
            num_hidden_layers=LAYERS,
            num_attention_heads=HEADS,
            intermediate_size=INNER,
            hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.0,  # with it attention takes twice the time
        )
        self.bert = BertModel(config, add_pooling_layer=False)
        self.bert.config._attn_implementation = _ATTENTION
        self.bert.load_state_dict(weights_in(default_cross_encoder() / "model.onnx"))
        self.bert.embeddings.requires_grad_(False)
        self.head = nn.Linear(WIDTH, outputs)
        nn.init.normal_(self.head.weight, std=0.02, generator=torch.Generator().manual_seed(0))
        nn.init.zeros_(self.head.bias)

    def forward(self, tokens: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return values of shape (texts, tokens, outputs) for tokens of shape (texts, tokens, 2)."""
        ids, types = tokens.unbind(-1)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_HALF):
            states = self.bert(ids, mask[:, None, None, :], types).last_hidden_state
        values: torch.Tensor = self.head(states.float())
        return values

    def take(self, file: Path) -> None:
        """Take weights that training kept, or those of a trained model's ONNX file as far as their 8 bits tell them.

        Outputs that they do not have stay as they are.
        """
        if file.suffix == ".onnx":
            known = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(file)).graph.initializer}
            head = {"weight": known["head.weight"].T, "bias": known["head.bias"]}
            found = {f"bert.{name}": value for name, value in weights_in(file).items()}  # it has no embeddings
            found |= {f"head.{name}": torch.from_numpy(value.copy()) for name, value in head.items()}
        else:
            found = torch.load(file)
        own = self.state_dict()
        for name, value in found.items():
            own[name][: len(value)] = value


def _attention(
    _module: nn.Module, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None, **_: Any
) -> tuple[torch.Tensor, None]:
    # in 32 bits: PyTorch takes five times as long for it in 16
    with torch.autocast("cpu", enabled=False):
        found = nn.functional.scaled_dot_product_attention(query.float(), key.float(), value.float(), mask)
    return found.to(query.dtype).transpose(1, 2).contiguous(), None


def padded(batch: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return tokens and mask of a batch."""
    tokens = pad_sequence([torch.from_numpy(one.tokens.astype(np.int64)) for one in batch], batch_first=True)
    lengths = torch.tensor([len(one.tokens) for one in batch])
    return tokens, torch.arange(tokens.shape[1]) < lengths[:, None]


def outputs_of(model: Model, examples: Sequence[Example]) -> list[NDArray[np.float32]]:
    """Return what a model puts out for each example, of shape (tokens, outputs)."""
    model.eval()
    found: dict[int, NDArray[np.float32]] = {}
    order = sorted(range(len(examples)), key=lambda place: len(examples[place].tokens))
    with torch.no_grad():
        for first in range(0, len(order), AT_ONCE):
            places = order[first : first + AT_ONCE]
            batch = [examples[place] for place in places]
            for place, one, values in zip(places, batch, model(*padded(batch)).numpy(), strict=True):
                found[place] = values[: len(one.tokens)]
    return [found[place] for place in range(len(examples))]


def train(
    model: Model,
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
        [{"params": model.bert.encoder.parameters()}, {"params": model.head.parameters(), "lr": 5 * plan.rate}],
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
        lengths = np.array([len(one.tokens) for one in data]) + order.uniform(0, plan.spread, len(data))
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
    model: Model,
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
    SCRATCH.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), SCRATCH / f"{f'{options.start.stem}-onward' if options.start else name}.pt")


def training_parser(prog: str, description: str, plan: Plan) -> argparse.ArgumentParser:
    """Return a parser of what every training is told: `epochs`, `start` or `weights`, and `out`."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("--epochs", type=int, default=plan.epochs)
    given = parser.add_mutually_exclusive_group()
    given.add_argument("--start", type=Path, metavar="FILE", help="go on from these weights (.pt or .onnx)")
    given.add_argument("--weights", type=Path, metavar="FILE", help="train nothing; check and write these weights")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER", help="default: qa_assistant/models")
    return parser


def provenance(
    module: str, arguments: Sequence[str], trained_on: Mapping[str, int], held_out: Mapping[str, float]
) -> dict[str, Any]:
    """Return what a trained model is and where it comes from; `cross_encoder` decides whether it is used."""
    return {
        "cross_encoder": fingerprint(Config().reranker),
        "layers": f"all {LAYERS} trained; the embeddings as they are",
        "licence": "Apache-2.0, as the cross-encoder",
        "command": " ".join([f"python -m benchmarks.{module}", *arguments]),
        "date": date.today().isoformat(),
        "torch": torch.__version__,
        "trained_on": dict(trained_on),
        "held_out": dict(held_out),
    }


def write_model(name: str, model: Model, out: Path) -> None:
    """Write the ONNX file of a trained model, and that of the embeddings, which is always the same."""
    file = default_cross_encoder() / "model.onnx"
    (out / f"{name}.onnx").write_bytes(model_file(file, model.bert.state_dict(), model.head))
    (out / f"{EMBEDDINGS}.onnx").write_bytes(embeddings_file(file))


def write_provenance(file: Path, stored: dict[str, Any], *, goes_on: bool) -> None:
    """Write what a training was, with what the project's file says of the one that it went on from."""
    if goes_on:
        earlier = json.loads((OUT / file.name).read_text("utf-8"))
        stored["started_from"] = {key: earlier[key] for key in STAGE if key in earlier}
    file.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", "utf-8")
