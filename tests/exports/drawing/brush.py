"""Fades, lights, hills and other strokes that the scenes of the demo are drawn with."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

# Scenes are drawn twice as large as they are kept, which smooths their edges.
W, H = 2400, 1800
WARM = [(196, 69, 54), (244, 185, 66), (64, 125, 143), (92, 141, 85), (226, 127, 96)]


def sky(*colors, size=(W, H)):
    """Return an image that fades from the first colour at the top to the last."""
    stops = np.linspace(0, 1, len(colors))
    rows = np.linspace(0, 1, size[1])
    fade = np.stack(
        [np.interp(rows, stops, channel) for channel in zip(*colors, strict=True)], 1
    )
    return Image.fromarray(np.repeat(fade[:, None], size[0], 1).astype("uint8"))


def glow(image, x, y, radius, color, strength=1.0):
    """Add light around a point."""
    pixels = np.asarray(image).astype(float)
    rows, columns = np.ogrid[: image.height, : image.width]
    light = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (radius**2))
    pixels += strength * light[..., None] * np.array(color)
    return Image.fromarray(pixels.clip(0, 255).astype("uint8"))


def soften(image, radius):
    """Blur an image, as a lens does to what is far away."""
    return image.filter(ImageFilter.GaussianBlur(radius))


def ridge(image, base, height, seed, color, rough=0.5):
    """Draw a line of hills, filled to the bottom."""
    dice = np.random.default_rng(seed)
    x = np.arange(0, image.width + 8, 8)
    y = np.full(x.shape, float(base))
    for wave in range(1, 9):
        turn = dice.uniform(0.5, 1.2) * wave / image.width * 2 * math.pi
        y -= height * rough ** (wave - 1) * np.sin(x * turn + dice.uniform(0, 7))
    outline = [*zip(x, y, strict=True), (image.width, image.height), (0, image.height)]
    ImageDraw.Draw(image).polygon(outline, fill=color)


def sag(x, y=330, depth=120):
    """Return the height of a slack line that hangs across the image."""
    return y + depth * (1 - (2 * x / W - 1) ** 2)


def sock(draw, x, color, size=1.0):
    """Hang a sock on the line, with its peg, its cuff and its toe."""
    y, wide = sag(x), int(110 * size)
    dark = tuple(int(c * 0.78) for c in color)
    leg = [(x, y + 40), (x, y + 260 * size), (x + 120 * size, y + 350 * size)]
    for (a, b), fill in ((leg[:2], color), (leg[1:], color), ((leg[2],) * 2, dark)):
        draw.line([a, b], fill=fill, width=wide)
        for px, py in (a, b)[(a == leg[0]) :]:
            r = wide / 2
            draw.ellipse((px - r, py - r, px + r, py + r), fill=fill)
    draw.rectangle((x - wide / 2, y + 20, x + wide / 2, y + 75 * size), fill=dark)
    draw.rounded_rectangle((x - 12, y - 35, x + 12, y + 50), 8, (176, 132, 84))


def leaves(image, seed, color, side):
    """Let a fern hang into a side of the image."""
    draw, dice = ImageDraw.Draw(image), np.random.default_rng(seed)
    for frond in range(9):
        x, y = side, -60 + 70 * frond
        turn = dice.uniform(0.2, 0.75) if side < W / 2 else dice.uniform(2.4, 2.95)
        for step in range(26):
            x, y = x + 24 * math.cos(turn), y + 24 * math.sin(turn)
            turn += 0.035 if side < W / 2 else -0.035
            long = 75 - 2.5 * step
            for way in (-1.1, 1.1):
                tip = (x + long * math.cos(turn + way), y + long * math.sin(turn + way))
                shade = tuple(int(c * (0.7 + 0.035 * frond)) for c in color)
                draw.line([(x, y), tip], fill=shade, width=17)


def text(draw, xy, words, size, fill):
    """Write centred words."""
    draw.text(xy, words, fill, ImageFont.load_default(size), anchor="mm")
