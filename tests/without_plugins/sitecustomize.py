"""Python without the plugins of Snakemake that few tests use, and pandas.

Snakemake imports every plugin that it finds, used or not, and those of clusters and
buckets are large. Users, who install `envs/egregora.lock`, have none of them either.
SHOWN_PLUGINS in the environment holds part of the name of those that are wanted.
"""

import os
import pkgutil
import sys

SHOWN = os.environ.get("SHOWN_PLUGINS")
PLUGINS = ("snakemake_executor_plugin_", "snakemake_storage_plugin_")
every_module = pkgutil.iter_modules


class PandasBlocker:
    """A finder of modules, to which pandas is not installed."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """Raise ModuleNotFoundError for pandas; leave others to other finders."""
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def without_plugins(path=None, prefix=""):
    """Return what `pkgutil.iter_modules` does, less the plugins of Snakemake."""
    found = every_module(path, prefix)
    return (one for one in found if not is_hidden(one.name))


def is_hidden(name):
    """Tell whether a module is a plugin that is not wanted."""
    return name.startswith(PLUGINS) and not (SHOWN and SHOWN in name)


pkgutil.iter_modules = without_plugins
if not SHOWN:
    # The plugin of Slurm brings it, and PyArrow and Snakemake import it where it is.
    if any(os.path.basename(part) == "snakemake" for part in sys.orig_argv):
        sys.modules["pandas"] = None
    else:
        sys.meta_path.insert(0, PandasBlocker)
