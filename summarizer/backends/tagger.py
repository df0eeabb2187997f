"""Reads who said what with the trained tagger: weights of our own on top of the packaged MiniLM.

text | paragraphs | windows | network: tags and pointers | decode | joined over windows
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.ao.quantization import per_channel_dynamic_qconfig as EIGHT_BITS  # noqa: N812 - a constant
from torch.ao.quantization import quantize_dynamic
from transformers import BertConfig

from summarizer.backends.minilm import packaged_folder
from summarizer.backends.tagger_decode import Reading, Rules, decode, join, read
from summarizer.backends.tagger_network import TaggerNetwork, collate
from summarizer.backends.tagger_windows import Window, pack, paragraphs
from summarizer.errors import ModelError
from summarizer.statements.tagged import Attributed

NAME = "tagger-1"
"""Names the shipped weights; stored with what they read, so it changes when they do."""
WEIGHTS = Path(__file__).with_name("tagger.safetensors")
FROZEN = tuple(f"encoder.embeddings.{table}_embeddings." for table in ("word", "position", "token_type"))
"""Never trained, so never shipped: these tables are read from the packaged base."""


class Tagger:
    """A trained network and its tokenizer; safe to share between threads, as it keeps nothing of a text."""

    def __init__(
        self,
        network: nn.Module,
        tokenizer: Tokenizer,
        rules: Rules | None = None,
        *,
        name: str = "untrained",
        batch: int = 4,
    ) -> None:
        self.name = name
        self._network = network.eval()
        self._tokenizer = tokenizer
        self._rules = rules or Rules()
        self._batch = batch

    def attribute(self, text: str) -> tuple[Attributed, ...]:
        """Who said what in a text, in order of the contents; offsets are code points of `text`.

        Raises ModelError when the network fails.
        """
        return join([one for reading in self.read(text) for one in decode(reading, self._rules)])

    def read(self, text: str) -> tuple[Reading, ...]:
        """The network's scores for the words of each window, in order of the text."""
        windows = list(pack(paragraphs(self._tokenizer, text)))
        read_ones: dict[int, Reading] = {}
        for chosen in self._batches(windows):
            read_ones.update(zip(chosen, self._read([windows[i] for i in chosen]), strict=True))
        return tuple(read_ones[i] for i in range(len(windows)))

    def _batches(self, windows: Sequence[Window]) -> Iterator[list[int]]:
        order = sorted(range(len(windows)), key=lambda i: (len(windows[i]), i))
        for start in range(0, len(order), self._batch):
            yield order[start : start + self._batch]

    def _read(self, windows: Sequence[Window]) -> list[Reading]:
        try:
            with torch.inference_mode():
                tags, cue, source = self._network(collate(windows, self._tokenizer))
        except RuntimeError as error:  # torch's own: out of memory
            raise ModelError(f"the tagger failed on {len(windows)} windows: {error}") from error
        return [read(window, tags[i].numpy(), cue[i].numpy(), source[i].numpy()) for i, window in enumerate(windows)]


def load(
    weights: str | Path | None = None, *, base: Path | None = None, int8: bool = True, threads: int | None = None
) -> Tagger:
    """The trained tagger; `base` is the folder of the MiniLM that it was trained on, the packaged one by default.

    `int8` computes most of the encoder in 8 bits (torch's dynamic quantisation), which is faster on a CPU.
    Raises ModelError when the base or the weights are missing or do not fit.
    """
    if threads is not None:
        torch.set_num_threads(threads)
    folder = base or Path(packaged_folder())
    network = load_network(folder, Path(weights or WEIGHTS))
    name = f"tagger:{weights}" if weights else NAME
    return Tagger(quantised(network) if int8 else network, load_tokenizer(folder), name=name)


def load_tokenizer(folder: Path) -> Tokenizer:
    """The base's tokenizer, without its truncation and padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_base(folder: Path) -> TaggerNetwork:
    """The untrained tagger: the base's encoder under fresh heads, the FROZEN tables frozen."""
    config = BertConfig.from_pretrained(folder)
    config.attention_probs_dropout_prob = 0.0  # lets torch take its fused attention on a CPU
    network = TaggerNetwork(config)
    wanted = network.encoder.state_dict().keys()
    _fill(network.encoder, {n: t for n, t in _tensors(folder / "model.safetensors").items() if n in wanted})
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(not name.startswith(FROZEN))
    return network


def load_network(folder: Path, weights: Path) -> TaggerNetwork:
    """The trained tagger in single precision. Raises ModelError when base or weights are missing or do not fit."""
    network = load_base(folder)
    trained = {name: tensor.float() for name, tensor in _tensors(weights).items()}
    missing = {name for name in network.state_dict() if not name.startswith(FROZEN)} - trained.keys()
    if missing:
        raise ModelError(f"{weights} lacks {len(missing)} tensors of the tagger, {min(missing)} among them")
    _fill(network, trained)
    return network.eval()


def save_weights(network: TaggerNetwork, path: Path) -> None:
    """Writes what training changed, in half precision."""
    changed = {n: t.half().contiguous() for n, t in network.state_dict().items() if not n.startswith(FROZEN)}
    save_file(changed, path)


def quantised(network: TaggerNetwork) -> nn.Module:
    """A copy whose encoder computes in 8 bits, each output channel with a scale of its own.

    Measured: the heads and the layers behind the activation lose most by it and stay exact; all in 8 bits with one
    scale a matrix costs 2 points of F1, this costs 0.2.
    """
    layers = {name: EIGHT_BITS for name, module in network.named_modules() if _can_lose_bits(name, module)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecated in favour of a package of its own; torch is pinned
        copy: nn.Module = quantize_dynamic(network, layers)  # type: ignore[no-untyped-call]  # torch publishes no type
    return copy


def _can_lose_bits(name: str, module: nn.Module) -> bool:
    behind_activation = name.endswith("output.dense") and "attention" not in name
    return isinstance(module, nn.Linear) and name.startswith("encoder.") and not behind_activation


def _tensors(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except (OSError, SafetensorError) as error:
        raise ModelError(f"no weights can be read from {path}: {error}") from error


def _fill(module: nn.Module, tensors: dict[str, Tensor]) -> None:
    try:
        unknown = module.load_state_dict(tensors, strict=False, assign=True).unexpected_keys
    except RuntimeError as error:  # a shape that does not fit
        raise ModelError(f"weights of another shape: {error}") from error
    if unknown:
        raise ModelError(f"weights that the tagger does not have: {', '.join(unknown[:3])}")
