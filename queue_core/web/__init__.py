"""What every page of node and hub shares: look, texts, access, refusals, live fragments.

Knows nothing of any panel. A panel starts at README.md in this folder.
"""
