"""The trained tagger's inference: windows, decoding, loading; with a tiny random network in the trained one's place."""

import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from summarizer.backends import load_tagger
from summarizer.backends.bert import eight_bits
from summarizer.backends.tagger import Tagger, load, load_base, load_tokenizer, save_weights
from summarizer.backends.tagger_decode import TAGS, Reading, Rules, asking, best_tags, decode, join, runs
from summarizer.backends.tagger_inference import WindowReader
from summarizer.backends.tagger_network import TaggerNetwork, collate
from summarizer.backends.tagger_windows import (
    CAPITAL,
    CAPITALS,
    CLOSES,
    DIGITS,
    INSIDE,
    LOWER,
    OPENS,
    OUTSIDE,
    ROOM,
    case_of,
    pack,
    paragraphs,
    quotation_states,
)
from summarizer.errors import ModelError
from summarizer.statements.tagged import Attributed
from summarizer.types import Span
from tests.summarizer.tiny_minilm import make_base

TEXT = 'The Minister said "we will go".\n\nIt rained today. “It is cold,” said the mayor.'
WORDS = ("the", "Mayor", "said", "“", "”", '"', ".", "\n\n", "NATO", "é", "🙂", "will", "rained")
NEWS = st.lists(st.sampled_from(WORDS), max_size=400).map(" ".join)


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> None:
    """Tiny matrices are not worth sharing out, and on a busy machine the threads would wait for one another."""
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny base encoder."""
    return make_base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def tokenizer(base: Path) -> Tokenizer:
    """The tiny base's tokenizer."""
    return load_tokenizer(base)


@pytest.fixture(scope="module")
def tagger(base: Path) -> Tagger:
    """An untrained tagger that keeps whatever it finds, so that much is found."""
    torch.manual_seed(3)
    return Tagger(load_base(base), load_tokenizer(base), Rules(outside=-2.0, uncued=0.0, adrift=0.0))


def reading(tags: str, cue: dict[int, int], source: dict[int, int]) -> Reading:
    """A sure reading: one letter a word, upper case where a span begins; pointers as word to word."""
    names = {"o": "O", "s": "I-source", "S": "B-source", "q": "I-cue", "Q": "B-cue", "c": "I-content", "C": "B-content"}
    count = len(tags)
    scores = np.full((count, len(TAGS)), -9.0, dtype=np.float32)
    pointers = np.zeros((2, count, count + 1), dtype=np.float32)
    for i, letter in enumerate(tags):
        scores[i, TAGS.index(names[letter])] = 0.0
        for table, links in zip(pointers, (cue, source), strict=True):
            table[i, links[i] + 1 if i in links else 0] = 1.0
    places = tuple((3 * i, 3 * i + 2) for i in range(count))
    return Reading(places, scores, tuple(TAGS.index(names[letter]) for letter in tags), pointers[0], pointers[1])


def test_quotation_marks_are_seen_by_direction() -> None:
    """Straight marks alternate, and a paragraph's states are one a character."""
    assert quotation_states('a "b" c') == [OUTSIDE, OUTSIDE, OPENS, INSIDE, CLOSES, OUTSIDE, OUTSIDE]
    assert quotation_states("“b” ''c''") == [OPENS, INSIDE, CLOSES, OUTSIDE, OPENS, OPENS, INSIDE, CLOSES, CLOSES]


def test_letters_keep_their_case() -> None:
    """An uncased vocabulary loses case; the feature keeps it."""
    assert [case_of(word) for word in ("said", "Blinken", "NATO", "I", "24", ",")] == [
        LOWER,
        CAPITAL,
        CAPITALS,
        CAPITAL,
        DIGITS,
        LOWER,
    ]


@given(st.text(alphabet='aT. \n"“”é🙂', max_size=3000), st.integers(1, ROOM))
@settings(max_examples=40, deadline=None)
def test_windows_lose_and_repeat_nothing(tokenizer: Tokenizer, text: str, first: int) -> None:
    """Windows put together are the paragraphs put together, in order, and none is too long."""
    parts = paragraphs(tokenizer, text)
    windows = list(pack(parts, first))
    assert [piece for window in windows for piece in window] == [piece for part in parts for piece in part]
    assert all(0 < len(window) <= ROOM for window in windows)


def test_a_word_piece_knows_its_place(tokenizer: Tokenizer) -> None:
    """Offsets are code points of the whole text, also behind a character outside the basic plane."""
    text = "🙂🙂 it rained\n\nThe Mayor"
    pieces = [piece for part in paragraphs(tokenizer, text) for piece in part]
    assert [text[p.start : p.end] for p in pieces][-2:] == ["The", "Mayor"]
    assert [p.edge for p in pieces][-2:] == [True, False]


@given(st.lists(st.lists(st.floats(-5, 5, width=32), min_size=len(TAGS), max_size=len(TAGS)), min_size=1, max_size=12))
def test_no_span_starts_inside(scores: list[list[float]]) -> None:
    """Whatever the scores, an inside tag follows a tag of its own role."""
    path = [TAGS[i] for i in best_tags(np.array(scores, dtype=np.float32))]
    for before, tag in zip(["O", *path], path, strict=False):
        assert tag[0] != "I" or before[1:] == tag[1:]


@given(st.lists(st.lists(st.floats(-5, 5, width=32), min_size=len(TAGS), max_size=len(TAGS)), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_no_allowed_sequence_is_better(scores: list[list[float]]) -> None:
    """The best tags score as much as the best of all sequences in which no span starts inside."""
    table = np.array(scores, dtype=np.float32)
    allowed = [path for path in product(range(len(TAGS)), repeat=len(scores)) if _is_allowed(path)]
    most = max(sum(float(table[i, tag]) for i, tag in enumerate(path)) for path in allowed)
    assert sum(float(table[i, tag]) for i, tag in enumerate(best_tags(table))) == pytest.approx(most, abs=1e-4)


def _is_allowed(path: tuple[int, ...]) -> bool:
    tags = [TAGS[i] for i in path]
    return all(tag[0] != "I" or before[1:] == tag[1:] for before, tag in zip(["O", *tags], tags, strict=False))


def test_neighbouring_spans_stay_apart() -> None:
    """A beginning ends the span before it."""
    path = [TAGS.index(tag) for tag in ("B-content", "I-content", "B-content", "O", "B-cue")]
    assert runs(path, "content") == [(0, 2), (2, 3)]
    assert runs(path, "cue") == [(4, 5)]


def test_pieces_of_one_cue_are_one_statement() -> None:
    """`"..." he said, "..."`: two pieces, one cue, one source."""
    words = reading("CcSQCc", {0: 3, 1: 3, 4: 3, 5: 3}, dict.fromkeys((0, 1, 3, 4, 5), 2))
    (found,) = decode(words, Rules())
    assert found.content == (Span(0, 5), Span(12, 17))
    assert (found.source, found.cue) == ((Span(6, 8),), (Span(9, 11),))


def test_links_are_the_pointers_not_the_nearest() -> None:
    """The source that the pointers name wins over one that stands closer."""
    words = reading("SoSQCc", {4: 3, 5: 3}, {3: 0, 4: 0, 5: 0})
    (found,) = decode(words, Rules())
    assert found.source == (Span(0, 2),)


def test_a_statement_may_have_no_source() -> None:
    """Pointers to "none" leave the source empty even with a source span at hand."""
    (found,) = decode(reading("SoQCc", {3: 2, 4: 2}, {}), Rules())
    assert found.source == ()


def test_doubtful_statements_are_dropped() -> None:
    """A content that no cue introduces is kept only when the tags are sure."""
    lone, sourced = reading("oCc", {}, {}), reading("SCc", {}, {1: 0, 2: 0})
    assert decode(lone, Rules(adrift=1.01)) == ()
    assert len(decode(lone, Rules(adrift=0.5))) == 1
    assert len(decode(sourced, Rules(uncued=0.5, adrift=1.01))) == 1


def test_a_statement_over_two_windows_is_one() -> None:
    """Parts that share a cue are joined, their pieces in order; parts without a cue stay apart."""
    cue, source = (Span(20, 24),), (Span(16, 19),)
    parts = [
        Attributed((Span(30, 40),), cue, source, 0.9),
        Attributed((Span(0, 15),), cue, (), 0.8),
        Attributed((Span(50, 60),), (), (), 0.8),
    ]
    joined = join(parts)
    assert [one.content for one in joined] == [(Span(0, 15), Span(30, 40)), (Span(50, 60),)]
    assert joined[0].source == source


@given(NEWS)
@settings(max_examples=30, deadline=None)
def test_attributions_lie_in_the_text(tagger: Tagger, text: str) -> None:
    """Any text is read without complaint, and what is found are pieces of it in order."""
    found = tagger.attribute(text)
    for one in found:
        assert one.content
        assert all(span.of(text).strip() for span in (*one.content, *one.cue, *one.source))
    assert [one.content[0] for one in found] == sorted(one.content[0] for one in found)


def reads_as_trained(network: TaggerNetwork, tokenizer: Tokenizer, reading: Reading, text: str) -> None:
    """Compares a text's only window with what the network's own forward pass gives for it, padded."""
    (window,) = pack(paragraphs(tokenizer, text))
    words = [i + 1 for i, piece in enumerate(window) if piece.word]
    with torch.inference_mode():
        scores = network.eval()(collate([window, (window * 2)[:ROOM]], tokenizer))
    tags, cue, source = (each[0][words] for each in scores)
    np.testing.assert_allclose(reading.tags, tags.log_softmax(dim=-1), atol=1e-4)
    rows = list(asking(reading.path))
    assert 0 < len(rows) < len(words)
    for found, wanted in ((reading.cue, cue), (reading.source, source)):
        np.testing.assert_allclose(found[rows], wanted[rows][:, [0, *words]].softmax(dim=-1), atol=1e-4)
        assert not np.delete(found, rows, axis=0).any()


def test_inference_reads_as_training_does(base: Path) -> None:
    """The fast way through the network scores as the network's own pass does, also beside a longer window."""
    torch.manual_seed(3)
    network, tokenizer = load_base(base), load_tokenizer(base)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if "LayerNorm" not in name:  # biases and distances start at zero, which would hide a lost one
                parameter.add_(torch.randn_like(parameter), alpha=0.3)
        scores = network.eval()(collate(list(pack(paragraphs(tokenizer, TEXT))), tokenizer))
        network.tags.bias.sub_(scores.tags[0].mean(dim=0))  # words of every role
    (reading,) = Tagger(network, tokenizer).read(TEXT)
    reads_as_trained(network, tokenizer, reading, TEXT)


def test_a_text_of_several_windows_is_read_in_order(base: Path) -> None:
    """Windows follow one another, and each is read as if it stood alone."""
    tagger = Tagger(load_base(base), load_tokenizer(base))
    paragraph = "The mayor said it is cold. " * 25
    several, (alone,) = tagger.read("\n\n".join([paragraph] * 3)), tagger.read(paragraph)
    assert len(several) == 3
    for reading in several:
        np.testing.assert_allclose(reading.tags, alone.tags, atol=1e-4)
    starts = [reading.places[0][0] for reading in several]
    assert starts == [0, len(paragraph) + 2, 2 * len(paragraph) + 4]


def test_weights_survive_the_disk(base: Path, tmp_path: Path) -> None:
    """Shipped weights hold everything that training changes, in half precision, and nothing that the base has."""
    torch.manual_seed(5)
    network, path = load_base(base), tmp_path / "w.safetensors"
    save_weights(network, path)
    (again,) = load(path, base=base, int8=False).read(TEXT)
    (before,) = Tagger(network, load_tokenizer(base)).read(TEXT)
    np.testing.assert_allclose(again.tags, before.tags, atol=1e-2)
    assert not any("word_embeddings" in name for name in load_file(path))


def test_eight_bits_are_close(base: Path) -> None:
    """The network in 8 bits scores nearly as the exact one does."""
    torch.manual_seed(5)
    network, tokenizer = load_base(base), load_tokenizer(base)
    (exact,), (small,) = (Tagger(network, tokenizer, int8=int8).read(TEXT) for int8 in (False, True))
    assert 0 < np.abs(exact.tags - small.tags).max() < 0.1


@given(st.integers(0, 1000), st.floats(0.1, 50))
@settings(max_examples=30, deadline=None)
def test_eight_bits_never_overflow(seed: int, size: float) -> None:
    """Weights and inputs at their largest lose nothing to a 16-bit sum, whatever processor adds them."""
    draw = torch.Generator().manual_seed(seed)
    weight = torch.sign(torch.randn(8, 64, generator=draw))
    inputs = size * torch.rand(5, 64, generator=draw).round()
    found = eight_bits(weight, torch.zeros(8))(inputs)
    torch.testing.assert_close(found, inputs @ weight.T, atol=0.02 * 64 * size, rtol=0)


def test_a_failure_of_the_network_is_a_model_error(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What torch raises, out of memory say, is told as a model's error."""

    def fail(*_: object) -> Reading:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(WindowReader, "read", fail)
    with pytest.raises(ModelError, match="out of memory"):
        Tagger(load_base(base), load_tokenizer(base)).attribute(TEXT)


def test_missing_weights_are_a_model_error(base: Path, tmp_path: Path) -> None:
    """No weights, or the wrong ones, are said so at loading."""
    with pytest.raises(ModelError, match="no weights"):
        load(tmp_path / "none.safetensors", base=base)
    save_file({"tags.bias": torch.zeros(7)}, tmp_path / "part.safetensors")
    with pytest.raises(ModelError, match="lacks"):
        load(tmp_path / "part.safetensors", base=base)


def test_weights_of_another_shape_are_a_model_error(base: Path, tmp_path: Path) -> None:
    """Weights that fit another base are refused."""
    network = load_base(base)
    network.tags = torch.nn.Linear(3, len(TAGS))
    save_weights(network, tmp_path / "w.safetensors")
    with pytest.raises(ModelError, match="another shape"):
        load(tmp_path / "w.safetensors", base=base)


@pytest.mark.parametrize("library", ["torch", "transformers", "tokenizers", "safetensors"])
def test_a_missing_library_is_a_model_error(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a library the tagger is missing, which callers can live with; an ImportError they could not."""
    monkeypatch.delitem(sys.modules, "summarizer.backends.tagger")
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ModelError, match="see README"):
        load_tagger()


def test_other_weights_have_another_name(base: Path, tmp_path: Path) -> None:
    """What was read is stored under the weights' name, so others must not share it."""
    path = tmp_path / "w.safetensors"
    save_weights(load_base(base), path)
    assert str(path) in load(path, base=base).name
    with pytest.raises(ModelError, match="no weights"):
        load_tagger(str(tmp_path / "none.safetensors"))


@pytest.mark.parametrize("lost", ["config.json", "tokenizer.json", "model.safetensors"])
def test_an_incomplete_base_is_a_model_error(lost: str, tmp_path: Path) -> None:
    """A base folder that lacks a file is said so at loading."""
    base, path = make_base(tmp_path), tmp_path / "w.safetensors"
    save_weights(load_base(base), path)
    (base / lost).unlink()
    with pytest.raises(ModelError, match=str(base)):
        load(path, base=base)
