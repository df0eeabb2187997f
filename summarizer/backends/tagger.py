"""Reads who said what with the trained tagger: weights of our own on top of the packaged MiniLM.

text | paragraphs | windows | network: tags and pointers | decode | joined over windows
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig

from summarizer.backends.minilm import packaged_folder
from summarizer.backends.tagger_decode import Reading, Rules, decode, join
from summarizer.backends.tagger_inference import WindowReader
from summarizer.backends.tagger_network import TaggerNetwork
from summarizer.backends.tagger_windows import pack, paragraphs
from summarizer.errors import ModelError
from summarizer.statements.tagged import Attributed

NAME = "tagger-1"
"""Names the shipped weights; stored with what they read, so it changes when they do."""
WEIGHTS = Path(__file__).with_name("tagger.safetensors")
FROZEN = tuple(f"encoder.embeddings.{table}_embeddings." for table in ("word", "position", "token_type"))
"""Never trained, so never shipped: these tables are read from the packaged base."""
LAYERS = "encoder.encoder.layer."


class Tagger:
    """A trained network and its tokenizer; safe to share between threads, as it keeps nothing of a text.

    `int8` computes the encoder's matrices in 8 bits, which is smaller and faster.
    """

    def __init__(
        self,
        network: TaggerNetwork,
        tokenizer: Tokenizer,
        rules: Rules | None = None,
        *,
        name: str = "untrained",
        int8: bool = False,
    ) -> None:
        self.name = name
        first, last = (tokenizer.token_to_id(mark) or 0 for mark in ("[CLS]", "[SEP]"))
        self._reader = WindowReader(network, (first, last), int8=int8)
        self._tokenizer = tokenizer
        self._rules = rules or Rules()

    def attribute(self, text: str) -> tuple[Attributed, ...]:
        """Who said what in a text, in order of the contents; offsets are code points of `text`.

        Raises ModelError when the network fails.
        """
        return join([one for reading in self.read(text) for one in decode(reading, self._rules)])

    def read(self, text: str) -> tuple[Reading, ...]:
        """The network's scores for the words of each window, in order of the text. Raises ModelError when it fails."""
        windows = pack(paragraphs(self._tokenizer, text))
        try:
            return tuple(self._reader.read(window, self._rules) for window in windows)
        except RuntimeError as error:  # torch's own: out of memory
            raise ModelError(f"the tagger failed on a text of {len(text)} characters: {error}") from error


def load(
    weights: str | Path | None = None, *, base: Path | None = None, int8: bool = True, threads: int | None = None
) -> Tagger:
    """The trained tagger; `base` is the folder of the MiniLM that it was trained on, the packaged one by default.

    Raises ModelError when the base or the weights are missing or do not fit.
    """
    if threads is not None:
        torch.set_num_threads(threads)
    folder = base or Path(packaged_folder())
    network = load_network(folder, Path(weights or WEIGHTS))
    name = f"tagger:{weights}" if weights else NAME
    return Tagger(network, load_tokenizer(folder), name=name, int8=int8)


def load_tokenizer(folder: Path) -> Tokenizer:
    """The base's tokenizer, without its truncation and padding. Raises ModelError when it cannot be read."""
    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # the library raises nothing more special
        raise ModelError(f"no tokenizer can be read from {folder}: {error}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_base(folder: Path) -> TaggerNetwork:
    """The untrained tagger: the base's encoder under fresh heads, the FROZEN tables frozen."""
    network = TaggerNetwork(_config(folder))
    _fill(network.encoder, _base_tensors(folder, network))
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(not name.startswith(FROZEN))
    return network


def load_network(folder: Path, weights: Path) -> TaggerNetwork:
    """The trained tagger for a Tagger to take over; its own forward pass lacks what only training needs.

    The FROZEN tables stay in the base's file, mapped into memory, where they are shared with whoever else reads it.
    The encoder's layers stay in half precision in theirs: taken over one by one, they never lie in memory together.
    Raises ModelError when base or weights are missing or do not fit.
    """
    with torch.device("meta"):  # the shapes alone: no memory, and no time for random numbers
        network = TaggerNetwork(_config(folder))
    trained = {n: t if n.startswith(LAYERS) else t.float() for n, t in _tensors(weights).items()}
    missing = {name for name in network.state_dict() if not name.startswith(FROZEN)} - trained.keys()
    if missing:
        raise ModelError(f"{weights} lacks {len(missing)} tensors of the tagger, {min(missing)} among them")
    _fill(network.encoder, _base_tensors(folder, network))
    _fill(network, trained)
    return network.eval()


def _config(folder: Path) -> BertConfig:
    try:
        config = BertConfig.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise ModelError(f"no encoder can be read from {folder}: {error}") from error
    config.attention_probs_dropout_prob = 0.0  # lets torch take its fused attention on a CPU
    return config


def _base_tensors(folder: Path, network: TaggerNetwork) -> dict[str, Tensor]:
    """The base's tensors that the network's encoder has; its pooler, for one, is not needed."""
    file, given = folder / "model.safetensors", network.encoder.state_dict().keys()
    found = {name: tensor for name, tensor in _tensors(file).items() if name in given}
    if missing := given - found.keys():
        raise ModelError(f"{file} lacks {len(missing)} tensors of the encoder, {min(missing)} among them")
    return found


def save_weights(network: TaggerNetwork, path: Path) -> None:
    """Writes what training changed, in half precision."""
    changed = {n: t.half().contiguous() for n, t in network.state_dict().items() if not n.startswith(FROZEN)}
    save_file(changed, path)


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
