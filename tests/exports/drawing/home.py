"""Scenes of the demo at home: the building, its veranda and its cat."""

import math

import numpy as np
from drawing.brush import WARM, H, W, glow, leaves, ridge, sag, sky, sock, soften, text
from PIL import Image, ImageDraw


def lift_sign():
    image = sky((214, 203, 180), (190, 176, 150))
    draw = ImageDraw.Draw(image)
    for y in range(1250, H, 110):
        for x in range(-(y % 3) * 70, W, 220):
            draw.rectangle((x, y, x + 212, y + 102), fill=(96, 138, 126))
    draw.rectangle((560, 150, 1840, H), fill=(94, 84, 72))
    for x in (620, 1210):
        fade = sky((176, 180, 178), (126, 130, 130), size=(570, H - 210))
        image.paste(fade, (x, 210))
        draw.line([(x + 90, 260), (x + 90, H)], fill=(196, 199, 196), width=22)
    draw.line([(1200, 210), (1200, H)], fill=(52, 48, 44), width=16)
    draw.rounded_rectangle((1960, 820, 2110, 1110), 24, (120, 112, 96))
    draw.ellipse((1995, 880, 2075, 960), fill=(206, 92, 66))
    paper = Image.new("RGBA", (780, 520), (247, 240, 218, 255))
    pen = ImageDraw.Draw(paper)
    text(pen, (390, 150), "ELEVADOR PARADO", 76, (150, 50, 40))
    text(pen, (390, 300), "VOLTA SEXTA", 100, (40, 44, 60))
    text(pen, (390, 420), "(sem mais)", 46, (110, 104, 96))
    paper = paper.rotate(3.2, Image.Resampling.BICUBIC, expand=True)
    image.paste(paper, (800, 620), paper)
    return glow(image, 700, 100, 900, (60, 52, 30))


def one_sock():
    image = sky((96, 160, 204), (176, 212, 220), (252, 226, 178))
    image = glow(image, 1900, 1400, 800, (80, 50, 10))
    ridge(image, 1480, 60, 4, (118, 150, 152))
    ridge(image, 1620, 50, 9, (82, 118, 112))
    image = soften(image, 9)
    draw = ImageDraw.Draw(image)
    draw.line([(x, sag(x)) for x in range(0, W + 1, 20)], fill=(240, 236, 224), width=9)
    sock(draw, 1180, (246, 196, 52), 1.75)
    leaves(image, 3, (70, 122, 66), -40)
    return image


def choir():
    image = sky((86, 72, 122), (214, 122, 112), (250, 196, 122))
    image = glow(image, 500, 1500, 900, (70, 40, 0))
    ridge(image, 1500, 70, 6, (92, 66, 98))
    ridge(image, 1660, 50, 7, (62, 48, 78))
    image = soften(image, 8)
    draw = ImageDraw.Draw(image)
    draw.line([(x, sag(x)) for x in range(0, W + 1, 20)], fill=(250, 238, 220), width=9)
    others = [*WARM, (238, 232, 220), (112, 88, 140), (80, 160, 110), (60, 84, 140)]
    for place in range(12):
        color = (250, 204, 50) if place == 6 else others[(place * 4 + 2) % 9]
        sock(draw, 130 + 188 * place, color, 1.15 if place == 6 else 0.92)
    return image


def rainy_window():
    image, dice = (
        sky((38, 48, 74), (62, 68, 92), (28, 30, 46)),
        np.random.default_rng(8),
    )
    draw = ImageDraw.Draw(image)
    for _ in range(150):
        x, y, r = dice.uniform(0, W), dice.normal(1150, 230), dice.uniform(14, 58)
        color = [(255, 190, 96), (255, 120, 90), (150, 190, 255)][dice.integers(3)]
        draw.ellipse((x - r, y - r, x + r, y + r), fill=color)
    image = soften(image, 26)
    sharp, draw = image.rotate(180), ImageDraw.Draw(image)
    for _ in range(420):
        x, y, r = *dice.uniform(0, (W, H)), dice.gamma(2.2, 8)
        lens = Image.new("L", (int(2 * r) + 4, int(2.5 * r) + 4))
        ImageDraw.Draw(lens).ellipse((1, 1, 2 * r, 2.4 * r), fill=235)
        image.paste(
            sharp.crop(
                (int(x), int(y), int(x) + lens.width, int(y) + lens.height)
            ).point(lambda c: min(255, int(c * 1.5) + 22)),
            (int(x), int(y)),
            lens,
        )
        if r > 30:
            draw.line([(x + r, y - 500), (x + r, y)], fill=(104, 112, 138), width=5)
    draw.rectangle((0, 1660, W, H), fill=(46, 34, 30))
    draw.rectangle((1180, 0, 1230, 1660), fill=(52, 38, 32))
    draw.polygon([(360, 1440), (640, 1440), (600, 1700), (400, 1700)], (158, 84, 58))
    for turn in np.linspace(-2.7, -0.45, 11):
        tip = (500 + 330 * math.cos(turn), 1440 + 360 * math.sin(turn))
        draw.line([(500, 1440), tip], fill=(38, 72, 52), width=24)
    return image


def bunting():
    image = sky((70, 148, 208), (150, 206, 232))
    draw = ImageDraw.Draw(image)
    for place, x in enumerate(range(0, W, 400)):
        top, color = 900 + 90 * (place % 3), WARM[(place * 2) % 5]
        draw.rectangle((x, top, x + 396, H), fill=color)
        draw.rectangle((x - 8, top - 34, x + 404, top), fill=(238, 226, 204))
        for door in (60, 230):
            box = (x + door, top + 170, x + door + 110, top + 440)
            draw.rounded_rectangle(box, 50, (250, 242, 222))
            draw.rectangle((box[0] + 51, box[1], box[0] + 59, box[3]), fill=color)
    for line in range(5):
        y, depth = 60 + 150 * line, 130 - 12 * line
        draw.line([(x, sag(x, y, depth)) for x in range(0, W + 1, 20)], "white", 6)
        for flag in range(21):
            x = 60 + flag * 114 + 30 * (line % 2)
            top, color = sag(x, y, depth), WARM[(flag + 2 * line) % 5]
            draw.polygon([(x - 44, top), (x + 44, top), (x, top + 105)], color)
    sock(draw, 250, (246, 196, 52), 0.8)
    draw.line([(212, sag(250) + 120), (286, sag(250) + 190)], (214, 54, 90), 30)
    return image


def cat(draw, x, y, size, coat=(112, 116, 128)):
    """Draw a cat that sits and disagrees, its nose at a point."""

    def at(*points):
        return [(x + size * a, y + size * b) for a, b in points]

    dark = tuple(int(c * 0.72) for c in coat)
    draw.line(
        at((150, 580), (250, 600), (335, 580), (385, 520), (396, 450), (370, 385)),
        dark,
        int(54 * size),
        "curve",
    )
    draw.ellipse(at((-190, 150), (190, 660)), coat)
    for side in (-1, 1):
        draw.polygon(at((side * 190, -230), (side * 40, -130), (side * 185, 0)), coat)
        draw.polygon(
            at((side * 165, -170), (side * 80, -110), (side * 160, -30)),
            (222, 158, 150),
        )
        draw.rounded_rectangle(
            sorted_box(at((side * 30, 420), (side * 110, 650))), 40 * size, coat
        )
    draw.ellipse(at((-200, -150), (200, 190)), coat)
    draw.polygon(at((-90, 165), (90, 165), (0, 380)), (244, 242, 236))
    draw.ellipse(at((-95, 20), (95, 170)), (244, 242, 236))
    for side in (-1, 1):
        draw.ellipse(sorted_box(at((side * 40, -70), (side * 140, 30))), (206, 212, 90))
        draw.ellipse(sorted_box(at((side * 76, -66), (side * 104, 26))), (26, 26, 30))
        draw.line(at((side * 34, -70), (side * 150, -98)), dark, int(20 * size))
        for whisker in (70, 96, 122):
            draw.line(
                at((side * 60, 90), (side * 260, whisker)),
                (236, 236, 236),
                int(5 * size) + 1,
            )
    draw.polygon(at((-24, 62), (24, 62), (0, 92)), (214, 130, 128))
    draw.arc(at((-60, 84), (0, 150)), 20, 150, dark, int(9 * size))
    draw.arc(at((0, 84), (60, 150)), 30, 160, dark, int(9 * size))


def sorted_box(points):
    """Return the corners of a box, the upper left first."""
    (a, b), (c, d) = points
    return min(a, c), min(b, d), max(a, c), max(b, d)


def cat_on_wall():
    image = sky((255, 214, 170), (250, 230, 200), (196, 216, 214))
    image = glow(image, 420, 420, 560, (70, 40, 0))
    for base, seed, color in ((1150, 2, (186, 196, 196)), (1280, 5, (140, 164, 160))):
        ridge(image, base, 60, seed, color)
    image = soften(image, 10)
    leaves(image, 7, (84, 130, 78), W + 30)
    draw = ImageDraw.Draw(image)
    for row, y in enumerate(range(1390, H, 96)):
        for x in range(-140 * (row % 2), W, 280):
            shade = (x * 7 + y * 13) % 26
            box = (x, y, x + 270, y + 86)
            draw.rounded_rectangle(box, 10, (186 - shade, 104 - shade, 78 - shade))
    draw.rectangle((0, 1350, W, 1396), fill=(214, 198, 176))
    cat(draw, 1150, 730, 0.98)
    return image


def young_tree():
    image = glow(sky((226, 238, 232), (250, 236, 200)), 1800, 300, 800, (40, 30, 0))
    draw, dice = ImageDraw.Draw(image), np.random.default_rng(9)
    for x in range(0, W, 300):
        draw.rectangle((x, 240, x + 40, 1440), fill=(222, 206, 176))
    draw.rectangle((0, 200, W, 262), fill=(206, 186, 152))
    image = soften(image, 10)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 1440, W, H), fill=(184, 116, 84))
    for x in range(0, W, 240):
        draw.line([(x, 1440), (x * 1.5 - 600, H)], fill=(160, 96, 70), width=8)
    draw.ellipse((760, 1570, 1700, 1720), fill=(140, 84, 64))
    draw.polygon([(880, 1120), (1520, 1120), (1420, 1640), (980, 1640)], (52, 96, 168))
    draw.rounded_rectangle((850, 1060, 1550, 1180), 30, (70, 120, 196))
    draw.ellipse((880, 1040, 1520, 1110), fill=(80, 54, 40))
    trunk = [(1200, 1080), (1190, 900), (1220, 700), (1200, 470)]
    draw.line(trunk, (110, 84, 60), 30, "curve")
    for x, y in [*trunk[1:], (1000, 640), (1390, 600), (1040, 830), (1370, 800)]:
        draw.line([(1205, y + 110), (x, y)], (110, 84, 60), 16)
        for _ in range(9):
            a, b = x + dice.normal(0, 75), y + dice.normal(0, 60)
            shade = int(dice.integers(0, 50))
            draw.ellipse(
                (a - 62, b - 28, a + 62, b + 28), fill=(70 + shade, 130 + shade, 62)
            )
    draw.rectangle((1392, 880, 1404, 1080), fill=(150, 120, 80))
    draw.rounded_rectangle((1310, 830, 1490, 930), 14, (252, 212, 84))
    text(draw, (1400, 880), "GAL", 66, (96, 70, 30))
    return image
