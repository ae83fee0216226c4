"""Exports are given to Snakemake under names that tell nothing."""

import os
import stat

import pytest

from egregora.privacy.boundary import anonymous_links

KEY = b"k" * 32
NAMES = ["exports/Ana Silva.zip", "exports/Chat de João.TXT"]


@pytest.fixture
def blog(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "exports").mkdir()
    for name in NAMES:
        (tmp_path / name).write_text(name)
        os.utime(tmp_path / name, (1_000_000, 1_000_000))
    return tmp_path


def test_links_are_named_by_the_key_and_lead_to_the_exports(blog):
    links = anonymous_links(NAMES, KEY)
    assert [os.path.realpath(one) for one in links] == [str(blog / n) for n in NAMES]
    assert [os.path.splitext(one)[1] for one in links] == [".zip", ".txt"]
    assert not any("Ana" in one or "Jo" in one for one in links)
    assert set(links).isdisjoint(anonymous_links(NAMES, b"o" * 32))


def test_a_link_is_as_old_as_its_export_and_stays_as_it_is(blog):
    first = anonymous_links(NAMES, KEY)
    told = [os.lstat(one) for one in first]
    assert {one.st_mtime for one in told} == {1_000_000}
    assert anonymous_links(NAMES, KEY) == first
    assert [os.lstat(one).st_ino for one in first] == [one.st_ino for one in told]


def test_links_of_exports_that_are_gone_go(blog):
    anonymous_links(NAMES, KEY)
    kept = anonymous_links(NAMES[:1], KEY)
    assert [str(one.relative_to(blog)) for one in
            (blog / "results/private/exports").iterdir()] == kept  # fmt: skip


def test_the_folder_is_closed_to_others(blog):
    anonymous_links(NAMES, KEY)
    for name in ("results/private", "results/private/exports"):
        assert stat.S_IMODE((blog / name).stat().st_mode) == 0o700
