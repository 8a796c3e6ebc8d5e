"""What training, measuring and export share: the labels, the corpus, the encoding of a marked sentence, the network.

The network answers three kinds of question. *Pair*: source and target are marked; which act does the one do to the
other, under PLOVER's own convention for future acts? *Act*: which act does a trigger name (none, if it is no act), with
which status, how sure is it that it happened, and which pieces of the sentence are its source and its target? For acts
a teacher sees the trigger marked in the sentence; the student that ships reads the bare sentence once and answers for
all of its triggers (`marked` below). *Tags*: which act does each piece of a bare sentence name, if any?
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
NONE = INDEX["NONE"]
STATUSES = [
    "occurred",
    "ongoing",
    "planned",
    "promised",
    "threatened",
    "demanded",
    "denied",
    "refused",
    "conditional",
    "speculated",
    "historical",
]
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
UNREAL = ("planned", "promised", "threatened", "conditional", "demanded", "speculated")
"""Status of rows whose type was folded by their writers, so that it is not the type of the act at the trigger."""
MARKS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")
SOURCE, TARGET, TRIGGER = 1, 2, 4
MAX_PIECES = 160
PROGRESS = Path("/tmp/train_progress.txt")

Span = tuple[int, int]
Coded = tuple[list[int], list[int], list[int], list[int]]
"""Pieces, what the network is told of each (bits), what each truly is (bits: the trigger to ask for, its sides), and
the label of each where tags are asked for, else -1."""
SIDE = 64
"""Width in which a trigger looks for its source and target."""


@dataclass(frozen=True)
class Row:
    """A sentence with its spans and one question's answers; -1 or None where an answer is not known."""

    text: str
    source: Span | None
    target: Span | None
    trigger: Span | None
    mode: str
    """`pair`, `act` or `tags`: what is asked."""
    label: int
    held: bool
    origin: str
    status: int = -1
    score: float | None = None
    """How sure it is that the act happened, -3 to 3."""
    roles: bool = False
    """Whether the spans are all that there is of the trigger's source and target."""
    tags: tuple[tuple[Span, int], ...] = ()
    """The triggers and their labels, where tags are asked for."""


def progress(line: str) -> None:
    """Add a line to the progress file and print it."""
    stamped = f"{time.strftime('%H:%M:%S')} {line}"
    print(stamped, flush=True)
    with PROGRESS.open("a", encoding="utf-8") as out:
        out.write(stamped + "\n")


def unmark(marked: str) -> tuple[str, dict[str, Span]]:
    """Take the marks <s>, <t>, <e> out of a sentence, and give the spans of the plain text (the first of each)."""
    text = ""
    spans: dict[str, Span] = {}
    open_at: dict[str, int] = {}
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
    """Read corpus files, one question a row; a line that is not whole yet, or that doubles another, is left out."""
    rows: dict[tuple[object, ...], Row] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                raw = json.loads(line)
            except json.JSONDecodeError:
                continue
            made = _many_acts(raw, path.stem) if "acts" in raw else _one_act(raw, path.stem)
            for row in made:
                rows.setdefault(key_of(row), row)
    return list(rows.values())


def key_of(row: Row) -> tuple[object, ...]:
    """What makes a question: its sentence and what is marked."""
    marked = (row.source, row.target) if row.mode == "pair" else row.trigger
    return row.text, row.mode, marked


def _one_act(raw: dict[str, Any], origin: str) -> Iterator[Row]:
    """Questions of a row with one marked act."""
    text, spans = unmark(raw["marked"])
    kind, status = raw["type"], raw.get("status")
    held = is_held(text)
    source, target, trigger = spans.get("s"), spans.get("t"), spans.get("e")
    if kind not in INDEX or source is None:
        return
    folded = FUTURE.get(kind, kind) if status in ("planned", "promised") else kind
    yield Row(text, source, target, trigger, "pair", INDEX[folded], held, origin)
    if trigger is not None and kind != "NONE" and status not in UNREAL:
        known = STATUSES.index(status) if status in STATUSES else -1
        yield Row(text, source, target, trigger, "act", INDEX[kind], held, origin, known, None, True)
    if kind == "NONE" and origin == "lexicon":
        yield Row(text, None, None, None, "tags", -1, held, origin)
    for start, end in raw.get("nots") or ():
        yield Row(text, None, None, (start, end), "act", NONE, held, origin)


def _many_acts(raw: dict[str, Any], origin: str) -> Iterator[Row]:
    """Questions of a row with all acts of a sentence: each trigger, and each pair that only one act joins."""
    text = raw["text"]
    held = is_held(text)
    acts = raw["acts"]
    inner = {act.get("about") for act in acts}
    seen: set[frozenset[object]] = set()
    order = sorted(range(len(acts)), key=lambda n: n in inner)
    for n in order:
        act = acts[n]
        source, target, trigger = (find(text, act.get(key)) for key in ("source", "target", "trigger"))
        kind, status = act["type"], act.get("status")
        if kind not in INDEX or trigger is None:
            continue
        known = STATUSES.index(status) if status in STATUSES else -1
        yield Row(text, source, target, trigger, "act", INDEX[kind], held, origin, known, None, True)
        pair: frozenset[object] = frozenset((act.get("source"), act.get("target")))
        if source is None or n in inner or pair in seen or status in ("denied", "refused"):
            continue
        seen.add(pair)
        folded = FUTURE.get(kind, kind) if status in ("planned", "promised", "threatened") else kind
        yield Row(text, source, target, trigger, "pair", INDEX[folded], held, origin)
    for words in raw.get("nots") or ():
        span = find(text, words)
        if span is not None:
            yield Row(text, None, None, span, "act", NONE, held, origin)
    spans = [(find(text, act["trigger"]), act["type"]) for act in acts]
    tags = tuple((span, INDEX[kind]) for span, kind in spans if span is not None and kind in INDEX)
    yield Row(text, None, None, None, "tags", -1, held, origin, tags=tags)


def find(text: str, words: str | None) -> Span | None:
    """Find words in a text; `words#2` are the second place where they stand, inside longer words too."""
    if not words:
        return None
    numbered = re.fullmatch(r"(.+)#(\d)", words, re.DOTALL)
    wanted, number = (numbered[1], int(numbered[2])) if numbered else (words, 1)
    places = [m.span() for m in re.finditer(re.escape(wanted), text)]
    return places[number - 1] if len(places) >= number else None


def read_factuality(path: Path) -> list[Row]:
    """Read UDS-IH2 (MIT; text CC BY-SA): how sure it is that each event happened, -3 to 3. Other sets are left out."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        if raw["corpus"] != "UDS_IH2":
            continue
        for event in raw["events"]:
            span = (event["start"], event["end"])
            held = is_held(raw["text"])
            rows.append(Row(raw["text"], None, None, span, "act", -1, held, "uds", -1, float(event["score"])))
    return rows


class Encoder:
    """Turns a marked sentence into pieces: marker pieces around source and target of a pair, bits on a trigger."""

    def __init__(self, tokenizer_file: str, *, marked: bool = False) -> None:
        self.marked = marked
        self.tokenizer = Tokenizer.from_file(tokenizer_file)
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        vocab = self.tokenizer.get_vocab()
        self.cls = vocab["[CLS]"] if "[CLS]" in vocab else vocab["<s>"]
        self.sep = vocab["[SEP]"] if "[SEP]" in vocab else vocab["</s>"]
        self.pad = vocab["[PAD]"] if "[PAD]" in vocab else vocab["<pad>"]
        self.marks = [vocab[mark] for mark in MARKS]

    def encode(self, row: Row) -> Coded:
        """Give piece ids, what the network is told of each, and what each truly is."""
        coded = self.tokenizer.encode(row.text, add_special_tokens=False)
        spans = [row.source, row.target, row.trigger]
        pair = row.mode == "pair"
        ids: list[int] = []
        told: list[int] = []
        true: list[int] = []
        labels: list[int] = []
        inside = [False, False]

        def mark(n: int, opening: bool) -> None:
            ids.append(self.marks[2 * n + (not opening)])
            told.append(1 << n)
            true.append(0)
            labels.append(-1)
            inside[n] = opening

        for piece, (start, end) in zip(coded.ids, coded.offsets, strict=True):
            where = [s is not None and start < s[1] and s[0] < end for s in spans]
            if pair:
                for n in (1, 0):
                    if inside[n] and not where[n]:
                        mark(n, opening=False)
                for n in (0, 1):
                    if where[n] and not inside[n]:
                        mark(n, opening=True)
            ids.append(piece)
            bits = where[0] + 2 * where[1] + 4 * where[2]
            true.append(bits)
            named = [label for (a, b), label in row.tags if start < b and a < end]
            labels.append(-1 if row.mode != "tags" else named[0] if named else NONE)
            told.append(bits & (SOURCE | TARGET) if pair else bits & TRIGGER if self.marked else 0)
        for n in (1, 0):
            if inside[n]:
                mark(n, opening=False)
        if len(ids) > MAX_PIECES - 2:
            marked = [n for n, bit in enumerate(true) if bit & ((SOURCE | TARGET) if pair else TRIGGER)]
            middle = (marked[0] + marked[-1]) // 2 if marked else 0
            first = max(0, min(middle - (MAX_PIECES - 2) // 2, len(ids) - (MAX_PIECES - 2)))
            ids, told, true, labels = (part[first : first + MAX_PIECES - 2] for part in (ids, told, true, labels))
        return [self.cls, *ids, self.sep], [0, *told, 0], [0, *true, 0], [-1, *labels, -1]


def batch_tensors(items: Sequence[Coded], pad: int) -> dict[str, torch.Tensor]:
    """Pad a batch."""
    longest = max(len(item[0]) for item in items)
    longest += -longest % 8
    shape = (len(items), longest)
    made = {"ids": torch.full(shape, pad), "told": torch.zeros(shape, dtype=torch.long)}
    made |= {"true": torch.zeros(shape, dtype=torch.long), "mask": torch.zeros(shape, dtype=torch.long)}
    made["trigger"] = torch.zeros(shape)
    made["tags"] = torch.full(shape, -1)
    for n, (ids, told, true, labels) in enumerate(items):
        made["tags"][n, : len(labels)] = torch.tensor(labels)
        made["ids"][n, : len(ids)] = torch.tensor(ids)
        made["told"][n, : len(told)] = torch.tensor(told)
        made["true"][n, : len(true)] = torch.tensor(true)
        made["mask"][n, : len(ids)] = 1
        if not any(bit & (SOURCE | TARGET) for bit in told):
            made["trigger"][n] = (made["true"][n] >= TRIGGER).float()
    return made


class Network(nn.Module):
    """An encoder and its heads. The word vectors stay as they were; a learned vector is added inside each span.

    Pooled are the sentence, each marked actor, and the trigger: where it is marked, or else where a trained attention
    looks for it. One layer and one set of heads answers for pairs, another for acts.
    """

    def __init__(self, body: nn.Module, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.body = body
        self.words = body.get_input_embeddings()
        self.words.weight.requires_grad_(False)
        self.role = nn.Embedding(8, width)
        nn.init.normal_(self.role.weight, std=0.02)
        self.look = nn.Linear(width, 1)
        self.dense = nn.Linear(4 * width, width)
        self.out = nn.Linear(width, len(LABELS))
        self.act_dense = nn.Linear(2 * width, width)
        self.act_out = nn.Linear(width, len(LABELS))
        self.status_out = nn.Linear(width, len(STATUSES))
        self.score_out = nn.Linear(width, 1)
        self.side_query = nn.Linear(width, 2 * SIDE)
        self.side_key = nn.Linear(width, 2 * SIDE)
        self.drop = nn.Dropout(dropout)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, told: torch.Tensor, trigger: torch.Tensor
    ) -> dict[str, torch.Tensor]:
        """Answer; `trigger` is 1 on the pieces of the trigger of an act, 0 throughout for a pair."""
        given = self.words(ids) + self.role(told)
        states = self.body(inputs_embeds=given, attention_mask=mask).last_hidden_state.float()
        look = self.look(states).squeeze(-1)
        attention = torch.softmax(look.masked_fill(mask == 0, -1e4), dim=-1)
        whole = mean(states, mask.float())
        parts = [whole, mean(states, (told % 2).float()), mean(states, (told // 2 % 2).float())]
        pair = torch.tanh(self.dense(torch.cat([*parts, (states * attention.unsqueeze(-1)).sum(1)], dim=-1)))
        act = self.drop(torch.tanh(self.act_dense(torch.cat([whole, mean(states, trigger)], dim=-1))))
        labels = torch.where(trigger.sum(1, keepdim=True) > 0, self.act_out(act), self.out(self.drop(pair)))
        return {
            "labels": labels,
            "look": look,
            "states": states,
            "whole": whole,
            "status": self.status_out(act),
            "score": self.score_out(act).squeeze(-1),
            "roles": torch.einsum(
                "bcd,blcd->blc",
                self.side_query(act).unflatten(-1, (2, SIDE)),
                self.side_key(self.drop(states)).unflatten(-1, (2, SIDE)),
            )
            / SIDE**0.5,
        }

    def tag(self, states: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
        """Logits of the act that each piece names, as if it were a trigger by itself."""
        pieces = torch.cat([whole.unsqueeze(1).expand_as(states), states], dim=-1)
        return self.act_out(self.drop(torch.tanh(self.act_dense(pieces))))


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


def predict(network: nn.Module, coded: Sequence[Coded], pad: int, size: int = 32) -> dict[str, np.ndarray]:
    """Answers for encoded sentences: `labels` and `status` as logits, `score`."""
    network.eval()
    order = sorted(range(len(coded)), key=lambda n: len(coded[n][0]))
    made = {
        "labels": np.zeros((len(coded), len(LABELS)), dtype=np.float32),
        "status": np.zeros((len(coded), len(STATUSES)), dtype=np.float32),
        "score": np.zeros(len(coded), dtype=np.float32),
    }
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for first in range(0, len(order), size):
            part = order[first : first + size]
            batch = batch_tensors([coded[n] for n in part], pad)
            out = network(batch["ids"], batch["mask"], batch["told"], batch["trigger"])
            for key, values in made.items():
                values[part] = out[key].float().numpy()
    return made


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
        made.append(Row(text, spans.get("s"), spans.get("t"), None, "pair", -1, False, "bench"))
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
