"""What crosses from student code to a check is built anew, from a closed list, and nothing else crosses."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import json
from array import array
from collections import Counter, OrderedDict, UserList, defaultdict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sowcourse.bars import Bars
from sowcourse.check import CheckError, check_years
from sowcourse.grading.budget import TOO_LARGE_TO_CHECK
from sowcourse.grading.handover import MOST, hand_over, take_over
from sowcourse.grading.values import MOST_ITEMS, Thing, read, thing, written

TABLE = pd.DataFrame({"land": ["BE", "NL", None], "jaar": [2019, 2020, 2020], "waarde": [12.94, 8.4, float("nan")]})

TABLES = {
    "plain": TABLE,
    "empty": pd.DataFrame(),
    "no rows": TABLE.head(0),
    "other order": TABLE.iloc[[2, 0, 1]],
    "converted": TABLE.convert_dtypes(),
    "category": TABLE.astype({"land": "category"}),
    "ordered category": TABLE.astype({"land": pd.CategoricalDtype(["NL", "BE"], ordered=True)}),
    "objects": TABLE.astype(object),
    "one index": TABLE.set_index("land"),
    "many indexes": TABLE.set_index(["land", "jaar"]),
    "pivoted": TABLE.dropna().pivot(index="jaar", columns="land", values="waarde"),
    "a column twice": pd.concat([TABLE, TABLE["land"]], axis=1),
    "small numbers": TABLE.astype({"jaar": "uint16", "waarde": "float32"}),
    "nullable": TABLE.astype({"jaar": "Int16", "waarde": "Float32"}),
    "truths": pd.DataFrame({"a": [True, False], "b": pd.array([True, None], dtype="boolean")}),
    "texts": pd.DataFrame({"a": pd.array(["é", None, "\ud800"], dtype="string")}),
    "dates": pd.DataFrame({"a": pd.to_datetime(["2024-01-01", None])}),
    "dates of a zone": pd.DataFrame({"a": pd.to_datetime(["2024-07-01"]).tz_localize("Europe/Brussels")}),
    "spans": pd.DataFrame({"a": pd.to_timedelta([1, 2], unit="h")}),
    "numbers as names": pd.DataFrame({2019: [1], 2020: [2]}),
    "strange numbers": pd.DataFrame({"a": [float("inf"), -0.0, float("nan")], "b": [2**63 - 1, -(2**63), 0]}),
    "complex": pd.DataFrame({"a": [1 + 2j]}),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_of_any_shape_arrives_as_it_was(kind: str) -> None:
    pd.testing.assert_frame_equal(read(written(TABLES[kind])), TABLES[kind])


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({2003: 1, 2019: 2}.keys(), [2003, 2019]),
        ({"a": "x"}.values(), ["x"]),
        (deque([1, 2], maxlen=3), [1, 2]),
        (Counter("aab"), {"a": 2, "b": 1}),
        (defaultdict(list, a=[1]), {"a": [1]}),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        (namedtuple("Jaren", "eerste tweede")(2003, 2019), [2003, 2019]),
        (UserList([2003, 2019]), [2003, 2019]),
        (array("i", [2003, 2019]), [2003, 2019]),
        (type("Eigen", (list,), {})([2003]), [2003]),
        ({2003: 1}.items(), [(2003, 1)]),
        (pd.Series([2003, 2019]).array, [2003, 2019]),
        (pd.Series([2003, None, 2003], dtype="Int64").unique(), [2003, pd.NA]),
        (pd.Series(["b", "e"]).astype("category").unique(), ["b", "e"]),
        (pd.Series(["b", "e"]).convert_dtypes().unique(), ["b", "e"]),
        (pd.Series(pd.to_datetime(["2024-07-01"])).array, [pd.Timestamp("2024-07-01")]),
    ],
    ids=repr,
)
def test_a_collection_of_python_arrives_as_what_it_holds(value: Any, found: Any) -> None:
    assert (read(written(value)), type(read(written(value)))) == (found, type(found))


@pytest.mark.parametrize(
    "value",
    [
        *(True, 3, -1.5, float("inf"), "é\ud800\0", None, ..., 2**70, 1 + 2j, b"\0x", range(2, 9, 3)),
        *([1, [2, ("a",)]], {"a": {1, 2}, (1, 2): frozenset({3})}, {}, [], ()),
        *(Fraction(1, 3), Decimal("1.50"), datetime.date(2024, 2, 29), datetime.time(9, 30), datetime.timedelta(2, 3)),
        datetime.datetime(2024, 7, 1, 12, tzinfo=datetime.UTC),
        datetime.datetime(2024, 7, 1, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=-3))),
        *(pd.Timestamp("2024-07-01", tz="Europe/Amsterdam"), pd.Timestamp("2024-07-01"), pd.Timedelta("90min")),
        *(np.int8(-3), np.float32(1.5), np.bool_(True), np.datetime64("2024-07"), np.timedelta64(3, "D")),
        Bars("titel", "procent", "CBS", (("BE", 12.0), ("NL", 8.4)), 2.0),
    ],
    ids=repr,
)
def test_a_plain_value_arrives_as_it_was(value: Any) -> None:
    found = read(written(value))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "series",
    [
        pd.Series([1, 2], index=pd.Index(["a", "b"], name="land"), name="waarde"),
        pd.Series([[1], {"a": 1}, (2,), None], dtype=object),
        pd.Series([], dtype="float64"),
        pd.Series([1.5], index=pd.MultiIndex.from_tuples([("BE", 2019)], names=["land", None])),
    ],
    ids=["named", "strange items", "empty", "many indexes"],
)
def test_a_column_arrives_as_it_was(series: pd.Series[Any]) -> None:
    pd.testing.assert_series_equal(read(written(series)), series)


def test_what_only_pandas_or_numpy_knows_arrives_as_what_it_is_made_of() -> None:
    assert read(written(pd.Series([1, 0], dtype="Sparse[int]"))).tolist() == [1, 0]
    assert read(written(np.array([["a"], ["b"]]))).tolist() == [["a"], ["b"]]
    assert read(written(np.str_("a"))) == "a"
    assert read(written(np.array([1, 2], dtype=">i4"))).tolist() == [1, 2]
    assert read(written(np.arange(6).reshape(2, 3))).tolist() == [[0, 1, 2], [3, 4, 5]]
    assert read(written(pd.NA)) is pd.NA
    assert read(written(pd.NaT)) is pd.NaT
    assert read(written(pd.Index([1, 2], name="jaar"))).name == "jaar"


def test_one_strange_cell_does_not_take_its_table_along() -> None:
    found = read(written(pd.DataFrame({"a": [1, print, "x"], "b": [1, 2, 3]})))
    assert [type(cell).__name__ for cell in found["a"]] == ["int", "builtin_function_or_method", "str"]
    assert isinstance(found["a"][1], Thing)
    assert not callable(found["a"][1])
    assert found["b"].tolist() == [1, 2, 3]


class Hostile:
    """Claims to be of pandas, and acts when it is looked at."""

    __module__ = "pandas"

    def __reduce__(self) -> Any:
        return (print, ("✓",))


class Text(str):
    pass


ENDLESS = itertools.count()
UNASKED: list[Any] = [
    *((year for year in (2003, 2019)), map(int, ["2003"]), filter(None, [2003]), zip([1], strict=True), enumerate([1])),
    *(iter([2003]), reversed([2003]), iter({2003}), ENDLESS, itertools.chain([1], [2]), io.StringIO("2003")),
    *(pd.DataFrame({"a": [1]}).itertuples(), pd.DataFrame({"a": [1]}).iterrows(), csv.reader([])),
]
"""Series whose values nobody has asked for yet; the last that can be asked goes on for ever."""


@pytest.mark.parametrize("value", UNASKED, ids=lambda value: type(value).__name__)
def test_a_series_that_nobody_asked_for_is_left_alone_and_told_with_a_remedy_at_home_and_when_graded(
    value: Any,
) -> None:
    arrived = take_over(hand_over({"x": value}, {}), {})["x"]
    assert isinstance(arrived, Thing)
    for given in (value, arrived):
        with pytest.raises(CheckError, match=r"^x: dit is een reeks die Python nog niet heeft uitgerekend\. Zet er "):
            check_years("x", given, {2003}, "Kijk.")
    assert repr(ENDLESS) == "count(0)", "looking at it asked for nothing"


def deep(levels: int) -> list[Any]:
    return [deep(levels - 1)] if levels else []


@pytest.mark.parametrize(
    "value",
    [Hostile(), Text("x"), print, int, lambda: 1, deep(9), 10**5000, pd.Grouper(), np.zeros(1, "i4,f8")[0], open],
    ids=["hostile", "own text", "function", "type", "lambda", "deep", "huge", "grouper", "record", "open"],
)
def test_anything_else_arrives_as_a_thing_of_its_kind(value: Any) -> None:
    taken = take_over(hand_over({"x": value, "y": 3}, {}), {})
    assert isinstance(taken["x"], Thing)
    assert not callable(taken["x"])
    assert type(taken["x"]).__name__ == type(value).__name__
    assert taken["y"] == 3


RAW = '["raw","int64","AQAAAAAAAAA="]'
"""A column of one number."""

RANGE = '["range",[null],0,1,1]'


@pytest.mark.parametrize(
    "text",
    [
        '["raw","object","AAAAAAAAAAA="]',
        f'["array",[1],{RAW.replace("int64", "O")}]',
        '["scalar","object","AAAAAAAAAAA="]',
        '["scalar","|O8","AAAAAAAAAAA="]',
        '["scalar","int64","AQAAAAAAAAABAAAAAAAAAA=="]',
        '["array",[-1],["raw","int64","AQAAAAAAAAA="]]',
        f'["array",[-1,-1],{RAW}]',
        f'["array",[1000000000000],{RAW}]',
        f'["array",[true],{RAW}]',
        f'["array",[{"1," * 40}1],{RAW}]',
        '["array",[1],["raw","int64","AQ=="]]',
        f'["table",{RANGE},{RANGE},[["raw","int64","AQAAAAAAAAABAAAAAAAAAA=="],{RAW}]]',
        '["table",["range",[null],0,1000000000000,1],["range",[null],0,0,1],[]]',
        f'["table",{RANGE},["labels",[null],[["object",["a","b"]]]],[{RAW}]]',
        f'["table",{RANGE},["labels",[["list"]],[["object",["a"]]]],[{RAW}]]',
        f'["table",{RANGE},["range",[null],0,3000,1],[{",".join([RAW] * 3000)}]]',
        '["column",null,["range",[null],0,1,1],["category",false,["object",["a","a"]],"AQAAAAAAAAA="]]',
        '["column",null,["range",[null],0,1,1],["category",false,["object",["a"]],"AQAAAAAAAAA="]]',
        '["column",null,["range",[null],0,1,1],["masked","Int64","AQAAAAAAAAA=","AAA="]]',
        '["column",null,["range",[null],0,1,1],["masked","object","AQAAAAAAAAA=","AA=="]]',
        '["column",null,["range",[null],0,1,1],["text","object",["a"]]]',
        '["column",null,["range",[null],0,1,1],["text","str",[1]]]',
        '["moment","ns",1,"../../etc/passwd"]',
        '["moment","ns",1,"/etc/localtime"]',
        '["moment","ns",1,99999999]',
        '["moment","generic",1,null]',
        '["moment","ns",1e999,null]',
        '["fraction",1,0]',
        '["decimal","1E+999999999"]',
        '["decimal","__import__"]',
        '["date","gisteren"]',
        '["bars","t","u","s",[[["list"],1]],0]',
        '["bars","t","u",3,[],0]',
        '["builtins.exec","1"]',
        '["_unpack","1"]',
        '["table"]',
        "[]",
        "[[]]",
        "{}",
        '{"a": 1}',
        "[" * 100_000,
        f"{'[' * 9}{']' * 9}",
        '["list",' * 12 + "1" + "]" * 12,
        f'["list"{",1" * MOST_ITEMS}]',
        "1" * 5000,
        '["dict",1]',
        '["dict",["list"],1]',
        '["set",["list"]]',
        '["bytes","é"]',
        '["count",0,1,0]',
        '["complex","x","y"]',
    ],
    ids=lambda text: text[:60],
)
def test_a_forged_value_is_a_thing_of_the_kind_it_claims_and_others_stand(text: str) -> None:
    content = json.dumps([["x", "DataFrame", text], ["y", "int", "3"]]).encode()
    taken = take_over(content, {})
    assert isinstance(taken["x"], Thing)
    assert taken["y"] == 3


def test_a_byte_that_is_no_truth_becomes_one() -> None:
    assert read('["array",[3],["raw","bool","AAL/"]]').tolist() == [False, True, True]


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[1]", b'[["x"]]', b'[["x","int","3","4"]]', b'[["x","int",3]]', b"\xff", b"[" * 99_999, b"null"],
)
def test_a_forged_whole_hands_nothing_over(content: bytes) -> None:
    assert take_over(content, {}) == {}


def test_more_names_than_may_be_hand_nothing_over() -> None:
    assert take_over(json.dumps([["x", "int", "3"]] * 5_001).encode(), {}) == {}


@pytest.mark.parametrize("name", ["print", "open", "In", "_x", "__builtins__", "a.b", "", "get_ipython", "isinstance"])
def test_a_name_of_python_or_of_the_shell_cannot_be_taken(name: str) -> None:
    assert take_over(json.dumps([[name, "int", "3"]]).encode(), {}) == {}
    assert take_over(hand_over({name: 3}, {}), {}) == {}


def test_only_a_table_may_take_the_place_of_a_table_of_ours() -> None:
    ours = {"POSITIONS": False, "armoede": True}
    said = {"POSITIONS": TABLE, "armoede": TABLE}
    assert list(take_over(hand_over(said, ours), ours)) == ["armoede"]
    forged = json.dumps([["POSITIONS", "DataFrame", written(TABLE)], ["armoede", "int", "3"]]).encode()
    assert take_over(forged, ours) == {}
    assert take_over(json.dumps([["armoede", "DataFrame", ""]]).encode(), ours) == {}


def test_what_is_too_large_is_told_as_such_and_leaves_room_for_others() -> None:
    taken = take_over(hand_over({"veel": "a" * MOST, "x": 3}, {}), {})
    assert type(taken["veel"]).__name__ == TOO_LARGE_TO_CHECK
    assert isinstance(taken["veel"], Thing)
    assert taken["x"] == 3


def test_small_values_have_room_whatever_large_ones_stand_before_them() -> None:
    names = {f"veel{number}": "a" * 60 for number in range(9)} | {"x": 3, "y": [1, 2]}
    taken = take_over(hand_over(names, {}, most=100), {})
    assert (taken["x"], taken["y"]) == (3, [1, 2])
    assert [type(taken[name]).__name__ for name in names].count(TOO_LARGE_TO_CHECK) == 8


def test_a_kind_is_only_a_label() -> None:
    assert type(thing("a\0\ud800b")).__name__ == "ab"
    assert type(thing("")).__name__ == "ding"
    assert len(type(thing("x" * 1000)).__name__) == 60
