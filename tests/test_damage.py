"""A file that is not whole is named with what mends it, whatever became of it."""

from pathlib import Path

import pytest

from brief_fixture import sample
from egregora.errors import DamagedFile
from egregora.files import read_intact_json, write_json
from egregora.llm.gemini_batch import BatchClient
from egregora.media.metadata import read_earlier_metadata, read_metadata, write_metadata
from egregora.periods.briefs import (
    content_of_brief,
    read_brief,
    read_content,
    read_index,
    write_brief,
)
from egregora.privacy import boundary
from egregora.privacy.guard import Guard

# Cut off, overwritten, or another value; the last is too deep for any reader.
BROKEN = (b"", b'{"a": [1, 2', b"\xff\xfe\0", b"null", b"7", b"[" * 100_000)
KEY = b"k" * 32


def batches(path):
    batcher = BatchClient(None, Path("answers"))
    batcher.purpose = Path(path).parent.name
    return batcher.notes()


def entries(path):
    return read_intact_json(path, lambda index: [one["sha256"] for one in index])


@pytest.mark.parametrize(
    ("name", "read", "deleted"),
    [
        ("results/guard.json", lambda path: Guard.load(path, KEY), None),
        ("results/private/media/index.json", entries, None),
        ("results/private/told.json", read_metadata, None),
        ("results/periods/index.json", read_index, "results/periods"),
        ("answers/.batches/write_post/0a.json", batches, None),
        (
            "results/periods/2025-W10.json",
            lambda path: read_brief(path, "d" * 64),
            "results/periods",
        ),
    ],
)
@pytest.mark.parametrize("content", BROKEN)
def test_a_file_that_is_not_whole_is_named_with_what_to_delete(
    tmp_path, monkeypatch, name, read, deleted, content
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DamagedFile) as caught:
        read(name)
    assert str(caught.value) == (
        f"{name}: cannot be read; delete {deleted or name} and run the same command "
        "again"
    )


def test_a_brief_that_is_not_the_listed_one_is_not_taken_for_it(tmp_path):
    brief = sample()
    path = tmp_path / "2025-W10.json"
    write_brief(brief, path)
    assert read_brief(path, brief.digest) == brief
    assert read_content(path, brief.digest) == content_of_brief(brief)
    # Whole JSON, and yet a message short.
    content = content_of_brief(brief)
    write_json(path, content | {"messages": content["messages"][:-1]})
    with pytest.raises(DamagedFile, match="2025-W10"):
        read_brief(path, brief.digest)
    path.unlink()
    with pytest.raises(DamagedFile, match="2025-W10"):
        read_content(path, brief.digest)


def test_what_files_told_is_found_anew_where_it_is_written_anew(tmp_path):
    path = tmp_path / "told.json"
    write_metadata({"a": {"title": "x"}}, path)
    assert read_earlier_metadata(path) == read_metadata(path) == {"a": {"title": "x"}}
    path.write_bytes(path.read_bytes()[:-9])
    assert read_earlier_metadata(path) == {}


@pytest.mark.parametrize("content", [None, *BROKEN])
def test_a_guard_that_nothing_can_make_anew_asks_for_an_export(
    tmp_path, monkeypatch, content
):
    monkeypatch.chdir(tmp_path)
    write_json(boundary.GUARD_FILE, {"privacy": "as it was"})
    boundary.check_privacy_settings("as it was")
    boundary.GUARD_FILE.unlink()
    if content is not None:
        boundary.GUARD_FILE.write_bytes(content)
    with pytest.raises(DamagedFile, match="put an export back"):
        boundary.check_privacy_settings("as it was")
