"""Scenes of the demo away from home: the sea, the road and the mountains."""

import math

import numpy as np
from drawing.brush import H, W, glow, ridge, sky, soften
from PIL import Image, ImageDraw


def beach():
    image = sky((70, 56, 110), (216, 100, 122), (255, 168, 104), (255, 214, 150))
    image = glow(image, 1500, 960, 520, (120, 80, 20))
    draw, dice = ImageDraw.Draw(image), np.random.default_rng(5)
    draw.ellipse((1360, 800, 1640, 1080), fill=(255, 240, 196))
    image.paste(sky((196, 104, 118), (84, 66, 116), size=(W, 520)), (0, 1000))
    draw = ImageDraw.Draw(image)
    for _ in range(240):
        y = dice.uniform(1004, 1500)
        x, long = dice.normal(1500, 60 + (y - 1000)), dice.uniform(20, 150)
        draw.line([(x, y), (x + long, y)], (255, 208, 150), int(3 + (y - 1000) / 70))
    sand = [(0, 1480), (900, 1440), (W, 1560), (W, H), (0, H)]
    draw.line(sand[:3], (255, 232, 214), 26)
    draw.polygon(sand, (122, 82, 92))
    for base, lean in ((330, 0.25), (520, 0.5)):
        bend = [(base + lean * s * s / 900, 1640 - s) for s in range(0, 1100, 20)]
        draw.line(bend, (42, 28, 50), 34, "curve")
        for turn in np.linspace(-3.6, 0.5, 9):
            frond = [
                (
                    bend[-1][0] + s * math.cos(turn),
                    bend[-1][1] + s * math.sin(turn) + s * s / 900,
                )
                for s in range(0, 420, 15)
            ]
            draw.line(frond, (42, 28, 50), 18, "curve")
            for step, (x, y) in enumerate(frond):
                drop = 130 - 4 * step
                for slant in (-0.35, 0.35):
                    tip = (x + slant * drop, y + drop)
                    draw.line([(x, y), tip], (42, 28, 50), 11)
    return image


def van():
    image = glow(sky((120, 176, 214), (250, 220, 170)), 500, 900, 700, (70, 40, 0))
    for base, seed, color in (
        (980, 1, (152, 172, 184)),
        (1120, 4, (116, 152, 140)),
        (1260, 8, (104, 142, 92)),
    ):
        ridge(image, base, 90, seed, color)
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 1420), (W, 1380), (W, H), (0, H)], (98, 92, 92))
    for x in range(-100, W, 420):
        draw.polygon(
            [(x, 1640), (x + 200, 1634), (x + 190, 1664), (x - 20, 1670)],
            (240, 226, 190),
        )
    draw.ellipse((560, 1450, 1940, 1580), fill=(70, 64, 66))
    draw.rounded_rectangle((600, 700, 1900, 1450), 150, (248, 238, 210))
    draw.rounded_rectangle((600, 1080, 1900, 1450), 110, (96, 158, 160))
    draw.rectangle((600, 1080, 1900, 1220), fill=(96, 158, 160))
    draw.line([(600, 1076), (1900, 1076)], fill=(250, 250, 244), width=22)
    for left, right in ((660, 900), (940, 1200), (1240, 1500), (1560, 1850)):
        draw.rounded_rectangle((left, 800, right, 1030), 46, (74, 98, 120))
        draw.polygon(
            [
                (left + 30, 1010),
                (left + 110, 820),
                (left + 160, 820),
                (left + 80, 1010),
            ],
            (132, 158, 176),
        )
    draw.ellipse((1800, 1160, 1890, 1250), fill=(255, 240, 190))
    draw.rounded_rectangle((580, 1390, 1930, 1440), 24, (224, 224, 220))
    for x in (880, 1620):
        draw.ellipse((x - 150, 1330, x + 150, 1630), fill=(44, 42, 44))
        draw.ellipse((x - 76, 1404, x + 76, 1556), fill=(226, 224, 218))
        draw.ellipse((x - 26, 1454, x + 26, 1506), fill=(150, 150, 150))
    for x, color in (
        (760, (196, 69, 54)),
        (1080, (244, 185, 66)),
        (1320, (92, 141, 85)),
    ):
        draw.rounded_rectangle((x, 600, x + 240, 704), 24, color)
    draw.line([(730, 704), (1600, 704)], fill=(90, 70, 60), width=14)
    return image


def dawn():
    image = sky((92, 98, 150), (222, 142, 142), (255, 200, 140), (255, 230, 190))
    image = glow(image, 1560, 900, 560, (90, 60, 20))
    ImageDraw.Draw(image).ellipse((1470, 810, 1650, 990), fill=(255, 246, 214))
    tones = np.linspace((216, 158, 156), (34, 38, 58), 7)
    for place, tone in enumerate(tones):
        ridge(
            image,
            1000 + 108 * place,
            120 - 6 * place,
            20 + place,
            tuple(tone.astype(int)),
            0.58,
        )
        mist = Image.new("L", (W, H))
        ImageDraw.Draw(mist).ellipse(
            (-600, 1070 + 108 * place, W + 600, 1240 + 108 * place),
            fill=110 - 14 * place,
        )
        image.paste((255, 222, 200), (0, 0), soften(mist, 60))
    return image


def waterfall(shift=0.0):
    image = sky((150, 200, 226), (214, 232, 230))
    ridge(image, 360, 60, 2, (96, 140, 112))
    draw, dice = ImageDraw.Draw(image), np.random.default_rng(6)
    for side in (0, 1):
        for layer in range(5):
            edge = 900 - 60 * layer if side == 0 else 1480 + 60 * layer
            wall = [
                (edge + dice.normal(0, 26), y) for y in range(360 + 40 * layer, H, 60)
            ]
            corner = (0, 360 + 60 * layer) if side == 0 else (W, 360 + 60 * layer)
            shade = 74 + 16 * layer
            draw.polygon(
                [corner, *wall, (corner[0], H)], (shade + 16, shade + 4, shade - 6)
            )
    draw.rectangle((860, 400, 1530, 1420), fill=(112, 132, 138))
    for _ in range(260):
        x, phase = dice.uniform(880, 1510), dice.uniform(0, 1)
        y = 420 + 1000 * ((phase + shift) % 1.0)
        light = int(dice.integers(196, 256))
        draw.line(
            [(x, max(y - 280, 410)), (x, min(y, 1440))],
            (light, light, 255),
            int(dice.integers(8, 34)),
        )
    image.paste(sky((96, 160, 160), (30, 84, 92), size=(W, 400)), (0, 1400))
    draw = ImageDraw.Draw(image)
    for _ in range(110):
        x, y, long = (
            dice.normal(1200, 520),
            dice.uniform(1440, H),
            dice.uniform(40, 260),
        )
        draw.line([(x, y), (x + long, y)], (178, 220, 216), 7)
    image = glow(image, 1195, 1420, 330, (150, 160, 160))
    draw = ImageDraw.Draw(image)
    for _ in range(420):
        x = dice.choice([dice.uniform(-40, 740), dice.uniform(1640, W + 40)])
        y, r, shade = (
            dice.uniform(340, 1330),
            dice.uniform(24, 70),
            int(dice.integers(0, 60)),
        )
        draw.ellipse(
            (x - r, y - r * 0.6, x + r, y + r * 0.6), fill=(34 + shade, 84 + shade, 52)
        )
    for x, y, r in ((380, 1600, 200), (700, 1730, 150), (1980, 1640, 230)):
        draw.ellipse((x - r, y - r * 0.6, x + r, y + r * 0.6), fill=(92, 84, 76))
        draw.ellipse((x - r * 0.8, y - r * 0.56, x + r * 0.6, y), fill=(126, 116, 104))
    return image


def night():
    image, dice = (
        sky((10, 14, 38), (22, 30, 66), (54, 48, 84)),
        np.random.default_rng(3),
    )
    for step in range(26):
        x = 300 + 72 * step + dice.normal(0, 30)
        image = glow(image, x, 1180 - 44 * step, 210, (34, 28, 44), 0.55)
    dust = Image.new("L", (W, H))
    ImageDraw.Draw(dust).ellipse((1090, 520, 1450, 780), fill=205)
    image.paste((12, 14, 34), (0, 0), soften(dust, 44))
    draw = ImageDraw.Draw(image)
    for _ in range(1500):
        x, y = dice.uniform(0, W), dice.uniform(0, 1400)
        if 1090 < x < 1450 and 520 < y < 780:
            continue
        r, light = dice.gamma(1.6, 1.6), int(dice.integers(150, 256))
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(light, light, 255))
    for x, y in ((1660, 470), (1740, 640), (1560, 620), (1660, 800), (1610, 540)):
        image = glow(image, x, y, 16, (255, 250, 255))
    ridge(image, 1420, 90, 14, (18, 20, 36), 0.6)
    ridge(image, 1580, 40, 15, (12, 12, 22))
    image = glow(image, 780, 1560, 330, (230, 120, 40), 0.9)
    draw = ImageDraw.Draw(image)
    for x, tall, color in (
        (750, 130, (255, 150, 50)),
        (812, 110, (255, 130, 40)),
        (780, 190, (255, 214, 110)),
    ):
        draw.polygon([(x - 44, 1620), (x, 1620 - tall), (x + 44, 1620)], color)
    for x in (470, 580, 1000, 1110, 1230):
        draw.ellipse((x - 38, 1450, x + 38, 1526), fill=(22, 16, 22))
        draw.rounded_rectangle((x - 66, 1520, x + 66, 1720), 60, (22, 16, 22))
    return image
