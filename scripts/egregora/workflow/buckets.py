"""Buckets: exports read from one, and the blog written to one.

Copies of remote exports are in the private folder and are renewed when the original
changes. A list of the published files is kept in the bucket, so that files of others
are never removed. The bucket speaks S3's protocol.
"""

from __future__ import annotations

import fcntl
import json
import mimetypes
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from egregora.errors import EgregoraError, MissingSecret, SettingError
from egregora.files import digest_of, read_json, sha256_of, write_json

FETCHED_FOLDER = Path("results/private/fetched")
# Lies beside each copy: when its original was written, and how many bytes it has.
ORIGINAL_STATE_FILE = ".original.json"


class StoredObject(Protocol):
    """What a storage plugin tells of one address, and can do with it."""

    def exists(self) -> bool:
        """Return whether there is anything."""

    def mtime(self) -> float:
        """Return when it was written, in seconds since 1970."""

    def size(self) -> int:
        """Return how many bytes it has."""

    def set_local_path(self, path: Path) -> None:
        """Name the place of its copy."""

    def retrieve_object(self) -> None:
        """Write its copy; of a folder, all files below it."""


def localize_exports(settings: dict[str, Any]) -> dict[str, Path]:
    """Let `exports` name the copies of what lies elsewhere; return address → copy."""
    copies, settled = {}, []
    for one in settings["exports"]:
        path = one["path"] if isinstance(one, Mapping) else one
        if "://" in path:
            copies[path] = path_of_copy(path)
            path = f"{copies[path]}/*" if path.endswith("/") else str(copies[path])
        settled.append({**one, "path": path} if isinstance(one, Mapping) else path)
    settings["exports"] = settled
    return copies


def path_of_copy(address: str) -> Path:
    """Return the place of the copy of a file, or of a folder: its address ends in /."""
    return (
        FETCHED_FOLDER
        / digest_of(address)[:16]
        / address.rstrip("/").rpartition("/")[2]
    )


def fetch_export(address: str, copy: Path, stored: StoredObject) -> int:
    """Make `copy` what lies at `address`; return how many bytes were read for that.

    Raises
    ------
    SettingError
        If nothing lies there.
    EgregoraError
        If it cannot be read.
    """
    try:
        if not stored.exists():
            raise SettingError(
                f"exports: {address} is not there; put the export there, or mend "
                "exports in config.yaml"
            )
        state = [stored.mtime(), stored.size()]
        FETCHED_FOLDER.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        FETCHED_FOLDER.mkdir(mode=0o700, exist_ok=True)
        with (FETCHED_FOLDER / ".lock").open("a") as lock:
            # A dry run may look while a run begins.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if state_of_original(copy) == state:
                return 0
            retrieve_copy(copy, stored, state)
            return state[1]
    except EgregoraError:
        raise
    except Exception as error:
        # Each plugin has errors of its own.
        told = " ".join(str(error).split()) or type(error).__name__
        raise EgregoraError(
            f"exports: {address} cannot be read ({told}); see that the address is "
            "right, and that the environment holds its credentials"
        ) from None


def state_of_original(copy: Path) -> list[float] | None:
    """Return the state of the original that `copy` was taken of."""
    with suppress(OSError, ValueError):
        return read_json(copy.parent / ORIGINAL_STATE_FILE)
    return None


def retrieve_copy(copy: Path, stored: StoredObject, state: list[float]) -> None:
    """Put a new copy into the place of the old one, whole or not at all."""
    part = FETCHED_FOLDER / ".part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    stored.set_local_path(part / copy.name)
    stored.retrieve_object()
    write_json(part / ORIGINAL_STATE_FILE, state)
    shutil.rmtree(copy.parent, ignore_errors=True)
    os.replace(part, copy.parent)


def remove_unused_copies(copies: Iterable[Path]) -> None:
    """Remove the copies of exports that are no longer named."""
    named = {copy.parent for copy in copies}
    for place in FETCHED_FOLDER.glob("[!.]*"):
        if place not in named:
            shutil.rmtree(place)


PUBLISHED_LIST = "egregora.json"
# Servers may know others or none; browsers show nothing that they know no type of.
MEDIA_TYPES_BY_SUFFIX = {
    ".gz": "application/gzip",
    ".opus": "audio/ogg",
    ".webp": "image/webp",
    ".xml": "application/xml",
}
TEXT_MEDIA_TYPES = (
    "text/",
    "application/json",
    "application/xml",
    "application/javascript",
)


@dataclass(frozen=True)
class BucketChange:
    """What makes a bucket hold what a folder holds.

    Attributes
    ----------
    put, drop
        Names of files that are new or other, and of those that are gone.
    """

    put: list[str]
    drop: list[str]


def parse_bucket_address(address: str | None) -> tuple[str, str]:
    """Return the bucket and the beginning of all names of s3://bucket/folder.

    Raises
    ------
    SettingError
        If there is no address.
    """
    if address is None:
        raise SettingError(
            "config.yaml: bucket: not set; write where the blog goes, such as "
            "s3://my-bucket/blog"
        )
    bucket, _, folder = address.removeprefix("s3://").partition("/")
    return bucket, f"{folder.strip('/')}/".lstrip("/")


def digests_of_files(folder: Path) -> dict[str, str]:
    """Return name → SHA-256 of each file below `folder`."""
    return {
        path.relative_to(folder).as_posix(): sha256_of(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def compare_with_bucket(
    here: dict[str, str], listed: dict[str, str], there: set[str]
) -> BucketChange:
    """Return what makes the bucket hold what the folder holds.

    Parameters
    ----------
    here, listed
        Name → digest of the files of the folder, and of those put there before.
    there
        Names of all that the bucket holds.
    """
    put = [name for name in here if listed.get(name) != here[name] or name not in there]
    return BucketChange(put, sorted((listed.keys() - here.keys()) & there))


def content_type_of(name: str) -> str:
    """Return the media type of a file."""
    kind, packed = mimetypes.guess_type(name)
    kind = MEDIA_TYPES_BY_SUFFIX.get(Path(name).suffix) or (None if packed else kind)
    kind = kind or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(TEXT_MEDIA_TYPES) else kind


def publish_folder(folder: Path, address: str | None) -> BucketChange:
    """Make the bucket at `address` hold what `folder` holds; return what that took.

    Raises
    ------
    SettingError
        If there is no such bucket, or it holds what is not ours.
    MissingSecret
        If the environment has no credentials.
    EgregoraError
        If the bucket cannot be written.
    """
    name, before = parse_bucket_address(address)
    with open_bucket(name, address) as bucket:
        there = {
            one.key.removeprefix(before) for one in bucket.objects.filter(Prefix=before)
        }
        listed = {}
        if PUBLISHED_LIST in there:
            listed = json.load(bucket.Object(before + PUBLISHED_LIST).get()["Body"])
        elif there:
            raise SettingError(
                f"config.yaml: bucket: {address} holds other files; name an empty "
                "folder of it, such as s3://my-bucket/blog"
            )
        here = digests_of_files(folder)
        wanted = compare_with_bucket(here, listed, there)
        # A run that is killed leaves nothing there that no list names.
        write_published_list(bucket, before, listed | dict.fromkeys(wanted.put, ""))
        for one in wanted.put:
            told = {"ContentType": content_type_of(one)}
            bucket.upload_file(str(folder / one), before + one, ExtraArgs=told)
        for one in wanted.drop:
            bucket.Object(before + one).delete()
        write_published_list(bucket, before, here)
    return wanted


def write_published_list(bucket: Any, before: str, listed: dict[str, str]) -> None:
    """Write the list of what was put into the bucket."""
    text = json.dumps(listed, indent=1, sort_keys=True)
    bucket.put_object(
        Key=before + PUBLISHED_LIST,
        Body=text.encode(),
        ContentType=content_type_of(PUBLISHED_LIST),
    )


@contextmanager
def open_bucket(name: str, address: str) -> Iterator[Any]:
    """Yield a bucket; tell in one line what it cannot do."""
    try:
        import boto3
        from botocore import exceptions
    except ImportError:
        raise EgregoraError(
            f"bucket: {address} needs snakemake-storage-plugin-s3; install it"
        ) from None
    try:
        yield boto3.Session().resource("s3").Bucket(name)
    except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError):
        raise MissingSecret(
            f"bucket: {address} wants AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in "
            "the environment"
        ) from None
    except (
        boto3.exceptions.Boto3Error,
        exceptions.BotoCoreError,
        exceptions.ClientError,
    ) as error:
        told = " ".join(str(error).split())
        raise EgregoraError(f"bucket: {address} cannot be written ({told})") from None
