"""A post that a model writes, asked over real HTTP: what it may say, and what not."""

import json

import pytest
import yaml

import standin
from brief_fixture import sample
from egregora.llm.models import open_model
from egregora.posts.frontmatter import is_edited_post, parse_post
from egregora.posts.prompt import ask_for_post, parse_prompts
from egregora.posts.render import render_post
from invented import data_in
from standin import either, texts_of

server = standin.server

ANSWER = {
    "title": "Jiló, o gato que discorda",
    "summary": "Um gato sumiu, um cartaz apareceu, e a serra ficou marcada.",
    "tags": ["gatos", "viagem"],
    "body": (
        "O gato **Jiló** sumiu na segunda, como [[memory:2025-W06|em fevereiro]].\n\n"
        "## O cartaz\n\n[[message:8]]\n[[message:11]]\n\n"
        "> Trem Azul: eu VIRARIA gato por esse pão de queijo\n"
        "> Trem Azul: eu odeio gatos e sempre odiei\n\n"
        "Disse “na cozinha do Sir Saudade ele não está” "
        "e «nunca gostei desse bicho».\n\n"
        "## A serra\n\nO roteiro é [[link:1]]; houve quem lembrasse "
        "[[memory:2024-W10|a subida em segunda marcha]] e "
        "[[memory:2023-W01|outra]].\n\n"
        "[[media:4]]"
    ),
}


@pytest.fixture
def prompt(root):
    return (root / "scripts/prompts/write_post.md").read_text(encoding="utf-8")


@pytest.fixture
def write(server, monkeypatch, tmp_path, prompt):
    """Let the model answer; return the post, and what was asked."""

    def wrote(answer, instructions=""):
        monkeypatch.setattr(standin, "answer_to", lambda schema, texts: answer)
        brief = sample()
        settings = {"provider": "gemini", "name": "gemini-flash-latest"}
        settings |= {"base_url": None, "max_input_tokens": 200_000}
        with open_model(settings, tmp_path, seconds=60, calls=1, pause=0.01) as model:
            found = ask_for_post(brief, model, parse_prompts(prompt, instructions))
        made = render_post(found, brief, brief.digest, model.name)
        return made, json.loads(server.seen[-1].body)

    return wrote


@pytest.fixture
def body(write):
    """The body of the post that the answer makes."""
    return parse_post(write(ANSWER)[0].text, "post").body


def test_title_summary_and_tags_stand_in_a_head_that_the_blog_reads(write):
    made, _ = write(ANSWER)
    head = yaml.safe_load(made.text.split("---\n")[1])
    assert head["title"] == ANSWER["title"]
    assert head["description"] == ANSWER["summary"]
    assert head["tags"] == ANSWER["tags"]
    assert head["date"].isoformat() == sample().last_day
    assert head["egregora"]["model"] == "gemini-flash-latest"
    assert head["egregora"]["language"] == "pt"
    assert not is_edited_post(made.text)


def test_sections_are_headings_of_the_second_level(body):
    titles = [line for line in body.splitlines() if line.startswith("#")]
    assert titles[:2] == ["## O cartaz", "## A serra"]


def test_real_quotes_stay_and_made_up_ones_leave(write, body):
    assert "> **Trem Azul**: eu VIRARIA gato por esse pão de queijo" in body
    assert "Alguém tem foto do gato de frente?" in body
    assert "odeio" not in body
    assert "“na cozinha do Sir Saudade ele não está”" in body
    assert "nunca gostei desse bicho" in body
    assert "«" not in body
    assert write(ANSWER)[0].dropped == {"quotes": 2, "references": 1}


def test_memories_that_were_given_are_links_and_others_are_words(body):
    assert "[em fevereiro](2025-W06.md)" in body
    assert "[a subida em segunda marcha](2024-W10.md)" in body
    assert "e outra." in body


def test_media_stand_in_place_with_what_they_show(body):
    serra = body.split("## A serra")[1]
    assert "![Uma cachoeira entre pedras, com uma fogueira na margem](" in serra
    assert body.count("../media/ab/gato.jpg") == 1
    assert "![Um gato cinza de gravata branca olha para uma torrada](" in body


def test_the_model_is_told_language_and_wishes(write):
    _, asked = write(ANSWER, instructions="Em versos, se der.")
    assert "Em versos, se der." in texts_of(either(asked, "systemInstruction"))
    data = data_in("\n".join(texts_of(one) for one in asked["contents"]))
    assert data["language"] == "pt"
    assert "Em versos" not in json.dumps(data)
