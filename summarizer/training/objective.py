"""What training minimises: wrong tags and wrong pointers."""

from __future__ import annotations

from torch import Tensor
from torch.nn.functional import cross_entropy

from summarizer.backends.tagger_network import Scores
from summarizer.training.batches import Targets
from summarizer.training.corpus import IGNORE


def losses(scores: Scores, aims: Targets, smoothing: float) -> dict[str, Tensor]:
    """Mean cross entropies: of the tags, of the contents' cues and sources, and of the cues' sources.

    Cues have a part of their own: they are few beside the words of the contents, and the surer guide to the source.
    """
    tags, cues, sources = aims
    contents = cues != IGNORE
    return {
        "tags": cross_entropy(
            scores.tags.flatten(0, 1), tags.flatten(), ignore_index=IGNORE, label_smoothing=smoothing
        ),
        "cue": _pointing(scores.cue, cues, contents),
        "source": _pointing(scores.source, sources, contents),
        "cue_source": _pointing(scores.source, sources, (sources != IGNORE) & ~contents),
    }


def total(parts: dict[str, Tensor], pointer_weight: float) -> Tensor:
    """The tags' loss, and the pointers' by their weight."""
    return parts["tags"] + pointer_weight * (parts["cue"] + parts["source"] + parts["cue_source"])


def _pointing(scores: Tensor, aims: Tensor, chosen: Tensor) -> Tensor:
    """Mean cross entropy over the chosen tokens; 0 when there are none."""
    if not bool(chosen.any()):
        return scores.sum() * 0
    return cross_entropy(scores[chosen], aims[chosen])
