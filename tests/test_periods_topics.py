"""Topics recur over the periods of a group, and a new week renames none."""

from collections import Counter

from brief_fixture import sample
from conversation import ANA, BIA, CAIO, members, said
from egregora.periods.topics import topics
from egregora.writing.digest import digest
from test_periods import briefs

FOOD = ("quem traz o bolo?", "eu levo o queijo e a receita", "que bolo, que receita!")
PETS = ("o gato sumiu", "meu gato dormiu aqui, com o cachorro", "viva o gato")


def weekly(*talks):
    days = ("2025-01-06", "2025-01-13", "2025-01-20", "2025-01-27", "2025-02-03")
    return [
        row for day, talk in zip(days, talks, strict=False) for row in said(day, *talk)
    ]


def topics_of(*talks, **given):
    return {
        name: one["topics"] for name, one in briefs(*weekly(*talks), **given).items()
    }


def test_topics_recur():
    found = topics_of(FOOD, PETS, FOOD, PETS, FOOD)
    counts = Counter(topic for one in found.values() for topic in one)
    assert (counts["comida"], counts["bichos"]) == (3, 2)


def test_a_new_week_changes_no_topic_of_an_earlier_one():
    talks = (FOOD, PETS, FOOD, PETS, FOOD)
    whole = topics_of(*talks)
    for count in range(1, len(talks)):
        part = topics_of(*talks[:count])
        assert part == {name: whole[name] for name in part}


def test_topics_are_named_in_the_language_of_the_posts():
    assert topics_of(FOOD, language="en")["2025-W02"] == ["food"]
    assert topics_of(FOOD, language="fi")["2025-W02"] == ["food"]


def test_a_word_of_the_group_is_a_topic_when_it_comes_again_named_as_at_first():
    terms = {
        "1": [["Capivara", 3.0, 4, 3]],
        "2": [["praça", 3.0, 4, 3]],
        "3": [["capivaras", 3.0, 4, 3]],
    }
    found = topics(["1", "2", "3"], {}, terms, dict.fromkeys("123", "pt"))
    assert {period: one for period, (one, _) in found.items()} == {
        "1": [],
        "2": [],
        "3": ["capivara"],
    }
    assert "comida" in found["3"][1]


def test_a_topic_of_nearly_all_periods_is_left_out():
    names = [str(number) for number in range(20)]
    found = topics(
        names, {name: ["food"] for name in names}, {}, dict.fromkeys(names, "en")
    )
    assert [len(found[name][0]) for name in names[:6]] == [1] * 6
    assert 10 < sum(len(one) for one, _ in found.values()) < 18


def test_the_tags_of_a_digest_are_the_topics_of_its_period():
    assert digest(sample(topics=["comida", "bichos"]))["tags"] == ["comida", "bichos"]
    assert 0 < len(digest(sample())["tags"]) <= 2


def test_people_of_a_group_share_a_topic():
    alone = [{**row, "author": ANA} for row in weekly(FOOD)]
    assert (
        briefs(*alone, who=members({ANA: "a", BIA: "b", CAIO: "c"}))["2025-W02"][
            "topics"
        ]
        == []
    )
