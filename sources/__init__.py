"""Getting text in: I/O without Telegram and without a database."""

from sources.base import Reader, Reading, Ref
from sources.readers import default_readers, read

__all__ = ["Reader", "Reading", "Ref", "default_readers", "read"]
