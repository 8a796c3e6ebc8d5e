"""A task's folder and its scorer: inputs from it, predictions to it, metrics back. The scorer runs on its own."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.rows import BenchmarkError, Row, file_digest, read_rows, write_rows


@dataclass(frozen=True, slots=True)
class TaskFolder:
    """A folder with `score.py` and `data/gold.jsonl`."""

    path: Path

    @property
    def gold(self) -> Path:
        """The answers, which the predictors never see."""
        return self.path / "data" / "gold.jsonl"

    def digest(self) -> str:
        """Give the digest of the data file."""
        return file_digest(self.gold)

    def inputs(self, scratch: Path) -> list[Row]:
        """Have the scorer make the inputs, and read them."""
        made = scratch / "inputs.jsonl"
        self._run("--make-inputs", str(made))
        return self._with_bodies(read_rows(made))

    def _with_bodies(self, rows: list[Row]) -> list[Row]:
        """Give rows that name a body its text, which tasks with many rows to a text keep in a file of its own."""
        path = self.path / "data" / "bodies.jsonl"
        if not path.is_file():
            return rows
        texts = {body["body_id"]: body["text"] for body in read_rows(path)}
        return [row | {"text": texts[row["body_id"]]} for row in rows]

    def score(self, predictions: Iterable[Row], inputs: list[Row], scratch: Path) -> dict[str, Any]:
        """Score predictions against the answers of just those inputs."""
        ids = {row["id"] for row in inputs}
        gold, made = scratch / "gold.jsonl", scratch / "predictions.jsonl"
        write_rows(gold, (row for row in read_rows(self.gold) if row["id"] in ids))
        write_rows(made, predictions)
        found = self._run("--pred", str(made), "--gold", str(gold))
        metrics: dict[str, Any] = json.loads(found)
        return metrics

    def _run(self, *arguments: str) -> str:
        command = [sys.executable, str((self.path / "score.py").resolve()), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise BenchmarkError(f"{self.path / 'score.py'} {arguments[0]} failed: {last}")
        return done.stdout


def open_task_folder(data: Path, task: str) -> TaskFolder:
    """Find a task's folder: `data` itself, or the folder of that name in it.

    Raises:
        BenchmarkError: no scorer or no data there.
    """
    for path in (data, data / task):
        if (path / "score.py").is_file() and path.resolve().name == task:
            folder = TaskFolder(path)
            if folder.gold.is_file():
                return folder
            raise BenchmarkError(f"{path} has a score.py and no data/gold.jsonl; give a complete task folder")
    where = f"no score.py for the task {task!r} in {data} nor in {data / task}"
    raise BenchmarkError(f"{where}; give --data the folder that holds it")
