"""Count what makes the package easy or hard to find one's way in: sizes and trips.

    python tests/tools/package_counts.py [folder of the package]

A trip is a question that a newcomer asks. Its files are the modules that hold what the
code which answers it reaches, however many steps away.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "scripts/egregora"
# Question → module and function where the answer begins.
TRIPS = {
    "how a line of an export is parsed": ("ingest.messages", "parse_messages"),
    "how the offline writer finds a title": ("offline.digest", "digest_title"),
    "how the offline writer makes a post": ("offline.digest", "write_digest"),
    "what a brief holds": ("periods.assembly", "contents_of_briefs"),
    "how a text is redacted": ("privacy.redactor", "Redactor"),
}
# Every module uses these.
GROUND_FLOOR = ("errors", "files", "contracts", "storage", "settings", "workflow")


def read_modules(package: Path) -> dict[str, ast.Module]:
    """Return dotted name below the package → parsed module."""
    modules = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        modules[name] = ast.parse(path.read_text(encoding="utf-8"))
    return modules


def definitions(module: ast.Module) -> dict[str, ast.AST]:
    """Return name → definition of what stands at the top of a module."""
    found: dict[str, ast.AST] = {}
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    found[target.id] = node
    return found


def imports(module: ast.Module) -> dict[str, str]:
    """Return local name → dotted name below the package of what a module imports."""
    found = {}
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "egregora"
        ):
            origin = node.module.removeprefix("egregora").lstrip(".")
            for alias in node.names:
                dotted = f"{origin}.{alias.name}".lstrip(".")
                found[alias.asname or alias.name] = dotted
    return found


def modules_of_trip(
    start: tuple[str, str], modules: dict[str, ast.Module]
) -> frozenset[str]:
    """Return the modules that the code of `start` reaches."""
    defined = {name: definitions(module) for name, module in modules.items()}
    imported = {name: imports(module) for name, module in modules.items()}
    seen: set[tuple[str, str]] = set()
    queue = [start]
    while queue:
        module, name = place = queue.pop()
        if place in seen or name not in defined.get(module, {}):
            continue
        seen.add(place)
        for node in ast.walk(defined[module][name]):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                queue.append((imported[module].get(node.value.id, ""), node.attr))
            elif isinstance(node, ast.Name):
                origin = imported[module].get(node.id)
                if origin:
                    queue.append(tuple(origin.rpartition(".")[::2]))
                else:
                    queue.append((module, node.id))
    reached = {module for module, _ in seen}
    return frozenset(one for one in reached if one.split(".")[0] not in GROUND_FLOOR)


def names_defined_twice(modules: dict[str, ast.Module]) -> dict[str, list[str]]:
    """Return public function or class → its modules, where several define it."""
    places = defaultdict(list)
    for module, parsed in modules.items():
        for node in parsed.body:
            is_public = isinstance(node, ast.FunctionDef | ast.ClassDef)
            if is_public and not node.name.startswith("_"):
                places[node.name].append(module)
    return {name: found for name, found in places.items() if len(found) > 1}


def main() -> None:
    """Print the counts."""
    package = Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGE
    modules = read_modules(package)
    packages = sum(1 for _ in package.rglob("__init__.py"))
    lines = sum(
        path.read_text(encoding="utf-8").count("\n") for path in package.rglob("*.py")
    )
    twice = names_defined_twice(modules)
    print(f"modules                      {len(modules) - packages:6,}")
    print(f"packages                     {packages:6,}")
    print(f"lines                        {lines:6,}")
    print(f"public names defined twice   {len(twice):6,}  {', '.join(sorted(twice))}")
    for question, start in TRIPS.items():
        if start[0] in modules:
            trip = sorted(modules_of_trip(start, modules))
            print(f"{question:40} {len(trip):3}  {', '.join(trip)}")


if __name__ == "__main__":
    main()
