"""The command `okienko demo`: a sample city or office to click through, or a day to watch."""

import argparse
import sys
from pathlib import Path

from okienko.demo.sample import OFFICES

DEFAULT_FOLDER = Path("var/demo")


def main(argv: list[str]) -> int:
    """Run one demonstration; 0 when it ended well, 1 when not or when the books don't balance."""
    arguments = _parser().parse_args(argv)
    if arguments.books:
        from okienko.demo.day.report import report_on

        return report_on(arguments.folder / "day")
    if arguments.day:
        from okienko.demo.day.run import run_day

        return run_day(
            arguments.folder / "day",
            tickets=arguments.tickets,
            speed=arguments.speed,
            seed=arguments.seed,
        )
    if arguments.story:
        from okienko.demo.story.run import run_story

        return run_story(arguments.folder / "story")
    if arguments.office:
        from okienko.demo.start import run_office

        return run_office(arguments.office, arguments.folder / "office")
    from okienko.demo.city.run import run_city

    return run_city(arguments.folder / "city")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="okienko demo", description="Sample offices of Toruń, and their hub, on this machine."
    )
    parser.add_argument("--office", choices=OFFICES, help="one office alone, without the hub")
    parser.add_argument("--folder", type=Path, default=DEFAULT_FOLDER, help="where its files are")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--story", action="store_true", help="a visit booked, cut off, and served")
    what.add_argument("--day", action="store_true", help="a whole day of visitors, then its books")
    what.add_argument("--books", action="store_true", help="check the books of the last day again")
    parser.add_argument("--tickets", type=_some, default=600, help="how many visitors come")
    parser.add_argument("--speed", type=_speed, default=200.0, help="times as fast as life")
    parser.add_argument("--seed", type=int, default=1, help="another seed is another day")
    return parser


def _some(text: str) -> int:
    number = int(text)
    if not 20 <= number <= 5000:
        raise argparse.ArgumentTypeError("20 to 5000")
    return number


def _speed(text: str) -> float:
    number = float(text)
    if not 1 <= number <= 400:
        raise argparse.ArgumentTypeError("1 to 400: a button needs a second of real time")
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
