"""What browsers are told about a page: nothing from elsewhere, nothing inline, no foreign frames; embeds may be framed."""

import base64
import hashlib

from ...pictures.svg import STYLE as PICTURE_STYLE

_BASE = "default-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'; img-src 'self' data:"
_PICTURES = base64.b64encode(hashlib.sha256(PICTURE_STYLE.encode()).digest()).decode()  # the style inside our own pictures

_ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
PAGE = _ALWAYS | {"Content-Security-Policy": f"{_BASE}; frame-ancestors 'none'"}
EMBED = _ALWAYS | {"Content-Security-Policy": f"{_BASE}; style-src 'self' 'sha256-{_PICTURES}'; frame-ancestors *"}
