"""A hub on Kubernetes: what its values and configuration make of classes, and who sees what of the shared volume."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import yaml

from sowcourse.hub.seal import SECRET

FOLDER = Path(__file__).parents[1] / "deploy" / "kubernetes"
VALUES: dict[str, Any] = yaml.safe_load((FOLDER / "waarden.yaml").read_text(encoding="utf-8"))


class Settings(SimpleNamespace):
    """What a configuration is written in: sections that come when they are named."""

    def __getattr__(self, name: str) -> Settings:
        if name.startswith("__"):
            raise AttributeError(name)
        made = Settings()
        setattr(self, name, made)
        return made


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The configuration, and its settings, for the values that are given along."""

    def told(key: str, default: Any = None) -> Any:
        found: Any = VALUES
        for part in key.split("."):
            found = found.get(part, default) if isinstance(found, dict) else default
        return found

    chart, auth = ModuleType("z2jh"), ModuleType("jupyterhub.services.auth")
    for name in ("HubOAuthCallbackHandler", "HubOAuthenticated", "UserNotAllowed"):
        setattr(auth, name, type(name, (Exception,) if name == "UserNotAllowed" else (), {}))
    chart.get_config = told  # type: ignore[attr-defined]
    for name in ("z2jh", "jupyterhub", "jupyterhub.services", "jupyterhub.services.auth"):
        known = {"z2jh": chart, "jupyterhub.services.auth": auth}.get(name, ModuleType(name))
        monkeypatch.setitem(sys.modules, name, known)
    for name in [name for name in sys.modules if name in ("sowcourse.hub.door", "sowcourse.hub.reading_launch")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setenv(SECRET, "geheim")
    settings = Settings()
    inside: dict[str, Any] = {"get_config": lambda: settings}
    file = FOLDER / "sowcourse_hub.py"
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), inside)  # as JupyterHub reads it
    monkeypatch.delitem(sys.modules, "sowcourse.hub.door", raising=False)
    monkeypatch.delitem(sys.modules, "sowcourse.hub.reading_launch", raising=False)
    return SimpleNamespace(c=settings, **{name: inside[name] for name in ("give_places", "no_office", "first_page")})


def spawner(name: str, *groups: str) -> SimpleNamespace:
    return SimpleNamespace(user=SimpleNamespace(name=name, groups=[SimpleNamespace(name=group) for group in groups]))


def places(made: SimpleNamespace, name: str, *groups: str) -> list[dict[str, Any]]:
    """What a pod gets to see of the shared volume, beside its own folder."""
    container = SimpleNamespace(volume_mounts=[])
    made.give_places(spawner(name, *groups), SimpleNamespace(spec=SimpleNamespace(containers=[container])))
    return container.volume_mounts


def test_a_student_only_reads_what_is_given_out_to_the_own_class_and_an_office_has_its_class(
    made: SimpleNamespace,
) -> None:
    (out,) = places(made, "20261", "klas-voorbeeld")
    assert out["readOnly"] is True
    assert out["mountPath"] == "/srv/sowcourse/uitwisseling/voorbeeld/outbound"
    assert out["subPath"] == "uitwisseling/voorbeeld/outbound"
    (whole,) = places(made, "kantoor-voorbeeld", "kantoor")
    assert (whole["mountPath"], "readOnly" in whole) == ("/srv/sowcourse/uitwisseling/voorbeeld", False)
    for name, groups in (("jan", ("lesgevers-voorbeeld",)), ("x", ()), ("y", ("klas-avond",)), ("z", ("kantoor",))):
        assert places(made, name, *groups) == [], name


def test_who_may_do_what_is_as_on_one_machine(made: SimpleNamespace) -> None:
    hub = made.c.JupyterHub
    assert hub.load_groups["klas-voorbeeld"] == {"users": ["20261", "20262"]}
    assert hub.load_groups["lesgevers-voorbeeld"] == {"users": ["jan", "els"]}
    assert made.c.Authenticator.allowed_users == {"20261", "20262", "jan", "els", "kantoor-voorbeeld"}
    roles = {role["name"]: role for role in hub.load_roles}
    assert roles["user"]["scopes"] == ["self", "access:services!service=lessen"]
    assert roles["kantoor-voorbeeld"]["groups"] == ["lesgevers-voorbeeld", "coordinatoren"]
    assert not any("admin" in scope for role in roles.values() for scope in role["scopes"])
    with pytest.raises(Exception, match="403"):
        made.no_office(None, None, {"name": "kantoor-voorbeeld"})
    assert made.no_office(None, None, {"name": "jan"}) == {"name": "jan"}
    handler = SimpleNamespace(hub=SimpleNamespace(base_url="/hub/"), current_user="an")
    assert made.first_page(handler) == "/hub/home"


def test_values_configuration_and_images_name_the_same_doors_and_places(made: SimpleNamespace) -> None:
    ports = {int(service["url"].rpartition(":")[2]) for service in made.c.JupyterHub.services}
    hub, user = VALUES["hub"], VALUES["singleuser"]
    assert {each["port"] for each in hub["service"]["extraPorts"]} == ports
    for rule in (*hub["networkPolicy"]["ingress"], *VALUES["proxy"]["chp"]["networkPolicy"]["egress"]):
        assert {each["port"] for each in rule["ports"]} == ports
    assert (
        user["storage"]["static"]["pvcName"] == user["storage"]["extraVolumes"][0]["persistentVolumeClaim"]["claimName"]
    )
    assert places(made, "20261", "klas-voorbeeld")[0]["name"] == user["storage"]["extraVolumes"][0]["name"]
    assert SECRET in hub["extraEnv"]
    container = (FOLDER / "Containerfile").read_text(encoding="utf-8")
    assert "/srv/sowcourse/uitwisseling" in container
    assert made.c.JupyterHub.template_paths[0] in container
    assert made.c.KubeSpawner.cmd == user["cmd"] == ["sowcourse", "hub-server"]
    for copied in re.findall(r"^COPY (?:deploy/)([\w./-]+)", container, re.MULTILINE):
        assert (FOLDER.parent / copied).exists(), copied


def test_no_secret_stands_in_the_values() -> None:
    text = (FOLDER / "waarden.yaml").read_text(encoding="utf-8")
    assert not re.search(r"(?i)\b(password|client_secret|secretToken|cookieSecret)\s*:\s*\S", text)
    assert all("valueFrom" in value for value in VALUES["hub"]["extraEnv"].values())
