"""The digest that is written without a model."""

import dataclasses
import json
import subprocess
import sys

import pytest
from jsonschema import validate

from brief_fixture import SAMPLE, brief_of, sample
from egregora.offline.digest import write_digest
from egregora.offline.digest_extras import answer_to, text_around_addresses
from egregora.offline.keyphrases import Keyphrase, keyphrases_of
from egregora.offline.salience import score_turns
from egregora.offline.segments import conversation_of, find_threads
from egregora.offline.titles import thread_heading
from egregora.periods.briefs import Memory
from egregora.posts.prompt import POST_SCHEMA
from egregora.posts.render import render_post
from egregora.text.locales import LANGUAGES, Translator, load_locale

BICYCLE = [
    ("2025-03-03 09:00", "Ana", "a oficina da esquina fechou e a bicicleta ficou lá"),
    ("2025-03-03 09:01", "Beto", "a bicicleta azul ou a bicicleta de corrida?"),
    ("2025-03-03 09:02", "Ana", "a azul, a bicicleta que era do meu avô"),
    ("2025-03-03 09:03", "Caio", "eu conheço o dono da oficina, ligo para ele agora"),
    ("2025-03-03 09:05", "Beto", "a oficina reabre na quinta, está escrito na porta"),
    ("2025-03-05 20:00", "Caio", "alguém tem uma bomba de encher pneu de bicicleta?"),
    ("2025-03-05 20:02", "Beto", "tenho, deixo com o porteiro"),
]


def post(brief):
    return render_post(write_digest(brief), brief, brief.digest, "offline")


def at(minute, text, alias="Ana", day=3):
    return (f"2025-03-{day:02} {9 + minute // 60:02}:{minute % 60:02}", alias, text)


def test_the_answer_has_the_shape_of_a_models():
    validate(write_digest(sample()), POST_SCHEMA)


def test_everything_that_a_digest_cites_is_there():
    assert not any(post(sample()).dropped.values())


def test_the_title_names_what_was_talked_about():
    title = write_digest(sample())["title"].casefold()
    assert "gato" in title
    assert "serra" in title


def test_a_quotation_within_the_summary_opens_and_closes():
    said = '"a bicicleta velha" disse o dono (da "oficina" da esquina, eu acho)'
    first, *rest = BICYCLE
    summary = write_digest(brief_of((*first[:2], said), *rest))["summary"]
    assert (
        "“‘a bicicleta velha’ disse o dono (da ‘oficina’ da esquina, eu acho)"
        in summary
    )


def test_a_digest_tells_the_story():
    text = post(sample()).text
    for told in (
        "alguém viu um gato cinza na escada?",  # how it began
        "como se pagasse aluguel",  # how it ended
        "**Que dia a gente sobe?**",  # the poll
        "[Roteiro da Serra do Cipó](https://example.org/serra/roteiro)",
        "![Uma cachoeira entre pedras",  # a photo in its place
        "(2024-W10.md)",  # a year ago
        "a kombi subiu a serra em segunda marcha",
        "Sir Saudade](../profiles/",  # who took part
    ):
        assert told in text, told


def test_summary_and_numbers_count_a_message_that_was_taken_back_alike():
    brief = brief_of(*BICYCLE)
    first, *others = brief.messages
    taken_back = dataclasses.replace(first, text="", kind="deleted")
    text = post(dataclasses.replace(brief, messages=[taken_back, *others])).text
    assert text.count(f"{len(BICYCLE)} mensagens, 3 pessoas") == 2


def test_laughter_is_heard_but_not_quoted():
    assert "KKKK" not in post(sample()).text


def test_the_same_talk_on_several_days_is_one_thread():
    talk = conversation_of(sample())
    days = [[turn.at.day for turn in thread.turns] for thread in find_threads(talk)]
    assert any({3, 5} <= set(one) for one in days)  # the cat, lost and found
    assert any({4, 8} <= set(one) for one in days)  # the trip, planned and made


def test_every_turn_is_in_exactly_one_thread():
    talk = conversation_of(sample())
    found = sorted(turn.number for one in find_threads(talk) for turn in one.turns)
    assert found == [turn.number for turn in talk.turns]


def test_a_turn_that_others_answered_is_worth_more():
    said = [
        at(0, "o elevador voltou a funcionar hoje cedo"),
        at(1, "não acredito", "Beto"),
        at(2, "kkkkkk", "Caio"),
        at(90, "o elevador parou de novo hoje à tarde"),
    ]
    worth = score_turns(conversation_of(brief_of(*said)))
    assert worth[1] > worth[4]


def test_a_phrase_is_kept_whole():
    said = [
        at(0, "quem faz pão de queijo?"),
        at(1, "o pão de queijo da Ana é bom", "Beto"),
        at(2, "pão de queijo para todos"),
    ]
    talk = conversation_of(brief_of(*said))
    assert keyphrases_of(talk.turns, talk)[0].text == "pão de queijo"


def test_a_word_that_fell_once_names_no_section():
    fell = Keyphrase("elevador", "o", ("elevador",), 2.0, is_noun=True, turns=1)
    came_back = Keyphrase("cartaz", "o", ("cartaz",), 1.0, is_noun=True, turns=3)
    opened = "o mar mandou um beijo para nós."
    first = conversation_of(brief_of(at(0, opened + " e mais" * 20))).turns[0]
    voice = Translator("pt", "posts")
    heading = thread_heading([fell, came_back], [first], first, voice, set())
    assert heading.startswith(f"“{opened}")
    heading = thread_heading([came_back, fell], [first], first, voice, set())
    assert heading.startswith("O cartaz")


def test_a_name_of_a_person_never_makes_the_headline():
    said = [
        at(n, f"@Trem Azul, o tambor {n}!", alias) for n, alias in enumerate("ABAB")
    ]
    said.append(at(5, "desculpa, o tambor parou", "Trem Azul"))
    assert "azul" not in write_digest(brief_of(*said))["title"].casefold()


def test_the_opening_line_is_not_read_again_right_below():
    for brief in (sample(), brief_of(*BICYCLE)):
        blocks = write_digest(brief)["body"].split("\n\n")
        if blocks[0].startswith("[[message:"):
            below = blocks[
                1 : next(
                    (
                        at
                        for at, one in enumerate(blocks[2:], 2)
                        if one.startswith("## ")
                    ),
                    len(blocks),
                )
            ]
            assert not any(blocks[0] in one.split("\n") for one in below)


def test_one_answered_question_joins_the_passing_talk():
    text = post(brief_of(*BICYCLE)).text
    assert "alguém tem uma bomba de encher pneu de bicicleta?" in text


@pytest.mark.parametrize(
    ("asked", "answer", "is_answered"),
    [
        ("alguém sabe a que horas abre a feira?", "às sete, e fecha ao meio-dia", True),
        ("ponteiro nulo será? não. sono nulo mesmo", "cheguei na praça agora", False),
        ("a feira abre cedo? eu queria ir à feira", "a feira abre às sete horas", True),
    ],
)
def test_a_question_is_answered_by_who_speaks_of_it(asked, answer, is_answered):
    talk = conversation_of(brief_of(at(0, asked), at(2, answer, "Beto")))
    assert bool(answer_to(0, talk)) is is_answered


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("https://a.example/x", ""),
        ("olhem isto: https://a.example/x", "olhem isto"),
        ("https://a.example/x é a tabela certa", "… é a tabela certa"),
        ("O mapa https://a.example/x é a tabela", "O mapa … é a tabela"),
        ("O mapa está aqui. https://a.example Vejam!", "O mapa está aqui. Vejam!"),
        ("https://a.example/x (em inglês)", "em inglês"),
    ],
)
def test_what_stands_around_an_address_has_a_gap_where_it_was(text, around):
    assert text_around_addresses(text) == around


@pytest.mark.parametrize(
    ("terms", "line", "is_told"),
    [
        (["gato"], "Ana: o gato da escada olhou de novo", True),  # a word of the week
        (["DEUS", "sinal", "antiga"], "Ana: a placa mais antiga do bairro todo", False),
        (["cinzas", "festa"], "Ana: quarta de cinzas sem festa nenhuma", True),
        (
            ["sinal", "cinzas", "festa"],
            "Ana: quarta de cinzas sem festa nenhuma",
            False,
        ),
    ],
)
def test_a_memory_is_told_if_more_than_chance_joins_it(terms, line, is_told):
    memory = Memory("2025-W06", "2025-02-06T06:52", line, terms)
    body = write_digest(sample(memories=[memory]))["body"]
    assert ("[[memory:2025-W06" in body) is is_told


def test_a_memory_names_the_words_of_the_line_that_it_shows():
    memory = Memory(
        "2025-W06",
        "2025-02-06T06:52",
        "Ana: a kombi parou\nAna: o gato da escada olhou de novo",
        ["gato", "kombi", "escada"],
    )
    body = write_digest(sample(memories=[memory]))["body"]
    told = next(one for one in body.split("\n\n") if "[[memory:" in one)
    assert "*gato*" in told
    assert "*kombi*" not in told


def test_a_caption_is_remembered_once():
    memory = Memory(
        "2025-W06",
        "2025-02-06T06:52",
        "Ana: o gato no muro da escada o gato no muro da escada",
        ["gato"],
    )
    body = write_digest(sample(memories=[memory]))["body"]
    assert body.count("o gato no muro da escada") == 1


def test_commands_to_egregora_are_not_talk():
    said = [at(0, '/egregora set alias "Ana"'), at(1, "bom dia a todos", "Beto")]
    assert [turn.number for turn in conversation_of(brief_of(*said)).turns] == [2]


@pytest.mark.parametrize("language", [*LANGUAGES, "ja"])
def test_a_digest_speaks_the_groups_language_or_english(language):
    text = post(dataclasses.replace(sample(), language=language)).text
    locale = load_locale(language if language in LANGUAGES else "en")
    assert any(f"## {heading}" in text for heading in locale["posts"]["numbers"])


def test_a_language_without_spaces_has_a_digest():
    said = [
        at(0, "週末は温泉旅行に行きましょう、車を出しますよ"),
        at(1, "温泉旅行、いいですね！何時に出発しますか？", "Beto"),
        at(2, "朝の七時に駅前で会いましょう", "Ana"),
        at(3, "温泉のあとでおいしい蕎麦を食べたいです", "Caio"),
        at(4, "蕎麦なら駅前の店がいいと思います", "Beto"),
    ]
    brief = brief_of(*said, language="ja")
    answer = write_digest(brief)
    assert "温泉" in post(brief).text
    assert answer["title"]


def test_posts_do_not_all_say_the_same_words():
    said = {
        post(sample(period=f"2025-W{n}")).text.split("## ")[1].split("\n")[2]
        for n in range(10, 20)
    }
    assert len(said) > 3


@pytest.mark.parametrize(
    "said",
    [
        [],
        [at(0, "oi")],
        [at(0, "😂"), at(1, "kkkk", "Beto")],
        [at(0, "[phone] [email]"), at(1, "...", "Beto")],
        [("2025-03-03 09:00", None, "Ana entrou")],
        [at(0, "https://a.example/x")],
        [at(n, "a" * 5000, alias) for n, alias in enumerate("AB")],
    ],
    ids=["nothing", "a word", "laughter", "redacted", "a notice", "a link", "a flood"],
)
def test_a_period_of_nearly_nothing_has_a_post(said):
    text = post(brief_of(*said)).text
    assert text.startswith("---\ntitle: ")
    assert len(text) < 8000


def test_the_same_brief_gives_the_same_post_in_every_process():
    code = (
        "import hashlib; from brief_fixture import sample; from test_writing_digest "
        "import post; print(hashlib.sha256(post(sample()).text.encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": f"scripts:{SAMPLE.parents[1]}"},
            cwd=SAMPLE.parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


def test_the_sample_is_one_that_the_code_reads():
    assert json.loads(SAMPLE.read_text(encoding="utf-8"))["period"] == sample().period
