from __future__ import annotations

import pytest

from kb.runs.secret_parameters import names_a_secret, secret_parameter


@pytest.mark.parametrize(
    "name",
    [
        *("api_key", "apikey", "apiKey", "API_KEY", "API-key", "APIKey", "broker_api_key", "api_key_2", "apiKeys"),
        *("password", "db_password", "dbPassword", "passwd", "PWD", "passphrase", "password1"),
        *("token", "access_token", "accessToken", "secret", "client_secret", "clientSecret", "_secret"),
        *("access_key", "private_key", "aws_secret_access_key", "credential", "credentials", "auth", "basic_auth"),
    ],
)
def test_what_ends_like_a_secret_is_one(name: str) -> None:
    assert names_a_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        *("token_count", "tokens_per_day", "max_tokens", "secret_sauce_factor", "password_length", "auth_url"),
        *(
            "author",
            "key",
            "key_name",
            "sort_key",
            "symbol",
            "fast",
            "tokenizer",
            "secretary",
            "compass",
            "",
            "42",
            "é",
        ),
    ],
)
def test_what_only_speaks_of_one_is_none(name: str) -> None:
    assert not names_a_secret(name)


def test_the_error_says_what_to_write_instead() -> None:
    assert str(secret_parameter("broker.apiKey", path="notebooks/x.py", line=3)) == (
        "notebooks/x.py:3: A parameter must not hold a secret: broker.apiKey. Remove it: notes and records show "
        'parameters. Write kb.secret("API_KEY") in the notebook instead.'
    )
