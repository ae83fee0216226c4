"""What the tests of reading exports share."""

import tempfile
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import ibis

from egregora.ingest.encoding import decode_chat
from egregora.ingest.exports import read_exports
from egregora.ingest.messages import parse_messages
from egregora.ingest.table import ingested
from egregora.storage import connection


def rows_in(paths, timezone="UTC", date_order="auto", phones=None):
    """Return the messages of exports, merged, as dictionaries."""
    whole = read_exports(paths, timezone, date_order, phones)
    tables = {"messages": whole.messages}
    if len(whole.replaced):
        tables["replaced"] = whole.replaced
    schemas = tuple((name, ibis.schema(table.schema)) for name, table in tables.items())
    database = connection().con
    for name, table in tables.items():
        database.register(name, table)
    sql, _ = translated(schemas, tuple(whole.media_names))
    return database.sql(sql).to_arrow_table().to_pylist()


@cache
def translated(schemas, media_names):
    """Return the query of `ingested` as SQL, and as Ibis has it.

    To translate it takes far longer than to ask it.

    Parameters
    ----------
    schemas
        Name and schema of the tables that it is given.
    media_names
        Names of the media in the archives.

    """
    given = [connection().table(name) for name, _ in schemas]
    table = ingested(*given, held=media_names).order_by("position")
    # Small tables of its own are there from the first execution, as long as it is.
    connection().to_pyarrow(table)
    return connection().compile(table), table


def rows(*contents, **settings):
    """Return the messages of exports given as text or bytes."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, content in enumerate(contents, 1):
            path = Path(folder) / f"{number}.txt"
            data = content.encode() if isinstance(content, str) else content
            path.write_bytes(data)
            paths.append(path)
        return rows_in(paths, **settings)


def cut(chat, date_order="auto"):
    """Return the messages of a chat as (local time, all that follows the header)."""
    found = parse_messages(
        decode_chat(chat.encode()).text, "chat.txt", date_order
    ).table
    times = found["local_time"].to_pylist()
    return list(zip(times, found["body"].to_pylist(), strict=True))


def columns(found, *names):
    """Return chosen columns of rows, as tuples."""
    return [tuple(row[name] for name in names) for row in found]


def zipped(*members):
    """Return the bytes of an archive of (name or ZipInfo, content)."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return whole.getvalue()
