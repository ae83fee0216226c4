"""Profiles tell who the people are, by what they wrote, and ask a model seldom."""

import datetime as dt
import re

import markdown
import pytest
import yaml

from egregora.contracts import ENRICHED, MEMBERS, PROFILES, conform
from egregora.llm.models import open_model
from egregora.offline.portraits import (
    busiest_part_of_day,
    portrait_from_answer,
    profiles,
    write_portrait,
)
from egregora.profiles import facts
from egregora.profiles.facts import (
    add_answers,
    facts_of_authors,
    find_emoji,
    messages_of_people,
)
from egregora.profiles.page import profile_page, sparkline
from egregora.profiles.portraits import requests_for_portraits, sketches
from egregora.storage import rows_of, table_of
from egregora.text.locales import LANGUAGES

ANA, BIA, CAU = ("a" * 16, "b" * 16, "c" * 16)
NAMES = {ANA: "Calm Otter", BIA: "Brisk Heron", CAU: "Wise Ibis"}
START = dt.datetime(2025, 3, 9, 23, 30)


class OpenGuard:
    """A guard to whom nothing is private but one name."""

    def clean(self, text, allowed=""):
        return text.replace("Rosa Peixoto", "[name]")


def conversation(*said):
    """Return ENRICHED of (minute, author, text), with kind and links as options.

    The clock on the wall is three hours behind UTC.
    """
    rows = []
    for position, (minute, author, text, *options) in enumerate(said):
        local = START + dt.timedelta(minutes=minute)
        more = options[0] if options else {}
        links = [
            {"url": url, "title": None, "description": None}
            for url in more.get("links", ())
        ]
        rows.append(
            {
                "message_id": f"m{position}",
                "sent_at": (local + dt.timedelta(hours=3)).replace(tzinfo=dt.UTC),
                "local_time": local,
                "position": position,
                "kind": more.get("kind", "text"),
                "edited": False,
                "author": author,
                "text": text,
                "media_id": None,
                "link_notes": links,
                "media_note": None,
            }
        )
    return table_of(rows, ENRICHED)


def members(*authors, **columns):
    rows = [
        {"author": author, "alias": NAMES[author], "bio": None, "website": None}
        | columns
        for author in authors or NAMES
    ]
    return table_of(rows, MEMBERS)


def found(*said, people=tuple(NAMES)):
    """Return rows of facts by author."""
    rows = rows_of(
        facts_of_authors(messages_of_people(conversation(*said)), members(*people))
    )
    return {row["author"]: row for row in rows}


# Facts


def test_messages_words_files_and_links_are_counted():
    person = found(
        (0, ANA, "bom dia, olhem só https://example.org/a_b", {"links": ["u1", "u2"]}),
        (1, ANA, "", {"kind": "media"}),
        (2, ANA, "sem foto", {"kind": "media_omitted"}),
        # Nothing is left of these, and a notice is nobody's.
        (3, ANA, "", {"kind": "deleted"}),
        (4, None, "Ana entrou", {"kind": "system"}),
    )[ANA]
    counted = {name: person[name] for name in ("messages", "words", "media", "links")}
    assert counted == {"messages": 3, "words": 6, "media": 2, "links": 2}


def test_hours_and_days_are_those_on_the_wall():
    person = found((0, ANA, "boa noite"), (45, ANA, "ainda acordada"))[ANA]
    assert (person["hours"][23], person["hours"][0]) == (1, 1)
    assert sum(person["hours"]) == 2
    assert (person["first_day"], person["last_day"]) == (
        dt.date(2025, 3, 9),
        dt.date(2025, 3, 10),
    )
    # In UTC it was the next morning already.
    assert person["first_seen"].isoformat() == "2025-03-10T02:30:00+00:00"


def test_who_answers_whom_counts_the_message_before_within_five_minutes():
    people = found(
        (0, BIA, "quem vem?"),
        (1, ANA, "eu"),
        (2, ANA, "e trago bolo"),
        (3, CAU, "oba"),
        (8, ANA, "bolo de milho"),
        # Too late for an answer; and one before it was asked.
        (20, ANA, "alguém?"),
        (19, BIA, "cheguei"),
        (24, ANA, "oi"),
    )
    answered = {author: row["most_answered"] for author, row in people.items()}
    # Each of Ana's two was answered once; of equals the first pseudonym counts.
    assert answered == {ANA: BIA, BIA: None, CAU: ANA}
    assert people[ANA]["answers"] == 2


def test_people_who_left_have_no_profile():
    people = found((0, ANA, "oi"), (1, BIA, "oi"), people=(ANA,))
    assert list(people) == [ANA]
    assert found() == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("👍🏽 e 👍", ["👍"]),
        ("família 👨‍👩‍👧 toda", ["👨‍👩‍👧"]),
        ("🇧🇷🇵🇹", ["🇧🇷", "🇵🇹"]),
        ("❤️‍🔥", ["❤️‍🔥"]),
        ("🤷🏾‍♀️", ["🤷‍♀️"]),
        ("1️⃣ de 2", ["1️⃣"]),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", ["🏴󠁧󠁢󠁥󠁮󠁧󠁿"]),
        ("sem nada: 10 * 3 # © 日本", []),
    ],
)
def test_an_emoji_is_one_however_many_characters_it_takes(text, expected):
    table = conversation((0, ANA, text))
    (row,) = rows_of(table.select(emoji=find_emoji(table.text)))
    assert sorted(row["emoji"]) == sorted(expected)


def test_the_favourite_emoji_are_in_most_messages():
    person = found(
        (0, ANA, "😂😂😂😂😂"),
        (1, ANA, "❤ 🌿"),
        # The same heart, as another phone writes it.
        (2, ANA, "❤️ 🌿"),
        (3, ANA, "❤️ 🐸 🎈 🥁"),
    )[ANA]
    assert person["favourite_emoji"] == ["❤️", "🌿", "🎈", "🐸", "😂"]
    assert person["emoji_messages"] == 3


def test_own_words_are_those_that_others_do_not_use():
    said = [(at, ANA, "olha a samambaia da varanda") for at in range(4)]
    said += [(10 + at, BIA, "olha a chuva kkkkkk") for at in range(4)]
    rows = rows_of(facts.own_words_of_authors(messages_of_people(conversation(*said))))
    own = {row["author"]: row["own_words"] for row in rows}
    assert own == {ANA: ["samambaia", "varanda"], BIA: ["chuva"]}


def test_a_quote_is_a_line_that_others_answered_and_that_names_nobody():
    answered = "a samambaia nova chegou e já tem nome"
    said = messages_of_people(
        conversation(
            (0, ANA, "ninguém respondeu a esta linha aqui"),
            (10, ANA, answered),
            (11, BIA, "como se chama?"),
            (12, CAU, "que linda"),
            (20, ANA, "o @Calm Otter disse que vinha amanhã cedo"),
            (21, BIA, "oba"),
            (30, ANA, "liguem para [phone] e perguntem por mim"),
            (31, BIA, "já ligamos"),
            (40, ANA, "vejam https://example.org que coisa linda"),
        )
    )
    lines = {
        row["author"]: row["lines"] for row in rows_of(facts.own_lines_of_authors(said))
    }
    assert lines == {ANA: [answered, "ninguém respondeu a esta linha aqui"]}
    counted = rows_of(add_answers(said).order_by("position"))
    assert [row["answers"] for row in counted][:3] == [0, 2, 1]


# What a model is asked, and how often


class Reader:
    """What a model is to the building of requests."""

    name = "reader"
    max_input_tokens = 200_000


def chatty(messages):
    """Return a talk in which Ana writes so often, and Bia now and then."""
    said = []
    for at in range(messages):
        said.append((at, ANA, f"mensagem número {at} sobre a varanda"))
        if at % 4 == 0:
            said.append((at, BIA, f"resposta número {at} da vizinha"))
    return messages_of_people(conversation(*said))


def asked(talk, model=None):
    return requests_for_portraits(talk, members(), "pt", model or Reader(), "Write.")


def digests(talk):
    return {author: one.digest("gemini") for author, one in asked(talk).items()}


def test_milestones_grow_by_half():
    assert facts.MILESTONES[:6] == (8, 12, 18, 27, 40, 60)
    assert sum(one <= 100_000 for one in facts.MILESTONES) == 24


def test_nothing_is_asked_about_those_who_wrote_little():
    assert list(asked(chatty(12))) == [ANA]
    assert asked(chatty(7)) == {}


def test_nothing_is_asked_offline():
    with open_model({"provider": "offline"}, "unused") as offline:
        assert asked(chatty(12), offline) == {}


def test_a_person_is_asked_about_again_after_half_as_much_again():
    at_18, at_26, at_27 = (digests(chatty(messages))[ANA] for messages in (18, 26, 27))
    assert at_18 == at_26
    assert at_26 != at_27


def test_growing_talk_asks_only_at_milestones():
    counts = (8, 11, 12, 17, 18, 26, 27, 39, 40)
    asked_for = {digests(chatty(messages))[ANA] for messages in counts}
    assert len(asked_for) == len({8, 12, 18, 27, 40})


def test_a_day_more_asks_only_about_those_who_wrote_half_as_much_again():
    crowd = [f"{number:02x}" * 8 for number in range(20)]

    def talk(days):
        said = []
        for day in range(days):
            for number, author in enumerate(crowd):
                # Each at a pace of their own, and with others in between.
                if day % (1 + number % 4) == 0:
                    at = day * 1440 + number * 3
                    said.append((at, author, f"dia {day}, e a varanda de {number}"))
        return messages_of_people(conversation(*said))

    names = [
        {"author": author, "alias": f"Otter {author[:2]}", "bio": None, "website": None}
        for author in crowd
    ]

    def of_day(days):
        found = requests_for_portraits(
            talk(days), table_of(names, MEMBERS), "pt", Reader(), "Write."
        )
        return {author: one.digest("gemini") for author, one in found.items()}

    before, after = of_day(52), of_day(53)
    asked_again = {author for author in after if after[author] != before.get(author)}
    paces = {author: 1 + number % 4 for number, author in enumerate(crowd)}
    wrote = {author for author, pace in paces.items() if 52 % pace == 0}
    reached = {one for one in wrote if -(-53 // paces[one]) in facts.MILESTONES}
    assert asked_again == reached
    assert (len(reached), len(wrote)) == (5, 15)


def test_a_request_shows_messages_from_first_to_last_and_no_pseudonym():
    request = asked(chatty(280))[ANA]
    messages = request.data["messages"]
    assert len(messages) == facts.MAX_SAMPLED_MESSAGES
    assert messages[0] < messages[-1] == "mensagem número 204 sobre a varanda"[
        :280
    ] or ("20" in messages[-1])
    assert request.data["numbers"]["messages"] == 205
    assert request.data["answers_most"] == "Brisk Heron"
    assert request.about == (ANA, BIA)
    assert not re.search("a{16}|b{16}", str(request.data))


def test_a_model_that_reads_little_is_shown_little():
    class Small(Reader):
        max_input_tokens = 2000

    assert len(asked(chatty(280), Small())[ANA].data["messages"]) == 14


# Portraits and pages


def sketched(talk, language="en", **columns):
    people = rows_of(facts_of_authors(talk, members(**columns)))
    return sketches(talk, people, language)


HOSTILE = "[x](javascript:alert(1)) <script>alert(1)</script> *a* {{ b }}"


@pytest.mark.parametrize("language", [*LANGUAGES, "xx"])
def test_a_portrait_speaks_the_language_of_the_group(language):
    sketch = sketched(chatty(120), language)[ANA]
    sketch |= {"own_words": ["varanda"], "media": 40, "links": 9, "hours": [9] * 24}
    sketch |= {"favourite_emoji": ["🌿"], "emoji_messages": 9, "words": 3000}
    text = write_portrait(sketch)
    assert "Calm Otter" in text
    assert "varanda" in text
    assert "{" not in text
    assert text.splitlines()[-1].startswith("> ")


def test_habits_are_told_only_of_those_who_wrote_enough():
    talk = messages_of_people(conversation((0, ANA, "oi 🌿"), (1, BIA, "oi")))
    text = write_portrait(sketched(talk)[ANA])
    assert "hour" not in text
    assert "🌿" not in text
    assert text.count(".") == 1


@pytest.mark.parametrize(
    ("hour", "part"), [(2, "night"), (6, "early"), (13, "day"), (20, "evening")]
)
def test_the_busiest_hour_names_a_part_of_the_day(hour, part):
    hours = [0] * 24
    hours[hour] = 5
    assert busiest_part_of_day(hours) == (part, hour)


def test_portraits_are_of_the_model_where_it_was_asked_and_all_are_cleaned():
    known = sketched(chatty(12))
    known[BIA]["lines"] = ["foi a Rosa Peixoto que começou"]
    answers = {ANA: "Rosa Peixoto is calm.\n\nAnd kind."}
    rows = profiles(known, answers, "flash", OpenGuard())
    stored = rows_of(conform(table_of(rows, PROFILES), PROFILES).order_by("author"))
    assert [row["model"] for row in stored] == ["flash", "offline"]
    assert stored[0]["portrait"] == "\\[name\\] is calm.\n\nAnd kind."
    assert "Peixoto" not in stored[1]["portrait"]


def addresses(text):
    """Return where the links of a page lead, after it was rendered."""
    html = markdown.markdown(text, extensions=["extra"])
    assert not re.search("<(?:script|strong|img|em>a<)", html)
    return re.findall('(?:href|src)="([^"]*)"', html)


def test_what_a_model_writes_stays_text():
    assert addresses(portrait_from_answer(HOSTILE)) == []
    assert "{{" not in portrait_from_answer(HOSTILE)


def page_of(language="en", aliases=NAMES, **columns):
    talk = chatty(40)
    row = profiles(sketched(talk, language), {}, "offline", OpenGuard())[0]
    return profile_page({**row, **columns}, aliases, language)


def test_a_page_holds_portrait_and_facts():
    head, body = page_of(bio="I water things", website="https://example.org/me").split(
        "---\n\n"
    )
    assert yaml.safe_load(head.removeprefix("---\n")) == {
        "title": "Calm Otter",
        "author": ANA,
    }
    portrait, facts = body.split("\n\n***\n\n")
    assert "Calm Otter" in portrait
    assert "I water things" in facts
    assert "[example.org/me](https://example.org/me)" in facts
    assert f"[Brisk Heron]({BIA}.md)" in facts
    assert "40 messages" in facts


def test_a_hostile_person_has_a_harmless_page():
    page = page_of(
        alias=f'"quoted: yes"\n---\n{HOSTILE}',
        bio=HOSTILE,
        website="javascript:alert(1)",
        most_answered=BIA,
        aliases={BIA: HOSTILE},
    )
    _, head, body = page.split("---\n", 2)
    assert list(yaml.safe_load(head)) == ["title", "author"]
    assert addresses(body) == [f"{BIA}.md"]
    assert "On the web" not in body
    assert "{{" not in body


def test_a_friend_without_a_page_is_not_linked():
    assert BIA not in page_of(aliases={})


def test_hours_are_drawn_as_bars():
    assert sparkline([0, 1, 50, 100]) == "▁▂▅█"
    assert sparkline([0] * 24) == "▁" * 24
