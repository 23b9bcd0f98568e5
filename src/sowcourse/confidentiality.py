"""What the desk asks before handing in: is there a detail here that could lead to a real person?"""

from sowcourse.identity.stranger import Detail, find_details, load_names, pseudonym

__all__ = ["Detail", "find_details", "load_names", "pseudonym"]
