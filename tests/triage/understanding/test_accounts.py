from __future__ import annotations

import time

import pytest

from triage.app import act_model
from triage.model.mail import Purpose
from triage.policy.rules.wish import SURE_OF_THE_ACCOUNT
from triage.understanding import understand
from triage.understanding.accounts import Accounts, accounts

NAMES = act_model().names


def found(text: str, asked: Purpose | None = None) -> Accounts:
    return accounts(text, "", (), asked, NAMES)


STATED = (
    ("I'd like to join. I go by Dunlin43 on the wikis.", "Dunlin43"),
    ("Hi, this is Marsh Harrier from Wikidata. Can I come?", "Marsh Harrier"),
    ("Wikimedia account: Slow Heron", "Slow Heron"),
    ("Username - Slow Heron", "Slow Heron"),
    ("WM username Slow Heron", "Slow Heron"),
    ("My Wikipedia user name is Slow Heron.", "Slow Heron"),
    ("(my account is Slow Heron)", "Slow Heron"),
    ("I'm Slow Heron on Meta", "Slow Heron"),
    ("I'm User:Slow Heron and I'd like to come", "Slow Heron"),
    ("My handle's Slow Heron, thanks", "Slow Heron"),
    ("you can find me as Slow Heron", "Slow Heron"),
    ("I am known as Slow Heron there", "Slow Heron"),
    ("I'm registered as Slow Heron", "Slow Heron"),
    ("logged in as Slow Heron", "Slow Heron"),
    ("under the username Slow Heron", "Slow Heron"),
    ("account name Slow Heron", "Slow Heron"),
    ("editing as Slow Heron since 2009", "Slow Heron"),
    ("I edit under Slow Heron", "Slow Heron"),
    ("I use the account Slow Heron", "Slow Heron"),
    ("Ich bin als Eisvogel aktiv und komme gern", "Eisvogel"),
    ("mein Konto: Eisvogel", "Eisvogel"),
    ("Ich heiße dort Eisvogel22", "Eisvogel22"),
    ("unter dem Namen Eisvogel schreibe ich", "Eisvogel"),
    ("Benutzer: Eisvogel", "Eisvogel"),
    ("Account Eisvogel", "Eisvogel"),
    ("mein Account heißt Eisvogel", "Eisvogel"),
    ("angemeldet als Eisvogel", "Eisvogel"),
    ("(Benutzerkonto Eisvogel)", "Eisvogel"),
    ("Mi usuario es Lechuza Gris.", "Lechuza Gris"),
    ("mi cuenta es Lechuza Gris, gracias", "Lechuza Gris"),
    ("me llamo Lechuza Gris en la Wikipedia", "Lechuza Gris"),
    ("Mi nombre de usuario: Lechuza Gris", "Lechuza Gris"),
    ("edito como Lechuza Gris", "Lechuza Gris"),
    ("con el usuario Lechuza Gris", "Lechuza Gris"),
    ("conocido como Lechuza Gris", "Lechuza Gris"),
    ("bajo el nombre Lechuza Gris", "Lechuza Gris"),
    ("mi user es lechuzagris", "Lechuzagris"),
    ("(cuenta: Lechuza Gris)", "Lechuza Gris"),
    ("Mon compte est Chouette Verte.", "Chouette Verte"),
    ("mon pseudo c'est Chouette Verte", "Chouette Verte"),
    ("je contribue sous le pseudo Chouette Verte", "Chouette Verte"),
    ("mon nom d'utilisatrice est Chouette Verte", "Chouette Verte"),
    ("je suis Chouette Verte sur Wikipédia", "Chouette Verte"),
    ("sous le nom de Chouette Verte", "Chouette Verte"),
    ("compte : Chouette Verte", "Chouette Verte"),
    ("Utilisatrice : Chouette Verte", "Chouette Verte"),
    ("connue sous Chouette Verte", "Chouette Verte"),
    ("pseudo chouette42", "Chouette42"),
    ("Minha conta é Coruja do Norte.", "Coruja do Norte"),
    ("meu nome de usuário é Coruja do Norte", "Coruja do Norte"),
    ("meu usuário é Coruja", "Coruja"),
    ("usuária Coruja do Norte", "Coruja do Norte"),
    ("edito como Coruja do Norte", "Coruja do Norte"),
    ("sou a Coruja do Norte", "Coruja do Norte"),
    ("conta Coruja do Norte", "Coruja do Norte"),
    ("a minha conta na Wikipédia é Coruja do Norte", "Coruja do Norte"),
    ("com o nome Coruja do Norte", "Coruja do Norte"),
    ("chamo-me Coruja na Wikipédia", "Coruja"),
    ("meu user: Coruja", "Coruja"),
    ("o meu nome de utilizadora é Coruja", "Coruja"),
    ("na wiki sou Coruja do Norte", "Coruja do Norte"),
    ("assino como Coruja do Norte", "Coruja do Norte"),
    ("Il mio nome utente è Gufo Reale.", "Gufo Reale"),
    ("il mio account è Gufo Reale", "Gufo Reale"),
    ("utente Gufo Reale", "Gufo Reale"),
    ("mi trovate come Gufo Reale", "Gufo Reale"),
    ("scrivo come Gufo Reale", "Gufo Reale"),
    ("con l'account Gufo Reale", "Gufo Reale"),
    ("nome utente: Gufo Reale", "Gufo Reale"),
    ("su Wikipedia sono Gufo Reale", "Gufo Reale"),
    ("Мой ник — Сова Ночная.", "Сова Ночная"),
    ("моя учётная запись: Сова Ночная", "Сова Ночная"),
    ("участник Сова Ночная", "Сова Ночная"),
    ("пишу под ником Сова", "Сова"),
    ("мой аккаунт Сова", "Сова"),
    ("в Википедии я Сова Ночная", "Сова Ночная"),
    ("зарегистрирован как Сова", "Сова"),
    ("Имя участника: Сова", "Сова"),
    ("известна как Сова Ночная", "Сова Ночная"),
    ("ник Sova-77", "Sova-77"),
    ("мое имя пользователя Сова", "Сова"),
    ("логин: sova77", "Sova77"),
    ("Моё имя участницы — Сова", "Сова"),
    ("Мій нік — Сова.", "Сова"),
    ("мій обліковий запис: Сова Нічна", "Сова Нічна"),
    ("у Вікіпедії я Сова", "Сова"),
    ("користувач Сова Нічна", "Сова Нічна"),
    ("мій акаунт Сова", "Сова"),
    ("ім'я користувача: Сова", "Сова"),
    ("Mój nick to Puchacz.", "Puchacz"),
    ("moje konto: Puchacz", "Puchacz"),
    ("nazwa użytkownika: Puchacz Leśny", "Puchacz Leśny"),
    ("edytuję jako Puchacz", "Puchacz"),
    ("konto Puchacz", "Puchacz"),
    ("użytkownik Puchacz", "Puchacz"),
    ("jako Puchacz na Wikipedii", "Puchacz"),
    ("moja nazwa użytkownika to Puchacz", "Puchacz"),
    ("Můj účet je Výr Velký.", "Výr Velký"),
    ("moje uživatelské jméno je Výr", "Výr"),
    ("uživatel Výr Velký", "Výr Velký"),
    ("edituji jako Výr", "Výr"),
    ("účet Výr Velký", "Výr Velký"),
    ("přihlašuji se jako Výr", "Výr"),
    ("uživatelské jméno: Výr", "Výr"),
    ("Mijn gebruikersnaam is Uil van de Wal.", "Uil van de Wal"),
    ("mijn account is Uil", "Uil"),
    ("ik schrijf als Uil", "Uil"),
    ("op Wikipedia ben ik Uil", "Uil"),
    ("gebruiker Uil", "Uil"),
    ("onder de naam Uil", "Uil"),
    ("ik heet daar Uil", "Uil"),
    ("account: Uil", "Uil"),
    ("Mitt användarnamn är Uggla.", "Uggla"),
    ("mitt konto heter Uggla", "Uggla"),
    ("användare Uggla", "Uggla"),
    ("jag redigerar som Uggla", "Uggla"),
    ("på svwiki heter jag Uggla", "Uggla"),
    ("jag är Uggla på svenska Wikipedia", "Uggla"),
    ("under namnet Uggla", "Uggla"),
    ("kontot Uggla", "Uggla"),
    ("Kullanıcı adım Baykuş.", "Baykuş"),
    ("hesabım: Baykuş", "Baykuş"),
    ("Baykuş kullanıcı adıyla katkı veriyorum", "Baykuş"),
    ("kullanıcı adı: Baykuş", "Baykuş"),
    ("Vikipedi'de Baykuş olarak yazıyorum", "Baykuş"),
    ("Vikipedi'deki adım Baykuş", "Baykuş"),
    ("nickim Baykuş", "Baykuş"),
    ("ben Baykuş, katılmak istiyorum", "Baykuş"),
    ("Tên người dùng của tôi là Cú Mèo.", "Cú Mèo"),
    ("tài khoản: Cú Mèo", "Cú Mèo"),
    ("Tài khoản Cú Mèo", "Cú Mèo"),
    ("nick mình là Cú Mèo", "Cú Mèo"),
    ("tài khoản wiki là CuMeo99", "CuMeo99"),
    ("tôi là Cú Mèo trên Wikipedia", "Cú Mèo"),
    ("với tên Cú Mèo", "Cú Mèo"),
    ("Nama pengguna saya Burung Hantu.", "Burung Hantu"),
    ("akun saya Burung Hantu", "Burung Hantu"),
    ("akun wiki: Burung Hantu", "Burung Hantu"),
    ("username Burung Hantu", "Burung Hantu"),
    ("saya Burung Hantu di Wikipedia", "Burung Hantu"),
    ("akun: Burung Hantu", "Burung Hantu"),
    ("saya menyunting sebagai Burung Hantu", "Burung Hantu"),
    ("dengan nama Burung Hantu", "Burung Hantu"),
    ("Jina langu la mtumiaji ni Bundi.", "Bundi"),
    ("akaunti yangu ni Bundi Mkuu", "Bundi Mkuu"),
    ("jina la mtumiaji: Bundi", "Bundi"),
    ("mimi ni Bundi kwenye Wikipedia", "Bundi"),
    ("akaunti: Bundi", "Bundi"),
    ("natumia akaunti ya Bundi", "Bundi"),
    ("username yangu Bundi", "Bundi"),
    ("اسم المستخدم: بومة الليل", "بومة الليل"),
    ("حسابي هو بومة الليل", "بومة الليل"),
    ("اسم حسابي بومة الليل", "بومة الليل"),
    ("أنا بومة الليل على ويكيبيديا", "بومة الليل"),
    ("أحرر باسم بومة الليل", "بومة الليل"),
    ("معرفي بومة_الليل", "بومة الليل"),
    ("يوزري Buma77", "Buma77"),
    ("باسم المستخدم بومة", "بومة"),
    ("الحساب: بومة", "بومة"),
    ("نام کاربری من جغد شب است", "جغد شب"),
    ("نام کاربری: جغد شب", "جغد شب"),
    ("حساب من جغد شب", "جغد شب"),
    ("با نام جغد شب فعالیت می\u200cکنم", "جغد شب"),
    ("من جغد شب هستم", "جغد شب"),
    ("کاربر جغد شب", "جغد شب"),
    ("یوزرم Joghd77 هست", "Joghd77"),
    ("نام کاربری\u200cام جغد شب است", "جغد شب"),
    ("שם המשתמש שלי הוא ינשוף לילה.", "ינשוף לילה"),
    ("שם משתמש: ינשוף", "ינשוף"),
    ("החשבון שלי: ינשוף", "ינשוף"),
    ("אני עורך בשם ינשוף", "ינשוף"),
    ("המשתמש שלי ינשוף", "ינשוף"),
    ("חשבון: ינשוף לילה", "ינשוף לילה"),
    ("मेरा सदस्य नाम उल्लू है।", "उल्लू"),
    ("मेरा यूज़रनेम Ullu77 है", "Ullu77"),
    ("खाता: रात का उल्लू", "रात का उल्लू"),
    ("मैं उल्लू नाम से लिखता हूँ", "उल्लू"),
    ("सदस्य नाम: उल्लू", "उल्लू"),
    ("मेरा अकाउंट उल्लू है", "उल्लू"),
    ("আমার ব্যবহারকারী নাম পেঁচা।", "পেঁচা"),
    ("অ্যাকাউন্ট: রাতের পেঁচা", "রাতের পেঁচা"),
    ("ব্যবহারকারী নাম: পেঁচা", "পেঁচা"),
    ("আমার ইউজারনেম Pencha77", "Pencha77"),
    ("আমার অ্যাকাউন্ট পেঁচা", "পেঁচা"),
    ("利用者名は夜のふくろうです。", "夜のふくろう"),
    ("アカウント名：夜のふくろう", "夜のふくろう"),
    ("利用者:夜のふくろう です", "夜のふくろう"),
    ("アカウントはFukuro77です", "Fukuro77"),
    ("夜のふくろうと申します。", "夜のふくろう"),
    ("利用者名「夜のふくろう」", "夜のふくろう"),
    ("ユーザー名 Fukuro77", "Fukuro77"),
    ("利用者名: Fukuro77", "Fukuro77"),
    ("제 사용자 이름은 밤부엉이입니다.", "밤부엉이"),
    ("계정: 밤부엉이", "밤부엉이"),
    ("사용자명은 밤부엉이 입니다", "밤부엉이"),
    ("밤부엉이라는 계정으로 활동합니다", "밤부엉이"),
    ("제 계정은 Bueong77이에요", "Bueong77"),
    ("아이디 Bueong77", "Bueong77"),
    ("사용자:밤부엉이입니다", "밤부엉이"),
    ("我的用户名是夜猫子。", "夜猫子"),
    ("用户名：夜猫子", "夜猫子"),
    ("账号夜猫子，想参加", "夜猫子"),
    ("我是User:夜猫子", "夜猫子"),
    ("我的账号叫夜猫子", "夜猫子"),
    ("我在维基上叫夜猫子", "夜猫子"),
    ("用户:夜猫子", "夜猫子"),
    ("ID：YeMaozi", "YeMaozi"),
    ("我的维基用户名为YeMaozi", "YeMaozi"),
    ("我是维基用户夜猫子", "夜猫子"),
    ("我的使用者名稱是夜貓子。", "夜貓子"),
    ("帳號：夜貓子", "夜貓子"),
    ("使用者名稱：夜貓子", "夜貓子"),
    ("我是夜貓子，想參加", "夜貓子"),
    ("我的帳號是 NightCat77", "NightCat77"),
    ("帳號夜貓子", "夜貓子"),
    ("維基帳號為夜貓子", "夜貓子"),
)


def missed(table: tuple[tuple[str, str | None], ...], asked: Purpose | None = None) -> list[tuple[str, str | None]]:
    """The rows of which another name, or none, is told."""
    return [(text, found(text, asked).current) for text, name in table if found(text, asked).current != name]


def surely_wrong(table: tuple[tuple[str, str | None], ...], asked: Purpose | None = None) -> list[str]:
    """The rows of which another name is told, so surely that nobody would look."""
    told = [(text, name, found(text, asked)) for text, name in table]
    return [
        text for text, name, each in told if each.current not in (name, None) and each.confidence >= SURE_OF_THE_ACCOUNT
    ]


def test_account_stated_in_the_words_of_a_language() -> None:
    """What is not found is doubtful, and goes to a person; what is sure is nearly always right."""
    assert len(missed(STATED)) <= len(STATED) * 0.05
    assert len(surely_wrong(STATED)) <= len(STATED) * 0.02


BARE = (
    ("Hi, it's Nuthatch", "Nuthatch"),
    ("Sure! Nuthatch42", "Nuthatch42"),
    ("Nuthatch thanks", "Nuthatch"),
    ("here you go: Nuthatch", "Nuthatch"),
    ("Hello team Nuthatch here", "Nuthatch"),
    ("hola soy Lechuza Gris", "Lechuza Gris"),
    ("Hallo, das wäre Eisvogel", "Eisvogel"),
    ("oui bien sûr : Chouette", "Chouette"),
    ("bonjour Chouette42 merci", "Chouette42"),
    ("oi, é Coruja do Norte", "Coruja do Norte"),
    ("ciao è Gufo Reale grazie", "Gufo Reale"),
    ("Привет, Сова77", "Сова77"),
    ("это Сова спасибо", "Сова"),
    ("夜猫子，谢谢", "夜猫子"),
    ("你好，是夜猫子", "夜猫子"),
    ("夜のふくろうです", "夜のふくろう"),
    ("ふくろう77でお願いします", "ふくろう77"),
    ("밤부엉이입니다", "밤부엉이"),
    ("merhaba, Baykuş", "Baykuş"),
    ("Baykuş, teşekkürler", "Baykuş"),
    ("halo, Burung Hantu ya kak", "Burung Hantu"),
    ("dạ là Cú Mèo ạ", "Cú Mèo"),
    ("ni Bundi Mkuu", "Bundi Mkuu"),
    ("مرحبا، بومة الليل", "بومة الليل"),
    ("سلام، جغد شب", "جغد شب"),
    ("היי, ינשוף", "ינשוף"),
    ("नमस्ते, उल्लू", "उल्लू"),
    ("নমস্কার, পেঁচা", "পেঁচা"),
    ("Uggla, tack!", "Uggla"),
    ("Dag, Uil", "Uil"),
    ("Dobrý den, Výr", "Výr"),
    ("Dzień dobry, Puchacz", "Puchacz"),
    ("I don't have an account, sorry.", None),
    ("no tengo cuenta, edito sin registrarme", None),
    ("jdoe", "Jdoe"),
    ("Nuthatch (used to be Twite)", "Nuthatch"),
    ("mine is Nuthatch, my friend's is Twite", "Nuthatch"),
    ("Nuthatch on enwiki", "Nuthatch"),
    ("nuthatch is my account", "Nuthatch"),
)


def test_bare_name_answers_our_question() -> None:
    assert len(missed(BARE, Purpose.ACCOUNT_REQUEST)) <= len(BARE) * 0.2
    assert surely_wrong(BARE, Purpose.ACCOUNT_REQUEST) == []


FORMS = (
    ("I am [[User:Sea Urchin|Urchin]] and will come", "Sea Urchin"),
    ("https://de.wikipedia.org/wiki/Benutzer:See_Igel", "See Igel"),
    ("https://en.m.wikipedia.org/wiki/User_talk:Sea_Urchin)", "Sea Urchin"),
    ("https://meta.wikimedia.org/wiki/Special:CentralAuth/Sea_Urchin", "Sea Urchin"),
    ("https://meta.wikimedia.org/w/index.php?title=User:Sea_Urchin&action=history", "Sea Urchin"),
    ("https://es.wikipedia.org/wiki/Especial:Contribuciones?target=Erizo", "Erizo"),
    ("https://ru.wikipedia.org/wiki/%D0%A3%D1%87%D0%B0%D1%81%D1%82%D0%BD%D0%B8%D0%BA:%D0%81%D0%B6", "Ёж"),
    ("{{u|Sea Urchin}}", "Sea Urchin"),
    ("@SeaUrchin would like to come", "SeaUrchin"),
    ("Sea Urchin (talk) 18:24, 28 November 2023 (UTC)", "Sea Urchin"),
    ("User:seaUrchin", "SeaUrchin"),
    ("Account: Sea Urchin\nQuestion: none", "Sea Urchin"),
)


@pytest.mark.parametrize(("text", "name"), FORMS)
def test_account_in_the_forms_of_a_wiki(text: str, name: str) -> None:
    assert found(text).current == name


def test_only_the_first_letter_is_folded_and_no_look_alike() -> None:
    typed = ("User:jDoe", "User:Jdoe", "User:Јdoe")
    assert [found(f"My account is {each}").current for each in typed] == ["JDoe", "Jdoe", "Јdoe"]


def test_old_account_is_not_the_current_one() -> None:
    named = found("My old account was Twite. My username is Nuthatch.")
    assert (named.current, named.all) == ("Nuthatch", ("Twite", "Nuthatch"))


def test_what_decided_is_told_where_somebody_looks() -> None:
    told = accounts("My username is Nuthatch.", "", (), None, NAMES, tells=True).because
    assert any("account" in reason for reason in told)


HOSTILE = ("User:" * 4_000, "@" * 20_000, "[[User:" * 3_000, '"a" ' * 5_000, "my username is A " * 1_200, "A. " * 6_000)


@pytest.mark.parametrize("text", HOSTILE, ids=["namespaces", "ats", "links", "quotes", "cues", "initials"])
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    start = time.process_time()
    found(text)
    # A second where the machine is idle; what grows with the square of the text takes minutes.
    assert time.process_time() - start < 10.0


def test_numbers_of_a_link_are_no_account() -> None:
    assert found("See https://example.org/w/index.php?id=8812&x=1 please").current is None


@pytest.mark.parametrize(
    ("text", "is_for_another"),
    [
        ("I would like to come. My username is Demo Guest.", False),
        ("I would like to come. My username is Nightjar.", False),
        ("May my husband come, too? His account is Nightjar.", True),
        ("I am Nightjar, and I would bring a guest.", True),
    ],
)
def test_a_guest_is_spoken_of_but_not_in_the_name_of_an_account(text: str, *, is_for_another: bool) -> None:
    assert understand(text, act_model(), subject="CR&S").is_for_another is is_for_another
