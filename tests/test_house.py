"""The rules of the house, read off the source: who may import whom, how long things may be, what they may be called."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "standoff"

MODULE_LINES = 400
FUNCTION_LINES = 60
ROOMS_LIMIT = 12
BANNED_NAMES = frozenset(
    {"util", "utils", "misc", "helper", "helpers", "manager", "managers", "handler", "handlers", "v2"}
)

FLOOR = frozenset({"core", "resources"})
SIBLINGS = frozenset({"read", "annotate", "link", "store"})
STOREYS = (frozenset({"match"}), frozenset({"picture"}), frozenset({"outlook"}), frozenset({"run"}))
FACADE = ""
"""The package's own `__init__.py`: it shows everything, so only what stands on top may import from it."""
TOP = frozenset({"web", "api", "cli", "__main__", FACADE})


def build_ladder() -> dict[str, frozenset[str]]:
    """Give, per room, the rooms that it may import besides itself."""
    ladder = {"core": frozenset[str](), "resources": frozenset({"core"})}
    ladder |= dict.fromkeys(SIBLINGS, FLOOR)
    below = FLOOR | SIBLINGS
    for storey in STOREYS:
        ladder |= dict.fromkeys(storey, below)
        below |= storey
    return ladder | dict.fromkeys(TOP, below | TOP)


LADDER = build_ladder()


def room_of(path: Path) -> str:
    """Name the room in which a module stands; modules beside the rooms count by their own name."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return FACADE if parts == ("__init__",) else parts[0]


def imported_modules(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Find the dotted names that code imports, in calls of `import_module` too, with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == "standoff":
            yield from ((node.lineno, f"standoff.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.lineno, node.module or ""
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            yield from (
                (node.lineno, arg.value)
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            )


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def ladder_faults(tree: ast.AST, room: str) -> list[str]:
    """Tell which imports reach a room that stands above or beside this one."""
    faults = []
    for line, name in imported_modules(tree):
        head, _, rest = name.partition(".")
        if head != "standoff":
            continue
        target = rest.split(".")[0]
        target = target if target in LADDER else FACADE
        if target != room and target not in LADDER[room]:
            faults.append(f"line {line}: {room or 'standoff'} may not import {name}")
    return faults


def hidden_import_faults(tree: ast.AST) -> list[str]:
    """Tell which of our own modules are imported for the type checker only."""
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            found = (pair for part in node.body for pair in imported_modules(part))
            faults += [
                f"line {line}: {name} under TYPE_CHECKING" for line, name in found if name.split(".")[0] == "standoff"
            ]
    return faults


def relative_import_faults(tree: ast.AST) -> list[str]:
    """Tell which imports begin with a dot."""
    return [
        f"line {node.lineno}: relative import of {node.module!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level > 0
    ]


def length_faults(tree: ast.AST) -> list[str]:
    """Tell which functions are too long."""
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                faults.append(f"line {node.lineno}: {node.name} has {lines} lines, the limit is {FUNCTION_LINES}")
    return faults


def docstring_faults(tree: ast.Module) -> list[str]:
    """Tell which modules, public functions, classes and methods say nothing of themselves."""
    faults = [] if not tree.body or ast.get_docstring(tree) else ["line 1: the module has no docstring"]
    open_nodes: list[ast.Module | ast.ClassDef] = [tree]
    while open_nodes:
        for node in open_nodes.pop().body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                faults.append(f"line {node.lineno}: {node.name} has no docstring")
            if isinstance(node, ast.ClassDef):
                open_nodes.append(node)
    return faults


def modules() -> list[Path]:
    """List the package's Python files."""
    return sorted(SOURCE.rglob("*.py"))


def rooms() -> set[str]:
    """List the folders of the package that hold code."""
    return {path.relative_to(SOURCE).parts[0] for path in modules() if len(path.relative_to(SOURCE).parts) > 1}


def label(path: Path) -> str:
    """Name a module for a test's report."""
    return path.relative_to(SOURCE).as_posix()


def parsed(path: Path) -> ast.Module:
    """Parse a module."""
    return ast.parse(path.read_text(encoding="utf-8"), label(path))


@pytest.mark.parametrize("path", modules(), ids=label)
def test_imports_keep_to_the_ladder(path: Path) -> None:
    tree = parsed(path)
    assert not ladder_faults(tree, room_of(path)) + hidden_import_faults(tree) + relative_import_faults(tree)


@pytest.mark.parametrize("path", modules(), ids=label)
def test_modules_and_functions_are_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES, f"{label(path)} has {lines} lines: split it"
    assert not length_faults(parsed(path))


@pytest.mark.parametrize("path", modules(), ids=label)
def test_public_things_have_docstrings(path: Path) -> None:
    assert not docstring_faults(parsed(path))


def test_names_say_what_a_module_holds() -> None:
    empty = [label(path) for path in modules() if BANNED_NAMES & set(path.stem.lower().split("_"))]
    empty += [room for room in sorted(rooms()) if room in BANNED_NAMES]
    assert not empty, "name a module after what it holds"


def test_at_most_twelve_rooms_and_all_on_the_ladder() -> None:
    assert len(rooms()) <= ROOMS_LIMIT
    assert {room_of(path) for path in modules()} <= set(LADDER), "a new room or top module must be put on the ladder"


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, standoff; print(*({'spacy', 'duckdb', 'trafilatura'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("room", "code"),
    [
        ("core", "import standoff.resources.tables"),
        ("resources", "from standoff.annotate.parse import parse_batch"),
        ("link", "from standoff.annotate import syntax"),
        ("annotate", "def late():\n    from standoff.link import identities"),
        ("match", "from standoff import picture"),
        ("store", "from standoff import brief"),
        ("picture", "import importlib\nimportlib.import_module('standoff.outlook.series')"),
        ("run", "import standoff.cli"),
    ],
)
def test_the_ladder_catches(room: str, code: str) -> None:
    assert ladder_faults(ast.parse(code), room)


@pytest.mark.parametrize(
    ("room", "code"),
    [
        ("resources", "from standoff.core.errors import ResourceError"),
        ("annotate", "from standoff.annotate.syntax import Syntax\nfrom standoff.resources.codebook import Codebook"),
        ("match", "import standoff.store.parts"),
        ("run", "from standoff import outlook"),
        ("cli", "from standoff import brief\nfrom standoff.web import page"),
        (FACADE, "from standoff.run.pipeline import STAGES"),
    ],
)
def test_the_ladder_allows(room: str, code: str) -> None:
    assert not ladder_faults(ast.parse(code), room)


def test_the_other_rules_bite() -> None:
    hidden = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from standoff.core.layers import Event"
    assert hidden_import_faults(ast.parse(hidden))
    assert relative_import_faults(ast.parse("from . import sibling\nfrom ..core import layers"))
    assert length_faults(ast.parse("def long():\n" + "    pass\n" * FUNCTION_LINES))
    assert len(docstring_faults(ast.parse("class Bare:\n    def act(self): ...\n    def _own(self): ..."))) == 3
