"""The blog in a bucket: what is new goes there, what is gone leaves.

The bucket speaks S3's protocol. A list of what was put there lies beside it, so that
nothing that is somebody else's is ever removed. Snakemake's own storage of outputs
would empty the place before each run, delete an empty bucket, and tell browsers no
media types.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from egregora.digests import sha256_of
from egregora.errors import EgregoraError, MissingSecret, SettingError

LIST = "egregora.json"
# Servers may know others or none; browsers show nothing that they know no type of.
TYPES = {
    ".gz": "application/gzip",
    ".opus": "audio/ogg",
    ".webp": "image/webp",
    ".xml": "application/xml",
}
WRITTEN = ("text/", "application/json", "application/xml", "application/javascript")


@dataclass(frozen=True)
class Change:
    """What makes a bucket hold what a folder holds.

    Attributes
    ----------
    put, drop
        Names of files that are new or other, and of those that are gone.
    """

    put: list[str]
    drop: list[str]


def place_of(address: str | None) -> tuple[str, str]:
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


def digests_of(folder: Path) -> dict[str, str]:
    """Return name → SHA-256 of each file below `folder`."""
    return {
        path.relative_to(folder).as_posix(): sha256_of(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def change(here: dict[str, str], listed: dict[str, str], there: set[str]) -> Change:
    """Return what makes the bucket hold what the folder holds.

    Parameters
    ----------
    here, listed
        Name → digest of the files of the folder, and of those put there before.
    there
        Names of all that the bucket holds.
    """
    put = [name for name in here if listed.get(name) != here[name] or name not in there]
    return Change(put, sorted((listed.keys() - here.keys()) & there))


def type_of(name: str) -> str:
    """Return the media type of a file."""
    kind, packed = mimetypes.guess_type(name)
    kind = TYPES.get(Path(name).suffix) or (None if packed else kind)
    kind = kind or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith(WRITTEN) else kind


def publish(folder: Path, address: str | None) -> Change:
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
    name, before = place_of(address)
    with bucket_at(name, address) as bucket:
        there = {
            one.key.removeprefix(before) for one in bucket.objects.filter(Prefix=before)
        }
        listed = {}
        if LIST in there:
            listed = json.load(bucket.Object(before + LIST).get()["Body"])
        elif there:
            raise SettingError(
                f"config.yaml: bucket: {address} holds other files; name an empty "
                "folder of it, such as s3://my-bucket/blog"
            )
        here = digests_of(folder)
        wanted = change(here, listed, there)
        # A run that is killed leaves nothing there that no list names.
        write_list(bucket, before, listed | dict.fromkeys(wanted.put, ""))
        for one in wanted.put:
            told = {"ContentType": type_of(one)}
            bucket.upload_file(str(folder / one), before + one, ExtraArgs=told)
        for one in wanted.drop:
            bucket.Object(before + one).delete()
        write_list(bucket, before, here)
    return wanted


def write_list(bucket: Any, before: str, listed: dict[str, str]) -> None:
    """Write the list of what was put into the bucket."""
    text = json.dumps(listed, indent=1, sort_keys=True)
    bucket.put_object(Key=before + LIST, Body=text.encode(), ContentType=type_of(LIST))


@contextmanager
def bucket_at(name: str, address: str) -> Iterator[Any]:
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
