"""Runs a program on bytes that a stranger sent: in a process of its own, within limits.

A file that makes a parser crash, loop or take all the memory then harms nothing but itself.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

# What Python itself may need to start; nothing else is for strangers' files to see.
_NEEDED = ("PATH", "LD_LIBRARY_PATH")
_RUNNER = Path(__file__).with_name("runner.py")


class NoAnswer(Exception):
    """The process was ended by its limits, or by the library that it uses."""


def run_isolated(
    program: Path, content: bytes, *arguments: int, memory: int = 2**30, seconds: int = 60
) -> Any:
    """What `program` prints as JSON when it reads `content` from its standard input.

    `memory` is in bytes, `seconds` are those of the processor; by the clock it has twice as many.
    The program imports nothing of ours. Raises `NoAnswer`.
    """
    try:
        done = subprocess.run(
            [
                *(sys.executable, "-I", str(_RUNNER), str(memory), str(seconds), str(program)),
                *map(str, arguments),
            ],
            input=content,
            capture_output=True,
            timeout=2 * seconds,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
        )
        return json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise NoAnswer(type(error).__name__) from error
