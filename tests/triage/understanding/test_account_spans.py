"""Every account that people name must stand among the passages that could be one."""

from __future__ import annotations

import pytest

from triage.understanding.account_ranker import could_be


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("请加我，我是维基百科的微光，想参加。", "微光"),
        ("高校生のりんご飴です。参加します。", "りんご飴"),
        ('שם משתמש: מורה לתנ"ך', 'מורה לתנ"ך'),
        ("本人W. Y. Lau，擬出席。", "W. Y. Lau"),
        ("계정 T.-H. Bae", "T.-H. Bae"),
        ("Wikipedia: Bs. Lan Chi", "Bs. Lan Chi"),
        ("User:Sparrow. – the full stop belongs to it", "Sparrow."),
        ("Account: Tante Sidonie! Thanks", "Tante Sidonie!"),
        ("link graag voor lapjeskat", "lapjeskat"),
        ("user name la tuanminh hp", "tuanminh hp"),
        ("My name there is the same as tepozteco2010@example.com", "tepozteco2010"),
        ("계정은 Orie (Wikimedia Japan-ESEAP)", "Orie (Wikimedia Japan-ESEAP)"),
    ],
)
def test_names_of_all_shapes_are_passages(text: str, name: str) -> None:
    whole = f"CR&S\n{text}"
    passages = could_be(whole, "")[1]
    assert name in {span.name or whole[span.start : span.end] for span in passages}
