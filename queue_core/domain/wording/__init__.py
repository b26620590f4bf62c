"""Words for voice, board and paper, in Polish, English and Ukrainian: pure tables.

`spoken` writes numbers out for a speech engine, `shown` makes the short forms that people read.
Sentences of the web pages do not belong here: they live in the catalogues.
"""
