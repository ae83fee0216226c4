"""The settings of one blog: checked, completed, and resolved to files."""

from __future__ import annotations

import difflib
import glob
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import jsonschema
import yaml

from egregora.errors import SettingError

# Named here and in the checkout's config.yaml: the demo gives way to real exports.
DEMO = "tests/exports/demo.zip"
# Variable of the environment that holds the settings on privacy.
PRIVACY = "EGREGORA_PRIVACY"
# The same for what is said of the phones that made the exports.
PHONES = "EGREGORA_PHONES"
OWN = ("exports/*.zip", "exports/*.txt")


def check_file(path: Path) -> None:
    """Raise SettingError if the file of the settings cannot be read; names the line."""
    mend = "mend it, or take the config.yaml of the checkout anew"
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise SettingError(f"{path.name}{line}: this is no YAML; {mend}") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8"
        raise SettingError(f"{path.name}: cannot be read ({reason}); {mend}") from None
    if not isinstance(read, dict):
        raise SettingError(f"{path.name}: holds no `setting: value`; {mend}")


def completed(settings: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return `settings` with the defaults of `schema`, checked.

    Raises
    ------
    SettingError
        If a setting is unknown or impossible; names it and what to do.
    """
    checker = jsonschema.Draft202012Validator(schema)
    given = typed(plain(settings), schema)
    if error := jsonschema.exceptions.best_match(checker.iter_errors(given)):
        raise SettingError(f"config.yaml: {explained(error)}")
    whole = with_defaults(given, schema)
    check_dates(whole)
    check_timezone(whole["timezone"])
    return whole


def hide_privacy(settings: dict[str, Any]) -> None:
    """Move the settings on privacy, which hold names, into the environment.

    Snakemake stores params, and hands the other settings to every script in a file.
    """
    os.environ[PRIVACY] = json.dumps(settings.pop("privacy"), sort_keys=True)


def privacy() -> dict[str, Any]:
    """Return the settings on privacy."""
    return json.loads(os.environ[PRIVACY])


def hide_phones(settings: dict[str, Any]) -> None:
    """Move what is said of other phones, names included, into the environment."""
    others = [one for one in settings["exports"] if isinstance(one, Mapping)]
    for zone in filter(None, (one.get("timezone") for one in others)):
        check_timezone(zone)
    said = {
        os.path.realpath(one["path"]): {
            "timezone": one.get("timezone"),
            "names": one.get("names", {}),
        }
        for one in others
    }
    settings["exports"] = [
        one["path"] if isinstance(one, Mapping) else one for one in settings["exports"]
    ]
    os.environ[PHONES] = json.dumps(said, sort_keys=True)


def phones() -> dict[str, dict[str, Any]]:
    """Return what is said of exports from other phones, by their real paths."""
    return json.loads(os.environ[PHONES])


def plain(value: Any) -> Any:
    """Return `value` with dates as ISO text, as YAML reads 2025-01-31 as a date."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def typed(value: Any, described: Mapping[str, Any]) -> Any:
    """Return `value` with text as numbers, booleans and null where these are wanted.

    `snakemake --config` gives what stands inside braces as text.
    """
    if isinstance(value, Mapping) and "properties" in described:
        parts = described["properties"]
        return {name: typed(part, parts.get(name, {})) for name, part in value.items()}
    if isinstance(value, str) and described.get("type", "string") != "string":
        read = yaml.safe_load(value) if value in ("null", "true", "false") else value
        with suppress(ValueError):
            read = int(value) if described["type"] == "integer" else read
            read = float(value) if described["type"] == "number" else read
        fits = jsonschema.Draft202012Validator({"type": described["type"]})
        return read if fits.is_valid(read) else value
    return value


def with_defaults(given: Mapping[str, Any], schema: Mapping[str, Any]) -> dict:
    """Return `given` with what it leaves out, section by section."""
    whole = dict(given)
    for name, described in schema["properties"].items():
        if "properties" in described:
            whole[name] = with_defaults(given.get(name) or {}, described)
        else:
            whole.setdefault(name, described["default"])
    return whole


def explained(error: jsonschema.ValidationError) -> str:
    """Return the one line that says what is wrong with a setting and what to do."""
    name = ".".join(str(part) for part in error.absolute_path)
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", ()))
        strange = sorted(set(error.instance) - set(known))[0]
        near = difflib.get_close_matches(strange, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        return f"{name + '.' if name else ''}{strange}: unknown setting; {hint}"
    if error.validator == "enum":
        allowed = ", ".join(map(str, error.validator_value))
        return f"{name}: {error.instance!r} is not one of {allowed}"
    wanted = " ".join(error.schema.get("description", "").split())
    return f"{name}: {error.message}. {wanted}".strip()


def check_dates(settings: Mapping[str, Any]) -> None:
    """Raise SettingError if `from` or `to` is no date, or they are out of order."""
    for name in ("from", "to"):
        try:
            settings[name] is None or date.fromisoformat(settings[name])
        except ValueError:
            raise SettingError(
                f"config.yaml: {name}: {settings[name]} is no date"
            ) from None
    if settings["from"] and settings["to"] and settings["from"] > settings["to"]:
        raise SettingError("config.yaml: from lies after to; swap them")


def check_timezone(name: str) -> None:
    """Raise SettingError if `name` is no IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingError(
            f"config.yaml: timezone: {name!r} is no IANA zone; "
            "write one such as America/Sao_Paulo"
        ) from None


def exports(patterns: list[str], blog: Path, checkout: Path | None) -> list[str]:
    """Return the export files that `patterns` name, sorted by name.

    Parameters
    ----------
    patterns
        Files or globs below `blog`.
    blog
        Folder of the blog.
    checkout
        Folder of the workflow, where the demo lies; None if the demo must not be used.

    Raises
    ------
    SettingError
        If a pattern finds nothing.
    """
    if patterns == [DEMO]:
        return own_exports(blog, checkout is not None) or [demo(blog, checkout)]
    found = {pattern: list(matches(pattern, blog)) for pattern in patterns}
    # One of several globs may find nothing; a file that is named must be there.
    named = [one for one in patterns if not found[one] and not glob.has_magic(one)]
    lacking = named if any(found.values()) else patterns
    if lacking:
        raise SettingError(
            f"exports: nothing matches {', '.join(lacking)} in {blog}; put the .zip "
            "that WhatsApp exported there, or mend exports in config.yaml"
        )
    return sorted({path for paths in found.values() for path in paths})


def own_exports(blog: Path, may_lack: bool) -> list[str]:
    """Return the exports in the folder exports/ of a blog, sorted by name.

    Raises
    ------
    SettingError
        If there are none, and the folder is there or they must not lack: the demo must
        not replace a real blog.
    """
    found = sorted(path for pattern in OWN for path in matches(pattern, blog))
    if not found and not (may_lack and not (blog / "exports").is_dir()):
        raise SettingError(
            "exports/ is empty: put the .zip that WhatsApp exported there, or remove "
            "the folder to see the demo"
        )
    return found


def demo(blog: Path, checkout: Path) -> str:
    """Return the path of the bundled demo."""
    return DEMO if (blog / DEMO).exists() else str(checkout / DEMO)


def matches(pattern: str, blog: Path) -> Iterator[str]:
    """Yield the files of `blog` that `pattern` names, itself first if it is one.

    Raises
    ------
    SettingError
        If one is a link that leads nowhere.
    """
    if (blog / pattern).is_file():
        yield pattern
        return
    for path in glob.iglob(pattern, root_dir=blog, recursive=True):
        if not (blog / path).exists():
            raise SettingError(
                f"{path}: the link leads nowhere; put the .zip that WhatsApp exported "
                "there, or remove the link"
            )
        yield path
