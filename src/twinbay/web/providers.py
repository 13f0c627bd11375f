"""Sign-in with accounts of other sites, from the environment.

=============================  ================================================================
variable                       meaning
=============================  ================================================================
``TWINBAY_ORCID_CLIENT_ID``    id of this site at ORCID; with the secret it switches ORCID on
``TWINBAY_ORCID_SECRET``       its secret
``TWINBAY_ORCID_DOMAIN``       ``orcid.org`` (default) or ``sandbox.orcid.org``
``TWINBAY_OIDC``               short names of OpenID Connect providers, comma-separated: ``campus``
``TWINBAY_OIDC_CAMPUS_SERVER`` its issuer, such as ``https://login.campus.example``
``TWINBAY_OIDC_CAMPUS_NAME``   what the button says
``TWINBAY_OIDC_CAMPUS_ID``     id of this site there
``TWINBAY_OIDC_CAMPUS_SECRET`` its secret
``TWINBAY_OIDC_CAMPUS_PAGE``   origin of its sign-in page when it is not the issuer's
=============================  ================================================================

Sources: OpenID Connect Discovery 1.0 (issuer, ``/.well-known/openid-configuration``); ORCID's
public API with sign-in (OAuth 2.0).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from twinbay.errors import ConfigurationError

_ORCID_DOMAINS = ("orcid.org", "sandbox.orcid.org")


@dataclass(frozen=True)
class Providers:
    """The providers of this site.

    Attributes:
        settings: value of allauth's ``SOCIALACCOUNT_PROVIDERS``.
        origins: origins to which the browser is led, which the content security policy allows.
    """

    settings: dict[str, Any]
    origins: tuple[str, ...]


def configured_providers(environment: Mapping[str, str]) -> Providers:
    """Read the providers from the environment.

    Raises:
        ConfigurationError: a provider is named but not complete, or its address is not one.
    """
    settings: dict[str, Any] = {}
    origins: list[str] = []
    if _value(environment, "TWINBAY_ORCID_CLIENT_ID"):
        domain = _value(environment, "TWINBAY_ORCID_DOMAIN") or _ORCID_DOMAINS[0]
        if domain not in _ORCID_DOMAINS:
            raise ConfigurationError(
                f"{domain!r} is not ORCID's",
                where="TWINBAY_ORCID_DOMAIN",
                remedy=f"Give one of: {', '.join(_ORCID_DOMAINS)}.",
            )
        secret = _needed(environment, "TWINBAY_ORCID_SECRET")
        app = {"client_id": _value(environment, "TWINBAY_ORCID_CLIENT_ID"), "secret": secret}
        settings["orcid"] = {"BASE_DOMAIN": domain, "APPS": [app | {"key": ""}]}
        origins.append(f"https://{domain}")
    apps = []
    for name in _value(environment, "TWINBAY_OIDC").split(","):
        if name.strip():
            app, origin = _openid(environment, name.strip())
            apps.append(app)
            origins.append(origin)
    if apps:
        settings["openid_connect"] = {"OAUTH_PKCE_ENABLED": True, "APPS": apps}
    return Providers(settings, tuple(origins))


def _openid(environment: Mapping[str, str], name: str) -> tuple[dict[str, Any], str]:
    if not re.fullmatch(r"[a-z][a-z0-9]{0,29}", name):
        raise ConfigurationError(
            f"{name!r} is not a short name",
            where="TWINBAY_OIDC",
            remedy="Use small letters and digits, beginning with a letter.",
        )
    prefix = f"TWINBAY_OIDC_{name.upper()}_"
    server = _needed(environment, prefix + "SERVER").rstrip("/")
    app = {
        "provider_id": name,
        "name": _value(environment, prefix + "NAME") or name,
        "client_id": _needed(environment, prefix + "ID"),
        "secret": _needed(environment, prefix + "SECRET"),
        "settings": {"server_url": server},
    }
    page = _value(environment, prefix + "PAGE") or server
    return app, _origin(page, prefix + ("PAGE" if page != server else "SERVER"))


def _origin(address: str, where: str) -> str:
    parts = urlsplit(address)
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    host = parts.netloc.rpartition("@")[2]
    plain = re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", host)  # it becomes part of a header
    if not plain or parts.scheme not in ({"http", "https"} if local else {"https"}):
        raise ConfigurationError(
            f"{address!r} is not the address of a provider",
            where=where,
            remedy="Give https://host (http only on this machine).",
        )
    return f"{parts.scheme}://{host}"


def _value(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name, "").strip()


def _needed(environment: Mapping[str, str], name: str) -> str:
    value = _value(environment, name)
    if not value:
        raise ConfigurationError(
            "it is not set", where=name, remedy="Set it, or leave the provider out."
        )
    return value
