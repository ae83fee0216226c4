"""What a process for hostile files sees; `test_fetching` asks it."""

import os


def told(content, extra):
    """Return what came in, and which secrets are in sight."""
    keys = sorted(name for name in os.environ if "KEY" in name)
    return {"content": content.decode(), "keys": keys, "extra": extra}
