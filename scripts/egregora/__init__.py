"""The package behind the scripts. Imports go downwards only, as listed.

    errors, files, digests, code, words, text, calendar, apart, leaner,
        lines, showing, costs
    interrupts, targets, damage, reporting
    progress
    urls, tables, settings, remote, folder, catalog, briefs
    runlog, storage, privacy, whatsapp
    model, media, knowledge
    ingestion, anonymization, fetching, links, media_notes, enrichment,
        periods, ranking, profiles
    writing, site, validation, publishing
    pages
    estimating, inspecting

A name may stand for a module or a package; names on one line do not import each
other, except within a package. `tests/test_imports.py` holds this list to the code.
"""
