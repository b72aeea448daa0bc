from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coopbot.settings import Settings
from tests.ui.browser.serving import served
from tests.ui.browser.watching import Watch
from tests.ui.fake_core import ROOT, FakeCore
from ui.demo.portal import demo_portal
from ui.service import create_app

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP coopbot.test 127.0.0.1",
)  # fmt: skip
PATIENCE_MS = 120_000
"""How long a step may take: a limit against hanging, not a measurement."""


def chromium_path() -> str | None:
    """Return the installed Chromium: the system's, else the one that Playwright has fetched."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    cache = Path.home() / ".cache" / "ms-playwright"
    fetched = sorted(cache.glob("chromium-*/chrome-linux*/chrome"))
    return str(fetched[-1]) if fetched else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium_path()
    if path is None:
        pytest.skip(
            "no Chromium is installed: apt-get install chromium, or playwright install chromium"
        )
    playwright.expect.set_options(timeout=PATIENCE_MS)
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which a development dependency carries."""
    base = pytest.importorskip("axe_playwright_python.base", reason="axe is not installed")
    return base.AXE_SCRIPT


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="session")
def index(folder: Path) -> Path:
    """The index of the bundled corpus."""
    from ingest.build import ingest

    result = ingest(Settings(index=folder / "index", corpus=ROOT / "corpus"))
    assert result.published
    return folder / "index"


@pytest.fixture(scope="session")
def portal_origins() -> list[str]:
    """Origins at which the tests serve portals; all but the second are on the service's list."""
    import socket

    taken = []
    for _ in range(3):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            taken.append(probe.getsockname()[1])
    return [f"http://localhost:{port}" for port in taken]


@pytest.fixture(scope="session")
def application(index: Path, folder: Path, portal_origins: list[str]) -> Any:
    from coopbot import Coopbot

    settings = Settings(
        index=index,
        corpus=ROOT / "corpus",
        database_url=f"sqlite:///{folder}/store.sqlite",
        portal_origins=(portal_origins[0], portal_origins[2]),
        rate_session=10_000,
        rate_address=10_000,
    )
    bot = Coopbot.open(settings)
    yield create_app(bot, settings)
    bot.close()


@pytest.fixture(scope="session")
def service(application: Any) -> Iterator[str]:
    """The whole service over the bundled corpus."""
    with served(application) as origin:
        yield origin


@pytest.fixture(scope="session")
def remote(service: str) -> str:
    """The service at a name of its own and without TLS, as on the network of an office."""
    return service.replace("127.0.0.1", "coopbot.test")


@pytest.fixture(scope="session")
def portal(service: str, portal_origins: list[str]) -> Iterator[str]:
    """A portal on another origin that the service's list has."""
    port = int(portal_origins[0].rpartition(":")[2])
    with served(demo_portal(service), "localhost", port) as origin:
        yield origin


@pytest.fixture(scope="session")
def distant_portal(remote: str, portal_origins: list[str]) -> Iterator[str]:
    """A portal on the list that takes the widget from the service's own name."""
    port = int(portal_origins[2].rpartition(":")[2])
    with served(demo_portal(remote), "localhost", port) as origin:
        yield origin


@pytest.fixture(scope="session")
def foreign_portal(service: str, portal_origins: list[str]) -> Iterator[str]:
    """A portal that is not on the list."""
    port = int(portal_origins[1].rpartition(":")[2])
    with served(demo_portal(service), "localhost", port) as origin:
        yield origin


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[tuple[FakeCore, str]]:
    """A service whose answers the test writes; it has the embedded page but not Gradio's."""
    core = FakeCore()
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/store.sqlite", rate_session=5, rate_address=1000
    )
    with served(create_app(core, settings, page=False)) as origin:
        core.settle()
        yield core, origin


@pytest.fixture
def visit(browser: Any, service: str) -> Iterator[Callable[..., Watch]]:
    """Open pages that are watched; what they did is checked when the test ends."""
    contexts = []
    watches: list[Watch] = []

    def open_page(
        address: str = "", *, width: int = 1280, origins: tuple[str, ...] = (), **options: Any
    ) -> Watch:
        height = 844 if width < 600 else 850
        context = browser.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True, **options
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        watch = Watch(context.new_page(), {service, *origins})
        watches.append(watch)
        if address:
            watch.page.goto(address)
        return watch

    yield open_page
    for watch in watches:
        watch.check()
    for context in contexts:
        context.close()
