"""Each idea has one place, and each public name one meaning."""

import re

from tools.package_counts import names_defined_twice, read_modules


def test_no_public_name_is_defined_twice(root):
    assert names_defined_twice(read_modules(root / "scripts/egregora")) == {}


def test_every_file_of_the_way_of_a_message_is_there(root):
    page = (root / "docs/architecture.md").read_text(encoding="utf-8")
    files = re.findall(r"`(scripts/egregora/[\w/]+\.py)`", page)
    assert len(set(files)) >= 10
    for file in files:
        assert (root / file).exists(), file
