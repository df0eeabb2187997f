"""The tables; private to this package, which hands out the dataclasses of `types` and of `summarizer.types`.

A chat's own rows, all of which go when it asks to be forgotten: `source` where `chat` is its id (with them
`source_forward`), `feed_follow` where `chat` is its id (then the feeds that nobody follows any more, with their
entries), `batch` where `chat` is its id (with them `arrival`, which holds what people sent), `listing`, `story_scope`,
`story`, `story_member`, `story_bar` and `supersession` of the scope that is its id, and `chat` itself. What a person
did elsewhere is in `feed_follow.person` and `batch.person`. All else belongs to texts and addresses, not to chats; a
document that nobody has any more is one without a row in `source`.
"""

from storage.rows.chats import ArrivalRow, BatchRow, ChatRow, ListingRow
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
    "ChatRow",
    "CopiedRow",
    "DocumentRow",
    "EntryRow",
    "FeedRow",
    "FigureRow",
    "FoldedRow",
    "FollowRow",
    "ForwardRow",
    "ListingRow",
    "MemberRow",
    "PageRow",
    "PrintRow",
    "RawRow",
    "Row",
    "ScopeRow",
    "SourceRow",
    "StatementRow",
    "StoryRow",
    "SupersessionRow",
    "TermRow",
    "VersionRow",
    "WordRow",
]
