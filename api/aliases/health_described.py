"""How the answer of the health page is described; read with the description only, for it loads a tenth of the API."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction

from api.aliases.health import IntegrationShape


class IntegrationsAsMap(OpenApiSerializerExtension):
    """Tells the description that every name in it is a platform's code."""

    target_class = "api.aliases.health.IntegrationsShape"

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        one = auto_schema.resolve_serializer(IntegrationShape, direction)
        return {"type": "object", "additionalProperties": one.ref, "description": "Platforms by their codes."}
