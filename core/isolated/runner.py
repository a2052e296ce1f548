"""`python -I runner.py MEMORY SECONDS PROGRAM [ARGUMENT …]`: sets limits, then runs PROGRAM."""

import resource
import runpy
import sys


def main() -> None:
    memory, seconds, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It writes no file; a pipe is none.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.argv = sys.argv[3:]
    runpy.run_path(program, run_name="__main__")


if __name__ == "__main__":
    main()
