"""Exports from another phone: other names of people, another zone."""

from collections import Counter

import pytest

from egregora.errors import ExportError
from egregora.ingest.exports import describe_exports, read_exports
from whatsapp import columns, rows_in

# What was said, by day; the second phone is three hours ahead and has other contacts.
DAYS = range(1, 29)
OTHER = {"Ana Silva": "Mãe", "Bob (work)": "Bob", "+55 11 98888-7777": "Zé"}
PRINTED = {
    "Zé": "\u202a+55\u00a011\u00a098888\u20117777\u202c",
    "Mãe": "~\u202fAna Silva",
}


def chat(days, hour=8, called=lambda name: name):
    names = ("Mãe", "Bob", "Zé")
    return "".join(
        f"{day:02}/06/2024 {hour:02}:00 - {called(names[day % 3])}: oi {day}\n"
        for day in days
    )


def other_name(name):
    back = {here: there for there, here in OTHER.items()}
    return PRINTED.get(name, back[name])


@pytest.fixture
def merge(tmp_path):
    """Return the messages of an older export of another phone and a newer of ours."""

    def merge(other, ours, **phone):
        (tmp_path / "other.txt").write_text(other, encoding="utf-8")
        (tmp_path / "ours.txt").write_text(ours, encoding="utf-8")
        path = str(tmp_path / "other.txt")
        return rows_in([path, tmp_path / "ours.txt"], phones={path: phone})

    return merge


def test_names_and_zone_of_another_phone_are_those_of_ours(merge):
    other = chat(range(1, 20), hour=11, called=other_name)
    found = merge(other, chat(range(10, 29)), timezone="Etc/GMT-3", names=OTHER)
    assert columns(found, "text") == [(f"oi {day}",) for day in DAYS]
    expected = [("Bob", "Zé", "Mãe")[(day - 1) % 3] for day in DAYS]
    assert [row["author_name"] for row in found] == expected
    assert {row["sent_at"].hour for row in found} == {8}
    # As printed on each phone.
    assert [row["local_time"].hour for row in found] == [11] * 9 + [8] * 19


def test_the_newest_export_may_be_that_of_another_phone(merge):
    other = chat(range(10, 29), hour=11, called=other_name)
    found = merge(other, chat(range(1, 20)), timezone="Etc/GMT-3", names=OTHER)
    assert len(found) == 28
    assert {row["author_name"] for row in found} == {"Mãe", "Bob", "Zé"}


def test_two_people_may_change_names(merge):
    swapped = {"Mãe": "Bob", "Bob": "Mãe"}
    other = chat(range(1, 20), called=lambda name: swapped.get(name, name))
    found = merge(other, chat(range(10, 29)), names=swapped)
    assert [row["author_name"] for row in found[:3]] == ["Bob", "Zé", "Mãe"]


def test_mentions_and_notices_have_our_names(merge):
    lines = (
        "01/06/2024 07:00 - Bob (work) added Ana Silva and Anabela\n"
        "01/06/2024 07:01 - Bob (work): oi @\u2068Ana Silva\u2069, Ana Silva e "
        "@\u2068~Bob (work)\u2069\nfim\n"
    )
    found = merge(
        lines + chat(range(1, 20), called=other_name), chat(DAYS), names=OTHER
    )
    assert columns(found[:2], "author_name", "text") == [
        (None, "Bob added Mãe and Anabela"),
        ("Bob", "oi @\u2068Mãe\u2069, Ana Silva e @\u2068Bob\u2069\nfim"),
    ]


@pytest.mark.parametrize("name", ["A.*", "Zoé (a|b)", "\\1 $0", "[x] ^"])
def test_names_are_no_patterns(merge, name):
    line = f"01/06/2024 07:00 - {name}: oi\n01/06/2024 07:01 - Ax: oi\n"
    ours = chat(DAYS) + "29/06/2024 08:00 - \\2 $1: oi\n"
    found = merge(line, ours.replace("Bob", "\\2 $1"), names={name: "\\2 $1"})
    assert [row["author_name"] for row in found[:2]] == ["\\2 $1", "Ax"]


def refusal(merge, *exports, **phone):
    with pytest.raises(ExportError) as error:
        merge(*exports, **phone)
    message = str(error.value)
    assert "\n" not in message
    assert "other.txt" in message
    assert not [name for name in [*OTHER, *OTHER.values()] if name in message]
    return message


def test_another_zone_that_is_not_given_is_named(merge):
    other = chat(range(1, 20), hour=11)
    assert "3:00 hours apart; give the one of another phone its `timezone`" in refusal(
        merge, other, chat(range(10, 29))
    )


def test_names_that_contradict_the_messages_are_refused(merge):
    wrong = {**OTHER, "Ana Silva": "Bob", "Bob (work)": "Mãe"}
    other = chat(range(1, 20), called=other_name)
    assert "mend `names` in `exports`" in refusal(
        merge, other, chat(range(10, 29)), names=wrong
    )


def test_another_phone_without_names_is_refused_where_nothing_is_common(merge):
    other = chat(range(1, 10), called=other_name)
    assert "and `names` in `exports` for another phone" in refusal(
        merge, other, chat(range(12, 29))
    )
    assert len(merge(other, chat(range(12, 29)), names=OTHER)) == 26


def test_names_that_occur_nowhere_are_an_error(merge):
    found = refusal(
        merge, chat(range(1, 20)), chat(range(10, 29)), names={"Mae": "Mãe", "": "Zé"}
    )
    assert "none of its `names` in `exports` occurs in it" in found


def test_the_user_is_told_which_names_occur_nowhere(tmp_path):
    path = tmp_path / "other.txt"
    notice = "01/06/2024 07:00 - Bob (work) added Dora\n"
    path.write_text(notice + chat([2], called=other_name) + "@\u2068~Eva\u2069\n")
    names = {"Eva": "E", "Ana Silva": "Mãe", "Dora": "D", "Zoé": "Z", "Abel": "A"}
    whole = read_exports([path], "UTC", phones={str(path): {"names": names}})
    assert describe_exports(whole.exports, Counter())[1:] == [
        "3 of its 5 `names` in `exports` occur nowhere in it (number 1, 2, 5 in "
        "alphabetical order); write them as the phone of that export does"
    ]
