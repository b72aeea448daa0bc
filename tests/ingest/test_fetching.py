from __future__ import annotations

import hashlib
import io
import json
import shutil
import socket
import ssl
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from coopbot.errors import CorpusError, SettingsError, UnreadableFile, UsageError
from coopbot.settings import Settings
from ingest.fetch_client import Clock, Fetcher, Pace
from ingest.fetch_hosts import HostList, is_public
from ingest.fetch_partial import Partial
from ingest.fetching import FetchedFile, FetchResult, fetch
from tests.scripted_server import Reply, Request, Server

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 200 + b"\n%%EOF\n"
OTHER_PDF = b"%PDF-1.7\n" + b"other" * 5000
PAGE = b"<!DOCTYPE html><html><body>Page not found</body></html>"
SYMBOL = "UNEP/CBD/BS/COP-MOP/4/6"
FOLDER = "documents/UNEP-CBD-BS-COP-MOP-4-6"


class Watch:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.time = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.time, sleep=self.sleep)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server().running() as running:
        yield running


@pytest.fixture
def watch() -> Watch:
    return Watch()


def settings_for(corpus: Path, server: Server, **changes: object) -> Settings:
    return Settings(corpus=corpus, fetch_hosts=(server.origin,), fetch_rate=100, **changes)


def write_manifest(corpus: Path, files: dict[str, dict[str, object]], symbol: str = SYMBOL) -> None:
    corpus.mkdir(parents=True, exist_ok=True)
    content = {"documents": [{"symbol": symbol, "files": files}]}
    (corpus / "manifest.yaml").write_text(json.dumps(content), "utf-8")


def fetch_one(
    tmp_path: Path,
    server: Server,
    watch: Watch,
    address: str,
    *,
    replace: bool = False,
    sha256: str | None = None,
    **changes: object,
) -> FetchedFile:
    """Fetch the English version of one document from an address."""
    file: dict[str, object] = {"path": f"{FOLDER}/en.pdf", "url": address}
    if sha256:
        file["sha256"] = sha256
    write_manifest(tmp_path, {"en": file})
    settings = settings_for(tmp_path, server, **changes)
    (row,) = fetch(settings, replace=replace, clock=watch.clock).files
    return row


def held(tmp_path: Path) -> dict[str, bytes]:
    """Return every file in the corpus except the manifest."""
    folder = tmp_path / "documents"
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    return {path.relative_to(folder.parent).as_posix(): path.read_bytes() for path in files}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fetcher_for(server: Server, watch: Watch, **changes: object) -> Fetcher:
    pace = {"rate": 100.0, "max_bytes": 10**8, **changes}
    return Fetcher(HostList.parse([server.origin]), Pace(**pace), watch.clock)


# -- what is brought ---------------------------------------------------------------------------


def test_document_is_brought_with_its_hash(tmp_path, server, watch):
    address = server.on("/mop-04-06-en.pdf", Reply(body=PDF))
    row = fetch_one(tmp_path, server, watch, address)
    assert row == FetchedFile(
        symbol=SYMBOL,
        language="en",
        outcome="fetched",
        url=address,
        path=f"{FOLDER}/en.pdf",
        sha256=digest(PDF),
        size=len(PDF),
    )
    assert held(tmp_path) == {f"{FOLDER}/en.pdf": PDF}


def test_request_names_the_program_and_asks_for_the_bytes_themselves(tmp_path, server, watch):
    fetch_one(tmp_path, server, watch, server.on("/a.pdf", Reply(body=PDF)))
    (request,) = server.requests
    assert request.headers["Host"] == f"127.0.0.1:{server.port}"
    assert request.headers["Accept-Encoding"] == "identity"
    assert request.headers["User-Agent"].startswith("coopbot/")


def test_ending_follows_the_content_where_the_manifest_names_none(tmp_path, server, watch):
    write_manifest(tmp_path, {"en": {"url": server.on("/decision", Reply(body=PAGE))}})
    (row,) = fetch(settings_for(tmp_path, server), clock=watch.clock).files
    assert (row.outcome, row.path) == ("fetched", f"{FOLDER}/en.html")


def test_word_document_is_told_from_another_archive(tmp_path, server, watch):
    def archive(name: str) -> bytes:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as file:
            file.writestr(name, "<w/>")
        return content.getvalue()

    good = server.on("/a.docx", Reply(body=archive("word/document.xml")))
    bad = server.on("/b.docx", Reply(body=archive("xl/workbook.xml")))
    write_manifest(tmp_path, {"en": {"url": good}, "fr": {"url": bad}})
    rows = fetch(settings_for(tmp_path, server), clock=watch.clock).files
    assert [row.outcome for row in rows] == ["fetched", "refused"]
    assert rows[0].path == f"{FOLDER}/en.docx"
    assert (
        rows[1].reason
        == f"{bad} is an archive, which is not read; give a PDF, DOCX, HTML or text file"
    )


def test_second_run_asks_nothing_and_changes_nothing(tmp_path, server, watch):
    address = server.on("/a.pdf", Reply(body=PDF))
    fetch_one(tmp_path, server, watch, address)
    before, asked = held(tmp_path), len(server.requests)
    row = fetch_one(tmp_path, server, watch, address)
    assert (row.outcome, row.sha256) == ("present", digest(PDF))
    assert (held(tmp_path), len(server.requests)) == (before, asked)


def test_unofficial_version_without_address_is_left_alone(tmp_path, server, watch):
    write_manifest(tmp_path, {"ar": {"official": False}})
    result = fetch(settings_for(tmp_path, server), clock=watch.clock)
    assert [(row.outcome, row.url) for row in result.files] == [("skipped", None)]
    assert result.complete


def test_address_is_inferred_and_said_to_be(tmp_path, server, watch):
    write_manifest(tmp_path, {"zh": {}})
    (row,) = fetch(settings_for(tmp_path, server), clock=watch.clock).files
    assert row.inferred
    assert row.url == "https://www.cbd.int/doc/meetings/bs/mop-04/official/mop-04-06-zh.pdf"
    # The settings of this test list another host.
    assert row.outcome == "refused"


def test_document_without_any_address_is_refused(tmp_path, server, watch):
    write_manifest(tmp_path, {"en": {}}, symbol="CBD/CP/MOP/9/13")
    result = fetch(settings_for(tmp_path, server), clock=watch.clock)
    assert result.files[0].reason == "no rule tells its address; give its url in the manifest"
    assert not result.complete


def test_languages_narrow_the_manifest(tmp_path, server, watch):
    address = server.on("/a.pdf", Reply(body=PDF))
    write_manifest(tmp_path, {"en": {"url": address}, "fr": {"url": address}})
    settings = settings_for(tmp_path, server)
    result = fetch(settings, languages=["fr"], clock=watch.clock)
    assert [row.language for row in result.files] == ["fr"]


def test_result_as_json_is_complete(tmp_path, server, watch):
    server.on("/a.pdf", Reply(body=PDF))
    row = fetch_one(tmp_path, server, watch, f"{server.origin}/a.pdf")
    data = json.loads(json.dumps(FetchResult("manifest.yaml", (row,)).to_dict()))
    assert data["complete"] is True
    assert data["files"][0]["sha256"] == digest(PDF)


def test_missing_manifest_is_a_wrong_call(tmp_path, server):
    with pytest.raises(UsageError, match=r"^There is no manifest at .*manifest\.yaml; name one"):
        fetch(settings_for(tmp_path, server))


def test_malformed_manifest_is_named(tmp_path, server):
    (tmp_path / "manifest.yaml").write_text("documents: 3\n", "utf-8")
    with pytest.raises(CorpusError, match="has no list named documents"):
        fetch(settings_for(tmp_path, server))


def test_one_bad_address_does_not_stop_the_others(tmp_path, server, watch):
    files = {
        "en": {"url": f"{server.origin}/missing.pdf"},
        "fr": {"url": server.on("/fr.pdf", Reply(body=PDF))},
    }
    write_manifest(tmp_path, files)
    result = fetch(settings_for(tmp_path, server), clock=watch.clock)
    assert [row.outcome for row in result.files] == ["failed", "fetched"]
    assert not result.complete


# -- what is held already ----------------------------------------------------------------------


def test_held_file_is_written_over_only_with_replace(tmp_path, server, watch):
    target = tmp_path / FOLDER / "en.pdf"
    target.parent.mkdir(parents=True)
    target.write_bytes(OTHER_PDF)
    address = server.on("/a.pdf", Reply(body=PDF))
    row = fetch_one(tmp_path, server, watch, address, sha256=digest(PDF))
    assert row.outcome == "refused"
    assert row.reason == (
        "en.pdf differs from the sha256 of the manifest; correct one of them, or bring the file "
        "again with --replace"
    )
    assert (target.read_bytes(), server.requests) == (OTHER_PDF, [])
    row = fetch_one(tmp_path, server, watch, address, sha256=digest(PDF), replace=True)
    assert (row.outcome, target.read_bytes()) == ("fetched", PDF)


def test_held_file_survives_a_replacement_that_fails(tmp_path, server, watch):
    target = tmp_path / FOLDER / "en.pdf"
    target.parent.mkdir(parents=True)
    target.write_bytes(OTHER_PDF)
    address = server.on("/a.pdf", Reply(body=PAGE))
    row = fetch_one(tmp_path, server, watch, address, replace=True)
    assert (row.outcome, row.sha256) == ("refused", digest(OTHER_PDF))
    assert held(tmp_path) == {f"{FOLDER}/en.pdf": OTHER_PDF}


def test_file_of_another_type_is_never_pushed_aside(tmp_path, server, watch):
    text = tmp_path / FOLDER / "en.txt"
    text.parent.mkdir(parents=True)
    text.write_text("1. A paragraph.\n", "utf-8")
    address = server.on("/a.pdf", Reply(body=PDF))
    assert fetch_one(tmp_path, server, watch, address).outcome == "present"
    row = fetch_one(tmp_path, server, watch, address, replace=True)
    assert row.reason == (
        "en.txt is held and a .pdf file came; take en.txt out of the corpus first"
    )
    assert list(held(tmp_path)) == [f"{FOLDER}/en.txt"]


# -- a server that misbehaves ------------------------------------------------------------------


def test_missing_document_fails_at_once(tmp_path, server, watch):
    row = fetch_one(tmp_path, server, watch, f"{server.origin}/none.pdf")
    assert (row.outcome, row.reason) == (
        "failed",
        f"{server.origin}/none.pdf answers HTTP 404; check the address",
    )
    assert len(server.requests) == 1
    assert held(tmp_path) == {}


def test_error_of_the_server_is_waited_out(tmp_path, server, watch):
    address = server.on("/a.pdf", Reply(500), Reply(503), Reply(body=PDF))
    assert fetch_one(tmp_path, server, watch, address).outcome == "fetched"
    assert watch.waits == [1.0, 2.0]


def test_server_that_stays_broken_is_given_up(tmp_path, server, watch):
    address = server.on("/a.pdf", Reply(500))
    row = fetch_one(tmp_path, server, watch, address)
    assert (row.outcome, row.reason) == (
        "failed",
        f"{address} could not be brought in 5 attempts, the last one ended with: HTTP 500; "
        "fetch again later",
    )
    assert len(server.requests) == 5
    assert watch.waits == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_pause_that_the_server_asks_for_is_kept(tmp_path, server, watch, form):
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    asked = "17" if form == "seconds" else until
    address = server.on("/a.pdf", Reply(429, headers={"Retry-After": asked}), Reply(body=PDF))
    assert fetch_one(tmp_path, server, watch, address).outcome == "fetched"
    if form == "seconds":
        assert watch.waits == [17.0]
    else:
        assert 60 < sum(watch.waits) <= 90


def test_pause_of_a_day_ends_the_attempt(tmp_path, server, watch):
    address = server.on("/a.pdf", Reply(429, headers={"Retry-After": "86400"}))
    row = fetch_one(tmp_path, server, watch, address)
    assert (row.outcome, row.reason) == (
        "failed",
        f"{address} answers HTTP 429 and asks for a pause of 86400 seconds; fetch again after it",
    )
    assert (len(server.requests), watch.waits) == (1, [])


def test_requests_to_a_host_keep_their_distance(tmp_path, server, watch):
    files = {
        code: {"url": server.on(f"/{code}.pdf", Reply(body=PDF))} for code in ("en", "fr", "es")
    }
    write_manifest(tmp_path, files)
    settings = Settings(corpus=tmp_path, fetch_hosts=(server.origin,), fetch_rate=0.5)
    fetch(settings, clock=watch.clock)
    assert watch.waits == [2.0, 2.0]


def ranged(request: Request) -> Reply:
    """Answer as a server does that knows ranges and has one version, tag "v1"."""
    asked = request.headers.get("Range")
    if asked is None or request.headers.get("If-Range") != '"v1"':
        return Reply(body=PDF, headers={"ETag": '"v1"'})
    start = int(asked.removeprefix("bytes=").removesuffix("-"))
    place = f"bytes {start}-{len(PDF) - 1}/{len(PDF)}"
    return Reply(206, PDF[start:], {"ETag": '"v1"', "Content-Range": place})


def test_cut_stream_is_gone_on_with(tmp_path, server, watch):
    cut = Reply(body=PDF, headers={"ETag": '"v1"'}, cut=20_000)
    address = server.on("/a.pdf", cut, ranged)
    row = fetch_one(tmp_path, server, watch, address)
    assert (row.outcome, row.sha256) == ("fetched", digest(PDF))
    assert [request.headers.get("Range") for request in server.requests] == [None, "bytes=20000-"]
    assert server.requests[1].headers["If-Range"] == '"v1"'
    assert list(held(tmp_path)) == [f"{FOLDER}/en.pdf"]


def test_download_goes_on_in_a_later_run(tmp_path, server, watch):
    cut = Reply(body=PDF, headers={"ETag": '"v1"'}, cut=20_000)
    address = server.on("/a.pdf", cut, Reply(404))
    assert fetch_one(tmp_path, server, watch, address).outcome == "failed"
    server.on("/a.pdf", ranged)
    row = fetch_one(tmp_path, server, watch, address)
    assert (row.outcome, row.sha256) == ("fetched", digest(PDF))
    assert server.requests[-1].headers["Range"] == "bytes=20000-"


def test_server_that_ignores_ranges_sends_the_whole(tmp_path, server, watch):
    cut = Reply(body=PDF, headers={"ETag": '"v1"'}, cut=20_000)
    address = server.on("/a.pdf", cut, Reply(body=PDF, headers={"ETag": '"v1"'}))
    row = fetch_one(tmp_path, server, watch, address)
    assert (row.outcome, row.sha256) == ("fetched", digest(PDF))


def test_document_changed_in_between_is_never_joined(tmp_path, server, watch):
    cut = Reply(body=PDF, headers={"ETag": '"v1"'}, cut=20_000)
    # A server that sends the rest of another version, against the rule.
    place = f"bytes 20000-{len(OTHER_PDF) - 1}/{len(OTHER_PDF)}"
    wrong = Reply(206, OTHER_PDF[20_000:], {"ETag": '"v2"', "Content-Range": place})
    address = server.on("/a.pdf", cut, wrong, Reply(body=OTHER_PDF, headers={"ETag": '"v2"'}))
    row = fetch_one(tmp_path, server, watch, address)
    assert (row.outcome, row.sha256) == ("fetched", digest(OTHER_PDF))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"ETag": 'W/"v1"'},
        {"Last-Modified": "yesterday"},
        {"Last-Modified": format_datetime(datetime.now(UTC), usegmt=True)},
    ],
    ids=["nothing", "weak tag", "no date", "fresh date"],
)
def test_version_that_cannot_be_told_is_asked_for_whole(tmp_path, server, watch, headers):
    cut = Reply(body=PDF, headers=headers, cut=20_000)
    address = server.on("/a.pdf", cut, Reply(body=PDF, headers=headers))
    assert fetch_one(tmp_path, server, watch, address).sha256 == digest(PDF)
    assert [request.headers.get("Range") for request in server.requests] == [None, None]


def test_old_date_of_change_continues_a_download(tmp_path, server, watch):
    changed = "Mon, 03 Mar 2008 10:00:00 GMT"
    cut = Reply(body=PDF, headers={"Last-Modified": changed}, cut=20_000)
    place = f"bytes 20000-{len(PDF) - 1}/{len(PDF)}"
    address = server.on("/a.pdf", cut, Reply(206, PDF[20_000:], {"Content-Range": place}))
    assert fetch_one(tmp_path, server, watch, address).sha256 == digest(PDF)
    assert server.requests[1].headers["If-Range"] == changed


def test_range_that_cannot_be_given_starts_again(tmp_path, server, watch):
    cut = Reply(body=PDF, headers={"ETag": '"v1"'}, cut=20_000)
    address = server.on("/a.pdf", cut, Reply(416), Reply(body=PDF))
    assert fetch_one(tmp_path, server, watch, address).sha256 == digest(PDF)


def test_wrong_hash_is_refused_and_nothing_kept(tmp_path, server, watch):
    address = server.on("/a.pdf", Reply(body=PDF))
    row = fetch_one(tmp_path, server, watch, address, sha256="0" * 64)
    assert (row.outcome, row.reason) == (
        "refused",
        f"{address} has sha256 {digest(PDF)}, the manifest says {'0' * 64}; correct the address "
        "or the manifest",
    )
    assert held(tmp_path) == {}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (PAGE, "promises pdf and sent html; check the address"),
        (b"Not found", "promises pdf and sent text; check the address"),
        (b"", "sent an empty file; check the address"),
        (b"\x89PNG\r\n", "is a PNG image, which is not read; give a PDF, DOCX, HTML or text file"),
    ],
    ids=["html", "text", "empty", "image"],
)
def test_content_that_is_no_document_is_refused(tmp_path, server, watch, body, reason):
    address = server.on("/a.pdf", Reply(body=body))
    row = fetch_one(tmp_path, server, watch, address)
    assert (row.outcome, row.reason) == ("refused", f"{address} {reason}")
    assert held(tmp_path) == {}


@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_file_over_the_cap_is_refused(tmp_path, server, watch, told):
    big = b"%PDF-" + bytes(10 * 1024 * 1024)
    chunked = Reply(
        # Without its length only counting tells the size.
        body=b"%x\r\n" % len(big) + big + b"\r\n0\r\n\r\n",
        headers={"Transfer-Encoding": "chunked"},
    )
    address = server.on("/a.pdf", Reply(body=big) if told else chunked)
    row = fetch_one(tmp_path, server, watch, address, fetch_max_bytes=100_000)
    assert row.outcome == "refused"
    assert row.reason.endswith(
        "or more, over the limit of 100,000; raise COOPBOT_FETCH_MAX_BYTES if it is wanted"
    )
    assert held(tmp_path) == {}


def test_encoding_that_was_not_asked_for_is_refused(tmp_path, server, watch):
    address = server.on("/a.pdf", Reply(body=PDF, headers={"Content-Encoding": "gzip"}))
    row = fetch_one(tmp_path, server, watch, address)
    assert row.reason == f"{address} is sent as gzip, which was not asked for; bring it by hand"


def test_silent_server_is_not_waited_for_for_ever(tmp_path, server, watch):
    release = threading.Event()
    address = server.on("/a.pdf", Reply(body=PDF, before=lambda: release.wait(10)))
    with (
        fetcher_for(server, watch, timeout=0.1, attempts=2) as fetcher,
        pytest.raises(UnreadableFile, match=r"in 2 attempts.*no answer in time") as caught,
    ):
        fetcher.download(address, Partial(tmp_path / ".part"))
    release.set()
    assert caught.value.outcome == "failed"


def test_dripping_server_is_left_at_the_deadline(tmp_path, server):
    release = threading.Event()
    first = b"%PDF-" + b"x" * 100
    # The length promises more: the client waits for it, its clock runs.
    reply = Reply(body=first, length=1000, after=lambda: release.wait(10))
    ticks = iter(range(1000))
    clock = Clock(now=lambda: 100.0 * next(ticks), sleep=lambda seconds: None)
    pace = Pace(rate=100, max_bytes=10**6, attempts=1, deadline=50, timeout=5)
    with (
        Fetcher(HostList.parse([server.origin]), pace, clock) as fetcher,
        pytest.raises(UnreadableFile, match="sent 105 bytes in 50 seconds and had not ended"),
    ):
        fetcher.download(server.on("/a.pdf", reply), Partial(tmp_path / ".part"))
    release.set()


def test_closed_port_is_tried_again_and_reported(tmp_path, watch):
    with Server().running() as gone:
        address = f"{gone.origin}/a.pdf"
    row = fetch_one(tmp_path, gone, watch, address)
    assert row.outcome == "failed"
    assert "Connection refused" in row.reason
    assert watch.waits == [1.0, 2.0, 4.0, 8.0]


# -- where it may not go -----------------------------------------------------------------------


def test_redirect_on_the_same_host_is_followed(tmp_path, server, watch):
    server.on("/new.pdf", Reply(body=PDF))
    address = server.on("/old.pdf", Reply(301, headers={"Location": "/new.pdf"}))
    assert fetch_one(tmp_path, server, watch, address).outcome == "fetched"
    assert server.paths() == ["/old.pdf", "/new.pdf"]


@pytest.mark.parametrize(
    "location",
    [
        "https://elsewhere.example/a.pdf",
        "//elsewhere.example/a.pdf",
        "http://127.0.0.1/a.pdf",
        "http://localhost/a.pdf",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/a.pdf",
        "file:///etc/passwd",
    ],
)
def test_redirect_elsewhere_is_refused(tmp_path, server, watch, location):
    address = server.on("/a.pdf", Reply(302, headers={"Location": location}))
    row = fetch_one(tmp_path, server, watch, address)
    assert row.outcome == "refused"
    assert "which is not on the same host; give the right address in the manifest" in row.reason
    assert len(server.requests) == 1


def test_redirect_to_another_listed_host_is_refused_too(tmp_path, server, watch):
    with Server().running() as other:
        other.on("/a.pdf", Reply(body=PDF))
        address = server.on("/a.pdf", Reply(302, headers={"Location": f"{other.origin}/a.pdf"}))
        write_manifest(tmp_path, {"en": {"url": address}})
        hosts = (server.origin, other.origin)
        settings = Settings(corpus=tmp_path, fetch_hosts=hosts, fetch_rate=100)
        (row,) = fetch(settings, clock=watch.clock).files
        assert (row.outcome, other.requests) == ("refused", [])


def test_redirects_in_a_circle_end(tmp_path, server, watch):
    address = server.on("/a.pdf", Reply(302, headers={"Location": "/a.pdf"}))
    row = fetch_one(tmp_path, server, watch, address)
    assert row.reason == f"{address} redirects more than 5 times; check it"
    assert len(server.requests) == 6


def test_redirect_without_a_place_fails(tmp_path, server, watch):
    address = server.on("/a.pdf", Reply(302))
    row = fetch_one(tmp_path, server, watch, address)
    assert (
        row.reason == f"{address} answers HTTP 302 without an address to go to; check the address"
    )


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (
            "https://elsewhere.example/a.pdf",
            'is on a host that is not listed; add "elsewhere.example" to COOPBOT_FETCH_HOSTS if it '
            "may be asked",
        ),
        (
            "http://www.cbd.int/a.pdf",
            "is not encrypted; write https, which www.cbd.int is listed for",
        ),
        ("https://www.cbd.int:8443/a.pdf", 'add "www.cbd.int:8443" to COOPBOT_FETCH_HOSTS'),
        ("https://www.cbd.int@elsewhere.example/a.pdf", "carries a user name; give it without"),
        ("https://www.cbd.int.elsewhere.example/a.pdf", "is on a host that is not listed"),
        ("https://elsewhere.example\\@www.cbd.int/a.pdf", "carries a user name"),
        ("https://www.cbd.int./a.pdf", "is on a host that is not listed"),
        ("http://0x7f.1/a.pdf", "is on a host that is not listed"),
        ("http://2130706433/a.pdf", "is on a host that is not listed"),
        ("file:///etc/passwd", "is not an https address; give one"),
        ("ftp://www.cbd.int/a.pdf", "is not an https address; give one"),
        ("www.cbd.int/a.pdf", "is not an https address; give one"),
        ("https://[::1", "is no address"),
    ],
)
def test_address_that_may_not_be_asked_is_refused(tmp_path, server, watch, address, reason):
    write_manifest(tmp_path, {"en": {"url": address}})
    (row,) = fetch(Settings(corpus=tmp_path), clock=watch.clock).files
    assert row.outcome == "refused"
    assert reason in row.reason
    assert watch.waits == []


def test_name_of_a_private_address_is_refused(tmp_path, server, watch):
    # "localhost" is listed as a name; only the number itself would permit this machine.
    origin = f"http://localhost:{server.port}"
    server.on("/a.pdf", Reply(body=PDF))
    write_manifest(tmp_path, {"en": {"url": f"{origin}/a.pdf"}})
    settings = Settings(corpus=tmp_path, fetch_hosts=(origin,))
    (row,) = fetch(settings, clock=watch.clock).files
    assert row.outcome == "refused"
    assert "localhost resolves to" in row.reason
    assert "which is not an address of the public network" in row.reason
    assert server.requests == []


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:7f00:1::", False),
    ],
)
def test_number_is_public_or_not(number, public):
    import ipaddress

    assert is_public(ipaddress.ip_address(number)) is public


@pytest.mark.parametrize(
    "host",
    ["*.cbd.int", "https://www.cbd.int/doc", "ftp://www.cbd.int", "", "WWW.cbd.int", "a b", "://x"],
)
def test_host_that_is_not_exact_is_no_setting(host):
    with pytest.raises(SettingsError, match=r"^The setting fetch_hosts \(COOPBOT_FETCH_HOSTS\)"):
        Settings(fetch_hosts=(host,))


# -- names, numbers and certificates -----------------------------------------------------------


def resolve_as(monkeypatch: pytest.MonkeyPatch, numbers: dict[str, list[str]]) -> list[str]:
    """Let names resolve as a test says, this machine counting as public; return what is asked."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[object]:
        if host in numbers:
            asked.append(host)
        found = numbers.get(host, [host])
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr("ingest.fetch_hosts.is_public", lambda number: True)
    return asked


def test_connection_goes_to_the_number_that_was_checked(tmp_path, server, watch, monkeypatch):
    asked = resolve_as(monkeypatch, {"docs.example": ["127.0.0.1"]})
    server.on("/a.pdf", Reply(body=PDF))
    origin = f"http://docs.example:{server.port}"
    with Fetcher(HostList.parse([origin]), Pace(100, 10**8), watch.clock) as fetcher:
        assert fetcher.read(f"{origin}/a.pdf") == PDF
    assert asked == ["docs.example"]
    assert server.requests[0].headers["Host"] == f"docs.example:{server.port}"


def test_number_that_does_not_answer_gives_way_to_the_next(tmp_path, server, watch, monkeypatch):
    resolve_as(monkeypatch, {"docs.example": ["127.0.0.99", "127.0.0.1"]})
    server.on("/a.pdf", Reply(body=PDF))
    origin = f"http://docs.example:{server.port}"
    with Fetcher(HostList.parse([origin]), Pace(100, 10**8), watch.clock) as fetcher:
        assert fetcher.read(f"{origin}/a.pdf") == PDF


@pytest.mark.parametrize("name", ["docs.example", "other.example"])
def test_certificate_is_compared_with_the_name(tmp_path, watch, monkeypatch, name):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate can be made")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test "
        f"-addext subjectAltName=DNS:docs.example -keyout {key} -out {certificate}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    server_context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_context.load_cert_chain(certificate, key)
    trusted = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr("ingest.fetch_client._trusted", lambda: trusted)
    resolve_as(monkeypatch, {name: ["127.0.0.1"]})
    with Server(server_context).running() as server:
        server.on("/a.pdf", Reply(body=PDF))
        origin = f"https://{name}:{server.port}"
        pace = Pace(100, 10**8, attempts=1)
        with Fetcher(HostList.parse([origin]), pace, watch.clock) as fetcher:
            if name == "docs.example":
                assert fetcher.read(f"{origin}/a.pdf") == PDF
            else:
                with pytest.raises(UnreadableFile, match="CERTIFICATE_VERIFY_FAILED"):
                    fetcher.read(f"{origin}/a.pdf")
                assert server.requests == []


def test_environment_proxy_is_not_used(tmp_path, server, watch, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    address = server.on("/a.pdf", Reply(body=PDF))
    assert fetch_one(tmp_path, server, watch, address).outcome == "fetched"
