"""`validate` finds what a switched-off rule of the filter lets through, and no more.

For each class, the texts of generated groups are written to files as the filter would
leave them without that rule: as they are. Then they are written as a perfect filter
would leave them: there, nothing is found.
"""

from collections import Counter

import pytest

from egregora.inspect.leaks import files_to_scan, scan_files
from egregora.inspect.traces import POSSIBLE_NAME, find_traces, traces_of
from privacy_bench.group import build_group
from privacy_bench.topics import TOPICS

LANGUAGES = ("pt", "en", "de", "es", "ru", "tr")
ALIAS = "@Merry Trogon"
# Of each class, how many lines of a hundred are found at least, over all languages.
# Names in small letters and spellings that may be words count as found: they are told.
FOUND = {
    "full": 100,
    "first": 95,
    "marked": 95,
    "subject": 90,
    "afterno": 95,
    "notices": 95,
    "noticed": 90,
    "secrets": 80,
    "cvv": 60,
    "tokens": 100,
    "links": 95,
    "cards": 100,
    "iban": 100,
    "ids": 95,
    "labelled": 70,
    "accounts": 65,
    "phones": 100,
    "foreign": 95,
    "emails": 100,
    "coordinates": 90,
    "plates": 40,
    "birthdays": 50,
    "stretched": 90,
    "typos": 80,
    "outsiders": 50,
}


def traces_of_group(group):
    """Return what must be gone of a group, and its cases."""
    said = [
        {
            "author_name": None if entry.line.is_notice else entry.author,
            "text": entry.line.text,
        }
        for entry in group.entries
    ]
    names = dict.fromkeys(row["author_name"] for row in said if row["author_name"])
    people = [
        {
            "author_name": name,
            "author": f"{place:015x}f",
            "alias": f"{ALIAS[1:]} {place}",
            "opted_out": False,
        }
        for place, name in enumerate(names)
    ]
    return traces_of(people, said, group.settings())


@pytest.fixture(scope="module")
def groups():
    found = [build_group(code, 11, 0) for code in LANGUAGES]
    return [(group, traces_of_group(group)) for group in found]


def cleaned(line, counts):
    """Return the text of a line as a perfect filter leaves it."""
    text = line.text
    for value in sorted(line.gone, key=len, reverse=True):
        text = text.replace(value, f"{ALIAS} 1" if counts == "leaks" else "[x]")
    return text


@pytest.mark.parametrize("topic", FOUND)
def test_what_a_rule_that_is_switched_off_lets_through_is_found(groups, topic):
    lines = [
        (entry.line, traces)
        for group, traces in groups
        for entry in group.entries
        if entry.case and entry.case.topic == topic and entry.line.gone
    ]
    found = sum(any(find_traces(line.text, traces)) for line, traces in lines)
    assert len(lines) >= len(LANGUAGES)
    assert 100 * found >= FOUND[topic] * len(lines)


def test_in_texts_without_people_nothing_is_found(groups):
    # First lines of notices name people that the truth does not list.
    skipped = ("notices", "noticed", "subject", "invented", "marked", "tokens")
    alarms = Counter()
    lines = 0
    for group, traces in groups:
        for entry in group.entries:
            if entry.case is None or entry.case.topic in skipped:
                continue
            lines += 1
            text = cleaned(entry.line, TOPICS[entry.case.topic].counts)
            kinds = {*find_traces(text, traces)} - {POSSIBLE_NAME}
            alarms.update((group.language, entry.case.topic, kind) for kind in kinds)
    assert lines > 1000
    assert sum(alarms.values()) <= lines / 500, alarms


def test_a_leak_in_a_file_is_told_with_its_line_and_class(groups, tmp_path):
    group, traces = groups[0]
    author = next(e.author for e in group.entries if e.case and e.author)
    (tmp_path / "site/posts").mkdir(parents=True)
    (tmp_path / "site/posts/2025-W01.md").write_text(f"# A week\n\nwith {author}.\n")
    result = scan_files(files_to_scan(tmp_path, tmp_path / "answers"), tmp_path, traces)
    places = {(one.file, one.place, one.kind) for one in result.findings}
    assert places == {("site/posts/2025-W01.md", "line 3", "name")}
