"""The tables; private to this package, which hands out the dataclasses of `types` and of `summarizer.types`.

A chat's own rows, all of which go when it asks to be forgotten: `source` where `chat` is its id (with them
`source_forward`), `chat_term` and `permit` where `chat` is its id, `feed_follow` where `chat` is its id (then the feeds
that nobody follows any more, with their entries), `batch` where `chat` is its id (with them `arrival`, which holds
what people sent), `listing`, `story_scope`, `story`, `story_member`, `story_bar` and `supersession` of the scope that
is its id, `subscription` where `chat` or `home` is its id (with them `digest` and `delivery`), `chat_memory` (then
each `letter`, `memory` and `edition` that no chat has any more: see `digests.prune`), `broadcast_copy`, and `chat`
itself. What a person did elsewhere is in `feed_follow.person`, `batch.person`, `subscription.person`,
`chat_term.person`, `permit.person`, and `person`, `home` and `to` within the `query` of a `listing` of the kind
"digests". All else belongs to texts and addresses, not to chats; a document that nobody has any more is one without a
row in `source`, and goes unless a `listing` of the kind "removed" may bring it back (`storage/orphans.py`).
"""

from storage.rows.chats import ArrivalRow, BatchRow, ChatRow, ListingRow
from storage.rows.digests import (
    ChatMemoryRow,
    DeliveryRow,
    DigestRow,
    EditionRow,
    LetterPartRow,
    LetterRow,
    MemoryRow,
    SubscriptionRow,
)
from storage.rows.feeds import EntryRow, FeedRow, FollowRow, PageRow, VersionRow
from storage.rows.people import BroadcastCopyRow, BroadcastRow, ChatTermRow, InviteRow, PermitRow
from storage.rows.pieces import PieceRow
from storage.rows.root import Row
from storage.rows.stories import BarRow, MemberRow, PrintRow, ScopeRow, StoryRow, TermRow
from storage.rows.texts import (
    AnalysisRow,
    CopiedRow,
    DocumentRow,
    FigureRow,
    FoldedRow,
    ForwardRow,
    RawRow,
    SourceRow,
    SpeakerRow,
    StatementRow,
    SupersessionRow,
    WordRow,
)
from storage.rows.work import BudgetRow, JobRow, ProcessRow

__all__ = [
    "AnalysisRow",
    "ArrivalRow",
    "BarRow",
    "BatchRow",
    "BroadcastCopyRow",
    "BroadcastRow",
    "BudgetRow",
    "ChatMemoryRow",
    "ChatRow",
    "ChatTermRow",
    "CopiedRow",
    "DeliveryRow",
    "DigestRow",
    "DocumentRow",
    "EditionRow",
    "EntryRow",
    "FeedRow",
    "FigureRow",
    "FoldedRow",
    "FollowRow",
    "ForwardRow",
    "InviteRow",
    "JobRow",
    "LetterPartRow",
    "LetterRow",
    "ListingRow",
    "MemberRow",
    "MemoryRow",
    "PageRow",
    "PermitRow",
    "PieceRow",
    "PrintRow",
    "ProcessRow",
    "RawRow",
    "Row",
    "ScopeRow",
    "SourceRow",
    "SpeakerRow",
    "StatementRow",
    "StoryRow",
    "SubscriptionRow",
    "SupersessionRow",
    "TermRow",
    "VersionRow",
    "WordRow",
]
