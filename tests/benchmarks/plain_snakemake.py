"""Run Snakemake as it is installed with a blog: without the plugins of the tests.

Those of clusters and object storage take longer to import than Snakemake itself.
"""

import pkgutil
import sys

PLUGINS = ("snakemake_executor_plugin_", "snakemake_storage_plugin_")
every_module = pkgutil.iter_modules


def modules(*given, **named):
    """Yield the modules that may be imported, the plugins left out."""
    for one in every_module(*given, **named):
        if not one.name.startswith(PLUGINS):
            yield one


if __name__ == "__main__":
    pkgutil.iter_modules = modules
    # It looks for plugins as it is imported.
    from snakemake.cli import main

    sys.exit(main())
