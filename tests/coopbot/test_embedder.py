"""The contract of every embedder, and what each kind promises besides."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopbot import endpoint_embedder
from coopbot.embedder import (
    Embedder,
    LateInteraction,
    Reranker,
    load_embedder,
    load_reranker,
    unit_rows,
)
from coopbot.errors import ModelUnavailable, SettingsError
from coopbot.static_embedder import StaticEmbedder

PARALLEL = {
    "zh": "每一缔约方应采取必要和适当的法律、行政和其他措施，履行本议定书规定的义务。",
    "en": "Each Party shall take necessary and appropriate legal, administrative and other "
    "measures to implement its obligations under this Protocol.",
    "fr": "Chaque Partie prend les mesures juridiques, administratives et autres nécessaires et "
    "appropriées pour s'acquitter de ses obligations au titre du présent Protocole.",
    "es": "Cada Parte tomará las medidas legislativas, administrativas y de otro tipo necesarias y "
    "convenientes para cumplir sus obligaciones dimanantes del presente Protocolo.",
    "ru": "Каждая Сторона принимает необходимые и соответствующие правовые, административные и "
    "другие меры для выполнения своих обязательств по настоящему Протоколу.",
    "ar": "يتخذ كل طرف ما هو ضروري ومناسب من التدابير القانونية والإدارية وغيرها من التدابير "
    "لتنفيذ التزاماته بموجب هذا البروتوكول.",
}
OTHERS = {
    "zh": "秘书处应保存一份专家名册，供缔约方请求时使用。",
    "en": "The Secretariat shall keep a roster of experts for use by Parties on request.",
    "fr": "Le Secrétariat tient un fichier d'experts que les Parties peuvent consulter.",
    "es": "La Secretaría mantendrá una lista de expertos para uso de las Partes que la soliciten.",
    "ru": "Секретариат ведёт список экспертов, который используется по просьбе Сторон.",
    "ar": "تحتفظ الأمانة بقائمة للخبراء لتستخدمها الأطراف عند الطلب.",
}
TEXTS = [*PARALLEL.values(), *OTHERS.values()]


# --- Small real models -------------------------------------------------------------------------


def save_bert(folder: Path, *, labels: int | None = None) -> Path:
    """Save a tiny random BERT with its tokenizer: a bi-encoder, or a cross-encoder with labels."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast

    torch.manual_seed(7)
    characters = sorted(
        {character for text in TEXTS for character in text.lower() if character != " "}
    )
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    pieces += [f"##{character}" for character in characters]
    plain = folder / "plain"
    plain.mkdir(parents=True)
    (plain / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    BertTokenizerFast(vocab=str(plain / "vocab.txt"), model_max_length=64).save_pretrained(plain)
    shape = BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        num_labels=labels or 2,
    )
    if labels:
        BertForSequenceClassification(shape).save_pretrained(plain)
        return plain
    BertModel(shape).save_pretrained(plain)
    transformer = Transformer(str(plain))
    model = SentenceTransformer(
        modules=[transformer, Pooling(16, pooling_mode="mean")],
        prompts={"query": "query: ", "passage": "passage: "},
        device="cpu",
    )
    model.save(str(folder / "bert"))
    return folder / "bert"


def save_static(folder: Path) -> Path:
    """Save a StaticEmbedding model without prompts in the layout of the hub."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    characters = sorted({character for text in TEXTS for character in text})
    vocabulary = {piece: number for number, piece in enumerate(["[UNK]", *characters])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    rows = np.random.default_rng(7).normal(size=(len(vocabulary), 12)).astype(np.float32)
    module = StaticEmbedding(tokenizer, embedding_weights=rows)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder / "static"))
    return folder / "static"


def change_prompts(folder: Path, prompts: dict[str, str], default: str | None) -> None:
    """Rewrite the prompts in the configuration of a saved model."""
    path = folder / "config_sentence_transformers.json"
    stored = json.loads(path.read_text())
    path.write_text(json.dumps(stored | {"prompts": prompts, "default_prompt_name": default}))


# --- A small real endpoint ---------------------------------------------------------------------


class Endpoint:
    """Serve ``/v1/embeddings`` on a local port; ``answers`` replaces the next answers."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.answers: list[tuple[int, Any]] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                endpoint.requests.append(body)
                endpoint.keys.append(self.headers.get("Authorization"))
                status, answer = (
                    endpoint.answers.pop(0)
                    if endpoint.answers
                    else (200, vectors_of(body["input"]))
                )
                if self.path != "/v1/embeddings":
                    status, answer = 404, {"error": f"no such path {self.path}"}
                payload = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def log_message(self, format: str, *args: Any) -> None:
                """Keep the test's output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def vectors_of(texts: list[str]) -> dict[str, Any]:
    """Count characters by their code modulo 8, and list the items in reverse, as servers may."""
    rows = [[float(sum(ord(c) % 8 == k for c in text)) for k in range(8)] for text in texts]
    items = [{"index": index, "embedding": row} for index, row in enumerate(rows)]
    return {"data": items[::-1]}


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    served = Endpoint()
    yield served
    served.server.shutdown()
    served.server.server_close()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint_embedder, "FIRST_PAUSE_SECONDS", 0.0)


# --- The contract ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def models_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    save_bert(folder)
    save_static(folder)
    return folder


@pytest.fixture(params=["static", "bert", "static-embedding", "openai"])
def load(request: pytest.FixtureRequest, endpoint: Endpoint) -> Callable[[], Embedder]:
    """Give a function that loads one kind of embedder."""
    if request.param == "static":
        return load_embedder
    if request.param == "openai":
        return lambda: load_embedder("openai:small", base_url=endpoint.url, api_key="k")
    folder = request.getfixturevalue("models_folder") / (
        "bert" if request.param == "bert" else "static"
    )
    return lambda: load_embedder(f"sentence-transformers:{folder}")


def test_embedder_gives_unit_rows_of_its_dimension(load: Callable[[], Embedder]) -> None:
    embedder = load()
    assert isinstance(embedder, Embedder)
    for rows in (embedder.embed_queries(TEXTS), embedder.embed_passages(TEXTS)):
        assert rows.shape == (len(TEXTS), embedder.dimension)
        assert rows.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_embedder_gives_zeros_for_text_without_meaning(load: Callable[[], Embedder]) -> None:
    rows = load().embed_passages(["", " \n", TEXTS[0]])
    assert not rows[:2].any()
    assert np.linalg.norm(rows[2]) == pytest.approx(1, abs=1e-5)


def test_embedder_gives_no_rows_for_no_texts(load: Callable[[], Embedder]) -> None:
    embedder = load()
    assert embedder.embed_queries([]).shape == (0, embedder.dimension)
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_embedder_row_does_not_depend_on_its_batch(load: Callable[[], Embedder]) -> None:
    embedder = load()
    together = embedder.embed_passages(TEXTS * 12)
    alone = np.concatenate([embedder.embed_passages([text]) for text in TEXTS])
    np.testing.assert_allclose(together[-len(TEXTS) :], alone, atol=1e-5)


def test_embedder_keeps_its_fingerprint_when_loaded_again(load: Callable[[], Embedder]) -> None:
    first, second = load(), load()
    assert first.fingerprint == second.fingerprint
    assert first.name == second.name
    np.testing.assert_array_equal(first.embed_queries(TEXTS), second.embed_queries(TEXTS))


@pytest.mark.parametrize("spec", ["", "statik", "sentence-transformers:", "openai:", "hash:8"])
def test_load_embedder_refuses_an_unknown_kind(spec: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_embedder(spec)
    assert str(caught.value) == (
        f"The embedder {spec!r} is unknown; give static, "
        "sentence-transformers:<name or folder> or openai:<name>."
    )


def test_unit_rows_turns_unusable_rows_into_zeros() -> None:
    rows = unit_rows(np.array([[3, 4], [0, 0], [np.nan, 1], [np.inf, 1]], dtype=np.float32))
    np.testing.assert_allclose(rows, [[0.6, 0.8], [0, 0], [0, 0], [0, 0]], rtol=1e-6)


# --- The shipped model -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def static() -> StaticEmbedder:
    return StaticEmbedder.shipped()


def test_static_embedder_loads_without_torch() -> None:
    code = (
        "import sys; from coopbot.embedder import load_embedder; e = load_embedder();"
        "e.rank('风险评估', e.token_ids(['risk assessment']));"
        "print(e.embed_queries(['风险评估']).shape[1],"
        "[n for n in ('torch', 'sentence_transformers', 'transformers') if n in sys.modules])"
    )
    source = str(Path(sys.modules["coopbot"].__path__[0]).parent)
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": source, "PATH": ""},
        check=True,
    )
    assert done.stdout.split(maxsplit=1) == ["256", "[]\n"]


def test_static_embedder_finds_the_parallel_paragraph_in_each_language(
    static: StaticEmbedder,
) -> None:
    assert isinstance(static, LateInteraction)
    for query in PARALLEL.values():
        for language, text in PARALLEL.items():
            right, wrong = static.rank(query, static.token_ids([text, OTHERS[language]]))
            assert right > wrong, (query, language)


def test_static_embedder_pools_the_parallel_paragraph_nearer(static: StaticEmbedder) -> None:
    parallel = static.embed_queries(list(PARALLEL.values()))
    others = static.embed_passages(list(OTHERS.values()))
    assert (parallel @ parallel.T).min() > (parallel @ others.T).max()


def test_static_embedder_reads_both_chinese_scripts_alike(static: StaticEmbedder) -> None:
    simplified, traditional = static.token_ids(["缔约国应采取措施", "締約國應採取措施"])
    np.testing.assert_array_equal(simplified, traditional)


def test_static_embedder_reads_every_form_of_digits_alike(static: StaticEmbedder) -> None:
    latin, full_width, arabic = static.token_ids(["2006", "２００６", "٢٠٠٦"])
    assert len(latin) == 1
    np.testing.assert_array_equal(latin, full_width)
    np.testing.assert_array_equal(latin, arabic)


def test_static_embedder_agrees_with_model2vec(static: StaticEmbedder) -> None:
    from model2vec import StaticModel

    with resources.as_file(resources.files("coopbot") / "weights" / "static") as folder:
        model = StaticModel.from_pretrained(str(folder))
    np.testing.assert_allclose(model.encode(TEXTS), static.embed_passages(TEXTS), atol=1e-5)


def test_static_embedder_agrees_with_sentence_transformers(static: StaticEmbedder) -> None:
    with resources.as_file(resources.files("coopbot") / "weights" / "static") as folder:
        model = load_embedder(f"sentence-transformers:{folder}")
    np.testing.assert_allclose(model.embed_passages(TEXTS), static.embed_passages(TEXTS), atol=1e-4)


def test_static_embedder_ranks_as_its_formula_says(static: StaticEmbedder) -> None:
    query, passages = PARALLEL["ru"], [*PARALLEL.values(), *OTHERS.values()]
    (question,) = static.token_ids([query])
    pooled = static.embed_passages(passages) @ static.embed_queries([query])[0]
    weights = static._late_weights[question]
    expected = []
    for ids, cosine in zip(static.token_ids(passages), pooled, strict=True):
        asked, told = (
            unit_rows(static._table[rows].astype(np.float32)) for rows in (question, ids)
        )
        nearest = np.maximum(asked @ told.T, 0).max(axis=1)
        expected.append(nearest @ weights / weights.sum() + 0.5 * cosine)
    found = static.rank(query, static.token_ids(passages))
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_static_embedder_ranks_empty_input_as_zero(static: StaticEmbedder) -> None:
    passages = static.token_ids(["", TEXTS[0], " ", TEXTS[1]])
    scores = static.rank(TEXTS[0], passages)
    assert scores.dtype == np.float32
    assert scores[0] == scores[2] == 0
    assert scores[1] > scores[3] > 0
    assert not static.rank("", passages).any()
    given = static.rank(TEXTS[0], passages, static.pooled(passages))
    assert np.array_equal(given, scores)
    assert static.rank(TEXTS[0], []).shape == (0,)
    assert not static.rank(TEXTS[0], static.token_ids([""])).any()


def test_cosines_made_once_rank_paragraphs_and_parts_of_them(static: StaticEmbedder) -> None:
    query, other = PARALLEL["ru"], PARALLEL["en"]
    passages = static.token_ids([*PARALLEL.values(), *OTHERS.values()])
    cosines = static.cosines([query, other], passages)
    for asked in (query, other):
        for texts in (passages, [ids[:3] for ids in passages]):
            given = static.rank(asked, texts, cosines=cosines)
            np.testing.assert_allclose(given, static.rank(asked, texts), atol=1e-5)


def test_phrases_are_the_weighted_share_of_neighbours_met(static: StaticEmbedder) -> None:
    query = "可能含有改性活生物体可能"
    texts = [query, "含有改性活生物体", "体物生活性改有含能可", "", "risk assessment", "可能"]
    (question,) = static.token_ids([query])
    assert len(question) > 3
    weights = np.minimum(*(static._late_weights[part] for part in (question[:-1], question[1:])))
    asked = list(pairwise(question))
    expected = []
    for ids in static.token_ids(texts):
        held = set(pairwise(ids))
        met = np.array([pair in held for pair in asked])
        expected.append(float((weights * met).sum() / weights.sum()))
    found = static.phrases(query, static.token_ids(texts))
    np.testing.assert_allclose(found, expected, atol=1e-6)
    assert found[0] > found[1] > found[2]
    assert not static.phrases("", static.token_ids(texts)).any()
    # What ends one text and begins the next are no neighbours.
    halves = [question[:2], question[2:]]
    assert static.phrases(query, halves).sum() < 1.0 - 1e-6


@settings(deadline=None, max_examples=300)
@given(st.lists(st.text(st.characters(), max_size=80), max_size=4))
def test_static_embedder_takes_any_text(static: StaticEmbedder, texts: list[str]) -> None:
    rows = static.embed_passages(texts)
    lengths = np.linalg.norm(rows, axis=1)
    assert rows.shape == (len(texts), 256)
    assert np.isfinite(rows).all()
    assert all(length == 0 or abs(length - 1) < 1e-4 for length in lengths)
    scores = static.rank("".join(texts), static.token_ids(texts))
    assert np.isfinite(scores).all()
    assert (scores <= 1.5001).all()
    phrases = static.phrases("".join(texts), static.token_ids(texts))
    assert ((phrases >= 0) & (phrases <= 1.0001)).all()


def test_static_embedder_weights_stay_small() -> None:
    with resources.as_file(resources.files("coopbot") / "weights" / "static") as folder:
        assert sum(path.stat().st_size for path in folder.rglob("*")) < 32_000_000


def test_static_embedder_names_a_damaged_folder(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"not tensors")
    with pytest.raises(ModelUnavailable, match=r"static embedding model in .* cannot be read"):
        StaticEmbedder.from_folder(tmp_path)


# --- sentence-transformers ---------------------------------------------------------------------


def test_sentence_transformers_embedder_applies_the_models_prompts(models_folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    folder = str(models_folder / "bert")
    embedder = load_embedder(f"sentence-transformers:{folder}")
    model = SentenceTransformer(folder, device="cpu")
    asked = model.encode("query: " + TEXTS[1], prompt="", normalize_embeddings=True)
    told = model.encode("passage: " + TEXTS[1], prompt="", normalize_embeddings=True)
    np.testing.assert_allclose(embedder.embed_queries([TEXTS[1]])[0], asked, atol=1e-5)
    np.testing.assert_allclose(embedder.embed_passages([TEXTS[1]])[0], told, atol=1e-5)
    assert np.abs(asked - told).max() > 1e-3


def test_sentence_transformers_embedder_applies_the_default_prompt(
    models_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(models_folder / "bert", tmp_path / "bert")
    change_prompts(folder, {"task": "passage: "}, "task")
    found = load_embedder(f"sentence-transformers:{folder}").embed_queries([TEXTS[1]])
    expected = load_embedder(f"sentence-transformers:{models_folder / 'bert'}")
    np.testing.assert_allclose(found, expected.embed_passages([TEXTS[1]]), atol=1e-5)


def test_sentence_transformers_fingerprint_follows_weights_and_prompts(
    models_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(models_folder / "bert", tmp_path / "bert")
    before = load_embedder(f"sentence-transformers:{models_folder / 'bert'}").fingerprint
    assert load_embedder(f"sentence-transformers:{folder}").fingerprint == before
    change_prompts(folder, {"query": "ask: "}, None)
    assert load_embedder(f"sentence-transformers:{folder}").fingerprint != before


@pytest.mark.parametrize("load_model", [load_embedder, load_reranker])
def test_missing_sentence_transformers_model_is_one_sentence(
    load_model: Callable[[str], object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelUnavailable) as caught:
        load_model("sentence-transformers:nobody/no-such-model")
    message = str(caught.value)
    assert "\n" not in message
    assert "fetch it with `hf download nobody/no-such-model`" in message
    setting = "COOPBOT_EMBEDDER=static" if load_model is load_embedder else "COOPBOT_RERANKER=none"
    assert message.endswith(f"or work without it by {setting}.")


def test_reranker_scores_each_text(tmp_path: Path) -> None:
    reranker = load_reranker(f"sentence-transformers:{save_bert(tmp_path, labels=1)}")
    assert isinstance(reranker, Reranker)
    scores = reranker.score(TEXTS[0], TEXTS)
    assert scores.shape == (len(TEXTS),)
    assert scores.dtype == np.float32
    assert len(set(scores.tolist())) > 1
    assert reranker.score(TEXTS[0], TEXTS[::-1])[::-1] == pytest.approx(scores, abs=1e-5)
    assert reranker.score(TEXTS[0], []).shape == (0,)


def test_reranker_with_several_outputs_is_refused(tmp_path: Path) -> None:
    reranker = load_reranker(f"sentence-transformers:{save_bert(tmp_path, labels=3)}")
    assert reranker is not None
    with pytest.raises(ModelUnavailable, match="choose a cross-encoder with a single output"):
        reranker.score(TEXTS[0], TEXTS[:2])


def test_load_reranker_knows_none_and_refuses_the_rest() -> None:
    assert load_reranker("none") is None
    with pytest.raises(SettingsError, match=r"The reranker 'cohere:x' is unknown; give none or"):
        load_reranker("cohere:x")


# --- The endpoint ------------------------------------------------------------------------------


def test_endpoint_embedder_sends_batches_with_the_key(endpoint: Endpoint) -> None:
    embedder = load_embedder("openai:small", base_url=endpoint.url + "/", api_key="secret")
    texts = [f"text {number}" for number in range(endpoint_embedder.BATCH + 1)] + [""]
    rows = embedder.embed_passages(texts)
    assert [len(request["input"]) for request in endpoint.requests] == [
        1,
        endpoint_embedder.BATCH,
        1,
    ]
    assert {request["model"] for request in endpoint.requests} == {"small"}
    assert set(endpoint.keys) == {"Bearer secret"}
    np.testing.assert_allclose(rows[3], embedder.embed_queries(["text 3"])[0], atol=1e-6)


def test_endpoint_embedder_tries_again_after_a_passing_failure(endpoint: Endpoint) -> None:
    embedder = load_embedder("openai:small", base_url=endpoint.url)
    endpoint.answers += [(503, {"error": "busy"}), (429, {"error": "slower"})]
    assert embedder.embed_queries(["a"]).any()
    assert len(endpoint.requests) == 4
    assert endpoint.keys == [None] * 4


def test_endpoint_embedder_gives_up_with_one_sentence(endpoint: Endpoint) -> None:
    endpoint.answers += [(401, b"bad key\nat line 3")]
    with pytest.raises(ModelUnavailable) as caught:
        load_embedder("openai:small", base_url=endpoint.url, api_key="wrong")
    assert str(caught.value) == (
        f"The embedding endpoint {endpoint.url}/embeddings failed after 1 attempts "
        "(HTTP 401: bad key); check COOPBOT_EMBEDDER_BASE_URL and COOPBOT_EMBEDDER_API_KEY, "
        "or work without it by COOPBOT_EMBEDDER=static."
    )


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        (b"<html>", "no list of vectors"),
        ({"data": [{"index": 0}]}, "no list of vectors"),
        ({"data": []}, r"an array of shape \(0,\) for 1 texts"),
        ({"data": [{"index": 0, "embedding": []}]}, r"an array of shape \(1, 0\) for 1 texts"),
        ({"data": [{"index": 1, "embedding": [1.0]}]}, "an array of shape"),
        ({"data": [{"index": 0, "embedding": [1.0, 2.0]}]}, "vectors of length 2, before 8"),
        ({"data": [{"index": 0, "embedding": [float("nan")] * 8}]}, "not finite"),
    ],
    ids=["html", "no-vector", "none", "empty", "index", "length", "nan"],
)
def test_endpoint_embedder_refuses_a_wrong_answer(
    endpoint: Endpoint, answer: object, what: str
) -> None:
    embedder = load_embedder("openai:small", base_url=endpoint.url)
    endpoint.answers.append((200, answer))
    with pytest.raises(ModelUnavailable, match=what):
        embedder.embed_queries(["a"])


def test_endpoint_embedder_names_an_endpoint_that_is_not_there() -> None:
    with pytest.raises(ModelUnavailable, match=r"failed after 4 attempts .*ConnectError"):
        load_embedder("openai:small", base_url="http://127.0.0.1:9")


@pytest.mark.parametrize("url", [None, "", "localhost:8080"])
def test_endpoint_embedder_needs_an_address(url: str | None) -> None:
    with pytest.raises(SettingsError, match=r"set COOPBOT_EMBEDDER_BASE_URL"):
        load_embedder("openai:small", base_url=url)
