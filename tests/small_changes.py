"""A small blog, and what may be changed about it between two runs."""

import shutil
import zipfile

import yaml

from small_export import add

SETTINGS = {"timezone": "America/Sao_Paulo", "model": {"provider": "gemini"}}
FIRST = """\
03/03/2025 09:00 - Ana Prado: quem leva o violão para a praia no domingo?
03/03/2025 09:02 - Bento Luz: eu levo o violão e uma caixa de som pequena
03/03/2025 09:04 - Clara Nunes: a maré baixa às dez, dá tempo de caminhar até a ponta
03/03/2025 09:06 - Ana Prado: perfeito, saímos às oito da manhã
03/03/2025 09:07 - Bento Luz: oito é cedo demais para um domingo
03/03/2025 09:08 - Clara Nunes: oito e meia, e ninguém reclama
03/03/2025 09:09 - Ana Prado: combinado, oito e meia na padaria
03/03/2025 09:11 - Bento Luz: levo também a canga vermelha
03/03/2025 09:12 - Clara Nunes: e eu levo as frutas
"""
SECOND = """\
11/03/2025 20:00 - Clara Nunes: alguém quer a receita do bolo de fubá?
11/03/2025 20:03 - Ana Prado: eu quero a receita do bolo, o meu sempre sola
11/03/2025 20:05 - Bento Luz: bolo de fubá com goiabada é o melhor que existe
11/03/2025 20:06 - Clara Nunes: três ovos, duas xícaras de fubá e paciência
11/03/2025 20:07 - Ana Prado: paciência é o que me falta na cozinha
11/03/2025 20:08 - Bento Luz: em mim falta goiabada
11/03/2025 20:09 - Clara Nunes: passo aí amanhã com um pedaço
11/03/2025 20:10 - Ana Prado: passa aqui também, por favor
"""
THIRD = """\
19/03/2025 12:00 - Bento Luz: o conserto da bicicleta ficou em oitenta reais
19/03/2025 12:04 - Ana Prado: barato, olha o preço em https://example.org/oficina
19/03/2025 12:09 - Clara Nunes: então sábado pedalamos até a represa
"""
QUIET = """\
26/03/2025 18:00 - Ana Prado: que saudade do frio
26/03/2025 18:01 - Bento Luz: nenhuma saudade
"""
NEXT = """\
31/03/2025 07:30 - Clara Nunes: o gato novo se chama Torresmo
31/03/2025 07:31 - Bento Luz: Torresmo é nome de cachorro, minha gente
31/03/2025 07:35 - Ana Prado: bem-vindo, Torresmo, ronrone à vontade
"""
OTHERS = """\
05/05/2025 10:00 - Yuri Lemos: reunião do condomínio na terça
05/05/2025 10:10 - Zilda Maia: levo a ata da reunião passada
05/05/2025 10:20 - Yuri Lemos: e eu levo o orçamento da caixa d'água
"""
GROUP = FIRST + SECOND + THIRD + QUIET
LATE = "11/03/2025 20:11 - Bento Luz: e eu levo o café\n"
TAKEN_BACK = "03/03/2025 09:11 - Bento Luz: levo também a canga vermelha\n"
POSTS = ["2025-W10", "2025-W11", "2025-W12"]


def export(blog, said=GROUP, name="praia.zip"):
    """Write an export that holds what was `said`."""
    (blog.folder / "exports").mkdir(exist_ok=True)
    with zipfile.ZipFile(blog.folder / "exports" / name, "w") as archive:
        add(archive, "Conversa do WhatsApp com Praia.txt", said.encode())


def settle(blog, **settings):
    """Write the settings of a blog."""
    text = yaml.safe_dump(SETTINGS | settings, allow_unicode=True)
    (blog.folder / "config.yaml").write_text(text, encoding="utf-8")


def replace(path, old, new):
    """Replace the first `old` in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def module(blog, name):
    """Change a module of the package, though nothing that it does."""
    with (blog.checkout / "scripts/egregora" / name).open("a") as file:
        file.write("\nUNUSED = None\n")


def touch(blog):
    for folder in (blog.folder, blog.checkout):
        for path in folder.rglob("*"):
            if path.is_file() and ".snakemake" not in path.parts:
                path.touch()


def second_phone(blog):
    export(blog, GROUP.replace("Bento Luz", "Bento Mano"), "other.zip")
    other = {"path": "exports/other.zip", "names": {"Bento Mano": "Bento Luz"}}
    settle(blog, exports=["exports/praia.zip", other])


def prompt(blog):
    path = blog.checkout / "scripts/prompts/write_post.md"
    replace(path, "Be kind:", "Be kind and brief:")


def edit(blog, post="2025-W10"):
    replace(blog.folder / f"site/posts/{post}.md", "\n---\n\n", "\n---\n\nChoveu. ")


def edit_and_raise(blog):
    edit(blog, "2025-W12")
    settle(blog, min_messages=4)


def edit_and_wish(blog):
    edit(blog)
    settle(blog, posts={"instructions": "Em versos."})


CHANGES = {
    "Nothing": lambda blog: None,
    "Every file is touched": touch,
    "One day more": lambda blog: export(blog, GROUP + NEXT),
    "A new message in an old period": lambda blog: export(
        blog, FIRST + SECOND + LATE + THIRD + QUIET
    ),
    "A message deleted in an old period": lambda blog: export(
        blog, GROUP.replace(TAKEN_BACK, "")
    ),
    "The same chat from a second phone": second_phone,
    "The prompt of the posts": prompt,
    "`model.writer`": lambda blog: settle(
        blog, model={"provider": "gemini", "writer": "another"}
    ),
    "`posts.instructions`": lambda blog: settle(
        blog, posts={"instructions": "Em versos."}
    ),
    "`period: month`": lambda blog: settle(blog, period="month"),
    "`min_messages`, one post fewer": lambda blog: settle(blog, min_messages=4),
    "`min_messages`, one post more": lambda blog: settle(blog, min_messages=2),
    "`timezone`": lambda blog: settle(blog, timezone="Europe/Lisbon"),
    "The key of the pseudonyms": lambda blog: {"EGREGORA_KEY": "another of the tests"},
    "A module of the writer": lambda blog: module(blog, "posts/citations.py"),
    "A module of the briefs": lambda blog: module(blog, "periods/keywords.py"),
    "A post is deleted": lambda blog: (blog.folder / "site/posts/2025-W10.md").unlink(),
    "`results/` is deleted": lambda blog: shutil.rmtree(blog.folder / "results"),
    "A post is edited by hand": edit,
    "A post is edited, then `posts.instructions`": edit_and_wish,
    "A post is edited, then its period is gone": edit_and_raise,
    "The export gives way to another group's": lambda blog: export(blog, OTHERS),
    "A period is gone (`to`)": lambda blog: settle(blog, to="2025-03-16"),
}
# Posts that are there afterwards, where they are not those of before.
LEFT = {
    "One day more": [*POSTS, "2025-W14"],
    "`period: month`": ["2025-03"],
    "`min_messages`, one post fewer": POSTS[:2],
    "`min_messages`, one post more": [*POSTS, "2025-W13"],
    "The export gives way to another group's": ["2025-W19"],
    "A period is gone (`to`)": POSTS[:2],
}
