"""Models, loaded lazily; the only place besides training where torch may be imported.

To add an embedder: one module here with `load(path, *, threads) -> Embedder`, and one line in BACKENDS.
The statement tagger is one model, not a choice of several: `load_tagger`. A model that writes is any that an
operator names: `load_writer`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Literal, Protocol, cast

from summarizer.errors import ModelError
from summarizer.statements.tagged import Tagger
from summarizer.types import Embedder
from summarizer.writing.rewriting import Writer

BACKENDS: Mapping[str, str] = MappingProxyType(
    {
        "minilm": "summarizer.backends.minilm",
    }
)
"""Name of an embedder and the module that loads it; a module is imported when its embedder is asked for."""


class LoadedWriter(Writer, Protocol):
    """A writer in memory: where it runs, how many parameters it has, how many bytes its weights take."""

    device: str
    parameters: int
    bytes: int


def load(name: str, path: str | None = None, *, threads: int | None = None) -> Embedder:
    """The embedder of that name, ready to use; `path` is a local folder with another model of the same make.

    `threads` bounds what the model may use of the machine; None leaves that to the library.
    Raises ModelError when the name is unknown or the model cannot be loaded.
    """
    if name not in BACKENDS:
        raise ModelError(f"no embedder is called {name!r}; there is {', '.join(sorted(BACKENDS))}")
    return cast(Embedder, import_module(BACKENDS[name]).load(path, threads=threads))


def load_tagger(weights: str | None = None, *, int8: bool = True, threads: int | None = None) -> Tagger:
    """The trained statement tagger, ready to use; `weights` is a local file with others than the shipped ones.

    `int8` computes in 8 bits what loses little by it, which is faster. `threads` bounds what the model may use of
    the machine; None leaves that to the library. Raises ModelError when a library, the packaged MiniLM or the
    weights are missing or do not fit.
    """
    try:
        module = import_module("summarizer.backends.tagger")
    except ImportError as error:
        raise ModelError(f"{error}; the tagger needs torch's CPU build and transformers, see README") from error
    return cast(Tagger, module.load(weights, int8=int8, threads=threads))


def load_writer(
    name_or_folder: str,
    *,
    device: Literal["auto", "cpu", "cuda"] | None = None,
    threads: int | None = None,
    max_seconds: float = 60,
) -> LoadedWriter:
    """A model that writes, ready to use: the one in a local folder, or of that name on the Hugging Face Hub.

    `device` None or "auto" takes a GPU if there is one. After `max_seconds` it stops in the middle of what it writes.
    Raises ModelError, with what to do about it, when a library or the model is missing or it is none that writes.
    """
    try:
        module = import_module("summarizer.backends.writers")
    except ImportError as error:
        raise ModelError(f"{error}; a model that writes needs torch and transformers, see README") from error
    return cast(LoadedWriter, module.load(name_or_folder, device=device, threads=threads, max_seconds=max_seconds))
