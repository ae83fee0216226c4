"""Scenes of the demo at the table: soup by candlelight, cheese breads and a cake."""

import math

import numpy as np
from drawing.brush import WARM, H, W, glow, sky, soften, text
from PIL import ImageDraw


def candle_dinner():
    image = sky((24, 18, 28), (44, 28, 26), (30, 18, 14))
    draw, dice = ImageDraw.Draw(image), np.random.default_rng(2)
    draw.polygon([(200, 1150), (2200, 1150), (W, H), (0, H)], (86, 52, 32))
    for x, y in ((520, 1420), (1080, 1560), (1720, 1430), (1330, 1290), (840, 1270)):
        draw.ellipse((x - 175, y - 75, x + 175, y + 85), fill=(196, 184, 164))
        draw.ellipse((x - 140, y - 58, x + 140, y + 56), fill=(222, 158, 62))
    for x, tall in ((330, 380), (760, 460), (1190, 520), (1600, 430), (2060, 370)):
        foot = 1240 + dice.integers(-30, 60)
        draw.rectangle((x - 34, foot - tall, x + 34, foot), fill=(236, 218, 184))
        image = glow(image, x, foot - tall - 60, 300, (210, 120, 40), 0.75)
        image = glow(image, x, foot - tall - 50, 70, (255, 210, 120))
        draw = ImageDraw.Draw(image)
        tip = [(x, foot - tall - 130), (x + 24, foot - tall - 40), (x, foot - tall - 8)]
        draw.polygon([*tip, (x - 24, foot - tall - 40)], (255, 244, 200))
    return image


def cheese_breads():
    image, dice = sky((236, 226, 206), (220, 204, 176)), np.random.default_rng(1)
    draw = ImageDraw.Draw(image, "RGBA")
    for step in range(0, W, 240):
        draw.rectangle((step, 0, step + 120, H), fill=(196, 64, 58, 90))
        draw.rectangle((0, step, W, step + 120), fill=(196, 64, 58, 90))
    draw.ellipse((330, 330, 1690, 1590), fill=(120, 90, 70, 120))
    draw.ellipse((310, 290, 1670, 1550), fill=(248, 248, 244))
    draw.ellipse((450, 420, 1530, 1420), fill=(232, 234, 232))
    places = [
        (990 + r * math.cos(a), 910 + r * math.sin(a) * 0.9)
        for r, many in ((400, 9), (190, 5), (0, 1))
        for a in np.linspace(0.2, 6.5, many + 1)[:-1]
    ]
    for x, y in places:
        wide = dice.uniform(112, 140)
        for step in np.linspace(1, 0.05, 24):
            r, lift = wide * step, wide * 0.34 * (1 - step)
            box = (x - r - lift, y - r * 0.9 - lift, x + r - lift, y + r * 0.9 - lift)
            tone = 1 - step
            draw.ellipse(
                box, (int(186 + 66 * tone), int(126 + 96 * tone), int(54 + 106 * tone))
            )
        for _ in range(9):
            a, b = x + dice.normal(0, wide / 3), y + dice.normal(0, wide / 3)
            draw.ellipse((a - 9, b - 6, a + 9, b + 6), (150, 92, 40, 130))
    draw.ellipse((1780, 520, 2260, 1000), fill=(245, 245, 240))
    draw.arc((2130, 640, 2380, 880), 250, 110, (245, 245, 240), 44)
    draw.ellipse((1830, 570, 2210, 950), fill=(72, 42, 26))
    draw.ellipse((1900, 610, 2060, 700), fill=(120, 78, 50, 160))
    return image


def birthday_cake():
    image, dice = (
        sky((54, 36, 66), (98, 52, 66), (62, 34, 40)),
        np.random.default_rng(4),
    )
    draw = ImageDraw.Draw(image)
    for _ in range(70):
        x, y, r = dice.uniform(0, W), dice.uniform(0, 1000), dice.uniform(14, 60)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=WARM[dice.integers(5)])
    image = soften(image, 24)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 1500, W, H), fill=(92, 58, 48))
    draw.ellipse((520, 1480, 1880, 1660), fill=(214, 214, 220))
    for box, color in (
        ((620, 1180, 1780, 1560), (250, 236, 214)),
        ((800, 860, 1600, 1200), (246, 214, 206)),
    ):
        draw.rounded_rectangle(box, 50, color)
        for x in range(box[0] + 30, box[2] - 20, 74):
            drop = box[1] + 60 + (x * 37) % 90
            draw.rounded_rectangle(
                (x - 30, box[1] - 8, x + 32, drop), 30, (206, 84, 84)
            )
    for x in range(690, 1740, 96):
        draw.ellipse((x - 26, 1440, x + 26, 1492), fill=WARM[x // 96 % 5])
    text(draw, (1200, 1350), "72", 150, (150, 60, 70))
    flames = [(x, 860 - 7 * (x % 5)) for x in range(850, 1560, 34)]
    for x, y in flames:
        draw.rectangle((x - 8, y - 120, x + 8, y), fill=WARM[x // 34 % 5])
    image = glow(image, 1200, 700, 620, (130, 80, 20))
    draw = ImageDraw.Draw(image)
    for x, y in flames:
        draw.ellipse((x - 15, y - 190, x + 15, y - 120), fill=(255, 214, 110))
        draw.ellipse((x - 7, y - 165, x + 7, y - 124), fill=(255, 250, 226))
    return image
