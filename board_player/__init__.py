"""The TV of an office: a full-screen browser, and the announcer with its gong and voice.

Knows the node only through HTTP. It never imports the node and never loads a web framework:
the announcer lives beside the node on a small machine.
"""
