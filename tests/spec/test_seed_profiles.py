"""Profiles of the format that planproof grew from load, with the meaning their authors wanted."""

from __future__ import annotations

from planproof.model.violation import Severity
from planproof.spec import Facet, load_spec

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
