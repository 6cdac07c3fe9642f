"""The table of roles: what it says, and that the page about security says the same."""

from pathlib import Path

import pytest
import rules
from django.conf import settings

from core import roles
from core.models import Membership, Role

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "security.md"


def member(role: str) -> Membership:
    return Membership(role=role)


def test_nobody_may_do_anything_without_a_membership() -> None:
    assert not any(roles.rights(None).values())


def test_an_owner_may_do_everything() -> None:
    assert all(roles.rights(member(Role.OWNER)).values())


def test_a_manager_may_do_all_but_members_tokens_and_erasure() -> None:
    missing = {act for act, yes in roles.rights(member(Role.MANAGER)).items() if not yes}
    assert missing == {"own", "manage_members", "manage_tokens", "erase"}


def test_a_packer_works_and_counts_and_sees_no_money() -> None:
    assert {act for act, yes in roles.rights(member(Role.PACKER)).items() if yes} == {"see", "write", "count_stock"}


def test_a_reader_sees_all_and_presses_nothing() -> None:
    mine = {act for act, yes in roles.rights(member(Role.READ_ONLY)).items() if yes}
    assert mine == {"see", "see_money", "see_costs", "see_contacts", "see_audit"}


def test_a_role_that_there_is_not_may_nothing() -> None:
    assert not any(roles.rights(member("admiral")).values())


@pytest.mark.parametrize("act", roles.PERMISSIONS)
def test_every_refusal_is_a_sentence(act: roles.Act) -> None:
    assert roles.refusal(act).endswith(".")


def test_the_library_of_rules_gives_the_same_answers() -> None:
    assert rules.test_rule("store.manage_tokens", member(Role.OWNER))
    assert not rules.test_rule("store.manage_tokens", member(Role.MANAGER))


def test_templates_read_the_table_off_the_member() -> None:
    assert member(Role.OWNER).can["manage_tokens"] and not member(Role.PACKER).can["see_money"]


def test_the_page_about_security_repeats_the_table() -> None:
    written = DOCUMENT.read_text()
    for what, *yes in roles.table():
        assert f"| {what} | {' | '.join(yes)} |" in written, f"docs/security.md lacks the line of “{what}”"
