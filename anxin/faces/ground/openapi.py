"""Turn an OpenAPI 3.1 document into what `layouts/api.html` shows; the page needs no script and no other host."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, kw_only=True)
class Field:
    """A parameter or a property."""

    name: str
    where: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One status an operation answers with."""

    status: str
    text: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One method at one address."""

    key: str
    method: str
    path: str
    title: str
    text: str
    scopes: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The operations of one tag."""

    key: str
    title: str
    operations: tuple[Operation, ...]


def chapters(document: Mapping[str, Any]) -> tuple[Chapter, ...]:
    """Order the operations of a document by their first tag, in the order they stand in it."""
    kept: dict[str, list[Operation]] = {}
    for path, methods in document.get("paths", {}).items():
        for method in METHODS:
            if method in methods:
                operation = methods[method]
                tag = (operation.get("tags") or [""])[0]
                kept.setdefault(tag, []).append(_operation(document, method, path, operation))
    return tuple(
        Chapter(key=f"tag-{n}", title=tag, operations=tuple(all_)) for n, (tag, all_) in enumerate(kept.items())
    )


def _operation(document: Mapping[str, Any], method: str, path: str, said: Mapping[str, Any]) -> Operation:
    body = _resolved(document, said.get("requestBody", {})).get("content", {})
    answers = said.get("responses", {}).items()
    return Operation(
        key=str(said.get("operationId", f"{method}-{path}")).replace("/", "-"),
        method=method.upper(),
        path=path,
        title=said.get("summary", ""),
        text=said.get("description", ""),
        scopes=tuple(scope for need in said.get("security", ()) for scopes in need.values() for scope in scopes),
        parameters=tuple(_parameter(document, _resolved(document, one)) for one in said.get("parameters", ())),
        body=_content(document, body),
        answers=tuple(_answer(document, str(status), _resolved(document, one)) for status, one in answers),
    )


def _parameter(document: Mapping[str, Any], said: Mapping[str, Any]) -> Field:
    return Field(
        name=said["name"],
        where=said["in"],
        kind=_kind(document, said.get("schema", {})),
        required=bool(said.get("required")),
        text=said.get("description", "") or said.get("schema", {}).get("description", ""),
    )


def _answer(document: Mapping[str, Any], status: str, said: Mapping[str, Any]) -> Answer:
    return Answer(status=status, text=said.get("description", ""), fields=_content(document, said.get("content", {})))


def _content(document: Mapping[str, Any], content: Mapping[str, Any]) -> tuple[Field, ...]:
    for media in content.values():
        return _properties(document, media.get("schema", {}))
    return ()


def _properties(document: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[Field, ...]:
    schema = _resolved(document, schema)
    if schema.get("type") == "array":
        schema = _resolved(document, schema.get("items", {}))
    required = set(schema.get("required", ()))
    return tuple(
        Field(
            name=name,
            where="",
            kind=_kind(document, said),
            required=name in required,
            text=said.get("description", ""),
        )
        for name, said in schema.get("properties", {}).items()
    )


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    reference = str(schema.get("$ref", ""))
    schema = _resolved(document, schema)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return " | ".join(_kind(document, one) for one in choices)
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"[{_kind(document, schema.get('items', {}))}]"
    if schema.get("type") == "object" and reference:
        return reference.rpartition("/")[2]
    return str(schema.get("format") or schema.get("type", "any"))


def _resolved(document: Mapping[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = said.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return said
    found: Any = document
    for step in reference[2:].split("/"):
        found = found.get(step, {})
    return found if isinstance(found, Mapping) else {}
