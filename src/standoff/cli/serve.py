"""The command that serves the web app."""

import sys
from typing import Annotated

from cyclopts import Parameter

from standoff.cli.options import Example, app


@app.command
def serve(
    case: Annotated[str | None, Parameter(help="Folder of the case.")] = None,
    /,
    *,
    port: Annotated[int, Parameter(help="Port; 0 takes any free one.")] = 8350,
    host: Annotated[
        str, Parameter(help="Address to listen on; any but this machine's own asks for a token.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None, Parameter(help="A further name under which this machine is asked, without the port.")
    ] = None,
    token: Annotated[
        str | None, Parameter(help="Token that every request must know; one is made where it is needed.")
    ] = None,
    open: Annotated[bool, Parameter(negative="", help="Open the page in the browser.")] = False,
    example: Example = False,
) -> int:
    """Serve a case as pages for the browser, on this machine only unless told otherwise."""
    from standoff import api

    def tell(url: str) -> None:
        print(f"standoff: open {url}  (Ctrl+C ends)", file=sys.stderr, flush=True)

    api.serve(case, host=host, port=port, token=token, names=name or (), open_browser=open, example=example, tell=tell)
    return 0
