"""Turn the compact contrast sentences (TYPE|S{..} E{..} T{..}) into the corpus format.

python training/convert_contrast.py training/corpus/contrast.txt training/corpus/contrast.jsonl
"""

import json
import re
import sys
from pathlib import Path

source, target = Path(sys.argv[1]), Path(sys.argv[2])
with target.open("w", encoding="utf-8") as out:
    for line in source.read_text(encoding="utf-8").splitlines():
        kind, text = line.split("|", 1)
        marked = re.sub(r"([STE])\{([^}]*)\}", lambda m: f"<{m[1].lower()}>{m[2]}</{m[1].lower()}>", text)
        row = {
            "marked": marked,
            "type": kind,
            "mode": None,
            "status": None,
            "polarity": None,
            "certainty": None,
            "speaker": None,
            "cue": None,
            "set": "contrast",
        }
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
