"""How a call can fail, and what that means.

Transient            it may pass: the same call is tried again
└── Unusable         an answer came and cannot be used; tried again a few times
ModelError           it will not pass
├── AnswerRefused    not for this request
├── NoAnswer         not before the deadline
└── Unavailable      not for any request: a bad key, a quota that is used up

No reason quotes the chat or the provider.
"""

from __future__ import annotations

from egregora.errors import ModelError


class Transient(Exception):
    """A fault that may pass.

    Parameters
    ----------
    reason
        A few words without any text of the chat or of the provider.
    wait
        Seconds that the provider asks to wait.
    """

    def __init__(self, reason: str, wait: float = 0.0):
        super().__init__(reason)
        self.wait = wait


class Unusable(Transient):
    """An answer came and cannot be used."""


class NoAnswer(ModelError):
    """No answer came before the deadline."""


class Unavailable(ModelError):
    """The provider answers no request."""
