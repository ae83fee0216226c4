"""The settings of a blog: checked, completed, and resolved to files."""

from __future__ import annotations

import difflib
import glob
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import jsonschema
import yaml

from egregora.errors import SettingError

# Named here and in the checkout's config.yaml: the demo gives way to real exports.
DEMO_EXPORT = "tests/exports/demo.zip"
# Variable of the environment that holds the settings on privacy.
PRIVACY_VARIABLE = "EGREGORA_PRIVACY"
# The same for what is said of the phones that made the exports.
PHONES_VARIABLE = "EGREGORA_PHONES"
OWN_EXPORT_PATTERNS = ("exports/*.zip", "exports/*.txt")
# Types of settings as people call them.
SETTING_TYPES = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "string": "text",
    "array": "a list",
    "object": "a group of settings",
}


def check_settings_file(path: Path) -> None:
    """Raise SettingError if the file of the settings cannot be read; names the line."""
    advice = "copy config.yaml from the checkout"
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise SettingError(
            f"{path.name}{line}: not valid YAML: fix that line, or {advice}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise SettingError(
            f"{path.name}: cannot be read ({reason}); fix it, or {advice}"
        ) from None
    except ValueError as error:
        # YAML reads 2025-02-31 as a date.
        raise SettingError(
            f"{path.name}: a date in it does not exist ({error}); correct it"
        ) from None
    if not isinstance(read, dict):
        raise SettingError(
            f"{path.name}: holds no `setting: value`; fix it, or {advice}"
        )


def complete_settings(
    settings: Mapping[str, Any],
    schema: Mapping[str, Any],
    typed_in: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return `settings` with the defaults of `schema`, checked.

    Parameters
    ----------
    settings
        What was given, in the file and on the command line.
    schema
        What there is to set.
    typed_in
        What of that was given on the command line, which an error then names.

    Raises
    ------
    SettingError
        If a setting is unknown or impossible; names it and what to do.
    """
    checker = jsonschema.Draft202012Validator(schema)
    given = convert_types(dates_as_text(settings), schema)
    if error := jsonschema.exceptions.best_match(checker.iter_errors(given)):
        raise SettingError(explain_setting_error(error, typed_in or {}))
    whole = fill_defaults(given, schema)
    check_dates(whole, typed_in or {})
    check_timezone(whole["timezone"], origin_of_setting(["timezone"], typed_in or {}))
    return whole


def origin_of_setting(path: Iterable[str | int], typed_in: Mapping[str, Any]) -> str:
    """Return where the setting at `path` was given: in the file, or with --config."""
    value: Any = typed_in
    for part in path:
        if not isinstance(value, Mapping):
            break
        if part not in value:
            return "config.yaml"
        value = value[part]
    return "--config"


def hide_privacy(settings: dict[str, Any]) -> None:
    """Move the settings on privacy, which hold names, into the environment.

    Snakemake stores params, and hands the other settings to every script in a file.
    """
    os.environ[PRIVACY_VARIABLE] = json.dumps(settings.pop("privacy"), sort_keys=True)


def privacy_settings() -> dict[str, Any]:
    """Return the settings on privacy."""
    return json.loads(os.environ[PRIVACY_VARIABLE])


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
    os.environ[PHONES_VARIABLE] = json.dumps(said, sort_keys=True)


def phone_settings() -> dict[str, dict[str, Any]]:
    """Return what is said of exports from other phones, by their real paths."""
    return json.loads(os.environ[PHONES_VARIABLE])


def dates_as_text(value: Any) -> Any:
    """Return `value` with dates as ISO text, as YAML reads 2025-01-31 as a date.

    Raises
    ------
    SettingError
        If YAML has read a name, such as No or On, as a truth value.
    """
    if isinstance(value, Mapping):
        if any(isinstance(name, bool) for name in value):
            raise SettingError(
                "config.yaml: a name is read as yes or no; put it in quotation marks, "
                'as in "No": Nobuko'
            )
        return {str(name): dates_as_text(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [dates_as_text(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def convert_types(value: Any, described: Mapping[str, Any]) -> Any:
    """Return `value` with text as numbers, booleans and null where these are wanted.

    `snakemake --config` gives what stands inside braces as text.
    """
    if isinstance(value, Mapping | None) and "properties" in described:
        # A section that holds nothing, as all of its lines are comments.
        value, parts = value or {}, described["properties"]
        return {
            name: convert_types(part, parts.get(name, {}))
            for name, part in value.items()
        }
    if isinstance(value, str) and described.get("type", "string") != "string":
        read = yaml.safe_load(value) if value in ("null", "true", "false") else value
        with suppress(ValueError):
            read = int(value) if described["type"] == "integer" else read
            read = float(value) if described["type"] == "number" else read
        fits = jsonschema.Draft202012Validator({"type": described["type"]})
        return read if fits.is_valid(read) else value
    return value


def fill_defaults(given: Mapping[str, Any], schema: Mapping[str, Any]) -> dict:
    """Return `given` with what it leaves out, section by section."""
    whole = dict(given)
    for name, described in schema["properties"].items():
        if "properties" in described:
            whole[name] = fill_defaults(given.get(name) or {}, described)
        else:
            whole.setdefault(name, described["default"])
    return whole


def explain_setting_error(
    error: jsonschema.ValidationError, typed_in: Mapping[str, Any]
) -> str:
    """Return the one line that says what is wrong with a setting and what to do."""
    path = [*error.absolute_path]
    if error.validator == "additionalProperties":
        known = list(error.schema.get("properties", ()))
        path.append(sorted(set(error.instance) - set(known))[0])
        near = difflib.get_close_matches(path[-1], known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
        wrong = f"unknown setting; {hint}"
    elif error.validator == "enum":
        wrong = f"{error.instance!r} is not one of {', '.join(error.validator_value)}"
    elif error.validator == "type":
        wrong = explain_wrong_type(error, typed_in)
    elif error.validator == "pattern" and path[0] in ("from", "to"):
        wrong = f"{error.instance!r} is not a date; write one such as 2025-01-31"
    else:
        wrong = f"{error.message}. {meaning_of_setting(error)}".removesuffix(". ")
    return f"{origin_of_setting(path, typed_in)}: {'.'.join(map(str, path))}: {wrong}"


def explain_wrong_type(error: jsonschema.ValidationError, typed_in: Mapping) -> str:
    """Return what is wrong with a value of another type, and how to write it."""
    path, wanted = [*error.absolute_path], error.schema["type"]
    if error.instance is None:
        default = json.dumps(error.schema.get("default"))
        return f"has no value; write one, or remove the line for the default, {default}"
    # Settings on privacy hold names, which are not repeated.
    value = "what stands there" if path[0] == "privacy" else repr(error.instance)
    kind = SETTING_TYPES[wanted] if isinstance(wanted, str) else "text"
    wrong = f"{value} is not {kind}"
    if len(path) == 1 and isinstance(error.instance, str):
        written = ""
        if "properties" in error.schema:
            written = (
                f"{{{key_for_value(error.instance, error.schema)}: {error.instance}}}"
            )
        elif wanted == "array":
            written = f"[{error.instance}]"
        if written and origin_of_setting(path, typed_in) == "--config":
            return f"{wrong}; write --config '{path[0]}={written}'"
        if written:
            return f"{wrong}; write {path[0]}: {written}"
    return f"{wrong}. {meaning_of_setting(error)}".removesuffix(". ")


def key_for_value(value: str, section: Mapping[str, Any]) -> str:
    """Return the setting of a section that `value` was meant for, or its first one."""
    parts = section["properties"]
    fitting = [name for name in parts if value in parts[name].get("enum", ())]
    return [*fitting, *parts][0]


def meaning_of_setting(error: jsonschema.ValidationError) -> str:
    """Return what the setting means, in one line."""
    return " ".join(error.schema.get("description", "").split())


def check_dates(settings: Mapping[str, Any], typed_in: Mapping[str, Any]) -> None:
    """Raise SettingError if `from` or `to` is not a date, or they are out of order."""
    for name in ("from", "to"):
        try:
            settings[name] is None or date.fromisoformat(settings[name])
        except ValueError:
            raise SettingError(
                f"{origin_of_setting([name], typed_in)}: {name}: "
                f"{settings[name]} is not a date"
            ) from None
    if settings["from"] and settings["to"] and settings["from"] > settings["to"]:
        given = "--config" if {"from", "to"} & typed_in.keys() else "config.yaml"
        raise SettingError(f"{given}: from lies after to; swap them")


def check_timezone(name: str, given: str = "config.yaml") -> None:
    """Raise SettingError if `name`, as `given` has it, is not an IANA time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingError(
            f"{given}: timezone: {name!r} is not an IANA zone; "
            "write one such as America/Sao_Paulo"
        ) from None


def find_exports(patterns: list[str], blog: Path, checkout: Path | None) -> list[str]:
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
        If a pattern finds nothing, or a folder.
    """
    if patterns == [DEMO_EXPORT]:
        return find_own_exports(blog, checkout is not None) or [
            path_of_demo(blog, checkout)
        ]
    found = {pattern: list(match_files(pattern, blog)) for pattern in patterns}
    # One of several globs may find nothing; a file that is named must be there.
    named = [one for one in patterns if not found[one] and not glob.has_magic(one)]
    lacking = named if any(found.values()) else patterns
    if lacking:
        raise SettingError(
            f"exports: nothing matches {', '.join(lacking)} in {blog}; put the .zip "
            "that WhatsApp exported there, or correct exports in config.yaml"
        )
    return sorted({path for paths in found.values() for path in paths})


def find_own_exports(blog: Path, may_lack: bool) -> list[str]:
    """Return the exports in the folder exports/ of a blog, sorted by name.

    Raises
    ------
    SettingError
        If there are none, and the folder is there or they must not lack: the demo must
        not replace a real blog.
    """
    found = sorted(
        path for pattern in OWN_EXPORT_PATTERNS for path in match_files(pattern, blog)
    )
    if not found and not (may_lack and not (blog / "exports").is_dir()):
        raise SettingError(
            "exports/ is empty: put the .zip that WhatsApp exported there, or remove "
            "the folder to see the demo"
        )
    return found


def path_of_demo(blog: Path, checkout: Path) -> str:
    """Return the path of the bundled demo."""
    return DEMO_EXPORT if (blog / DEMO_EXPORT).exists() else str(checkout / DEMO_EXPORT)


def match_files(pattern: str, blog: Path) -> Iterator[str]:
    """Yield the files of `blog` that `pattern` names, itself first if it is one.

    Raises
    ------
    SettingError
        If one is a link that leads nowhere, or a folder.
    """
    if (blog / pattern).is_file():
        yield pattern
        return
    if (blog / pattern).is_dir():
        raise folder_as_export_error(pattern)
    for path in glob.iglob(pattern, root_dir=blog, recursive=True):
        if not (blog / path).exists():
            raise SettingError(
                f"{path}: the link leads nowhere; put the .zip that WhatsApp exported "
                "there, or remove the link"
            )
        if (blog / path).is_file():
            yield path
        elif path.endswith((".zip", ".txt")):
            raise folder_as_export_error(path)


def folder_as_export_error(path: str) -> SettingError:
    """Return the error of a folder where an export should be."""
    inside = f"{path.rstrip('/')}/*"
    return SettingError(
        f"exports: {path} is a folder; name the export in it, such as {inside}.zip or "
        f"{inside}.txt"
    )
