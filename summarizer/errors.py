"""Everything that Verbatim raises on purpose, as one tree.

VerbatimError
├── SettingsError               a setting is missing or wrong                    (bot)
├── SourceError                 what was given cannot be taken in                (sources)
│   └── see sources/base.py     EmptySource, TooLarge, UnsupportedSource, ...
├── StorageError                the database cannot be used                      (storage)
│   ├── MovingError             a copy, a backup or a restore is refused         (storage.moving)
│   └── StorageBusyError        ... just now: locked, overloaded, out of reach   (storage.session)
│       └── StorageFullError    ... to write: disk full, read-only, at fault     (storage.session)
├── DutyTakenError              what one process may do, another does already    (bot.duties)
├── ModelError                  a model cannot be loaded or run                  (summarizer.backends)
├── AnalysisError               understanding a document broke down              (bot.services)
├── PaintError                  a chart could not be painted                     (bot.services)
└── GateError                   a briefing says what its sources do not          (summarizer.gate.verify)

Every error carries `detail`, one line for the log. The sentence for a person is written in exactly one
place, `bot/views/errors.py`, from the error's class and its attributes.
"""


class VerbatimError(Exception):
    """Root of all errors raised on purpose; `transient` says whether trying again can help."""

    transient = False

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class SettingsError(VerbatimError):
    """A setting is missing or cannot be used."""


class SourceError(VerbatimError):
    """What a person gave us cannot be taken in as a source."""


class StorageError(VerbatimError):
    """The database cannot be reached, written or brought up to date."""


class DutyTakenError(VerbatimError):
    """Another process does what only one may do; `detail` says what to do about it, as a whole sentence."""


class MovingError(StorageError):
    """Something was not moved, backed up or restored; `detail` is all that the operator needs to read."""


class ModelError(VerbatimError):
    """A model cannot be loaded or run."""


class AnalysisError(VerbatimError):
    """A document could not be understood this time; it is stored and can be tried again."""

    transient = True


class PaintError(VerbatimError):
    """A chart could not be painted this time; what it would have shown stands in its list."""

    transient = True


class GateError(VerbatimError):
    """A briefing piece is not what its source says; `pieces` lists what was refused and why."""

    def __init__(self, pieces: tuple[str, ...]) -> None:
        super().__init__("; ".join(pieces))
        self.pieces = pieces
