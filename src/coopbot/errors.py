"""Everything that can go wrong, as one tree.

CoopbotError
├── SettingsError            a setting has a value that cannot be used
├── CorpusError              a file or folder of the corpus cannot be used
│   ├── UnreadableFile       one file: damaged, encrypted, wrong encoding, over a limit
│   └── RegistryError        a registry file does not have the expected form
├── IndexUnavailable         no published build, or one that this program cannot read
│   ├── IndexDamaged         a published build does not pass its verification
│   └── IndexLocked          another process is writing this index
├── NotInCorpus              a symbol, label or reference that the corpus does not hold
├── ModelUnavailable         an embedding, reranking or chat model cannot be loaded or reached
└── UsageError               a call that cannot be carried out as written

Each message is one sentence: what was wrong, the value seen, what to do. The command line and the
service print it without a traceback.
"""

from __future__ import annotations


class CoopbotError(Exception):
    """Be the base of every error raised on purpose."""


class SettingsError(CoopbotError):
    """Report a setting whose value cannot be used."""


class CorpusError(CoopbotError):
    """Report a file or folder of the corpus that cannot be used."""


class UnreadableFile(CorpusError):
    """Report one file that gives no paragraphs, with the outcome that its row shows."""

    def __init__(self, message: str, *, outcome: str = "damaged") -> None:
        super().__init__(message)
        self.outcome = outcome


class RegistryError(CorpusError):
    """Report a registry file that does not have the expected form."""


class IndexUnavailable(CoopbotError):
    """Report that there is no published build, or none that this program can read."""


class IndexDamaged(IndexUnavailable):
    """Report a published build that does not pass its verification."""


class IndexLocked(IndexUnavailable):
    """Report that another process is writing this index."""


class NotInCorpus(CoopbotError):
    """Report a symbol, label or reference that the corpus does not hold, with the nearest.

    ``thing`` is what was asked for; ``several`` says that it fits each of the nearest, so that
    one must be chosen.
    """

    def __init__(
        self,
        message: str,
        *,
        nearest: tuple[str, ...] = (),
        thing: str = "",
        several: bool = False,
    ) -> None:
        super().__init__(message)
        self.nearest = nearest
        self.thing = thing
        self.several = several


class ModelUnavailable(CoopbotError):
    """Report an embedding, reranking or chat model that cannot be loaded or reached."""


class UsageError(CoopbotError):
    """Report a call that cannot be carried out as written."""
