"""A model paints covers where one is set, once each; only their pixels are shown."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

import site_fixture as invented
from conftest import KEY
from egregora.errors import SettingError
from egregora.llm import payloads
from egregora.llm.access import check_provider
from egregora.llm.models import open_model
from egregora.site.build import build_site
from egregora.site.covers import decode_painting, requests_for_covers, write_covers
from egregora.site.load import posts_without_photo
from egregora.storage import rows_of
from standin import COMMENT, StandIn, server  # noqa: F401

MODEL = {"provider": "gemini", "name": "gemini-image", "base_url": None}
FAST = {"seconds": 60, "calls": 4, "pause": 0.01}


def posts():
    return rows_of(invented.tables_of_blog()["posts"])


def png(size=(64, 36), **options):
    kept = io.BytesIO()
    Image.new("RGB", size, (200, 80, 40)).save(kept, "PNG", **options)
    return kept.getvalue()


def test_a_cover_is_asked_for_once_and_kept(server, tmp_path):  # noqa: F811
    asked = requests_for_covers(posts()[5:], "gemini-image", "# paint_covers")
    for _ in range(2):
        with open_model(MODEL, tmp_path / "answers", **FAST) as model:
            answers = model.generate_all(list(asked.values()))
        assert server.counts == {"paint_covers": 3}
    covers = [decode_painting(answer) for answer in answers]
    for cover in covers:
        with Image.open(io.BytesIO(cover)) as image:
            assert (image.format, image.size) == ("JPEG", (640, 360))
        assert COMMENT.encode() not in cover
    assert len(set(covers)) == 3


@pytest.mark.parametrize("fault", ["truncated", "empty", "500", "reset"])
def test_an_answer_without_a_picture_is_asked_for_again(server, tmp_path, fault):  # noqa: F811
    server.fail(fault)
    (asked,) = requests_for_covers(
        posts()[:1], "gemini-image", "# paint_covers"
    ).values()
    with open_model(MODEL, tmp_path / "answers", **FAST) as model:
        assert decode_painting(model.generate(asked))
    assert server.counts == {"paint_covers": 2}


def test_a_request_shows_what_the_post_says_and_no_pseudonym():
    for request in requests_for_covers(posts(), "m", "# paint_covers").values():
        assert set(request.data) == {"title", "summary", "tags"}
        assert request.about
        assert not any(author in str(request.data) for author in request.about)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg onload=pwned=1>",
        png()[:60],
        b"GIF89a" + bytes(40),
        b"\x89PNG\r\n\x1a\n" + bytes(99),
    ],
)
def test_what_is_no_picture_is_no_cover(content, tmp_path):
    answers = {
        "2025-W01": payloads.pack_picture(content, "image/png"),
        "2025-W02": None,
    }
    answers["2025-W03"] = {"mime": "image/png", "image": "no base64!"}
    assert write_covers(answers, tmp_path / "covers") == 0
    assert list((tmp_path / "covers").iterdir()) == []


def test_posts_with_a_photo_need_no_cover():
    found = invented.tables_of_blog()
    bare = posts_without_photo(posts(), found["media"], found["enriched"])
    assert [row["period"] for row in bare] == ["2025-W06", "2025-W07", "2025-W08"]
    assert posts_without_photo([], found["media"], found["enriched"]) == []


def test_a_painted_cover_is_shown_in_place_of_a_drawn_one(tmp_path):
    invented.write_sources(tmp_path / "site")
    answers = {"2025-W08": payloads.pack_picture(png(), "image/png")}
    assert write_covers(answers, tmp_path / "site/covers") == 1
    blog = invented.blog(covers={"2025-W08"})
    build_site(blog, tmp_path / "site", tmp_path / "public")
    page = (tmp_path / "public/index.html").read_text()
    assert re.search(r'<img src="media/cover-2025-W08.jpg" alt="[^"]+quadra', page)
    assert (tmp_path / "public/media/cover-2025-W08.jpg").stat().st_size > 100


def test_only_a_provider_that_paints_is_asked_to():
    settings = {"provider": "openai", "base_url": "http://127.0.0.1:1"}
    with pytest.raises(SettingError, match=r"model\.illustrator: only .* gemini"):
        check_provider(settings | {"illustrator": "x"})


def test_a_blog_with_an_illustrator_has_covers_and_writes_no_post_for_them(grown):
    model = "model={provider: gemini, illustrator: gemini-image}"
    with StandIn() as standin:
        done = grown.run(
            *("public", "--rerun-triggers", "input", "--config", model),
            EGREGORA_KEY=KEY,
            **standin.environment,
        )
    assert done.code == 0, done.output
    assert {"paint_covers": 1, "build_site": 1}.items() <= done.jobs.items()
    assert "write_post" not in done.jobs
    covers = [one for one in grown.files("site/covers") if one.endswith(".jpg")]
    assert 0 < len(covers) == standin.counts["paint_covers"] < len(grown.posts)
    files = grown.files("public")
    assert {f"public/media/cover-{Path(one).name}" for one in covers} <= files.keys()
    assert not any(COMMENT.encode() in content for content in files.values())
