"""The site as a Common Cartridge (1.1), which an LMS imports as files with a table of contents."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as Tree

from sowcourse.bundle import bundle

_CC = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
FOLDER = "cursus"
"""In the cartridge: everything of the site, so that its links stay as they are."""


def cartridge(title: str, contents: Mapping[str, str], files: Mapping[str, bytes]) -> bytes:
    """The bytes of a cartridge.

    Parameters: contents – page → its title, in the order of the table of contents; files – place → content.
    """
    Tree.register_namespace("", _CC)
    Tree.register_namespace("lomimscc", _LOM)
    root = Tree.Element(f"{{{_CC}}}manifest", {"identifier": "sowcourse"})
    about = Tree.SubElement(root, f"{{{_CC}}}metadata")
    Tree.SubElement(about, f"{{{_CC}}}schema").text = "IMS Common Cartridge"
    Tree.SubElement(about, f"{{{_CC}}}schemaversion").text = "1.1.0"
    lom = Tree.SubElement(about, f"{{{_LOM}}}lom")
    named = Tree.SubElement(Tree.SubElement(lom, f"{{{_LOM}}}general"), f"{{{_LOM}}}title")
    Tree.SubElement(named, f"{{{_LOM}}}string", {"language": "nl"}).text = title
    organizations = Tree.SubElement(root, f"{{{_CC}}}organizations")
    described = {"identifier": "inhoud", "structure": "rooted-hierarchy"}
    organization = Tree.SubElement(organizations, f"{{{_CC}}}organization", described)
    top = Tree.SubElement(organization, f"{{{_CC}}}item", {"identifier": "begin"})
    resources = Tree.SubElement(root, f"{{{_CC}}}resources")
    for number, (page, name) in enumerate(contents.items(), start=1):
        item = Tree.SubElement(top, f"{{{_CC}}}item", {"identifier": f"i{number}", "identifierref": f"b{number}"})
        Tree.SubElement(item, f"{{{_CC}}}title").text = name
        _resource(resources, f"b{number}", [page])
    _resource(resources, "bestanden", [name for name in files if name not in contents])
    manifest = {"imsmanifest.xml": Tree.tostring(root, encoding="utf-8", xml_declaration=True)}
    return bundle(manifest | {f"{FOLDER}/{name}": content for name, content in files.items()})


def _resource(resources: Tree.Element, identifier: str, names: list[str]) -> None:
    kind = {"identifier": identifier, "type": "webcontent", "href": f"{FOLDER}/{names[0]}"}
    made = Tree.SubElement(resources, f"{{{_CC}}}resource", kind)
    for name in names:
        Tree.SubElement(made, f"{{{_CC}}}file", {"href": f"{FOLDER}/{name}"})
