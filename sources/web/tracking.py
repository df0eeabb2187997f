"""Parameters of an address that say where a reader came from, and nothing of the page."""

from __future__ import annotations

TRACKED = ("utm_", "at_", "pk_", "mtm_", "hsa_", "_hs", "vero_", "oly_")
"""How the names of such parameters begin."""
TRACKING = frozenset(
    "_ga _gl cmp cmpcode cmpid dclid fbclid gbraid gclid guccounter guce_referrer igsh igshid mc_cid mc_eid "
    "mkt_tok msclkid ocid ref_src ref_url referrer s_cid share_id smid smtyp taid "
    "ttclid twclid wbraid xtor yclid ysclid".split()
)


def tracks(name: str) -> bool:
    """Whether a parameter of that name, in small letters, tells where a reader came from."""
    return name in TRACKING or name.startswith(TRACKED)
