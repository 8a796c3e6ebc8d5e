"""The web app: the API, the shell of the page, and the files that the page is made of."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Litestar, MediaType, Response, get
from litestar.exceptions import NotFoundException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.params import FromPath

from standoff import __version__
from standoff.web.guard import App, Guard
from standoff.web.routes import api_router
from standoff.web.shown import ShownCase
from standoff.web.snapshot import Snapshots

VIEWS = (
    "timeline", "map", "claims", "positions", "figures", "network", "outlook", "reports", "judgements", "issues",
    "search",
)  # fmt: skip
"""Views besides the first, by the first part of their address."""
KINDS = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
"""Media types of the files that are served; a file of another kind is not."""
FOLDERS = {"app": "static/app", "vendor": "vendor"}


def build_app(case: ShownCase, *, hosts: list[str], token: str | None = None) -> App:
    """Build the web app.

    Args:
        case: what it shows.
        hosts: values of the header `Host` that are this server's.
        token: what every request must know; None for none.

    Returns:
        An ASGI application.
    """
    app = Litestar(
        [api_router(), show_shell, show_view, show_below, send_file],
        openapi_config=OpenAPIConfig(
            title="Standoff",
            version=__version__,
            description="What the pages of `standoff serve` ask. All answers are JSON; lists come by the page.",
            path="/api/openapi",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
            use_handler_docstrings=True,
        ),
        logging_config=None,
    )
    app.state.snapshots = Snapshots(case)
    return Guard(app, hosts=hosts, token=token)  # type: ignore[arg-type]


@get("/", media_type=MediaType.HTML, include_in_schema=False, sync_to_thread=False)
def show_shell() -> Response[str]:
    """Give the shell of the page, which draws the view that its address names."""
    return Response(_shell(), media_type="text/html", headers={"Cache-Control": "no-cache"})


@get("/{view:str}", include_in_schema=False, sync_to_thread=False)
def show_view(view: FromPath[str]) -> Response[str]:
    """Give the shell for a view."""
    return _shell_for(view)


@get("/{view:str}/{item:str}", include_in_schema=False, sync_to_thread=False)
def show_below(view: FromPath[str], item: FromPath[str]) -> Response[str]:
    """Give the shell for one thing of a view."""
    return _shell_for(view)


def _shell_for(view: str) -> Response[str]:
    if view not in VIEWS:
        raise NotFoundException(f"there is no view {view[:40]!r}; there are: {', '.join(VIEWS)}")
    return Response(_shell(), media_type="text/html", headers={"Cache-Control": "no-cache"})


@get("/files/{folder:str}/{name:path}", include_in_schema=False, sync_to_thread=True)
def send_file(folder: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """Send one of the files that the page is made of; nothing else is ever read from the disk for an address."""
    found = asset_names().get(f"{folder}/{name.lstrip('/')}")
    if found is None:
        raise NotFoundException("there is no such file")
    kind = KINDS["." + found.name.rsplit(".", 1)[1]]
    return Response(found.read_bytes(), media_type=kind, headers={"Cache-Control": "no-cache"})


@cache
def asset_names() -> dict[str, Traversable]:
    """List the files that may be sent, by address: those that ship with the package, found once."""
    found: dict[str, Traversable] = {}
    for folder, path in FOLDERS.items():
        _collect(files("standoff.web").joinpath(path), folder, found)
    return found


def _collect(folder: Traversable, address: str, found: dict[str, Traversable]) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            _collect(entry, f"{address}/{entry.name}", found)
        elif "." + entry.name.rsplit(".", 1)[-1] in KINDS:
            found[f"{address}/{entry.name}"] = entry


@cache
def load_strings() -> dict[str, object]:
    """Read the words of the page."""
    raw = files("standoff.web").joinpath("static", "app", "strings.json").read_bytes()
    strings: dict[str, object] = msgspec.json.decode(raw)
    return strings


@cache
def _shell() -> str:
    environment = Environment(
        loader=PackageLoader("standoff.web", "templates"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("app.html").render(strings=load_strings(), version=__version__)
