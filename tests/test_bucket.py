"""Exports are read from a bucket, and the blog is put into one: S3 on loopback."""

import shutil
import uuid
from pathlib import Path

import pytest

from conftest import KEY, ROOT, new_blog
from egregora.errors import EgregoraError, MissingSecret, SettingError
from egregora.workflow import buckets
from egregora.workflow.buckets import (
    PUBLISHED_LIST,
    compare_with_bucket,
    content_type_of,
    publish_folder,
)

boto3 = pytest.importorskip("boto3")
pytest.importorskip("snakemake_storage_plugin_s3")
servers = pytest.importorskip("moto.server")

# The export of a group is named after it, or after a person.
EXPORT = "WhatsApp Chat with Ana Prado.zip"
SECRET = "a secret that no file may hold"


@pytest.fixture(scope="module")
def server():
    server = servers.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def access(server, tmp_path, monkeypatch):
    """Set what leads to the server; return it, for runs of the workflow."""
    access = {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_EC2_METADATA_DISABLED": "true",
        "HOME": str(tmp_path),
        "NO_PROXY": "127.0.0.1",
    }
    for name, value in access.items():
        monkeypatch.setenv(name, value)
    return access | {"SHOWN_PLUGINS": "s3"}


@pytest.fixture
def bucket(access):
    """Return a new bucket."""
    s3 = boto3.Session().resource("s3", region_name="us-east-1")
    return s3.create_bucket(Bucket=uuid.uuid4().hex)


def held(bucket):
    """Return name → content of all that a bucket holds."""
    return {one.key: one.get()["Body"].read() for one in bucket.objects.all()}


def test_an_export_in_a_bucket_makes_the_same_posts(demo, access, bucket, tmp_path):
    bucket.upload_file(str(ROOT / "tests/exports/demo.zip"), EXPORT)
    blog = new_blog(tmp_path / "blog", exports=[f"s3://{bucket.name}/{EXPORT}"])
    shutil.rmtree(blog.folder / "exports")
    done = blog.run("site/posts", EGREGORA_KEY=KEY, **access)
    assert done.code == 0, done.output
    assert blog.files("site/posts") == demo.files("site/posts")

    # Written anew, and the same: nothing runs.
    bucket.upload_file(str(ROOT / "tests/exports/demo.zip"), EXPORT)
    again = blog.run("site/posts", EGREGORA_KEY=KEY, **access)
    assert (again.code, again.jobs) == (0, {})
    assert "bytes fetched" in again.output

    assert set(held(bucket)) == {EXPORT}
    for path, content in blog.files("").items():
        assert SECRET.encode() not in content, path
        if path != "config.yaml" and not path.startswith("results/private/"):
            assert b"Ana Prado" not in content, path
            assert "Ana Prado" not in path


@pytest.mark.parametrize(
    ("hidden", "line"),
    [
        ({}, "exports: s3://nowhere/chat.zip is not there; put the export there, or "),
        (
            {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""},
            "exports: s3://nowhere/chat.zip cannot be read (Unable to locate "
            "credentials); see that ",
        ),
        (
            {"PYTHONPATH": "shadow"},
            "exports: s3://nowhere/chat.zip needs a storage plugin of Snakemake; for "
            "s3:// install snakemake-storage-plugin-s3",
        ),
    ],
)
def test_what_is_missing_is_said_in_one_line(access, tmp_path, hidden, line):
    blog = new_blog(tmp_path / "blog", exports=["s3://nowhere/chat.zip"])
    # A module, where Snakemake looks for a package, stands for one that is missing.
    (blog.folder / "shadow").mkdir()
    (blog.folder / "shadow/snakemake_storage_plugin_s3.py").touch()
    done = blog.run("site/posts", EGREGORA_KEY=KEY, **access | hidden)
    assert done.code != 0
    assert done.output.splitlines()[-1].startswith(f"egregora: {line}")
    assert "Traceback" not in done.output
    assert done.jobs == {}


def test_the_whole_blog_and_nothing_else_is_published(grown, access, bucket):
    place = f"s3://{bucket.name}/blog"
    done = grown.run(
        "publish", "--config", f"bucket={place}", **access, EGREGORA_KEY=KEY
    )
    assert done.code == 0, done.output
    assert done.jobs == {"publish": 1}
    pages = {
        name.replace("public/", "blog/"): content
        for name, content in grown.files("public").items()
    }
    published = held(bucket)
    assert published.pop(f"blog/{PUBLISHED_LIST}")
    assert published == pages
    assert bucket.Object("blog/index.html").content_type == "text/html; charset=utf-8"
    for path, content in grown.files("").items():
        assert SECRET.encode() not in content, path


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "public"
    (folder / "posts").mkdir(parents=True)
    (folder / "index.html").write_text("home")
    (folder / "posts/2025-W10.html").write_text("a week")
    return folder


def test_only_what_changed_moves_and_what_is_gone_leaves(bucket, pages):
    place = f"s3://{bucket.name}/blog/"
    assert publish_folder(pages, place).put == ["index.html", "posts/2025-W10.html"]
    bucket.put_object(Key="blog/theirs.html", Body=b"of somebody else")
    bucket.put_object(Key="chat.zip", Body=b"an export")
    assert publish_folder(pages, place).put == []
    (pages / "posts/2025-W10.html").unlink()
    (pages / "index.html").write_text("another home")
    moved = publish_folder(pages, place)
    assert (moved.put, moved.drop) == (["index.html"], ["posts/2025-W10.html"])
    left = held(bucket)
    assert left.pop(f"blog/{PUBLISHED_LIST}")
    assert left == {
        "blog/index.html": b"another home",
        "blog/theirs.html": b"of somebody else",
        "chat.zip": b"an export",
    }


def test_a_place_with_other_files_is_left_alone(bucket, pages):
    bucket.put_object(Key="chat.zip", Body=b"an export")
    with pytest.raises(SettingError, match="holds other files; name an empty folder"):
        publish_folder(pages, f"s3://{bucket.name}")
    assert held(bucket) == {"chat.zip": b"an export"}


def test_what_a_killed_run_left_there_is_still_ours(bucket, pages, monkeypatch):
    place, upload = f"s3://{bucket.name}/blog", boto3.s3.inject.bucket_upload_file

    def killed_at_the_second(self, path, name, **how):
        if name != "blog/index.html":
            raise KeyboardInterrupt
        upload(self, path, name, **how)

    with monkeypatch.context() as patched:
        patched.setattr(boto3.s3.inject, "bucket_upload_file", killed_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            publish_folder(pages, place)
    assert "blog/index.html" in held(bucket)
    assert publish_folder(pages, place).put == ["index.html", "posts/2025-W10.html"]


def test_a_bucket_or_a_key_that_is_missing_is_named(access, pages, monkeypatch):
    with pytest.raises(SettingError, match=r"^config.yaml: bucket: not set; write "):
        publish_folder(pages, None)
    with pytest.raises(EgregoraError, match=r"^bucket: s3://none cannot be written \("):
        publish_folder(pages, "s3://none")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(MissingSecret, match=r"^bucket: s3://none wants AWS_ACCESS"):
        publish_folder(pages, "s3://none")


def test_what_is_new_other_or_gone_from_the_bucket_is_put():
    here = {"same": "1", "other": "2", "new": "3", "taken": "4"}
    listed = {"same": "1", "other": "1", "taken": "4", "gone": "5", "never": "6"}
    wanted = compare_with_bucket(
        here, listed, {"same", "other", "taken"} - {"taken"} | {"gone"}
    )
    assert (wanted.put, wanted.drop) == (["other", "new", "taken"], ["gone"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("sitemap.xml.gz", "application/gzip"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("media/a1.opus", "audio/ogg"),
        ("media/a1.jpg", "image/jpeg"),
        ("bundle.js.map", "application/octet-stream"),
    ],
)
def test_a_browser_is_told_what_a_file_is(name, kind):
    assert content_type_of(name) == kind


class Shelf:
    """Files that lie elsewhere, as a storage plugin shows them."""

    def __init__(self, path):
        self.path, self.place, self.breaks = Path(path), None, False

    def exists(self):
        return self.path.exists()

    def mtime(self):
        return self.path.stat().st_mtime

    def size(self):
        return self.path.stat().st_size

    def set_local_path(self, path):
        self.place = path

    def retrieve_object(self):
        copy = shutil.copytree if self.path.is_dir() else shutil.copy
        copy(self.path, self.place)
        if self.breaks:
            raise ConnectionResetError("the line broke")


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chat.zip").write_bytes(b"first")
    return Shelf(tmp_path / "chat.zip")


ADDRESS = "s3://chats/chat.zip"


def test_a_copy_is_taken_again_only_when_its_original_changed(shelf):
    copy = buckets.path_of_copy(ADDRESS)
    assert [buckets.fetch_export(ADDRESS, copy, shelf) for _ in range(2)] == [5, 0]
    shelf.path.write_bytes(b"second")
    assert buckets.fetch_export(ADDRESS, copy, shelf) == 6
    assert copy.read_bytes() == b"second"
    assert buckets.FETCHED_FOLDER.stat().st_mode & 0o077 == 0


def test_a_copy_that_breaks_off_leaves_the_one_before(shelf):
    copy = buckets.path_of_copy(ADDRESS)
    buckets.fetch_export(ADDRESS, copy, shelf)
    shelf.path.write_bytes(b"second")
    shelf.breaks = True
    with pytest.raises(EgregoraError, match=r"cannot be read \(the line broke\)"):
        buckets.fetch_export(ADDRESS, copy, shelf)
    assert copy.read_bytes() == b"first"
    shelf.breaks = False
    assert buckets.fetch_export(ADDRESS, copy, shelf) == 6


def test_copies_of_exports_that_are_no_longer_named_are_removed(shelf):
    kept, gone = (
        buckets.path_of_copy(ADDRESS),
        buckets.path_of_copy("s3://chats/old.zip"),
    )
    for copy in (kept, gone):
        buckets.fetch_export(ADDRESS, copy, shelf)
    buckets.remove_unused_copies([kept])
    assert kept.exists()
    assert not gone.exists()


def test_settings_name_the_copies_of_what_lies_elsewhere():
    phone = {"path": "s3://chats/b.zip", "names": {"Mum": "Ana"}}
    settings = {"exports": ["exports/*.zip", "s3://chats/all/", ADDRESS, phone]}
    copies = buckets.localize_exports(settings)
    assert list(copies) == ["s3://chats/all/", ADDRESS, "s3://chats/b.zip"]
    whole, one, other = map(str, copies.values())
    assert settings["exports"] == [
        *("exports/*.zip", f"{whole}/*", one),
        {"path": other, "names": {"Mum": "Ana"}},
    ]
    assert one.startswith("results/private/")
    assert one.endswith("/chat.zip")
