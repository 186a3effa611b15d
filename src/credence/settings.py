"""Where things are. Each field can be set as CREDENCE_<NAME> in the environment or in `.env`; read once, at the edge."""

from functools import cache

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DEMO_LAKE = "data/demo"
LIVE_LAKE = "data/live"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="CREDENCE_", env_file=".env", frozen=True, extra="ignore")

    lake: str = Field(DEMO_LAKE, description="folder of the lake")
    gamma_url: str = Field("https://gamma-api.polymarket.com", description="catalogue of markets and events")
    clob_url: str = Field("https://clob.polymarket.com", description="order books and price histories")
    data_api_url: str = Field("https://data-api.polymarket.com", description="resolutions, open interest, trades")
    recorded: str | None = Field(None, description="folder of recorded data, for tests and replays")
    requests_per_second: float | None = Field(
        None, gt=0, description="politeness towards each upstream; unset: a fifth of the published limit, none on loopback"
    )
    timeout_s: float = Field(20.0, gt=0, description="patience with one request, seconds")
    connect_timeout_s: float = Field(5.0, gt=0, description="patience with one connection, seconds")
    sweep_deadline_s: float = Field(7200.0, gt=0, description="patience with one whole list, seconds")
    attempts: int = Field(6, ge=1, description="tries of one request before it counts as failed")
    duckdb_memory: str = Field("768MB", description="memory that the SQL engine may take")
    duckdb_threads: int = Field(2, ge=1, description="threads that the SQL engine may take")
    keep_hours: int = Field(
        192, ge=1, description="hours that files of replaced table versions stay, so that a copied link shows what it showed"
    )
    host: str = Field("127.0.0.1", description="address that the server binds to")
    port: int = Field(8377, ge=0, le=65535, description="port of the server; 0 picks one")
    query_timeout_s: float = Field(30.0, gt=0, description="patience with one statement of `credence query`, seconds")
    api_token: SecretStr | None = Field(
        None, description="token of costly routes, 16 characters or more; unset: served on loopback only"
    )
    api_rate_per_s: float | None = Field(
        None, gt=0, description="costly requests per second of one asker; unset: the rate in config/forecast.yml"
    )
    chronos_folder: str | None = Field(
        None, description="folder with checkpoints of Chronos, each in a folder named like the model"
    )
    chronos_device: str = Field("cpu", description="where Chronos runs: cpu, cuda or cuda:0")
    tollama_url: str = Field("http://127.0.0.1:11435", description="server that runs other people's forecasting models")
    tollama_key: SecretStr | None = Field(None, description="key of that server, where it wants one")


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
