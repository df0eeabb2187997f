"""Everything that is stored, taken along: to another database, into a backup, and out of one.

    source | reading | copying | target         a chunk and the place it reached, in one transaction
    source, target | comparing | finishing      only what is equal to the last row becomes a database

Until then the target says that it is half a copy (`migrations.UNFINISHED`), and nothing starts on it.
"""

from storage.moving.backing import Backup, back_up
from storage.moving.checking import check
from storage.moving.house import Moved, move
from storage.moving.manifest import Manifest
from storage.moving.places import bring_up, users
from storage.moving.restoring import restore
from storage.moving.telling import Progress, Told
from summarizer.errors import MovingError

__all__ = [
    "Backup",
    "Manifest",
    "Moved",
    "MovingError",
    "Progress",
    "Told",
    "back_up",
    "bring_up",
    "check",
    "move",
    "restore",
    "users",
]
