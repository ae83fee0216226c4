"""The boundary: real names go in, pseudonyms and redacted texts come out."""

import datetime as dt

import ibis
import pytest

from egregora.contracts import ANONYMIZED, AUTHORS, INGESTED, MEMBERS
from egregora.privacy import table as stage
from egregora.privacy.evidence import evidence_tables
from egregora.privacy.keys import media_id
from egregora.privacy.name_index import pseudonym_of
from egregora.storage import rows_of, table_of, write_table

KEY = b"k" * 32
SETTINGS = {"opt_out": [], "forget": [], "names": {}, "words": [], "regions": ["BR"]}
START = dt.datetime(2025, 3, 1, 23, 50)


def ingested(*said):
    """Return messages of (author_name, text[, kind[, media_name]]), a minute apart."""
    rows = []
    for place, (name, text, *rest) in enumerate(said):
        kind = rest[0] if rest else ("text" if name else "system")
        at = START + dt.timedelta(minutes=5 * place)
        rows.append(
            {
                "message_id": f"{place:032x}",
                "sent_at": at.replace(tzinfo=dt.UTC),
                "local_time": at,
                "position": place,
                "author_name": name,
                "text": text,
                "kind": kind,
                "media_name": rest[1] if len(rest) > 1 else None,
                "edited": False,
                "source": "x.zip",
                "source_line": place + 1,
            }
        )
    return table_of(rows, INGESTED)


def people(messages, **settings):
    """Return the roster of `messages`."""
    found = {name: rows_of(table) for name, table in evidence_tables(messages).items()}
    return stage.people_from_evidence(found, SETTINGS | settings, KEY)


def anonymized(*said, files=(), first=None, last=None, key=KEY, **settings):
    """Return the rows of the anonymized conversation."""
    messages = ingested(*said)
    roster = people(messages, **settings)
    table = stage.anonymized(messages, roster, files, key, first, last)
    return rows_of(table.order_by("position"))


def texts(*said, **given):
    """Return the texts of the anonymized conversation, with plain spaces."""
    return [row["text"].replace("\u00a0", " ") for row in anonymized(*said, **given)]


ALIASES = (
    ("Marina Duarte", "/egregora set alias Samambaia"),
    ("Caio Brandão", "/egregora set alias “Ctrl Z”"),
)


def test_stages_return_expressions_that_nothing_has_executed():
    messages = ingested(("Marina Duarte", "oi"))
    roster = people(messages)
    for table, contract in (
        (stage.authors(roster), AUTHORS),
        (stage.members(roster), MEMBERS),
        (stage.anonymized(messages, roster, [], KEY), ANONYMIZED),
    ):
        assert isinstance(table, ibis.Table)
        assert set(contract.columns) <= set(table.columns)
    assert not roster.redactor.counts


def test_tables_keep_their_contracts(tmp_path):
    said = [*ALIASES, ("Rosa Peixoto", "oi Marina"), (None, "Caio Brandão saiu")]
    messages = ingested(*said)
    roster = people(messages)
    made = stage.anonymized(messages, roster, [], KEY)
    assert write_table(made, tmp_path / "anonymized.parquet", ANONYMIZED) == 2
    private = tmp_path / "private" / "authors.parquet"
    private.parent.mkdir()
    assert write_table(stage.authors(roster), private, AUTHORS) == 3
    assert write_table(stage.members(roster), tmp_path / "m.parquet", MEMBERS) == 3


def test_each_text_is_redacted_once():
    said = [("Marina Duarte", "oi Caio"), ("Caio Brandão", "oi Marina")]
    messages = ingested(*said)
    roster = people(messages)
    rows_of(stage.anonymized(messages, roster, [], KEY))
    assert roster.redactor.counts["name"] == 2


def test_authors_become_pseudonyms_and_names_become_aliases():
    rows = anonymized(*ALIASES, ("Caio Brandão", "viu, Marina?"))
    assert [(row["author"], row["text"]) for row in rows] == [
        (pseudonym_of(KEY, "caio brandão"), "viu, @Samambaia?")
    ]


def test_message_ids_are_keyed_and_unique():
    said = [("Marina Duarte", "oi"), ("Marina Duarte", "oi")]
    one, other = anonymized(*said), anonymized(*said, key=b"o" * 32)
    ids = [row["message_id"] for row in [*one, *other]]
    assert len(set(ids)) == 4
    assert all(len(found) == 32 for found in ids)
    assert ids[0] != f"{0:032x}"


def test_commands_leave():
    assert texts(*ALIASES, ("Marina Duarte", "/Egregora esta é só minha")) == []


def test_notices_name_aliases_and_their_newcomers_are_people():
    said = [
        *ALIASES,
        (None, "\u200eCaio Brandão adicionou Zilda Fontoura"),
        (None, 'Marina Duarte mudou o nome do grupo de "Casa" para "Casa da Zilda"'),
        ("Marina Duarte", "a zilda chegou"),
    ]
    roster = people(ingested(*said))
    shown = {person.author_name: person.shown for person in roster.roster}
    zilda = shown["Zilda Fontoura"].replace("\u00a0", " ")
    assert texts(*said) == [
        f"\u200e@Ctrl Z adicionou {zilda}",
        f'@Samambaia mudou o nome do grupo de "Casa" para "Casa da {zilda}"',
        f"a {zilda} chegou",
    ]


def test_who_opted_out_leaves_with_notices_quotes_and_name():
    said = [
        *ALIASES,
        ("Nuno Freixo", "meu segredo"),
        ("Caio Brandão", "o Nuno disse tudo"),
        ("Caio Brandão", "[01/03/25, 22:10:03] Nuno Freixo: meu segredo"),
        (
            "Caio Brandão",
            "vejam:\n[01/03/25, 22:10] Nuno Freixo: meu segredo\n\nviram?",
        ),
        (None, "Nuno Freixo saiu"),
        ("Nuno Freixo", "/egregora opt-out"),
    ]
    assert texts(*said) == ["o @someone disse tudo", "vejam:\n\nviram?"]
    roster = people(ingested(*said))
    assert "Nuno Freixo" not in {r["alias"] for r in rows_of(stage.members(roster))}
    assert len(rows_of(stage.members(roster))) == 2
    gone = [r["author_name"] for r in rows_of(stage.authors(roster)) if r["opted_out"]]
    assert gone == ["Nuno Freixo"]


@pytest.mark.parametrize("entry", ["Nuno Freixo", "nuno freixo", "+55 31 95555-0142"])
def test_the_owner_opts_out_by_name_or_number(entry):
    said = [("Nuno Freixo", "oi"), ("+55 31 95555-0142", "oi"), ("Ana", "olá")]
    rows = anonymized(*said, opt_out=[entry])
    assert len(rows) == 2


def test_an_entry_that_names_nobody_is_counted_and_redacted():
    messages = ingested(("Ana Reis", "falei com o Zoroastro"))
    roster = people(messages, forget=["Zoroastro Pinho"])
    assert roster.unmatched == 1
    rows = rows_of(stage.anonymized(messages, roster, [], KEY))
    assert rows[0]["text"] == "falei com o @someone"


def test_a_name_and_a_number_are_one_person_where_the_owner_says_so():
    said = [("+55 31 95555-0142", "oi"), ("Edson Rezende", "olá")]
    apart = {row["author"] for row in anonymized(*said)}
    names = {"+55 31 95555-0142": "Edson Rezende"}
    together = {row["author"] for row in anonymized(*said, names=names)}
    assert (len(apart), len(together)) == (2, 1)


def test_nicknames_are_their_owners_and_strangers_are_names():
    said = [*ALIASES, ("Caio Brandão", "a Má e o Tonico foram")]
    names = {"Má": "Marina Duarte", "Tonico": None}
    assert texts(*said, names=names) == ["a @Samambaia e o [name] foram"]


def test_media_have_keyed_ids_and_no_name():
    file = {"source": "x.zip", "media_name": "Contrato Marina.pdf", "sha256": "ab" * 32}
    said = ("Marina Duarte", "", "media", "Contrato Marina.pdf")
    (row,) = anonymized(said, files=[file])
    assert row["media_id"] == media_id(KEY, "ab" * 32)
    assert "media_name" not in row


def test_contact_cards_name_strangers():
    said = [
        ("Caio Brandão", "", "contact", "Valdirene Encanadora.vcf"),
        ("Caio Brandão", "liguem para a Valdirene, a encanadora"),
    ]
    assert texts(*said)[1] == "liguem para a [name], a encanadora"


def test_a_location_keeps_no_address():
    said = ("Caio Brandão", "https://example.org/map?x=1", "location")
    assert texts(said) == ["[place]"]


def test_dates_bound_what_is_shown_but_not_the_roster():
    said = [("Marina Duarte", "primeira"), ("Caio Brandão", "segunda"),
            ("Caio Brandão", "Marina?")]  # fmt: skip
    # 23:50 and 23:55 of the first of March, then midnight.
    assert len(anonymized(*said, last="2025-03-01")) == 2
    (row,) = anonymized(*said, first="2025-03-02")
    assert row["text"].startswith("@")


def test_a_word_after_an_article_is_a_word_of_this_chat():
    rare = [("Zarabatana Silva", "oi"), ("Ana Reis", "comprei uma zarabatana")]
    assert texts(*rare)[1] != "comprei uma zarabatana"
    often = [*rare, *[("Ana Reis", "duas? não: uma zarabatana")] * 4]
    assert texts(*often)[1:3] == ["comprei uma zarabatana", "duas? não: uma zarabatana"]


def test_a_name_after_words_such_as_no_stays_a_name():
    said = [("Zedra", "yes"), ("Bruno", "no zedra dont"), ("Carl", "no zedra its mine")]
    assert not any("zedra" in text for text in texts(*said))


def test_an_empty_conversation_is_empty():
    assert anonymized() == []


def test_the_summary_counts_and_names_nobody():
    messages = ingested(*ALIASES, ("Caio Brandão", "Marina: (31) 95555-0142, a@b.org"))
    roster = people(messages)
    rows = rows_of(stage.anonymized(messages, roster, [], KEY))
    assert stage.summarize_anonymized(roster, len(rows)) == (
        "1 message of 2 people; 1 name, 1 phone, 1 e-mail and 0 other identifiers "
        "replaced; 0 opted out"
    )


def test_messages_of_two_conversations_are_counted_by_author_and_printed_time():
    said = [("Marina Duarte", "oi"), ("Caio Brandão", "olá"), (None, "Ana saiu")]
    before, more = ingested(*said), ingested(*said, ("Caio Brandão", "e aí?"))
    roster = people(more)
    old = stage.anonymized(before, roster, [], KEY)
    now = stage.located(more, roster, [], KEY)
    assert rows_of(stage.overlap(old, now)) == [{"old": 2, "new": 3, "shared": 2}]


def test_days_weeks_and_months_with_messages_are_named():
    shown = stage.located(
        messages := ingested(("Marina Duarte", "oi")), people(messages), [], KEY
    )
    days, media = map(rows_of, stage.days_and_media(shown))
    names = stage.names_of_periods(row["day"] for row in days)
    assert names == {"2025-03-01", "2025-W09", "2025-03"}
    assert media == []
