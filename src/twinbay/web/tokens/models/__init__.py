"""Tables of tokens."""

from twinbay.web.tokens.models.token import ApiToken, Scope

__all__ = ["ApiToken", "Scope"]
