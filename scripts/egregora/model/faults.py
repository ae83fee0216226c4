"""How a call can fail, and what that means.

Transient            it may pass: the same call is tried again
├── Busy             the provider has too many calls: all wait
└── Unusable         an answer came and cannot be used; tried again a few times
ModelError           it will not pass
├── AnswerRefused    not for this request
│   └── NotShown     the provider cannot be shown its file: it was not asked
├── NoAnswer         not before the deadline
└── Unavailable      not for any request: a quota that is used up
    ├── BadKey       whatever the model
    └── Unknown      the provider knows nothing of that name

No reason quotes the chat or the provider.
"""

from __future__ import annotations

from egregora.errors import AnswerRefused, ModelError


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


class Busy(Transient):
    """The provider has too many calls."""


class Unusable(Transient):
    """An answer came and cannot be used."""


class NoAnswer(ModelError):
    """No answer came before the deadline."""


class NotShown(AnswerRefused):
    """The provider cannot be shown a file of this kind."""


class Unavailable(ModelError):
    """The provider answers no request for a model.

    Attributes
    ----------
    elsewhere
        What to tell where it was not asked any more.
    """

    @property
    def elsewhere(self) -> str:
        """The same reason."""
        return str(self)


class BadKey(Unavailable):
    """The provider answers no request with this key."""

    @property
    def elsewhere(self) -> str:
        """A reason without the name of the variable, which one line tells."""
        return "not asked, as the provider refuses the key"


class Unknown(Unavailable):
    """The provider knows no model, or job, of that name."""
