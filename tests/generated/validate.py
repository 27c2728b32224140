"""Judges documents by their schemas, for tests/generated.rs: the jsonschema of Python, and no code of mintage.

Standard input is a list of [title, schema, document, member]. What is wrong comes out, a line each: a schema that is none, a document
that does not keep to its own, and a schema that lets the document pass without that member.
"""

import json
import sys

from jsonschema import Draft202012Validator

for title, schema, document, member in json.load(sys.stdin):
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for error in validator.iter_errors(document):
        print(f"{title}: {error.json_path}: {error.message}"[:400])
    if member is not None and validator.is_valid({name: document[name] for name in document if name != member}):
        print(f"{title}: lets a document pass without {member}")
