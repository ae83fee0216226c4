"""Files are whole or not there."""

import pytest

from egregora.files import digest_of, read_json, replace_file, write_json, write_text


def test_a_failed_write_leaves_what_was_there_and_nothing_beside(tmp_path):
    path = tmp_path / "page.md"
    write_text(path, "old")

    def write_half():
        with replace_file(path) as beside:
            beside.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_json_is_the_same_bytes_in_any_order_of_keys(tmp_path):
    write_json(tmp_path / "a", {"b": 1, "a": "ã"})
    write_json(tmp_path / "b", {"a": "ã", "b": 1})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert read_json(tmp_path / "a") == {"a": "ã", "b": 1}


def test_equal_values_have_equal_digests_and_others_do_not():
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": "1"})
