"""Errors that users see, each with a message of one line.

EgregoraError            says which file or setting is wrong, and what to do
├── SettingError         a setting is missing, unknown or impossible
├── FolderInUse          another run works in the folder
├── ExportError          an export cannot be read
├── ContractError        a table breaks its contract
├── DamagedFile          a file of an earlier job is incomplete
└── ModelError           a model did not answer
    ├── MissingSecret    the provider's key is not in the environment
    └── AnswerRefused    the model refused, or its answer is unusable
"""

from __future__ import annotations


class EgregoraError(Exception):
    """An error whose message is one line for the user."""

    def __init__(self, message: str = "") -> None:
        """Take `message`; what would break the line or the terminal is escaped."""
        super().__init__(
            "".join(one if one.isprintable() else repr(one)[1:-1] for one in message)
        )


class SettingError(EgregoraError):
    """A setting is missing, unknown or impossible."""


class FolderInUse(EgregoraError):
    """Another run is at work in the folder."""


class ExportError(EgregoraError):
    """An export cannot be read."""


class ContractError(EgregoraError):
    """A table breaks its contract."""


class DamagedFile(EgregoraError):
    """A file of an earlier job is not whole."""


class ModelError(EgregoraError):
    """A model did not answer."""


class MissingSecret(ModelError):
    """The provider's key is not in the environment."""


class AnswerRefused(ModelError):
    """The model refused, or its answer is unusable."""
