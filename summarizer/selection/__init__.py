"""Which sentences tell a text, or several texts, best; whole sentences, never one that hangs on what was not told.

text, sentences, vectors | units: what is told together | material: all sentences of the story
                         | concepts: words and word pairs, how probably a summary has each
                         | features | model: how probably a summary has each sentence
                         | filling: new words, new pairs and sentences within a budget
"""

from summarizer.selection.alike import REPEATED, confirms, repeats
from summarizer.selection.many import Choice, Matter, select_many
from summarizer.selection.one import rank, select_single
from summarizer.selection.openers import hangs
from summarizer.selection.scraps import tellable
from summarizer.selection.units import units

__all__ = [
    "REPEATED",
    "Choice",
    "Matter",
    "confirms",
    "hangs",
    "rank",
    "repeats",
    "select_many",
    "select_single",
    "tellable",
    "units",
]
