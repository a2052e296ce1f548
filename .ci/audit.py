"""Known vulnerabilities of the packages in requirements.txt; `make audit`.

Ends with 0 where none is known, 1 where one is, 2 where no answer is to be had: silence of the
service is not the same as health.
"""

import json
import subprocess
import sys
from pathlib import Path


def main() -> int:
    asked = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("pip-audit")), "--disable-pip"),
            *("--requirement", "requirements.txt", "--format", "json", "--progress-spinner", "off"),
        ],
        capture_output=True,
        text=True,
    )
    try:
        packages = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = (asked.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return tell(f"No answer is to be had: {last} Ask again where the network is.", 2)
    found = [(each, weak) for each in packages for weak in each.get("vulns", ())]
    unknown = [each["name"] for each in packages if "skip_reason" in each]
    for package, weak in found:
        fixed = ", ".join(weak["fix_versions"]) or "no version yet"
        tell(f"{package['name']} {package['version']}: {weak['id']}, mended in {fixed}")
    if unknown:
        named = ", ".join(unknown[:5]) + (" and others" if len(unknown) > 5 else "")
        tell(f"No answer is to be had on {len(unknown)} of {len(packages)} packages: {named}.")
    if found:
        return 1
    return 2 if unknown else tell(f"No vulnerability is known of {len(packages)} packages.")


def tell(sentence: str, code: int = 0) -> int:
    sys.stdout.write(f"{sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
