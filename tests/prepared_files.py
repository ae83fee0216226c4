"""Files as `prepare_media` leaves them, for the tests of media."""

from egregora.media import inventory, prepare


def prepared_files(folder, contents, **options):
    """Prepare files of these contents, named for their place in the list.

    Returns
    -------
    tuple
        `media_id` → where the file lies, `media_id` → what was prepared, and the folder
        of what is published.
    """
    files = {}
    for number, content in enumerate(contents):
        path = folder / f"file{number}"
        path.write_bytes(content)
        files[f"{number:016x}"] = path
    site = folder / "site"
    site.mkdir(exist_ok=True)
    made = prepare.prepare_files(files, site, **options)
    inventory.write_listing(made, site)
    return files, made, site
