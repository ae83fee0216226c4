"""Wait for what happens elsewhere, however long a busy machine takes."""

import time

# Ends a test that hangs; nothing else depends on it.
LONGEST = 120  # seconds


def until(happened):
    """Wait until `happened()` is true; return what it returns."""
    last = time.monotonic() + LONGEST
    while not (found := happened()):
        assert time.monotonic() < last, "it never happened"
        time.sleep(0.01)
    return found
