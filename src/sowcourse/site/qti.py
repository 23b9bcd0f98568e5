"""The quizzes as QTI 2.1, which an LMS imports as questions of its own: one package per lesson.

Each question keeps the feedback of every option, and gives one point or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as Tree

from sowcourse.bundle import bundle
from sowcourse.course import Module, load_course
from sowcourse.quiz import Question, load_quiz

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_XML = "http://www.w3.org/XML/1998/namespace"
_PUBLISHED = "http://www.imsglobal.org/xsd/qti/qtiv2p1"
_SCHEMAS = {_QTI: f"{_PUBLISHED}/imsqti_v2p1.xsd", _CP: f"{_PUBLISHED}/qtiv2p1_imscpv1p2_v1p0.xsd"}
TEST = "toets.xml"
MANIFEST = "imsmanifest.xml"


def quizzes() -> Iterator[tuple[str, bytes]]:
    """A package for each lesson that has questions: name of its file, and its bytes."""
    for module in load_course().modules:
        questions = load_quiz(module.id)
        if questions:
            yield f"toets-{module.id}.qti.zip", bundle(dict(package(module, questions)))


def package(module: Module, questions: tuple[Question, ...]) -> Iterator[tuple[str, bytes]]:
    """Every file of a package: its place and its content."""
    title = f"Toets jezelf: {module.title}"
    items = {f"vragen/{question.id}.xml": question for question in questions}
    yield MANIFEST, _bytes(_manifest(module, list(items)), _CP)
    yield TEST, _bytes(_test(module, title, items), _QTI)
    for number, (place, question) in enumerate(items.items(), start=1):
        yield place, _bytes(_item(module, f"{title} ({number})", question), _QTI)


def _manifest(module: Module, items: list[str]) -> Tree.Element:
    root = _top(_CP, "manifest", {"identifier": f"toets-{module.id}"})
    about = _under(root, "metadata")
    _under(about, "schema").text = "QTIv2.1 Package"
    _under(about, "schemaversion").text = "1.0.0"
    _under(root, "organizations")
    resources = _under(root, "resources")
    kinds = {TEST: "imsqti_test_xmlv2p1"} | dict.fromkeys(items, "imsqti_item_xmlv2p1")
    names = {place: f"b{number}" for number, place in enumerate(kinds)}
    for place, kind in kinds.items():
        made = _under(resources, "resource", {"identifier": names[place], "type": kind, "href": place})
        _under(made, "file", {"href": place})
        for item in items if place == TEST else []:
            _under(made, "dependency", {"identifierref": names[item]})
    return root


def _test(module: Module, title: str, items: dict[str, Question]) -> Tree.Element:
    root = _top(_QTI, "assessmentTest", {"identifier": f"toets-{module.id}", "title": title})
    part = _under(
        root, "testPart", {"identifier": "deel", "navigationMode": "nonlinear", "submissionMode": "individual"}
    )
    _under(part, "itemSessionControl", {"maxAttempts": "0", "showFeedback": "true"})
    section = _under(part, "assessmentSection", {"identifier": "vragen", "title": title, "visible": "true"})
    for place, question in items.items():
        _under(section, "assessmentItemRef", {"identifier": f"vraag-{question.id}", "href": place})
    return root


def _item(module: Module, title: str, question: Question) -> Tree.Element:
    named = {"identifier": f"les-{module.id}-{question.id}", "title": title}
    root = _top(
        _QTI, "assessmentItem", named | {"adaptive": "false", "timeDependent": "false", f"{{{_XML}}}lang": "nl"}
    )
    response = _under(
        root, "responseDeclaration", {"identifier": "RESPONSE", "cardinality": "single", "baseType": "identifier"}
    )
    right = next(option.id for option in question.options if option.correct)
    _under(_under(response, "correctResponse"), "value").text = right
    score = _under(root, "outcomeDeclaration", {"identifier": "SCORE", "cardinality": "single", "baseType": "float"})
    _under(_under(score, "defaultValue"), "value").text = "0"
    _under(root, "outcomeDeclaration", {"identifier": "FEEDBACK", "cardinality": "single", "baseType": "identifier"})
    asked = {"responseIdentifier": "RESPONSE", "shuffle": "false", "maxChoices": "1"}
    choice = _under(_under(root, "itemBody"), "choiceInteraction", asked)
    _under(choice, "prompt").text = question.text
    for option in question.options:
        _under(choice, "simpleChoice", {"identifier": option.id}).text = option.text
    _processing(root)
    for option in question.options:
        shown = {"outcomeIdentifier": "FEEDBACK", "identifier": option.id, "showHide": "show"}
        _under(root, "modalFeedback", shown).text = option.feedback
    return root


def _processing(root: Tree.Element) -> None:
    """One point for the right option, and the feedback of whichever was chosen."""
    processing = _under(root, "responseProcessing")
    case = _under(_under(processing, "responseCondition"), "responseIf")
    match = _under(case, "match")
    _under(match, "variable", {"identifier": "RESPONSE"})
    _under(match, "correct", {"identifier": "RESPONSE"})
    point = _under(case, "setOutcomeValue", {"identifier": "SCORE"})
    _under(point, "baseValue", {"baseType": "float"}).text = "1"
    feedback = _under(processing, "setOutcomeValue", {"identifier": "FEEDBACK"})
    _under(feedback, "variable", {"identifier": "RESPONSE"})


def _top(space: str, name: str, attributes: dict[str, str]) -> Tree.Element:
    where = {f"{{{_XSI}}}schemaLocation": f"{space} {_SCHEMAS[space]}"}
    return Tree.Element(f"{{{space}}}{name}", attributes | where)


def _under(parent: Tree.Element, name: str, attributes: dict[str, str] | None = None) -> Tree.Element:
    """A new element in the namespace of the one above it."""
    space = parent.tag.partition("}")[0]
    return Tree.SubElement(parent, f"{space}}}{name}", attributes or {})


def _bytes(root: Tree.Element, space: str) -> bytes:
    Tree.register_namespace("", space)
    Tree.register_namespace("xsi", _XSI)
    Tree.indent(root)
    made: bytes = Tree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"
