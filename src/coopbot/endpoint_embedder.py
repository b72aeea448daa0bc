"""Vectors from any endpoint that speaks OpenAI's embeddings protocol."""

from __future__ import annotations

import hashlib
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
import numpy as np
from numpy.typing import NDArray

from coopbot.embedder import unit_rows
from coopbot.errors import ModelUnavailable, SettingsError

BATCH = 64
"""Texts in one request: within the limits of the services and local servers in common use."""

TIMEOUT_SECONDS = httpx.Timeout(60, connect=5)

ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 0.5
"""Pause before the second attempt; each further one is twice as long."""

LONGEST_PAUSE_SECONDS = 10.0

TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""Answers after which the same request may succeed."""


class EndpointEmbedder:
    """Embed by requests to ``<base URL>/embeddings``; nothing is sent anywhere else."""

    def __init__(self, model: str, *, base_url: str | None, api_key: str | None = None) -> None:
        if not base_url or urlsplit(base_url).scheme not in ("http", "https"):
            raise SettingsError(
                f"The embedder openai:{model} needs the address of its endpoint, not {base_url!r}; "
                "set COOPBOT_EMBEDDER_BASE_URL, for example to http://127.0.0.1:8080/v1."
            )
        self.name = f"openai:{model}"
        self._model = model
        self._address = base_url.rstrip("/") + "/embeddings"
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS, headers=headers)
        self.dimension = int(self._request(["dimension"]).shape[1])
        digest = hashlib.sha256(f"{model}\n{self.dimension}".encode())
        self.fingerprint = "sha256:" + digest.hexdigest()

    def embed_queries(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one unit row per question; an empty text gives a row of zeros."""
        return self._embed(texts)

    def embed_passages(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one unit row per paragraph; an empty text gives a row of zeros."""
        return self._embed(texts)

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Services refuse empty texts, and their vectors would mean nothing.
        filled = [index for index, text in enumerate(texts) if text.strip()]
        for start in range(0, len(filled), BATCH):
            batch = filled[start : start + BATCH]
            found = self._request([texts[index] for index in batch])
            if found.shape[1] != self.dimension:
                raise self._wrong(f"vectors of length {found.shape[1]}, before {self.dimension}")
            rows[batch] = found
        return unit_rows(rows)

    def _request(self, texts: list[str]) -> NDArray[np.float32]:
        """Send one batch, again after a passing failure, and check the shape of the answer."""
        body = {"model": self._model, "input": texts, "encoding_format": "float"}
        pause = FIRST_PAUSE_SECONDS
        for attempt in range(1, ATTEMPTS + 1):
            try:
                response = self._client.post(self._address, json=body)
            except httpx.HTTPError as error:
                reason = f"{type(error).__name__}: {error}"
            else:
                if response.is_success:
                    return self._rows(response, len(texts))
                reason = f"HTTP {response.status_code}: {_first_line(response.text)}"
                if response.status_code not in TRANSIENT:
                    break
                pause = max(pause, _asked_pause(response))
            if attempt < ATTEMPTS:
                time.sleep(min(pause, LONGEST_PAUSE_SECONDS))
                pause *= 2
        raise ModelUnavailable(
            f"The embedding endpoint {self._address} failed after {attempt} attempts ({reason}); "
            "check COOPBOT_EMBEDDER_BASE_URL and COOPBOT_EMBEDDER_API_KEY, "
            "or work without it by COOPBOT_EMBEDDER=static."
        )

    def _rows(self, response: httpx.Response, expected: int) -> NDArray[np.float32]:
        """Read the vectors in the order of the texts, which the answer may have changed."""
        try:
            items: list[dict[str, Any]] = response.json()["data"]
            ordered = sorted(items, key=lambda item: int(item["index"]))
            indices = [int(item["index"]) for item in ordered]
            rows = np.array([item["embedding"] for item in ordered], dtype=np.float32)
        except (ValueError, KeyError, TypeError) as error:
            raise self._wrong(f"no list of vectors ({type(error).__name__}: {error})") from error
        if indices != list(range(expected)) or rows.ndim != 2 or not rows.shape[1]:
            raise self._wrong(f"an array of shape {rows.shape} for {expected} texts")
        if not np.isfinite(rows).all():
            raise self._wrong("values that are not finite")
        return rows

    def _wrong(self, what: str) -> ModelUnavailable:
        return ModelUnavailable(
            f"The embedding endpoint {self._address} answered with {what} for the model "
            f"{self._model!r}; check that COOPBOT_EMBEDDER names an embedding model."
        )


def _asked_pause(response: httpx.Response) -> float:
    """Return the seconds that the endpoint asks to wait, 0 where it names none."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.replace(".", "", 1).isdigit() else 0.0


def _first_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[0][:200] if lines else "no text"
