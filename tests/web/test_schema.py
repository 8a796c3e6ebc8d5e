"""The API against its own description: whatever schemathesis makes up, no answer is a mistake of ours."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from standoff.web.app import build_app
from standoff.web.shown import MemoryCase
from tests.web.app_case import example_views

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: pip install schemathesis")

EXAMPLES = 8
"""Questions made up for each address."""
FEW = 3
"""Reports of the case: each day asked for makes all tables anew."""


def test_no_question_breaks_the_server() -> None:
    app = build_app(MemoryCase("some", example_views()[:FEW]), hosts=["localhost", "testserver"])
    schema = schemathesis.openapi.from_asgi("/api/openapi/openapi.json", app)
    asked: Counter[str] = Counter()
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def put(case: Any) -> None:
            response = case.call()
            asked[f"{response.status_code // 100}xx"] += 1
            assert response.status_code < 500, (case.as_curl_command(), response.text)

        put()
    assert asked["2xx"] > EXAMPLES
    assert asked["4xx"] > 0
