"""The settings, one frozen object built from a mapping at the edge; all wrong ones are named at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AnyHttpUrl, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import DotEnvSettingsSource, BaseSettings

from knowledge.errors import WrongSettings
from knowledge.model import Lang
