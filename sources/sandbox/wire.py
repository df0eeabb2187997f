"""The parent's end of the line to a child: nothing that stands on it is waited for beyond a moment."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

from sources.sandbox.frames import LENGTH

PIECE = 1 << 18


class Wire:
    """A pair of sockets, of which the child gets `theirs` as standard input and output.

    A pipe ends when everybody has let go of its other end, and a child that was taken over may have forked somebody
    who does not. A socket can be ended from here, whoever holds the other one and whoever waits for it.
    """

    def __init__(self) -> None:
        self._ours, self.theirs = socket.socketpair()

    def send(self, data: bytes, until: float) -> None:
        """Sends one frame. Raises OSError where nobody listens any more, or not before `until` (monotonic)."""
        self._ours.settimeout(_left(until))
        self._ours.sendall(LENGTH.pack(len(data)))
        self._ours.settimeout(_left(until))
        self._ours.sendall(data)

    def receive(self, most: int, until: float) -> bytes:
        """The next frame. Raises OSError, EOFError, ValueError where it announces more than `most` bytes."""
        (length,) = LENGTH.unpack(self._exactly(LENGTH.size, until))
        if length > most:
            raise ValueError(f"a frame of {length} bytes")
        return self._exactly(length, until)

    def _exactly(self, length: int, until: float) -> bytes:
        data = bytearray()
        while len(data) < length:
            self._ours.settimeout(_left(until))
            piece = self._ours.recv(min(PIECE, length - len(data)))
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)

    def end(self) -> None:
        """Wakes whoever waits here, in whatever thread."""
        with suppress(OSError):
            self._ours.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Lets go of our end, once nobody waits here."""
        self._ours.close()


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
