"""The README and docs/ name every rule, target and setting, and no other.

What they tell a reader to type exists: targets of make, and targets, rules, options and
settings of the workflow.
"""

import json
import re
import shlex

import pytest
import yaml
from snakemake.cli import get_argument_parser

from conftest import ROOT
from egregora import contracts, settings

PAGES = (
    "README.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").iterdir()),
)


@pytest.fixture(scope="module")
def pages(root):
    """The text of each page."""
    return {name: (root / name).read_text(encoding="utf-8") for name in PAGES}


def table(text, heading):
    """Return the first table under a heading, as rows of cells without backticks."""
    section = re.split(rf"^#+ {heading}\n", text, flags=re.M)[1].split("\n## ")[0]
    lines = re.search(r"(?:^\|.*\n)+", section, re.M)[0].splitlines()[2:]
    return [
        [cell.strip(" `") for cell in line.strip("|").split(" | ")] for line in lines
    ]


def rules(root):
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((root / "rules").glob("*.smk"))
    )
    named = re.findall(r"^(?:rule|checkpoint) (\w+):", text, re.M)
    targets = re.findall(r'^    name:\n        "([^"]+)"', text, re.M)
    inspecting = (root / "rules/inspect.smk").read_text(encoding="utf-8")
    inspections = re.findall(r"^rule (\w+):", inspecting, re.M)
    return [name for name in named if name not in inspections], targets, inspections


def test_every_rule_is_in_the_table_in_the_order_of_the_snakefile(root, pages):
    stages, _, _ = rules(root)
    listed = [row[0] for row in table(pages["docs/targets.md"], "What happens")]
    assert sorted(listed) == sorted(stages)
    included = re.findall(r"rules/(\w+)\.smk", (root / "Snakefile").read_text())
    order = [name for name in included if name in listed]
    assert [name for name in listed if name in order] == order


def test_every_target_is_in_the_table(root, pages):
    _, targets, inspections = rules(root)
    listed = {row[0] for row in table(pages["docs/targets.md"], "Targets")}
    examples = {"site/posts/2025-W10.md", "results/enriched.parquet"}
    assert listed - examples == {"all", *targets, *inspections}


def test_what_runs_where_the_command_is_typed_is_named(root, pages):
    _, _, inspections = rules(root)
    found = []
    for path in sorted((root / "rules").glob("*.smk")):
        text = path.read_text(encoding="utf-8")
        for names in re.findall(r"^localrules:\n((?:    \w+,\n)+)", text, re.M):
            found += names.replace(",", " ").split()
    said = re.search(
        r"What only gathers or looks \((.*?)\) runs", pages["docs/cluster.md"], re.S
    )[1]
    assert sorted(found) == sorted([*re.findall(r"`(\w+)`", said), *inspections])
    assert "the last six [targets](targets.md#targets)" in " ".join(said.split())
    assert len(inspections) == 6


def leaves(schema, prefix=""):
    for name, described in schema["properties"].items():
        if "properties" in described:
            yield from leaves(described, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", described


def test_every_setting_is_in_the_table_with_its_default_and_meaning(root, pages):
    text = (root / "rules/schemas/config.schema.yaml").read_text(encoding="utf-8")
    expected = []
    for name, described in leaves(yaml.safe_load(text)):
        default = json.dumps(described["default"], ensure_ascii=False)
        shown = default if described["default"] == "" else default.replace('"', "")
        meaning = " ".join(described["description"].split())
        expected.append([name, shown, meaning])
    assert table(pages["docs/settings.md"], "Settings") == expected


def anchors(text):
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-") for name in headings}


def test_every_page_of_docs_is_reachable_from_the_readme(pages):
    linked = re.findall(r"\]\(([^)#]+)", pages["README.md"])
    assert len(PAGES) > 8
    assert set(PAGES[1:]) <= set(linked)


@pytest.mark.parametrize("page", PAGES)
def test_every_file_and_heading_that_a_page_links_to_is_there(root, pages, page):
    links = re.findall(r"\]\(([^)]+)\)", pages[page])
    links += re.findall(r'(?:src|href)="([^"]+)"', pages[page])
    for link in links:
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        path = (root / page).parent / name if name else root / page
        assert path.exists(), link
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), link


def test_every_message_that_is_explained_is_in_the_code(root, pages):
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((root / "scripts").rglob("*.py"))
    )
    # A message may be written over several lines of code.
    code = re.sub(r"\"\s*\n\s*f?\"", "", text)
    explained = [
        row[0] for row in table(pages["docs/errors.md"], "When something goes wrong")
    ]
    assert len(explained) > 10
    for message in explained:
        assert message in code, message


def commands(text, program):
    """Return what a page tells a reader to type that starts with a program's name.

    From console blocks, comments left out, and from code inside sentences and tables.
    """
    blocks = re.findall(r"^ *```console\n(.*?)^ *```", text, re.M | re.S)
    typed = [
        line for block in blocks for line in re.findall(r"^ *\$ (.+)", block, re.M)
    ]
    sentences = re.sub(r"^ *```.*?^ *```", "", text, flags=re.M | re.S)
    typed += re.findall(r"`([^`]+)`", sentences.replace("\\|", "|"))
    parts = [part for line in typed for part in re.split(r" && | \| | > ", line)]
    words = [shlex.split(part, comments=True) for part in parts if program in part]
    words = [part[1:] if part[:1] == ["time"] else part for part in words]
    return [part[1:] for part in words if part[:1] == [program] and part[1:]]


def test_commands_are_found_in_blocks_and_in_sentences():
    text = (
        "`make it`, or\n```console\n$ make that   # so\nmade\n$ cd x && make up\n```\n"
    )
    assert commands(text, "make") == [["that"], ["up"], ["it"]]


def test_every_target_of_make_that_a_page_names_is_in_the_makefile(root, pages):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([\w.-]+):(?!=)", makefile, re.M))
    variables = set(re.findall(r"^(\w+) \?=", makefile, re.M))
    named = [
        word
        for text in pages.values()
        for part in commands(text, "make")
        for word in part
    ]
    assert {"demo", "blog", "test", "lint"} <= set(named)
    for word in named:
        name, is_value, _ = word.partition("=")
        assert name in (variables if is_value else known), word


def test_every_snakemake_command_of_a_page_names_what_exists(root, pages):
    stages, targets, inspections = rules(root)
    known = {"all", *stages, *targets, *inspections}
    known |= {f"results/{name}.parquet" for name in contracts.CONTRACTS}
    described = yaml.safe_load(
        (root / "rules/schemas/config.schema.yaml").read_text(encoding="utf-8")
    )
    typed = [part for text in pages.values() for part in commands(text, "snakemake")]
    assert len(typed) > 10
    for words in typed:
        # Ends the test if an option is unknown.
        given = get_argument_parser().parse_args(words)
        for name in {*given.targets, *given.forcerun} - known:
            assert re.fullmatch(r"site/posts/\d{4}-W\d\d\.md", name), words
        for profile in given.profile or ():
            assert (root / profile / "profile.yaml").exists(), words
        for pair in given.config or ():
            assert pair.partition("=")[0] in dict(leaves(described)), words


@pytest.mark.parametrize("page", PAGES)
def test_every_config_that_a_page_shows_is_accepted(root, pages, page):
    schema = yaml.safe_load(
        (root / "rules/schemas/config.schema.yaml").read_text(encoding="utf-8")
    )
    for block in re.findall(r"^ *```yaml\n(.*?)^ *```", pages[page], re.M | re.S):
        settings.complete_settings(yaml.safe_load(block), schema)
