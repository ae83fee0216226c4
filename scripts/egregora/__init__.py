"""The package behind the scripts. Imports go downwards only, as listed.

    errors, text
    contracts, files, settings
    enrichment, storage, workflow
    llm, privacy
    ingest, knowledge
    media, periods, profiles, ranking
    links, posts
    offline, site
    inspect

A name may be that of a module or a package; names on one line do not import each
other, except within a package. `tests/test_imports.py` holds this list to the code.
"""
