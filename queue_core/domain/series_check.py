"""Whether the series of numbers of an office can never give one number to two people."""

from collections.abc import Iterator
from itertools import combinations

from queue_core.domain.numbering import LARGEST_NUMBER, NumberSeries
from queue_core.domain.office import OfficeDocument


def series_faults(office: OfficeDocument) -> Iterator[str]:
    """What is wrong with the document's series and with the services that use them."""
    known = {series.id: series for series in office.series}
    own = {s.prefix for s in office.services if not s.series and not s.information_only}
    for service in office.services:
        if service.series and service.series not in known:
            yield f'service "{service.id}": there is no series "{service.series}"'
        elif service.series and service.prefix != known[service.series].prefix:
            yield f'service "{service.id}": its prefix must be that of series "{service.series}"'
    for series in office.series:
        yield from _band_faults(series)
        if series.prefix in own:
            yield f'series "{series.id}": a service numbers with its prefix "{series.prefix}" too'
    for one, other in combinations(office.series, 2):
        if one.overlaps(other):
            yield f'series "{one.id}" and "{other.id}" have numbers in common'


def shared_prefixes(office: OfficeDocument) -> set[str]:
    """Empty prefixes that are meant: numbers without a letter."""
    return {series.prefix for series in office.series if not series.prefix}


def _band_faults(series: NumberSeries) -> Iterator[str]:
    if not 1 <= series.first <= series.highest <= LARGEST_NUMBER:
        yield f'series "{series.id}": first and last must be in order, 1 to {LARGEST_NUMBER}'
    if series.last is None and (series.running or series.in_building):
        yield (
            f'series "{series.id}": numbers that run on, or that other nodes of the building give'
            " out too, need a last number; nodes share a row only by bands, each node its own"
        )
