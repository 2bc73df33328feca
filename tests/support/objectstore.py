"""An S3-compatible storage of our own: moto's server on a free port, one for each process."""

import functools
import logging
import secrets
from typing import Any

#: what a site must know to use it
KEYS = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests"}
REGION = "us-east-1"


@functools.cache
def _server() -> Any:
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    return server


def endpoint() -> str:
    host, port = _server().get_host_and_port()
    return f"http://{host}:{port}"


def client() -> Any:
    """boto3's own client, to look from outside."""
    import boto3

    return boto3.client(
        "s3",
        endpoint_url=endpoint(),
        region_name=REGION,
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
    )


def new_bucket() -> str:
    name = f"webinar-{secrets.token_hex(6)}"
    client().create_bucket(Bucket=name)
    return name


def address(bucket: str, *, prefix: str = "", links: bool = False) -> str:
    """What WEBINAR_STORAGE holds for it."""
    return f"s3://{bucket}{prefix}?endpoint={endpoint()}" + ("&links=on" if links else "")
