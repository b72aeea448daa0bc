"""The one place that reads the environment: immutable settings with the prefix ``COOPBOT_``."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from coopbot.errors import SettingsError

PREFIX = "COOPBOT_"

_ANSWER_FIELDS = ("embedder", "reranker", "chat_model", "chat_base_url", "sufficiency")
"""Fields that can change an answer; their values make the fingerprint in every receipt."""

_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?"
)
"""A host name or address in small letters, and its port where one is given."""


class Settings(BaseSettings):
    """Hold every setting, checked; each field may be given as ``COOPBOT_<NAME>``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True
    )

    index: Path = Field(Path("index"), description="Folder of the index builds.")
    corpus: Path = Field(
        Path("corpus"), description="Folder with documents/, manifest.yaml and registry/."
    )
    embedder: str = Field(
        "static",
        description="`static` (shipped), `sentence-transformers:<name or folder>` or "
        "`openai:<model name>`.",
    )
    embedder_base_url: str | None = Field(
        None, description="Base URL of an OpenAI-compatible embedding endpoint."
    )
    embedder_api_key: str | None = Field(
        None, description="Key for that endpoint; never shown or logged.", repr=False
    )
    reranker: str = Field("none", description="`none` or `sentence-transformers:<name or folder>`.")
    chat_model: str = Field(
        "none", description="`none`, `openai:<name>`, `ollama:<name>` or another LangChain id."
    )
    chat_base_url: str | None = Field(None, description="Base URL of the chat model's endpoint.")
    chat_api_key: str | None = Field(
        None, description="Key for that endpoint; never shown or logged.", repr=False
    )
    chat_timeout: float = Field(
        20.0, gt=0, le=600, description="Seconds that a chat model may take for one answer."
    )
    chat_max_tokens: int = Field(
        1200, ge=50, le=32_000, description="Most tokens that a chat model may write."
    )
    sufficiency: float = Field(
        0.3, ge=0, le=1, description="Least estimated probability at which evidence is answered."
    )
    database_url: str = Field(
        "sqlite:///var/coopbot.sqlite",
        description="SQLAlchemy URL of the store for conversations and feedback.",
    )
    chroma_url: str | None = Field(
        None, description="URL of a Chroma server (the Rust one); embedded where not given."
    )
    portal_origins: tuple[str, ...] = Field(
        (), description="Origins that may embed the widget, as a JSON list; none by default."
    )
    host: str = Field("127.0.0.1", description="Address that the service listens on.")
    port: int = Field(7860, ge=0, le=65_535, description="Port that the service listens on.")
    operator_token: str | None = Field(
        None, description="Secret for the staff pages; they are off without it.", repr=False
    )
    evals: Path = Field(
        Path("evals"),
        description="Folder of the staff's Evaluate page: suites/, drafts/, results/ and reports/.",
    )
    rate_session: int = Field(10, ge=1, description="Questions a minute for one session.")
    rate_address: int = Field(30, ge=1, description="Questions a minute for one address.")
    rate_site: int = Field(10_000, ge=1, description="Questions a day for the whole site.")
    max_question: int = Field(
        2000, ge=10, le=20_000, description="Most characters of one question."
    )
    retention_days: int = Field(
        90, ge=0, description="Days that conversations and feedback are kept; 0 keeps none."
    )
    workers: int = Field(
        0, ge=0, le=64, description="Processes that read documents; 0 takes one per core."
    )
    fetch_hosts: tuple[str, ...] = Field(
        ("www.cbd.int", "bch.cbd.int", "chm.cbd.int", "api.cbd.int"),
        description="Hosts that `coopbot fetch` may ask, as a JSON list; https on its usual port "
        "unless written as `http://host` or with a port.",
    )
    fetch_rate: float = Field(
        1.0, gt=0, le=100, description="Most requests a second that fetching sends to one host."
    )
    fetch_max_bytes: int = Field(
        100 * 1024 * 1024,
        ge=1,
        description="Largest file, in bytes, that fetching takes; reading takes 100 MiB.",
    )
    ocr: bool = Field(False, description="Read scanned pages with an installed tesseract.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="Least severity that is logged."
    )

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise SettingsError(_sentence(error)) from None

    @field_validator("portal_origins")
    @classmethod
    def _origins_are_exact(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            scheme, _, rest = origin.partition("://")
            if scheme not in ("http", "https") or not rest or "/" in rest or "*" in rest:
                raise ValueError(
                    "each must be an exact origin such as https://portal.example, without path"
                )
        return origins

    @field_validator("fetch_hosts")
    @classmethod
    def _hosts_are_exact(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            scheme, separator, rest = host.rpartition("://")
            if (separator and scheme not in ("http", "https")) or not _HOST.fullmatch(rest):
                raise ValueError(
                    "each must be one host such as www.cbd.int, in small letters, with "
                    "http:// before it or :port behind it where needed"
                )
        return hosts

    @field_validator("embedder")
    @classmethod
    def _embedder_is_known(cls, value: str) -> str:
        kind, _, name = value.partition(":")
        if value != "static" and not (kind in ("sentence-transformers", "openai") and name):
            raise ValueError(
                "allowed: static, sentence-transformers:<name or folder>, openai:<name>"
            )
        return value

    @field_validator("reranker")
    @classmethod
    def _reranker_is_known(cls, value: str) -> str:
        kind, _, name = value.partition(":")
        if value != "none" and not (kind == "sentence-transformers" and name):
            raise ValueError("allowed: none, sentence-transformers:<name or folder>")
        return value

    @field_validator("chat_model")
    @classmethod
    def _chat_model_is_known(cls, value: str) -> str:
        kind, _, name = value.partition(":")
        if value != "none" and not (kind and name):
            raise ValueError("allowed: none, or <provider>:<name> such as openai:gpt-4o")
        return value

    @property
    def registry(self) -> Path:
        """Folder of the registry files."""
        return self.corpus / "registry"

    @property
    def documents(self) -> Path:
        """Folder of the documents."""
        return self.corpus / "documents"

    def fingerprint(self) -> str:
        """Return 12 hexadecimal digits that change when a setting that shapes answers does."""
        chosen = {name: getattr(self, name) for name in _ANSWER_FIELDS}
        return hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()[:12]


def _sentence(error: ValidationError) -> str:
    """Say what is wrong with the first bad setting, in one sentence."""
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "settings"
    if first["type"] == "extra_forbidden":
        return f"There is no setting {name!r}; remove {PREFIX}{name.upper()} or correct its name."
    secret = name.endswith(("key", "token"))
    seen = "a secret" if secret else repr(first["input"])
    message = str(first["msg"]).removeprefix("Value error, ")
    return (
        f"The setting {name} ({PREFIX}{name.upper()}) cannot be {seen}: "
        f"{message[0].lower() + message[1:]}."
    )
