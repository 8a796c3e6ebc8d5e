"""The command line. Results go to standard output, everything else to standard error.

Exit status: 0 all well, 1 something could not be read, 2 a wrong argument, 3 the installation is at fault.
"""

import sys
from collections.abc import Sequence

from standoff.cli import case, judge, outlook, pictures, reports, serve, watch  # noqa: F401  (they register their commands)
from standoff.cli.options import BROKEN, STDIN, WRONG_ARGUMENT, app
from standoff.core.errors import ResourceError, StandoffError

__all__ = ["app", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        status = app([STDIN if word == "-" else word for word in given], result_action="return_value")
    except ResourceError as error:
        print(f"standoff: {error}", file=sys.stderr)
        sys.exit(BROKEN)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except (StandoffError, OSError) as error:
        print(f"standoff: {error}", file=sys.stderr)
        sys.exit(WRONG_ARGUMENT)
    sys.exit(status if isinstance(status, int) else 0)
