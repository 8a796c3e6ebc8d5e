"""Teach a network of fewer layers the acts: the one that reads every sentence of a report, so that speed counts.

    python training/distil.py --teacher /tmp/runs/student --layers 0 2 4 --data training/corpus/*.jsonl --out
    /tmp/runs/acts

The small network starts from layers of the teacher's own and its heads. Each sentence is read once for all of its
questions, half of the time with stand-ins for states, as the pipeline reads it. It learns the teacher's last states,
what the teacher says of each piece and trigger, and the corpus's own answers, which outweigh the teacher's where they
differ.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from common import NONE, Encoder, Network, Row, Span, macro_f1, mean, progress, read_corpus, read_factuality
from standoff.annotate.stand_ins import put_stand_ins
from standoff.resources.gazetteer import load_gazetteer
from teach import load_run
from train import batches, finish, make_optimizer, one_word


@dataclass
class Reading:
    """A sentence with all that is asked of it."""

    text: str
    held: bool
    tags: tuple[tuple[Span, int], ...] | None = None
    """Its acts, where all are marked."""
    asked: list[Row] = field(default_factory=list)


def read_sentences(rows: Sequence[Row]) -> list[Reading]:
    """Put the questions of each sentence together; questions about two marked actors are left out."""
    made: dict[str, Reading] = {}
    for row in rows:
        reading = made.setdefault(row.text, Reading(row.text, row.held))
        if row.mode == "tags":
            reading.tags = row.tags
        elif row.mode == "act":
            reading.asked.append(row)
    return list(made.values())


def stand_in(reading: Reading, turn: int) -> Reading:
    """Put stand-ins for states, as the pipeline does."""
    put = put_stand_ins(reading.text, load_gazetteer(None), turn)
    if put.text == reading.text:
        return reading

    def moved(span: Span | None) -> Span | None:
        return None if span is None else put.move(span)

    asked = [
        replace(r, text=put.text, source=moved(r.source), target=moved(r.target), trigger=moved(r.trigger))
        for r in reading.asked
    ]
    tags = None if reading.tags is None else tuple((put.move(span), label) for span, label in reading.tags)
    return replace(reading, text=put.text, asked=asked, tags=tags)


@dataclass
class Coded:
    """A sentence as pieces, with the pieces of each question's trigger, source and target."""

    ids: list[int]
    tags: list[int]
    spots: list[list[int]]
    sides: list[list[list[int]]]
    asked: list[Row]


def encode(reading: Reading, encoder: Encoder, rng: random.Random | None, most: int) -> Coded:
    """Encode a sentence; trigger phrases are cut to one word half of the time, since the pipeline asks about words."""
    found = encoder.tokenizer.encode(reading.text, add_special_tokens=False)
    offsets = [(-1, -1), *found.offsets[: most - 2], (-1, -1)]

    def on(span: Span | None) -> list[int]:
        return [int(span is not None and a >= 0 and a < span[1] and span[0] < b) for a, b in offsets]

    tags = [-1] * len(offsets)
    if reading.tags is not None:
        tags = [-1 if a < 0 else NONE for a, _ in offsets]
        for span, label in reversed(reading.tags):
            tags = [label if hit else old for hit, old in zip(on(span), tags, strict=True)]
    asked, spots, sides = [], [], []
    for row in reading.asked:
        span = row.trigger
        if span is not None and rng is not None and rng.random() < 0.6:
            span = one_word(reading.text, span, rng)
        spot = on(span)
        if any(spot):
            asked.append(row)
            spots.append(spot)
            sides.append([on(row.source), on(row.target)])
    return Coded([encoder.cls, *found.ids[: most - 2], encoder.sep], tags, spots, sides, asked)


@dataclass
class Batch:
    """Tensors of some sentences; `where` says of which sentence each question is."""

    ids: torch.Tensor
    mask: torch.Tensor
    tags: torch.Tensor
    spots: torch.Tensor
    sides: torch.Tensor
    where: torch.Tensor
    asked: list[Row]


def batch_of(coded: Sequence[Coded], pad: int) -> Batch:
    """Pad a batch."""
    longest = max(len(item.ids) for item in coded)
    ids = torch.full((len(coded), longest), pad)
    mask = torch.zeros((len(coded), longest), dtype=torch.long)
    tags = torch.full((len(coded), longest), -1)
    count = sum(len(item.spots) for item in coded)
    spots, sides = torch.zeros(count, longest), torch.zeros(count, longest, 2)
    where = torch.zeros(count, dtype=torch.long)
    at = 0
    for n, item in enumerate(coded):
        size = len(item.ids)
        ids[n, :size], mask[n, :size], tags[n, :size] = torch.tensor(item.ids), 1, torch.tensor(item.tags)
        for spot, pair in zip(item.spots, item.sides, strict=True):
            spots[at, :size], where[at] = torch.tensor(spot, dtype=torch.float), n
            sides[at, :size] = torch.tensor(pair, dtype=torch.float).T
            at += 1
    return Batch(ids, mask, tags, spots, sides, where, [row for item in coded for row in item.asked])


class Reuse:
    """Lets a student that keeps the teacher's lower layers go on from what the teacher made of a batch there."""

    def __init__(self, teacher: Network, student: Network, kept: int) -> None:
        self.above = student.body.encoder.layer[kept:]
        self.given: tuple[tuple[torch.Tensor, ...], dict[str, object]] = ((), {})
        for part in (student.body.embeddings, student.role, *student.body.encoder.layer[:kept]):
            part.requires_grad_(False)
        teacher.body.encoder.layer[kept].register_forward_pre_hook(self._keep, with_kwargs=True)

    def _keep(self, _: nn.Module, given: tuple[torch.Tensor, ...], named: dict[str, object]) -> None:
        self.given = given, named

    def states(self) -> torch.Tensor:
        """Run the student's own layers."""
        (states, *rest), named = self.given
        for layer in self.above:
            made = layer(states, *rest, **named)
            states = made[0] if isinstance(made, tuple) else made
        return states


def read(network: Network, batch: Batch, states: torch.Tensor | None = None) -> dict[str, torch.Tensor]:
    """Run a network over sentences, and answer for each piece and each question."""
    if states is None:
        given = network.words(batch.ids) + network.role(torch.zeros_like(batch.ids))
        states = network.body(inputs_embeds=given, attention_mask=batch.mask).last_hidden_state
    whole = mean(states, batch.mask.float())
    act = network.drop(
        torch.tanh(network.act_dense(torch.cat([whole[batch.where], mean(states[batch.where], batch.spots)], -1)))
    )
    key = network.side_key(network.drop(states)).unflatten(-1, (2, -1))
    query = network.side_query(act).unflatten(-1, (2, -1))
    return {
        "states": states,
        "tags": network.tag(states, whole),
        "labels": network.act_out(act),
        "status": network.status_out(act),
        "score": network.score_out(act).squeeze(-1),
        "sides": torch.einsum("kcd,klcd->klc", query, key[batch.where]) / query.shape[-1] ** 0.5,
    }


def apart(student: torch.Tensor, teacher: torch.Tensor, heat: float) -> torch.Tensor:
    """Divergence of the student's answers from the teacher's, per row."""
    goal = torch.softmax(teacher / heat, -1)
    return (goal * (goal.clamp(min=1e-9).log() - torch.log_softmax(student / heat, -1))).sum(-1) * heat**2


def loss_of(
    out: dict[str, torch.Tensor], taught: dict[str, torch.Tensor], batch: Batch, args: argparse.Namespace
) -> torch.Tensor:
    """All losses of a batch."""
    mask = batch.mask.float()
    state = ((out["states"] - taught["states"]) ** 2).mean(-1)
    total = args.states * (state * mask).sum() / mask.sum()
    # Pieces. Where the corpus says what a piece is, that counts; the teacher says how near the other types are.
    known = (batch.tags >= 0).float()
    hard = nn.functional.cross_entropy(
        out["tags"].flatten(0, 1), batch.tags.clamp(min=0).flatten(), reduction="none"
    ).view_as(mask)
    named = torch.where(batch.tags == NONE, args.calm, 1.0)
    agrees = (taught["tags"].argmax(-1) == batch.tags).float() * known
    soft = apart(out["tags"], taught["tags"], args.heat)
    sure = 1 - torch.softmax(taught["tags"], -1)[..., NONE]
    trust = torch.where(known > 0, 0.25 + 0.75 * agrees, 1.0) * (args.calm + sure) * mask
    size = len(batch.ids)
    total = total + args.tags * ((hard * named * known).sum() + args.alpha * (soft * trust).sum()) / size
    if not len(batch.asked):
        return total
    count = len(batch.asked)
    gold = torch.tensor([row.label for row in batch.asked])
    hard = nn.functional.cross_entropy(
        out["labels"], gold, ignore_index=-1, label_smoothing=args.smooth, reduction="none"
    )
    trust = ((taught["labels"].argmax(-1) == gold) | (gold < 0)).float()
    total = (
        total + (hard.sum() + args.alpha * (apart(out["labels"], taught["labels"], args.heat) * trust).sum()) / count
    )
    status = torch.tensor([row.status for row in batch.asked])
    hard = nn.functional.cross_entropy(out["status"], status, ignore_index=-1, reduction="none")
    total = total + args.status * hard.sum() / count
    scores = torch.tensor([float("nan") if row.score is None else row.score for row in batch.asked])
    goal = torch.where(scores.isnan(), taught["score"], scores)
    total = total + args.score * nn.functional.smooth_l1_loss(out["score"] / 1.5, goal / 1.5)
    weight = mask[batch.where].unsqueeze(-1)
    roles = torch.tensor([float(row.roles) for row in batch.asked]).view(-1, 1, 1)
    goal = roles * batch.sides + (1 - roles) * torch.sigmoid(taught["sides"])
    miss = nn.functional.binary_cross_entropy_with_logits(out["sides"], goal, reduction="none") * weight
    return total + args.roles * miss.sum() / weight.sum() * 4


def shrink(teacher: Network, layers: Sequence[int]) -> Network:
    """A network of some of the teacher's layers, with its heads."""
    small = copy.deepcopy(teacher)
    small.body.encoder.layer = nn.ModuleList(small.body.encoder.layer[n] for n in layers)
    small.body.config.num_hidden_layers = len(layers)
    small.words.weight.requires_grad_(False)
    return small


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--teacher", type=Path, required=True, help="folder of a run of train.py")
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 2, 4], help="which of its layers to start from")
    parser.add_argument("--keep", type=int, default=0, help="so many of the teacher's layers stay as they are")
    parser.add_argument("--init", type=Path, help="folder of a run of this script to go on from")
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--factuality", type=Path, help="gold.jsonl with UDS-IH2 rows (open licence)")
    parser.add_argument("--facts", type=float, default=0.15, help="share of the factuality sentences in each epoch")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--lr", type=float, default=3e-4)
    parser.add_argument("--decay", type=float, default=0.95, help="learning rate factor per layer downwards")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--smooth", type=float, default=0.03)
    parser.add_argument("--states", type=float, default=4.0, help="weight of the distance of the last states")
    parser.add_argument("--tags", type=float, default=0.3, help="weight of the loss on pieces")
    parser.add_argument("--calm", type=float, default=0.15, help="weight of a piece that names no act in that loss")
    parser.add_argument("--alpha", type=float, default=0.7, help="weight of the teacher's answers")
    parser.add_argument("--heat", type=float, default=2.0, help="distillation temperature")
    parser.add_argument("--status", type=float, default=0.4)
    parser.add_argument("--score", type=float, default=0.5)
    parser.add_argument("--roles", type=float, default=0.5)
    parser.add_argument("--again", type=int, default=1, help="how often the files named --twice are read in an epoch")
    parser.add_argument("--twice", nargs="*", default=[], help="stems of files whose sentences are read --again times")
    parser.add_argument("--ema", type=float, default=0.99)
    parser.add_argument("--shift", type=float, default=1.356)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bench", type=Path, default=None)
    parser.add_argument("--name", default="acts")
    return parser.parse_args()


def main() -> None:
    """Distil, choose, calibrate."""
    args = parse_arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    teacher, encoder, taught_by = load_run(args.teacher)
    teacher.eval()
    network = shrink(teacher, args.layers)
    if args.init:
        network.load_state_dict(torch.load(args.init / "model.pt"))
    reuse = Reuse(teacher, network, args.keep) if args.keep else None
    rows = read_corpus(args.data) + (read_factuality(args.factuality) if args.factuality else [])
    held_rows = [row for row in rows if row.held and row.mode != "pair"]
    sentences = [s for s in read_sentences(rows) if not s.held]
    names = {row.text for row in rows if row.origin == "uds"}
    extra = {row.text for row in rows if row.origin in args.twice}
    most = 120
    optimizer = make_optimizer(network, len(args.layers), args)
    averaged = {k: v.detach().clone() for k, v in network.state_dict().items()}
    trained = [(averaged[k], v) for k, v in network.named_parameters() if v.requires_grad]
    best, log = -1.0, []
    for epoch in range(args.epochs):
        began = time.time()
        seen = [s for s in sentences if s.text not in names or rng.random() < args.facts]
        seen += [s for s in seen if s.text in extra] * (args.again - 1)
        seen = [stand_in(s, rng.randrange(6)) if rng.random() < 0.6 else s for s in seen]
        coded = [encode(s, encoder, rng, most) for s in seen]
        parts = batches([len(item.ids) for item in coded], args.batch, rng)
        network.train()
        total = 0.0
        for step, part in enumerate(parts):
            done = (epoch + step / len(parts)) / args.epochs
            for group in optimizer.param_groups:
                group["lr"] = group["initial_lr"] * min(1.0, (done + 1e-4) / 0.05) * max(0.02, 1 - done)
            batch = batch_of([coded[n] for n in part], encoder.pad)
            with torch.no_grad():
                taught = read(teacher, batch)
            loss = loss_of(read(network, batch, reuse.states() if reuse else None), taught, batch, args)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            with torch.no_grad():
                torch._foreach_lerp_([a for a, _ in trained], [v for _, v in trained], 1 - args.ema)
            total += float(loss.detach())
            if step % 50 == 49:
                progress(f"[{args.name}] epoch {epoch + 1} step {step + 1}/{len(parts)} {time.time() - began:.0f} s")
        current = {k: v.clone() for k, v in network.state_dict().items()}
        network.load_state_dict(averaged)
        figures = measure_acts(network, encoder, held_rows, most)
        log.append({"epoch": epoch + 1, "loss": round(total / len(parts), 4), **figures})
        log[-1]["seconds"] = round(time.time() - began)
        progress(f"[{args.name}] {log[-1]}")
        torch.save(network.state_dict(), args.out / "last.pt")
        if figures["act_f1"] + figures["tag_type_f1"] >= best:
            best = figures["act_f1"] + figures["tag_type_f1"]
            torch.save(network.state_dict(), args.out / "model.pt")
        network.load_state_dict(current)
    network.load_state_dict(torch.load(args.out / "model.pt"))
    asked = [row for row in held_rows if row.mode == "act"]
    report = finish(network, encoder, asked, args)
    report["arguments"]["base"], report["arguments"]["marked"] = taught_by["arguments"]["base"], False
    report |= {"epochs": log}
    (args.out / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    progress(f"[{args.name}] DONE {report['held']} T {report['temperatures']}")


def measure_acts(network: Network, encoder: Encoder, rows: Sequence[Row], most: int) -> dict[str, float]:
    """Figures on held-out sentences: triggers, pieces, sides."""
    network.eval()
    readings = read_sentences(rows)
    coded = sorted((encode(s, encoder, None, most) for s in readings), key=lambda item: len(item.ids))
    best, gold, status, states, score, wanted = [], [], [], [], [], []
    named = found = both = right = 0
    with torch.no_grad():
        for first in range(0, len(coded), 64):
            batch = batch_of(coded[first : first + 64], encoder.pad)
            out = read(network, batch)
            best += out["labels"].argmax(-1).tolist()
            gold += [row.label for row in batch.asked]
            states += out["status"].argmax(-1).tolist()
            status += [row.status for row in batch.asked]
            score += out["score"].tolist()
            wanted += [np.nan if row.score is None else row.score for row in batch.asked]
            guess = out["tags"].argmax(-1)
            is_named, is_found = (batch.tags >= 0) & (batch.tags != NONE), (batch.tags >= 0) & (guess != NONE)
            named, found = named + int(is_named.sum()), found + int(is_found.sum())
            both += int((is_named & is_found).sum())
            right += int((is_named & (guess == batch.tags)).sum())
    network.train()
    truth, guessed = np.array(gold), np.array(best)
    known = truth >= 0
    figures = {
        "act_f1": macro_f1(truth[known], guessed[known]),
        "act_accuracy": float((truth[known] == guessed[known]).mean()),
        "tag_p": both / max(1, found),
        "tag_r": both / max(1, named),
        "tag_type_f1": 2 * right / max(1, found + named),
    }
    scored = ~np.isnan(np.array(wanted))
    if scored.any():
        figures["score_mae"] = float(np.abs(np.array(wanted)[scored] - np.array(score)[scored]).mean())
    return {name: round(value, 4) for name, value in figures.items()}


if __name__ == "__main__":
    main()
