"""A case: everything that is kept of a crisis in one folder, and what can be done with it."""

import getpass
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from standoff.core.errors import CaseError, SettingsError
from standoff.core.fetched import Fetched
from standoff.core.issues import Issue
from standoff.read.freeze import Translate
from standoff.read.inputs import fetch_inputs
from standoff.run.compaction import compact
from standoff.run.executors import warm_up
from standoff.run.intake import Added, Intake
from standoff.run.plugins import load_plugin
from standoff.run.reader import ACTORS, CaseReader, Clock, utc_now
from standoff.run.repair import collect, drop_index, repair, reread
from standoff.run.running import Progress, Ran, current_keys, index_parts, run_parts, save_derived
from standoff.store import durable, format, lock, log
from standoff.store import journal as journal_file
from standoff.store.journal import JournalLine
from standoff.store.manifest import Manifest, load_manifest, save_manifest


class Case(CaseReader):
    """A case on disk. Any number of readers may have it open; one at a time may add to it or run it."""

    @classmethod
    def new(
        cls,
        folder: str | Path,
        *,
        name: str | None = None,
        actors: str | Path | None = None,
        coder: bool = True,
        plugins: Sequence[str] = (),
        translator: str | None = None,
        clock: Clock = utc_now,
    ) -> "Case":
        """Make an empty case.

        Args:
            folder: where; it must not exist, or be empty.
            name: what to call it; by default the folder's name.
            actors: a CSV of further actors, with the columns of `countries.csv`; it is copied into the case.
            coder: let the trained coder weigh and complete the rules' events.
            plugins: functions that give stages in place of ours, as `module:function`.
            translator: a function that puts texts into English, as `module:function` (docs/sources.md).
            clock: gives the time in UTC as ISO text.

        Raises:
            CaseError: there is something in the folder, or it cannot be written.
            SettingsError: the table of actors cannot be read.
        """
        folder = Path(folder).absolute()
        with durable.explained(folder, "made"):
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise CaseError(f"{folder} is not empty; name a new folder for the case")
            folder.mkdir(parents=True, exist_ok=True)
        if actors is not None:
            try:
                durable.write_bytes(folder / ACTORS, Path(actors).read_bytes())
            except OSError as error:
                raise SettingsError(f"cannot read the table of actors {actors!r}: {error}; name a CSV file") from error
        save_manifest(folder, Manifest())
        settings: dict[str, Any] = {"actors": actors is not None, "coder": coder, "plugins": list(plugins)}
        if translator is not None:
            load_plugin(translator)
            settings["translator"] = translator
        format.write_head(folder, format.Head(name or folder.name, clock(), settings))
        return cls.open(folder, clock=clock)

    @contextmanager
    def writing(self) -> Iterator[Manifest]:
        """Hold the right to write into the case, and give its manifest.

        Raises:
            CaseError: somebody else holds it, or the case cannot be written.
        """
        with lock.hold_lock(self.folder):
            manifest = load_manifest(self.folder)
            durable.remove_temporary(self.folder)
            yield manifest

    def add(self, *inputs: str | Path | Fetched | Issue, stdin: BinaryIO | None = None) -> Added:
        """Add files, folders, or things that were fetched.

        Args:
            inputs: paths as for `standoff.read`, or what a reader of feeds or pages gives.
            stdin: what `-` reads.

        Returns:
            How many reports came in, how many the case held already, and what could not be read.

        Raises:
            CaseError: the case is being written by somebody else, or cannot be written.
        """
        return self.add_all(_fetch(inputs, stdin))

    def add_all(self, found: Iterable[Fetched | Issue]) -> Added:
        """Add things as they are fetched; see `add`."""
        with self.writing() as manifest:
            intake = Intake(self.folder, manifest, self.clock, self._translate())
            added = intake.take_all(found)
            self._log("added", documents=added.documents, repeated=added.repeated, issues=len(added.issues))
        return added

    def run(
        self,
        *,
        jobs: int = 1,
        cluster: str | None = None,
        across: bool = True,
        progress: Progress | None = None,
    ) -> Ran:
        """Bring everything up to date: does only what is missing or would come out otherwise.

        Args:
            jobs: how many processes of this machine to use.
            cluster: address of a dask.distributed scheduler to use instead, e.g. tcp://127.0.0.1:8786.
            across: also make the tables across reports; else they are made when somebody asks for them.
            progress: called with the number of reports done and of all that are to be done.

        Raises:
            CaseError: the case is being written by somebody else, or cannot be written.
        """
        if jobs > 1 and cluster is None:
            warm_up()
        with self.writing() as manifest:
            mended = repair(self.folder, manifest, self._translate())
            Intake(self.folder, manifest, self.clock, self._translate()).take_all(())
            ran = run_parts(self.folder, manifest, self.settings, processes=jobs, cluster=cluster, progress=progress)
            index_parts(self.folder, manifest)
            ran.joined = compact(self.folder, manifest, current_keys(self.settings))
            derived = across and save_derived(self.folder, manifest, self.journal.read())
            before = dict(manifest.retired)
            collect(self.folder, manifest, self.clock())
            if mended or manifest.retired != before:
                save_manifest(self.folder, manifest)
            ran.mended = mended
            if ran.parts or derived or mended or ran.joined:
                told = {"documents": ran.documents, "parts": ran.parts, "made": ran.made, "mended": sorted(mended)}
                told |= {"joined": ran.joined} if ran.joined else {}
                self._log("run", **told, seconds=round(ran.seconds, 1))
        return ran

    def rebuild(
        self, *, everything: bool = False, jobs: int = 1, cluster: str | None = None, progress: Progress | None = None
    ) -> Ran:
        """Compare every file with what was written, and make again what is damaged, from the raw files up.

        Args:
            everything: read all reports again from the raw files, and build the index again.
            jobs: as for `run`.
            cluster: as for `run`.
            progress: as for `run`.

        Raises:
            CaseError: a raw file or the journal is damaged: these come from nowhere else.
        """
        with lock.hold_lock(self.folder):
            durable.remove_temporary(self.folder)
            manifest = self._readable_manifest()
            mended = repair(self.folder, manifest, self._translate(), deep=True)
            if everything:
                drop_index(self.folder, manifest)
                for part in manifest.parts:
                    reread(self.folder, manifest, part, self._translate())
            save_manifest(self.folder, manifest)
        self.journal.read()
        ran = self.run(jobs=jobs, cluster=cluster, progress=progress)
        ran.mended |= mended
        return ran

    def _readable_manifest(self) -> Manifest:
        """Give the manifest, or one from which everything is made again where it is damaged."""
        try:
            return load_manifest(self.folder)
        except CaseError:
            manifest = Manifest()
            Intake(self.folder, manifest, self.clock, self._translate()).take_all(())
            return manifest

    def judge(
        self,
        decision: str,
        *,
        targets: Sequence[str] = (),
        quoted: Sequence[str] = (),
        who: str | None = None,
        **details: Any,
    ) -> JournalLine:
        """Write a judgement into the journal.

        Args:
            decision: what was decided.
            targets: ids of what it is about.
            quoted: the words that it was decided on.
            who: who decided; by default the user's login name.
            details: whatever else belongs to it.

        Raises:
            SettingsError: it is no judgement that `core.judgement` knows.
        """
        with lock.hold_lock(self.folder, journal_file.LOCK):
            name = who or getpass.getuser()
            return self.journal.append(decision, at=self.clock(), who=name, targets=targets, quoted=quoted, **details)

    def _translate(self) -> Translate | None:
        """Give the function that puts texts into English, if the case has one."""
        translator = self.head.settings.get("translator")
        return load_plugin(translator) if translator else None

    def _log(self, event: str, **known: Any) -> None:
        log.log_event(self.folder, event, at=self.clock(), **known)


def _fetch(inputs: Sequence[str | Path | Fetched | Issue], stdin: BinaryIO | None) -> Iterator[Fetched | Issue]:
    for one in inputs:
        if isinstance(one, Fetched | Issue):
            yield one
        else:
            yield from map(_placed, fetch_inputs([one], stdin=stdin))


def _placed(found: Fetched | Issue) -> Fetched | Issue:
    """Give a file's address in full, so that it is the same from wherever it is added."""
    if isinstance(found, Issue) or "://" in found.address or found.address == "stdin":
        return found
    return replace(found, address=str(Path(found.address).absolute()))
