"""What training, measuring and export share: the labels, the corpus, the encoding of a marked sentence, the network."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

LABELS = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "NONE",
]
INDEX = {label: n for n, label in enumerate(LABELS)}
# PLOVER's own convention for acts that lie in the future; the same map as in the codebook.
FUTURE = {
    "CONSULT": "AGREE",
    "SUPPORT": "AGREE",
    "COOPERATE": "AGREE",
    "AID": "AGREE",
    "RETREAT": "CONCEDE",
    "SANCTION": "THREATEN",
    "COERCE": "THREATEN",
    "ASSAULT": "THREATEN",
    "MOBILIZE": "THREATEN",
    "PROTEST": "THREATEN",
}
MARKS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")
MAX_PIECES = 160
PROGRESS = Path("/tmp/train_progress.txt")


@dataclass
class Row:
    """A sentence with its spans; `label` is -1 where it is not known."""

    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None
    trigger: tuple[int, int] | None
    label: int
    held: bool
    origin: str


def progress(line: str) -> None:
    """Add a line to the progress file and print it."""
    stamped = f"{time.strftime('%H:%M:%S')} {line}"
    print(stamped, flush=True)
    with PROGRESS.open("a", encoding="utf-8") as out:
        out.write(stamped + "\n")


def unmark(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Take the marks <s>, <t>, <e> out of a sentence, and give the spans of the plain text (the first of each)."""
    text, spans, open_at = "", {}, {}
    for part in re.split(r"(</?[ste]>)", marked):
        mark = re.fullmatch(r"<(/?)([ste])>", part)
        if mark is None:
            text += part
        elif not mark[1]:
            open_at[mark[2]] = len(text)
        elif mark[2] in open_at:
            spans.setdefault(mark[2], (open_at.pop(mark[2]), len(text)))
    return text, spans


def is_held(text: str) -> bool:
    """Whether a sentence belongs to the held-out tenth."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 10 == 0


def read_corpus(paths: Iterable[Path]) -> list[Row]:
    """Read corpus files; a line that is not whole yet, or that doubles another, is left out."""
    rows, seen = [], set()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                raw = json.loads(line)
            except json.JSONDecodeError:
                continue
            kind = raw["type"]
            if raw.get("status") in ("planned", "promised"):
                kind = FUTURE.get(kind, kind)
            text, spans = unmark(raw["marked"])
            key = (text, spans.get("s"), spans.get("t"))
            if key in seen or kind not in INDEX or "s" not in spans:
                continue
            seen.add(key)
            rows.append(
                Row(text, spans.get("s"), spans.get("t"), spans.get("e"), INDEX[kind], is_held(text), path.stem)
            )
    return rows


def read_lexicon(folder: Path) -> list[Row]:
    """Read the event lexicon's examples (marked [S:..], [T:..], {..}) without their labels."""
    import csv

    rows = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for entry in csv.DictReader(lines):
                text = re.sub(r"\{([^}]*)\}", r"\1", entry["example"] or "")
                text = re.sub(r"\[S:([^\]]*)\]", r"<s>\1</s>", text)
                text = re.sub(r"\[T:([^\]]*)\]", r"<t>\1</t>", text)
                plain, spans = unmark(text)
                if plain and "s" in spans:
                    rows.append(Row(plain, spans.get("s"), spans.get("t"), None, -1, False, "lexicon"))
                counter = entry["counter"] or ""
                words = re.match(r"(?:The |A |An )?[A-Z][\w'-]+", counter)
                if words:
                    rows.append(Row(counter, (0, words.end()), None, None, -1, False, "counter"))
    return rows


class Encoder:
    """Turns a marked sentence into pieces, with four marker pieces around the spans."""

    def __init__(self, tokenizer_file: str) -> None:
        self.tokenizer = Tokenizer.from_file(tokenizer_file)
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        vocab = self.tokenizer.get_vocab()
        self.cls = vocab["[CLS]"] if "[CLS]" in vocab else vocab["<s>"]
        self.sep = vocab["[SEP]"] if "[SEP]" in vocab else vocab["</s>"]
        self.pad = vocab["[PAD]"] if "[PAD]" in vocab else vocab["<pad>"]
        self.marks = [vocab[mark] for mark in MARKS]

    def encode(self, row: Row) -> tuple[list[int], list[int]]:
        """Give piece ids, and a bit mask for each (1 source, 2 target, 4 trigger)."""
        coded = self.tokenizer.encode(row.text, add_special_tokens=False)
        spans = [row.source, row.target, row.trigger]
        ids: list[int] = []
        bits: list[int] = []
        inside = [False, False]
        for piece, (start, end) in zip(coded.ids, coded.offsets, strict=True):
            where = [s is not None and start < s[1] and s[0] < end for s in spans]
            for n in (1, 0):
                if inside[n] and not where[n]:
                    ids.append(self.marks[2 * n + 1])
                    bits.append(1 << n)
                    inside[n] = False
            for n in (0, 1):
                if where[n] and not inside[n]:
                    ids.append(self.marks[2 * n])
                    bits.append(1 << n)
                    inside[n] = True
            ids.append(piece)
            bits.append(where[0] + 2 * where[1] + 4 * where[2])
        for n in (1, 0):
            if inside[n]:
                ids.append(self.marks[2 * n + 1])
                bits.append(1 << n)
        if len(ids) > MAX_PIECES - 2:
            marked = [n for n, bit in enumerate(bits) if bit & 3]
            middle = (marked[0] + marked[-1]) // 2 if marked else 0
            first = max(0, min(middle - (MAX_PIECES - 2) // 2, len(ids) - (MAX_PIECES - 2)))
            ids, bits = ids[first : first + MAX_PIECES - 2], bits[first : first + MAX_PIECES - 2]
        return [self.cls, *ids, self.sep], [0, *bits, 0]


def batch_tensors(items: Sequence[tuple[list[int], list[int]]], pad: int) -> dict[str, torch.Tensor]:
    """Pad a batch."""
    longest = max(len(ids) for ids, _ in items)
    longest += -longest % 8
    ids = torch.full((len(items), longest), pad)
    bits = torch.zeros((len(items), longest), dtype=torch.long)
    mask = torch.zeros((len(items), longest), dtype=torch.long)
    for n, (piece, bit) in enumerate(items):
        ids[n, : len(piece)] = torch.tensor(piece)
        bits[n, : len(bit)] = torch.tensor(bit)
        mask[n, : len(piece)] = 1
    return {"ids": ids, "bits": bits, "mask": mask}


class Network(nn.Module):
    """An encoder, pooled over the sentence, over each span and where it looks for the trigger; then one layer.

    The word vectors stay as they were; a learned vector is added inside each span.
    """

    def __init__(self, body: nn.Module, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.body = body
        self.words = body.get_input_embeddings()
        self.words.weight.requires_grad_(False)
        self.role = nn.Embedding(4, width)
        nn.init.normal_(self.role.weight, std=0.02)
        self.look = nn.Linear(width, 1)
        self.dense = nn.Linear(4 * width, width)
        self.drop = nn.Dropout(dropout)
        self.out = nn.Linear(width, len(LABELS))

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, bits: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        given = self.words(ids) + self.role(bits % 4)
        states = self.body(inputs_embeds=given, attention_mask=mask).last_hidden_state.float()
        weights = mask.float()
        look = self.look(states).squeeze(-1)
        attention = torch.softmax(look.masked_fill(mask == 0, -1e4), dim=-1)
        parts = [
            mean(states, weights),
            mean(states, (bits % 2).float()),
            mean(states, (bits // 2 % 2).float()),
            (states * attention.unsqueeze(-1)).sum(1),
        ]
        hidden = torch.tanh(self.dense(torch.cat(parts, dim=-1)))
        return self.out(self.drop(hidden)), look


def mean(states: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Weighted mean over pieces; zero where nothing has weight."""
    return (states * weights.unsqueeze(-1)).sum(1) / weights.sum(1, keepdim=True).clamp(min=1.0)


def load_body(folder: str, layers: int | None = None) -> nn.Module:
    """Load an encoder; only its first layers where a number is given."""
    from transformers import AutoConfig, AutoModel

    config = AutoConfig.from_pretrained(folder)
    if layers is not None:
        config.num_hidden_layers = layers
    return AutoModel.from_pretrained(folder, config=config, attn_implementation="eager", add_pooling_layer=False)


def predict(network: nn.Module, coded: Sequence[tuple[list[int], list[int]]], pad: int, size: int = 32) -> np.ndarray:
    """Logits for encoded sentences."""
    network.eval()
    order = sorted(range(len(coded)), key=lambda n: len(coded[n][0]))
    logits = np.zeros((len(coded), len(LABELS)), dtype=np.float32)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for first in range(0, len(order), size):
            part = order[first : first + size]
            batch = batch_tensors([coded[n] for n in part], pad)
            logits[part] = network(batch["ids"], batch["mask"], batch["bits"])[0].float().numpy()
    return logits


def softmax(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Probabilities along the last axis."""
    scaled = logits / temperature
    scaled = np.exp(scaled - scaled.max(-1, keepdims=True))
    return scaled / scaled.sum(-1, keepdims=True)


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error with bins of equal width."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(confidence[which == b].mean() - right[which == b].mean()) * (which == b).mean()
            for b in range(bins)
            if (which == b).any()
        )
    )


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature with the lowest cross-entropy."""
    grid = np.exp(np.linspace(np.log(0.3), np.log(4.0), 120))
    loss = [-np.log(softmax(logits, t)[np.arange(len(labels)), labels] + 1e-12).mean() for t in grid]
    return float(grid[int(np.argmin(loss))])


def macro_f1(gold: np.ndarray, guess: np.ndarray) -> float:
    """Macro F1 over the labels that occur in gold."""
    scores = []
    for label in sorted(set(gold.tolist())):
        both = ((gold == label) & (guess == label)).sum()
        scores.append(2 * both / max(1, (gold == label).sum() + (guess == label).sum()))
    return float(np.mean(scores))


def read_bench(folder: Path) -> list[dict[str, object]]:
    """Read the rows of the bench set that measures (never trains)."""
    return [json.loads(line) for line in (folder / "data" / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def bench_rows(rows: Sequence[dict[str, object]]) -> list[Row]:
    """Give the bench rows in our form."""
    made = []
    for row in rows:
        text, spans = unmark(str(row["marked"]))
        made.append(Row(text, spans.get("s"), spans.get("t"), None, -1, False, "bench"))
    return made


def bench_figures(
    folder: Path, rows: Sequence[dict[str, object]], logits: np.ndarray, temperature: float
) -> dict[str, float]:
    """Macro F1 with the bench's own score.py: with NONE allowed, and with the best of the sixteen types."""
    spec = importlib.util.spec_from_file_location("plv_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    spec.loader.exec_module(score)
    figures = {}
    for name, part in (("forced", logits[:, :-1]), ("with_none", logits)):
        shares = softmax(part, temperature)
        folded = shares.copy()
        folded[:, INDEX["CONCEDE"]] += folded[:, INDEX["RETREAT"]]
        folded[:, INDEX["RETREAT"]] = 0
        best = folded.argmax(-1)
        guess = {row["id"]: {"id": row["id"], "root": LABELS[n]} for row, n in zip(rows, best, strict=True)}
        out = score.score(rows, guess)
        fold = ["YIELD" if LABELS[n] in ("CONCEDE", "RETREAT") else LABELS[n] for n in best]
        right = np.array([row["root"] == label for row, label in zip(rows, fold, strict=True)])
        figures[f"{name}_macro_f1"] = round(out["root_macro_f1"], 4)
        figures[f"{name}_accuracy"] = round(out["root_accuracy"], 4)
        figures[f"{name}_quad_f1"] = round(out["quad_macro_f1"], 4)
        figures[f"{name}_ece"] = round(calibration_error(folded.max(-1), right), 4)
    return figures
