"""The browser without pictures reads a panel's forms as a real one would send them."""

from okienko.demo.day.browser import read_page

PAGE = """
<span class="number number-large" translate="no">A015</span>
<span class="number number-large">A016</span>
<form method="post" action="/clerk/1/finish?strip=1">
  <input type="hidden" name="request_id" value="r1">
  <input type="checkbox" name="services" value="id_card" checked>
  <input type="checkbox" name="services" value="residence">
  <input type="radio" name="place" value="original" checked>
  <input type="radio" name="place" value="last">
</form>
<form method="post">
  <select name="service"><option value="">-</option><option value="b">B</option></select>
</form>
"""


def test_a_form_sends_what_is_hidden_and_what_is_ticked() -> None:
    form = read_page("/clerk/1", PAGE).form("/finish")
    assert form is not None
    assert form.fields == {"request_id": "r1", "services": "id_card", "place": "original"}


def test_a_form_without_an_address_goes_to_its_page() -> None:
    form = read_page("/clerk/1", PAGE).forms[1]
    assert form.action == "/clerk/1"
    assert form.choices == {"service": ["", "b"]}
    assert form.fields == {"service": ""}


def test_the_first_large_number_is_the_one_of_the_page() -> None:
    assert read_page("/clerk/1", PAGE).big == "A015"


def test_a_form_that_is_not_there_is_none() -> None:
    assert read_page("/clerk/1", PAGE).form("/absent") is None
