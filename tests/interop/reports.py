"""What readers of reports make of them, for tests/interop/reports: no code of mintage.

    reports.py junit FILE           junitparser, and the form that Jenkins' schema (junit-10.xsd) has
    reports.py sarif FILE SCHEMA    the schema of SARIF 2.1.0

The answer is what they found, as JSON; a refusal is said on stderr, and exit 1.
"""

import json
import re
import sys
import xml.etree.ElementTree as tree

import jsonschema
from junitparser import Error, Failure, JUnitXml, Skipped

# Which attributes and elements each element may have, and which it must, as Jenkins' junit-10.xsd says.
FORM = {
    "testsuites": ({"name", "time", "tests", "failures", "disabled", "errors"}, set(), {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "group", "time", "disabled", "skipped", "timestamp", "hostname", "id"}
        | {"package", "file", "log", "url", "version"},
        {"name"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": (
        {"name", "time", "classname", "group", "assertions", "status", "class", "file", "line", "log", "url"},
        {"name"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": ({"type", "message"}, set(), set()),
    "error": ({"type", "message"}, set(), set()),
    "skipped": ({"type", "message"}, set(), set()),
}


def fits(element):
    may, must, inside = FORM[element.tag]
    given = set(element.attrib)
    assert must <= given <= may, f"{element.tag}: {given}"
    for name, value in element.attrib.items():
        if name in {"tests", "failures", "errors", "skipped"}:
            assert re.fullmatch(r"\d+", value), f"{name}={value}"
        if name == "time":
            assert re.fullmatch(r"\d+(\.\d+)?", value), f"{name}={value}"
        if name == "timestamp":
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", value), value
    for child in element:
        assert child.tag in inside, f"{child.tag} in {element.tag}"
        fits(child)


def junit(file):
    fits(tree.parse(file).getroot())
    report = JUnitXml.fromfile(file)
    kinds = {Failure: "failed", Error: "broken", Skipped: "skipped"}
    cases = [
        {"name": case.name, "how": kinds[type(case.result[0])] if case.result else "passed", "time": case.time}
        for suite in report
        for case in suite
    ]
    counts = {name: getattr(suite, name) for suite in report for name in ("tests", "failures", "errors", "skipped")}
    return {"cases": cases, "counts": counts, "time": report.time}


def sarif(file, schema):
    with open(file, encoding="utf-8") as log, open(schema, encoding="utf-8") as rules:
        log, rules = json.load(log), json.load(rules)
    jsonschema.Draft7Validator.check_schema(rules)
    jsonschema.Draft7Validator(rules, format_checker=jsonschema.FormatChecker()).validate(log)
    return [result["ruleId"] for result in log["runs"][0]["results"]]


try:
    print(json.dumps({"junit": junit, "sarif": sarif}[sys.argv[1]](*sys.argv[2:])))
except (AssertionError, jsonschema.ValidationError) as error:
    sys.exit(f"{type(error).__name__}: {str(error).splitlines()[0]}")
