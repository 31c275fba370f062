"""Parameters that are named like secrets: they are refused, since parameters stand in notes and records."""

from __future__ import annotations

import re

from kb.errors import KbError

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SECRETS = {
    *("password", "passwords", "passwd", "passphrase", "passcode", "pwd"),
    *("secret", "secrets", "token", "bearer", "jwt", "credential", "credentials", "creds", "auth", "oauth"),
    *("apikey", "apikeys", "accesskey", "authkey", "privatekey", "secretkey", "signingkey", "sessionkey"),
    *("authtoken", "accesstoken", "apitoken", "clientsecret", "apisecret", "seedphrase", "mnemonic"),
}


def names_a_secret(name: str) -> bool:
    """Whether the last word or two of a name say that it is a secret: `api_key`, `brokerPassword`, `token2`.

    A number of tokens is none: `token_count`, `max_tokens`.
    """
    words = [word.lower() for word in _WORD.findall(name)]
    return not _SECRETS.isdisjoint({"".join(words[-1:]), "".join(words[-2:])})


def secret_parameter(name: str, *, path: str | None = None, line: int | None = None) -> KbError:
    """The error for a parameter that is named like a secret; it does not know the value, so it cannot show it.

    Args:
        name: The parameter, with dots before a name within a mapping.
        path: The notebook that declares it.
        line: The line there.
    """
    words = "_".join(_WORD.findall(name.rpartition(".")[2])).upper()
    do = f'Remove it: notes and records show parameters. Write kb.secret("{words}") in the notebook instead.'
    return KbError("A parameter must not hold a secret", path=path, line=line, found=name, do=do)
