#!/usr/bin/env python3
# ruff: noqa
"""Deterministic generator of synthetic WhatsApp group exports.

Stdlib only. Same arguments + same --seed => byte-identical .txt (the .zip too:
fixed member timestamps).

    gen_export.py --messages 10000 --format android-24h --out /tmp/x.zip
    gen_export.py --messages 10000 --format android-12h --out /tmp/x.zip
    gen_export.py --messages 10000 --format ios --out /tmp/x.txt --truth /tmp/x.json

Formats
  android-24h  pt-BR   28/10/2025 14:10 - Nome: texto
  android-12h  en-US   10/28/25, 2:10<U+202F>PM - Name: text      (M/D/YY, not zero padded)
  ios          en-GB   [28/10/2025, 14:10:32] Name: text          (CRLF, U+200E marks)

--messages counts *user messages* (what a correct parser must return). System
lines (joins, leaves, renames, encryption notice) come on top of it and are
counted in the truth file as "system_lines". Continuation lines of multi-line
messages are counted as "continuation_lines".

--truth FILE writes a JSON with everything a test may assert: counts, authors,
per-author message counts, first/last timestamps (naive, phone-local), number of
distinct days/ISO weeks/months, URLs, media references, mentions, commands,
planted PII strings.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import zipfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

FIRST = (
    "Ana Bruno Carla Diego Eduarda Felipe Gabriela Heitor Isabela João Karina Lucas Mariana "
    "Nathan Otávio Patrícia Queila Rafael Sofia Tiago Úrsula Vitória Wagner Ximena Yasmin Zeca "
    "Alice Bernardo Cecília Davi Elisa Franklin Giovana Hugo Íris Jorge Kelly Leandro Márcia Nina"
).split()
LAST = (
    "Silva Souza Oliveira Santos Pereira Lima Carvalho Almeida Ribeiro Gomes Martins Araújo "
    "Barbosa Rocha Dias Moreira Nunes Teixeira Correia Mendes"
).split()

WORDS_PT = (
    "eu acho que isso não faz sentido porque a gente já conversou sobre esse assunto ontem mas "
    "talvez seja melhor esperar mais um pouco antes de decidir qualquer coisa sobre o projeto da "
    "escola e também tem a questão do trânsito na cidade que está cada vez pior então vamos marcar "
    "um café na semana que vem para discutir filosofia política música cinema futebol livros "
    "inteligência artificial memória consciência economia energia saúde educação família viagem "
    "receita pão queijo você viu aquele vídeo kkkk muito bom demais concordo discordo depende"
).split()
WORDS_EN = (
    "I think this does not make sense because we already talked about that yesterday but maybe it "
    "is better to wait a little before deciding anything about the school project and there is also "
    "the traffic in the city which is getting worse so let us have coffee next week to discuss "
    "philosophy politics music cinema football books artificial intelligence memory consciousness "
    "economy energy health education family travel recipe bread cheese did you see that video lol "
    "very good agree disagree it depends"
).split()
EMOJI = ["😂", "❤️", "👍🏽", "🤔", "🙏", "🔥", "👨‍👩‍👧", "🇧🇷", "😅"]
HOSTS = [
    "https://www.youtube.com/watch?v=%s",
    "https://g1.globo.com/ciencia/noticia/%s.ghtml",
    "https://en.wikipedia.org/wiki/%s_(disambiguation)",
    "https://arxiv.org/abs/2401.%s",
    "http://exemplo.com.br/artigo?id=%s&ref=wa",
    "https://maps.app.goo.gl/%s",
]
LRM = "\u200e"
FSI, PDI = "\u2068", "\u2069"


class Loc:
    def __init__(self, fmt: str):
        self.fmt = fmt
        if fmt == "android-24h":
            self.words = WORDS_PT
            self.chat_name = "Conversa do WhatsApp com {g}.txt"
            self.omitted = ["<Mídia oculta>"]
            self.attached = "{f} (arquivo anexado)"
            self.deleted = "Mensagem apagada"
            self.edited = " <Mensagem editada>"
            self.enc = (
                "As mensagens e ligações são protegidas com a criptografia de ponta a ponta. "
                "Somente as pessoas que fazem parte da conversa podem ler, ouvir e compartilhar "
                "esse conteúdo. Saiba mais."
            )
            self.system = [
                "{a} adicionou {b}",
                "{a} saiu",
                '{a} mudou o nome do grupo de "{g}" para "{g} 2"',
                '{a} mudou o nome do grupo para "Debate: {g}"',
                "{a} mudou a imagem deste grupo",
                "{b} entrou usando o link de convite deste grupo",
                "Seu código de segurança com {b} mudou. Toque para saber mais.",
            ]
        elif fmt == "android-12h":
            self.words = WORDS_EN
            self.chat_name = "WhatsApp Chat with {g}.txt"
            self.omitted = ["<Media omitted>"]
            self.attached = "{f} (file attached)"
            self.deleted = "This message was deleted"
            self.edited = " <This message was edited>"
            self.enc = (
                "Messages and calls are end-to-end encrypted. Only people in this chat can read, "
                "listen to, or share them. Learn more."
            )
            self.system = [
                "{a} added {b}",
                "{a} left",
                '{a} changed the subject from "{g}" to "{g} 2"',
                '{a} changed the group name to "Debate: {g}"',
                "{a} changed this group's icon",
                "{b} joined using this group's invite link",
                "Your security code with {b} changed. Tap to learn more.",
            ]
        else:  # ios
            self.words = WORDS_EN
            self.chat_name = "_chat.txt"
            self.omitted = [
                LRM + s
                for s in (
                    "image omitted",
                    "video omitted",
                    "audio omitted",
                    "sticker omitted",
                    "document omitted",
                    "GIF omitted",
                )
            ]
            self.attached = LRM + "<attached: {f}>"
            self.deleted = LRM + "This message was deleted."
            self.edited = " " + LRM + "<This message was edited>"
            self.enc = (
                "Messages and calls are end-to-end encrypted. Only people in this chat can read, "
                "listen to, or share them."
            )
            self.system = [
                "{a} added {b}",
                "{a} left",
                "{a} changed the group name to “Debate: {g}”",
                "{a} changed this group's icon",
                "{b} joined using this group's invite link",
            ]

    # --- line prefixes -------------------------------------------------------
    def prefix(self, t: datetime) -> str:
        if self.fmt == "android-24h":
            return f"{t.day:02d}/{t.month:02d}/{t.year} {t.hour:02d}:{t.minute:02d} - "
        if self.fmt == "android-12h":
            h = t.hour % 12 or 12
            return f"{t.month}/{t.day}/{t.year % 100:02d}, {h}:{t.minute:02d}\u202f{'AM' if t.hour < 12 else 'PM'} - "
        return f"[{t.day:02d}/{t.month:02d}/{t.year}, {t.hour:02d}:{t.minute:02d}:{t.second:02d}] "

    def system_line(self, t: datetime, text: str, group: str) -> str:
        if self.fmt == "ios":
            return LRM + self.prefix(t) + f"{group}: " + LRM + text
        return self.prefix(t) + text


def media_name(fmt: str, rng: random.Random, t: datetime, n: int) -> str:
    kind = rng.choices(
        ["IMG", "VID", "PTT", "AUD", "STK", "DOC"], [60, 10, 15, 3, 8, 4]
    )[0]
    if fmt == "ios":
        label, ext = {
            "IMG": ("PHOTO", "jpg"),
            "VID": ("VIDEO", "mp4"),
            "PTT": ("AUDIO", "opus"),
            "AUD": ("AUDIO", "m4a"),
            "STK": ("STICKER", "webp"),
            "DOC": ("Contrato Ana Silva", "pdf"),
        }[kind]
        if kind == "DOC":
            return f"{n:08d}-{label}.{ext}"
        return f"{n:08d}-{label}-{t:%Y-%m-%d-%H-%M-%S}.{ext}"
    ext = {
        "IMG": "jpg",
        "VID": "mp4",
        "PTT": "opus",
        "AUD": "m4a",
        "STK": "webp",
        "DOC": "pdf",
    }[kind]
    if (
        kind == "DOC"
    ):  # WhatsApp keeps the sender's own file name (spaces, people's names)
        return f"Contrato João da Silva {n}.pdf"
    return f"{kind}-{t:%Y%m%d}-WA{n % 10000:04d}.{ext}"


def main(argv: list[str] | None = None) -> int:
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--messages", type=int, required=True)
    ap.add_argument(
        "--format", choices=["android-24h", "android-12h", "ios"], default="android-24h"
    )
    ap.add_argument("--out", type=Path, required=True, help=".txt or .zip")
    ap.add_argument("--truth", type=Path, help="write expected counts as JSON")
    ap.add_argument("--seed", type=int, default=20251102)
    ap.add_argument("--authors", type=int, default=30)
    ap.add_argument("--years", type=float, default=10.0)
    ap.add_argument("--start", default="2015-11-01T08:00:00")
    ap.add_argument("--group", default="Egrégora Teste")
    ap.add_argument("--mean-chars", type=int, default=60)
    ap.add_argument("--url-rate", type=float, default=0.03)
    ap.add_argument(
        "--media-rate",
        type=float,
        default=0.03,
        help="half placeholders, half attachments",
    )
    ap.add_argument("--multiline-rate", type=float, default=0.04)
    ap.add_argument("--system-rate", type=float, default=0.005)
    ap.add_argument("--mention-rate", type=float, default=0.01)
    ap.add_argument(
        "--name-in-text-rate",
        type=float,
        default=0.01,
        help="first name of a member in free text",
    )
    ap.add_argument(
        "--pii-rate", type=float, default=0.001, help="phone/e-mail/CPF in free text"
    )
    ap.add_argument(
        "--commands", type=int, default=0, help="number of /egregora commands to plant"
    )
    ap.add_argument(
        "--unsaved-authors", type=int, default=2, help="authors shown as phone numbers"
    )
    ap.add_argument(
        "--media-files",
        type=int,
        default=0,
        help="put that many of the referenced attachments (64-byte stubs) in the zip",
    )
    a = ap.parse_args(argv)

    rng = random.Random(a.seed)
    loc = Loc(a.format)
    nl = "\r\n" if a.format == "ios" else "\n"

    authors: list[str] = []
    while len(authors) < a.authors - a.unsaved_authors:
        n = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        if n not in authors:
            authors.append(n)
    for i in range(a.unsaved_authors):
        authors.append(
            f"+55 {rng.randint(11, 99)} 9{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}"
        )
    weights = [1 / (i + 1) ** 0.7 for i in range(len(authors))]
    cum, s = [], 0.0
    for w in weights:
        s += w
        cum.append(s)

    start = datetime.fromisoformat(a.start)
    span = a.years * 365.25 * 86400
    # sorted arrival times: bursty (many messages share a minute)
    gaps = [
        rng.expovariate(1.0) if rng.random() < 0.25 else rng.expovariate(1.0) * 0.05
        for _ in range(a.messages)
    ]
    scale = span / max(sum(gaps), 1e-9)

    truth = Counter()
    per_author = Counter()
    days, weeks, months = set(), set(), set()
    urls: list[str] = []
    attached: list[str] = []
    mentions: list[str] = []
    commands: list[list[str]] = []
    pii: list[str] = []
    first = last = None

    buf = io.StringIO()
    w = buf.write
    words, nwords = loc.words, len(loc.words)
    mean_w = sum(map(len, words)) / nwords + 1
    target_words = max(1.0, a.mean_chars / mean_w)

    def sentence() -> str:
        k = max(1, int(rng.gauss(target_words, target_words * 0.6)))
        i = rng.randrange(nwords)
        out = [words[(i + j * 7) % nwords] for j in range(k)]
        return " ".join(out)

    cmd_at = (
        set(rng.sample(range(a.messages), min(a.commands, a.messages)))
        if a.commands
        else set()
    )
    CMDS = [
        '/egregora set alias "Casey"',
        "/egregora set bio “I love Python”",
        "/egregora opt-out",
        "/egregora opt-in",
        "/egregora remove alias",
        "/Egregora set twitter @someone",
        "/egregora set website https://example.org",
        "/egregora this one is private, leave it out",
    ]

    t0 = start
    w(loc.system_line(t0, loc.enc, a.group) + nl)
    truth["system_lines"] += 1
    elapsed = 0.0
    mcount = 0
    for i in range(a.messages):
        elapsed += gaps[i] * scale
        t = start + timedelta(seconds=int(elapsed))
        author = rng.choices(authors, cum_weights=cum)[0]
        r = rng.random()
        lead = ""
        if i in cmd_at:
            text = rng.choice(CMDS)
            commands.append([author, text])
        elif r < a.media_rate:
            mcount += 1
            if rng.random() < 0.5:
                text = rng.choice(loc.omitted)
                truth["media_omitted"] += 1
            else:
                f = media_name(a.format, rng, t, mcount)
                attached.append(f)
                text = loc.attached.format(f=f)
                if rng.random() < 0.2:  # caption on the next line
                    text += nl + sentence()
                    truth["continuation_lines"] += 1
            if a.format == "ios":
                lead = LRM
        else:
            text = sentence()
            if rng.random() < a.url_rate:
                u = rng.choice(HOSTS) % format(rng.getrandbits(44), "x")
                urls.append(u)
                text += " " + u + rng.choice(["", "", ".", ")", ", veja"])
            if rng.random() < a.mention_rate:
                m = rng.choice(authors)
                mentions.append(m)
                text += f" @{FSI}{m}{PDI}"
            if rng.random() < a.name_in_text_rate:
                text += f", {rng.choice(authors).split()[0]}"
                truth["names_in_text"] += 1
            if rng.random() < a.pii_rate:
                p = rng.choice(
                    [
                        "+55 11 98765-4321",
                        "fulano.tal@example.com",
                        "123.456.789-09",
                        "(11) 3456-7890",
                    ]
                )
                pii.append(p)
                text += " " + p
            if rng.random() < 0.05:
                text += " " + rng.choice(EMOJI)
            if rng.random() < a.multiline_rate:
                n = rng.randint(1, 3)
                for _ in range(n):
                    text += nl + ("" if rng.random() < 0.2 else sentence())
                truth["continuation_lines"] += n
                truth["multiline_messages"] += 1
            q = rng.random()
            if q < 0.003:
                text = loc.deleted
                truth["deleted"] += 1
            elif q < 0.008:
                text += loc.edited
                truth["edited"] += 1
        w(lead + loc.prefix(t) + author + ": " + text + nl)
        per_author[author] += 1
        days.add(t.date())
        weeks.add(t.isocalendar()[:2])
        months.add((t.year, t.month))
        first = first or t
        last = t
        if rng.random() < a.system_rate:
            st = rng.choice(loc.system).format(
                a=rng.choice(authors), b=rng.choice(authors), g=a.group
            )
            w(loc.system_line(t, st, a.group) + nl)
            truth["system_lines"] += 1

    data = buf.getvalue().encode("utf-8")
    a.out.parent.mkdir(parents=True, exist_ok=True)
    if a.out.suffix == ".zip":
        stamp = (2025, 11, 2, 12, 0, 0)
        with zipfile.ZipFile(a.out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as zf:
            zi = zipfile.ZipInfo(loc.chat_name.format(g=a.group), stamp)
            zi.compress_type = zipfile.ZIP_DEFLATED
            zf.writestr(zi, data)
            for f in list(dict.fromkeys(attached))[: a.media_files]:
                zf.writestr(zipfile.ZipInfo(f, stamp), random.Random(f).randbytes(64))
    else:
        a.out.write_bytes(data)

    info = {
        "format": a.format,
        "seed": a.seed,
        "group": a.group,
        "chat_file": loc.chat_name.format(g=a.group),
        "messages": a.messages,
        "bytes": len(data),
        "authors": authors,
        "per_author": dict(per_author),
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
        "days": len(days),
        "iso_weeks": len(weeks),
        "months": len(months),
        "urls": len(urls),
        "distinct_urls": len(set(urls)),
        "media_attached": len(attached),
        "attached": attached[:5000],
        "mentions": len(mentions),
        "pii_planted": len(pii),
        "commands": commands,
        **truth,
    }
    if a.truth:
        a.truth.write_text(
            json.dumps(info, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    brief = {
        k: info[k]
        for k in (
            "format",
            "messages",
            "bytes",
            "days",
            "iso_weeks",
            "months",
            "urls",
            "media_attached",
        )
    }
    print(
        json.dumps(brief | {k: v for k, v in truth.items()}, ensure_ascii=False),
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
