"""Profiles of the format that planproof grew from load, with the meaning their authors wanted."""

from __future__ import annotations

import pytest

from planproof.errors import SpecError
from planproof.model.violation import Severity
from planproof.rules import compile_rules
from planproof.spec import Clause, Facet, load_spec

FROM_THE_PLAN = """
refactor_name: Test Spec
description: Test verification
rules:
  - id: test-rule
    description: Test rule
    match:
      identifiers: [oldFunction]
    expect:
      identifiers: [newFunction]
"""

FULL = """
# a profile with every key of the format that this version knows
refactor_name: "storefront_variants"
description: "Every page uses product_variant_id"
version: 2025-10-26

metadata:
  source_document: "docs/variants.md"
  owner: "Storefront"
  related_migrations:
    - "migrations/1.js"
    - "migrations/2.sql"

rules:
  - id: "inventory-pricing"
    description: "Inventory takes prices from variants"
    severity: "CRITICAL"
    category: "data-contract"
    match:
      identifiers:
        - "product.unit_price"
      strings:
        - "item.product?.unit_price"
    requires:
      identifiers:
        - "product_variant.retail_price"
      expressions:
        - "variant?.retail_price ??"
    scope:
      include:
        - "frontend/src/**"
      exclude: []
    guidance: >
      Update the types so that price data
      comes from variants.
  - id: 2
    description: second
    severity: low
    guidance:
    match:
      identifiers: [User.query]
"""


def test_the_profile_of_the_plan() -> None:
    spec = load_spec(FROM_THE_PLAN.encode(), "spec.yaml")
    assert (spec.name, spec.description) == ("Test Spec", "Test verification")
    rule = spec.rules[0]
    assert rule.severity is Severity.MEDIUM
    assert rule.match is not None
    assert rule.expect is not None
    assert [term.text for term in rule.match.terms] == ["oldFunction"]
    assert [term.text for term in rule.expect.terms] == ["newFunction"]


def test_every_key_of_the_format() -> None:
    spec = load_spec(FULL.encode(), "profile.yaml")
    assert spec.version == "2025-10-26"
    assert dict(spec.metadata)["related_migrations"] == '["migrations/1.js", "migrations/2.sql"]'
    rule = spec.rules[0]
    assert rule.severity is Severity.CRITICAL
    assert rule.match is not None
    assert rule.expect is not None
    assert [(term.facet, term.text) for term in rule.match.terms] == [
        (Facet.IDENTIFIERS, "product.unit_price"),
        (Facet.EXPRESSIONS, "item.product?.unit_price"),
    ]
    assert len(rule.expect.terms) == 2
    assert rule.scope.include == ("frontend/src/**",)
    assert rule.guidance == "Update the types so that price data comes from variants."
    assert (spec.rules[1].id, spec.rules[1].guidance) == ("2", "")


# What users of the format wrote, shortened: rules of its own examples and templates.
MIGRATION = """
refactor_name: API v1 to v2 Migration
version: 1.0
rules:
  - id: remove-user-model
    description: Old User model class should not exist
    severity: critical
    match:
      identifiers: [class User, User(Base), "handleAdd = () => {}", "returnLines[index]", "/api/v1"]
    expect:
      identifiers: []
  - id: python-imports
    description: Python imports should reference Account
    match:
      identifiers: [from .models import User, import auth0, from flask import]
  - id: remove-v1-pagination
    description: v2 should not use v1 offset pagination
    match:
      api_routes: ['/api/v1']
    expect_not:
      identifiers: [page, perPage]
  - id: tables
    description: No old table
    match:
      sql_tables: [products]
      strings: ["product.unit_price"]
    requires:
      identifiers: [accounts]
  - id: new-model-present
    description: Verify new Account model exists
    match:
      identifiers: [Account, AccountModel]
    expect:
      identifiers: [Account]
"""


def terms_of(clause: Clause | None) -> list[tuple[str, str]]:
    return [(term.facet.value, term.text) for term in clause.terms] if clause else []


def test_what_users_of_the_format_wrote_has_the_meaning_they_wanted() -> None:
    rules = {rule.id: rule for rule in load_spec(MIGRATION.encode(), "profile.yaml").rules}
    assert terms_of(rules["remove-user-model"].match) == [
        ("definitions", "User"),
        ("text", "User(Base)"),
        ("text", "handleAdd = () => {}"),
        ("text", "returnLines[index]"),
        ("text", "/api/v1"),
    ]
    assert rules["remove-user-model"].expect is None
    assert terms_of(rules["python-imports"].match) == [
        ("imports", "models.User"),
        ("imports", "auth0"),
        ("imports", "flask"),
    ]
    assert terms_of(rules["remove-v1-pagination"].match) == [
        ("api_routes", "/api/v1"),
        ("identifiers", "page"),
        ("identifiers", "perPage"),
    ]
    assert terms_of(rules["tables"].match) == [
        ("sql_tables", "products"),
        ("expressions", "product.unit_price"),
    ]
    assert terms_of(rules["tables"].expect) == [("identifiers", "accounts")]


def test_what_is_different_here_is_said() -> None:
    warnings = load_spec(MIGRATION.encode(), "profile.yaml").warnings
    said = [(warning.line, warning.code) for warning in warnings]
    assert said == [
        *[(9, "read-as-source")] * 5,
        (11, "asks-for-nothing"),
        *[(15, "read-as-source")] * 3,
        (20, "judged-here"),
        (34, "contradiction"),
    ]
    assert warnings[0].message == (
        'identifiers: "class User" is no name; it is read as definitions: "User"'
    )
    assert warnings[1].message.endswith('text: "User(Base)", where comments count too')
    (new,) = [warning for warning in warnings if warning.code == "judged-here"]
    assert new.message == (
        "a RefactorProfile never judged expect_not, api_routes, requires, expect; here they count"
    )
    assert "can never be green" in warnings[-1].message


@pytest.mark.parametrize(
    "name",
    ["a.b", "a::b", "a#b", "@acme/auth", "/^old_/", "/a b/i", "().b", "get_*", "a?.b", "X-Y"],
)
def test_a_name_stays_a_name(name: str) -> None:
    text = f"refactor_name: a\nrules: [{{id: b, description: c, match: {{identifiers: '{name}'}}}}]"
    spec = load_spec(text.encode(), "f")
    assert terms_of(spec.rules[0].match) == [("identifiers", name)]
    assert not spec.warnings


def test_source_under_another_facet_is_a_mistake_as_before() -> None:
    text = "refactor_name: a\nrules: [{id: b, description: c, match: {calls: [class User]}}]"
    with pytest.raises(SpecError, match="white space"):
        compile_rules(load_spec(text.encode(), "f"))
