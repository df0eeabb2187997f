"""Loads a model that writes: a summarizer or an instruct model, whichever its own files say that it is.

Weights are read from safetensors alone and no code of a model is ever run, wherever it comes from. A folder is read
as it lies there; the name of a model on the Hugging Face Hub, which only an operator's setting can bring here, may be
downloaded at first use, unless HF_HUB_OFFLINE forbids it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import torch
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    PreTrainedConfig,
    PreTrainedTokenizerBase,
)
from transformers.utils.logging import disable_progress_bar, set_verbosity_error

from summarizer.backends.chat import ChatWriter
from summarizer.backends.seq2seq import Seq2SeqWriter
from summarizer.errors import ModelError

Device = Literal["auto", "cpu", "cuda"]

HUB_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
ADVICE = (
    "choose a summarizer such as sshleifer/distilbart-cnn-12-6, or an instruct model with a chat template "
    "such as Qwen/Qwen2.5-0.5B-Instruct"
)


def load(
    name: str, *, device: Device | None = None, threads: int | None = None, max_seconds: float = 60
) -> Seq2SeqWriter | ChatWriter:
    """The writer in a local folder, or of that name on the Hugging Face Hub, ready to use.

    Raises ModelError, with what to do about it, when it cannot be had, writes no text, or its device is not there.
    """
    disable_progress_bar()  # type: ignore[no-untyped-call] # transformers types it not
    set_verbosity_error()  # type: ignore[no-untyped-call] # as above; it warns of settings that we override on purpose
    if threads is not None:
        torch.set_num_threads(threads)
    local = is_folder(name)
    place = chosen_device(device)
    try:
        config = AutoConfig.from_pretrained(name, local_files_only=local, trust_remote_code=False)
        tokenizer = AutoTokenizer.from_pretrained(name, local_files_only=local, trust_remote_code=False)
        kind = kind_of(name, config, tokenizer)
        auto = AutoModelForSeq2SeqLM if kind is Seq2SeqWriter else AutoModelForCausalLM
        model = auto.from_pretrained(
            name,
            local_files_only=local,
            trust_remote_code=False,
            use_safetensors=True,
            dtype=precision(place, kind),
        )
    except (OSError, ValueError, ImportError, KeyError) as error:
        raise ModelError(f"{lack(name, local=local)}: {one_line(error)}; {ADVICE}") from error
    try:
        model.to(place)  # type: ignore[arg-type] # transformers wraps torch's method and loses its type
        return kind(Path(name).name, tokenizer, model.eval(), max_seconds=max_seconds)
    except RuntimeError as error:  # torch's own: no room for it
        raise ModelError(f"{name} does not fit on {place}: {one_line(error)}") from error


def is_folder(name: str) -> bool:
    """Whether the name is a folder here; False for what can be a name on the Hub. Raises ModelError for neither."""
    if name and Path(name).is_dir():
        return True
    if Path(name).is_absolute() or not HUB_NAME.fullmatch(name) or set(name.split("/")) & {".", ".."}:
        raise ModelError(f"there is no folder {name}, and no model can be called that; {ADVICE}")
    return False


def kind_of(
    name: str, config: PreTrainedConfig, tokenizer: PreTrainedTokenizerBase
) -> type[Seq2SeqWriter] | type[ChatWriter]:
    """Which writer a model makes, by its own files. Raises ModelError for one that is neither."""
    if config.is_encoder_decoder:
        return Seq2SeqWriter
    if tokenizer.chat_template:
        return ChatWriter
    raise ModelError(f"{name} is a {config.model_type} model without a chat template; {ADVICE}")


def chosen_device(wanted: Device | None) -> Literal["cpu", "cuda"]:
    """Where the model runs: on a GPU if there is one, unless told otherwise. Raises ModelError for one that is not."""
    if wanted == "cuda" and not torch.cuda.is_available():
        raise ModelError("no GPU can be used here (SUMMARY_DEVICE=cuda): torch finds none, or is its CPU build")
    return "cuda" if wanted != "cpu" and torch.cuda.is_available() else "cpu"


def precision(device: Literal["cpu", "cuda"], kind: type[object]) -> torch.dtype:
    """Single on a processor, half on a GPU; a GPU without bfloat16 computes summarizers in single: T5 overflows."""
    if device == "cpu":
        return torch.float32
    if torch.cuda.is_bf16_supported():
        return torch.bfloat16
    return torch.float32 if kind is Seq2SeqWriter else torch.float16


def lack(name: str, *, local: bool) -> str:
    """What is wrong with a model that cannot be loaded."""
    if local:
        return f"no model that writes can be read from the folder {name}"
    return f"there is no folder {name}, and no model of that name could be downloaded"


def one_line(error: Exception) -> str:
    """The beginning of an error's text, for a log."""
    return " ".join(str(error).split())[:300]
