"""The configurations that the tests ship, and those of them that the catalog has."""

import json
from pathlib import Path

from reasoncost import models

SHIPPED = json.loads((Path(__file__).parent / "configurations.json").read_text(encoding="utf-8"))
IN_CATALOG = {
    "meta-llama--Meta-Llama-3.1-8B": "llama-3.1-8b",
    "meta-llama--Meta-Llama-3.1-70B": "llama-3.1-70b",
    "meta-llama--Meta-Llama-3.1-405B": "llama-3.1-405b",
    "mistralai--Mixtral-8x7B-v0.1": "mixtral-8x7b",
    "mistralai--Mixtral-8x22B-v0.1": "mixtral-8x22b",
    "Qwen--Qwen3-235B-A22B": "qwen3-235b-a22b",
    "deepseek-ai--DeepSeek-V3": "deepseek-v3",
    "deepseek-ai--DeepSeek-R1": "deepseek-r1",
    "moonshotai--Kimi-K2-Instruct": "kimi-k2",
    "openai--gpt-oss-120b": "gpt-oss-120b",
    "openai--gpt-oss-20b": "gpt-oss-20b",
}


def shipped(name: str) -> models.Architecture:
    return models.parse(SHIPPED[name]["configuration"], name)
