"""Rules (勾稽及校对): one small file each. Adding a rule means adding its file here and its cases to the tests."""

from __future__ import annotations

from briefing import hooks
from briefing.analysis.index import Index
from briefing.analysis.rules import (
    balance,
    conflict,
    corrected,
    exceeds,
    growth,
    near_names,
    negative_growth,
    numbering,
    parts,
    placeholder,
    shares,
    span_total,
    stage_back,
    stray_url,
    target_forgotten,
    target_lowered,
    unit,
    width,
    year_misfit,
)
from briefing.analysis.rules.base import FactRule, TextRule
from briefing.model import Document, Finding

FACT_RULES: tuple[FactRule, ...] = (
    parts.RULE,
    balance.RULE,
    shares.RULE,
    exceeds.RULE,
    span_total.RULE,
    growth.RULE,
    conflict.RULE,
    unit.RULE,
    target_forgotten.RULE,
    target_lowered.RULE,
    near_names.RULE,
    stage_back.RULE,
    corrected.RULE,
)
TEXT_RULES: tuple[TextRule, ...] = (
    placeholder.RULE,
    numbering.RULE,
    year_misfit.RULE,
    negative_growth.RULE,
    width.RULE,
    stray_url.RULE,
)
_SEVERITIES = ("high", "medium", "low")


def _fact_rules() -> tuple[FactRule, ...]:
    """With those that installed packages add."""
    return (*FACT_RULES, *(r for r in hooks.added("rules").values() if isinstance(r, FactRule)))


def _text_rules() -> tuple[TextRule, ...]:
    return (*TEXT_RULES, *(r for r in hooks.added("rules").values() if isinstance(r, TextRule)))


def text_findings(document: Document) -> tuple[Finding, ...]:
    """What the rules of texts see in a document as it is read, in text order."""
    found = (finding for rule in _text_rules() for finding in rule.findings(document))
    return tuple(sorted(found, key=lambda finding: finding.source.start))


def findings(index: Index) -> tuple[Finding, ...]:
    """What all rules see in a scope, the gravest first, then by rule."""
    found = [finding for rule in _fact_rules() for finding in rule.findings(index)]
    order = {
        id: i
        for i, id in enumerate(
            (*(rule.id for rule in _fact_rules()), *(rule.id for rule in _text_rules()))
        )
    }
    every = [*found, *index.facts.findings]
    return tuple(
        sorted(
            every,
            key=lambda finding: (
                _SEVERITIES.index(finding.severity),
                order.get(finding.rule, len(order)),
            ),
        )
    )


def titles() -> dict[str, str]:
    """What each rule finds, in Chinese, by its id."""
    rules: tuple[FactRule | TextRule, ...] = (*_fact_rules(), *_text_rules())
    return {rule.id: rule.title for rule in rules}
