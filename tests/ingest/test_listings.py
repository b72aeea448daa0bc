from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from coopbot.errors import CorpusError, UnreadableFile, UsageError
from coopbot.settings import Settings
from ingest.fetch_client import Clock
from ingest.fetching import fetch, open_fetcher
from ingest.listings import Listing, read_listing, write_manifest
from ingest.manifest import load_manifest
from tests.scripted_server import Reply, Request, Server

COOPERATION = {
    "id": "52000000cbd0050100002da5",
    "code_s": "CBD/BS/COP-MOP/04/06",
    "treaty_s": "XXVII8a",
    "title_t": "Cooperation with other organizations, conventions and initiatives",
    "title_ES_t": "Cooperación con otras organizaciones, convenios e iniciativas",
    "title_ZH_t": "与其他组织、公约和倡议的合作",
    "file_en_s": "https://www.cbd.int/doc/decisions/mop-04/mop-04-dec-06-en.pdf",
    "file_zh_s": ["/doc/decisions/mop-04/mop-04-dec-06-zh.pdf"],
}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        yield running


def solr(*records: object, total: int | None = None) -> Reply:
    response = {"numFound": len(records) if total is None else total, "start": 0, "docs": records}
    return Reply(body=json.dumps({"responseHeader": {"status": 0}, "response": response}).encode())


def listed(server: Server, name: str, query: str | None = None) -> Listing:
    settings = Settings(fetch_hosts=(server.origin,), fetch_rate=100)
    with open_fetcher(settings, Clock(sleep=lambda seconds: None)) as fetcher:
        return read_listing(fetcher, name, query, f"{server.origin}/list")


def asked(server: Server) -> list[dict[str, str]]:
    """Return the parameters of each request."""
    return [
        {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        for path in server.paths()
    ]


def test_index_gives_decisions_with_their_files(server):
    server.on("/list", solr(COOPERATION))
    listing = listed(server, "index")
    (entry,) = listing.entries
    # The index pads its codes with zeros: this is a decision, not document COP-MOP/4/6.
    assert (entry.symbol, entry.series) == ("BS-IV/6", "decision")
    assert entry.inferred == ("symbol", "series")
    assert {code: file.url for code, file in entry.files.items()} == {
        "zh": "https://www.cbd.int/doc/decisions/mop-04/mop-04-dec-06-zh.pdf",
        "en": "https://www.cbd.int/doc/decisions/mop-04/mop-04-dec-06-en.pdf",
    }
    assert entry.files["zh"].path == "documents/BS-IV-6/zh.pdf"
    assert entry.titles["es"] == "Cooperación con otras organizaciones, convenios e iniciativas"
    assert "fr" not in entry.titles


def test_index_is_asked_for_the_decisions_of_the_protocol(server):
    server.on("/list", solr(COOPERATION))
    listing = listed(server, "index")
    (parameters,) = asked(server)
    assert parameters["q"] == "realm_ss:chm AND schema_s:decision AND treaty_s:XXVII8a"
    assert parameters["q"] == listing.query
    assert {"file_ar_s", "title_RU_t", "code_s"} <= set(parameters["fl"].split(","))


def test_index_is_read_page_by_page(server):
    def page(request: Request) -> Reply:
        start = int(parse_qs(urlsplit(request.path).query)["start"][0])
        codes = [f"CBD/BS/COP-MOP/03/{n:02d}" for n in range(start + 1, min(start + 5, 13) + 1)]
        return solr(*({**COOPERATION, "code_s": code} for code in codes), total=13)

    server.on("/list", page)
    listing = listed(server, "index", "eventId_s:MOP-03")
    assert [entry.symbol for entry in listing.entries] == [f"BS-III/{n}" for n in range(1, 14)]
    assert [parameters["start"] for parameters in asked(server)] == ["0", "5", "10"]


@pytest.mark.parametrize(
    ("code", "symbol"),
    [
        ("CBD/BS/COP-MOP/01/13", "BS-I/13"),
        ("CBD/CP/MOP/08/16", "CP-VIII/16"),
        ("CBD/CP/MOP/09/13", "CP-9/13"),
        ("CBD/COP/12/31", "COP-XII/31"),
        ("CBD/NP/MOP/03/02", "NP-3/2"),
        ("CBD/CP/MOP/DEC/9/13", "CBD/CP/MOP/DEC/9/13"),
    ],
)
def test_code_of_a_decision_becomes_its_name(server, code, symbol):
    server.on("/list", solr({**COOPERATION, "code_s": code}))
    (entry,) = listed(server, "index").entries
    assert entry.symbol == symbol


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({**COOPERATION, "code_s": "../../etc"}, "has the symbol '../../etc', which is none"),
        ({**COOPERATION, "code_s": "A\nB"}, r"has the symbol 'A\nB', which is none"),
        ({**COOPERATION, "code_s": None}, "has the symbol '', which is none"),
        ({"code_s": "CBD/BS/COP-MOP/04/06"}, "BS-IV/6 has no file in any of the six languages"),
        ({**COOPERATION, "file_en_s": "http://[1"}, "has the address 'http://[1', which is none"),
        ("not a record", "has the symbol '', which is none"),
    ],
)
def test_record_without_the_expected_form_is_left_out(server, record, reason):
    sound = {**COOPERATION, "code_s": "CBD/BS/COP-MOP/04/07"}
    server.on("/list", solr(record, sound))
    listing = listed(server, "index")
    assert [entry.symbol for entry in listing.entries] == ["BS-IV/7"]
    assert [reason in sentence for sentence in listing.left_out] == [True]


def test_record_listed_twice_is_taken_once(server):
    server.on("/list", solr(COOPERATION, {**COOPERATION, "title_t": "Another"}))
    listing = listed(server, "index")
    assert listing.left_out == ("BS-IV/6 is listed twice; the first was taken",)


@pytest.mark.parametrize("name", ["index", "informea"])
@pytest.mark.parametrize(
    "body",
    [
        b"<html>Sign in</html>",
        b'{"response": {"docs": [',
        b"[" * 100_000,
        b"{}",
        b"null",
        b'{"response": {"docs": {}, "numFound": "many"}}',
        b"\xff\xfe",
        b"",
    ],
    ids=["page", "cut", "deep", "empty", "null", "other types", "no text", "nothing"],
)
def test_answer_that_is_no_listing_is_said_to_be_none(server, name, body):
    server.on("/list", Reply(body=body))
    with pytest.raises(CorpusError, match=r"did not answer with a listing: .*; check --endpoint"):
        listed(server, name)


def test_listing_without_end_is_given_up(server):
    server.on("/list", solr(COOPERATION, total=10**9))
    with pytest.raises(CorpusError, match="lists more than 50 pages; narrow the query"):
        listed(server, "index")


def test_unknown_listing_is_a_wrong_call(server):
    with pytest.raises(
        UsageError, match=r"^There is no listing 'web'; choose one of index, informea\.$"
    ):
        listed(server, "web")


def informea(number: str) -> dict[str, object]:
    """Return a record as the provider of InforMEA gives it."""
    name = number.replace("/", "-").lower()
    return {
        "id": f"id-{name}",
        "treaty": "cartagena",
        "number": number,
        "title": {
            "results": [
                {"language": "en", "value": "Capacity-building"},
                {"language": "zh", "value": "能力建设"},
            ]
        },
        "files": {
            "results": [
                {"url": f"https://www.cbd.int/{name}-en.pdf", "language": "en"},
                {"url": f"https://www.cbd.int/{name}-zh.pdf", "language": "CH"},
                {"url": f"https://www.cbd.int/{name}-es.doc", "language": "SP"},
                {"url": f"https://www.cbd.int/{name}-de.pdf", "language": "de"},
            ]
        },
    }


def test_informea_gives_decisions_with_its_codes_of_languages(server):
    following = f"{server.origin}/more?$skiptoken=1"
    first = {"d": {"results": [informea("BS-V/6")], "__next": following}}
    server.on("/list", Reply(body=json.dumps(first).encode()))
    server.on("/more", Reply(body=json.dumps({"d": {"results": [informea("BS-V/7")]}}).encode()))
    listing = listed(server, "informea")
    assert [entry.symbol for entry in listing.entries] == ["BS-V/6", "BS-V/7"]
    entry = listing.entries[0]
    assert list(entry.files) == ["zh", "en", "es"]
    assert entry.files["es"].path == "documents/BS-V-6/es.doc"
    assert entry.titles == {"en": "Capacity-building", "zh": "能力建设"}
    assert asked(server)[0]["$filter"] == "treaty eq 'cartagena'"


def test_newer_form_of_odata_is_read_too(server):
    answer = {"value": [informea("BS-V/6")], "@odata.nextLink": "list2"}
    server.on("/list", Reply(body=json.dumps(answer).encode()))
    server.on("/list2", Reply(body=json.dumps({"value": [informea("BS-V/7")]}).encode()))
    assert len(listed(server, "informea").entries) == 2


def test_collection_that_was_not_sent_counts_as_empty(server):
    record = {**informea("BS-V/6"), "files": {"__deferred": {"uri": "Decisions('x')/files"}}}
    server.on("/list", Reply(body=json.dumps({"d": [record]}).encode()))
    assert listed(server, "informea").left_out == (
        "BS-V/6 has no file in any of the six languages",
    )


def test_next_page_on_another_host_is_refused(server):
    first = {"d": {"results": [], "__next": "http://169.254.169.254/latest"}}
    server.on("/list", Reply(body=json.dumps(first).encode()))
    with pytest.raises(UnreadableFile, match="is on a host that is not listed"):
        listed(server, "informea")


def test_listing_as_json_names_addresses_and_what_is_left_out(server):
    server.on("/list", solr(COOPERATION, {}))
    data = json.loads(json.dumps(listed(server, "index").to_dict()))
    assert data["documents"][0]["symbol"] == "BS-IV/6"
    assert len(data["left_out"]) == 1


# -- the manifest ------------------------------------------------------------------------------


def test_manifest_of_a_listing_reads_back_and_fetches(server, tmp_path):
    pdf = b"%PDF-1.4 decision"
    record = {**COOPERATION, "file_en_s": server.on("/en.pdf", Reply(body=pdf))}
    del record["file_zh_s"]
    server.on("/list", solr(record))
    path = tmp_path / "listing.yaml"
    write_manifest(listed(server, "index"), path)
    settings = Settings(corpus=tmp_path, fetch_hosts=(server.origin,), fetch_rate=100)
    (row,) = fetch(settings, path).files
    assert (row.outcome, row.path) == ("fetched", "documents/BS-IV-6/en.pdf")
    assert (tmp_path / row.path).read_bytes() == pdf


def test_manifest_carries_what_the_listing_says(server, tmp_path):
    hostile = 'A "quoted": title # with\n\u2028signs \x07\u202eof its own'
    server.on("/list", solr({**COOPERATION, "title_t": hostile}, {"id": "x\ny"}))
    path = tmp_path / "listing.yaml"
    listing = listed(server, "index")
    write_manifest(listing, path)
    (entry,) = load_manifest(path).entries
    assert entry.titles["en"] == 'A "quoted": title # with signs of its own'
    assert entry.files == listing.entries[0].files
    head = path.read_text("utf-8").splitlines()[:4]
    assert head[1].endswith("https://www.cbd.int/copyright")
    assert head[3].startswith("# Left out: record")


def test_manifest_is_never_written_over(server, tmp_path):
    server.on("/list", solr(COOPERATION))
    path = tmp_path / "manifest.yaml"
    path.write_text("documents: []\n", "utf-8")
    with pytest.raises(UsageError, match=r"exists already; name another file with --out\.$"):
        write_manifest(listed(server, "index"), path)
    assert path.read_text("utf-8") == "documents: []\n"


def test_manifest_in_a_folder_that_is_not_there_is_a_wrong_call(server, tmp_path):
    server.on("/list", solr(COOPERATION))
    with pytest.raises(UsageError, match="cannot be written: No such file or directory"):
        write_manifest(listed(server, "index"), tmp_path / "no" / "listing.yaml")


def test_empty_listing_writes_no_manifest(server, tmp_path):
    server.on("/list", solr())
    with pytest.raises(UsageError, match=r"names no document for the query .* \(0 left out\)"):
        write_manifest(listed(server, "index"), Path(tmp_path / "listing.yaml"))
    assert list(tmp_path.iterdir()) == []
