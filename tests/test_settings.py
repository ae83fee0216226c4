"""Settings are completed from the schema, and refused by name."""

import pytest
import yaml

from egregora.errors import SettingError
from egregora.settings import (
    DEMO_EXPORT,
    PRIVACY_VARIABLE,
    complete_settings,
    find_exports,
    hide_privacy,
    privacy_settings,
)


@pytest.fixture(scope="module")
def schema(root):
    return yaml.safe_load((root / "rules/schemas/config.schema.yaml").read_text())


def test_no_settings_take_all_defaults(schema):
    settings = complete_settings({}, schema)
    assert settings["period"] == "week"
    assert settings["model"]["provider"] == "offline"
    assert settings["privacy"]["regions"] == ["BR", "US"]


def test_a_section_keeps_what_it_is_given_and_takes_the_rest(schema):
    model = complete_settings({"model": {"writer": "mine"}}, schema)["model"]
    assert (model["writer"], model["provider"]) == ("mine", "offline")


def test_every_setting_of_the_schema_has_a_default_and_a_meaning(schema):
    def leaves(section):
        for name, described in section["properties"].items():
            if "properties" in described:
                assert described["additionalProperties"] is False, name
                yield from leaves(described)
            else:
                yield name, described

    for name, described in leaves(schema):
        assert "default" in described, name
        assert described["description"].endswith("."), name


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            {"perod": "week"},
            "config.yaml: perod: unknown setting; did you mean period?",
        ),
        (
            {"model": {"colour": 1}},
            "config.yaml: model.colour: unknown setting; known are provider, writer, "
            "enricher, judge, embedder, illustrator, base_url, calls_at_once, batch, "
            "prices, max_input_tokens, deadline_seconds",
        ),
        (
            {"period": "year"},
            "config.yaml: period: 'year' is not one of day, week, month",
        ),
        (
            {"timezone": "Brasil"},
            "config.yaml: timezone: 'Brasil' is not an IANA zone; write one such as "
            "America/Sao_Paulo",
        ),
        ({"from": "2025-02-30"}, "config.yaml: from: 2025-02-30 is not a date"),
        (
            yaml.safe_load("privacy: {names: {No: Nobuko Sato}}"),
            "config.yaml: a name is read as yes or no; put it in quotation marks, "
            'as in "No": Nobuko',
        ),
        (
            {"from": "2025-02-02", "to": "2025-02-01"},
            "config.yaml: from lies after to; swap them",
        ),
        (
            {"min_messages": 0},
            "config.yaml: min_messages: 0 is less than the minimum of 1. Periods with "
            "fewer messages get no post.",
        ),
    ],
)
def test_a_bad_setting_is_named_in_one_line(schema, settings, line):
    with pytest.raises(SettingError) as raised:
        complete_settings(settings, schema)
    assert str(raised.value) == line


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ({"model": {"calls_at_once": "2"}}, 2),
        ({"media": {"max_megabytes": "0.5"}}, 0.5),
        ({"links": {"fetch": "true"}}, True),
        ({"site": {"title": "null"}}, None),
        # Text stays text where text is wanted.
        ({"site": {"title": "2025"}}, "2025"),
        ({"model": {"writer": "true"}}, "true"),
    ],
)
def test_text_from_the_command_line_takes_the_type_that_is_wanted(schema, given, value):
    ((section, ((name, _),)),) = ((s, tuple(v.items())) for s, v in given.items())
    assert complete_settings(given, schema)[section][name] == value


def test_a_date_may_be_written_without_quotes(schema):
    settings = yaml.safe_load("from: 2025-01-31")
    assert complete_settings(settings, schema)["from"] == "2025-01-31"


def test_exports_are_found_by_glob_and_sorted(tmp_path):
    for name in ("b.zip", "a.zip", "c.pdf"):
        (tmp_path / name).touch()
    assert find_exports(["*.zip", "a.*"], tmp_path, tmp_path) == ["a.zip", "b.zip"]


def test_a_file_name_with_glob_characters_is_found_as_it_is(tmp_path):
    (tmp_path / "chat [1].zip").touch()
    assert find_exports(["chat [1].zip"], tmp_path, tmp_path) == ["chat [1].zip"]


def test_the_demo_gives_way_to_what_lies_in_exports(tmp_path, root):
    assert find_exports([DEMO_EXPORT], tmp_path, root) == [str(root / DEMO_EXPORT)]
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports/ours.zip").touch()
    assert find_exports([DEMO_EXPORT], tmp_path, root) == ["exports/ours.zip"]


def test_the_demo_never_replaces_a_blog_whose_exports_were_taken_away(tmp_path, root):
    (tmp_path / "exports").mkdir()
    with pytest.raises(SettingError, match=r"^exports/ is empty: put the \.zip"):
        find_exports([DEMO_EXPORT], tmp_path, root)


def test_a_pattern_that_finds_nothing_is_named(tmp_path):
    with pytest.raises(SettingError, match=r"^exports: nothing matches \*.zip in "):
        find_exports(["*.zip"], tmp_path, tmp_path)


def test_a_named_export_must_be_there_beside_others(tmp_path):
    (tmp_path / "ours.zip").touch()
    assert find_exports(["*.zip", "*.txt"], tmp_path, tmp_path) == ["ours.zip"]
    with pytest.raises(SettingError, match=r"^exports: nothing matches our\.zip in "):
        find_exports(["our.zip", "*.zip"], tmp_path, tmp_path)


def test_a_link_to_an_export_that_leads_nowhere_is_named(tmp_path):
    (tmp_path / "gone.zip").symlink_to("nowhere.zip")
    with pytest.raises(SettingError, match=r"^gone\.zip: the link leads nowhere; "):
        find_exports(["*.zip"], tmp_path, tmp_path)


def test_names_in_the_settings_are_kept_out_of_what_snakemake_stores(
    schema, monkeypatch
):
    monkeypatch.setenv(PRIVACY_VARIABLE, "")
    settings = complete_settings({"privacy": {"names": {"Juca": "João Silva"}}}, schema)
    hide_privacy(settings)
    assert "João" not in repr(settings)
    assert privacy_settings()["names"] == {"Juca": "João Silva"}
