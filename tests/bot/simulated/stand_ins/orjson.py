"""What the simulator needs of orjson, where that is not installed."""

import json
from typing import Any


def dumps(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def loads(data: bytes | str) -> Any:
    return json.loads(data)
