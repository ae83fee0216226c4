"""People set their own alias, bio and website in the chat, and leave by a message."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egregora.privacy import aliases
from egregora.privacy.people import (
    Command,
    begins_with_command,
    parse_command,
    parse_website,
    people_of,
)

KEY = b"k" * 32
SETTINGS = {"opt_out": [], "forget": [], "names": {}, "words": [], "regions": ["BR"]}


def group(*said, names=("Marina Duarte", "Caio Brandão", "Rosa Peixoto"), **settings):
    """Return author_name → person after some commands."""
    people = people_of(
        [{"name": name, "last": place} for place, name in enumerate(names)],
        [{"author_name": name, "text": text} for name, text in said],
        [],
        {},
        SETTINGS | settings,
        KEY,
    )
    return {person.author_name: person for person in people.roster}


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ('/egregora set alias "Casey"', Command("set", "alias", "Casey")),
        ("/Egrégora SET Alias “Sir Saudade”.", Command("set", "alias", "Sir Saudade")),
        ("\u200e /EGREGORA set álias Quartzito!", Command("set", "alias", "Quartzito")),
        ("/egregora set bio «Eu leio.»", Command("set", "bio", "Eu leio.")),
        (
            "/egregora set bio Eu leio.\nMuito.",
            Command("set", "bio", "Eu leio. Muito."),
        ),
        (
            "/egregora set website 'https://a.org'",
            Command("set", "website", "https://a.org"),
        ),
        ("/egregora remove alias", Command("remove", "alias")),
        ("/egregora opt-out.", Command("opt-out")),
        ("/egregora Opt Out!", Command("opt-out")),
        ("/egregora optin", Command("opt-in")),
        ("／ｅｇｒｅｇｏｒａ opt-out", Command("opt-out")),
        ("/egregora set twitter @x", None),
        ("mande /egregora opt-out aqui", None),
        ("/egregoras opt-out", None),
    ],
)
def test_commands_are_read_in_any_dress(text, command):
    assert parse_command(text) == command


def test_whatever_speaks_to_us_is_a_command_and_nothing_else():
    assert begins_with_command("/egregora this is private")
    assert not begins_with_command("o /egregora opt-out tira a pessoa")
    assert not begins_with_command("egregora set alias x")


def test_the_last_command_wins():
    people = group(
        ("Marina Duarte", "/egregora set alias Samambaia"),
        ("Caio Brandão", "/egregora opt-out"),
        ("Marina Duarte", "/egregora set alias Avenca"),
        ("Caio Brandão", "/egregora opt-in"),
        ("Rosa Peixoto", "/egregora opt-in"),
        ("Rosa Peixoto", "/egregora opt-out"),
    )
    assert people["Marina Duarte"].alias == "Avenca"
    assert not people["Caio Brandão"].opted_out
    assert people["Rosa Peixoto"].opted_out


def test_a_removed_alias_gives_the_code_name_back():
    before = group()["Marina Duarte"].alias
    after = group(
        ("Marina Duarte", "/egregora set alias Samambaia"),
        ("Marina Duarte", "/egregora remove alias"),
    )
    assert after["Marina Duarte"].alias == before


@pytest.mark.parametrize(
    "alias",
    [
        "Marina",  # a real name
        "Brandao",  # another's
        "Marinna",  # too like one
        "Rosas",
        "Samambaia",  # taken
        "samambáia",
        "x" * 41,
        "https://example.org",
        "example.org",
        "<b>bold</b>",
        "[link](x)",
        "a\u202eb",
        "a\x00b",
        "**",
        "Ｆｕｌｌ",
        "31 95555 0142",
        "a@b.example",
    ],
)
def test_an_alias_that_could_mislead_is_ignored(alias):
    people = group(
        ("Rosa Peixoto", "/egregora set alias Samambaia"),
        ("Caio Brandão", f"/egregora set alias {alias}"),
    )
    assert people["Caio Brandão"].alias == group()["Caio Brandão"].alias


@pytest.mark.parametrize(
    "alias", ["Ctrl Z", "Mr. Obrigada", "Trem-Azul", "蕨", "D'Água"]
)
def test_plain_aliases_are_taken(alias):
    people = group(("Caio Brandão", f'/egregora set alias "{alias}"'))
    assert (people["Caio Brandão"].alias == alias) == (len(alias) > 1)


def test_a_bio_is_redacted_and_bounded():
    bio = "Vizinha da Rosa, ligue (31) 95555-0142 " + "a" * 300
    person = group(("Marina Duarte", f"/egregora set bio {bio}"))["Marina Duarte"]
    assert "Rosa" not in person.bio
    assert "95555" not in person.bio
    assert len(person.bio) <= 200


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https://example.org/contraluz", True),
        ("http://example.org", True),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("https://me:secret@example.org", False),
        ("https://localhost/x", False),
        ('https://example.org/"><script>', False),
        ("https://exam\u0440le.org", False),
        ("example.org", False),
    ],
)
def test_a_website_is_http_and_nothing_else(value, kept):
    assert parse_website(value) == (value if kept else None)


def test_a_website_that_holds_a_real_name_is_ignored():
    said = ("Marina Duarte", "/egregora set website https://marinaduarte.example.org")
    assert group(said)["Marina Duarte"].website is None


def test_the_owner_opts_people_out_and_forgets_them_for_good():
    back = ("Caio Brandão", "/egregora opt-in"), ("Rosa Peixoto", "/egregora opt-in")
    people = group(*back, opt_out=["Caio Brandao"], forget=["rosa peixoto"])
    assert not people["Caio Brandão"].opted_out
    assert people["Rosa Peixoto"].opted_out


def test_code_names_do_not_change_when_others_join():
    few = group(names=["Marina Duarte", "Caio Brandão"])
    many = group(names=["Marina Duarte", "Caio Brandão", "Rosa Peixoto", "Tom W"])
    assert {name: few[name].alias for name in few} == {n: many[n].alias for n in few}


@settings(max_examples=30)
@given(st.lists(st.from_regex(r"[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", fullmatch=True),
                unique_by=str.casefold, min_size=1, max_size=40))  # fmt: skip
def test_code_names_are_unique_and_hold_no_real_name(names):
    people = group(names=names).values()
    assert len({person.alias for person in people}) == len(people)
    words = {word.casefold() for name in names for word in name.split()}
    for person in people:
        assert not words & set(person.alias.casefold().split())


def test_collisions_give_a_fresh_name_to_who_comes_later():
    taken, found = set(), []
    for _ in range(30):
        alias = aliases.code_name("00000000deadbeef", taken, ())
        found.append(alias)
        taken.add(alias.casefold())
    assert len(set(found)) == 30
