"""A machine that was told nothing: its own keys, its own database, reachable from itself only."""

from config.keys import local_keys
from config.settings.base import *  # noqa: F403
from config.settings.base import VAR, env

_secret, _fernet = env.secret("SECRET_KEY"), env.fernet_keys("FERNET_KEYS")
if not (_secret and _fernet):
    _local = local_keys(VAR)
    _secret, _fernet = _secret or _local["secret_key"], _fernet or _local["fernet_keys"]
SECRET_KEY = _secret
FERNET_KEYS = _fernet
DEBUG = env.flag("DEBUG")
