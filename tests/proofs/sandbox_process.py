"""The practice marketplaces in a process of their own; ends when its standard input closes, with its parent."""

import sys
from pathlib import Path

from marketplaces.sandbox.server import running


def main(folder: str) -> None:
    with running(Path(folder)) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
