"""A base encoder like the packaged MiniLM but tiny and random, for tests that must not need the real one."""

from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from transformers import BertConfig, BertModel

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
LETTERS = tuple("abcdefghijklmnopqrstuvwxyz0123456789.,?!:'\"“”‘’-")
WORDS = tuple("the said minister mayor we will go now it rained today she he nobody was asked that is cold tax".split())
WIDTH = 48


def make_base(folder: Path) -> Path:
    """Writes config, tokenizer and random weights as the packaged model has them; returns the folder."""
    torch.manual_seed(1)
    vocabulary = (*SPECIAL, *LETTERS, *(f"##{letter}" for letter in LETTERS), *WORDS)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=96,
        max_position_embeddings=256,
    )
    config.save_pretrained(folder)
    save_file(BertModel(config).state_dict(), folder / "model.safetensors")
    model = WordPiece({word: i for i, word in enumerate(vocabulary)}, unk_token="[UNK]")  # noqa: S106 - no password
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder
