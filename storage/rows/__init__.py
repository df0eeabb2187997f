"""The tables; private to this package, which hands out the dataclasses of `types` and of `summarizer.types`.

A chat's own rows, all of which go when it asks to be forgotten: `source` where `chat` is its id (with them
`source_forward`), `feed_follow` where `chat` is its id (then the feeds that nobody follows any more, with their
entries), `batch` where `chat` is its id (with them `arrival`, which holds what people sent), `listing`, `story_scope`,
`story`, `story_member`, `story_bar` and `supersession` of the scope that is its id, `subscription` where `chat` is its
id (with them `digest` and `delivery`), `chat_memory` (then each `letter`, `memory` and `edition` that no chat has any
more: see `digests.prune`), and `chat` itself. What a person did elsewhere is in `feed_follow.person`, `batch.person`,
`subscription.person`, and `person` within the `query` of a `listing` of the kind "digests". All else belongs to texts
and addresses, not to chats; a document that nobody has any more is one without a row in `source`.
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
    StatementRow,
    SupersessionRow,
    WordRow,
)

__all__ = [
    "AnalysisRow",
    "ArrivalRow",
    "BarRow",
    "BatchRow",
    "ChatMemoryRow",
    "ChatRow",
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
    "LetterPartRow",
    "LetterRow",
    "ListingRow",
    "MemberRow",
    "MemoryRow",
    "PageRow",
    "PrintRow",
    "RawRow",
    "Row",
    "ScopeRow",
    "SourceRow",
    "StatementRow",
    "StoryRow",
    "SubscriptionRow",
    "SupersessionRow",
    "TermRow",
    "VersionRow",
    "WordRow",
]
