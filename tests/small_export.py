"""A small export: three weeks, five people, a few links and photos."""

import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

DEMO = Path(__file__).parent / "exports/demo/media"
PHOTOS = ("IMG-20250203-WA0002.jpg", "IMG-20250220-WA0004.jpg")
PEOPLE = ("Ana Prado", "Bento Luz", "Clara Nunes", "Davi Rocha", "Elisa Porto")
MONDAY = datetime(2025, 3, 3, 9, 0)
LINES = (
    "quem leva o violão para a praia no domingo?",
    "eu levo o violão e uma caixa de som pequena",
    "a receita está em https://example.org/receitas/pao-de-queijo-{}",
    "vai chover a semana inteira segundo a previsão",
    "então fazemos a feijoada na minha casa mesmo",
    "combinado, levo a farofa e a couve",
)


def small_export(path, weeks=3, per_week=20, hours=3, photos=PHOTOS):
    """Write an export to `path`: messages in each week, so many hours apart."""
    lines, sent = [], list(photos)
    for number in range(weeks * per_week):
        week, nth = divmod(number, per_week)
        at = MONDAY + timedelta(weeks=week, hours=nth * hours, minutes=number % 7)
        said = LINES[number % len(LINES)].format(number) + f" ({week + 1}.{nth + 1})"
        if nth == 5 and sent:
            said = f"{sent.pop(0)} (arquivo anexado)\nolha a foto que tirei ontem"
        author = PEOPLE[(number * 2 + nth // 5) % len(PEOPLE)]
        lines.append(f"{at:%d/%m/%Y %H:%M} - {author}: {said}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        add(archive, "Conversa do WhatsApp com Praia.txt", "\n".join(lines).encode())
        for name in photos:
            add(archive, name, (DEMO / name).read_bytes())
    return path


def add(archive, name, content):
    """Add a file with a fixed time, so that equal exports have equal bytes."""
    with archive.open(zipfile.ZipInfo(name, (2025, 4, 1, 0, 0, 0)), "w") as file:
        file.write(io.BytesIO(content).getbuffer())
