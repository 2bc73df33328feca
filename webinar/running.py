"""Running an installation: serve, worker, db.

`webinar serve` is one process tree: granian's workers answer requests, and one
child runs the jobs. When the tree is told to stop, requests are finished first.
"""

import contextlib
import gc
import logging
import os
import resource
import signal
import socket
import sys
import threading
import time
from typing import Any

import click
from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces

from webinar import runner
from webinar.core import logs, schema
from webinar.core.command import Installation
from webinar.core.db import db
from webinar.settings import renew_secret

log = logging.getLogger("webinar.running")
#: seconds that running requests get to finish after SIGTERM
GRACE = 30
#: requests that one process works on at once (core/turns); its other threads wait for senders
AT_ONCE = 4
#: threads of one process; they come when they are needed, and most of them wait (core/turns)
_THREADS = 256
#: lines that one process holds open, slow and idle ones too, and files that it may open for them
_LINES = 4096
#: the application that `webinar serve` has made; its workers find it here
ready: list[Flask] = []
#: seconds after which a new worker surely takes signals, on a busy machine, too
_UNTIL_THEY_HEAR = 2.5
#: secrets beside the present one that go on opening what they signed
_FORMER = 2


def prepare(app: Flask) -> None:
    """Bring the schema up and make the rows that every installation has."""
    schema.upgrade(app)
    for step in app.extensions["prepare"]:
        with app.app_context():
            step()


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


@click.command()
@click.option(
    "--workers", type=click.IntRange(1, 64), default=None, help="Processes; default: cores."
)
@click.option(
    "--with-examples",
    is_flag=True,
    help="Load the example programme if the database has never held anything.",
)
@click.option("--without-runner", is_flag=True, help="Leave the jobs to `webinar worker`.")
@click.pass_obj
def serve(
    site: Installation, workers: int | None, with_examples: bool, without_runner: bool
) -> None:
    """Serve the site: migrations, web processes and the job runner in one process tree."""
    settings = site.settings
    if not _is_free(settings.host, settings.port):
        raise click.ClickException(
            f"Port {settings.port} on {settings.host} is taken. Stop the other program, or choose"
            " another port with WEBINAR_PORT."
        )
    app = site.app
    try:
        prepare(app)
    except schema.WrongSchema as error:
        raise click.ClickException(str(error)) from error
    with app.app_context():
        for step in reversed(app.extensions["welcome"]):
            for line in step(with_examples=with_examples):
                click.echo(line)
    if not settings.smtp_url:
        click.echo(
            "Mails are kept in " + str(settings.data / "mail") + " (WEBINAR_SMTP_URL is not set)."
        )
    _warm_up(app)
    click.echo(f"Open {settings.base_url}  (stop with Ctrl-C)")
    sys.stdout.flush()
    os.environ["WEBINAR_DATA"] = str(settings.data)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * _LINES if hard == resource.RLIM_INFINITY else min(hard, 2 * _LINES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    # Its advice about many threads is meant for applications that let all of them in.
    logging.getLogger("_granian").addFilter(lambda line: "Python threads" not in line.getMessage())
    logs.configure(requests=False)
    server = _Server(
        target="webinar.wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=workers or os.cpu_count() or 1,
        # In HTTP/2 a body needs no length (core/http asks for one); proxies speak 1.1 to us.
        http=HTTPModes.http1,
        backlog=1024,
        backpressure=_LINES,
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_access=False,
        # Its own lines go our way, too.
        log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},
        log_level="warning",
    )
    with contextlib.nullcontext() if without_runner else runner.beside(app, grace=GRACE):
        server.serve()


class _Server(Granian):  # type: ignore[misc, valid-type]
    """Granian, which tells its workers to stop only once they can hear it.

    A worker that is still starting misses the signal (granian 2.8.7) and would be killed half a
    minute later; a second signal would cut off what is under way.
    """

    def _spawn_workers(self, *arguments: Any, **options: Any) -> None:
        super()._spawn_workers(*arguments, **options)
        self.spawned_at = time.monotonic()

    def _stop_workers(self) -> None:
        time.sleep(max(0.0, self.spawned_at + _UNTIL_THEY_HEAR - time.monotonic()))
        super()._stop_workers()


def _warm_up(app: Flask) -> None:
    """Leave to the workers, which are forked from this process, an application that is ready.

    Templates and statements are compiled once, and memory is shared. Connections are not:
    each worker opens its own.
    """
    app.test_client().get("/", base_url=app.config["BASE_URL"])
    app.extensions["bytecache"].clear()
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
    ready.append(app)
    # What is there now stays shared: the collector of no process looks at it again.
    gc.collect()
    gc.freeze()


@click.command()
@click.option("--parent", type=int, default=None, hidden=True)
@click.pass_context
def worker(context: click.Context, parent: int | None) -> None:
    """Run jobs only, until told to stop; any number of these may run beside each other."""
    app = context.obj.app
    with app.app_context():
        try:
            schema.require_current()
        except schema.WrongSchema as error:
            raise click.ClickException(str(error)) from error
    runner.run(app, parent=parent)


def end_with_parent() -> None:
    """For web workers: when the server is killed, let go of the port instead of serving on."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


@click.group()
def database() -> None:
    """The database's schema."""


@database.command("upgrade")
@click.argument("revision", default="head")
@click.pass_obj
def upgrade(site: Installation, revision: str) -> None:
    """Run the migrations, up to REVISION or to the newest."""
    try:
        schema.upgrade(site.app, revision)
    except schema.WrongSchema as error:
        raise click.ClickException(str(error)) from error
    if revision == "head":
        prepare(site.app)
    with site.app.app_context():
        click.echo(f"The database is at revision {schema.current_revision()}.")


@database.command("downgrade")
@click.argument("revision")
@click.option(
    "--yes", is_flag=True, help="Do not ask: tables that are dropped take their rows along."
)
@click.pass_obj
def downgrade(site: Installation, revision: str, yes: bool) -> None:
    """Take migrations back, down to REVISION (`base` for an empty database)."""
    if not yes:
        click.confirm("What the older schema has no place for will be lost. Go on?", abort=True)
    schema.downgrade(site.app, revision)
    click.echo(f"The database is at revision {revision}.")


@click.group()
def secret() -> None:
    """What signs sign-ins and personal links."""


@secret.command("renew")
@click.option(
    "--at-once",
    is_flag=True,
    help="Former secrets open nothing any more: for when somebody else knows them.",
)
@click.pass_obj
def renew(site: Installation, at_once: bool) -> None:
    """Sign with a new secret from the next start on; links and sign-ins so far go on working.

    The two secrets before the new one are kept; what older ones signed ends.
    """
    left = renew_secret(site.settings.data, keep=0 if at_once else _FORMER)
    click.echo("There is a new secret. Start the site again, so that it is used.")
    if left:
        click.echo("Links and sign-ins so far go on working.")
    else:
        click.echo(
            "Then every sign-in ends, and every personal link sent so far stops working: send the"
            " links again (Speakers, People)."
        )


database.name, secret.name = "db", "secret"
commands: list[Any] = [serve, worker, database, secret]
__all__ = ["AT_ONCE", "commands", "end_with_parent", "prepare"]
