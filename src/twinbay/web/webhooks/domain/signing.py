"""The signature of a delivery, by which the receiver knows that it is ours and recent."""

import hashlib
import hmac

HEADER = "Twinbay-Signature"


def signature(secret: str, body: bytes, at: int) -> str:
    """Return ``t=<unix time>,v1=<HMAC-SHA-256 of "time.body", hexadecimal>``.

    HMAC is RFC 2104. A receiver computes it over the raw body, compares in constant time and
    refuses times more than a few minutes away.
    """
    signed = f"{at}.".encode() + body
    return f"t={at},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"
