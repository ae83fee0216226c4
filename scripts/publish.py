"""Put the blog into a bucket.

reads   home    index.html of the folder of the pages
params  bucket  where the pages go, such as s3://my-bucket/blog
env     AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or what else boto3 reads
raises  SettingError   there is no such bucket, or it holds what is not ours
        EgregoraError  it cannot be written
"""

from pathlib import Path
from typing import TYPE_CHECKING

from egregora.workflow.buckets import publish_folder
from egregora.workflow.console import format_count
from egregora.workflow.joblog import conclude, run_log

if TYPE_CHECKING:
    from snakemake.iocontainers import snakemake


def main() -> None:
    """Make a bucket hold the pages."""
    change = publish_folder(Path(snakemake.input.home).parent, snakemake.params.bucket)
    conclude(
        "%s put, %d removed", format_count(len(change.put), "file"), len(change.drop)
    )


if __name__ == "__main__":
    with run_log(snakemake):
        main()
