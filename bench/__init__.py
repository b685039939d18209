"""Precision on pinned public packages, recall on defects that maintainers fixed, and speed.

Needs Python 3.11 or later (the plugin itself needs less). Run from the repository's root::

    python -m bench fetch
    python -m bench precision --rule TSE301 --show 10
    python -m bench recall --repositories ~/clones --family 3xx --missed
    python -m bench inject --operator setenv --most 20 --silent silent.jsonl
    python -m bench strangers --clones ~/clones --list
    python -m bench sample --packages dvc nox --seed 1 sample.jsonl
    python -m bench judge sample.jsonl
    python -m bench speed --peers bandit ruff --growth
"""
