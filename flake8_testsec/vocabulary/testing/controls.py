"""What the controls are called that decide who may do what."""

from __future__ import annotations

from flake8_testsec.patterns import short

CONTROL = short(
    r"_*(is_authenticated|(\w+_)?authori[sz](e|er|ation)|authori[sz]e_\w+|check_permissions?|check_permission_\w+|"
    r"check_password|has_perms?|has_perm\w*|verify_(\w+_)?(token|signature|password|jwt|cert)\w*|"
    r"validate_(\w+_)?(token|credential)\w*|login_required|enforce)\Z"
)
"""The last word of a function that authenticates, authorises or verifies."""
