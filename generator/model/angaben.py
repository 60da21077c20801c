"""Base of all models."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from generator.docstrings import of_fields

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Angaben(BaseModel):
    """Base of all models: no unknown key, never changed, docstrings as descriptions."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    # Of a thing in the public world: the fields whose values are kept from it.
    vorenthalten: ClassVar[frozenset[str]] = frozenset()

    def without(self, names: frozenset[str]) -> Self:
        """The same thing that knows which of its values were withheld."""
        object.__setattr__(self, "vorenthalten", names)
        return self

    def __hash__(self) -> int:
        """Each object as read is one thing: what was found out about it once need not be found out again (`lru_cache`)."""
        return id(self)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema that editors show, with the docstrings of the fields."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name, meaning in of_fields(cls).items():
            properties[name]["description"] = meaning
            if "patternProperties" in properties[name]:  # a dict by ids or years
                properties[name]["additionalProperties"] = False
        return schema
