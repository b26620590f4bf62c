"""Charts that can be read aloud."""

from queue_core.web.charts import Bar, bar_chart
from tests.queue_core.web.demo import Office, demo_app


def drawn(office: Office, *bars: Bar) -> str:
    with demo_app(office).test_request_context("/"):
        return str(bar_chart(name="c", title="Bilety", description="Dużo <b>", bars=bars))


def test_a_chart_has_a_name_a_description_and_its_values_as_text(office: Office) -> None:
    chart = drawn(office, Bar("8–9", 5, "5 biletów"), Bar("9–10", 10, "10 biletów"))
    assert 'aria-labelledby="c-title c-description"' in chart
    assert '<desc id="c-description">Dużo &lt;b&gt;</desc>' in chart
    assert "10 biletów" in chart


def test_the_longest_bar_is_full_and_the_others_in_proportion(office: Office) -> None:
    chart = drawn(office, Bar("a", 5, "5"), Bar("b", 10, "10"), Bar("c", 0, "0"))
    assert [part.split('"', 1)[0] for part in chart.split('width="')[1:]] == [
        "200.0",
        "400.0",
        "0.0",
    ]


def test_a_chart_of_nothing_is_still_drawn(office: Office) -> None:
    assert "<svg" in drawn(office)
    assert 'width="0.0"' in drawn(office, Bar("a", 0, "0"))
