"""New material in the author's room: a lesson, and its assignment, whole from the start; a lesson taken back."""

from __future__ import annotations

from sowcourse.cohort.origin import COURSE
from sowcourse.content import checkout, course_root, datasets_root
from sowcourse.course import KRACHTLIJNEN, load_course
from sowcourse.dataset import Dataset, load_dataset
from sowcourse.errors import CohortError, ContentError
from sowcourse.essay import load_reactions
from sowcourse.office.asked import Answer, Asked, Go, Page, Route
from sowcourse.office.author_spot import as_told, of_course
from sowcourse.office.desk import Note
from sowcourse.skeleton.assignment import new_assignment
from sowcourse.skeleton.module import new_module
from sowcourse.skeleton.rehearsal import ANYWAY, why_unwalled
from sowcourse.skeleton.withdrawal import take_back, withdrawal


def new_lesson(asked: Asked) -> Answer:
    """The form of a new lesson."""
    checkout()
    known = [module.id for module in load_course(course_root()).modules]
    told = {
        "home": asked.desk.at("schrijven"),
        "krachtlijnen": KRACHTLIJNEN,
        "reactions": [(found.id, found.author) for found in load_reactions()],
        "datasets": [(found.name, found.title) for found in _datasets() if found.charts],
        "known": known,
        "next": len(known),
    }
    return Page("author-new-lesson", told)


def make_lesson(asked: Asked) -> Answer:
    """Make it. Raises: ContentError when the name is taken or cannot be one; nothing is left behind then."""
    if not asked.word("titel"):
        raise CohortError("Vul de titel in.")
    name = asked.word("naam")
    try:
        new_module(name, asked.word("titel"), asked.word("krachtlijn"), asked.word("reactie"), asked.word("cijfers"))
    except ContentError as error:
        raise as_told(error, checkout(), "Nieuwe les") from error
    told = (
        f"De les {name} is gemaakt, en werkt meteen. Overal waar «NOG TE SCHRIJVEN» staat, is het aan jou.",
        "Zolang dat ergens staat, komt ze in geen enkel cohort. Je kunt haar terugnemen tot alles in de les zelf "
        "geschreven is: «Neem deze les terug» staat bij de les.",
    )
    return Go(f"{asked.desk.at('schrijven')}", Note(told))


def going(asked: Asked) -> Answer:
    """What goes when a lesson is taken back, and what stands in the way, before somebody decides."""
    spot = of_course(asked)
    try:
        goes = withdrawal(spot.room, asked.places[0])
    except ContentError as error:
        raise as_told(error, spot.room.course.parent, "Les terugnemen") from error
    stays = ""
    try:
        goes.refuse_finished()
        _refuse_given(asked, goes.lesson)
    except ContentError as error:
        stays = f"{error.fault[:1].upper()}{error.fault[1:]} {error.remedy}"
    except CohortError as error:
        stays = str(error)
    pointers = [] if stays else goes.pointers()
    return Page("author-take-back", {"home": spot.home, "goes": goes, "stays": stays, "pointers": pointers})


def take_lesson_back(asked: Asked) -> Answer:
    """Take it back. Raises: CohortError when another name was typed; ContentError when it may not go."""
    spot, lesson = of_course(asked), asked.places[0]
    try:
        _refuse_given(asked, lesson)
        if (typed := asked.word("naam")) != lesson:
            told = f"Je typte «{typed}»" if typed else "Je typte geen naam"
            raise CohortError(f"{told}. Er is niets weggehaald. Typ «{lesson}» om deze les terug te nemen.")
        take_back(spot.room, lesson)
    except ContentError as error:
        raise as_told(error, spot.room.course.parent, "Les terugnemen") from error
    return Go(spot.home, Note((f"De les {lesson} is teruggenomen, met alles wat ervan geschreven was.",)))


def _refuse_given(asked: Asked, lesson: str) -> None:
    """Raises: CohortError when a cohort of this lecturer has the lesson: somebody finished it before."""
    having = [root.name for root in asked.desk.cohorts() if (root / COURSE / lesson).is_dir()]
    if having:
        raise CohortError(
            f"De les {lesson} zit in cohort {', '.join(having)}, en blijft. Verander wat erin staat, tekst voor tekst."
        )


def new_task(asked: Asked) -> Answer:
    """The form of a new assignment."""
    checkout()
    bare = [module.id for module in load_course(course_root()).modules if not module.assignment]
    told = {"home": asked.desk.at("schrijven"), "bare": bare, "datasets": [(d.name, d.title) for d in _datasets()]}
    return Page("author-new-task", told | {"unwalled": why_unwalled()})


def make_task(asked: Asked) -> Answer:
    """Make it. Raises: ContentError when the figures do not fit; nothing is left behind then."""
    lesson = asked.word("les")
    try:
        new_assignment(lesson, asked.word("cijfers"), bool(asked.word(ANYWAY)))
    except ContentError as error:
        raise as_told(error, checkout(), "Nieuwe opdracht") from error
    told = (
        f"De opdracht van {lesson} is gemaakt, en elke controle is bewezen.",
        "Schrijf wat er «NOG TE SCHRIJVEN» staat: in de teksten, de rubrics en de hints.",
    )
    return Go(f"{asked.desk.at('schrijven')}", Note(told))


def _datasets() -> list[Dataset]:
    return [load_dataset(path.name) for path in sorted(datasets_root().glob("*/"))]


def routes() -> tuple[Route, ...]:
    """The addresses of what is new."""
    return (
        Route("schrijven/nieuwe-les", new_lesson, {"maken": make_lesson}),
        Route("schrijven/terugnemen/([^/]+)", going, {"terugnemen": take_lesson_back}),
        Route("schrijven/nieuwe-opdracht", new_task, {"maken": make_task}),
    )
