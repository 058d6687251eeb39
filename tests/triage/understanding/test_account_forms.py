"""The forms in which the wikis themselves name an account, in the languages of all of them."""

from __future__ import annotations

import pytest

from triage.understanding.account_forms import forms


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://lv.wikipedia.org/wiki/Dal%C4%ABbnieks:Klusums", "Klusums"),
        ("https://ca.m.wikipedia.org/wiki/Usuari:L%27avi_de_Gr%C3%A0cia.", "L'avi de Gràcia"),
        (
            "https://cs.wikipedia.org/wiki/Speci%C3%A1ln%C3%AD:P%C5%99%C3%ADsp%C4%9Bvky/Kolovrat_z_Brna",
            "Kolovrat z Brna",
        ),
        ("https://vi.m.wikipedia.org/wiki/Đặc_biệt:Đóng_góp/Út_Miền_Tây", "Út Miền Tây"),
        ("https://pt.m.wikipedia.org/wiki/Usuário_Discussão:Saloio_de_Mafra", "Saloio de Mafra"),
        ("https://hu.wikipedia.org/wiki/Szerkeszt%C5%91vita:Gólya", "Gólya"),
        ("see (https://commons.wikimedia.org/wiki/User:Heron_(photos))", "Heron (photos)"),
        ("https://en.wikipedia.org/w/index.php?title=Special:Contributions&target=Grey_Heron", "Grey Heron"),
        ("https://en.wikipedia.org/w/index.php?title=Special:Contributions&target=Grey+Heron", "Grey Heron"),
        ("[[Toiminnot:Muokkaukset/Kurki]]", "Kurki"),
        ("[[Special:CentralAuth/Nightjar]]", "Nightjar"),
    ],
)
def test_addresses_and_links_of_every_wiki_name_the_account(text: str, name: str) -> None:
    assert [form.name for form in forms(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "https://en.wikipedia.org/wiki/Special:Diff/123456",
        "https://en.wikipedia.org/wiki/Wikipedia:Village_pump",
        "https://en.wikipedia.org/wiki/Special:Diff/123/456",
        "https://meta.wikimedia.org/wiki/Special:MyLanguage/Wikimania",
        "[[Special:Log/block/Jane]]",
        "[[Especial:CambiosRecientes]]",
    ],
)
def test_other_pages_name_nobody(text: str) -> None:
    assert [(form.kind, form.name) for form in forms(text)] == [("other", "")]


def test_labels_that_are_words_of_other_languages_open_no_form() -> None:
    assert forms("Jan: see you. Redaktor: Anna. Utenti: Ane Bea") == ()


def test_an_address_of_mail_holds_a_name_only_before_the_at() -> None:
    (form,) = forms("账号同邮箱（bailu1126@mail.example）")
    assert (form.kind, form.name) == ("mail", "bailu1126")
