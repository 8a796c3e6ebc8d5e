"""What the parts of a by-line look like: persons, outlets, places, offices."""

import re

_OUTLET_WORDS = """
    agency broadcasting broadcaster bulletin channel chronicle courier daily despatch dispatch echo examiner express
    gazette globe guardian herald independent insider inquirer journal ledger magazine mail media mercury mirror monitor
    network news newspaper newswire observer online paper post presse press radio record register review sentinel
    service standard star sun telegraph telegram television times today tribune tv voice weekly wire
"""
_AGENCY_NAMES = """
    reuters ap afp dpa efe ansa tass interfax xinhua ukrinform unian bbc cnn bloomberg kyodo yonhap anadolu apa belta
    pti ani npr pbs politico axios upi rfe/rl rferl euronews rbc-ukraine apnews.com
"""
_ROLE = re.compile(
    r"\b(?:correspondents?|editors?|reporters?|staff|writers?|columnists?|analysts?|bureau|desk|contributors?|"
    r"professor|fellow|agenc(?:y|ies))\b",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"(?:last\s+)?(?:updated?|published|posted)\b[\w\s:,.]{0,30}|\d+\s*min(?:ute)?s?(?:\s+read)?|"
    r"(?:(?:opinion|analysis|comment(?:ary)?|editorial|world|politics|europe|international|news|exclusive|breaking|share)"
    r"(?:\s*(?:&|and|/|,)\s*)?)+|\(?corrected\)?|print|advertisement",
    re.IGNORECASE,
)
_PARTICLE_WORDS = "de del della der den di da du dos la le van von zu zur al el bin ben ibn abu y e af av ter ten"
_OUTLETS = frozenset(_OUTLET_WORDS.split())
_AGENCIES = frozenset(_AGENCY_NAMES.split())
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_LINKS = frozenset({"of", "the", "and", "&", "for", "in", "on", "sur", "upon", "am"})
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-])*")


def is_person(phrase: str) -> bool:
    """Tell whether a phrase is built like a person's full name: two to five capitalised words."""
    words = phrase.split()
    if not 2 <= len(words) <= 5 or words[0].lower() in _DAYS or is_outlet(phrase) or _ROLE.search(phrase):
        return False
    first = words[0]
    if first.lower() in _LINKS or not (first[0].isupper() or first in _PARTICLES) or not words[-1][0].isupper():
        return False
    return all(_WORD.fullmatch(word) and (word[0].isupper() or word.split("-")[0] in _PARTICLES) for word in words)


def is_capitalised(phrase: str, most_words: int = 5) -> bool:
    """Tell whether a phrase is a short run of capitalised words, linked by words like `of` and `&`."""
    words = phrase.split()
    if not 1 <= len(words) <= most_words or not words[0][0].isupper():
        return False
    linked = _LINKS | _PARTICLES
    return all(word in linked or (word[0].isupper() and word[-1] not in ".!?:;") for word in words)


def is_outlet(phrase: str) -> bool:
    """Tell whether a phrase names an outlet, by an agency's name or a word like `Courier` or `News`."""
    words = phrase.lower().split()
    if not words or not is_capitalised(phrase.removeprefix("the ")):
        return False
    if phrase.lower().removeprefix("the ") in _AGENCIES or words[0] in _AGENCIES:
        return True
    return len(words) > 1 and (words[-1].strip(".") in _OUTLETS or words[0] in ("radio", "agence", "associated"))


def is_titled(phrase: str) -> bool:
    """Tell whether a phrase is a short name with the article, as outlets have (`The Meridian`)."""
    return phrase.startswith("The ") and is_capitalised(phrase, 4)


def is_role(phrase: str) -> bool:
    """Tell whether a phrase gives a writer's post (`diplomatic correspondent`)."""
    return len(phrase.split()) <= 6 and bool(_ROLE.search(phrase))


def is_furniture(phrase: str) -> bool:
    """Tell whether a phrase is a section name or another fixed part of a page."""
    return bool(_FURNITURE.fullmatch(phrase))
