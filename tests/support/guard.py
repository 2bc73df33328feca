"""Runs a service and ends it when its owner is gone.

guard.py OWNER_PID STOP_SIGNAL ACCOUNT REMOVE COMMAND...
"""

import os
import shutil
import signal
import subprocess
import sys
import time

PAUSE = 0.3
PATIENCE = 5


def main() -> int:
    owner, stop_signal, account, remove, *command = sys.argv[1:]
    who = {"user": account, "group": account, "extra_groups": []} if account else {}
    service = subprocess.Popen(command, **who)
    ending = False

    def end(*_: object) -> None:
        nonlocal ending
        ending = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while service.poll() is None and not ending and _lives(int(owner)):
        time.sleep(PAUSE)
    if service.poll() is None:
        service.send_signal(int(stop_signal))
        try:
            service.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            service.kill()
            service.wait()
    if remove:
        shutil.rmtree(remove, ignore_errors=True)
    return service.returncode


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    sys.exit(main())
