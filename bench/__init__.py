"""Measurements of the whole node: real processes, real files, a real browser.

`python -m bench` prints every figure beside its limit, measured in the same run. Nothing here
is asserted: a slow machine has slow figures and no faults.
"""
