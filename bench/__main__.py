"""`python -m bench [name …]`: measure, and print the table as it grows."""

import argparse
import importlib
import os

from bench.figures import heading, lines

MEASUREMENTS = (
    "issuing",
    "paper",
    "board",
    "history",
    "life",
    "estimate",
    "booking",
    "ingest",
    "link",
    "eticket",
)


def main() -> None:
    """Run the named measurements, all of them without a name."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the node.")
    parser.add_argument("names", nargs="*", choices=[[], *MEASUREMENTS], metavar="name")
    names = parser.parse_args().names or MEASUREMENTS
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print(heading(), flush=True)
    for name in names:
        for row in importlib.import_module(f"bench.{name}").rows():
            print(lines([row]), flush=True)


if __name__ == "__main__":
    main()
