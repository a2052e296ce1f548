"""Work killed again and again, each time a little later, until it ends by itself.

`python -m tests.faults.again_and_again WORK CHECK`: each is Python code; WORK runs in a process of
its own with Django set up, CHECK after each kill. Prints how often it was killed.
"""

import os
import signal
import sys
import time
import traceback
from importlib import import_module

import django
from django.core.management import call_command
from django.db import connections

# Seconds until the first kill, and by how much each later one is delayed.
FIRST, LATER = 0.02, 1.5


def main(work: str, check: str) -> int:
    django.setup()
    # What is imported here need not be imported by each process.
    import_module("config.urls")
    delay, killed = FIRST, 0
    while (status := _killed_after(delay, work)) is None:
        killed += 1
        delay *= LATER
        exec(check, {})  # noqa: S102
        connections.close_all()
    print(killed)  # noqa: T201
    return status


def _killed_after(seconds: float, work: str) -> int | None:
    """Do `work` in a process; None once it is killed, else its exit status."""
    process = os.fork()
    if process == 0:
        os.setsid()
        try:
            exec(work, {"call_command": call_command})  # noqa: S102
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.killpg(process, signal.SIGKILL)
    _pid, status = os.waitpid(process, 0)
    # It may have ended in the very moment.
    return None if os.WIFSIGNALED(status) else os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
