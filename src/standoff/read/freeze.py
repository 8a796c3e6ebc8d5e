"""From a text and what is known of its making to a Document."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from standoff.core.document import Document, document_id, text_digest
from standoff.core.issues import Issue
from standoff.core.vocabulary import ValueBasis
from standoff.read.clean import clean_label, clean_text
from standoff.read.dateline import Dateline, find_dateline
from standoff.read.language import ENGLISH, detect_language
from standoff.read.problems import printable, problem, quote

MAX_TEXT_BYTES = 5_000_000
"""The longest text of one report (UTF-8)."""
MIN_WORDS = 3
"""The shortest."""
NOT_IN_ENGLISH = "not in English"
"""What is said of a text that a translation would make readable."""

Translate = Callable[[str, str], str]
"""Puts a text into English; gets the text and the ISO 639-1 code of its language, and always answers alike."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a report from outside its text."""

    name: str
    ref: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    """ISO date, as stated."""
    inferred: str | None = None
    """ISO date that holds if no other is stated."""
    unreadable_date: bool = False
    """Whether a date was given that could not be read; then none is looked for elsewhere."""


def freeze(
    text: str, known: Known, *, raw: bytes, source: str, translate: Translate | None = None
) -> Iterator[Document | Issue]:
    """Clean a text, look at its first lines and freeze it.

    Args:
        text: as decoded.
        known: what the record or page says of it; this wins over what the text says.
        raw: the bytes it came from, for its id.
        source: the file, with its line where there are lines, for messages.
        translate: puts a text that is not in English into English.

    Returns:
        The document, or the reason why there is none; before it what is wrong but not fatal.
    """
    flaw = check_size(text, source)
    if flaw:
        yield flaw
        return
    text = clean_text(text)
    words = sum(1 for _ in zip(range(MIN_WORDS), _WORD.finditer(text), strict=False))
    if words < MIN_WORDS:
        found = f"{words} words: {quote(text.strip())}" if text.strip() else "nothing but blanks"
        yield problem(source, f"fewer than {MIN_WORDS} words", found=found, do="give the report's whole text")
        return
    language, foreign = detect_language(text)
    if language == ENGLISH:
        yield _merge(text, known, find_dateline(text), raw)
    elif translate is None:
        found = f"{language!r} ({foreign:.1%} sure that it is not English)"
        yield problem(source, NOT_IN_ENGLISH, found=found, do="translate it first")
    else:
        yield from _freeze_translated(text, language, known, raw=raw, source=source, translate=translate)


def _freeze_translated(
    text: str, language: str, known: Known, *, raw: bytes, source: str, translate: Translate
) -> Iterator[Document | Issue]:
    """Freeze the translation of a text; its offsets, and all words quoted from it, are those of the translation."""
    try:
        translated = clean_text(translate(text, language))
        english = detect_language(translated)[0] == ENGLISH
    except Exception as error:  # somebody else's program: whatever it raises is this text's problem
        found = f"{language!r}; {type(error).__name__}: {error}"
        yield problem(source, NOT_IN_ENGLISH, found=found, do="mend the translator, or translate it first")
        return
    if not english or not _WORD.search(translated):
        found = f"{language!r}, and what the translator gave is not English either"
        yield problem(source, NOT_IN_ENGLISH, found=found, do="mend the translator, or translate it first")
        return
    found = f"{language!r}"
    yield problem(source, "machine-translated", found=found, do="check quoted words in the original", fatal=False)
    yield _merge(translated, known, find_dateline(translated), raw)


def check_size(text: str, source: str) -> Issue | None:
    """Give the problem of a text that is too long, before any work is spent on it."""
    if len(text) <= MAX_TEXT_BYTES // 4:
        return None
    size = len(text.encode("utf-8", "surrogatepass"))
    return None if size <= MAX_TEXT_BYTES else too_long(size, source)


def too_long(size: int, source: str, *, what: str = "text too long", most: int = MAX_TEXT_BYTES) -> Issue:
    """Make the row that tells of something too long; sizes in bytes."""
    found = f"{size / 1e6:.1f} MB where at most {most / 1e6:g} MB are read"
    return problem(source, what, found=found, do="split it into single reports")


def _merge(text: str, known: Known, said: Dateline, raw: bytes) -> Document:
    """Put together what the record and the text say."""
    published, basis = _publication(known, said)
    name = printable(known.name)
    ref, url = (printable(value.strip()) or None if value else None for value in (known.ref, known.url))
    return Document(
        doc_id=document_id(url or ref or name, raw),
        name=name,
        ref=ref,
        url=url,
        title=clean_label(known.title),
        outlet=clean_label(known.outlet) or said.outlet,
        author=clean_label(known.author) or said.author,
        published=published,
        published_basis=basis,
        language=ENGLISH,
        text=text,
        body_start=said.body_start,
        text_sha=text_digest(text),
    )


def _publication(known: Known, said: Dateline) -> tuple[str | None, ValueBasis | None]:
    """Choose the date of publication: the record's, else the text's, else one that is only inferred."""
    if known.unreadable_date:
        return None, None
    stated = known.published or said.published
    if stated:
        return stated, ValueBasis.STATED
    return known.inferred, ValueBasis.INFERRED if known.inferred else None
