"""`make bench`, or `python -m benchmarks NAME …`: a table, then one JSON line per job."""

import json
import pkgutil
import subprocess
import sys

import benchmarks
from benchmarks.result import Result, broken, table

PREFIX = "bench_"


def main() -> int:
    """Every job in a process of its own, so that none inherits the memory or the threads of another."""
    names = sys.argv[1:] or jobs()
    results = [result for name in names for result in _apart(name)]
    sys.stdout.write(f"\n{table(results)}\n\n")
    sys.stdout.writelines(f"{result.line()}\n" for result in results)
    return int(not all(result.good for result in results))


def jobs() -> list[str]:
    """The names of the files here, without their prefix."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name.removeprefix(PREFIX) for name in found if name.startswith(PREFIX))


def _apart(name: str) -> list[Result]:
    sys.stderr.write(f"{name} ...\n")
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{PREFIX}{name}"], stdout=subprocess.PIPE, text=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    results = [Result(**json.loads(line)) for line in lines]
    if done.returncode:  # what it said before stands, and so do the other jobs
        results.append(broken(name, RuntimeError("its last words are above the table"), goal=1.0))
    return results


if __name__ == "__main__":
    sys.exit(main())
