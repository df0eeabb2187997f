"""Models that write, tiny and made on the spot: with random weights, or drilled to give one text whatever they read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Punctuation, WhitespaceSplit
from tokenizers.pre_tokenizers import Sequence as Both
from tokenizers.processors import TemplateProcessing
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

from summarizer.backends.chat import messages

PAD, BEGIN, END, UNKNOWN = "<pad>", "<s>", "</s>", "<unk>"
TURN, TURN_END = "<|im_start|>", "<|im_end|>"
SPECIAL = (PAD, BEGIN, END, UNKNOWN, TURN, TURN_END)
CHAT = (
    "{% for message in messages %}{{ '<|im_start|> ' + message['role'] + '\n' + message['content'] + ' <|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|> assistant\n' }}{% endif %}"
)
NO_SYSTEM = (
    "{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}" + CHAT
)
WIDTH = 32
STEPS = 40


def tokenizer_of(texts: Sequence[str], *, framed: bool, longest: int) -> PreTrainedTokenizerFast:
    """One token a word or sign of the texts; anything else is unknown."""
    split = Both([WhitespaceSplit(), Punctuation()])
    words = dict.fromkeys(word for text in texts for word, _ in split.pre_tokenize_str(text))
    vocabulary = {word: number for number, word in enumerate((*SPECIAL, *(w for w in words if w not in SPECIAL)))}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = split
    if framed:
        ends = [(mark, vocabulary[mark]) for mark in (BEGIN, END)]
        tokenizer.post_processor = TemplateProcessing(f"{BEGIN} $A {END}", f"{BEGIN} $A {END} $B {END}", ends)
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call] # transformers types it not
        tokenizer_object=tokenizer,
        model_max_length=longest,
        pad_token=PAD,
        bos_token=BEGIN,
        eos_token=END if framed else TURN_END,
        unk_token=UNKNOWN,
        additional_special_tokens=[TURN, TURN_END],
    )


def make_seq2seq(folder: Path, texts: Sequence[str], *, says: str | None = None, longest: int = 128) -> Path:
    """Saves a tiny BART that knows the words of the texts; drilled to say one thing, or with random weights."""
    torch.manual_seed(1)
    tokenizer = tokenizer_of([*texts, says or ""], framed=True, longest=longest)
    config = BartConfig(
        vocab_size=len(tokenizer),
        d_model=WIDTH,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=WIDTH,
        decoder_ffn_dim=WIDTH,
        max_position_embeddings=longest,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        forced_eos_token_id=None,
        dropout=0.0,
    )
    model = BartForConditionalGeneration(config)
    if says is not None:
        labels = torch.tensor([tokenizer(says)["input_ids"]])
        drill(model, {"input_ids": torch.randint(len(SPECIAL), len(tokenizer), (1, 20)), "labels": labels})
    return saved(folder, model, tokenizer)


def make_t5(folder: Path, texts: Sequence[str]) -> Path:
    """Saves a tiny T5 with random weights."""
    torch.manual_seed(1)
    tokenizer = tokenizer_of([*texts, "summarize:"], framed=True, longest=64)
    config = T5Config(
        vocab_size=len(tokenizer), d_model=WIDTH, d_kv=16, d_ff=WIDTH, num_layers=1, num_heads=2, pad_token_id=0
    )
    config.decoder_start_token_id = 0
    config.eos_token_id = 2
    return saved(folder, T5ForConditionalGeneration(config), tokenizer)


def make_chat(
    folder: Path, texts: Sequence[str], *, says: str | None = None, longest: int = 512, template: str | None = CHAT
) -> Path:
    """Saves a tiny Llama with a chat template, or without one; drilled to say one thing of the texts, or random."""
    torch.manual_seed(1)
    roles = "system user assistant"
    tokenizer = tokenizer_of([*texts, says or "", roles], framed=False, longest=longest)
    tokenizer.chat_template = template
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=WIDTH,
        intermediate_size=2 * WIDTH,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=longest,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=5,
    )
    model = LlamaForCausalLM(config)
    if says is not None:
        told = messages(texts, topic=None, sentences=2)
        prompt = tokenizer.apply_chat_template(told, add_generation_prompt=True, return_dict=False)
        answer = tokenizer(f"{says} {TURN_END}", add_special_tokens=False)["input_ids"]
        labels = [-100] * len(prompt) + answer
        drill(model, {"input_ids": torch.tensor([prompt + answer]), "labels": torch.tensor([labels])})
    return saved(folder, model, tokenizer)


def drill(model: PreTrainedModel, lesson: dict[str, torch.Tensor]) -> None:
    """Teaches it one answer, until it gives it."""
    rate = torch.optim.Adam(model.parameters(), lr=0.02)
    model.train()
    for _ in range(STEPS):
        model(**lesson).loss.backward()
        rate.step()
        rate.zero_grad()


def saved(folder: Path, model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast) -> Path:
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
