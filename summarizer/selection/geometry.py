"""Where sentences stand among each other: near the story's centre, its openings, and sentences of other documents.

Likeness to the centre is MEAD's (Radev et al. 2004), the share of like sentences LexRank's degree (Erkan, Radev 2004).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summarizer.selection.material import Floats, Material

ALIKE = 0.3  # a cosine from which two sentences speak of the same matter
BLOCK = 512  # rows that are compared with all others at once, so that memory stays linear


@dataclass(frozen=True, slots=True)
class Geometry:
    """For each row its likeness to things, all of shape (rows,) but `others`, of shape (rows, documents)."""

    centre: Floats
    own_centre: Floats
    lead: Floats
    degree: Floats
    others: Floats
    """The best likeness to a sentence of each document; 0 for its own."""


def measure(material: Material) -> Geometry:
    """Cosines of the rows of `vectors`, which are of unit length."""
    vectors, document, place = material.vectors, material.document, material.place
    lead = np.exp(-place / 2.0).astype(np.float32) @ vectors
    own = np.zeros((material.documents, vectors.shape[1]), dtype=np.float32)
    np.add.at(own, document, vectors)
    degree = np.zeros(len(vectors), dtype=np.float32)
    others = np.zeros((len(vectors), material.documents), dtype=np.float32)
    for start in range(0, len(vectors), BLOCK):
        here = slice(start, start + BLOCK)
        likeness = vectors[here] @ vectors.T
        degree[here] = (likeness > ALIKE).sum(axis=1) - 1
        for number in range(material.documents if material.documents > 1 else 0):
            mine = document == number
            others[here, number] = np.where(mine[here], 0.0, likeness[:, mine].max(axis=1, initial=0.0))
    return Geometry(
        vectors @ _unit(vectors.mean(axis=0)),
        np.einsum("ij,ij->i", vectors, np.stack([_unit(each) for each in own])[document]),
        vectors @ _unit(lead),
        degree / np.float32(max(len(vectors) - 1, 1)),
        others,
    )


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)
