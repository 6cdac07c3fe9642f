"""What is wrong here, and what to do."""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sync.doctor.examination import examine, mend
from sync.doctor.finding import Finding


class Command(BaseCommand):
    """`manage.py doctor [--fix] [--json]`: one line a matter, and what to do where something is wrong."""

    help = "Look into installation, books and work. Ends with 1 where something is urgent."
    requires_migrations_checks = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="Do what can be done by itself, then look again.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = list(examine())
        if options["fix"]:
            for finding in mend(findings):
                self.stderr.write(f"Done: {finding.matter}: {finding.fix}")
            findings = list(examine())
        if options["json"]:
            self.stdout.write(json.dumps([_told(finding) for finding in findings]))
        else:
            self._say(findings)
        if any(finding.urgent and not finding.is_well for finding in findings):
            raise CommandError("Something is urgent; see above.", returncode=1)

    def _say(self, findings: list[Finding]) -> None:
        for finding in findings:
            sign = "ok  " if finding.is_well else "!!  " if finding.urgent else "!   "
            self.stdout.write(f"{sign}{finding.matter:<12} {finding.said}")
            if not finding.is_well:
                can = " (--fix does it)" if finding.can_mend else ""
                self.stdout.write(f"{'':17}{finding.fix}{can}")
        wrong = sum(not finding.is_well for finding in findings)
        self.stdout.write(f"{len(findings)} matters looked into, {wrong} of them want something.")


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "matter": finding.matter, "well": finding.is_well, "urgent": finding.urgent, "said": finding.said,
        "fix": finding.fix, "can_mend": finding.can_mend,
    }  # fmt: skip
