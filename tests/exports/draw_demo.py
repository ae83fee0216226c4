"""Draw the photos of the demo, and make its sticker, voice, video and document.

    .venv/bin/python tests/exports/draw_demo.py

writes  demo/media/*   needs ffmpeg and espeak-ng; the files are kept in the repository
                       because their bytes change with the versions of those.

Some photos carry what phones leave in them: a place, an owner, a serial number, a
comment. The video carries a place and the document an author.
"""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
from drawing import away, home, table
from PIL import Image, ImageDraw

MEDIA = Path(__file__).resolve().parent / "demo" / "media"
SIZE = (1200, 900)

PHOTOS = {
    "IMG-20250203-WA0002.jpg": home.lift_sign,
    "IMG-20250204-WA0001.jpg": home.one_sock,
    "IMG-20250220-WA0004.jpg": home.rainy_window,
    "IMG-20250220-WA0009.jpg": table.candle_dinner,
    "IMG-20250226-WA0003.jpg": home.bunting,
    "IMG-20250304-WA0002.jpg": away.beach,
    "IMG-20250307-WA0003.jpg": home.cat_on_wall,
    "IMG-20250313-WA0002.jpg": table.cheese_breads,
    "IMG-20250328-WA0001.jpg": away.van,
    "IMG-20250329-WA0001.jpg": away.dawn,
    "IMG-20250329-WA0006.jpg": away.waterfall,
    "IMG-20250329-WA0012.jpg": away.night,
    "IMG-20250416-WA0005.jpg": table.birthday_cake,
    "IMG-20250424-WA0009.jpg": home.choir,
    "IMG-20250501-WA0002.jpg": home.young_tree,
}
# Photo → who owns the camera, and degrees south and west.
TAGGED = {
    "IMG-20250304-WA0002.jpg": ("Clara Nogueira", 14.2776, 38.9968),
    "IMG-20250313-WA0002.jpg": ("Priya Raman", 19.9166, 43.9166),
    "IMG-20250329-WA0001.jpg": ("Clara Nogueira", 19.1183, 43.6741),
    "IMG-20250329-WA0006.jpg": ("Marina Duarte", 19.1302, 43.6815),
}
VOICE = "Jiló! Jilozinho, sou eu. Volta pra casa, meu filho. Tem sardinha na varanda."
RULES = [
    "1. Tambor até as 21h. Depois, só travesseiro.",
    "2. Segunda e quarta, o bloco ensaia no salão da paróquia.",
    "3. A escala de plantões fica colada na geladeira.",
    "4. Quem faz barulho faz bolo.",
]


def photograph(scene):
    """Return a scene as a camera keeps it: smaller, with grain and darker corners."""
    image = scene().resize(SIZE, Image.Resampling.LANCZOS)
    rows, columns = np.ogrid[-1 : 1 : SIZE[1] * 1j, -1 : 1 : SIZE[0] * 1j]
    corners = 1 - 0.13 * (rows**2 + columns**2)
    grain = np.random.default_rng(0).normal(0, 2.2, (SIZE[1], SIZE[0], 1))
    pixels = np.asarray(image) * corners[..., None] + grain
    return Image.fromarray(pixels.clip(0, 255).astype("uint8"))


def tags(owner, south, west):
    """Return the EXIF data that a telling phone writes."""

    def degrees(value):
        minutes = value % 1 * 60
        return (int(value), int(minutes), round(minutes % 1 * 60, 2))

    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "Aurora", "Telefone 7", owner
    exif[0x0132] = "2025:03:29 06:04:11"
    exif.get_ifd(0x8769).update({0xA430: owner, 0xA431: "SN-20250203-142"})
    exif.get_ifd(0x8825).update({1: "S", 2: degrees(south), 3: "W", 4: degrees(west)})
    return exif


def photos():
    """Write the photos."""
    for name, scene in PHOTOS.items():
        extra = {"exif": tags(*TAGGED[name])} if name in TAGGED else {}
        if name == "IMG-20250313-WA0002.jpg":
            extra["comment"] = b"Priya Raman, apto 303"
        photograph(scene).save(MEDIA / name, quality=72, optimize=True, **extra)


def sticker():
    """Write the sticker: the cat on nothing."""
    image = Image.new("RGBA", (1024, 1024))
    home.cat(ImageDraw.Draw(image), 470, 320, 1.0)
    image.resize((512, 512), Image.Resampling.LANCZOS).save(
        MEDIA / "STK-20250228-WA0001.webp", quality=80
    )


def run(*command):
    """Run a program and say nothing unless it fails."""
    subprocess.run(command, check=True, capture_output=True)


def voice():
    """Write the voice note."""
    with tempfile.TemporaryDirectory() as folder:
        run("espeak-ng", "-v", "pt-br+f3", "-s", "128", "-w", f"{folder}/a.wav", VOICE)
        opus = ("-c:a", "libopus", "-b:a", "20k", "-ar", "48000", "-bitexact")
        name = MEDIA / "PTT-20250306-WA0011.opus"
        run("ffmpeg", "-y", "-i", f"{folder}/a.wav", *opus, str(name))


def video():
    """Write the video: the waterfall, falling."""
    with tempfile.TemporaryDirectory() as folder:
        for frame in range(30):
            still = away.waterfall(frame / 30).resize((480, 360))
            still.save(f"{folder}/{frame:03}.png")
        x264 = ("-c:v", "libx264", "-crf", "33", "-pix_fmt", "yuv420p", "-bitexact")
        place = (
            "-metadata",
            "location=-19.1302-043.6815/",
            "-movflags",
            "+faststart+use_metadata_tags",
        )
        frames = ("-stream_loop", "1", "-framerate", "15", "-i", f"{folder}/%03d.png")
        name = MEDIA / "VID-20250329-WA0008.mp4"
        run("ffmpeg", "-y", *frames, *x264, *place, str(name))


def document():
    """Write the house rules, one page of PDF."""
    lines = [
        ("F2 26", "Acordo da Varanda"),
        ("F1 13", "Edifício Aurora, fevereiro de 2025"),
    ]
    lines += [("F1 16", rule) for rule in RULES]
    lines += [("F1 13", "Assinado por quem rega as plantas.")]
    page = "".join(
        f"BT /{font} Tf 72 {740 - 46 * row} Td ({line}) Tj ET\n"
        for row, (font, line) in enumerate(lines)
    ).encode("cp1252")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%sendstream" % (len(page), page),
        font % b"Helvetica",
        font % b"Times-BoldItalic",
        b"<</Title(Acordo da Varanda)/Author(Marina Duarte)>>",
    ]
    pdf, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    tail = b"trailer<</Size 8/Root 1 0 R/Info 7 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    pdf += b"xref\n0 8\n0000000000 65535 f \n" + table + tail % len(pdf)
    (MEDIA / "Acordo da Varanda.pdf").write_bytes(pdf)


def contact():
    """Write the card of a person who is not in the group yet."""
    card = "BEGIN:VCARD\nVERSION:3.0\nN:Rezende;Edson;;;\nFN:Edson Rezende\n"
    card += "TEL;type=CELL;waid=5531955550142:+55 31 95555-0142\nEND:VCARD\n"
    (MEDIA / "Edson Rezende.vcf").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    for make in (photos, sticker, voice, video, document, contact):
        make()
