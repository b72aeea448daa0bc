from __future__ import annotations

from pathlib import Path

import pytest

from coopbot.errors import SettingsError
from coopbot.settings import PREFIX, Settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)


def test_settings_need_nothing_to_be_given():
    settings = Settings()
    assert (settings.embedder, settings.chat_model, settings.reranker) == ("static", "none", "none")
    assert settings.documents == Path("corpus/documents")
    assert settings.registry == Path("corpus/registry")
    assert settings.chroma_url is None


def test_settings_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("COOPBOT_INDEX", "/srv/index")
    monkeypatch.setenv("COOPBOT_PORTAL_ORIGINS", '["https://portal.example"]')
    monkeypatch.setenv("COOPBOT_WORKERS", "")
    settings = Settings()
    assert settings.index == Path("/srv/index")
    assert settings.portal_origins == ("https://portal.example",)
    assert settings.workers == 0


def test_given_value_wins_over_the_environment(monkeypatch):
    monkeypatch.setenv("COOPBOT_PORT", "9000")
    assert Settings(port=7000).port == 7000


def test_settings_cannot_be_changed():
    with pytest.raises(Exception, match="frozen"):
        Settings().port = 1


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "embedder",
            "word2vec",
            "The setting embedder (COOPBOT_EMBEDDER) cannot be 'word2vec': allowed: static, "
            "sentence-transformers:<name or folder>, openai:<name>.",
        ),
        (
            "port",
            "70000",
            "The setting port (COOPBOT_PORT) cannot be '70000': input should be less than or equal "
            "to 65535.",
        ),
        (
            "portal_origins",
            '["https://portal.example/path"]',
            "The setting portal_origins (COOPBOT_PORTAL_ORIGINS) cannot be "
            "['https://portal.example/path']: each must be an exact origin such as "
            "https://portal.example, without path.",
        ),
        (
            "log_level",
            "loud",
            "The setting log_level (COOPBOT_LOG_LEVEL) cannot be 'loud': input should be 'debug', "
            "'info', 'warning' or 'error'.",
        ),
    ],
)
def test_wrong_value_is_one_sentence(monkeypatch, name, value, sentence):
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    with pytest.raises(SettingsError) as caught:
        Settings()
    assert str(caught.value) == sentence


@pytest.mark.parametrize("origin", ["https://*.example", "portal.example", "ftp://x", "https://"])
def test_origin_that_is_not_exact_is_refused(origin):
    with pytest.raises(SettingsError, match="must be an exact origin"):
        Settings(portal_origins=(origin,))


def test_unknown_setting_is_named():
    with pytest.raises(SettingsError) as caught:
        Settings(indx="x")
    assert str(caught.value) == (
        "There is no setting 'indx'; remove COOPBOT_INDX or correct its name."
    )


def test_secret_is_never_shown():
    settings = Settings(chat_api_key="sk-secret", embedder_api_key="sk-other")
    assert "sk-" not in repr(settings)
    with pytest.raises(SettingsError) as caught:
        Settings(chat_api_key=["sk-secret"])
    assert "sk-secret" not in str(caught.value)


def test_fingerprint_changes_with_what_shapes_answers_alone():
    plain = Settings().fingerprint()
    assert len(plain) == 12
    assert Settings(port=1, index=Path("x")).fingerprint() == plain
    assert Settings(chat_model="openai:gpt").fingerprint() != plain
    assert Settings(chat_api_key="x").fingerprint() == plain


def test_each_setting_says_what_it_is():
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
