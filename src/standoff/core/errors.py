"""Every exception that Standoff raises on purpose.

    StandoffError
    ├── InputError       a source could not be read as a report
    ├── SettingsError    an argument or a setting is not what it must be
    ├── PipelineError    stages do not fit together, or a stage broke its contract
    ├── CaseError        a case on disk cannot be opened, written or trusted
    └── ResourceError    a lexicon, codebook or example is missing or malformed
        └── ModelError   a model file is missing or changed

A message says what was wrong, what was found and what to do.
"""


class StandoffError(Exception):
    """Base of all errors that Standoff raises on purpose."""


class InputError(StandoffError):
    """A source could not be read as a report."""


class SettingsError(StandoffError):
    """An argument or a setting is not what it must be."""


class PipelineError(StandoffError):
    """Stages do not fit together, or a stage broke its contract."""


class CaseError(StandoffError):
    """A case on disk cannot be opened, written or trusted."""


class ResourceError(StandoffError):
    """A lexicon, codebook or example is missing or malformed."""


class ModelError(ResourceError):
    """A model file is missing or changed."""
