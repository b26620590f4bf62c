"""What a measurement says: one row of the table, and the arithmetic of its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure beside its limit. `limit` was measured in the same run, `aim` is what we want;
    `ratio` is the figure divided by the limit."""

    what: str
    figure: str
    limit: str = ""
    ratio: float | None = None
    aim: str = ""


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share (0 to 1) of all values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread_ms(milliseconds: Sequence[float]) -> str:
    """Median and 99th percentile, in milliseconds."""
    return (
        f"p50 {percentile(milliseconds, 0.5):.1f} ms, p99 {percentile(milliseconds, 0.99):.1f} ms"
    )


def per_second(count: int, seconds: float) -> float:
    """A rate."""
    return count / seconds


def heading() -> str:
    """The head of the table, in Markdown."""
    return "| What | Figure | Limit, same run | Ratio | Aim |\n|---|---|---|---|---|"


def lines(rows: Iterable[Row]) -> str:
    """Rows of the table, in Markdown."""
    return "\n".join(
        f"| {row.what} | {row.figure} | {row.limit} | {_ratio(row.ratio)} | {row.aim} |"
        for row in rows
    )


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"
