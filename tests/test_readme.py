"""The README names every rule, target and setting, and no other."""

import json
import re

import pytest
import yaml


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text(encoding="utf-8")


def table(readme, heading):
    """Return the first table under a heading, as rows of cells without backticks."""
    section = readme.split(f"## {heading}\n")[1].split("\n## ")[0]
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


def test_every_rule_is_in_the_table_in_the_order_of_the_snakefile(root, readme):
    stages, _, _ = rules(root)
    listed = [row[0] for row in table(readme, "What happens")]
    assert sorted(listed) == sorted(stages)
    included = re.findall(r"rules/(\w+)\.smk", (root / "Snakefile").read_text())
    order = [name for name in included if name in listed]
    assert [name for name in listed if name in order] == order


def test_every_target_is_in_the_table(root, readme):
    _, targets, inspections = rules(root)
    listed = {row[0] for row in table(readme, "Targets")}
    examples = {"site/posts/2025-W10.md", "results/enriched.parquet"}
    assert listed - examples == {"all", *targets, *inspections}


def test_what_runs_where_the_command_is_typed_is_named(root, readme):
    _, _, inspections = rules(root)
    found = []
    for path in sorted((root / "rules").glob("*.smk")):
        text = path.read_text(encoding="utf-8")
        for names in re.findall(r"^localrules:\n((?:    \w+,\n)+)", text, re.M):
            found += names.replace(",", " ").split()
    said = re.search(r"What only gathers or looks \(([^)]*)\)", readme)[1]
    assert sorted(found) == sorted([*re.findall(r"`(\w+)`", said), *inspections])
    assert "the last six targets" in " ".join(said.split())
    assert len(inspections) == 6


def leaves(schema, prefix=""):
    for name, described in schema["properties"].items():
        if "properties" in described:
            yield from leaves(described, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", described


def test_every_setting_is_in_the_table_with_its_default_and_meaning(root, readme):
    text = (root / "rules/schemas/config.schema.yaml").read_text(encoding="utf-8")
    expected = []
    for name, described in leaves(yaml.safe_load(text)):
        default = json.dumps(described["default"], ensure_ascii=False)
        shown = default if described["default"] == "" else default.replace('"', "")
        meaning = " ".join(described["description"].split())
        expected.append([name, shown, meaning])
    assert table(readme, "Settings") == expected


def test_every_file_that_the_readme_names_is_there(root, readme):
    for name in re.findall(r"\]\(([^)#]+)\)", readme):
        assert (root / name).exists(), name


def test_every_message_that_the_readme_explains_is_in_the_code(root, readme):
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((root / "scripts").rglob("*.py"))
    )
    # A message may be written over several lines of code.
    code = re.sub(r"\"\s*\n\s*f?\"", "", text)
    explained = [row[0] for row in table(readme, "When something goes wrong")]
    assert len(explained) > 10
    for message in explained:
        assert message in code, message
