"""Push buttons and their LEDs: from the electrical edge to the wish of a clerk or a citizen.

Debounce, patterns, meaning and lights are pure and take the time as an argument; only `pins`,
`leds` and `mock_bench` know threads and GPIO.
"""
