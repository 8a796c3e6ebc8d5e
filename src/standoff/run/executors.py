"""Where parts are run: in this process, in processes of their own, or on a dask.distributed cluster. The results are
the same."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import forkserver, get_all_start_methods, get_context
from typing import Any

from standoff.core.errors import CaseError, SettingsError
from standoff.run.parts import PartJob, PartResult, run_part

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""One thread each: two processes that each use all cores are slower than one."""

PRELOADED = ("standoff.run.parts", "spacy")
"""What a worker takes more than a second to import; no model: those hold threads, which no fork survives."""
CONNECT_S = 10
"""So long a scheduler is waited for: on a machine under load it may take seconds to answer."""


def run_here(jobs: Iterable[PartJob]) -> Iterator[PartResult]:
    """Run parts one after the other in this process."""
    for job in jobs:
        yield run_part(job)


def run_in_processes(jobs: Iterable[PartJob], processes: int) -> Iterator[PartResult]:
    """Run parts in processes of their own, in whatever order they finish.

    Args:
        jobs: the parts.
        processes: how many at a time.

    Raises:
        CaseError: a process was ended from outside.
    """
    with _one_thread_each(), ProcessPoolExecutor(processes, mp_context=_context(), initializer=_keep_to_one) as pool:
        futures = [pool.submit(run_part, job) for job in jobs]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BrokenProcessPool as error:
            do = "give it fewer --jobs if memory ran out, and run the same command again: finished parts are kept"
            raise CaseError(f"a worker ended without a word; found {error}; {do}") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def warm_up() -> None:
    """Begin to load what workers need, beside whatever this process does first."""
    if "forkserver" in get_all_start_methods():
        with _one_thread_each():
            _context()
            forkserver.ensure_running()


def _context() -> Any:
    """Give the way in which workers start: from a server that has loaded everything once, where there are such."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    return context


def _keep_to_one() -> None:
    """Keep a worker to one thread, also where the server was started by somebody else."""
    os.environ.update(dict.fromkeys(THREADS, "1"))


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that are started meanwhile use one thread each."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def run_on_cluster(jobs: Iterable[PartJob], address: str) -> Iterator[PartResult]:
    """Run parts on a dask.distributed cluster whose workers see the case under the same path.

    Args:
        jobs: the parts.
        address: of the scheduler, e.g. tcp://127.0.0.1:8786.

    Raises:
        SettingsError: dask.distributed is not installed, or there is no scheduler at the address.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise SettingsError("dask.distributed is not installed; run: pip install 'standoff[cluster]'") from error
    try:
        client = distributed.Client(address, timeout=CONNECT_S)
    except (OSError, ValueError) as error:
        raise SettingsError(f"no scheduler answers at {address!r}: {error}; start one with `dask scheduler`") from error
    with client:
        futures = [client.submit(run_part, job, pure=False) for job in jobs]
        for future in distributed.as_completed(futures):
            yield future.result()
            future.release()


def execute(jobs: Iterable[PartJob], *, processes: int = 1, cluster: str | None = None) -> Iterator[PartResult]:
    """Run parts where the settings say.

    Raises:
        SettingsError: fewer than one process.
    """
    if processes < 1:
        raise SettingsError(f"at least one process is needed; found {processes}; give --jobs 1 or more")
    if cluster is not None:
        return run_on_cluster(jobs, cluster)
    return run_here(jobs) if processes == 1 else run_in_processes(jobs, processes)
