"""Split one known layout in DuckDB and do nothing else: the least that reading costs.

No detection, no kinds, no merging, no zone, no ids, no checks; a bare carriage return
or a byte that is no UTF-8 would break it.

Usage: floor.py FORMAT PARQUET EXPORT…
"""

import sys

import duckdb

# A second thread would find nothing to do, and waits at the cost of CPU time.
THREADS = 1

# Format → what stands before, date and time, what follows, and strptime's form.
LAYOUTS = {
    "android-24h": ("", r"\d\d/\d\d/\d{4} \d\d:\d\d", " - ", "%d/%m/%Y %H:%M"),
    "android-12h": (
        "",
        "\\d{1,2}/\\d{1,2}/\\d\\d, \\d{1,2}:\\d\\d\u202f[AP]M",
        " - ",
        "%-m/%-d/%y, %-I:%M\u202f%p",
    ),
    "ios": (
        "\u200e?\\[",
        r"\d\d/\d\d/\d{4}, \d\d:\d\d:\d\d",
        r"\] ",
        "%d/%m/%Y, %H:%M:%S",
    ),
}

# One row holds a whole file; read_text is cheaper than read_csv and a running sum.
QUERY = r"""
COPY (
    WITH files AS (
        SELECT filename, chr(10) || {content} AS content FROM read_text({exports})
    ),
    cut AS (
        SELECT
            filename,
            regexp_extract_all(content, '\n{before}({stamp}){after}', 1) AS stamps,
            regexp_split_to_array(content, '\n{before}{stamp}{after}')[2:] AS bodies
        FROM files
    ),
    messages AS (
        SELECT
            filename,
            generate_subscripts(bodies, 1) AS id,
            unnest(stamps) AS stamp,
            unnest(bodies) AS body
        FROM cut
    ),
    parted AS (SELECT *, strpos(body, ': ') AS colon FROM messages)
    SELECT
        id,
        strptime(stamp, '{form}') AS sent_at,
        CASE WHEN colon > 0 THEN body[:colon - 1] END AS author,
        CASE WHEN colon > 0 THEN body[colon + 2:] ELSE body END AS text
    FROM parted ORDER BY filename, id
) TO '{parquet}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)
"""


def main(layout: str, parquet: str, *exports: str) -> None:
    """Split exports and print how many rows they have."""
    before, stamp, after, form = LAYOUTS[layout]
    connection = duckdb.connect(config={"threads": THREADS})
    query = QUERY.format(
        exports=list(exports),
        content="replace(content, chr(13), '')" if layout == "ios" else "content",
        before=before,
        stamp=stamp,
        after=after,
        form=form,
        parquet=parquet,
    )
    print(connection.execute(query).fetchone()[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
