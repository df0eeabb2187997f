"""Whether a sentence that a model wrote rests on the sentences that it cites, word by word and without a model.

sentence, cited | numbers   value, unit, modifier, noun
                | names     whole, with no title from memory
                | quotes    exact, and in the same mouth
                | polarity  no "not", doubt, teller or opposite lost or added
                | roles     nobody on the other side of a verb
                | closeness most of its words, and no passage of its own
"""

from summarizer.support.checks import alarms, faults
from summarizer.support.writing import written_faults

__all__ = ["alarms", "faults", "written_faults"]
