"""How the tagger's weights are made: labels, batches, losses, and runs that can be stopped; with a tiny random base."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from summarizer.backends.tagger import Tagger, load_base, load_tokenizer
from summarizer.backends.tagger_decode import TAGS
from summarizer.backends.tagger_network import Batch, Scores
from summarizer.backends.tagger_windows import paragraphs
from summarizer.training import evaluate, tagger
from summarizer.training.batches import grouped, straightened, tensors
from summarizer.training.corpus import IGNORE, ROLES, Article, Attribution, Example, label, read_articles
from summarizer.training.objective import losses, total
from summarizer.training.trainer import Recipe, Trainer
from tests.summarizer.tiny_minilm import make_base

SOURCES = ("the mayor", "the minister", "she", "he", "nobody")
CONTENTS = ("it rained today", "we will go", "it is cold", "we will tax it")


def article(number: int) -> Article:
    """A made-up report with a statement that is interrupted, one that is reported, and one without a source."""
    draw = random.Random(number)  # noqa: S311 - no secret
    source, other = draw.sample(SOURCES, 2)
    first, second, third, fourth = (draw.choice(CONTENTS) for _ in range(4))
    text = f"“{first},” {source} said. “{second}.”\n\n{other} said that {third}. it was said that {fourth}."
    at = [text.index("\n\n") + 2, text.index(" it was said that")]
    return Article(
        str(number),
        text,
        (
            attribution(text, source=source, cue="said", content=(first, second), start=0),
            attribution(text, source=other, cue="said", content=(f"that {third}",), start=at[0]),
            attribution(text, source="", cue="said", content=(f"that {fourth}",), start=at[1]),
        ),
    )


def attribution(text: str, *, source: str, cue: str, content: tuple[str, ...], start: int) -> Attribution:
    """Finds each role's words in the text, from `start` on; the content's pieces one behind the other."""
    pieces, place = [], start
    for piece in content:
        found = text.index(piece, place)
        place = found + len(piece)
        pieces.append((found, place))
    mention, verb = text.find(source, start), text.index(cue, start)
    sources = ((mention, mention + len(source)),) if source else ()
    return Attribution(sources, ((verb, verb + len(cue)),), tuple(pieces))


def as_line(one: Article) -> str:
    """The article as the corpus has it."""
    roles = [{role: attribution.role(role) for role in ROLES} for attribution in one.attributions]
    return json.dumps({"id": one.id, "text": one.text, "statements": roles})


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


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Six articles on disk."""
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(as_line(article(n)) for n in range(6)) + "\n", encoding="utf-8")
    return path


def trainer(base: Path, recipe: Recipe, count: int = 6) -> Trainer:
    """A run at its beginning, with the same fresh heads each time."""
    torch.manual_seed(recipe.seed)
    return Trainer(recipe, load_base(base), load_tokenizer(base), [article(n) for n in range(count)])


def example_of(tokenizer: Tokenizer, number: int = 0) -> tuple[Article, Example]:
    """An article and its labels as one window."""
    one = article(number)
    window = tuple(piece for part in paragraphs(tokenizer, one.text) for piece in part)
    return one, label(window, one.attributions)


def test_labels_spell_the_annotation(tokenizer: Tokenizer) -> None:
    """Read back from the tags, each role has as many spans as were annotated, and the words of them."""
    one, example = example_of(tokenizer)
    beginnings = [TAGS[tag] for tag in example.tags if tag != IGNORE and TAGS[tag].startswith("B-")]
    assert {role: beginnings.count(f"B-{role}") for role in ROLES} == {"source": 2, "cue": 3, "content": 4}
    cues = [p for p, tag in zip(example.window, example.tags, strict=True) if tag == TAGS.index("B-cue")]
    assert {one.text[piece.start : piece.end] for piece in cues} == {"said"}


def test_pointers_name_first_words(tokenizer: Tokenizer) -> None:
    """Both pieces of an interrupted quotation point to its cue; a cue without a source points to [CLS]."""
    one, example = example_of(tokenizer)
    starts = [i for i, tag in enumerate(example.tags) if tag == TAGS.index("B-content")]
    cues = [example.cues[i] for i in starts]
    assert cues[0] == cues[1]
    assert len(set(cues)) == 3
    assert all(one.text[example.window[i - 1].start : example.window[i - 1].end] == "said" for i in cues)
    assert [example.sources[i - 1] == 0 for i in (cues[0], cues[2], cues[3])] == [False, False, True]


def test_what_a_window_cuts_off_is_pointed_to_as_none(tokenizer: Tokenizer) -> None:
    """A content whose cue is outside of the window keeps its tags and points to [CLS]."""
    one, example = example_of(tokenizer)
    until = example.tags.index(TAGS.index("B-source"))
    part = label(example.window[:until], one.attributions)
    assert part.tags == example.tags[:until]
    assert {p for p in part.cues if p != IGNORE} == {0}


def test_each_epoch_sees_everything_once(tokenizer: Tokenizer) -> None:
    """Batches hold all examples, none twice, and differ in order between draws."""
    pool = [example_of(tokenizer, n)[1] for n in range(11)]
    draws = [random.Random(seed) for seed in (1, 2)]  # noqa: S311 - no secret
    orders = [[id(example) for group in grouped(pool, 3, draw) for example in group] for draw in draws]
    assert sorted(orders[0]) == sorted(orders[1]) == sorted(map(id, pool))
    assert orders[0] != orders[1]


def test_only_chosen_windows_are_straightened(tokenizer: Tokenizer) -> None:
    """Curly marks become straight where chosen; everything else stays."""
    group = [example_of(tokenizer, n)[1] for n in range(2)]
    batch, _ = tensors(group, tokenizer)
    curly, straight = tokenizer.token_to_id("“"), tokenizer.token_to_id('"')
    changed = straightened(batch, tokenizer, torch.tensor([True, False]))
    assert [row.tolist().count(curly) for row in changed.ids] == [0, 2]
    assert changed.ids[0].tolist().count(straight) == 4
    assert torch.equal(changed.ids[1], batch.ids[1])


def test_right_answers_cost_nothing(tokenizer: Tokenizer) -> None:
    """The loss of scores that say what the labels say is near 0, and that of their opposite is not."""
    batch, aims = tensors([example_of(tokenizer)[1]], tokenizer)
    count = batch.ids.shape[1]
    tags, cue, source = (
        torch.nn.functional.one_hot(aim.clamp(min=0), size).float() * 30
        for aim, size in zip(aims, (len(TAGS), count, count), strict=True)
    )
    right = losses(Scores(tags, cue, source), aims, 0.0)
    wrong = losses(Scores(-tags, -cue, -source), aims, 0.0)
    assert float(total(right, 0.3)) < 1e-3
    assert all(float(part) > 1 for part in wrong.values())


def test_padding_is_never_pointed_to(base: Path, tokenizer: Tokenizer) -> None:
    """Nothing behind a window's end gets a share of its pointers."""
    short, long = example_of(tokenizer)[1], example_of(tokenizer, 3)[1]
    cut = Example(short.window[:9], short.tags[:9], short.cues[:9], short.sources[:9])
    batch: Batch = tensors([cut, long], tokenizer)[0]
    with torch.inference_mode():
        scores = load_base(base).eval()(batch)
    assert float(scores.cue[0].softmax(-1)[:, 11:].max()) == 0


def test_the_rate_warms_up_and_falls(base: Path) -> None:
    """It starts low, is full after the warm-up, and ends at 0."""
    run = trainer(base, Recipe(epochs=100, warm_up=0.1, batch=2))
    slope = [run.slope(step) for step in range(run.steps + 1)]
    assert slope[0] < 0.1
    assert (max(slope), slope[-1]) == (1.0, 0.0)
    assert slope[run.steps // 2 :] == sorted(slope[run.steps // 2 :], reverse=True)


def test_a_stopped_run_goes_the_same_way(base: Path, tmp_path: Path) -> None:
    """Saved in the middle, restored from disk and finished: the very weights of a run that was never stopped."""
    recipe = Recipe(epochs=4, batch=2)
    whole, stopped = trainer(base, recipe), trainer(base, recipe)
    for run, until in ((whole, whole.steps), (stopped, 5)):
        for number, group in run.stream():
            if number < until:
                run.learn(number, group)
    torch.save(stopped.state(), tmp_path / "state.pt")
    resumed = trainer(base, recipe)
    resumed.restore(torch.load(tmp_path / "state.pt", weights_only=True))
    for number, group in resumed.stream():
        resumed.learn(number, group)
    torch.testing.assert_close(resumed.network.state_dict(), whole.network.state_dict())


def test_a_run_learns_who_said_what(base: Path) -> None:
    """Trained on made-up reports, the tagger reads one that it has never seen."""
    run = trainer(base, Recipe(epochs=15, batch=8, rate=4e-3, head_rate=4e-3), count=64)
    before = run.measure([article(1000)])
    for number, group in run.stream():
        run.learn(number, group)
    unseen = article(1000)
    assert run.measure([unseen])["tags"] < before["tags"] / 2
    found = Tagger(run.network, run.tokenizer).attribute(unseen.text)
    assert [[(s.start, s.end) for s in one.content] for one in found] == [list(a.content) for a in unseen.attributions]
    assert [[(s.start, s.end) for s in one.source] for one in found] == [list(a.source) for a in unseen.attributions]


def test_one_command_trains_and_another_predicts(base: Path, corpus: Path, tmp_path: Path) -> None:
    """From a corpus to weights to predictions in the form that a scorer reads."""
    options = ["--base", str(base), "--dev", str(corpus), "--epochs", "2", "--batch", "4", "--threads", "1"]
    tagger.main([str(corpus), str(tmp_path / "run"), *options])
    (weights,) = (tmp_path / "run").glob("weights-3.safetensors")
    events = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert [event["step"] for event in events if "dev" in event][-1] == 3
    for how in ("product", "pointers", "nearest", "rules"):
        found = tmp_path / f"{how}.jsonl"
        evaluate.main([str(corpus), str(weights), str(found), "--base", str(base), "--how", how])
        lines = [json.loads(line) for line in found.read_text().splitlines()]
        assert [line["id"] for line in lines] == [one.id for one in read_articles(corpus)]
        assert all(set(one) == set(ROLES) for line in lines for one in line["statements"])


def test_the_naive_linker_takes_the_nearest(tokenizer: Tokenizer, base: Path) -> None:
    """The measure of the learned linker: most of a word's pointer goes to itself, then to its neighbours."""
    (reading,) = Tagger(load_base(base), tokenizer).read("the mayor said it rained")
    near = evaluate.nearest_first(reading).cue
    assert near.shape == reading.cue.shape
    assert np.argsort(-near[2])[0] == 3
    assert near[2, 2] == near[2, 4] > near[2, 1]


def test_a_broken_corpus_is_not_half_read(tmp_path: Path) -> None:
    """A line that lacks a role stops the reading."""
    path = tmp_path / "broken.jsonl"
    path.write_text('{"id": "a", "text": "b", "statements": [{"content": [[0, 1]]}]}\n')
    with pytest.raises(KeyError):
        read_articles(path)
