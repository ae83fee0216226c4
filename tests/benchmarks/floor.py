"""Split one known layout in DuckDB and do nothing else: the least that reading costs.

No detection, no kinds, no merging, no zone, no ids, no checks; a bare carriage return
or a byte that is no UTF-8 would break it. It has the threads that our stage has.

Usage: floor.py FORMAT PARQUET EXPORT…
"""

import sys

import duckdb

THREADS = 2

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

QUERY = r"""
COPY (
    WITH lines AS (
        SELECT row_number() OVER () AS number, coalesce(line, '') AS line
        FROM read_csv(
            {exports}, columns = {{'line': 'VARCHAR'}}, header = false,
            auto_detect = false, delim = '{never}', quote = '', escape = '',
            strict_mode = false, max_line_size = 16000000
        )
    ),
    headed AS (
        SELECT *, sum(is_head::int) OVER (
            ORDER BY number ROWS UNBOUNDED PRECEDING
        ) AS id
        FROM (
            SELECT *, regexp_matches(line, '^{before}{stamp}{after}') AS is_head
            FROM lines
        )
    ),
    continued AS (
        SELECT id, string_agg(line, chr(10) ORDER BY number) AS text
        FROM headed WHERE NOT is_head AND id > 0 GROUP BY id
    ),
    heads AS (
        SELECT id, regexp_extract(
            line, '^{before}({stamp}){after}(.*)$', ['stamp', 'body']
        ) AS head
        FROM headed WHERE is_head
    ),
    messages AS (
        SELECT
            id,
            strptime(head.stamp, '{form}') AS sent_at,
            strpos(head.body, ': ') AS colon,
            CASE WHEN text IS NULL THEN head.body
                ELSE head.body || chr(10) || text END AS body
        FROM heads LEFT JOIN continued USING (id)
    )
    SELECT
        id,
        sent_at,
        CASE WHEN colon > 0 THEN body[:colon - 1] END AS author,
        CASE WHEN colon > 0 THEN body[colon + 2:] ELSE body END AS text
    FROM messages ORDER BY id
) TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)
"""


def main(layout: str, parquet: str, *exports: str) -> None:
    """Split exports and print how many rows they have."""
    before, stamp, after, form = LAYOUTS[layout]
    connection = duckdb.connect(config={"threads": THREADS})
    query = QUERY.format(
        exports=list(exports),
        never="\x01\x02",
        before=before,
        stamp=stamp,
        after=after,
        form=form,
        parquet=parquet,
    )
    print(connection.execute(query).fetchone()[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
